"""Events: what happens to a person's uploads, quizzes and credits, as server-sent events."""
