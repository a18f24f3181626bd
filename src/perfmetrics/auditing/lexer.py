"""From a text as published to its numbers: characters folded one to one, spaces set aside, offsets kept.

Published texts break numbers and words over lines and put spaces between all characters, so that words are looked for
in the text without its spaces. `Lexed.at` leads from there back to the text as given.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import product
from string import ascii_letters
from typing import NamedTuple

from perfmetrics.quantities import UNITS, Approximation, Dimension, Ends, Quantity, Unit

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
_DIGITS = re.compile(r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?)")

_AMOUNTS = frozenset({Dimension.MONEY, Dimension.COUNT, Dimension.AREA, Dimension.MEASURE})
_MEASURES = sorted(
    (text for text, unit in UNITS.items() if unit.dimension in {Dimension.AREA, Dimension.MEASURE}),
    key=len,
    reverse=True,
)
_COUNTS = sorted((text for text, unit in UNITS.items() if unit.dimension is Dimension.COUNT), key=len, reverse=True)
_STARTS_UNIT = "".join(sorted({*"余多个百倍万亿千美欧港日元%小分", *(text[0] for text in (*_MEASURES, *_COUNTS))}))
_COUNTED = "|".join(map(re.escape, (*_MEASURES, *_COUNTS)))
# A number, and the unit behind it: a look at one character tells where none stands.
_NUMBER = re.compile(
    f"({_DIGITS.pattern})(?:(?=[{_STARTS_UNIT}])(?P<more>余|多)?"
    "(?:(?P<point>个?百分点)|(?P<times>倍)|(?P<foreign>[万亿]?(?:美元|欧元|港元|日元))"
    f"|(?P<unit>万元|亿元|元|%|小时|分(?!钟|别|之|类|项|解|局|散|管|配|部|为|析|级|析)|{_COUNTED})"
    f"|(?P<many>[万亿](?:{_COUNTED}))|(?P<scaled>[千百万亿])))?"
)
_YEARLY = re.compile("(?!级以)(?:年|月|日|号|时|分钟|秒|季度|届|周年|度|点(?!击)|级|楼|层|栋|室|路|版|章|节)")
_ENUMERATES = frozenset(".、．)")


class Kind(StrEnum):
    """What a run of digits is."""

    FIGURE = "figure"
    DATE = "date"
    ENUMERATOR = "enumerator"
    CODE = "code"


@dataclass(slots=True, eq=False, repr=False)
class Number:
    """A number of the text. Most take part in nothing: their digits and names are read when they are asked for.

    A long text has many, and Python's collector goes through all that they hold, so that they hold little.

    Attributes:
        index: Its place among the numbers.
        begin: Where it starts in the text without spaces, sign included.
        end: Where it ends there, unit included.
        kind: What it is.
        unit: Its unit.
        is_amount: Whether it is an amount or a count.
        is_rate: Whether it is a percentage.
    """

    index: int
    begin: int
    end: int
    kind: Kind
    unit: Unit | None
    is_amount: bool
    is_rate: bool
    _manner: _Manner
    _source: _Source | _Place
    _value: int | tuple[int, int] | Quantity  # where its digits end, or they and how many are decimals, or all of it
    _key: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<Number {self.key} {self.quantity.text} {self.kind.value}>"

    def __reduce__(self) -> tuple[Callable[..., Number], tuple[object, ...]]:
        """Travel between processes without the text that it stands in."""
        where = self.index, self.begin, self.end, self.start, self.stop
        return number_of, (*where, self.quantity, self.kind, self.suffix)

    def _told(self) -> tuple[object, ...]:
        return self.index, self.begin, self.end, self.key, self.quantity, self.kind, self.suffix

    @property
    def start(self) -> int:
        """Offset into the text as given."""
        return self._source.start_of(self)

    @property
    def stop(self) -> int:
        """Offset of its end."""
        return self._source.stop_of(self)

    @property
    def suffix(self) -> str:
        """`point` for percentage points, `times` for multiples, else empty."""
        return self._manner.suffix

    @property
    def approximation(self) -> Approximation | None:
        """The word that widens it, if any."""
        return self._manner.approximation

    @property
    def dimension(self) -> Dimension | None:
        """What it measures; None for a bare number."""
        return None if self.unit is None else self.unit.dimension

    @property
    def quantity(self) -> Quantity:
        """The figure as written, with its value."""
        known = self._value
        if not isinstance(known, Quantity):
            text = self._source.words[self.begin : self.end]
            known = self._value = _quantity(text, self.unit, self._manner.approximation)
        return known

    def measuring(self, unit: Unit) -> Number:
        """Return the same figure in another unit, which need not be written."""
        known = self._value
        value = replace(known, unit=unit) if isinstance(known, Quantity) else known
        amount, rate = _measures(self.kind, unit, self.suffix)
        where = self.index, self.begin, self.end, self.kind
        return Number(*where, unit, amount, rate, self._manner, self._source, value, self._key)

    def plain(self) -> tuple[int, int]:
        """Return its digits as a whole number, and how many of them are decimals: most numbers need no more."""
        known = self._value
        if known.__class__ is tuple:
            return known  # asked for often, and so in the quickest way
        if not isinstance(known, int):
            return known if isinstance(known, tuple) else (known.digits(), known.decimals)
        words, begin = self._source.words, self.begin
        negative = words[begin] == "-"
        digits = words[begin + negative : known]
        whole, _, decimals = digits.replace(",", "").partition(".") if len(digits) <= MOST_DIGITS else _NONE
        self._value = plain = (-int(whole + decimals) if negative else int(whole + decimals)), len(decimals)
        return plain

    @property
    def digits(self) -> int:
        """Its digits as a whole number: 0 for nothing, and less for what is below it."""
        return self.plain()[0]

    @property
    def decimals(self) -> int:
        """How many of them are decimals."""
        return self.plain()[1]

    def exact(self) -> Fraction:
        """Return its number."""
        digits, decimals = self.plain()
        return Fraction(digits, 10**decimals)

    def about(self) -> float:
        """Return the same for a quick look."""
        digits, decimals = self.plain()
        one: int = 10**decimals
        return digits / one

    def says(self, whole: int) -> bool:
        """Return whether it is a whole number, however many decimals it is written with: 100, 100.00."""
        digits, decimals = self.plain()
        one: int = 10**decimals
        return digits == whole * one

    def same_as(self, other: Number) -> bool:
        """Return whether another one says the same number, whatever the units."""
        (digits, decimals), (others, theirs) = self.plain(), other.plain()
        one: int = 10**decimals
        of_other: int = 10**theirs
        return digits * of_other == others * one

    def reach(self) -> tuple[Ends, int]:
        """Return a range, and how many of its unit are one, in which the true number lies however it was rounded."""
        if self._manner.approximation is not None:
            return self.quantity.reach()
        digits, decimals = self.plain()
        return Ends(digits - 1, digits + 1), 10**decimals

    @property
    def key(self) -> str:
        """Its name in relations."""
        made = self._key
        if made is None:
            made = self._key = f"text[{self.start}:{self.stop}]"
        return made


_NONE = "0", "", ""  # the digits of what is too long


class _Manner(NamedTuple):
    """How a number is told: few ways, and many numbers."""

    suffix: str = ""
    approximation: Approximation | None = None


_MANNERS = {said: _Manner(*said) for said in product(("", "point", "times"), (None, *Approximation))}


@dataclass(frozen=True, slots=True)
class _Source:
    """The text that numbers stand in, without spaces, and where its characters stand in the text as given."""

    words: str
    at: Offsets

    def start_of(self, number: Number) -> int:
        return self.at[number.begin]

    def stop_of(self, number: Number) -> int:
        return self.at[number.end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Place:
    """The place in the text as given of a number that is known without its text."""

    start: int
    stop: int
    words: str = ""

    def start_of(self, _: Number) -> int:
        return self.start

    def stop_of(self, _: Number) -> int:
        return self.stop


def _quantity(text: str, unit: Unit | None, approximation: Approximation | None) -> Quantity:
    """Return what a text says that starts with a number, and perhaps a minus before it."""
    negative, digits = _digits(text)
    value = Decimal(digits)
    if negative and value:
        value = value.copy_negate()  # unlike −x, it does not round by the decimal context of the caller
    return Quantity(text, value, len(digits.partition(".")[2]), unit, approximation)


def _digits(text: str) -> tuple[bool, str]:
    """Return whether a minus stands before a number, and its digits with their point; those of too long a one are 0."""
    negative = text[0] == "-"
    found = _DIGITS.match(text, negative)
    return negative, "0" if found is None or found.end() - negative > MOST_DIGITS else found.group().replace(",", "")


def number_of(  # noqa: PLR0913, PLR0917 - all that a number is told by
    index: int, begin: int, end: int, start: int, stop: int, quantity: Quantity, kind: Kind, suffix: str = ""
) -> Number:
    """Return a number, with what follows from the rest told once and for all."""
    unit, manner = quantity.unit, _MANNERS[suffix, quantity.approximation]
    amount, rate = _measures(kind, unit, suffix)
    return Number(index, begin, end, kind, unit, amount, rate, manner, _Place(start, stop), quantity)


def _measures(kind: Kind, unit: Unit | None, suffix: str) -> tuple[bool, bool]:
    """Return whether a number is an amount or a count, and whether it is a percentage."""
    if kind is not Kind.FIGURE or unit is None:
        return False, False
    return unit.dimension in _AMOUNTS, unit.dimension is Dimension.PERCENT and not suffix


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the characters of a text without its spaces stand in the text as given.

    They stand there in runs without a space, of which the starts are kept: a text has few.

    Attributes:
        runs: Where each run starts in the text without spaces.
        starts: Where each starts in the text as given.
        length: How many characters they are in all.
    """

    runs: array[int]
    starts: array[int]
    length: int

    def __getitem__(self, place: int) -> int:
        i = bisect_right(self.runs, place) - 1
        return self.starts[i] + place - self.runs[i]

    def __iter__(self) -> Iterator[int]:
        return map(self.__getitem__, range(self.length))

    def place(self, offset: int) -> int:
        """Return where the first character at an offset of the text as given or behind it is, without spaces."""
        i = bisect_right(self.starts, offset)
        stop = self.runs[i] if i < len(self.runs) else self.length
        return min(self.runs[i - 1] + offset - self.starts[i - 1], stop) if i else 0


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
    at: Offsets
    numbers: tuple[Number, ...]
    breaks: list[int]

    def figures(self) -> list[Number]:
        """Return the numbers that measure something."""
        figure = Kind.FIGURE  # looked up once: an enumeration takes long to tell its members
        return [number for number in self.numbers if number.kind is figure]

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
    return Lexed(text, words, at, tuple(_numbers(words, at)), breaks)


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


# What is inside stands behind a digit or its mark, and before the rest of the figure or its unit.
_GAP = re.compile(r"[0-9.,][ \t\n\r\f\v\u00a0\u2009\u202f]\s*+[0-9.%万亿元人名个件次批辆家项台条]")


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


def _squeezed(folded: str) -> tuple[str, Offsets, list[int]]:
    pieces: list[str] = []
    runs, starts = array("i"), array("i")
    breaks: list[int] = []
    length = last = 0
    inside = _inside(folded)
    shown = _INVISIBLE.sub(" ", folded)
    for piece in shown.split():
        first = piece[0]
        start = shown.find(first, last)
        if length and last not in inside:
            is_line = shown.find("\n", last, start) >= 0
            if is_line:
                breaks.append(length)
            if first.isdigit() and (shown[last - 1].isdigit() or shown[last - 1] in ".%"):
                if is_line:
                    breaks[-1] += 1
                pieces.append("\n" if is_line else " ")
                runs.append(length)
                starts.append(last)
                length += 1
        pieces.append(piece)
        runs.append(length)
        starts.append(start)
        size = len(piece)
        length += size
        last = start + size
    return "".join(pieces), Offsets(runs, starts, length), breaks


class _Said(NamedTuple):
    """What the unit behind a number says: what the number is, and what it measures."""

    kind: Kind = Kind.FIGURE
    suffix: str = ""
    unit: Unit | None = None
    is_amount: bool = False
    is_rate: bool = False


def _said(unit: Unit) -> _Said:
    amount, rate = _measures(Kind.FIGURE, unit, "")
    return _Said(unit=unit, is_amount=amount, is_rate=rate)


_NOTHING = {kind: _Said(kind) for kind in Kind}
_SAID = {text: _said(unit) for text, unit in UNITS.items()}
_SAID_IN_GROUP = {
    "point": _SAID["%"]._replace(suffix="point", is_rate=False),
    "times": _Said(suffix="times"),
}
_TELLS = frozenset({*ascii_letters, *"第〔[〈.- 约近"})
_OF_DATES = frozenset("年月日号时分秒季届周度点级楼层栋室路版章节")  # what starts them
_DATES = frozenset("年月日号时秒届度楼层栋室路版章节")  # those of them that say it alone
_TELLS_BEHIND = (frozenset({*ascii_letters, *"〕].、．)-"}) | _OF_DATES) - _DATES
_MORE = frozenset("余多")
_CENTURIES = frozenset({"19", "20"})
_YEAR = 4  # digits of one
_NEAR = 8  # characters around a number that tell what it is
_FEW = 2  # digits of the number of an item, at most


def _numbers(words: str, at: Offsets) -> Iterator[Number]:
    """Yield the numbers of a text without spaces. Most are figures, as the characters beside them tell at a glance."""
    source, plain = _Source(words, at), _MANNERS["", None]
    nothing, listed, dated = _NOTHING[Kind.FIGURE], _NOTHING[Kind.ENUMERATOR], _NOTHING[Kind.DATE]
    may_be_rough = "左右" in words
    for index, found in enumerate(_NUMBER.finditer(words)):
        begin, end = found.span(1)
        beside, behind = words[begin - 1 : begin], words[end : end + 1]
        digits, said, approximation = end, nothing, None
        sign = 0
        if behind in _ENUMERATES and end - begin <= _FEW and beside not in _TELLS and _is_enumerator(words, begin, end):
            said = listed
        elif beside in _TELLS or behind in _TELLS_BEHIND or end - begin > MOST_DIGITS:
            said, approximation, sign = _looked_at(found, words)
        elif behind in _DATES or (end - begin == _YEAR and _is_year(found)):
            said = dated
        if said is nothing and found.lastindex != 1:
            end = found.end()
            said = _SAID.get(found[found.lastindex or 0]) or _said_otherwise(found)
            if behind in _MORE and approximation is None:
                approximation = Approximation.MORE_THAN
            if beside == " " and said.unit is not None and said.unit.dimension is Dimension.MONEY:
                said = said._replace(kind=Kind.CODE, is_amount=False) if _is_broken(words, begin) else said
        if may_be_rough and words.startswith("左右", end):
            approximation = Approximation.ABOUT
        kind, suffix, unit, is_amount, is_rate = said
        manner = _MANNERS[suffix, approximation] if suffix or approximation is not None else plain
        yield Number(index, begin - sign, end, kind, unit, is_amount, is_rate, manner, source, digits)


def _is_enumerator(words: str, begin: int, end: int) -> bool:
    """Return whether a short number before a mark such as 、 is that of an item, and no part of a longer one."""
    return not (words[begin - 1 : begin].isalnum() or words[end + 1 : end + 2].isdecimal())


def _is_year(found: re.Match[str]) -> bool:
    """Return whether a number of four characters is a year: 2019, and no 20.5 or 2000万元."""
    return found.lastindex == 1 and found[1][:2] in _CENTURIES and found[1].isdigit()


def _said_otherwise(found: re.Match[str]) -> _Said:
    """Return what words behind a number say that are no plain unit."""
    group, text = found.lastgroup, found[found.lastindex or 0]
    if group == "many" and "." in found[1]:
        # A count in ten thousands is rounded, as its decimals tell; without them nobody knows how far.
        scale = 10**4 if text[0] == "万" else 10**8
        return _said(Unit(text, UNITS[text[1:]].dimension, scale))
    return _SAID_IN_GROUP.get(group or "", _NOTHING[Kind.CODE])


def _is_broken(words: str, begin: int) -> bool:
    """Return whether nobody knows where a figure starts: 决算 1 6.48万元."""
    return _BROKEN.search(words, max(0, begin - _NEAR), begin) is not None


def _looked_at(found: re.Match[str], words: str) -> tuple[_Said, Approximation | None, int]:
    """Return what the characters around a number say of it, the word that widens it, and how long its sign is."""
    begin = found.start()
    before = words[max(0, begin - _NEAR) : begin]
    beside = before[-1:]
    said = _NOTHING[_kind(found, before, words)]
    if beside == "约":
        return said, Approximation.ABOUT, 0
    if beside == "近" and not before.endswith("最近"):
        return said, Approximation.NEARLY, 0
    # A minus is a sign where no number, word of Latin letters or bracket stands before it: 12-3 is no −3.
    return said, None, int(beside == "-" and _NO_SIGN.search(before) is None)


_BROKEN = re.compile(r"(?![表第件图号项例式附注目])[\u4e00-\u9fff](?!(?:19|20)\d\d )\d{1,6}(?:\.\d{1,2})? $")
_NO_SIGN = re.compile(r"[A-Za-z0-9)%]-$")
_LETTERS = frozenset(ascii_letters)
_DIGIT = re.compile("[0-9]")
_OPENS_DATE = frozenset("第〔[〈")
_CLOSES_DATE = frozenset("〕]")


def _kind(found: re.Match[str], before: str, words: str) -> Kind:
    begin, end = found.span(1)
    beside, after = before[-1:], words[end : end + 1]
    if end - begin > MOST_DIGITS or beside in _LETTERS or after in _LETTERS:
        return Kind.CODE
    is_pointed = after == "." and _DIGIT.match(words, end + 1) is not None
    if is_pointed or beside == ".":
        return Kind.ENUMERATOR  # 1.2.3
    if beside in _OPENS_DATE or after in _CLOSES_DATE or (after in _OF_DATES and _YEARLY.match(words, end)):
        return Kind.DATE
    if end - begin <= _FEW and after in _ENUMERATES and _is_enumerator(words, begin, end):
        return Kind.ENUMERATOR
    return _whole_kind(found, before, words) if found[1].isdigit() else Kind.FIGURE


def _whole_kind(found: re.Match[str], before: str, words: str) -> Kind:
    """Return what a number without a point is: a figure, a year, or part of a longer number."""
    digits, end = found[1], found.end(1)
    if len(digits) == _YEAR and _is_year(found):
        return Kind.DATE
    if before.endswith("-") and _DIGIT.match(before[-2:-1]):
        return Kind.DATE if len(digits) < 3 or len(digits) > 6 else Kind.CODE
    if words.startswith("-", end) and _DIGIT.match(words, end + 1):
        return Kind.CODE if len(digits) > 2 else Kind.DATE
    return Kind.FIGURE


def renumbered(  # noqa: PLR0913 - as above
    number: Number,
    *,
    quantity: Quantity | None = None,
    kind: Kind | None = None,
    index: int | None = None,
    begin: int | None = None,
    end: int | None = None,
    start: int | None = None,
    stop: int | None = None,
    suffix: str | None = None,
) -> Number:
    """Return a number with other properties."""
    return number_of(
        number.index if index is None else index,
        number.begin if begin is None else begin,
        number.end if end is None else end,
        number.start if start is None else start,
        number.stop if stop is None else stop,
        quantity or number.quantity,
        kind or number.kind,
        number.suffix if suffix is None else suffix,
    )
