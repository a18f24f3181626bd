"""A text whose figures are marks, so that a phrase is a pattern over words and marks.

The marks are `Ｍ` an amount, `Ｒ` a percentage, `Ｔ` a multiple, `Ｄ` a count that the lexer knows no unit of. Such
letters of full width are folded by the lexer, so that none stands in a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import comparable
from perfmetrics.auditing.lexer import Kind, Lexed, Number
from perfmetrics.auditing.wording import Way
from perfmetrics.quantities import Dimension, Unit

REACH = 16  # marks back in which an amount is looked for
FAR = 320  # characters back
LONGEST_LEAD = 48  # characters before a mark that tell what it is


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text whose figures are marks.

    Attributes:
        words: The words, a mark in place of each figure.
        numbers: The figures, in their order.
        places: Where their marks stand in `words`.
        ways: Which way the words before each say that it went; None where they do not say.
    """

    words: str
    numbers: tuple[Number, ...]
    places: tuple[int, ...]
    ways: tuple[Way | None, ...]

    def before(self, i: int) -> str:
        """Return the words between a mark and the one before it."""
        return self.words[self.places[i - 1] + 1 if i else 0 : self.places[i]]

    def is_beside(self, i: int) -> bool:
        """Return whether a mark stands right behind another, without a word between."""
        return i > 0 and self.places[i] == self.places[i - 1] + 1

    def after(self, i: int) -> str:
        """Return the words behind a mark, up to the next."""
        return self.words[self.places[i] + 1 : self.places[i + 1] if i + 1 < len(self.places) else len(self.words)]

    def index(self, place: int) -> int:
        """Return which mark stands at a place."""
        return bisect_left(self.places, place)

    def passage(self, i: int, like: Number) -> list[int]:
        """Return the amounts shortly before a mark that may be compared with a number, the nearest first."""
        first = max(0, i - 2 * REACH)
        found = [
            j
            for j in range(i - 1, first - 1, -1)
            if self.places[i] - self.places[j] <= FAR
            and self.numbers[j].is_amount
            and comparable(self.numbers[j], like)
        ]
        return found[:REACH]


def sketch(lexed: Lexed) -> Sketch:
    """Return a text whose figures are marks.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> sketch(lex("收入5万元，占62.5%，是上年的2倍。")).words
        '收入Ｍ，占Ｒ，是上年的Ｔ。'
    """
    pieces: list[str] = []
    numbers: list[Number] = []
    places: list[int] = []
    ways: list[Way | None] = []
    last = length = 0
    open_ = Way.OPEN
    for number in lexed.numbers:
        if number.is_amount:
            mark, known, end = "Ｍ", number, number.end
        elif number.is_rate:
            mark, known, end = "Ｒ", number, number.end
        else:
            told = _marked(lexed, number) if number.kind in _MAY_MEASURE else None
            if told is None:
                continue
            mark, known, end = told
        words = lexed.words[last : number.begin].replace(",", "，")
        pieces += (words, mark)
        length += len(words) + 1
        numbers.append(known)
        places.append(length - 1)
        way = wording.way(words[-LONGEST_LEAD:]) if wording.may_turn(words) else None
        ways.append(None if way is open_ else way)
        last = end
    pieces.append(lexed.words[last:].replace(",", "，"))
    return Sketch("".join(pieces), tuple(numbers), tuple(places), tuple(ways))


_MAY_MEASURE = frozenset({Kind.FIGURE, Kind.CODE})


def _marked(lexed: Lexed, number: Number) -> tuple[str, Number, int] | None:
    """Return the mark of a figure that is neither an amount nor a rate, the figure, and where it ends."""
    if number.suffix == "times":
        return "Ｔ", number, number.end
    unit = lexed.words[number.end : number.end + 1]
    if number.kind is Kind.FIGURE and number.unit is None and unit == "天":
        return "Ｍ", _counted(number, unit, 1), number.end + 1
    scale = _SCALES.get(lexed.words[number.end - 1])
    if number.kind is Kind.CODE and scale is not None:
        return "Ｄ", _counted(number, lexed.words[number.end - 1], scale), number.end
    return None


_SCALES = {"万": 10**4, "亿": 10**8}


def _counted(number: Number, text: str, scale: int) -> Number:
    """Return a figure of which only the number is known as a count: 流通26.9万."""
    return number.measuring(Unit(text, Dimension.COUNT, scale))


_BASE = re.compile(
    "(?:比|较|与|同|和|低于|高于|少于|多于|超过|不及)(?P<of>[^，。；：、Ｍ]{0,24})$"
    "|(?:上一?年|去年|前年)(?:度|同期)?(?:的|决算|预算|实际|收入|支出|完成|执行|安排|总|数|额|为|是|：)*$"
)
_OF_YEAR = re.compile("(?P<year>\\d{4})年度?(?:决算|预算|实际|支出|收入|数|额|为|是|：)*$")
_YEARLY = re.compile("(\\d{4})年")


def is_base(found: Sketch, i: int) -> bool:
    """Return whether the words before an amount say that another one is compared with it."""
    before = found.before(i)[-LONGEST_LEAD:]
    if found.ways[i] is not None:
        return False
    if _BASE.search(before):
        return True
    year = _OF_YEAR.search(before)
    if year is None:
        return False
    stop = found.places[i]
    return any(each > year["year"] for each in _YEARLY.findall(found.words, max(0, stop - FAR), stop))


def label(found: Sketch, i: int) -> str:
    """Return what the words before a mark call it."""
    return wording.label_of(wording.lead_of(found.before(i)))


def is_rate_of(rate: Number, over: int, under: int, *, fine: int = 1) -> bool:
    """Return whether a percentage is one size of another, to its last digit, or to a part of that."""
    own, decimals = rate.plain()
    one: int = 10**decimals
    return abs(100 * over * one - abs(own) * under) * fine < abs(under)
