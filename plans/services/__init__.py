"""What changes more than one row of a plan."""
