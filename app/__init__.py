"""Quizzler: a thin layer over Postgres."""
