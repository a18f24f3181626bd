"""Every relation that a report makes, with all that it holds, and what is said of identities that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from perfmetrics import identities
from perfmetrics.errors import ReportError
from perfmetrics.identities import Instance, allowed_by, instances
from perfmetrics.quantities import MONEY_UNITS
from perfmetrics.statements import load_report

SPENDING = "final_accounts.project_expenditure"
PLANNED = "initial_budget.project_expenditure"
DATA: dict[str, Any] = {
    "unit": "万元",
    "initial_budget": {"project_expenditure": "40"},
    "final_accounts": {
        "project_expenditure": "30",
        "current_expenditure": "100",
        "closing_carryover": ["12", "12.5"],
    },
    "lists": [
        {
            "id": "l",
            "name": "清单",
            "by": "function",
            "closed": True,
            "total": "100",
            "items": [
                {"name": "教育", "value": "60", "share": "60%"},
                {"name": "小学", "value": "20", "level": 2},
                {"name": "卫生", "value": "40", "share": "40"},
            ],
        }
    ],
    "projects": [
        {"name": "甲", "budget": "15", "executed": "10", "rate": "66.67%", "function": "教育"},
        {"name": "乙", "budget": "25", "executed": "20", "rate": "80"},
    ],
    "projects_closed": True,
    "identities": [
        {
            "name": "自定",
            "whole": "final_accounts.current_expenditure",
            "parts": SPENDING,
            "at_most": True,
            "soft": True,
        }
    ],
    "claims": [
        {
            "formula": "growth_rate",
            "inputs": {"current": SPENDING, "prior": PLANNED},
            "value": "-25%",
            "where": "第三页",
        },
        {"formula": "difference", "inputs": {"current": SPENDING, "prior": PLANNED}, "value": "-10"},
    ],
}
WAN = "万元"


@pytest.fixture(autouse=True)
def found_anew() -> None:
    """What the tables say of a path is kept: here it is found out once more, as in a fresh process."""
    for kept in ("_identities_of", "_plan_of"):
        getattr(identities, kept).cache_clear()


def told(each: Instance) -> tuple[Any, ...]:
    relation = each.relation
    assert relation.where == relation.stated_key
    return (
        each.identity.code,
        relation.where,
        tuple(each.name),
        relation.stated.text,
        relation.stated.unit and relation.stated.unit.text,
        tuple(relation.pieces),
        relation.unit and relation.unit.text,
        relation.comparison,
        relation.may_fall_short,
    )


EXPECTED: list[tuple[Any, ...]] = [
    (
        "part_above_whole",
        SPENDING,
        ("部门决算·项目支出", "final accounts, project expenditure"),
        *("30", WAN, ("final_accounts.current_expenditure",), WAN, "at_most", False),
    ),
    (
        "user_identity",
        "final_accounts.current_expenditure",
        ("部门决算·本年支出", "final accounts, expenditure of the year"),
        *("100", WAN, (SPENDING,), WAN, "at_most", False),
    ),
    ("list_adds_up", "lists.l.教育", ("教育", "教育"), "60", None, ("lists.l.小学",), None, "equal", True),
    (
        "shares_add_up",
        "lists.l.shares",
        ("清单", "清单"),
        *("100%", "%", ("lists.l.教育.share", "lists.l.卫生.share"), "%", "equal", False),
    ),
    (
        "list_adds_up",
        "lists.l.total",
        ("清单", "清单"),
        *("100", None, ("lists.l.教育", "lists.l.卫生"), None, "equal", False),
    ),
    (
        "share_recomputed",
        "lists.l.教育.share",
        ("教育", "教育"),
        *("60%", "%", ("lists.l.教育", "lists.l.total"), None, "equal", False),
    ),
    ("part_above_whole", "lists.l.小学", ("小学", "小学"), "20", None, ("lists.l.total",), None, "at_most", False),
    (
        "share_recomputed",
        "lists.l.卫生.share",
        ("卫生", "卫生"),
        *("40", "%", ("lists.l.卫生", "lists.l.total"), None, "equal", False),
    ),
    (
        "projects_add_up",
        PLANNED,
        ("年初预算·项目支出", "initial budget, project expenditure"),
        *("40", WAN, ("projects.甲.budget", "projects.乙.budget"), WAN, "equal", False),
    ),
    (
        "projects_add_up",
        SPENDING,
        ("部门决算·项目支出", "final accounts, project expenditure"),
        *("30", WAN, ("projects.甲.executed", "projects.乙.executed"), WAN, "equal", False),
    ),
    (
        "rate_recomputed",
        "projects.甲.rate",
        ("甲", "甲"),
        *("66.67%", "%", ("projects.甲.executed", "projects.甲.budget"), WAN, "equal", False),
    ),
    (
        "rate_recomputed",
        "projects.乙.rate",
        ("乙", "乙"),
        *("80", "%", ("projects.乙.executed", "projects.乙.budget"), WAN, "equal", False),
    ),
    ("part_above_whole", "projects.甲.executed", ("甲", "甲"), "10", WAN, ("lists.l.教育",), WAN, "at_most", False),
    (
        "rate_recomputed",
        "claims[0]",
        ("增长率（第三页）", "growth rate（第三页）"),
        *("-25%", "%", (SPENDING, PLANNED), WAN, "equal", False),
    ),
    ("rate_recomputed", "claims[1]", ("增减额", "difference"), "-10", WAN, (SPENDING, PLANNED), WAN, "equal", False),
    (
        "stated_twice",
        "final_accounts.closing_carryover[0]",
        ("部门决算·年末结转和结余", "final accounts, closing carry-over"),
        *("12", WAN, ("final_accounts.closing_carryover",), WAN, "equal", False),
    ),
]


def test_every_relation_of_a_report_with_all_that_it_holds() -> None:
    """Code, place, names, the stated figure and its unit, what it is judged by, and whether it may fall short."""
    assert "万元" in MONEY_UNITS
    assert [told(each) for each in instances(load_report(DATA))] == EXPECTED


def test_what_the_report_says_of_its_own_identity_is_kept() -> None:
    own = next(each.identity for each in instances(load_report(DATA)) if each.identity.code == "user_identity")
    assert (own.name, own.source, own.whole, own.parts) == (
        ("自定", "自定"),
        "report",
        "final_accounts.current_expenditure",
        SPENDING,
    )
    assert (own.comparison, own.soft, own.is_of_which, own.unless) == ("at_most", True, False, "")


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"projects_closed": False}, {(PLANNED, True), (SPENDING, True)}),
        ({}, {(PLANNED, False), (SPENDING, False)}),
    ],
)
def test_projects_that_are_not_all_may_fall_short(change: dict[str, Any], codes: set[tuple[str, bool]]) -> None:
    found = instances(load_report(DATA | change))
    relations = [each.relation for each in found if each.identity.code == "projects_add_up"]
    assert {(each.where, each.may_fall_short) for each in relations} == codes


def test_what_cannot_be_read_is_said_all_at_once() -> None:
    """Design: every problem of an input, each with path, reason and mend, in both languages."""
    bad = {
        "identities": [{"name": "x", "whole": "a b", "parts": "staff.in_pos"}],
        "claims": [
            {"formula": "growth_rat", "inputs": {}, "value": 1},
            {"formula": "growth_rate", "inputs": {"curent": "staff.in_post", "base": "staff.a -"}, "value": 1},
        ],
    }
    with pytest.raises(ReportError) as caught:
        instances(load_report(bad))
    say_which = ("写明它取自哪个数", "say which figure it is")
    check = ("请核对名称", "check the name")
    assert [(each.path, each.reason, each.mend) for each in caught.value.problems] == [
        ("identities[0].whole", ("没有“a b”这样的数据路径", "no figure can stand at 'a b'"), check),
        (
            "identities[0].parts",
            ("没有“staff.in_pos”这样的数据路径", "no figure can stand at 'staff.in_pos'"),
            ("是否应为：in_post", "did you mean: in_post"),
        ),
        (
            "claims[0].formula",
            ("没有名为“growth_rat”的公式", "no formula is called 'growth_rat'"),
            ("是否应为：growth_rate", "did you mean: growth_rate"),
        ),
        (
            "claims[1].inputs.curent",
            ("增长率没有“curent”这一项", "growth rate has no 'curent'"),
            ("是否应为：current", "did you mean: current"),
        ),
        (
            "claims[1].inputs.base",
            ("“staff.a -”不是数据路径的加减式", "'staff.a -' is no sum of paths"),
            ("写成 a + b - c，可缺的后加 ?", "write a + b - c, with ? after what may be absent"),
        ),
        ("claims[1].inputs.base", ("增长率没有“base”这一项", "growth rate has no 'base'"), check),
        ("claims[1].inputs", ("增长率缺少“current”", "growth rate needs 'current'"), say_which),
        ("claims[1].inputs", ("增长率缺少“prior”", "growth rate needs 'prior'"), say_which),
    ]


def test_identities_stand_in_columns_in_one_kind_of_fund_and_step_back_for_better_ones() -> None:
    """The same rows in all funds and in one kind of them; the placeholders of each row are filled."""
    rows = {"opening_carryover": "5", "current_income": "10", "current_expenditure": "12", "closing_carryover": "3"}
    data = {"unit": WAN, "final_accounts": {**rows, "fiscal_appropriation": rows}}
    found = [(each.identity.code, each.relation.where) for each in instances(load_report(data))]
    fund = "final_accounts.fiscal_appropriation"
    assert ("carryover_roll_forward", "final_accounts.closing_carryover") in found
    assert ("carryover_roll_forward", f"{fund}.closing_carryover") in found
    rolled = [each.identity for each in instances(load_report(data)) if each.identity.code == "carryover_roll_forward"]
    assert [each.whole for each in rolled] == ["final_accounts.closing_carryover", f"{fund}.closing_carryover"]
    for each in rolled:
        assert "{" not in each.whole + each.parts + each.unless + str(each.may_fall_short)


def test_identities_of_each_line_of_a_column_have_its_name() -> None:
    """Funds add up line by line: column and line are put into each row of the table."""
    funds = {"fiscal_appropriation": "12", "general_public": "7.5", "government_fund": "4.5"}
    figures = {fund: {"closing_carryover": value} for fund, value in funds.items()}
    every = instances(load_report({"unit": WAN, "prior_accounts": figures}))
    (found,) = (each for each in every if each.identity.code == "funds_add_up")
    assert found.relation.where == "prior_accounts.fiscal_appropriation.closing_carryover"
    assert tuple(found.relation.pieces) == (
        "prior_accounts.general_public.closing_carryover",
        "prior_accounts.government_fund.closing_carryover",
    )
    own = found.identity
    assert (own.whole, own.parts, own.may_fall_short) == (
        "prior_accounts.fiscal_appropriation.closing_carryover",
        (
            "prior_accounts.general_public.closing_carryover + prior_accounts.government_fund.closing_carryover"
            " + prior_accounts.state_capital.closing_carryover?"
        ),
        "prior_accounts.state_capital.closing_carryover",
    )


ROLLED = "final_accounts.closing_carryover"


def test_an_identity_seen_at_a_glance_adds_and_takes_away() -> None:
    """Opening and income add to the closing balance, expenditure is taken from it; a bound holds from below only."""
    rows = {"opening_carryover": "5", "current_income": "10", "current_expenditure": "12", "closing_carryover": "3"}
    rows["basic_expenditure"] = "4"
    planned = allowed_by(load_report({"unit": WAN, "final_accounts": rows})).planned
    rolled = next(each for each in planned if each.identity.code == "carryover_roll_forward")
    assert rolled.added == ("final_accounts.opening_carryover", "final_accounts.current_income")
    assert rolled.subtracted == ("final_accounts.current_expenditure",)
    numbers = dict(zip((*rolled.added, *rolled.subtracted), (5, 10, 12), strict=True))
    assert [closing for closing in range(-1, 30) if rolled.holds({**numbers, ROLLED: closing})] == [3]
    bound = next(each for each in planned if each.identity.comparison == "at_most")
    (most,) = bound.added
    assert [n for n in range(9) if bound.holds({bound.identity.whole: n, most: 4})] == [0, 1, 2, 3, 4]


def test_a_claim_that_cannot_be_computed_leaves_the_next_one() -> None:
    first = {"formula": "difference", "inputs": {"current": SPENDING, "prior": "staff.in_post"}, "value": "-10"}
    found = instances(load_report(DATA | {"claims": [first, *DATA["claims"]]}))
    assert [each.relation.where for each in found if each.relation.where.startswith("claims")] == [
        "claims[1]",
        "claims[2]",
    ]


def test_a_project_of_a_class_that_the_list_does_not_have_is_compared_with_nothing() -> None:
    for name in ("科技", "total"):
        rows = [{"name": "甲", "executed": "10", "function": name}]
        found = instances(load_report(DATA | {"projects": rows}))
        assert not [each for each in found if each.relation.where == "projects.甲.executed"]


def test_a_bound_and_a_sum_of_the_same_figures_are_two() -> None:
    own = {"whole": "final_accounts.current_expenditure", "parts": "final_accounts.total_expenditure"}
    data = {"unit": WAN, "final_accounts": {"current_expenditure": "10", "total_expenditure": "10"}}
    both = [{"name": "不大于", "at_most": True, **own}, {"name": "等于", **own}]
    found = [
        each for each in instances(load_report(data | {"identities": both})) if each.identity.code == "user_identity"
    ]
    assert [each.relation.comparison for each in found] == ["at_most", "equal"]


def test_two_figures_that_each_come_from_the_other_are_judged_both_ways() -> None:
    """Only a bound is left out beside a sum that says more; a sum is judged whatever else is."""
    facts = [{"id": name, "name": "n", "value": value} for name, value in (("a", "5"), ("b", "5"))]
    own = [{"name": f"{x}{y}", "whole": f"facts.{x}", "parts": f"facts.{y}", "closed": True} for x, y in ("ab", "ba")]
    found = instances(load_report({"facts": facts, "identities": own}))
    assert [each.relation.where for each in found] == ["facts.a", "facts.b"]


def test_an_item_of_a_list_that_is_stated_twice_is_compared() -> None:
    """Whatever else the report has: a list alone is enough."""
    items = [{"name": "甲", "value": ["4.00万元", "50000元"]}]
    data = {"lists": [{"id": "l", "name": "n", "by": "other", "items": items}]}
    [found] = instances(load_report(data))
    assert (found.identity.code, found.relation.where) == ("stated_twice", "lists.l.甲[0]")


def test_a_project_without_a_class_does_not_hide_the_next() -> None:
    data = {
        "lists": [{"id": "l", "name": "n", "by": "function", "items": [{"name": "教育", "value": "5万元"}]}],
        "projects": [
            {"name": "甲", "executed": "3万元"},
            {"name": "乙", "function": "教育"},
            {"name": "丙", "executed": "7万元", "function": "教育"},
        ],
    }
    found = instances(load_report(data))
    assert [(each.identity.code, each.relation.where) for each in found] == [
        ("part_above_whole", "projects.丙.executed")
    ]


@pytest.mark.parametrize(
    ("figures", "code", "better"),
    [
        (
            {"total_expenditure": "10", "basic_expenditure": "6", "project_expenditure": "4"},
            "expenditure_by_kind",
            ("total_expenditure", {"current_expenditure": "10"}, "current_expenditure"),
        ),
        (
            {
                "three_public_expenses": "9",
                "overseas_travel": "1",
                "vehicle_purchase": "2",
                "vehicle_operation": "2",
                "official_hospitality": "4",
            },
            "three_public_parts",
            ("three_public_expenses", {"official_vehicles": "4"}, "three_public_expenses"),
        ),
    ],
)
def test_an_identity_steps_back_where_the_figure_of_a_better_one_is_stated(
    figures: dict[str, str], code: str, better: tuple[str, dict[str, str], str]
) -> None:
    """The figure of the better one is looked for in the same column: only there the other one is left out."""
    whole, more, instead = better

    def found(accounts: dict[str, str], prior: dict[str, str]) -> list[tuple[str, set[str]]]:
        every = instances(load_report({"unit": WAN, "final_accounts": accounts, "prior_accounts": prior}))
        return [(each.relation.where, set(each.relation.pieces)) for each in every if each.identity.code == code]

    parts = {f"final_accounts.{line}" for line in figures if line != whole}
    assert found(figures, more) == [(f"final_accounts.{whole}", parts)]
    [(where, used)] = found(figures | more, {})
    assert where == f"final_accounts.{instead}"
    assert (where, used) != (f"final_accounts.{whole}", parts)


def test_a_figure_keeps_the_unit_that_it_is_written_with() -> None:
    """A rate is in percent where it carries no unit; any other unit is kept, as it stands in the text."""
    for value, unit in (("25", "%"), ("25%", "%"), ("25件", "件")):
        claim = {**DATA["claims"][0], "value": value}
        found = instances(load_report(DATA | {"claims": [claim]}))
        [stated] = [each.relation.stated for each in found if each.relation.where == "claims[0]"]
        assert (stated.text, stated.unit and stated.unit.text) == (value, unit)


def test_a_share_has_the_name_of_its_item_and_is_in_percent() -> None:
    """Whether or not it carries the sign."""
    [found] = [each for each in instances(load_report(DATA)) if each.identity.code == "shares_add_up"]
    told_of = [
        (piece.located.label, piece.unit and piece.unit.text, piece.quantity.text)
        for piece in found.relation.pieces.values()
    ]
    assert told_of == [(("教育", "教育"), "%", "60%"), (("卫生", "卫生"), "%", "40")]
