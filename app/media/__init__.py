"""Pictures and sounds that people upload for their questions."""
