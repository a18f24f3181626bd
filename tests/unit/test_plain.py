"""Figures in whole numbers: what is equal as written is equal there, whatever unit it is written in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.plain import numbers_of

A, B = "basic_expenditure", "project_expenditure"


def two(first: Any, second: Any, unit: str | None = "万元") -> tuple[int, int]:
    data: dict[str, Any] = {"final_accounts": {A: first, B: second}}
    if unit is not None:
        data["unit"] = unit
    found = numbers_of(pm.load_report(data))
    assert list(found) == [f"final_accounts.{A}", f"final_accounts.{B}"]
    assert all(type(each) is int for each in found.values())
    return found[f"final_accounts.{A}"], found[f"final_accounts.{B}"]


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("1.25", "0.5", Fraction(5, 2)),
        ("1.2500", "1.25", Fraction(1)),
        ("1440元", "0.144", Fraction(1)),
        ("1.5亿元", "15000", Fraction(1)),
        ("-3", "1.5", Fraction(-2)),
        ("约12", "3", Fraction(4)),
        (["2", "20000元"], "4", Fraction(1, 2)),
        (["1.3", "12500元"], "1.25", Fraction(1)),
        ([{"name": "a", "value": "1.5"}, {"name": "b", "value": "5000元"}], "1", Fraction(2)),
        ("1" + "0" * 60 + ".01", "0.01", Fraction(10**62 + 1)),
    ],
)
def test_numbers_are_to_one_another_as_the_figures_are(first: Any, second: Any, ratio: Fraction) -> None:
    """Design, a number is what was written: its unit counts, and of several statements the finest."""
    one, other = two(first, second)
    assert Fraction(one, other) == ratio


def test_amounts_without_any_unit_are_in_one_of_their_own() -> None:
    """A report may name no unit at all; a zero may have one."""
    assert two("3", "0.5", None) == (30, 5)
    assert two("3", "0元", None) == (3, 0)


def test_counts_have_no_smaller_units() -> None:
    """People are as many as they are, in parts of one where other figures have decimals."""
    data = {"unit": "万元", "staff": {"in_post": 7, "present": "9人"}, "final_accounts": {A: "0.25"}}
    assert numbers_of(pm.load_report(data)) == {
        f"final_accounts.{A}": 25 * 10**4,
        "staff.in_post": 700,
        "staff.present": 900,
    }


def test_a_report_without_figures_has_no_numbers() -> None:
    """Figures that the report names itself are not among them either."""
    assert numbers_of(pm.load_report({"facts": [{"id": "a", "name": "a", "value": "5"}]})) == {}
