"""How the work of a call grows with its input: counted in calls, which no noise of the machine changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from cProfile import Profile
from typing import TypeVar

ResultT = TypeVar("ResultT")

TIMES = 4
SLACK = 5000  # calls that do not depend on the input


def untraced(run: Callable[[], ResultT]) -> ResultT:
    """Return what a call returns, without coverage: of long inputs, whose short ones go the same ways elsewhere."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return run()
    finally:
        sys.settrace(tracer)


def calls(run: Callable[[], object]) -> int:
    """Return how many functions a call makes, in Python and in C."""
    profile = Profile()
    untraced(lambda: profile.runcall(run))
    return sum(entry.callcount for entry in profile.getstats())


def grows_in_proportion(run: Callable[[int], object], size: int) -> bool:
    """Return whether four times the input makes about four times the calls; quadratic work makes sixteen times.

    Args:
        run: Does the work for an input of a size.
        size: A size that is large enough to tell, and small enough to be quick.
    """
    run(1)  # what is loaded on first use is not counted
    less, more = calls(lambda: run(size)), calls(lambda: run(TIMES * size))
    return more <= (TIMES + 1) * less + SLACK
