"""The families of questions: a module each, with `questions(random)` that yields them."""
