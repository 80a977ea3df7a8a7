"""Attempts: taking a quiz on one's own."""
