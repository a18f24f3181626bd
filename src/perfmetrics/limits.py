"""What an input may be at most: each limit with its name, the error of an input beyond it, and how it is raised.

No report that anybody published comes near them. They are there so that whatever is read is read in bounded time and
memory. Whoever has an input beyond one sets the environment variable that its error names.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from perfmetrics.errors import InputError, Problem, problem
from perfmetrics.texts import Phrase


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that there may be of something.

    Attributes:
        variable: The environment variable that raises it.
        usual: How much that is where the variable is not set.
        ceiling: How far it can be raised.
        what: What is counted.
        instead: What to do before raising it.

    Example:
        >>> LEVELS.allows(64), LEVELS.allows(65)
        (True, False)
        >>> LEVELS.problem("lists", 65).reason.en
        'levels of nesting: 65, of at most 64'
    """

    variable: str
    usual: int
    ceiling: int
    what: Phrase
    instead: Phrase

    def most(self) -> int:
        """Return how much there may be.

        Raises:
            InputError: If the environment variable holds no whole number between the usual limit and its ceiling.
        """
        written = os.environ.get(self.variable, "").strip()
        if not written:
            return self.usual
        if written.isascii() and written.isdigit() and len(written) <= len(str(self.ceiling)):
            most = int(written)
            if self.usual <= most <= self.ceiling:
                return most
        raise InputError(
            [
                problem(
                    self.variable,
                    f"“{written}”不是这个上限可取的值",
                    f"{written!r} is no value that this limit can have",
                    f"写 {self.usual} 至 {self.ceiling} 的整数",
                    f"write a whole number from {self.usual} to {self.ceiling}",
                )
            ]
        )

    def allows(self, given: int) -> bool:
        """Return whether there may be so much; the environment is looked at only where that decides."""
        return given <= self.usual or given <= self.most()

    def require(self, given: int, path: str = "", *, or_more: bool = False) -> None:
        """Do nothing if there may be so much.

        Raises:
            InputError: If the limit does not allow it, or its environment variable holds no value that it can have.
        """
        if not self.allows(given):
            raise InputError([self.problem(path, given, or_more=or_more)])

    def problem(self, path: str, given: int, *, or_more: bool = False) -> Problem:
        """Return what is wrong with an input that is beyond the limit.

        Args:
            path: Where.
            given: How much there is.
            or_more: Whether there may be still more, having been counted no further.
        """
        return Problem(path, self.reason(given, or_more=or_more), self.mend)

    def reason(self, given: int, *, or_more: bool = False) -> Phrase:
        """Return what is wrong, without its place."""
        zh, en = ("至少 ", "at least ") if or_more else ("", "")
        most = self.most()
        return Phrase(f"{self.what.zh} {zh}{given}，超过上限 {most}", f"{self.what.en}: {en}{given}, of at most {most}")

    @property
    def mend(self) -> Phrase:
        """What to do about it."""
        return Phrase(
            f"{self.instead.zh}；确需更多，设环境变量 {self.variable}",
            f"{self.instead.en}; if it is meant, set the environment variable {self.variable}",
        )


_MISTYPED = Phrase("请核对是否误录", "check whether it was typed by mistake")

CHARACTERS = Limit(
    "PERFMETRICS_MOST_CHARACTERS",
    20_000_000,  # the longest published reports have some hundred thousand
    10**12,
    Phrase("文本字数", "characters of a text"),
    Phrase("请分篇核对", "audit it in parts"),
)
BYTES = Limit(
    "PERFMETRICS_MOST_BYTES",
    64 * 1024 * 1024,
    10**12,
    Phrase("文件字节数", "bytes of a file"),
    Phrase("请核对文件", "check which file it is"),
)
LINE_BYTES = Limit(
    "PERFMETRICS_MOST_LINE_BYTES",
    16 * 1024 * 1024,  # a report has some ten thousand
    10**12,
    Phrase("一行的字节数", "bytes of a line"),
    Phrase("一行只写一份，请核对", "write one to a line: check it"),
)
DIGITS = Limit(
    "PERFMETRICS_MOST_DIGITS",
    100,  # the longest budget of a country has fewer than 20
    1000,  # four such numbers in one have still fewer digits than Python turns into a text
    Phrase("数字位数", "digits of a number"),
    _MISTYPED,
)
EXPONENT = Limit(
    "PERFMETRICS_MOST_EXPONENT",
    100,
    1000,
    Phrase("数字的指数", "exponent of a number"),
    _MISTYPED,
)
RESULT_BITS = Limit(
    "PERFMETRICS_MOST_RESULT_BITS",
    3200,  # eight of the longest numbers multiplied
    1_000_000,
    Phrase("算式中间结果的二进制位数", "bits of a result inside the arithmetic"),
    Phrase("请分段计算", "compute it in parts"),
)
LEVELS = Limit(
    "PERFMETRICS_MOST_LEVELS",
    64,  # a scoring table has fewer than ten
    150,  # what goes down level by level has room for more calls than that
    Phrase("嵌套层数", "levels of nesting"),
    Phrase("请核对括号", "check the brackets"),
)
VALUES = Limit(
    "PERFMETRICS_MOST_VALUES",
    1_000_000,
    10**12,
    Phrase("值的个数", "values of a file or a mapping"),
    Phrase("请分成几份", "divide it into several"),
)
SUBTRACTED = Limit(
    "PERFMETRICS_MOST_SUBTRACTED",
    200,
    400,  # the arithmetic is gone through number by number, and Python has room for a thousand calls
    Phrase("一个算式里连着减去的数的个数", "numbers that one arithmetic subtracts in a row"),
    Phrase("请先加起来再减", "add them up first"),
)
IDENTITIES = Limit(
    "PERFMETRICS_MOST_IDENTITIES",
    200,
    10**6,
    Phrase("一次定位搜索里不成立的勾稽关系数", "broken identities in one search for the figures to blame"),
    Phrase("请先改正已知的错误", "mend what is known to be wrong first"),
)
_SMALLER = Phrase("请先改正已知的错误，或减小 bound", "mend what is known to be wrong first, or give a smaller bound")
SETS = Limit(
    "PERFMETRICS_MOST_SETS",
    2_000_000,  # some seconds
    10**12,
    Phrase("一次定位搜索里数的组合数", "sets of figures in one search for the figures to blame"),
    _SMALLER,
)
TRIED = Limit(
    "PERFMETRICS_MOST_TRIED",
    300_000,  # some seconds
    10**12,
    Phrase("一次定位搜索里试改的数的个数", "figures that one search for the figures to blame goes through"),
    _SMALLER,
)

ALL = (
    CHARACTERS,
    BYTES,
    LINE_BYTES,
    DIGITS,
    EXPONENT,
    RESULT_BITS,
    LEVELS,
    VALUES,
    SUBTRACTED,
    IDENTITIES,
    SETS,
    TRIED,
)
