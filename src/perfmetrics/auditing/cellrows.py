"""Cells in a row that no bar parts: `公用经费 预算 96.00 决算 83.52 控制率 87%`.

Figures without a unit are the cells of a row where each of them stands behind the name of its column, and the rate of
the row behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfmetrics.auditing.candidates import Candidate, Sureness, adding, exact, growth_of, rate_of
from perfmetrics.auditing.lexer import Kind, Lexed, Number

_LONGEST = 16  # characters of the name of a cell
_MOST = 6  # cells of a row
_NO_NAME = re.compile("[，。；！？、=<>%≤≥＝+×÷/]")
_KINDS = (
    ("initial", re.compile("年初预算[数额]?$")),
    ("adjusted", re.compile("(?:调整后?|全年|变更后)预算[数额]?$")),
    ("budget", re.compile("预算(?:安排)?[数额]?$")),
    ("final", re.compile("(?:决算|执行|实际支出|支出)[数额]?$")),
    ("posts", re.compile("编制(?:人?数)?$")),
    ("people", re.compile("(?:在职|实有|在编|在岗)(?:人员)?(?:人?数)?$")),
)
_RATE = re.compile(
    "(?P<changed>预算)?(?:(?P<moved>调整|追加)|(?P<done>执行|完成|支出|决算)|(?P<held>(?:在职人员|人员|预算)?控制))率$"
)
_WORD = re.compile("[\u4e00-\u9fff]")
_SPACE = re.compile("[|：\n ]")


def cell_rows(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of rates whose figures stand before them, each behind the name of its column.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [each.stated.quantity.text for each in cell_rows(lex("三公 预算 22.40 决算 17.92 控制率 80%"))]
        ['80%']
    """
    for rate in lexed.numbers:
        if rate.is_rate and rate.index:
            name = _RATE.search(_name(lexed, rate))
            if name is not None:
                yield from _claims(rate, name, _row(lexed, rate))


def _name(lexed: Lexed, number: Number) -> str:
    """Return the words between a number and the one before it, if they may name a cell."""
    begin = lexed.numbers[number.index - 1].end if number.index else 0
    words = lexed.words[max(begin, number.begin - _LONGEST) : number.begin]
    return "" if _NO_NAME.search(words) or not _WORD.search(words) else _SPACE.sub("", words)


@dataclass(slots=True)
class _Cells:
    """The cells of a row, by their columns, and what stands in brackets behind the last one."""

    found: dict[str, Number] = field(default_factory=dict)
    parts: list[Number] = field(default_factory=list)
    whole: Number | None = None
    is_sure: bool = True


def _row(lexed: Lexed, rate: Number) -> _Cells:
    """Return the cells before a rate, back to one without a name, or of a column that is there already."""
    row = _Cells()
    depth = _name(lexed, rate).count(")")
    for number in reversed(lexed.numbers[max(0, rate.index - _MOST) : rate.index]):
        name = _name(lexed, number)
        if number.is_rate and name.endswith("率") and not depth:
            continue  # 预算调整率 15.12% 预算完成率 93.39%
        if number.kind is not Kind.FIGURE or number.unit is not None or number.suffix or not name:
            break
        if depth:
            row.parts.append(number)
            depth -= name.count("(")
            continue
        row.whole = row.whole or number
        kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), "")
        if not kind and {*row.found} == {"final"}:
            kind, row.is_sure = "budget", False  # 接待 9.80 决算 6.66
        if not kind or kind in row.found:
            break
        row.found[kind] = number
        if not row.is_sure:
            break
    return row


def _claims(rate: Number, name: re.Match[str], row: _Cells) -> Iterator[Candidate]:
    found = row.found
    sure = Sureness.SAID if row.is_sure else Sureness.LIKELY
    planned = found.get("adjusted") or found.get("budget") or found.get("initial")
    initial, final = found.get("initial"), found.get("final")
    if name["moved"]:
        if initial is not None and planned is not None and planned is not initial:
            yield growth_of(rate, planned, initial, sure)
        return
    posts, people = found.get("posts"), found.get("people")
    if posts is not None and people is not None and name["held"]:
        yield rate_of("staff_ratio", rate, exact(people), exact(posts))
        if len(row.parts) > 1 and row.whole is people:
            yield Candidate("sum_of_parts", people, adding(row.parts), tuple(map(exact, row.parts)), Sureness.LIKELY)
    elif planned is not None and final is not None:
        yield rate_of("completion_rate", rate, final, planned, sure)
