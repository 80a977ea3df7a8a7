"""The families of questions. Each is a module, whose `questions(random)` yields its questions."""
