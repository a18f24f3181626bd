"""What the package is measured against does the same work: the same points, the same fifteen identities."""

from __future__ import annotations

import copy
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import scoring

sys.path.insert(0, str(Path(__file__).parent))

import fifteen
import straight

REPORT = Path(__file__).parents[2] / "examples" / "reports" / "baojing-2019.toml"
TABLE = "baojing-2019"

# Figures put into the report, so that each rule gives full marks, some steps less, an exact step, and nothing.
CHANGES = [
    {},
    {"staff.in_post": "89", "staff.establishment": "71"},
    {"staff.in_post": "90"},
    {"staff.in_post": "92"},
    {"staff.in_post": "118", "staff.establishment": "80"},
    {"prior_budget.three_public_expenses": "80"},
    {"prior_budget.three_public_expenses": "85"},
    {"prior_budget.three_public_expenses": "88.9"},
    {"prior_budget.three_public_expenses": "95.5"},
    {"initial_budget.three_public_expenses": "15.20"},
    {"initial_budget.three_public_expenses": "14.21", "prior_budget.three_public_expenses": "14"},
    {"final_accounts.closing_carryover": "0"},
    {"final_accounts.closing_carryover": "180"},
    {"final_accounts.closing_carryover": "999.99"},
    {"final_accounts.opening_carryover": "0", "adjustment.supplement": "0", "final_accounts.closing_carryover": "0"},
    {"initial_budget.current_expenditure": "1000", "adjustment.supplement": "100"},
    {"initial_budget.current_expenditure": "1000", "adjustment.supplement": "100.01"},
    {"initial_budget.current_expenditure": "1000", "adjustment.supplement": "200"},
    {"initial_budget.current_expenditure": "1000", "adjustment.supplement": "300"},
    {"initial_budget.current_expenditure": "1000", "adjustment.supplement": "300.01"},
    {"final_accounts.operating_expenses": "141.60"},
    {"final_accounts.operating_expenses": "143.016"},
    {"final_accounts.operating_expenses": "150"},
    {"final_accounts.three_public_expenses": "93"},
    {"final_accounts.three_public_expenses": "95"},
    {"final_accounts.three_public_expenses": "97.2"},
]


def _mapping(changes: dict[str, str]) -> dict[str, Any]:
    mapping = copy.deepcopy(tomllib.loads(REPORT.read_text(encoding="utf-8"), parse_float=str))
    for path, text in changes.items():
        table, _, line = path.partition(".")
        mapping[table][line] = text
    return mapping


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_the_straight_lines_give_the_points_of_the_card(changes: dict[str, str]) -> None:
    mapping = _mapping(changes)
    lines = pm.score(mapping, TABLE).lines
    assert list(straight.points_of(mapping)) == [line.points for line in lines]
    prepare = getattr(scoring, "prepare", None)
    if prepare is not None:
        assert list(prepare(pm.load_report(mapping), pm.load_rubric(TABLE)).points()) == [line.points for line in lines]


def test_the_changes_reach_every_rule() -> None:
    """Else equal points would say little: each computed line gets several points among them."""
    points = [straight.points_of(_mapping(each)) for each in CHANGES]
    assert [len(set(each)) for each in zip(*points, strict=True)] == [*(1, 1, 4, 4, 4, 5), *(1, 1, 4, 4), *(1,) * 8]


def test_the_model_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        straight.Department.model_validate(_mapping({"final_accounts.nothing": "1"}))


@pytest.mark.parametrize("decimals", [2, 4])
def test_the_fifteen_are_those_that_check_judges(decimals: int) -> None:
    """In reports that add up, and in reports that add up but for rounding; none of them is called wrong."""
    own = {(each.whole, frozenset(each.parts)) for each in fifteen.IDENTITIES}
    assert len(own) == 15
    for row in fifteen.rows(5, decimals):
        result = pm.check(fifteen.report_of(row))
        judged = [each.instance.relation for each in result.statements]
        assert {
            (each.where, frozenset("-" * (piece.sign < 0) + key for key, piece in each.pieces.items()))
            for each in judged
        } == own
        assert len(judged) == 15
        assert result.ok


def test_rounded_figures_are_within_what_is_allowed_and_beyond_nothing() -> None:
    """So the checks of data frames raise no alarm on right reports, and do on wrong ones."""
    exact, rounded = fifteen.rows(50, 2), fifteen.rows(50, 4)
    for rows, equal in ((exact, True), (rounded, False)):
        frames = [{path: Decimal(text) for path, text in row.items()} for row in rows]
        differences = [[abs(each.difference(frame)) for frame in frames] for each in fifteen.IDENTITIES]
        assert all(max(found) <= each.allowance for each, found in zip(fifteen.IDENTITIES, differences, strict=True))
        assert (max(map(max, differences)) == 0) is equal
    wrong = {path: Decimal(text) for path, text in exact[0].items()} | {"adjustment.supplement": Decimal("999.99")}
    assert [abs(each.difference(wrong)) <= each.allowance for each in fifteen.IDENTITIES] == [False] * 2 + [True] * 13


def test_figures_repeat_by_their_seed() -> None:
    assert fifteen.rows(3) == fifteen.rows(3)
    assert fifteen.rows(3) != fifteen.rows(3, seed=1)
