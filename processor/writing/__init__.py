"""Writes questions from a document without a model: finds facts, makes questions, and finds distractors."""
