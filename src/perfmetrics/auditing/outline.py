"""The outline of a text: its numbered headings and items, and what a heading says of the figures under it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.labels import without_fund
from perfmetrics.auditing.lexer import Lexed
from perfmetrics.auditing.naming import known_name

_MARKUP = re.compile(r"(?:\[[A-Za-z][^\]\n]{0,60}\]|[ \n])*")
# The marks of numbered headings and items, the outermost first.
MARKS = (
    "[一二三四五六七八九十]{1,3}、",
    r"\([一二三四五六七八九十]{1,3}\)、?",
    r"\d{1,2}(?:、|\.(?!\d))",
    r"\(\d{1,2}\)",
    "[①-⑳]",
)
MARK = re.compile("|".join(f"({mark})" for mark in MARKS))  # the group that it is in tells how far inside it is
STARTS_MARK = frozenset("一二三四五六七八九十(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # or a digit does
_MARK_OR_PART = re.compile("|".join(f"({mark})" for mark in ("第[一二三四五六七八九十]{1,3}部分", *MARKS)))
_NAME = re.compile("[^，。；：！？|=]{0,60}")
_RUN_IN = re.compile(".{0,20}(?:情况|概况|说明)")
_AMOUNT = re.compile("[0-9](?:[万亿]?元|%|人|名|个|分)")
_LONGEST_TITLE = 40


def mark_at(words: str, place: int) -> tuple[int, int] | None:
    """Return how far inside a mark of a heading or an item is, and where it ends; None where none starts at a place.

    Example:
        >>> mark_at("一、收入。(二)支出", 0), mark_at("一、收入。(二)支出", 5), mark_at("一、收入", 2)
        ((0, 2), (1, 8), None)
    """
    first = words[place : place + 1]
    mark = MARK.match(words, place) if first in STARTS_MARK or first.isdecimal() else None
    return None if mark is None else ((mark.lastindex or 0) - 1, mark.end())


@dataclass(frozen=True, slots=True)
class Node:
    """A numbered heading or item.

    Attributes:
        begin: Where it starts in the text without spaces.
        text: Where what it says starts, behind its name.
        name: What it is called.
        is_title: Whether it is a heading, and not an item that goes on in a sentence.
        parent: The place of the node above it, or -1.
    """

    begin: int
    text: int
    name: str
    is_title: bool
    parent: int


class Outline:
    r"""The headings and items of a text.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> outline = Outline(lex("一、决算情况\n1、支出8万元。"), ())
        >>> list(outline.titles(12)), outline.kind(12)
        (['决算情况'], 'final')
    """

    def __init__(self, lexed: Lexed, tables: Sequence[Table]) -> None:
        self.nodes: list[Node] = []
        inside = Spans(tables)
        above: list[tuple[int, int]] = []  # level and place of the nodes that are open
        for begin, stop in pairwise((0, *lexed.breaks, len(lexed.words))):
            read = None if begin in inside else _numbered(lexed.words, begin, stop)
            if read is None:
                continue
            level, name, text, is_title = read
            while above and above[-1][0] >= level:
                above.pop()
            self.nodes.append(Node(begin, text, name, is_title, above[-1][1] if above else -1))
            above.append((level, len(self.nodes) - 1))
        self.begins = [node.begin for node in self.nodes]

    def above(self, place: int) -> Iterator[int]:
        """Yield the nodes that a place stands under, the innermost first."""
        i = bisect_right(self.begins, place) - 1
        while i >= 0:
            yield i
            i = self.nodes[i].parent

    def titles(self, place: int) -> Iterator[str]:
        """Yield the headings above a place, the innermost first."""
        return (self.nodes[i].name for i in self.above(place) if self.nodes[i].is_title)

    def kind(self, place: int) -> str:
        """Return the kind of column that the headings above a place name."""
        return next(filter(None, map(_kind_of_title, self.titles(place))), "")

    def fund(self, place: int) -> str:
        """Return the fund that the headings above a place name."""
        return next(filter(None, (without_fund(name)[0] for name in self.titles(place))), "")


def _numbered(words: str, begin: int, stop: int) -> tuple[int, str, int, bool] | None:
    """Return the level and name of a numbered line, where its own text starts, and whether it is a title."""
    at = _behind(_MARKUP, words, begin, stop)
    mark = _MARK_OR_PART.match(words, at, stop)
    if mark is not None:
        level = (mark.lastindex or 0) - 1
        at = _behind(_MARKUP, words, mark.end(), stop)
        text = _behind(_NAME, words, at, stop)
        name, rest = words[at:text], words[text:stop]
        alone = rest in {"", "："} and len(name) <= _LONGEST_TITLE and not _AMOUNT.search(name)
        return level, name, text, alone or (rest.startswith("。") and _RUN_IN.fullmatch(name) is not None)
    text = _behind(_NAME, words, at, stop)
    if words.startswith("：", text) and known_name(words[at:text]):
        return len(MARKS) + 1, words[at:text], text, False
    return None


def _behind(pattern: re.Pattern[str], words: str, begin: int, stop: int) -> int:
    found = pattern.match(words, begin, stop)
    return begin if found is None else found.end()


class Spans:
    """The stretches of a text that are tables."""

    def __init__(self, tables: Sequence[Table]) -> None:
        spans = sorted((table.begin, table.end) for table in tables)
        self.begins = [begin for begin, _ in spans]
        self.ends = [end for _, end in spans]

    def __contains__(self, place: int) -> bool:
        i = bisect_right(self.begins, place) - 1
        return i >= 0 and place < self.ends[i]


_TITLE_OF_WORK = re.compile("执行|完成|管理|差异|绩效|控制|变动|调整|比较|对比")
_TITLE_OF_BUDGET = re.compile("预算(?:编制|安排|批复|总体|收支总体)*(?:情况)?(?:说明)?$")


def _kind_of_title(name: str) -> str:
    """Return the kind of column that a heading says its figures are of.

    预算执行情况, 预决算差异 speak of several columns, and 预算管理 of none.
    """
    name = without_fund(name)[1]
    if _TITLE_OF_WORK.search(name):
        return ""
    if "决算" in name:
        return "" if "预算" in name or "预决算" in name else "final"
    return "budget" if _TITLE_OF_BUDGET.search(name) else ""
