"""What there is to judge: files, those below folders, standard input, and lines of JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from perfmetrics import limits
from perfmetrics.errors import FileError, InputError, PerfMetricsError, problem
from perfmetrics.texts import STANDARD_INPUT

if TYPE_CHECKING:
    from perfmetrics.statements import Report

REPORTS = (".toml", ".json")
TEXTS = (".txt", ".md")
_NEVER_LINES = (".toml", *TEXTS)
_PIECE = 1 << 16


class Entry(NamedTuple):
    """One of those that are to be judged.

    Attributes:
        name: The file as the user named it, or as its folder has it; `-` for standard input.
        line: The number of the line; None for a whole file.
        raw: The bytes; None where the file is still to be read.
        error: Why there are none.
    """

    name: str
    line: int | None = None
    raw: bytes | None = None
    error: PerfMetricsError | None = None


def report(entry: Entry) -> Report | str:
    """Return a report that is a whole file, or the path that it is read from.

    Raises:
        PerfMetricsError: If it cannot be read.
    """
    from perfmetrics.statements import parse_report  # noqa: PLC0415 - commands load what they need

    if entry.error is not None:
        raise entry.error
    if entry.raw is None:
        return entry.name
    is_json = entry.raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return parse_report(entry.raw, "json" if is_json else "toml", entry.name)


def text(entry: Entry) -> str:
    """Return the text of a whole file.

    Raises:
        PerfMetricsError: If it cannot be read.
    """
    from perfmetrics.reading import read_bytes  # noqa: PLC0415 - as above

    if entry.error is not None:
        raise entry.error
    raw = read_bytes(Path(entry.name)) if entry.raw is None else entry.raw
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    reason = ("不是 UTF-8 或 GB 18030 编码的文本", "is no text in UTF-8 or GB 18030")
    raise FileError([problem("", *reason, "请另存为 UTF-8", "save it as UTF-8")], entry.name)


# ---------------------------------------------------------------------------------------------------------------------
# Whole files.


def files(names: Iterable[str], endings: tuple[str, ...]) -> Iterator[Entry]:
    """Yield files in their order; a folder is all files of some endings below it, sorted.

    Args:
        names: What the user named.
        endings: The endings, in lower case.
    """
    for name in names:
        yield from _file(name, endings)


def _file(name: str, endings: tuple[str, ...]) -> Iterator[Entry]:
    if name == STANDARD_INPUT:
        try:
            with _opened(name) as stream:
                yield Entry(name, raw=stream.read())
        except OSError as exc:
            yield Entry(name, error=_unreadable(name, exc))
    elif _is_folder(name):
        yield from _folder(name, endings)
    else:
        yield Entry(name)


def _is_folder(name: str) -> bool:
    return os.path.isdir(name)  # noqa: PTH112 - whatever the user named, a path or not


def _folder(name: str, endings: tuple[str, ...]) -> Iterator[Entry]:
    is_empty = True
    for entry in _below(name, endings):
        is_empty = False
        yield entry
    if is_empty:
        zh, en = "、".join(endings), " or ".join(endings)
        reason = (f"目录里没有 {zh} 文件", f"there is no {en} file in the folder")
        yield Entry(name, error=FileError([problem("", *reason, "请核对路径", "check the path")], name))


def _below(name: str, endings: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the files below a folder. What is hidden is left out, and a link to a folder is not followed."""
    try:
        with os.scandir(name) as found:
            entries = sorted((each for each in found if not each.name.startswith(".")), key=lambda each: each.name)
    except OSError as exc:
        yield Entry(name, error=_unreadable(name, exc))
        return
    for each in entries:
        if each.is_dir(follow_symlinks=False):
            yield from _below(each.path, endings)
        elif each.name.lower().endswith(endings) and each.is_file():
            yield Entry(each.path)


# ---------------------------------------------------------------------------------------------------------------------
# Lines.


class Lines:
    """What there is in files that are read line by line, in the same memory however long they are.

    Folders are files below them, each read whole, and so are files whose ending says that they hold no JSON.

    Attributes:
        position: How many bytes have been read.
        total: How many bytes there are; None where that is not known.
    """

    def __init__(self, names: Sequence[str], endings: tuple[str, ...]) -> None:
        self._names, self._endings = names, endings
        self.position = 0
        self.total = _size(names)

    @property
    def is_one(self) -> bool:
        """Whether there is one file, so that the number of a line says where it is."""
        return len(self._names) == 1 and _has_lines(self._names[0])

    def __iter__(self) -> Iterator[Entry]:
        for name in self._names:
            yield from self._lines(name) if _has_lines(name) else _file(name, self._endings)

    def _lines(self, name: str) -> Iterator[Entry]:
        try:
            with _opened(name) as stream:
                number = 0
                while raw := self._read(stream, limits.LINE_BYTES.usual + 1):
                    number += 1
                    yield self._line(stream, name, number, raw)
        except (OSError, ValueError) as exc:
            yield Entry(name, error=_unreadable(name, exc))

    def _line(self, stream: BinaryIO, name: str, number: int, raw: bytes) -> Entry:
        """Return a line of which as much was read as is usual; of one that is too long only its end is looked for."""
        limit = limits.LINE_BYTES
        try:
            if _is_whole(raw, limit.usual):
                return Entry(name, number, raw)
            most = limit.most()
            raw += self._read(stream, most - limit.usual)
            if _is_whole(raw, most):
                return Entry(name, number, raw)
            error = InputError([limit.problem("", len(raw), or_more=True)])
        except InputError as exc:
            error = exc
        while raw and not raw.endswith(b"\n"):
            raw = self._read(stream, _PIECE)
        return Entry(name, number, error=error)

    def _read(self, stream: BinaryIO, most: int) -> bytes:
        raw = stream.readline(most)
        self.position += len(raw)
        return raw


def _has_lines(name: str) -> bool:
    return not name.lower().endswith(_NEVER_LINES) and not _is_folder(name)


def _size(names: Sequence[str]) -> int | None:
    if not all(map(_has_lines, names)):
        return None
    try:
        return sum(Path(name).stat().st_size for name in names) or None
    except (OSError, ValueError):  # standard input among them
        return None


def _is_whole(raw: bytes, most: int) -> bool:
    return len(raw) <= most or raw.endswith(b"\n")


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name != STANDARD_INPUT:
        return Path(name).open("rb")
    if sys.stdin is None:
        raise FileError([problem("", "没有标准输入", "there is no standard input", "请给出文件", "name a file")])
    return nullcontext(sys.stdin.buffer)


def _unreadable(name: str, exc: Exception) -> FileError:
    if isinstance(exc, FileError):
        return exc
    words = getattr(exc, "strerror", None) or "embedded null byte"  # Python words it differently in each version
    if name == STANDARD_INPUT:
        reason = (f"无法读取标准输入（{words}）", f"standard input cannot be read ({words})")
        return FileError([problem("", *reason, "请给出文件", "name a file")])
    reason = (f"无法读取（{words}）", f"it cannot be read ({words})")
    return FileError([problem("", *reason, "请核对路径", "check the path")], name)
