"""The command line: score, check, audit, explain, rubrics, schema. It holds no arithmetic.

Exit status: 0 nothing wrong, 1 findings that are errors, 2 bad usage or unreadable input, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from perfmetrics.cli.common import INTERRUPTED, MISUSE, OK, Words, tell
from perfmetrics.errors import PerfMetricsError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: Arguments; by default those of the process.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    words = Words.of(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = _run(arguments, words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _silence()
        return OK
    except OSError as exc:
        tell(words(f"无法写出：{exc.strerror}", f"cannot write: {exc.strerror}"))
        _silence()
        return MISUSE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _run(arguments: Sequence[str], words: Words) -> int:
    from perfmetrics.cli.parser import parser  # noqa: PLC0415 - an interrupt while it loads is one like any other

    try:
        options = parser(words).parse_args(arguments)
        return int(options.run(options, words))
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else MISUSE
    except PerfMetricsError as exc:
        tell(exc.to_text(words.lang))
        return MISUSE


def _silence() -> None:
    """Leave nothing on standard output that could fail when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
