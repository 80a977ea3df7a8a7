"""Attempts: taking a quiz at one's own time."""
