"""For operators: whether a process lives and is ready, and its figures."""
