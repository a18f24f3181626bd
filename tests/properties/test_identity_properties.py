"""Every built-in identity: its figures, true by construction, agree; moved apart, they contradict one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfmetrics as pm
from perfmetrics.identities import (
    BUILT_IN,
    CLAIM,
    COLUMN_IDENTITIES,
    LINE_IDENTITIES,
    LIST_ADDS_UP,
    LIST_ITEM_ABOVE,
    LIST_OF_WHICH,
    PART_IDENTITIES,
    PROJECT_ABOVE_CLASS,
    PROJECT_RATE,
    PROJECTS_ADD_UP,
    REPORT_IDENTITIES,
    SHARE,
    SHARES_ADD_UP,
    STATED_TWICE,
    Identity,
)
from perfmetrics.inputs import parse_inputs
from perfmetrics.verdicts import Verdict
from strategies import examples

Data = dict[str, Any]

BY_PATHS = (*LINE_IDENTITIES, *PART_IDENTITIES, *COLUMN_IDENTITIES, *REPORT_IDENTITIES)
FAR = 100  # hundredths: more than all roundings of a dozen figures to hundredths together


def text(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def put(data: Data, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for name in way:
        data = data.setdefault(name, {})
    data[last] = value


def verdict_of(data: Data, identity: Identity, where: str) -> Verdict:
    """Return the one verdict of an identity on a figure."""
    found = [
        each.judgement.verdict
        for each in pm.check({"unit": "万元", **data}).statements
        if (each.instance.identity.name, each.instance.relation.where) == (identity.name, where)
    ]
    assert len(found) == 1, (identity.code, where, found)
    return found[0]


def expected(off: int, *, at_most: bool = False, may_fall_short: bool = False) -> Verdict:
    """Return the verdict on a figure that is off by some hundredths from what it should equal, or be at most.

    Nothing between one hundredth and `FAR` is drawn: there it depends on how many figures there are.
    """
    if off == 0 or (at_most and off < 0):
        return Verdict.EXACT
    # A figure above the sum of its parts falls short of parts; one below it has too many.
    return Verdict.UNDEFINED if may_fall_short and off > 0 else Verdict.INCONSISTENT


OFFS = st.one_of(st.just(0), st.integers(FAR, 10**5), st.integers(-(10**5), -FAR))


@pytest.mark.parametrize("identity", BY_PATHS, ids=lambda each: f"{each.code}-{each.whole}")
@given(data=st.data(), off=OFFS)
@examples(12)
def test_an_identity_of_paths_holds_if_and_only_if_it_adds_up(
    identity: Identity, data: st.DataObject, off: int
) -> None:
    """Regulations 7: the whole equals what its parts come to, or is at most that; else it is inconsistent."""
    words = {"{c}": "final_accounts", "{col}": "final_accounts", "{line}": "current_expenditure"}
    whole, parts = identity.whole, identity.parts
    for key, word in words.items():
        whole, parts = whole.replace(key, word), parts.replace(key, word)
    counted = whole.startswith("staff.")
    step = 100 if counted else 1
    report: Data = {}
    total = 0
    for term in parse_inputs(parts):
        value = data.draw(st.integers(10**4, 10**6)) * step
        put(report, term.paths[0], value // 100 if counted else text(value))
        total += term.sign * value
    off *= step
    if counted and total + off < 0:
        off = -off
    put(report, whole, (total + off) // 100 if counted else text(total + off))
    assert verdict_of(report, identity, whole) is expected(
        off, at_most=identity.comparison == "at_most", may_fall_short=identity.may_fall_short is True
    )


# ---------------------------------------------------------------------------------------------------------------------
# Lists, projects, claims: what the report names itself.


@dataclass(frozen=True)
class Built:
    """A report around one identity.

    Attributes:
        make: Makes it of three amounts in hundredths and of what the figure in question is off.
        where: The path of that figure.
        at_most: Whether it should only not be above.
        may_fall_short: Whether what it is compared with need not be complete.
    """

    make: Callable[[list[int], int], Data]
    where: str
    at_most: bool = False
    may_fall_short: bool = False


def items(parts: list[int], **more: Any) -> list[Data]:
    return [{"name": f"第{i}项", "value": text(part), **more} for i, part in enumerate(parts)]


def a_list(**more: Any) -> Data:
    return {"lists": [{"id": "a", "name": "清单", "by": "other", "of": "final_accounts.current_expenditure", **more}]}


def spent(total: int) -> Data:
    return {"final_accounts": {"current_expenditure": text(total)}}


def rate(part: int, whole: int, off: int) -> str:
    """Return a rate in percent, half up to hundredths, off by some of them."""
    return f"{text(int(Fraction(part * 10**4, whole) + Fraction(1, 2)) + off)}%"


def of_which(parts: list[int], off: int) -> Data:
    head = {"name": "其中项", "value": text(sum(parts) + off)}
    return a_list(items=[head, *items(parts, level=2)])


def list_of_shares(parts: list[int], off: int) -> Data:
    whole = sum(parts)
    shares = [Fraction(part * 10**4, whole).__floor__() for part in parts[:-1]]
    shares.append(10**4 - sum(shares) + off)
    each = [item | {"share": f"{text(share)}%"} for item, share in zip(items(parts), shares, strict=True)]
    return a_list(items=each, closed=True)


def projects(parts: list[int], **more: Any) -> list[Data]:
    return [{"name": f"项目{i}", "executed": text(part), **more} for i, part in enumerate(parts)]


BUILT: Mapping[str, tuple[Identity, Built]] = {
    "list_adds_up": (
        LIST_ADDS_UP,
        Built(
            lambda parts, off: a_list(items=items(parts), closed=True) | spent(sum(parts) + off),
            "final_accounts.current_expenditure",
        ),
    ),
    "list_adds_up, open": (
        LIST_ADDS_UP,
        Built(
            lambda parts, off: a_list(items=items(parts)) | spent(sum(parts) + off),
            "final_accounts.current_expenditure",
            may_fall_short=True,
        ),
    ),
    "of which": (LIST_OF_WHICH, Built(of_which, "lists.a.其中项", may_fall_short=True)),
    "item above its total": (
        LIST_ITEM_ABOVE,
        Built(
            lambda parts, off: a_list(items=items([parts[0] + off])) | spent(parts[0]),
            "lists.a.第0项",
            at_most=True,
        ),
    ),
    "share": (
        SHARE,
        Built(
            lambda parts, off: (
                a_list(items=[{"name": "甲", "value": text(parts[0]), "share": rate(parts[0], sum(parts), off)}])
                | spent(sum(parts))
            ),
            "lists.a.甲.share",
        ),
    ),
    "shares_add_up": (SHARES_ADD_UP, Built(list_of_shares, "lists.a.shares")),
    "project above its class": (
        PROJECT_ABOVE_CLASS,
        Built(
            lambda parts, off: {
                "lists": [{"id": "a", "name": "功能", "by": "function", "closed": True, "items": items(parts)}],
                "projects": projects([parts[0] + off], function="第0项"),
            },
            "projects.项目0.executed",
            at_most=True,
        ),
    ),
    "projects_add_up": (
        PROJECTS_ADD_UP,
        Built(
            lambda parts, off: {
                "projects": projects(parts),
                "projects_closed": True,
                "final_accounts": {"project_expenditure": text(sum(parts) + off)},
            },
            "final_accounts.project_expenditure",
        ),
    ),
    "rate of a project": (
        PROJECT_RATE,
        Built(
            lambda parts, off: {
                "projects": projects([parts[0]], budget=text(sum(parts)), rate=rate(parts[0], sum(parts), off))
            },
            "projects.项目0.rate",
        ),
    ),
    "claim": (
        CLAIM,
        Built(
            lambda parts, off: {
                **spent(parts[0]),
                "initial_budget": {"current_expenditure": text(sum(parts))},
                "claims": [
                    {
                        "formula": "completion_rate",
                        "inputs": {
                            "actual": "final_accounts.current_expenditure",
                            "planned": "initial_budget.current_expenditure",
                        },
                        "value": rate(parts[0], sum(parts), off),
                    }
                ],
            },
            "claims[0]",
        ),
    ),
    "stated_twice": (
        STATED_TWICE,
        Built(
            lambda parts, off: {
                "final_accounts": {"current_expenditure": [text(parts[0] + off), f"{parts[0] * 100}元"]}
            },
            "final_accounts.current_expenditure[0]",
        ),
    ),
}


@pytest.mark.parametrize("name", BUILT)
@given(parts=st.lists(st.integers(10**5, 10**6), min_size=3, max_size=3), off=OFFS)
@examples(25)
def test_an_identity_of_named_figures_holds_if_and_only_if_it_adds_up(name: str, parts: list[int], off: int) -> None:
    """Regulations 7, and what a report lists: totals and items, shares, projects, claims, a figure stated twice."""
    identity, built = BUILT[name]
    found = verdict_of(built.make(parts, off), identity, built.where)
    assert found is expected(off, at_most=built.at_most, may_fall_short=built.may_fall_short)


def test_every_built_in_identity_has_its_property() -> None:
    """Issue 7: the list is held complete."""
    assert {*BY_PATHS, *(identity for identity, _ in BUILT.values())} == set(BUILT_IN)
