"""Trivia: the built-in question bank, and a client for servers compatible with Open Trivia DB."""
