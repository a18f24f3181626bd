"""Words in two languages, and the nearest known name to a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
STANDARD_INPUT = "-"  # the name of what is read from no file
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}  # as pages and logs name languages

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


def sentence_around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence that a piece of a text stands in: what is before it, the piece, and what is behind it.

    A long sentence is cut, and shows it by an ellipsis; white space is folded.

    Example:
        >>> sentence_around("收入10万元。支出9万元，结余2万元。", 15, 18)
        ('支出9万元，结余', '2万元', '')
    """
    first, last = max(0, start - _MOST_QUOTED), min(len(text), end + _MOST_QUOTED)
    begin = max((text.rfind(mark, first, start) + 1 for mark in _SENTENCE_ENDS), default=0) or first
    stop = min((at for mark in _SENTENCE_ENDS if (at := text.find(mark, end, last)) >= 0), default=last)
    before, piece, after = (clean(" ".join(text[i:j].split())) for i, j in ((begin, start), (start, end), (end, stop)))
    before = f"…{before}" if begin == first > 0 and before else before
    return before, piece, f"{after}…" if stop == last < len(text) and after else after


def quotation(text: str, start: int, end: int) -> str:
    """Return the sentence that a piece of a text stands in, with the piece in brackets.

    Example:
        >>> quotation("收入10万元。支出9万元，结余2万元。", 15, 18)
        '支出9万元，结余【2万元】'
    """
    before, piece, after = sentence_around(text, start, end)
    return f"{before}【{piece}】{after}"


_MOST_QUOTED = 90  # characters before and after
_SENTENCE_ENDS = "。；\n"


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
