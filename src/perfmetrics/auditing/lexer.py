"""From a text as published to its numbers: characters folded one to one, spaces set aside, offsets kept.

Published texts break numbers and words over lines and put spaces between all characters, so that words are looked for
in the text without its spaces. `Lexed.at` leads from there back to the text as given.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from string import ascii_letters

from perfmetrics.quantities import UNITS, Approximation, Dimension, Quantity, Unit

MOST_DIGITS = 40  # of a number that is looked at; a longer run of digits is no figure of a report

_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；？！［］"}
_FOLD = _ASCII | {
    ord(char): ord(to)
    for char, to in (
        ("\u3000", " "),
        ("−", "-"),
        ("–", "-"),
        ("﹣", "-"),
        ("﹪", "%"),
        ("﹒", "."),
        ("∶", "："),
        (":", "："),
        (";", "；"),
        ("丨", "|"),
        ("│", "|"),
        ("┃", "|"),
        ("≦", "≤"),
        ("≧", "≥"),
        ("✕", "×"),
        ("╳", "×"),
        ("╱", "/"),
        ("【", "("),
        ("】", ")"),
        ("［", "("),
        ("］", ")"),
    )
}
# Invisible characters are set aside with the spaces: zero width, byte order mark, marks of direction.
_RUN = re.compile(r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?", re.ASCII)

_AMOUNTS = frozenset({Dimension.MONEY, Dimension.COUNT, Dimension.AREA, Dimension.MEASURE})
_MEASURES = sorted(
    (text for text, unit in UNITS.items() if unit.dimension in {Dimension.AREA, Dimension.MEASURE}),
    key=len,
    reverse=True,
)
_COUNTS = sorted((text for text, unit in UNITS.items() if unit.dimension is Dimension.COUNT), key=len, reverse=True)
_UNIT = re.compile(
    "(?P<more>余|多)?(?:(?P<point>个?百分点)|(?P<times>倍)|(?P<foreign>[万亿]?(?:美元|欧元|港元|日元))"
    "|(?P<unit>万元|亿元|元|%|小时|分(?!钟|别|之|类|项|解|局|散|管|配|部|为|析|级|析)|"
    + "|".join(map(re.escape, (*_MEASURES, *_COUNTS)))
    + ")|(?P<many>[万亿](?:"
    + "|".join(map(re.escape, (*_MEASURES, *_COUNTS)))
    + "))|(?P<scaled>[千百万亿]))"
)
_YEARLY = re.compile("(?!级以)(?:年|月|日|号|时|分钟|秒|季度|届|周年|度|点(?!击)|级|楼|层|栋|室|路|版|章|节)")
_OF_DATES = frozenset("年月日号时分秒季届周度点级楼层栋室路版章节")  # what starts them
_ENUMERATOR = re.compile(r"[.、．)](?!\d)")


class Kind(StrEnum):
    """What a run of digits is."""

    FIGURE = "figure"
    DATE = "date"
    ENUMERATOR = "enumerator"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text.

    Attributes:
        index: Its place among the numbers.
        begin: Where it starts in the text without spaces, sign included.
        end: Where it ends there, unit included.
        start: Offset into the text as given.
        stop: Offset of its end.
        quantity: The figure as written.
        kind: What it is.
        suffix: `point` for percentage points, `times` for multiples, else empty.
    """

    index: int
    begin: int
    end: int
    start: int
    stop: int
    quantity: Quantity
    kind: Kind
    suffix: str = ""

    @property
    def unit(self) -> Unit | None:
        """Its unit."""
        return self.quantity.unit

    @property
    def dimension(self) -> Dimension | None:
        """What it measures; None for a bare number."""
        return None if self.quantity.unit is None else self.quantity.unit.dimension

    @property
    def key(self) -> str:
        """Its name in relations."""
        return f"text[{self.start}:{self.stop}]"

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount or a count."""
        return self.kind is Kind.FIGURE and self.dimension in _AMOUNTS

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage."""
        return self.kind is Kind.FIGURE and self.dimension is Dimension.PERCENT and not self.suffix


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text, and its numbers.

    Attributes:
        text: The text as given.
        words: The same, folded and without spaces. Where a space parted two numbers, one stands there still.
        at: The offset of each of its characters in the text.
        numbers: The numbers.
        breaks: The places in `words` before which a line ended.
    """

    text: str
    words: str
    at: array[int]
    numbers: tuple[Number, ...]
    breaks: list[int]

    def after(self, number: Number) -> str:
        """Return what stands between this number and the next."""
        following = number.index + 1
        stop = self.numbers[following].begin if following < len(self.numbers) else len(self.words)
        return self.words[number.end : stop]

    def starts_line(self, place: int) -> bool:
        """Return whether a line ended just before a place of `words`."""
        i = bisect_left(self.breaks, place)
        return i < len(self.breaks) and self.breaks[i] == place


def lex(text: str) -> Lexed:
    """Return the numbers of a text.

    Example:
        >>> [n.quantity.text for n in lex("２０１８年支出 1,938 万元，下降 9.⏎".replace("⏎", chr(10)) + "24%").numbers]
        ['2018', '1,938万元', '9.24%']
    """
    words, at, breaks = _squeezed(_BOTH_SIDES.sub(" ", text.translate(_FOLD)))
    numbers: list[Number] = []
    for found in _NUMBER.finditer(words):
        numbers.append(_number(found, words, at, len(numbers)))
    return Lexed(text, words, at, tuple(numbers), breaks)


# 收、支总计 is one thing, and no list of two.
_BOTH_SIDES = re.compile("(?<=收)、(?=支总[计额]?(?!.{0,3}分别))|(?<=收入)、(?=支出总[计额](?!.{0,3}分别))")

# Spaces inside a figure: after its point, between its thousands, and where a sentence goes on in the next line.
_INSIDE = re.compile(
    r"(?<=\d)\.(?P<point>\s+)(?=\d{1,4}\s*(?:%|[万亿]?元))"
    r"|(?<![\d.])\d{1,3}(?P<thousands>(?:[ \u00a0\u2009\u202f]\d{3}){1,4})(?=\.\d{2}\s*元)"
    # 资金1 264万元: behind a word, and where all characters stand apart.
    r"|(?<=[\u4e00-\u9fff，、：；(（])(?<![表第件图号项例式附注目])"
    r"[1-9]\d{0,2}(?P<group>(?:[ \u00a0\u2009\u202f]\d{3}){1,3})"
    r"(?=(?:\.\d{1,6})?(?:[万亿]?元|人|件|个|户|条|次|份|亩))"
    r"|(?<=[\u4e00-\u9fff] )(?<![表第件图号项例式附注目] )[1-9]\d{0,2}(?P<groups>(?: \d{3}){1,4})"
    r"(?=(?:\.\d{1,6})? ?[万亿]?元)"
    r"|(?<=[\u4e00-\u9fff]\s)[1-9]\d{0,2}(?P<apart>(?:[ \u00a0]\d{3}){1,3})(?=(?:\.\d{1,6})?\s[万亿]\s元)"
    r"|(?<=[\u4e00-\u9fff，：(])[\d,]{1,12}(?:\.\d{0,6})?(?P<line>[ \t]*\n[ \t]*)"
    r"(?=(?:\d[\d,]{0,11})?(?:\.\d{1,6})?(?:%|万元|亿元|元|人|名|个|件|次|批|辆|家|项|台|条))",
    re.ASCII,
)


def _inside(folded: str) -> set[int]:
    """Return the offsets of white space that stands inside a figure."""
    found: set[int] = set()
    for match in _INSIDE.finditer(folded):
        for group in ("point", "thousands", "group", "groups", "apart", "line"):
            start, end = match.span(group)
            found.update(i for i in range(start, end) if folded[i].isspace())
    return found


def _squeezed(folded: str) -> tuple[str, array[int], list[int]]:
    pieces: list[str] = []
    at = array("i")  # four bytes a character, where a list takes ten times as many
    breaks: list[int] = []
    last = 0
    inside = _inside(folded)
    for run in _RUN.finditer(folded):
        piece, start = run.group(), run.start()
        if at and last not in inside:
            gap = folded[last:start]
            if "\n" in gap:
                breaks.append(len(at))
            if piece[0].isdigit() and (pieces[-1][-1].isdigit() or pieces[-1][-1] in ".%"):
                if breaks and breaks[-1] == len(at):
                    breaks[-1] += 1
                pieces.append("\n" if "\n" in gap else " ")
                at.append(last)
        pieces.append(piece)
        at.extend(range(start, run.end()))
        last = run.end()
    return "".join(pieces), at, breaks


def _number(found: re.Match[str], words: str, at: array[int], index: int) -> Number:
    begin, end = found.span()
    digits = found.group()
    before = words[max(0, begin - _NEAR) : begin]
    kind = _kind(digits, words, begin, end)
    unit, suffix, approximation = None, "", None
    tail = _UNIT.match(words, end) if kind is Kind.FIGURE else None
    if tail is not None:
        unit, kind = _unit_of(tail, digits)
        suffix = "point" if tail["point"] else "times" if tail["times"] else ""
        approximation = Approximation.MORE_THAN if tail["more"] else None
        end = tail.end()
        if before.endswith(" ") and _BROKEN.search(before) and unit is not None and unit.dimension is Dimension.MONEY:
            kind = Kind.CODE  # 决算 1 6.48万元: nobody knows where the figure starts
    if before.endswith("约") or words.startswith("左右", end):
        approximation = Approximation.ABOUT
    elif before.endswith("近") and not before.endswith("最近"):
        approximation = Approximation.NEARLY
    # A minus is a sign where no number, word of Latin letters or bracket stands before it: 12-3 is no −3.
    negative = before.endswith("-") and _NO_SIGN.search(before) is None
    begin -= negative
    value = Decimal(digits.replace(",", "")) if len(digits) <= MOST_DIGITS else Decimal(0)
    decimals = len(digits.partition(".")[2]) if len(digits) <= MOST_DIGITS else 0
    quantity = Quantity(words[begin:end], -value if negative else value, decimals, unit, approximation)
    return Number(index, begin, end, at[begin], at[end - 1] + 1, quantity, kind, suffix)


def _unit_of(tail: re.Match[str], digits: str) -> tuple[Unit | None, Kind]:
    """Return the unit that words after a number name, and what this makes the number."""
    if tail["point"]:
        return UNITS["%"], Kind.FIGURE
    if tail["many"] and "." in digits:
        # A count in ten thousands is rounded, as its decimals tell; without them nobody knows how far.
        scale = 10**4 if tail["many"][0] == "万" else 10**8
        base = UNITS[tail["many"][1:]]
        return Unit(tail["many"], base.dimension, scale), Kind.FIGURE
    if tail["foreign"] or tail["scaled"] or tail["many"]:
        return None, Kind.CODE
    return UNITS.get(tail["unit"] or ""), Kind.FIGURE


_BROKEN = re.compile(r"(?![表第件图号项例式附注目])[\u4e00-\u9fff](?!(?:19|20)\d\d )\d{1,6}(?:\.\d{1,2})? $")
_NEAR = 8  # characters around a number that tell what it is
_NO_SIGN = re.compile(r"[A-Za-z0-9)%]-$")
_LETTERS = frozenset(ascii_letters)
_DIGIT = re.compile("[0-9]")
_OPENS_DATE = ("第", "〔", "[", "〈")
_CLOSES_DATE = frozenset("〕]")


def _kind(digits: str, words: str, begin: int, end: int) -> Kind:
    before = words[max(0, begin - _NEAR) : begin]
    after = words[end : end + 1]
    if len(digits) > MOST_DIGITS or before[-1:] in _LETTERS or after in _LETTERS:
        return Kind.CODE
    if before.endswith(".") or (after == "." and _DIGIT.match(words, end + 1)):
        return Kind.ENUMERATOR  # 1.2.3
    if before.endswith(_OPENS_DATE) or after in _CLOSES_DATE or (after in _OF_DATES and _YEARLY.match(words, end)):
        return Kind.DATE
    return _whole_kind(digits, before, words, end) if digits.isdigit() else Kind.FIGURE


def _whole_kind(digits: str, before: str, words: str, end: int) -> Kind:
    """Return what a number without a point is: a figure, a year, the number of an item, or part of a longer number."""
    if len(digits) <= 2 and _ENUMERATOR.match(words, end) and not before[-1:].isalnum():
        return Kind.ENUMERATOR
    if len(digits) == 4 and digits[:2] in {"19", "20"} and not _UNIT.match(words, end):
        return Kind.DATE
    if before.endswith("-") and _DIGIT.match(before[-2:-1]):
        return Kind.DATE if len(digits) < 3 or len(digits) > 6 else Kind.CODE
    if words.startswith("-", end) and _DIGIT.match(words, end + 1):
        return Kind.CODE if len(digits) > 2 else Kind.DATE
    return Kind.FIGURE


def renumbered(number: Number, **changes: object) -> Number:
    """Return a number with other properties."""
    return replace(number, **changes)  # type: ignore[arg-type]


def figures(lexed: Lexed) -> Iterator[Number]:
    """Yield the numbers that are figures."""
    return (number for number in lexed.numbers if number.kind is Kind.FIGURE)
