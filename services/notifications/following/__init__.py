"""Following by an address alone: asked for on a page, confirmed by email, looked after by a signed link."""
