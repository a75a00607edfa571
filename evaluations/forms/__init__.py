"""Forms of what came of it."""
