"""From a text as published to its numbers: characters folded one to one, spaces set aside, offsets kept.

Published texts break numbers and words over lines and put spaces between all characters, so that words are looked for
in the text without its spaces. `Lexed.at` leads from there back to the text as given.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from string import ascii_letters
from typing import NamedTuple

from perfmetrics.quantities import UNITS, Approximation, Dimension, Quantity, Unit

MOST_DIGITS = 40  # of a number that is looked at; a longer run of digits is no figure of a report

# No character that others are folded to is folded itself.
_ASCII = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；？！［］"}
_FOLD = _ASCII | {
    "\u3000": " ",
    "−": "-",
    "–": "-",
    "﹣": "-",
    "﹪": "%",
    "﹒": ".",
    "∶": "：",
    ":": "：",
    ";": "；",
    "丨": "|",
    "│": "|",
    "┃": "|",
    "≦": "≤",
    "≧": "≥",
    "✕": "×",
    "╳": "×",
    "╱": "/",
    "【": "(",
    "】": ")",
    "［": "(",
    "］": ")",
}
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")
# Invisible characters are set aside with the spaces: zero width, byte order mark, marks of direction.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1b]")
_NUMBER = re.compile(r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?)")

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
_STARTS_UNIT = frozenset("余多个百倍万亿千美欧港日元%小分") | {text[0] for text in (*_MEASURES, *_COUNTS)}
_YEARLY = re.compile("(?!级以)(?:年|月|日|号|时|分钟|秒|季度|届|周年|度|点(?!击)|级|楼|层|栋|室|路|版|章|节)")
_OF_DATES = frozenset("年月日号时分秒季届周度点级楼层栋室路版章节")  # what starts them
_ENUMERATOR = re.compile(r"[.、．)](?!\d)")


class Kind(StrEnum):
    """What a run of digits is."""

    FIGURE = "figure"
    DATE = "date"
    ENUMERATOR = "enumerator"
    CODE = "code"


class Number(NamedTuple):
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
        key: Its name in relations.
        unit: Its unit.
        dimension: What it measures; None for a bare number.
        is_amount: Whether it is an amount or a count.
        is_rate: Whether it is a percentage.
    """

    index: int  # type: ignore[assignment]  # and not the method of tuples
    begin: int
    end: int
    start: int
    stop: int
    quantity: Quantity
    kind: Kind
    suffix: str
    key: str
    unit: Unit | None
    dimension: Dimension | None
    is_amount: bool
    is_rate: bool


def number_of(  # noqa: PLR0913, PLR0917 - all that a number is told by
    index: int, begin: int, end: int, start: int, stop: int, quantity: Quantity, kind: Kind, suffix: str = ""
) -> Number:
    """Return a number, with what follows from the rest told once and for all."""
    unit = quantity.unit
    dimension = None if unit is None else unit.dimension
    is_figure = kind is Kind.FIGURE
    is_amount = is_figure and dimension in _AMOUNTS
    is_rate = is_figure and dimension is Dimension.PERCENT and not suffix
    key = f"text[{start}:{stop}]"
    return Number(index, begin, end, start, stop, quantity, kind, suffix, key, unit, dimension, is_amount, is_rate)


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

    def figures(self) -> list[Number]:
        """Return the numbers that measure something."""
        return [number for number in self.numbers if number.kind is Kind.FIGURE]

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
    words, at, breaks = _squeezed(_folded(text))
    numbers: list[Number] = []
    for found in _NUMBER.finditer(words):
        numbers.append(_number(found, words, at, len(numbers)))
    return Lexed(text, words, at, tuple(numbers), breaks)


def _folded(text: str) -> str:
    """Return a text with characters of other widths folded one to one: few kinds stand in a text, and often."""
    for char in sorted(set(_FOLDED.findall(text))):
        text = text.replace(char, _FOLD[char])
    return _BOTH_SIDES.sub(_side, text)


# 收、支总计 is one thing, and no list of two.
_BOTH_SIDES = re.compile("收(?:、(?=支总[计额]?(?!.{0,3}分别))|入、(?=支出总[计额](?!.{0,3}分别)))")


def _side(found: re.Match[str]) -> str:
    return found.group()[:-1] + " "


# Spaces inside a figure: after its point, between its thousands, and where a sentence goes on in the next line.
_INSIDE = re.compile(
    r"(?<=\d)\.(?P<point>\s+)(?=\d{1,4}\s*(?:%|[万亿]?元))"
    # 决算 83.⏎52 控制率: the point ends a line, and a name stands behind the digits of the next.
    r"|(?<![\d.,])(?!(?:19|20)\d\d\.)\d{2,8}\.(?P<cell>[ \t]*\n[ \t]*)(?=\d{2}[ \t]+[\u4e00-\u9fff]{2})"
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


_GAP = re.compile(r"[0-9.,][ \t\n\r\f\v\u00a0\u2009\u202f]")  # what is inside stands behind a digit or its mark


def _inside(folded: str) -> set[int]:
    """Return the offsets of white space that stands inside a figure."""
    found: set[int] = set()
    last = 0
    for gap in _GAP.finditer(folded):
        stop = gap.start()
        first = stop
        while first > last and folded[first - 1] in "0123456789.,":
            first -= 1
        for i in range(max(first, last), stop + 1):
            match = _INSIDE.match(folded, i)
            if match is not None:
                last = match.end()
                start, end = match.span(match.lastgroup or 0)
                found.update(i for i in range(start, end) if folded[i].isspace())
                break
    return found


def _squeezed(folded: str) -> tuple[str, array[int], list[int]]:
    pieces: list[str] = []
    at = array("i")  # four bytes a character, where a list takes ten times as many
    breaks: list[int] = []
    last, ending = 0, ""
    inside = _inside(folded)
    shown = _INVISIBLE.sub(" ", folded)
    for piece in shown.split():
        start = shown.find(piece[0], last)
        if at and last not in inside:
            is_line = "\n" in shown[last:start]
            if is_line:
                breaks.append(len(at))
            if piece[0].isdigit() and (ending.isdigit() or ending in ".%"):
                if is_line:
                    breaks[-1] += 1
                pieces.append("\n" if is_line else " ")
                at.append(last)
        pieces.append(piece)
        last, ending = start + len(piece), piece[-1]
        at.extend(range(start, last))
    return "".join(pieces), at, breaks


def _number(found: re.Match[str], words: str, at: Sequence[int], index: int) -> Number:
    begin, end = found.span()
    digits = found.group()
    before = words[max(0, begin - _NEAR) : begin]
    beside = before[-1:]
    kind = _kind(digits, before, words, end)
    unit, suffix, approximation = None, "", None
    tail = _UNIT.match(words, end) if kind is Kind.FIGURE and words[end : end + 1] in _STARTS_UNIT else None
    if tail is not None:
        unit, kind, suffix = _unit_of(tail, digits)
        approximation = Approximation.MORE_THAN if tail[1] else None
        end = tail.end()
        if beside == " " and _BROKEN.search(before) and unit is not None and unit.dimension is Dimension.MONEY:
            kind = Kind.CODE  # 决算 1 6.48万元: nobody knows where the figure starts
    if beside == "约" or words.startswith("左右", end):
        approximation = Approximation.ABOUT
    elif beside == "近" and not before.endswith("最近"):
        approximation = Approximation.NEARLY
    # A minus is a sign where no number, word of Latin letters or bracket stands before it: 12-3 is no −3.
    negative = beside == "-" and _NO_SIGN.search(before) is None
    begin -= negative
    value, decimals = _ZERO, 0
    if len(digits) <= MOST_DIGITS:
        value, decimals = Decimal(digits.replace(",", "")), len(digits.partition(".")[2])
    if negative and value:
        value = value.copy_negate()  # unlike −x, it does not round by the decimal context of the caller
    quantity = Quantity(words[begin:end], value, decimals, unit, approximation)
    return number_of(index, begin, end, at[begin], at[end - 1] + 1, quantity, kind, suffix)


_ZERO = Decimal(0)
_FEW = 2  # digits of the number of an item, at most


def _unit_of(tail: re.Match[str], digits: str) -> tuple[Unit | None, Kind, str]:
    """Return the unit that words after a number name, what this makes the number, and its suffix."""
    group, text = tail.lastgroup, tail[tail.lastindex or 0]
    if group == "unit":
        return UNITS[text], Kind.FIGURE, ""
    if group == "point":
        return UNITS["%"], Kind.FIGURE, "point"
    if group == "times":
        return None, Kind.FIGURE, "times"
    if group == "many" and "." in digits:
        # A count in ten thousands is rounded, as its decimals tell; without them nobody knows how far.
        scale = 10**4 if text[0] == "万" else 10**8
        base = UNITS[text[1:]]
        return Unit(text, base.dimension, scale), Kind.FIGURE, ""
    return None, Kind.CODE, ""


_BROKEN = re.compile(r"(?![表第件图号项例式附注目])[\u4e00-\u9fff](?!(?:19|20)\d\d )\d{1,6}(?:\.\d{1,2})? $")
_NEAR = 8  # characters around a number that tell what it is
_NO_SIGN = re.compile(r"[A-Za-z0-9)%]-$")
_LETTERS = frozenset(ascii_letters)
_DIGIT = re.compile("[0-9]")
_OPENS_DATE = frozenset("第〔[〈")
_CLOSES_DATE = frozenset("〕]")


def _kind(digits: str, before: str, words: str, end: int) -> Kind:
    beside, after = before[-1:], words[end : end + 1]
    if len(digits) > MOST_DIGITS or beside in _LETTERS or after in _LETTERS:
        return Kind.CODE
    if beside == "." or (after == "." and _DIGIT.match(words, end + 1)):
        return Kind.ENUMERATOR  # 1.2.3
    if beside in _OPENS_DATE or after in _CLOSES_DATE or (after in _OF_DATES and _YEARLY.match(words, end)):
        return Kind.DATE
    return _whole_kind(digits, before, words, end) if digits.isdigit() else Kind.FIGURE


def _whole_kind(digits: str, before: str, words: str, end: int) -> Kind:
    """Return what a number without a point is: a figure, a year, the number of an item, or part of a longer number."""
    if len(digits) <= _FEW and _ENUMERATOR.match(words, end) and not before[-1:].isalnum():
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
    told = number._replace(**changes)  # type: ignore[arg-type]
    return number_of(told.index, told.begin, told.end, told.start, told.stop, told.quantity, told.kind, told.suffix)


def figures(lexed: Lexed) -> Iterator[Number]:
    """Yield the numbers that are figures."""
    return (number for number in lexed.numbers if number.kind is Kind.FIGURE)
