"""The environment of a program that the app or the processing server starts."""

import os

NEEDED = frozenset(
    "PATH HOME LANG LC_ALL TZ TMPDIR PYTHONPATH LD_LIBRARY_PATH TESSDATA_PREFIX SSL_CERT_FILE SSL_CERT_DIR "
    "HTTP_PROXY HTTPS_PROXY NO_PROXY".split()
)


def environment(*prefixes: str) -> dict[str, str]:
    """The environment for a child program: what any program needs, and variables with one of these prefixes.

    Other variables may be secrets, so they are left out.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in NEEDED or name.upper().startswith(prefixes)
    }
