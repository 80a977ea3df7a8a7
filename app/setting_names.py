"""Finds names in `.env` and in the environment that are not settings but look like one."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import parse_stream

from app.settings import Settings
from processor.settings import ProcessorSettings

SETTINGS = frozenset(name.upper() for name in (*Settings.model_fields, *ProcessorSettings.model_fields))
OPTIONS = frozenset({"QUIZZLER_URL", "QUIZZLER_EMAIL", "QUIZZLER_PASSWORD"})  # of commands, not of the server
OF_TESTS = frozenset({"SUPABASE_TEST_URL", "SUPABASE_TEST_ANON_KEY", "SUPABASE_TEST_SERVICE_KEY"})
# compose.yml reads .env too
OF_COMPOSE = frozenset({"AUTHENTICATOR_PASSWORD", "HTTP_PORT", "POSTGRES_PASSWORD"})
ALIKE = 0.85  # DATABASE_URI and DATABASE_URL are 0.92, STRIPE_API_KEY and STRIPE_API_BASE 0.76
ALIKE_IN_FILE = 0.6  # what is in .env is meant for Quizzler; STRIP_KEY and STRIPE_SECRET_KEY are 0.69


def faults_of_file(env_file: Path) -> Iterator[str]:
    """A sentence, without its full stop, for each line of a .env file that sets nothing."""
    if not env_file.is_file():
        return
    with env_file.open(encoding="utf-8-sig") as text:
        for line in parse_stream(text):
            if line.error:
                yield f"line {line.original.line} of {env_file} can't be read as NAME=value"
            elif line.key and line.key.upper() not in SETTINGS | OF_COMPOSE:
                yield f"{env_file} has {line.key}, which is not a setting" + _meant(line.key, ALIKE_IN_FILE)


def faults_of_environment() -> Iterator[str]:
    """The same for the environment. Other programs use it too, so only names close to a setting's count."""
    for name in sorted(os.environ.keys() - SETTINGS - OPTIONS - OF_TESTS):
        if meant := _meant(name, ALIKE):
            yield f"the environment has {name}, which is not a setting{meant}"


def _meant(name: str, alike_enough: float) -> str:
    alike = get_close_matches(name.upper(), SETTINGS, 1, alike_enough)
    return f"; did you mean {alike[0]}?" if alike else ""
