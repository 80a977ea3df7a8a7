"""`python -m app.cli` is the `quizzler` command."""

from app.cli import main

main()
