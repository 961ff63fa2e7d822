"""The pages, a module each; its template has the same name."""
