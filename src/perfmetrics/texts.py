"""Words in two languages, and the nearest known name to a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

_LONGEST_NAME = 80  # a longer text is not a misspelt name


class Phrase(NamedTuple):
    """The same words in Chinese and in English.

    Example:
        >>> Phrase("年初预算", "initial budget").of("en")
        'initial budget'
    """

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return the words in one language."""
        return self.zh if lang == "zh" else self.en


def clean(text: str) -> str:
    """Return a text without control characters: what a file says cannot move the cursor or hide what follows."""
    return "".join(char if unicodedata.category(char)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for char in text)


def edit_distance(first: str, second: str) -> int:
    """Return how many characters to replace, omit, add or swap with a neighbour to get from one text to the other.

    Example:
        >>> edit_distance("80.57", "90.57"), edit_distance("9163", "9613"), edit_distance("12", "120")
        (1, 1, 1)
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return the known names closest to a misspelt one, best first; empty where none is close.

    Example:
        >>> nearest("预算完成绿", ["预算完成", "公用经费控制率", "预算完成率"])
        ('预算完成率', '预算完成')
    """
    if len(name) > _LONGEST_NAME:
        return ()
    wanted = name.lower()
    ranked = []
    for each in dict.fromkeys(known):
        reach = max(1, max(len(name), len(each)) * 2 // 5)
        if abs(len(each) - len(name)) <= reach:
            distance = edit_distance(wanted, each.lower())
            if distance <= reach and distance < max(len(name), len(each)):
                ranked.append((distance, abs(len(each) - len(name)), each))
    return tuple(each for _, _, each in sorted(ranked)[:most])


def did_you_mean(name: str, known: Iterable[str]) -> Phrase:
    """Return the mend for an unknown name: the nearest known ones, or how to see all of them."""
    close = nearest(name, known)
    if not close:
        return Phrase("请核对名称", "check the name")
    return Phrase(f"是否应为：{'、'.join(close)}", f"did you mean: {', '.join(close)}")
