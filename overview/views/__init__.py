"""The pages that read across all plans, and those around them: agreements, people, administration."""
