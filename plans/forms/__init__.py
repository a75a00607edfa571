"""Forms of a plan's rows, made from what the kinds say of their fields."""
