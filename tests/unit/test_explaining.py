"""explain(): the formula, its figures, where it is written down, and the tables that score it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import perfmetrics as pm
from perfmetrics import explaining, formulas
from perfmetrics.errors import UnknownNameError
from perfmetrics.explaining import Explanation, explain
from perfmetrics.rubrics import list_rubrics, load_rubric
from perfmetrics.texts import LANGS, Lang

GOOD_RUBRIC = Path(__file__).parent / "bad_input" / "good_rubric.toml"
IDS = sorted(formulas.BY_ID)


def _flat(printed: str) -> str:
    return "".join(printed.split())


@pytest.mark.parametrize(
    "name", ["预算控制率", "budget control rate", "Budget Control Rate", "budget_control_rate", " 预算控制率 "]
)
def test_a_formula_by_any_of_its_names(name: str) -> None:
    assert [each.id for each in explain(name).formulas] == ["budget_control_rate"]


def test_quotation_marks_in_a_name_do_not_matter() -> None:
    found = explain("“三公经费”控制率").formulas
    assert found == explain("三公经费控制率").formulas
    assert [each.id for each in found] == ["three_public_control_ratio"]


def test_variants_of_one_name_come_together() -> None:
    explanation = explain("预算完成率")
    assert len(explanation.formulas) == len(explanation.uses) == 4
    assert "同名公式有 4 种，互不通用。" in explanation.to_text()
    assert "4 formulas share this name; none stands for another." in explanation.to_text("en")
    headings = [line for line in explanation.to_markdown().split("\n") if line.startswith("## ")]
    assert len(set(headings)) == 4


def test_an_identifier_names_one_variant() -> None:
    explanation = explain("budget_completion_rate_initial")
    assert [each.id for each in explanation.formulas] == ["budget_completion_rate_initial"]
    assert "share this name" not in explanation.to_text("en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("identifier", IDS)
def test_every_formula_is_explained(identifier: str, lang: Lang) -> None:
    formula = formulas.get(identifier)
    explanation = explain(identifier)
    printed = _flat(explanation.to_text(lang))
    for words in (
        formula.name.of(lang),
        formula.symbols(lang),
        formula.range.of(lang),
        formula.source.citation().of(lang),
        formula.source.note.of(lang),
        f"perfmetrics.formulas.{identifier}()",
    ):
        assert _flat(words) in printed
    table = explanation.to_markdown(lang)
    for parameter in formula.parameters:
        assert parameter.name.replace("_", r"\_") in table
        assert parameter.label.of(lang) in table


def test_a_formula_names_the_tables_that_score_it() -> None:
    for identifier in IDS:
        (uses,) = explain(identifier).uses
        scored = [
            (table.id, line.id) for table in list_rubrics() for line in table.indicators if line.formula == identifier
        ]
        assert [(use.rubric.id, use.indicator.id) for use in uses] == scored


def test_one_that_a_department_may_choose_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    each = [
        {"formula": name, "rule": {"kind": "proportional"}} for name in ("payment_progress_rate", "carryover_ratio")
    ]
    data = tomllib.loads(GOOD_RUBRIC.read_text(encoding="utf-8"))
    line = data["dimensions"][0]["categories"][0]["indicators"][0]
    del line["formula"]
    line["rule"] = {"kind": "choice", "alternatives": each}
    monkeypatch.setattr(explaining, "list_rubrics", lambda: (load_rubric(data),))
    for name in ("payment_progress_rate", "carryover_ratio"):
        assert explain(name).to_dict()[0]["rubrics"] == ["small"]
    assert explain("budget_control_rate").to_dict()[0]["rubrics"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_one_that_no_table_scores_says_nothing_of_tables(lang: Lang) -> None:
    printed = explain("growth_rate").to_text(lang)
    assert "评分标准：" not in printed
    assert "Scored by:" not in printed
    assert {"zh": "评分标准：", "en": "Scored by:"}[lang] in explain("budget_control_rate").to_text(lang)


def test_as_data_in_either_language() -> None:
    (data,) = explain("three_public_control_ratio").to_dict("en")
    formula = formulas.get("three_public_control_ratio")
    assert data == {
        "id": "three_public_control_ratio",
        "name": formula.name.en,
        "variant": formula.variant.en,
        "formula": formula.symbols("en"),
        "operands": [
            {"name": each.name, "label": each.label.en, "kind": each.kind.value, "figure": each.figure}
            for each in formula.parameters
        ],
        "range": formula.range.en,
        "source": formula.source.citation().en,
        "provenance": formula.source.provenance.value,
        "uncertain": formula.source.uncertain,
        "url": formula.source.url,
        "rubrics": data["rubrics"],
    }
    assert "baojing-2019" in data["rubrics"]
    assert explain("three_public_control_ratio").to_dict()[0]["name"] == formula.name.zh
    assert json.loads(json.dumps(explain("预算完成率").to_dict())) == explain("预算完成率").to_dict()


def test_a_notebook_shows_it_as_markdown_and_a_console_in_a_line() -> None:
    explanation = explain("预算控制率")
    assert explanation._repr_html_() == explanation.to_html(fragment=True)
    assert explanation._repr_mimebundle_()["text/plain"] == explanation.to_text()
    assert repr(explanation) == "<Explanation 预算控制率: budget_control_rate>"


def test_printing_it_shows_it() -> None:
    explanation = pm.explain("预算控制率")
    assert isinstance(explanation, Explanation)
    assert str(explanation) == explanation.to_text()
    assert "\x1b[" not in str(explanation)
    assert "\x1b[1m预算控制率\x1b[0m" in explanation.to_text(color=True)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("预算完成绿", "预算完成率"), ("budget_contrl_rate", "budget_control_rate"), ("三公经费控制绿", "三公经费控制率")],
)
def test_a_misspelt_name_gives_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain(name)
    (problem,) = caught.value.problems
    assert problem.reason == (f"没有名为“{name}”的公式", f"no formula is called {name!r}")
    assert nearest in problem.mend.zh.removeprefix("是否应为：").replace("“", "").replace("”", "").split("、")


@pytest.mark.parametrize("name", ["", "x", "x" * 1000])
def test_a_name_like_none(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain(name)
    assert caught.value.problems[0].mend == ("请核对名称", "check the name")
