"""The families of questions: a module for each, whose `questions(random)` yields them."""
