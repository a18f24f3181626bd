"""The scoring tables: what ships, how well it is known, that it adds up, and the way to data and back."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import formulas
from perfmetrics.errors import FileError, RubricError, UnknownNameError
from perfmetrics.formulas import Provenance
from perfmetrics.inputs import Term
from perfmetrics.rubrics import (
    SHIPPED,
    Category,
    Dimension,
    Grade,
    Indicator,
    Rubric,
    list_rubrics,
    load_rubric,
    operand_terms,
)
from perfmetrics.rules import EVIDENCE_RULES, RATE_RULES, Choice, NotKnown, Targets

GOOD = Path(__file__).parent / "bad_input" / "good_rubric.toml"
COMPLETE = {"baojing-2019", "hunan-13", "beijing-2022", "project-self-2020"}


def _good() -> dict[str, Any]:
    return tomllib.loads(GOOD.read_text(encoding="utf-8"))


def _line(data: dict[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = data["dimensions"][0]["categories"][0]["indicators"][0]
    return line


def _with(**changes: object) -> Indicator:
    data = _good()
    _line(data).update(changes)
    for key in [key for key, value in _line(data).items() if value is None]:
        del _line(data)[key]
    return load_rubric(data).indicators[0]


# ---------------------------------------------------------------------------------------------------------------------
# What ships.


def test_the_list_of_what_ships_is_the_files_of_the_package() -> None:
    there = {
        each.name.removesuffix(".toml")
        for each in files("perfmetrics.rubrics").iterdir()
        if each.name.endswith(".toml")
    }
    assert set(SHIPPED) == there
    assert len(SHIPPED) == len(there)


def test_every_shipped_table_loads_under_its_own_name() -> None:
    assert tuple(each.id for each in list_rubrics()) == SHIPPED
    assert [load_rubric(name) for name in SHIPPED] == list(list_rubrics())


def test_a_shipped_table_is_read_once() -> None:
    assert load_rubric("baojing-2019") is load_rubric("baojing-2019")


def test_the_tables_whose_every_full_mark_is_known() -> None:
    assert {each.id for each in list_rubrics() if each.is_complete} == COMPLETE


def _sum(parts: Iterable[Fraction | None]) -> Fraction | None:
    known = list(parts)
    if None in known:
        return None
    return sum((each for each in known if each is not None), Fraction(0))


@pytest.mark.parametrize("name", SHIPPED)
def test_marks_add_up_at_every_level(name: str) -> None:
    table = load_rubric(name)
    dimensions: tuple[Dimension, ...] = table.dimensions
    for dim in dimensions:
        for cat in dim.categories:
            below = _sum(line.marks for line in cat.indicators)
            assert below in {cat.marks, None}, cat.id
        assert _sum(cat.marks for cat in dim.categories) in {dim.marks, None}, dim.id
    total = _sum(dim.marks for dim in dimensions)
    assert total in {Fraction(table.full_marks), None}
    if table.is_complete:
        assert _sum(line.marks for line in table.indicators) == table.full_marks


@pytest.mark.parametrize("name", SHIPPED)
def test_every_line_says_how_well_it_is_known_and_where_it_was_read(name: str) -> None:
    for line in load_rubric(name).indicators:
        known = line.provenance
        assert known.source, line.id
        assert (known.formula is not None) == (line.formula is not None) or isinstance(line.rule, Choice), line.id
        assert isinstance(known.full_marks, Provenance)
        assert isinstance(known.rule, Provenance)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_table_says_where_it_comes_from(name: str) -> None:
    table = load_rubric(name)
    assert table.source.title
    assert table.title_en.isascii()
    assert not table.title.isascii()
    assert bool(table.grades) == bool(table.grades_source)


@pytest.mark.parametrize("name", SHIPPED)
def test_identifiers_of_a_table_are_unique_and_names_are_there_in_both_languages(name: str) -> None:
    table = load_rubric(name)
    ids = [line.id for line in table.indicators]
    assert len(ids) == len(set(ids))
    parts: list[Dimension | Category | Indicator] = [*table.dimensions, *table.indicators]
    for each in parts:
        assert each.id.isascii()
        assert not each.name.isascii()
        assert each.name_en.isascii()


@pytest.mark.parametrize("name", [each for each in SHIPPED if load_rubric(each).grades])
def test_every_total_has_one_grade(name: str) -> None:
    table = load_rubric(name)
    full = int(table.full_marks)
    for tenths in range(full * 10 + 1):
        total = Fraction(tenths, 10)
        holding = [each for each in table.grades if total in each.range]
        assert len(holding) == 1, total
        assert table.grade(total) == holding[0]
    assert table.grade(Fraction(full)) == table.grades[0]  # the best grade first
    assert table.grade(Fraction(-1)) is None


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rule_can_award_all_of_its_line_and_no_more(name: str) -> None:
    for line in load_rubric(name).indicators:
        assert line.scores_a_rate == isinstance(line.rule, RATE_RULES)
        if line.marks is not None:
            assert list(line.rule.problems(line.marks)) == []
        if isinstance(line.rule, (*EVIDENCE_RULES, Targets)) and not isinstance(line.rule, NotKnown):
            assert line.formula is None


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_table_survives_the_way_to_data_and_back(name: str) -> None:
    table = load_rubric(name)
    data = table.model_dump(mode="json", exclude_none=True)
    assert load_rubric(data) == table
    assert load_rubric(json.loads(json.dumps(data))) == table
    assert load_rubric(table.model_dump()) == table


@pytest.mark.parametrize("range_", ["[0, 0.00001]", "(-inf, 0.00001]", "(-12.5, inf)", "(-inf, inf)"])
def test_ranges_survive_the_way_to_data_and_back_exactly(range_: str) -> None:
    line = _with(rule={"kind": "bands", "bands": [{"range": range_, "points": 10}]})
    again = _with(rule=line.model_dump(mode="json", exclude_none=True)["rule"])
    assert again.rule == line.rule


# ---------------------------------------------------------------------------------------------------------------------
# A user's own table.


def test_a_table_is_a_mapping_a_path_or_a_table(tmp_path: Path) -> None:
    table = load_rubric(GOOD)
    assert isinstance(table, Rubric)
    assert load_rubric(table) is table
    assert load_rubric(str(GOOD)) == load_rubric(_good()) == table
    copy = tmp_path / "copy.json"
    copy.write_text(json.dumps(_good()), encoding="utf-8")
    assert load_rubric(copy) == table


def test_a_path_is_never_taken_for_an_identifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("baojing-2019"), Path("baojing-2019.toml")):
        with pytest.raises(FileError):
            load_rubric(path)
    (tmp_path / "mine").mkdir()
    with pytest.raises(FileError):
        load_rubric("mine")


@pytest.mark.parametrize(
    ("name", "nearest"), [("baojing-2091", "baojing-2019"), ("Hunan-13", "hunan-13"), ("hunan13", "hunan-13")]
)
def test_a_misspelt_identifier_gives_the_nearest(name: str, nearest: str) -> None:
    for call in (lambda: load_rubric(name), lambda: pm.score({}, name)):
        with pytest.raises(UnknownNameError) as caught:
            call()
        (problem,) = caught.value.problems
        assert problem.reason == (f"没有名为“{name}”的评分标准", f"no scoring table is called {name!r}")
        assert nearest in problem.mend.en.removeprefix("did you mean: ").split(", ")


def test_an_identifier_like_none() -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_rubric("x")
    assert str(caught.value) == "没有名为“x”的评分标准；请核对名称"


# ---------------------------------------------------------------------------------------------------------------------
# Lines.


def test_marks_of_a_line_are_exact_or_unknown() -> None:
    assert _with().marks == 10
    data = _good()
    for each in (data["dimensions"][0], data["dimensions"][0]["categories"][0], _line(data)):
        each["full_marks"] = "unknown"
    table = load_rubric(data)
    dim = table.dimensions[0]
    assert (dim.marks, dim.categories[0].marks, table.indicators[0].marks) == (None, None, None)
    assert not table.is_complete
    assert load_rubric(_good()).is_complete


def test_unknown_marks_may_take_what_is_left() -> None:
    data = _good()
    lines = data["dimensions"][0]["categories"][0]["indicators"]
    lines[0]["full_marks"] = 4
    lines[0]["rule"] = {"kind": "converted"}
    del lines[0]["formula"]
    lines.append({**lines[0], "id": "other", "full_marks": "unknown"})
    assert [line.marks for line in load_rubric(data).indicators] == [4, None]


def test_the_operands_of_a_line_are_its_own_or_the_usual_ones() -> None:
    formula = formulas.get("budget_control_rate")
    usual = _with().terms(formula)
    own = _with(inputs={"supplement": "adjustment.supplement - adjustment.cut?"}).terms(formula)
    assert own["initial_budget"] == usual["initial_budget"]
    assert own["supplement"] == (
        Term(1, ("adjustment.supplement",)),
        Term(-1, ("adjustment.cut",), optional=True),
    )
    assert own == operand_terms(formula, {"supplement": "adjustment.supplement - adjustment.cut?"})
    assert operand_terms(formulas.get("completion_rate"), {"actual": "staff.in_post"}) == {
        "actual": (Term(1, ("staff.in_post",)),)
    }


KNOWN = {"full_marks": "published", "formula": "published", "rule": "published"}


@pytest.mark.parametrize(
    ("changes", "assumed", "rule_is_assumed"),
    [
        ({}, (), False),
        ({"full_marks": "recalled", "rule": "recalled"}, (), False),
        ({"full_marks": "reconstructed"}, ("full_marks",), False),
        ({"rule": "reconstructed"}, ("rule",), True),
        ({"formula": "reconstructed"}, ("formula",), True),
        ({"uncertain": ["full_marks", "rule"]}, ("full_marks", "rule"), True),
    ],
)
def test_what_is_reconstructed_or_uncertain_is_assumed(
    changes: dict[str, Any], assumed: tuple[str, ...], *, rule_is_assumed: bool
) -> None:
    line = _with(provenance=KNOWN | changes)
    assert (line.assumed, line.rule_is_assumed) == (assumed, rule_is_assumed)


def test_a_rule_that_is_not_known_is_assumed_and_may_have_a_formula() -> None:
    line = _with(rule={"kind": "not_known"})
    assert line.assumed == ("rule",)
    assert line.formula == "budget_control_rate"


def test_unknown_marks_are_no_assumption() -> None:
    data = _good()
    for each in (data["dimensions"][0], data["dimensions"][0]["categories"][0], _line(data)):
        each["full_marks"] = "unknown"
    _line(data)["provenance"] = KNOWN | {"full_marks": "reconstructed"}
    assert load_rubric(data).indicators[0].assumed == ()


def test_a_choice_between_two_metrics_that_are_sound_loads() -> None:
    each = {"formula": "budget_control_rate", "rule": {"kind": "proportional"}}
    line = _with(formula=None, rule={"kind": "choice", "alternatives": [each, each]})
    assert isinstance(line.rule, Choice)
    assert not line.scores_a_rate


def test_a_choice_takes_no_formula_of_its_own() -> None:
    each = {"formula": "budget_control_rate", "rule": {"kind": "proportional"}}
    with pytest.raises(RubricError) as caught:
        _with(rule={"kind": "choice", "alternatives": [each, each]})
    (problem,) = caught.value.problems
    assert problem.path == "rubric.dimensions[0].categories[0].indicators[0].formula"
    assert problem.reason.zh == "choice 规则不用公式"


def test_tables_are_values() -> None:
    table = load_rubric(GOOD)
    with pytest.raises(ValueError, match="frozen"):
        table.full_marks = Decimal(1)  # type: ignore[misc]
    assert isinstance(load_rubric("baojing-2019").grades[0], Grade)
