"""check(): what is seen at a glance is what a full judgement says, and a plan is what the tables say of any report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import perfmetrics as pm
from perfmetrics.consistency import Statement, broken_findings, departures, remarks, results_of
from perfmetrics.diagnosis import Network, culprits
from perfmetrics.findings import gravity
from perfmetrics.habits import infer_habit
from perfmetrics.identities import (
    COLUMN_IDENTITIES,
    COLUMNS,
    LINE_IDENTITIES,
    PART_IDENTITIES,
    REPORT_IDENTITIES,
    Identity,
    instances,
)
from perfmetrics.statements import SCOPES, Lines, Report, load_report
from perfmetrics.texts import Phrase
from strategies import examples

Data = dict[str, Any]
LINES = tuple(Lines.model_fields)


def written(places: int) -> st.SearchStrategy[str]:
    """Small numbers, so that sums close by chance, nearly close, and do not."""
    return st.integers(-1, 12).map(lambda n: f"{n / 10**places:.{places}f}")


def amounts() -> st.SearchStrategy[Any]:
    """An amount as a report may write it: bare, with a unit of its own, approximate, twice, in parts, zero."""
    bare = st.one_of(st.just("0"), written(0), written(0), written(1), written(2))
    own = st.builds("{}{}".format, written(1), st.sampled_from(["元", "万元", "亿元"]))
    odd = st.one_of(st.just("0元"), own, st.integers(1, 30).map("约{}".format), st.tuples(bare, own).map(list))
    parts = st.lists(bare, min_size=1, max_size=3).map(
        lambda values: [{"name": f"其中{i}", "value": value} for i, value in enumerate(values)]
    )
    return st.one_of(bare, bare, bare, bare, odd, parts)


def some(names: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Some of the names: few, or all but few."""
    few = st.sets(st.sampled_from(names), max_size=8)
    chosen = st.one_of(few, few.map(lambda left: set(names) - left))

    @st.composite
    def drawn(draw: st.DrawFn) -> Data:
        kept = draw(chosen)
        return {name: draw(values) for name in names if name in kept}

    return drawn()


# What does not depend on what is drawn is built once: building strategies takes longer than drawing from them.
AMOUNTS = amounts()
SOME_COLUMNS = st.sets(st.sampled_from(COLUMNS), min_size=1, max_size=2)
SOME_SCOPES = st.sets(st.sampled_from(SCOPES), max_size=2)
SOME_LINES = some(LINES, AMOUNTS)
SOME_CHANGES = some(("supplement", "cut"), AMOUNTS)
PEOPLE = st.fixed_dictionaries(dict.fromkeys(("in_post", "present", "counted_elsewhere"), st.integers(0, 3)))
SOME_ITEMS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from("甲乙"), "value": written(1)}), min_size=1, max_size=3
)
KINDS_OF_LISTS = st.fixed_dictionaries(
    {"by": st.sampled_from(["source", "other"]), "closed": st.sampled_from([True, "unknown"])}
)


@st.composite
def reports(draw: st.DrawFn) -> tuple[Data, list[Identity]]:
    """A report with columns and funds of any shape, and at times all else that a report or a user may add."""
    data: Data = {"unit": "万元"}
    for column in draw(SOME_COLUMNS):
        data[column] = draw(SOME_LINES)
        for scope in draw(SOME_SCOPES):
            data[column][scope] = draw(SOME_LINES)
    data |= draw(st.sampled_from([{}, {"staff": draw(PEOPLE)}, {"adjustment": draw(SOME_CHANGES)}]))
    paths = sorted(load_report(data).section_figures) or ["final_accounts.current_income"]
    path = st.sampled_from(paths)
    extra: list[Identity] = []
    if draw(st.booleans()):
        data["identities"] = draw(st.lists(own_identities(path), max_size=2))
        if draw(st.booleans()):
            extra.append(draw(user_identities(path)))
    if draw(st.sampled_from([False, False, True])):
        of = path.map(lambda each: f"{each.rpartition('.')[0]}.current_income")
        data["lists"] = [
            {
                "id": "l",
                "name": "清单",
                "of": draw(of),
                **draw(KINDS_OF_LISTS),
                "items": draw(SOME_ITEMS),
            }
        ]
        if "current_income" not in data["lists"][0]["of"] or data["lists"][0]["of"].split(".")[0] not in COLUMNS:
            del data["lists"]
    if draw(st.sampled_from([False, False, True])):
        inputs = {"current": draw(path), "prior": draw(path)}
        if len({each.split(".")[0] == "staff" for each in inputs.values()}) == 1:
            data["claims"] = [{"formula": "growth_rate", "inputs": inputs, "value": "25%"}]
    return data, extra


def own_identities(path: st.SearchStrategy[str]) -> st.SearchStrategy[Data]:
    sums = st.builds("{} {} {}{}".format, path, st.sampled_from("+-"), path, st.sampled_from(["", "?"]))
    return st.fixed_dictionaries(
        {"name": st.just("自定"), "whole": path, "parts": st.one_of(path, sums), "at_most": st.booleans()}
        | {"closed": st.booleans()}
    )


def user_identities(path: st.SearchStrategy[str]) -> st.SearchStrategy[Identity]:
    codes = st.sampled_from(["mine", "totals_equal", "basic_by_kind", "part_above_whole"])
    kinds = st.sampled_from(["equal", "at_most"])
    return st.builds(Identity, codes, st.just(Phrase("我的", "mine")), st.just("s"), path, path, kinds)


def whole_reports(count: int) -> settings:
    """Return settings for whole reports: as many examples, and no hours spent on making a failing one smaller."""
    return settings(examples(count), phases=[Phase.explicit, Phase.generate])


# ---------------------------------------------------------------------------------------------------------------------
# The quick way is the full way.


@given(case=reports())
@whole_reports(50)
def test_verdicts_at_a_glance_are_those_of_a_full_judgement(case: tuple[Data, list[Identity]]) -> None:
    """check(): the same identities in the same order, with the same verdicts, results, differences and ranges."""
    data, extra = case
    report = load_report(data)
    result = pm.check(report, identities=extra)
    full = [Statement(each, each.relation.judge()) for each in instances(load_report(data), extra)]
    assert result.verdicts == tuple(each.judgement.verdict for each in full)
    assert result.statements == tuple(full)
    for one, other in zip(result.statements, full, strict=True):
        assert one.judgement.interval == other.judgement.interval
        assert one.working == other.working


@given(case=reports())
@whole_reports(15)
def test_what_is_said_is_what_all_statements_say(case: tuple[Data, list[Identity]]) -> None:
    """check(): nothing that is seen at a glance would have had a word to say, and all else says it."""
    data, extra = case
    report = load_report(data)
    full = [Statement(each, each.relation.judge()) for each in instances(report, extra)]
    network = Network(report, [each.instance for each in full], [each.judgement.verdict for each in full])
    habit = infer_habit(results_of(full))
    found = [
        *broken_findings(network, [(i, full[i]) for i in sorted(network.broken)], lambda _: None),
        *remarks(lambda _: report.figures(), full),
        *departures(habit),
    ]
    result = pm.check(report, identities=extra, bound=1)
    assert result.findings == tuple(sorted(found, key=gravity))
    assert (result.habit, result.culprits) == (habit, culprits(network, bound=1))


# ---------------------------------------------------------------------------------------------------------------------
# The oracle of the plans: every identity of the tables, in every column, scope and line, tried one after another.


def every_identity() -> Iterator[tuple[Identity, dict[str, str]]]:
    for column in COLUMNS:
        for scope in ("", *SCOPES):
            here = f"{column}.{scope}" if scope else column
            for each in (*LINE_IDENTITIES, *PART_IDENTITIES):
                if not scope or ("{c}.fiscal_appropriation" not in each.parts + each.unless):
                    yield each, {"{c}": here}
        for line in LINES:
            for each in COLUMN_IDENTITIES:
                yield each, {"{col}": column, "{line}": line}
    for each in REPORT_IDENTITIES:
        yield each, {}


def put(text: str, words: dict[str, str]) -> str:
    for key, word in words.items():
        text = text.replace(key, word)
    return text


Outline = tuple[str, str, tuple[tuple[str, int], ...], str, bool]


def outlines(report: Report) -> Iterator[Outline]:
    """Yield code, whole, parts with their signs, comparison, and whether the parts may fall short."""
    listed = {each.of for each in report.lists if each.by == "source"}
    for each, words in every_identity():
        whole = report.find(put(each.whole, words))
        if whole is None or len(whole.terms) != 1 or (each.unless and report.find(put(each.unless, words)) is not None):
            continue
        if each.code == "income_by_source" and whole.path in listed:
            continue
        parts: list[tuple[str, int]] = []
        lacking = False
        for sign, term in zip(
            "+" + "".join(c for c in each.parts if c in "+-"),
            put(each.parts, words).replace("- ", "+ ").split(" + "),
            strict=True,
        ):
            part = report.find(term.removesuffix("?"))
            if part is None:
                lacking |= not term.endswith("?")
                continue
            count = len(part.terms)
            keys = [part.path] if count == 1 else [f"{part.path}[{i}]" for i in range(count)]
            parts += [(key, -1 if sign == "-" else 1) for key in keys]
        if lacking:
            continue
        short = each.may_fall_short
        falls = report.find(put(short, words)) is None if isinstance(short, str) else short
        yield each.code, whole.path, tuple(sorted(parts)), each.comparison, falls


def judged(report: Report) -> list[Outline]:
    """Return them without those that stand twice, and without bounds on parts of closed sums."""
    first: dict[object, Outline] = {}
    for each in outlines(report):
        first.setdefault(each[:3], each)
    summed = {
        (key, whole)
        for _, whole, parts, how, falls in first.values()
        if how == "equal" and not falls
        for key, _ in parts
    }
    return [
        each for each in first.values() if each[3] == "equal" or not any((each[1], key) in summed for key, _ in each[2])
    ]


@given(case=reports())
@whole_reports(80)
def test_the_plan_of_a_report_is_every_identity_tried_one_after_another(case: tuple[Data, list[Identity]]) -> None:
    """Issue 3: each identity runs in every column and scope that has its lines, once, in the order of the tables."""
    data, _ = case
    report = load_report({key: value for key, value in data.items() if key not in {"identities", "claims"}})
    found = [
        (
            each.identity.code,
            rel.where,
            tuple(sorted((key, piece.sign) for key, piece in rel.pieces.items())),
            rel.comparison,
            rel.may_fall_short,
        )
        for each in instances(report)
        if not (
            (rel := each.relation).where.startswith("lists") or each.identity.code in {"list_adds_up", "stated_twice"}
        )
    ]
    assert found == judged(report)
