"""Which texts Postgres can store."""

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates
