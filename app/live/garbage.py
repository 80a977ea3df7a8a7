"""Python's garbage collector, told when not to look: a look at thousands of connections is a pause."""

import gc
from collections.abc import Callable

YOUNG = 25_000  # objects made and not yet freed, before those are looked through: a millisecond or two
QUIET_CHECK_S = 5.0
WORTH_IT = 5_000


class Garbage:
    """Collects when it is quiet, and then sets aside what is left, so that no later look has to pass over it.

    Reference counts free nearly everything here at once; only what refers to itself waits for the collector.
    """

    def __init__(self, is_quiet: Callable[[], bool], is_empty: Callable[[], bool]) -> None:
        """`is_quiet`: nobody waits for anything; `is_empty`: there are no connections at all."""
        self._is_quiet = is_quiet
        self._is_empty = is_empty
        self._former = gc.get_threshold()

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
        if not self._is_quiet():
            return
        young, middle, old = gc.get_count()
        if young < WORTH_IT and not middle and not old:
            return
        if self._is_empty():
            gc.unfreeze()  # so that what was set aside and is not used any more is found
        gc.collect()
        gc.freeze()
