"""Python's garbage collector, told when not to look: a look at thousands of connections is a pause."""

import gc
import time
from collections.abc import Callable

YOUNG = 25_000  # objects made and not yet freed, before those are looked through: a millisecond or two
QUIET_CHECK_S = 5.0
PAUSE_S = 60.0  # between two looks at everything: about 50 ms with 5,000 connections


class Garbage:
    """Looks through everything when it is quiet, and else only through what is young.

    Reference counts free nearly everything here at once; only what refers to itself waits for the collector.
    """

    def __init__(self, is_quiet: Callable[[], bool]) -> None:
        """`is_quiet`: nobody waits for anything."""
        self._is_quiet = is_quiet
        self._former = gc.get_threshold()
        self._looked = 0.0

    def start(self) -> None:
        """From now on; what the program is made of is set aside for good."""
        self._former = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, 50, 100)

    def stop(self) -> None:
        """As it was before."""
        gc.set_threshold(*self._former)
        gc.unfreeze()

    async def tidy(self) -> None:
        """To be called from time to time."""
        if self._is_quiet() and time.monotonic() - self._looked > PAUSE_S:
            gc.collect()
            self._looked = time.monotonic()
