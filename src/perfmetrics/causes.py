"""Causes of a wrong figure, and one explanation that names a cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from perfmetrics.texts import Lang, Phrase


class Cause(StrEnum):
    """What may have gone wrong, in the order in which it is looked for."""

    PERCENT_SCALE = "percent_scale"
    UNIT_SCALE = "unit_scale"
    SIGN = "sign"
    SWAPPED_NEIGHBOURS = "swapped_neighbours"
    DIGIT_REPLACED = "digit_replaced"
    DIGIT_OMITTED = "digit_omitted"
    DIGIT_ADDED = "digit_added"
    DIGITS_SWAPPED = "digits_swapped"
    TRUNCATION = "truncation"
    DOUBLE_ROUNDING = "double_rounding"
    WRONG_DENOMINATOR = "wrong_denominator"
    STALE_TOTAL = "stale_total"
    UNEXPLAINED = "unexplained"

    @property
    def label(self) -> Phrase:
        """The words that a finding prints."""
        return _CAUSE_LABELS[self]

    @property
    def rank(self) -> int:
        """Its place in the order in which causes are looked for."""
        return _ORDER.index(self)


_CAUSE_LABELS: Mapping[Cause, Phrase] = {
    Cause.PERCENT_SCALE: Phrase("百分数与小数混淆（差 100 倍）", "percent for fraction (a factor of 100)"),
    Cause.UNIT_SCALE: Phrase("元、万元、亿元混淆", "元, 万元 and 亿元 confused"),
    Cause.SIGN: Phrase("正负号或增减方向颠倒", "sign or direction reversed"),
    Cause.SWAPPED_NEIGHBOURS: Phrase("相邻两数互换", "two neighbours swapped"),
    Cause.DIGIT_REPLACED: Phrase("一位数字录错", "one digit mistyped"),
    Cause.DIGIT_OMITTED: Phrase("漏录一位数字", "one digit left out"),
    Cause.DIGIT_ADDED: Phrase("多录一位数字", "one digit too many"),
    Cause.DIGITS_SWAPPED: Phrase("相邻两位数字颠倒", "two digits swapped"),
    Cause.TRUNCATION: Phrase("截断而未四舍五入", "cut off instead of rounded"),
    Cause.DOUBLE_ROUNDING: Phrase("连续修约", "rounded twice"),
    Cause.WRONG_DENOMINATOR: Phrase("分母用错", "the wrong denominator"),
    Cause.STALE_TOTAL: Phrase("合计未随分项更新", "a total that was not brought up to date"),
    Cause.UNEXPLAINED: Phrase("原因不明", "no known cause"),
}
_ORDER = tuple(Cause)


class DiagnosisJson(TypedDict):
    """JSON of a diagnosis."""

    cause: str
    label: str
    where: str
    stated: str
    mended: str
    note: str
    satisfies: list[str]
    breaks: list[str]
    also: list[list[str]]


def told_place(where: str) -> str:
    """Return the path of a figure and a space; nothing for a place in a text, which says nothing to people.

    Example:
        >>> told_place("staff.in_post"), told_place("text[15:18]")
        ('staff.in_post ', '')
    """
    return "" if where.startswith("text[") else f"{where} "


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One explanation of a broken relation.

    Attributes:
        cause: What may have gone wrong.
        where: The path of the figure that is blamed.
        stated: The figure as written.
        mended: What it would have to be.
        note: What the cause refers to: another figure, a missing item.
        satisfies: Other broken relations that this value would mend.
        breaks: Relations that hold now and that this value would break.
        also: The other figure that changes with it, and what it would have to be: two that were swapped.
        is_doubtful: Whether it makes less sense than its cause says: an amount that is negative only after the change,
            or a slip in a count so short that one digit explains anything.
    """

    cause: Cause
    where: str
    stated: str
    mended: str
    note: Phrase
    satisfies: tuple[str, ...]
    breaks: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()
    is_doubtful: bool = False

    @property
    def standing(self) -> tuple[int, int, bool, int]:
        """How good it is, the best first: what it breaks beyond what it mends, what it breaks, sense, its cause."""
        return (len(self.breaks) - len(self.satisfies), len(self.breaks), self.is_doubtful, self.cause.rank)

    def to_dict(self, lang: Lang = "zh") -> DiagnosisJson:
        """Return plain data for JSON."""
        return {
            "cause": self.cause.value,
            "label": self.cause.label.of(lang),
            "where": self.where,
            "stated": self.stated,
            "mended": self.mended,
            "note": self.note.of(lang),
            "satisfies": list(self.satisfies),
            "breaks": list(self.breaks),
            "also": [list(pair) for pair in self.also],
        }

    def words(self) -> Phrase:
        """Return the explanation in one line."""
        label = self.cause.label
        where = told_place(self.where)
        zh = f"{label.zh}：{where}{self.stated} 应为 {self.mended}"
        en = f"{label.en}: {where}{self.stated} should be {self.mended}"
        if self.note.zh:
            zh, en = f"{zh}（{self.note.zh}）", f"{en} ({self.note.en})"
        if self.satisfies:
            zh, en = f"{zh}；同时改正另 {len(self.satisfies)} 处", f"{en}; it mends {len(self.satisfies)} more"
        if self.breaks:
            zh, en = f"{zh}；但会使 {len(self.breaks)} 处不符", f"{en}; but it breaks {len(self.breaks)}"
        return Phrase(zh, en)
