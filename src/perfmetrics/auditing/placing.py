"""Places of a report file: the figures found for each, whether they agree, and what has no place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from perfmetrics.auditing.lexer import Number
from perfmetrics.quantities import UNITS, Approximation, Dimension
from perfmetrics.texts import Phrase

NO_LINE = Phrase("报告文件没有这样的行", "no line of that name")
NO_COLUMN = Phrase("未说明属于哪一列", "the column is unclear")
NO_UNIT = Phrase("表格的单位不明", "the unit of the table is unclear")
SEVERAL = Phrase("同一位置有几个不同的值", "several values for one place")
OTHER_TIME = Phrase("属于其他年度或年内一段时间", "it is of another year or of a part of the year")
ELSEWHERE = Phrase("不是本部门的数", "it is not of this department")
SHIFTED = Phrase("表格的行缺少单元格", "the row of the table lacks cells")
UNSURE = Phrase("与结转对不上，可能含结转", "it may include the carry-over, with which it does not agree")
UNNAMED = Phrase("没有写明是哪一项的得分", "whose points they are is not said")
OF_A_PROJECT = Phrase("没有写明是整体支出的等级", "it is not said to be the grade of the whole department")


@dataclass(frozen=True, slots=True)
class Left:
    """A figure, or a grade, that was understood and not placed.

    Attributes:
        text: The words.
        start: Where they start in the text as given.
        stop: Where they end there.
        reason: Why it has no place.
    """

    text: str
    start: int
    stop: int
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Gathered:
    """The data of a report file that a text states.

    Attributes:
        data: What `load_report` reads. Indicators and sections carry the names of the text: see `named_for`.
        places: Which number of the text each figure came from, by its path.
        left: What was understood and not placed.
    """

    data: dict[str, Any]
    places: dict[str, Number]
    left: tuple[Left, ...]


Path = tuple[str, ...]

COLUMNS: Mapping[tuple[str, bool], str] = {
    ("budget", False): "initial_budget",
    ("full", False): "full_year_budget",
    ("final", False): "final_accounts",
    ("budget", True): "prior_budget",
    ("final", True): "prior_accounts",
}
ADJUSTMENT = "adjustment"
FACTS = "facts"
TABLES = {*COLUMNS.values(), ADJUSTMENT}


class Candidate(NamedTuple):
    """A number for a place.

    Attributes:
        number: The number.
        unit: The unit of an amount that carries none.
        sure: Whether its words leave no doubt.
    """

    number: Number
    unit: str = ""
    sure: bool = True

    @property
    def scale(self) -> int:
        """What one of its unit is, so that amounts of different units can be compared."""
        own = self.number.unit or UNITS.get(self.unit)
        return 1 if own is None else own.scale

    @property
    def value(self) -> Fraction:
        """Its value, in the smallest unit of its kind."""
        return self.number.exact() * self.scale

    @property
    def ulp(self) -> Fraction:
        """Its last digit, in that unit."""
        return Fraction(self.scale, 10**self.number.decimals)

    def to_text(self) -> str:
        """Return it as a report file writes it, with its unit."""
        return written(self.number) + (self.unit if self.number.unit is None else "")

    def restates(self, finer: Candidate) -> bool:
        """Return whether it is another one, with as many digits or fewer."""
        return abs(self.value - finer.value) * 2 <= self.ulp or self.value == finer.value


def agreed(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the finest statement of a value where all that is stated of it agrees.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> fine, rough, other = (Candidate(each) for each in lex("81234元，8.12万元，9万元").numbers)
        >>> agreed([rough, fine]) is fine, agreed([rough, other])
        (True, None)
    """
    sure = [each for each in candidates if each.sure] or candidates
    finest = min(sure, key=lambda each: each.ulp, default=None)
    return finest if finest is not None and all(each.restates(finest) for each in sure) else None


@dataclass(slots=True)
class Found:
    """What was found.

    Attributes:
        candidates: Numbers by path.
        words: Words by path, such as a grade.
        parts: Staff that is counted elsewhere.
        pending: Lines whose column is unclear, with their numbers.
        left: What has no place, by where it stands.
    """

    candidates: dict[Path, list[Candidate]] = field(default_factory=dict)
    words: dict[Path, str] = field(default_factory=dict)
    parts: list[tuple[str, Number]] = field(default_factory=list)
    pending: list[tuple[Path, Number]] = field(default_factory=list)
    left: dict[tuple[int, int], Left] = field(default_factory=dict)

    def take(self, path: Path, number: Number, *, unit: str = "", sure: bool = True) -> None:
        """Note that a number is that of a path."""
        self.candidates.setdefault(path, []).append(Candidate(number, unit, sure))

    def leave(self, number: Number, reason: Phrase, *, anew: bool = False) -> None:
        """Note that a number has no place; `anew` where a better reason is known than the one before."""
        if anew:
            self.settle(number)
        self.leave_words(number.quantity.text, number.start, number.stop, reason)

    def settle(self, number: Number) -> None:
        """Note that a number has a place after all, or restates one that has."""
        self.left.pop((number.start, number.stop), None)

    def leave_words(self, text: str, start: int, stop: int, reason: Phrase) -> None:
        """Note that words have no place."""
        self.left.setdefault((start, stop), Left(text, start, stop, reason))


def written(number: Number) -> str:
    """Return a number as a report file writes it: digits and unit, and the word that makes it a rough one.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [written(each) for each in lex("约2800条，1440元左右，12余次").numbers]
        ['约2800条', '约1440元', '12余次']
    """
    rough = number.approximation
    before = rough.value if rough in {Approximation.ABOUT, Approximation.NEARLY} else ""
    # Points are points by their place, and cards print the word behind them.
    text = number.quantity.text.removesuffix("分") if number.dimension is Dimension.POINTS else number.quantity.text
    return before + text
