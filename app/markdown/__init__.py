"""Texts in Markdown: as HTML, as plain text, and as a tree that a template prints."""
