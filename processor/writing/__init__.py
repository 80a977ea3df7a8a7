"""Questions out of a document, with no model: find what it states, ask for it, check what was asked."""
