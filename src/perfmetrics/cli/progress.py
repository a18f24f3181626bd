"""A bar on standard error while several are judged: for a person at a terminal, and for nobody else."""

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
        _clear(stream)


class Meter:
    """Shows how many are done, where it is not known how many there are."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def show(self, done: int, part: int, whole: int | None) -> None:
        """Show how many are done, of many not every one.

        Args:
            done: How many.
            part: How much of the input has been read.
            whole: How much there is of it; None where that is not known.
        """
        if self._stream is not None and done % _step(done) == 0:
            self._stream.write(f"\r{count_line(done, part, whole, _columns(self._stream))}")
            self._stream.flush()

    def clear(self) -> None:
        """Make room for other lines."""
        if self._stream is not None:
            _clear(self._stream)


@contextmanager
def counting(*, is_shown: bool) -> Iterator[Meter]:
    """Give a meter; on leaving, however, nothing of it is left.

    Args:
        is_shown: Whether it is shown at a terminal.
    """
    stream = sys.stderr
    meter = Meter(stream if is_shown and stream is not None and stream.isatty() else None)
    try:
        yield meter
    finally:
        meter.clear()


def _clear(stream: TextIO) -> None:
    stream.write(f"\r{' ' * (_columns(stream) - 1)}\r")
    stream.flush()


def _step(done: int) -> int:
    """Return how many are done between two that are shown: a terminal may be slow."""
    return 1 if done < 100 else 10 if done < 1000 else 100


def count_line(done: int, part: int, whole: int | None, columns: int) -> str:
    """Return a count, with a bar where the whole is known, that fills a line of a terminal as `line` does.

    Example:
        >>> count_line(1200, 1, 4, 36), count_line(1200, 1, None, 12)
        ('[#####...............]  1200       ', '1200       ')
    """
    room = max(columns - 1, 0)
    text = str(done) if whole is None else f"{_bar(part, whole)}  {done}"
    return (text if len(text) <= room else str(done)[:room]).ljust(room)


def _bar(part: int, whole: int) -> str:
    filled = min(_BAR, _BAR * part // whole)
    return f"[{'#' * filled}{'.' * (_BAR - filled)}]"


def line(done: int, total: int, name: str, columns: int) -> str:
    """Return a bar that fills a line of a terminal but for its last column, where some terminals would wrap.

    Example:
        >>> line(3, 12, "reports/甲县.toml", 50)
        '[#####...............]   3/12  reports/甲县.toml '
    """
    from perfmetrics.render.text import width  # noqa: PLC0415 - only several files at a terminal need it

    room = max(columns - 1, 0)
    count = f"{done:>{len(str(total))}}/{total}"
    text = f"{_bar(done, total)}  {count}"
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
