"""Partners: the institutions of the consortium and those that work with them."""
