"""What changes more than one row of the appendix."""
