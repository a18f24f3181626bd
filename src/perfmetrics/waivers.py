"""The file of accepted findings (基线文件): each with a reason and an author, so that a build fails only on new ones.

A finding is known by its code, its place and its two figures, the stated and the recomputed one: a figure that changes
makes a new finding. In a text the place is the sentence around the figure, so that an entry outlives lines that are
inserted elsewhere; white space is no part of it.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from perfmetrics.errors import InputError, problem
from perfmetrics.findings import CODES, Acceptance, Finding, Severity, gravity
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.reading import LooksOver, build, custom_error, quoted, read_data
from perfmetrics.texts import STANDARD_INPUT, Phrase, clean, did_you_mean, quotation

_WRITTEN = (Severity.ERROR, Severity.WARNING)
_HEADER = """\
# 已接受的发现。代码、位置、自报数、应有数都相同的发现不再使检查失败；数一改，就是新的发现。
# Accepted findings. One of the same code, place, stated and expected figure fails no check; a changed figure is new.
"""


class Key(NamedTuple):
    """What a finding is known by, beside its file; white space and what marks a sentence as cut are no part of it."""

    code: str
    where: str
    stated: str
    expected: str


def _key(code: str, where: str, stated: str | None, expected: str | None) -> Key:
    return Key(code, *(clean("".join((each or "").split())).replace("…", "") for each in (where, stated, expected)))


def _code(value: str) -> str:
    if value not in CODES:
        reason = Phrase(f"没有代码为“{value}”的发现", f"no finding has the code {value!r}")
        raise custom_error(reason, did_you_mean(value, CODES))
    return value


def _day(value: object) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    given = quoted(value)
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        reason = Phrase(f"“{given}”不是日期", f"{given!r} is no date")
        raise custom_error(reason, Phrase("请写成 2026-01-31", "write it as 2026-01-31")) from None


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Waiver(LooksOver):
    """An entry: a finding that was accepted.

    Attributes:
        file: The file that it is of, relative to the baseline file, or `-` for standard input; None for any file.
        code: The code of the finding.
        where: Its path in a report; in a text the sentence around the figure, the figure in 【】.
        stated: The figure as written, where the finding has one.
        expected: The recomputed figure, where it has one.
        count: How many equal findings of one file it accepts.
        reason: Why it was accepted.
        author: Who accepted it.
        date: When.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Annotated[str, StringConstraints(min_length=1)] | None = None  # spaces are part of a name
    code: Annotated[str, AfterValidator(_code)]
    where: Text
    stated: Text | None = None
    expected: Text | None = None
    count: Annotated[int, Field(strict=True, ge=1)] = 1
    reason: Text
    author: Text
    date: Annotated[dt.date, BeforeValidator(_day)] | None = None

    @cached_property
    def key(self) -> Key:
        """What its finding is known by."""
        return _key(self.code, self.where, self.stated, self.expected)


class _File(LooksOver):
    """A baseline file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accepted: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Waivers:
    """Accepted findings.

    Attributes:
        folder: What the files of the entries are relative to.
        entries: The entries, in the order of the baseline file.
    """

    folder: Path
    entries: tuple[Waiver, ...] = ()

    def apply(self, record: Record) -> Record:
        """Return a record whose accepted findings say so; they are notes from then on.

        An entry accepts as many equal findings of a file as its `count` says; one more is a new finding. Entries of the
        file itself go before those of any file, and the first go first.

        Args:
            record: A file and what was found of it; one that could not be read is returned as it is.
        """
        outcome = record.outcome
        if outcome is None:
            return record
        taken = self._taken(record.name, outcome)
        if all(i is None for i in taken):
            return record
        findings = (
            finding if i is None else _waived(finding, self.entries[i])
            for finding, i in zip(outcome.findings, taken, strict=True)
        )
        # Every outcome is a dataclass; the class that they share is none.
        changed = outcome.with_findings(tuple(sorted(findings, key=gravity)))
        return replace(record, outcome=changed)

    def unmatched(self, records: Iterable[Record]) -> tuple[Waiver, ...]:
        """Return the entries that match nothing any more; of a `count` that is too high, what is left of it.

        Nothing is said of the entries of a file that is not among the records, unless there is no such file.
        """
        given = list(records)
        used, is_known = self._used(given), self._known(given)
        return tuple(
            _times(entry, entry.count - used[i])
            for i, entry in enumerate(self.entries)
            if used[i] < entry.count and is_known(entry)
        )

    def to_toml(self, records: Iterable[Record], *, author: str, reason: str) -> str:
        """Return a baseline file that accepts every error and warning of some records.

        Entries that still match keep their reason, author and date; those that `unmatched` returns are left out. A
        finding that is accepted already keeps its reason and author. Entries are sorted, so that the file changes only
        where the findings do.

        Args:
            records: Files, and what was found of them.
            author: Who accepts the new findings.
            reason: Why.

        Raises:
            InputError: If author or reason is blank.

        Example:
            >>> from perfmetrics import check
            >>> figures = {"current_expenditure": 5, "basic_expenditure": 1, "project_expenditure": 1}
            >>> found = Record("报告.toml", check({"unit": "万元", "final_accounts": figures}))
            >>> print(Waivers(Path()).to_toml([found], author="王某", reason="另有说明").partition("[[accepted]]")[2])
            <BLANKLINE>
            file = "报告.toml"
            code = "expenditure_by_kind"
            where = "final_accounts.current_expenditure"
            stated = "5"
            expected = "2"
            reason = "另有说明"
            author = "王某"
            <BLANKLINE>
        """
        _refuse_blank(author=author, reason=reason)
        given = list(records)
        used, is_known = self._used(given), self._known(given)
        counts = ((entry, used[i] if is_known(entry) else entry.count) for i, entry in enumerate(self.entries))
        entries = [_times(entry, count) for entry, count in counts if count]
        new: Counter[Waiver] = Counter()
        for record in given:  # a file that is given twice is one file
            new |= Counter(self._new(record, Acceptance(reason, author)))
        entries += [_times(entry, count) for entry, count in new.items()]
        return "\n".join([_HEADER, *map(_table, sorted(entries, key=_place_in_file))])

    def _new(self, record: Record, acceptance: Acceptance) -> Iterator[Waiver]:
        """Yield an entry for each finding of a record that is to be written and that no entry accepts."""
        outcome = record.outcome
        if outcome is None:
            return
        file = self._file(record.name)
        for finding, i in zip(outcome.findings, self._taken(record.name, outcome), strict=True):
            why = finding.waiver or (acceptance if finding.severity in _WRITTEN else None)
            if i is None and why is not None:
                yield Waiver(
                    file=file,
                    code=finding.code,
                    where=_shown(_where(outcome, finding)),
                    stated=_shown(finding.stated) or None,
                    expected=_shown(finding.expected) or None,
                    reason=_whole(why.reason),
                    author=_whole(why.author),
                )

    def _taken(self, name: str, outcome: Outcome) -> list[int | None]:
        """Return for each finding of a file the entry that accepts it."""
        with_key: defaultdict[Key, list[int]] = defaultdict(list)
        for i, entry in enumerate(self.entries):
            with_key[entry.key].append(i)
        place = _canonical(Path(), name)

        def of_this_file(key: Key) -> Iterator[int]:
            mine = [i for i in with_key[key] if self._canonical(self.entries[i]) in {None, place}]
            mine.sort(key=lambda i: self.entries[i].file is None)
            return chain.from_iterable(repeat(i, self.entries[i].count) for i in mine)

        findings = outcome.findings
        keys = [_key(each.code, _where(outcome, each), each.stated, each.expected) for each in findings]
        accepting = {key: of_this_file(key) for key in keys if key in with_key}
        taken: list[int | None] = [None] * len(keys)
        # What is accepted already goes first, so that to apply entries twice is to apply them once.
        for at in sorted(range(len(keys)), key=lambda at: findings[at].waiver is None):
            if keys[at] in accepting:
                taken[at] = next(accepting[keys[at]], None)
        return taken

    def _used(self, records: Iterable[Record]) -> Counter[int]:
        """Return how many findings each entry accepts, in the file where it accepts most."""
        used: Counter[int] = Counter()
        for record in records:
            if record.outcome is not None:
                used |= Counter(i for i in self._taken(record.name, record.outcome) if i is not None)
        return used

    def _known(self, records: Iterable[Record]) -> Callable[[Waiver], bool]:
        """Return what tells whether the records say all there is to say of an entry."""
        are_read = {_canonical(Path(), record.name): record.outcome is not None for record in records}

        def is_known(entry: Waiver) -> bool:
            place = self._canonical(entry)
            if place is None:
                return any(are_read.values())
            gone = place != STANDARD_INPUT and not os.path.exists(place)  # noqa: PTH110 - a path of any length
            return are_read.get(place, gone)

        return is_known

    def _canonical(self, entry: Waiver) -> str | None:
        return None if entry.file is None else _canonical(self.folder, entry.file)

    def _file(self, name: str) -> str | None:
        """Return how the file of a record is named in the baseline file; None for one without a name."""
        place = _canonical(Path(), name)
        if place in {STANDARD_INPUT, ""}:
            return place or None
        with suppress(ValueError):  # a file on another drive has no path from here
            place = os.path.relpath(place, os.path.realpath(self.folder))
        return clean(Path(place).as_posix())


def _canonical(folder: Path, name: str) -> str:
    """Return a path that is the same whatever folder and links it was named by; the name of a link is its own."""
    if name in {STANDARD_INPUT, ""}:
        return name
    head, tail = os.path.split(clean(str(folder / name)))
    return clean(os.path.join(os.path.realpath(head), tail))  # noqa: PTH118 - a path may end in anything


def _where(outcome: Outcome, finding: Finding) -> str:
    """Return the place of a finding: its path in a report, in a text the sentence around its figure."""
    span = outcome.span_of(finding)
    return finding.where if span is None else quotation(outcome.given, *span)


def _waived(finding: Finding, entry: Waiver) -> Finding:
    return replace(finding, waiver=finding.waiver or Acceptance(entry.reason, entry.author))


def _times(entry: Waiver, count: int) -> Waiver:
    return entry.model_copy(update={"count": count})


def _shown(text: str | None) -> str:
    return clean(" ".join((text or "").split()))


def _whole(text: str) -> str:
    """Return a text without half characters, which an argument that is no text has, and no file of UTF-8 can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refuse_blank(**given: str) -> None:
    blank = [name for name, text in given.items() if not text.strip()]
    if blank:
        mend = ("请写明", "say it")
        raise InputError([problem(name, "不能为空", "it cannot be blank", *mend) for name in blank])


# ---------------------------------------------------------------------------------------------------------------------
# The file.


def load_waivers(path: str | Path) -> Waivers:
    """Return the accepted findings of a baseline file.

    Args:
        path: The path of a TOML file, with a table `[[accepted]]` for each finding.

    Raises:
        InputError: With every problem of the file, each with its path, its reason and the mend.
        FileError: If it cannot be read.
    """
    given: object = path
    if not isinstance(given, str | Path):
        kind = type(given).__name__
        words = (f"{kind} 不是文件路径", f"{kind} is not a path", "请给出基线文件", "name the baseline file")
        raise InputError([problem("path", *words)])
    file = build(_File, read_data(Path(path), InputError), InputError, str(path), "")
    return Waivers(Path(path).parent, file.accepted)


def _place_in_file(entry: Waiver) -> tuple[str, ...]:
    known = (entry.file, entry.code, entry.where, entry.stated, entry.expected, entry.reason, entry.author)
    return (*(each or "" for each in known), str(entry.date or ""), str(entry.count))


def _table(entry: Waiver) -> str:
    values = {name: getattr(entry, name) for name in Waiver.model_fields}
    if entry.count == 1:
        del values["count"]
    lines = (f"{name} = {_toml(value)}" for name, value in values.items() if value is not None)
    return "\n".join(["[[accepted]]", *lines, ""])


def _toml(value: str | int | dt.date) -> str:
    r"""Return a value as TOML has it.

    Example:
        >>> print(_toml('“甲” "乙"'), _toml("C:\\"))
        "“甲” \"乙\"" "C:\\"
    """
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _escaped(char: str) -> str:
    """Return a character as a TOML string has it; what cannot be seen is written as its number."""
    if char in '"\\':
        return f"\\{char}"
    kind = unicodedata.category(char)
    if kind[0] != "C" and kind not in {"Zl", "Zp"}:
        return char
    return f"\\u{ord(char):04X}" if ord(char) <= _SHORTEST else f"\\U{ord(char):08X}"


_SHORTEST = 0xFFFF  # the last character that four digits can name
