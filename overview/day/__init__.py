"""One's first page: what one must do, what happens now, what is next for the steering group."""
