"""What changes activities."""
