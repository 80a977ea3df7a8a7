"""Events: what a person is told while it happens, as server-sent events."""
