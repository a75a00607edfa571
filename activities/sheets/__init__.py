"""Spreadsheets: a year's activities written as one, and what somebody uploads read with suspicion."""
