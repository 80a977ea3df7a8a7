"""PDF in, paragraphs out, each with its page and its headings."""
