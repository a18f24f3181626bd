"""The clocks of benchmarks that run in processes of their own, in processor time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What is installed has its bytecode beside it: a setting that keeps ours from being written would measure the compiler.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def processor_time() -> float:
    """Return the processor time, in seconds, of all processes that this one has started and seen to their end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Reported:
    """A clock that goes on by the seconds that processes report."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds reported so far."""
        return self.seconds


REPORTED = Reported()


def reported(code: str, *arguments: str) -> str:
    """Run code in a fresh process; it prints the seconds that it took, which pass on the clock, and maybe more.

    Returns:
        What else it prints.
    """
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(  # noqa: S603 - our own code
        command, check=True, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT
    )
    seconds, _, rest = run.stdout.partition(" ")
    REPORTED.seconds += float(seconds)
    return rest
