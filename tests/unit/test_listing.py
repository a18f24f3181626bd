"""The scoring tables as people read them: the list of what ships, and one table with its rules and provenance."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from perfmetrics.errors import RubricError, UnknownNameError
from perfmetrics.listing import RubricList, ShownRubric, show_rubric
from perfmetrics.rubrics import SHIPPED, Category, Dimension, list_rubrics, load_rubric
from perfmetrics.texts import LANGS, Lang

GOOD = Path(__file__).parent / "bad_input" / "good_rubric.toml"


def _flat(printed: str) -> str:
    return "".join(printed.split())


def _shown(**line: Any) -> ShownRubric:
    data = tomllib.loads(GOOD.read_text(encoding="utf-8"))
    data["dimensions"][0]["categories"][0]["indicators"][0].update(line)
    return ShownRubric(load_rubric(data))


def test_the_list_has_a_line_for_each_table() -> None:
    data = RubricList().to_dict()
    assert [each["id"] for each in data] == list(SHIPPED)
    assert data[0] == {
        "id": "baojing-2019",
        "title": load_rubric("baojing-2019").title,
        "place": "湖南省保靖县",
        "years": "2019",
        "full_marks": "100",
        "complete": True,
        "lines": 18,
        "assumed_lines": data[0]["assumed_lines"],
    }
    for each, table in zip(data, list_rubrics(), strict=True):
        assert each["assumed_lines"] == len([line for line in table.indicators if line.assumed])
        assert each["complete"] == table.is_complete


def test_the_list_in_english_has_english_titles() -> None:
    assert [each["title"] for each in RubricList().to_dict("en")] == [each.title_en for each in list_rubrics()]


@pytest.mark.parametrize(("lang", "yes", "no"), [("zh", "是", "否"), ("en", "yes", "no")])
def test_the_list_says_what_is_complete(lang: Lang, yes: str, no: str) -> None:
    rows = [line for line in RubricList().to_markdown(lang).split("\n") if line.startswith("| ")][1:]
    assert [row.split(" | ")[3].strip("*") for row in rows] == [
        yes if each.is_complete else no for each in list_rubrics()
    ]
    assert rows[1].count("**") == 2  # an incomplete table is a warning
    note = {"zh": "不给总分和等级。", "en": "no total and no grade."}[lang]
    assert _flat(note) in _flat(RubricList().to_text(lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_table_shows_every_line_with_its_rule_and_provenance(name: str, lang: Lang) -> None:
    table = load_rubric(name)
    printed = _flat(show_rubric(name).to_text(lang))
    assert _flat(table.title if lang == "zh" else table.title_en) in printed
    headings: list[Dimension | Category] = [cat for dim in table.dimensions for cat in dim.categories]
    for part in (*table.dimensions, *headings):
        assert _flat(part.name if lang == "zh" else part.name_en) in printed
    for line in table.indicators:
        assert _flat(line.name if lang == "zh" else line.name_en) in printed
        assert _flat(line.rule.text.of(lang)) in printed
        assert _flat(line.provenance.source) in printed
        assert _flat(line.provenance.note) in printed
    for note in table.notes:
        assert _flat(note) in printed
    for grade in table.grades:
        assert _flat(f"{grade.label(lang)} {grade.range.to_text()}") in printed


def test_a_small_table_in_full() -> None:
    shown = _shown(provenance={"full_marks": "published", "rule": "recalled", "uncertain": ["rule"], "note": "注"})
    assert shown.to_text().split("\n") == [
        "小表",
        "════",
        "标识：small；来源：某县财政局",
        "",
        "过程 10",
        "",
        "预算执行 10",
        "",
        "- 预算控制率 10",
        "  以 0% 为标准，每超过 1 个百分点扣 1 分，扣完为止；满一档才扣",
        "  满分已公布、规则据通行表述；存疑；注",
        "",
    ]
    assert shown.to_markdown("en").split("\n") == [
        "# small table",
        "",
        "Id: small; source: 某县财政局",
        "",
        "## process 10",
        "",
        "### execution 10",
        "",
        "- budget control rate 10",
        "  <br>1 off for each 1 percentage points over 0%, down to zero (whole steps)",
        "  <br>marks published, rule recalled; uncertain; 注",
        "",
    ]


def test_an_english_page_has_no_chinese_punctuation_of_its_own() -> None:
    known = {"full_marks": "published", "rule": "published", "source": "table", "note": "note"}
    data = tomllib.loads(GOOD.read_text(encoding="utf-8"))
    data["grades_source"] = "circular"
    data["grades"] = [
        {"id": "good", "name": "好", "name_en": "good", "range": "[6, 10]"},
        {"id": "poor", "name": "差", "name_en": "poor", "range": "[0, 6)"},
    ]
    data["dimensions"][0]["categories"][0]["indicators"][0]["provenance"] = known
    printed = ShownRubric(load_rubric(data)).to_text("en")
    assert "Grades: good [6, 10]; poor [0, 6) (circular)" in printed
    assert "marks published, rule published; table; note" in printed
    assert printed.replace(data["source"]["title"], "").replace("═", "").isascii()


@pytest.mark.parametrize(("lang", "words"), [("zh", "满分不详"), ("en", "full marks unknown")])
def test_unknown_marks_are_said_to_be_unknown(lang: Lang, words: str) -> None:
    assert words in show_rubric("hunan-2017").to_text(lang)
    assert words not in show_rubric("baojing-2019").to_text(lang)


def test_a_formula_has_its_provenance_too() -> None:
    printed = _flat(show_rubric("baojing-2019").to_text())
    assert "满分倒推、规则已公布、公式已公布" in printed
    assert "marksreconstructed,rulepublished,formulapublished" in _flat(show_rubric("baojing-2019").to_text("en"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_table_as_data_is_what_can_be_loaded(name: str) -> None:
    data = show_rubric(name).to_dict()
    assert data == show_rubric(name).to_dict("en")
    assert load_rubric(json.loads(json.dumps(data))) == load_rubric(name)


def test_a_file_is_shown_the_same_way() -> None:
    assert show_rubric(str(GOOD)).rubric == load_rubric(GOOD)


def test_what_cannot_be_shown(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        show_rubric("baojing-2091")
    broken = tmp_path / "broken.toml"
    broken.write_text("id = 1\n", encoding="utf-8")
    with pytest.raises(RubricError):
        show_rubric(str(broken))


def test_colour_is_on_request() -> None:
    assert "\x1b[" not in RubricList().to_text()
    assert "\x1b[33m" in RubricList().to_text(color=True)
