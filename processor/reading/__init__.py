"""Reads PDFs into paragraphs, each with its page and its headings."""
