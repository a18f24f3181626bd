"""Totals and their parts: a long text is read on piece by piece, and nothing is missed at the seams."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from perfmetrics.auditing import sums
from perfmetrics.auditing.lexer import lex
from perfmetrics.auditing.reading import Statement, read

REPORTS = sorted((Path(__file__).parents[1] / "corpus" / "reports").glob("*.txt"))


def statements(text: str) -> Sequence[Statement]:
    return read(lex(text)).statements


def found(text: str) -> list[tuple[int, list[int], bool, bool]]:
    """Return each total with the places of its parts, whether they add up, and whether it is clear which they are."""
    told = sums.of_parts(statements(text))
    return [(each.whole.place, [part.place for part in each.parts], each.closes, each.clean) for each in told]


def lists(seed: int) -> str:
    """Return lists of all lengths, some within others, some behind others, their total before them or after them."""
    random, written = Random(seed), []  # noqa: S311 - no secret
    for number in range(60):
        parts = [random.randint(1, 99_999) for _ in range(random.choice((2, 3, 7, 58, 59, 60, 61)))]
        named = "、".join(f"项目{i}支出{part / 100}万元" for i, part in enumerate(parts))
        if random.random() < 0.3:
            named = named.replace("万元、", f"万元（其中甲{parts[0] / 200}万元、乙{parts[0] / 200}万元）、", 1)
        total = f"{sum(parts) / 100}万元"
        written.append(
            random.choice(
                (
                    f"{number}部门支出{total}，其中：{named}。",
                    f"{named}，支出合计{total}。",
                    f"支出{total}。办公用房3间。{named}。",
                )
            )
        )
    return "\n".join(written)


@pytest.mark.parametrize("text", [*(path.read_text(encoding="utf-8") for path in REPORTS), *map(lists, range(3))])
def test_it_does_not_matter_how_much_is_read_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text *= 2 + sums._AHEAD // len(statements(text))
    monkeypatch.setattr(sums, "_AT_ONCE", 10**6)
    whole = found(text)
    assert whole
    for at_once in (1, 2, 7):
        monkeypatch.setattr(sums, "_AT_ONCE", at_once)
        assert found(text) == whole


@pytest.mark.parametrize(("between", "closes"), [(118, True), (123, True), (124, False)])
def test_parts_are_looked_for_in_a_hundred_and_twenty_statements(between: int, *, closes: bool) -> None:
    """Amounts of another kind stand between a total and its parts, and are counted from each of six places."""
    text = "支出5.55万元，其中：" + "参加1人，" * between + "甲2.22万元，乙3.33万元。"
    parts = [(told[1], told[2]) for told in found(text) if told[0] == 0]
    assert parts == ([([between + 1, between + 2], True)] if closes else [])


def test_of_a_long_text_few_amounts_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "_AT_ONCE", 10)
    listed = statements("支出5万元，其中：甲2万元，乙3万元。" * 300)
    book, most = sums._Book(listed), 0
    for each in listed:
        assert book.amount_at(each.place) is not None
        most = max(most, sum(amount is not None for amount in book.amounts))
    assert most <= sums._AHEAD + sums._BEHIND + 2 * sums._AT_ONCE < len(listed)
