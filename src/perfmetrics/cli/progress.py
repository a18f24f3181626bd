"""A bar on standard error while several files are read: for a person at a terminal, and for nobody else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TextIO

from perfmetrics.texts import clean

_BAR = 20
_LEAST = 10  # columns of a name that are worth showing


class Show(Protocol):
    """Shows which file is next."""

    def __call__(self, done: int) -> None:
        """Show that some files are done."""


@contextmanager
def progress(names: Sequence[str]) -> Iterator[Show]:
    """Show a bar while files are read; on leaving, however, it is gone.

    Args:
        names: The files, in their order.
    """
    stream = sys.stderr
    if len(names) < 2 or stream is None or not stream.isatty():
        yield lambda done: None  # noqa: ARG005 - nobody looks
        return

    def show(done: int) -> None:
        columns = _columns(stream)
        text = line(done, len(names), names[done], columns)
        stream.write(f"\r{text}")
        stream.flush()

    try:
        yield show
    finally:
        stream.write(f"\r{' ' * (_columns(stream) - 1)}\r")
        stream.flush()


def line(done: int, total: int, name: str, columns: int) -> str:
    """Return a bar that fills a line of a terminal but for its last column, where some terminals would wrap.

    Example:
        >>> line(3, 12, "reports/甲县.toml", 50)
        '[#####...............]   3/12  reports/甲县.toml '
    """
    from perfmetrics.render.text import width  # noqa: PLC0415 - only several files at a terminal need it

    room = max(columns - 1, 0)
    filled = _BAR * done // total
    count = f"{done:>{len(str(total))}}/{total}"
    text = f"[{'#' * filled}{'.' * (_BAR - filled)}]  {count}"
    if width(text) > room:
        text = count[:room]
    left = room - width(text) - 2
    shown = clean(name)
    if left >= _LEAST:
        if width(shown) > left:
            while width(shown) > left - 2:  # the end of a path tells more than its beginning
                shown = shown[1:]
            shown = f"..{shown}"
        text = f"{text}  {shown}"
    return text + " " * (room - width(text))


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return shutil.get_terminal_size().columns
