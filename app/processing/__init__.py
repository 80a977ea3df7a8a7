"""Hands jobs to the processing server: takes them from the outbox, posts them signed, and keeps its files."""
