"""What changes evaluations, reviews and reminders."""
