"""Trivia: the built-in question bank, and a client for Open Trivia DB compatible servers."""
