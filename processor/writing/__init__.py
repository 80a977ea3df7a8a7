"""Writes questions from a document without a model: find facts, make questions, and find distractors."""
