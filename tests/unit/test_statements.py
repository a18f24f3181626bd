"""What a report states: figures with digits and units, names in two languages, paths, and the way back to data."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import perfmetrics as pm
from counting import untraced
from perfmetrics.errors import ReportError
from perfmetrics.inputs import Operand, parse_inputs, resolve
from perfmetrics.quantities import UNITS, Approximation, Dimension, Interval, Rounding, quantity
from perfmetrics.statements import (
    SCOPES,
    Adjustment,
    Assets,
    Column,
    Figure,
    Lines,
    Located,
    NewBuildings,
    Progress,
    Project,
    ProjectEvaluation,
    Report,
    Staff,
    Stated,
    StatedIndicator,
    Work,
    load_report,
    parse_report,
)
from strategies import examples

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.toml"))
NAMES = [path.stem for path in EXAMPLES]
LINE = "final_accounts.operating_expenses"


def _located(data: dict[str, Any], path: str) -> Located:
    located = load_report(data).find(path)
    assert located is not None
    return located


def _texts(data: dict[str, Any], path: str) -> list[str]:
    return [each.text for each in _located(data, path).figure.terms]


def _accounts(value: object, **more: object) -> dict[str, Any]:
    return {"unit": "万元", "final_accounts": {"operating_expenses": value, **more}}


def _interval(located: Located, *, unit: str | None = None) -> Interval:
    (quantity,) = located.figure.terms
    return located.interval(quantity, Rounding.HALF_UP, None if unit is None else UNITS[unit])


# ---------------------------------------------------------------------------------------------------------------------
# Figures keep the digits and the unit they are written with.


@pytest.mark.parametrize(
    ("written", "text"),
    [("48.70", "48.70"), ("84.390", "84.390"), ("83", "83"), ("0.00", "0.00"), ("-7.50", "-7.50"), ("1e2", "100")],
)
def test_numbers_of_a_file_keep_their_digits(written: str, text: str) -> None:
    toml = parse_report(f"[final_accounts]\noperating_expenses = {written}\n".encode(), "toml", "a.toml")
    json_ = parse_report(f'{{"final_accounts": {{"operating_expenses": {written}}}}}'.encode(), "json", "a.json")
    assert toml == json_
    located = toml.find(LINE)
    assert located is not None
    (quantity,) = located.figure.stated
    assert quantity.text == text
    assert quantity.decimals == (len(text.partition(".")[2]))


def test_files_on_disk_keep_their_digits_too(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[final_accounts]\noperating_expenses = 48.70\n", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"final_accounts": {"operating_expenses": 48.70}}', encoding="utf-8")
    for path in (tmp_path / "a.toml", str(tmp_path / "a.json")):
        figure = load_report(path).to_dict()["final_accounts"]["operating_expenses"]
        assert figure == "48.70"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1, "0.1"), (48.70, "48.7"), (83, "83"), (Decimal("48.70"), "48.70"), ("48.70", "48.70"), (" 48.70 ", "48.70")],
)
def test_values_of_a_mapping(value: object, text: str) -> None:
    assert _texts(_accounts(value), LINE) == [text]


def test_an_amount_takes_the_unit_of_the_report_unless_it_has_its_own() -> None:
    bare, own = _located(_accounts("48.70"), LINE), _located(_accounts("1440元"), LINE)
    assert [each.unit_of(each.figure.terms[0]) for each in (bare, own)] == [UNITS["万元"], UNITS["元"]]
    assert _interval(own, unit="万元") == Interval(Fraction(2879, 20000), Fraction(2881, 20000), True, False)


def test_without_any_unit_amounts_have_none() -> None:
    located = _located({"final_accounts": {"operating_expenses": "48.70"}}, LINE)
    assert located.unit is None
    assert located.unit_of(located.figure.terms[0]) is None


def test_every_amount_may_carry_its_own_unit() -> None:
    report = load_report({"initial_budget": {"procurement": "15万元"}, "final_accounts": {"procurement": "150100元"}})
    assert [each.figure.terms[0].text for each in report.figures()] == ["15万元", "150100元"]


def test_zero_needs_no_unit_beside_amounts_that_have_one() -> None:
    assert load_report({"final_accounts": {"procurement": "15万元", "meeting_expenses": 0}}).find(LINE) is None


def test_units_are_mixed_where_only_some_amounts_have_one() -> None:
    data = {"final_accounts": {"procurement": "15万元", "meeting_expenses": [{"name": "a", "value": 3}]}}
    with pytest.raises(ReportError) as caught:
        load_report(data)
    assert [each.path for each in caught.value.problems] == ["final_accounts.meeting_expenses"]


def test_counts_areas_and_percentages_are_no_amounts() -> None:
    report = load_report(
        {
            "final_accounts": {"procurement": "15万元"},
            "staff": {"in_post": 72},
            "new_buildings": {"actual_area": 300},
            "progress": {"actual": 48},
            "project": {"actual_output": 3, "planned_time": 12},
        }
    )
    assert report.unit is None


@pytest.mark.parametrize(
    ("text", "word", "low", "high"),
    [
        ("约2800", Approximation.ABOUT, 2700, 2900),
        ("近2800", Approximation.NEARLY, 2700, 2800),
        ("2800余", Approximation.MORE_THAN, 2800, 2900),
        ("2800多万元", Approximation.MORE_THAN, 2800, 2900),
    ],
)
def test_approximate_figures_are_wide(text: str, word: Approximation, low: int, high: int) -> None:
    located = _located(_accounts(text), LINE)
    (quantity,) = located.figure.terms
    assert quantity.approximation is word
    interval = _interval(located, unit="万元")
    assert (interval.low, interval.high) == (low, high)


def test_a_figure_may_be_the_sum_of_named_parts() -> None:
    parts = [{"name": "网格中心", "value": 14}, {"name": "武装部", "value": "4人"}]
    figure = _located({"staff": {"counted_elsewhere": parts}}, "staff.counted_elsewhere").figure
    assert [(part.name, part.quantity.text) for part in figure.parts] == [("网格中心", "14"), ("武装部", "4人")]
    assert [each.text for each in figure.terms] == ["14", "4人"]
    assert figure.to_plain() == [{"name": "网格中心", "value": "14"}, {"name": "武装部", "value": "4人"}]


@pytest.mark.parametrize(
    ("values", "finest"),
    [
        (["15.4", "15.35"], "15.35"),
        (["15.35", "15.4"], "15.35"),
        (["0.14万元", "1440元"], "1440元"),
        (["1440元", "0.144000万元"], "0.144000万元"),
    ],
)
def test_of_a_figure_stated_several_times_the_finest_counts(values: list[str], finest: str) -> None:
    figure = _located({"final_accounts": {"operating_expenses": values}}, LINE).figure
    assert [each.text for each in figure.stated] == values
    assert [each.text for each in figure.terms] == [finest]
    assert figure.to_plain() == values


@pytest.mark.parametrize("values", [["0.14", "1440元"], ["1440元", "0.14"]])
def test_a_bare_amount_is_as_coarse_as_the_unit_of_the_report(values: list[str]) -> None:
    report = load_report({"unit": "万元", "final_accounts": {"operating_expenses": values}})
    operand = resolve(report, parse_inputs(LINE))
    assert isinstance(operand, Operand)
    assert [piece.quantity.text for piece in operand.pieces] == ["1440元"]


def test_a_figure_object_is_taken_as_it_is() -> None:
    figure = _located(_accounts("48.70"), LINE).figure
    assert isinstance(figure, Figure)
    assert _located(_accounts(figure), LINE).figure is figure


# ---------------------------------------------------------------------------------------------------------------------
# Chinese keys stand for English ones.

SECTIONS: dict[str, type[BaseModel]] = {
    "initial_budget": Column,
    "full_year_budget": Column,
    "final_accounts": Column,
    "prior_budget": Column,
    "prior_accounts": Column,
    "adjustment": Adjustment,
    "staff": Staff,
    "new_buildings": NewBuildings,
    "assets": Assets,
    "work": Work,
    "progress": Progress,
    "project": ProjectEvaluation,
}


def _filled(model: type[BaseModel], *, chinese: bool) -> dict[str, Any]:
    """Return every key of a table with a number, different from key to key."""
    data: dict[str, Any] = {}
    for i, (key, field) in enumerate(model.model_fields.items()):
        name = (field.title or key) if chinese else key
        data[name] = _filled(Lines, chinese=chinese) if key in SCOPES else i
    return data


def test_every_table_and_line_may_be_written_in_chinese() -> None:
    chinese = {Report.model_fields[key].title: _filled(model, chinese=True) for key, model in SECTIONS.items()}
    english = {key: _filled(model, chinese=False) for key, model in SECTIONS.items()}
    assert None not in chinese
    assert not chinese.keys() & english.keys()
    assert load_report(chinese) == load_report(english)  # type: ignore[arg-type]


def test_every_table_of_figures_is_in_the_list_above() -> None:
    tables = {path.partition(".")[0] for path in (each.path for each in _every_figure().figures())}
    assert tables == set(SECTIONS)


def _every_figure() -> Report:
    return load_report({key: _filled(model, chinese=False) for key, model in SECTIONS.items()})


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            {"清单": [{"id": "a", "name": "n", "by": "kind", "items": [{"name": "x", "value": 1}]}]},
            {"lists": [{"id": "a", "name": "n", "by": "kind", "items": [{"name": "x", "value": 1}]}]},
        ),
        (
            {"项目清单": [{"name": "n", "预算数": 2, "执行数": 1, "执行率": "50%", "功能分类": "教育"}]},
            {"projects": [{"name": "n", "budget": 2, "executed": 1, "rate": "50%", "function": "教育"}]},
        ),
        (
            {"其他数据": [{"id": "a", "name": "n", "value": 1}]},
            {"facts": [{"id": "a", "name": "n", "value": 1}]},
        ),
        (
            {"所列比率": [{"formula": "share", "inputs": {"part": "a"}, "value": 1}]},
            {"claims": [{"formula": "share", "inputs": {"part": "a"}, "value": 1}]},
        ),
        (
            {"绩效目标": [{"name": "n", "group": "g", "planned": 1, "actual": 1, "full_marks": 1}]},
            {"targets": [{"name": "n", "group": "g", "planned": 1, "actual": 1, "full_marks": 1}]},
        ),
        (
            {
                "自评结论": {
                    "总分": 92,
                    "满分": 100,
                    "等级": "优",
                    "一级指标得分": {"投入": 13},
                    "二级指标得分": {"预算": 5},
                }
            },
            {
                "stated": {
                    "total": 92,
                    "full_marks": 100,
                    "grade": "优",
                    "dimensions": {"投入": 13},
                    "categories": {"预算": 5},
                }
            },
        ),
    ],
    ids=["lists", "projects", "facts", "claims", "targets", "stated"],
)
def test_what_is_no_line_may_be_written_in_chinese(chinese: dict[str, Any], english: dict[str, Any]) -> None:
    report = load_report(chinese)
    assert report == load_report(english)
    assert report != Report()


def test_claims_of_an_indicator_may_be_written_in_chinese() -> None:
    data = {
        "value": "96.14%",
        "points": 5,
        "not_applicable": "无",
        "items": {"内容": True},
        "occurrences": 1,
        "hits": 2,
        "out_of": 3,
        "score": 4,
        "score_full": 5,
    }
    titles = {key: field.title or key for key, field in StatedIndicator.model_fields.items()}
    assert titles.keys() == data.keys()
    chinese = {"指标自评": {"x": {titles[key]: value for key, value in data.items()}}}
    assert load_report(chinese) == load_report({"indicators": {"x": data}})


def test_chinese_and_english_names_do_not_collide() -> None:
    models: tuple[type[BaseModel], ...] = (Report, Stated, StatedIndicator, Project, *SECTIONS.values())
    for model in models:
        names = [name for key, field in model.model_fields.items() for name in (key, field.title) if name]
        assert len(names) == len(set(names)), model


def test_a_report_is_returned_as_it_is() -> None:
    report = load_report({"year": 2019})
    assert load_report(report) is report


# ---------------------------------------------------------------------------------------------------------------------
# Paths.


def test_a_path_finds_a_figure_with_its_label() -> None:
    located = _located(_accounts("48.70"), LINE)
    assert (located.path, located.label) == (LINE, ("部门决算·公用经费", "final accounts, operating expenses"))
    assert located.unit == UNITS["万元"]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_column_is_split_by_fund(scope: str) -> None:
    data = {"unit": "万元", "final_accounts": {"opening_carryover": "84.39", scope: {"opening_carryover": "56.17"}}}
    path = f"final_accounts.{scope}.opening_carryover"
    assert _texts(data, path) == ["56.17"]
    assert _texts(data, "final_accounts.opening_carryover") == ["84.39"]
    label = _located(data, path).label
    assert label == load_report(data).label(path)
    assert label.zh.startswith("部门决算·")
    assert label.zh.endswith("·年初结转和结余")
    assert label.zh.count("·") == label.en.count(", ") == 2


def test_what_could_be_stated_and_is_not_is_none() -> None:
    report = load_report({"final_accounts": {"procurement": 15}})
    for path in (
        LINE,
        "initial_budget.procurement",
        "final_accounts.general_public.procurement",
        "staff.in_post",
        "lists.any.total",
        "lists.any",
        "facts.any",
        "projects.any.budget",
    ):
        assert report.find(path) is None, path


@pytest.mark.parametrize(
    ("path", "mend"),
    [
        ("final_acounts.procurement", "did you mean: final_accounts"),
        ("final_accounts.procurment", "did you mean: procurement"),
        ("final_accounts.generel_public.procurement", "did you mean: general_public"),
        ("projects.扶贫.budgt", "did you mean: budget"),
        ("staff.xyz", "check the name"),
        ("staff.general_public.in_post", "check the name"),
        ("final_accounts.general_public.government_fund.procurement", None),
        ("final_accounts.general_public", None),
        ("final_accounts.procurement.x", None),
        ("final_accounts", None),
        ("facts", None),
        ("", None),
    ],
)
def test_a_path_where_no_report_has_a_figure_is_an_error(path: str, mend: str | None) -> None:
    with pytest.raises(ReportError) as caught:
        Report().find(path)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert problem.reason == (f"没有“{path}”这样的数据路径", f"no figure can stand at {path!r}")
    assert mend is None or problem.mend.en == mend


LISTS = {
    "unit": "万元",
    "final_accounts": {"current_income": "1545.97"},
    "lists": [
        {
            "id": "sources",
            "name": "收入来源",
            "by": "source",
            "of": "final_accounts.current_income",
            "items": [{"name": "一般公共预算", "value": "1338.25"}, {"name": "其他.收入", "value": "15.4"}],
        },
        {"id": "issues", "name": "刊物", "by": "kind", "total": "62期", "items": [{"name": "通报", "value": "19期"}]},
    ],
    "projects": [{"name": "扶贫.二期", "budget": "0.5", "executed": "0.45"}, {"name": "道路", "budget": 83}],
    "facts": [{"id": "offices", "name": "内设机构", "value": "14个"}],
}


@pytest.mark.parametrize(
    ("path", "text", "label", "unit"),
    [
        ("lists.sources.一般公共预算", "1338.25", "一般公共预算", "万元"),
        ("lists.sources.其他.收入", "15.4", "其他.收入", "万元"),
        ("lists.issues.total", "62期", "total", None),
        ("lists.issues.通报", "19期", "通报", None),
        ("projects.扶贫.二期.executed", "0.45", "扶贫.二期.executed", "万元"),
        ("projects.道路.budget", "83", "道路.budget", "万元"),
        ("facts.offices", "14个", "内设机构", None),
    ],
)
def test_lists_projects_and_facts_have_paths(path: str, text: str, label: str, unit: str | None) -> None:
    located = _located(LISTS, path)
    assert [each.text for each in located.figure.terms] == [text]
    assert located.label == (label, label)
    assert located.unit == (None if unit is None else UNITS[unit])
    assert load_report(LISTS).label(path) == (path, path)


def test_a_list_without_a_total_has_none() -> None:
    assert load_report(LISTS).find("lists.sources.total") is None
    assert load_report(LISTS).find("lists.sources.专户") is None
    assert load_report(LISTS).find("projects.道路.executed") is None


def test_a_list_of_posts_is_no_list_of_money() -> None:
    items = [{"name": "行政", "value": 29}, {"name": "事业", "value": 42}]
    each = {"id": "posts", "name": "编制", "by": "kind", "of": "staff.establishment", "items": items}
    data = {"unit": "万元", "staff": {"establishment": 71}, "lists": [each]}
    unit = _located(data, "lists.posts.行政").unit
    assert unit is None or unit.dimension is Dimension.COUNT


def test_a_list_id_with_a_dot_would_hide_its_items() -> None:
    each = {"id": "a.b", "name": "编制", "by": "kind", "items": [{"name": "行政", "value": 29}]}
    with pytest.raises(ReportError) as caught:
        load_report({"lists": [each]})
    assert [problem.path for problem in caught.value.problems] == ["lists[0].id"]


def test_every_figure_is_found_at_its_own_path() -> None:
    report = _every_figure()
    paths = [each.path for each in report.figures()]
    columns = [key for key, model in SECTIONS.items() if model is Column]
    assert len(paths) == sum(len(model.model_fields) for model in SECTIONS.values()) + len(columns) * len(SCOPES) * (
        len(Lines.model_fields) - 1
    )
    for each in report.figures():
        assert report.find(each.path) == each
        assert report.label(each.path) == each.label


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_every_figure_of_an_example_is_found_at_its_own_path(path: Path) -> None:
    report = load_report(path)
    figures = list(report.figures())
    assert {each.path.partition(".")[0] for each in figures} >= {"final_accounts", "staff", "facts"}
    assert all(report.find(each.path) == each for each in figures)


def test_figures_come_in_the_order_of_the_model_then_lists_projects_facts() -> None:
    assert [each.path for each in load_report(LISTS).figures()] == [
        "final_accounts.current_income",
        "lists.sources.一般公共预算",
        "lists.sources.其他.收入",
        "lists.issues.total",
        "lists.issues.通报",
        "projects.扶贫.二期.budget",
        "projects.扶贫.二期.executed",
        "projects.道路.budget",
        "facts.offices",
    ]


# ---------------------------------------------------------------------------------------------------------------------
# An input is as precise as the finest figure of its unit in the same table: trailing zeros are dropped in practice.


def test_the_finest_figure_of_a_table_sets_its_precision() -> None:
    located = _located(_accounts("141.6", procurement="15.01", current_income="3元"), LINE)
    assert dict(located.finest) == {"万元": 2, "元": 0}
    assert _interval(located) == Interval(Fraction("141.595"), Fraction("141.605"), True, False)


def test_another_table_does_not_set_it() -> None:
    """A column is one table with its funds; another column is another table."""
    data = _accounts("141.6") | {"initial_budget": {"procurement": "15.01"}}
    assert _interval(_located(data, LINE)) == Interval(Fraction("141.55"), Fraction("141.65"), True, False)
    data["final_accounts"]["general_public"] = {"procurement": "15.001"}
    for path in (LINE, "final_accounts.general_public.procurement"):
        assert dict(_located(data, path).finest) == {"万元": 3}


def test_parts_set_it_too() -> None:
    data = _accounts("141.6", procurement=[{"name": "货物", "value": "1.25"}, {"name": "服务", "value": "3"}])
    assert dict(_located(data, LINE).finest) == {"万元": 2}


def test_lists_and_projects_are_tables_of_their_own() -> None:
    assert dict(_located(LISTS, "lists.sources.其他.收入").finest) == {"万元": 2}
    assert dict(_located(LISTS, "projects.道路.budget").finest) == {"万元": 2}
    assert _interval(_located(LISTS, "projects.道路.budget")) == Interval(
        Fraction("82.995"), Fraction("83.005"), True, False
    )


def test_the_statement_may_be_finer_than_the_table() -> None:
    located = _located(_accounts("141.6"), LINE)
    (quantity,) = located.figure.terms
    assert located.interval(quantity, Rounding.HALF_UP, UNITS["元"], 3) == Interval(
        Fraction(1_415_995), Fraction(1_416_005), True, False
    )


def test_a_share_of_zero_without_its_sign_is_a_rounded_one() -> None:
    """0.00 among shares is 0.00%: a rounded share, not nothing."""
    items = [{"name": "甲", "value": "9999.5元", "share": "99.99"}, {"name": "乙", "value": "0.5元", "share": "0.00"}]
    data = {"lists": [{"id": "a", "name": "a", "by": "other", "closed": True, "items": items}]}
    assert [finding.code for finding in pm.check(data).findings] == ["rounding_difference"]


def test_counts_are_exact() -> None:
    located = _located({"staff": {"in_post": 72, "retired": "12名"}}, "staff.in_post")
    assert located.unit == UNITS["个"]
    assert _interval(located) == Interval(Fraction(72), Fraction(72))
    assert _interval(_located(LISTS, "lists.issues.total")) == Interval(Fraction(62), Fraction(62))


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("约2800条", Interval(Fraction(2700), Fraction(2900), False, False)),
        ("近2800条", Interval(Fraction(2700), Fraction(2800), False, True)),
        ("2800余条", Interval(Fraction(2800), Fraction(2900), True, False)),
    ],
)
def test_approximate_counts_are_wide_all_the_same(text: str, interval: Interval) -> None:
    data = {"facts": [{"id": "items", "name": "信息", "value": text}], "work": {"planned": text}}
    assert _interval(_located(data, "facts.items")) == interval
    assert _interval(_located(data, "work.planned")) == interval


@pytest.mark.parametrize("unit", [None, "万元"])
def test_percentages_of_a_table_share_their_precision_whatever_the_unit_of_money(unit: str | None) -> None:
    data: dict[str, Any] = {"progress": {"actual": "48", "planned": "48.55"}}
    if unit is not None:
        data["unit"] = unit
    assert _interval(_located(data, "progress.actual")) == Interval(Fraction("47.995"), Fraction("48.005"), True, False)


@pytest.mark.parametrize("unit", [None, "万元"])
def test_money_does_not_set_the_precision_of_areas(unit: str | None) -> None:
    data: dict[str, Any] = {"new_buildings": {"approved_area": "300", "approved_investment": "10.55"}}
    if unit is not None:
        data["unit"] = unit
    assert _interval(_located(data, "new_buildings.approved_area")) == Interval(
        Fraction("299.5"), Fraction("300.5"), True, False
    )


# ---------------------------------------------------------------------------------------------------------------------
# Back to data.


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_a_published_report_survives_the_way_to_data_and_back(path: Path) -> None:
    report = load_report(path)
    data = report.to_dict()
    assert load_report(data) == report
    assert load_report(json.loads(json.dumps(data))) == report
    assert load_report(data).to_dict() == data


def test_all_five_published_reports_are_read() -> None:
    assert len(EXAMPLES) == 5


def test_data_holds_figures_as_written_and_nothing_that_is_not_stated() -> None:
    data = _accounts(["48.70", "487000元"], procurement=[{"name": "货物", "value": "约1.0"}])
    assert load_report(data).to_dict() == data
    assert load_report({}).to_dict() == {}


_DIGITS = st.from_regex(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?", fullmatch=True)
_AMOUNTS = st.builds(
    "{}{}{}".format, st.sampled_from(["", "约", "近"]), _DIGITS, st.sampled_from(["万元", "元", "亿元", "余万元"])
)
_FIGURES = st.one_of(
    _AMOUNTS,
    st.lists(_AMOUNTS, min_size=1, max_size=3),
    st.lists(st.fixed_dictionaries({"name": st.text(max_size=4), "value": _AMOUNTS}), min_size=1, max_size=3),
)


@examples(60)
@given(st.dictionaries(st.sampled_from(sorted(Lines.model_fields)), _FIGURES, min_size=1))
def test_any_figures_survive_the_way_to_data_and_back(lines: dict[str, Any]) -> None:
    """A report written out and read again is the same report, and so is its JSON."""
    untraced(lambda: _there_and_back(lines))


def _there_and_back(lines: dict[str, Any]) -> None:
    report = load_report({"final_accounts": lines, "prior_accounts": {"general_public": lines}})
    data = report.to_dict()
    assert load_report(data) == report
    assert pm.load_report(json.loads(json.dumps(data, ensure_ascii=False))) == report
    assert {each.path for each in report.figures()} == {
        f"{column}.{name}" for column in ("final_accounts", "prior_accounts.general_public") for name in lines
    }


def test_items_of_one_name_have_paths_of_their_own() -> None:
    """A list may name two items alike: each figure has its own path, and none is lost."""
    items = [{"name": "其他", "value": "1万元"}, {"name": "甲", "value": "2万元"}, {"name": "其他", "value": "3万元"}]
    items.append({"name": "其他#2", "value": "4万元"})
    data = {"lists": [{"id": "l", "name": "n", "by": "function", "items": items}]}
    report = load_report({**data, "projects": [{"name": "甲", "budget": "1万元"}, {"name": "甲", "budget": "2万元"}]})
    found = {each.path: each.figure.terms[0].text for each in report.figures()}
    assert found == {
        "lists.l.其他": "1万元",
        "lists.l.甲": "2万元",
        "lists.l.其他#2": "3万元",
        "lists.l.其他#2#2": "4万元",
        "projects.甲.budget": "1万元",
        "projects.甲#2.budget": "2万元",
    }


# ---------------------------------------------------------------------------------------------------------------------
# Figures that nobody looked at yet.


def test_a_figure_as_given_is_a_frozen_figure_like_any_other() -> None:
    figure, read = Figure.as_given("12.50元"), Figure((quantity("12.50元"),))
    for same in (copy.copy(figure), copy.deepcopy(figure), pickle.loads(pickle.dumps(figure))):  # noqa: S301 - own
        assert type(same) is Figure
        assert same == read
    assert copy.deepcopy(read) == pickle.loads(pickle.dumps(read)) == figure  # noqa: S301 - own
    with pytest.raises(FrozenInstanceError):
        figure.parts = ()  # type: ignore[misc]
    for each in (figure, read):
        with pytest.raises(AttributeError, match="'Figure' object has no attribute 'value'"):
            each.value  # noqa: B018
