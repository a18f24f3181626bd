"""JSON Schemas: valid themselves, and true of what goes in and what comes out."""

from __future__ import annotations

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import VERSION

import perfmetrics as pm
from perfmetrics import cards, consistency, schemas
from perfmetrics.auditing import audits
from perfmetrics.listing import show_rubric
from perfmetrics.rubrics import SHIPPED, load_rubric
from perfmetrics.schemas import NAMES, SchemaName, json_schema
from perfmetrics.statements import Report
from perfmetrics.texts import LANGS, Lang

ROOT = Path(__file__).parents[2]
REPORTS = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.toml"))
GOOD_RUBRIC = Path(__file__).parent / "bad_input" / "good_rubric.toml"


@cache
def _validator(name: SchemaName) -> Draft202012Validator:
    return Draft202012Validator(json_schema(name))


def _errors(name: SchemaName, data: Any) -> list[str]:
    """Return where plain JSON data departs from a schema."""
    plain = json.loads(json.dumps(data))
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator(name).iter_errors(plain)]


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_itself_valid(name: SchemaName) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"perfmetrics {name}"
    assert schema["type"] == "object"
    assert json.loads(json.dumps(schema)) == schema


_NEW_ENOUGH = tuple(map(int, VERSION.split(".")[:2])) >= (2, 12)


@pytest.mark.skipif(not _NEW_ENOUGH, reason="an older pydantic words the same schema in another way")
def test_the_files_are_what_the_models_say(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 7: a schema that changes needs another version, or those who rely on it would not know."""
    status = runpy.run_path(str(ROOT / "docs" / "build_schemas.py"))["main"](["--check"])
    assert status == 0, capsys.readouterr().err


def test_a_changed_schema_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 7: without another version a change fails, and what was relied on stays; what is missing is written."""
    monkeypatch.setattr(schemas, "file_of", lambda name: tmp_path / f"{name}.json")
    build = runpy.run_path(str(ROOT / "docs" / "build_schemas.py"))["main"]
    assert build(["--check"]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == []
    assert build([]) == 0
    assert len(list(tmp_path.iterdir())) == len(NAMES)
    (tmp_path / "card.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert build([]) == 1
    assert (tmp_path / "card.json").read_text(encoding="utf-8") == "{}"
    assert "card.json is not what the models say: raise the version of 'card'\n" in capsys.readouterr().err


def test_versions_are_those_of_the_output() -> None:
    """Issue 7: the JSON names the version of its schema, and the schema its own."""
    written: dict[SchemaName, int] = {
        "card": cards.SCHEMA_VERSION,
        "check": consistency.SCHEMA_VERSION,
        "audit": audits.SCHEMA_VERSION,
    }
    assert {name: schemas.VERSIONS[name] for name in written} == written
    assert [json_schema(name)["$id"] for name in NAMES] == [
        f"urn:perfmetrics:{name}:{schemas.VERSIONS[name]}" for name in NAMES
    ]


@pytest.mark.parametrize("path", REPORTS, ids=[path.stem for path in REPORTS])
def test_the_published_reports_are_valid(path: Path) -> None:
    assert _errors("report", pm.load_report(path).to_dict()) == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"year": 2019, "unit": "万元"},
        {"final_accounts": {"procurement": 15.01, "training_expenses": ["3", 3.0]}},
        {"final_accounts": {"procurement": "15.01万元", "meeting_expenses": "3元"}},
        {"staff": {"counted_elsewhere": [{"name": "网格中心", "value": 14}]}},
        {"indicators": {"x": {"value": "3%", "items": {"a": True}}}, "stated": {"dimensions": {"input": 13}}},
    ],
)
def test_what_the_reader_takes_the_schema_takes(data: dict[str, Any]) -> None:
    pm.load_report(data)
    assert _errors("report", data) == []


@pytest.mark.parametrize(
    "data",
    [
        {"yaer": 2019},
        {"year": "2019"},
        {"year": 19},
        {"unit": "千元"},
        {"final_accounts": {"procurment": 3}},
        {"final_accounts": {"procurement": True}},
        {"final_accounts": {"procurement": []}},
        {"final_accounts": {"procurement": [{"name": "a"}]}},
        {"final_accounts": {"procurement": {"value": 3}}},
        {"final_accounts": 3},
        {"lists": [{"id": "a"}]},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(data: dict[str, Any]) -> None:
    with pytest.raises(pm.ReportError):
        pm.load_report(data)
    assert _errors("report", data) != []


@pytest.mark.parametrize(
    "data",
    [
        {"年初预算": {"公用经费": 141.6}, "部门决算": {"一般公共预算": {"三公经费": "15.35"}}},
        {"人员编制": {"编制数": 71, "在职人员数": 72}},
        {"自评结论": {"总分": 92, "等级": "优"}, "指标自评": {"budget_control_rate": {"指标值": "0.6%", "得分": 5}}},
    ],
)
def test_chinese_keys_are_in_the_schema_too(data: dict[str, Any]) -> None:
    pm.load_report(data)
    assert _errors("report", data) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_tables_are_valid(name: str) -> None:
    assert _errors("rubric", load_rubric(name).model_dump(mode="json", exclude_none=True)) == []
    assert _errors("rubric", show_rubric(name).to_dict()) == []


def _good_rubric() -> dict[str, Any]:
    data: dict[str, Any] = load_rubric(GOOD_RUBRIC).model_dump(mode="json", exclude_none=True)
    return data


def _line(data: dict[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = data["dimensions"][0]["categories"][0]["indicators"][0]
    return line


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("full_marks", "ten"),
        ("full_marks", True),
        ("rule", {"kind": "gut_feeling"}),
        ("rule", {"kind": "step_deduct", "standard": 0}),
        ("rule", {"kind": "bands", "bands": []}),
        ("rule", {"kind": "bands", "bands": [{"range": "0-10", "points": 10}]}),
        ("provenance", {"full_marks": "published"}),
        ("typo", 1),
    ],
)
def test_a_broken_table_is_not_valid(key: str, value: object) -> None:
    data = _good_rubric()
    assert _errors("rubric", data) == []
    _line(data)[key] = value
    with pytest.raises(pm.RubricError):
        load_rubric(data)
    assert _errors("rubric", data) != []


@pytest.mark.parametrize("value", [10, 10.5, "10", "10.50", "unknown"])
def test_marks_are_numbers_or_digits_or_unknown(value: object) -> None:
    data = _good_rubric()
    _line(data)["full_marks"] = value
    assert _errors("rubric", data) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_card_is_valid(name: str, lang: Lang) -> None:
    for report in (Report(), *map(pm.load_report, REPORTS)):
        card = pm.score(report, name)
        assert _errors("card", card.to_dict(lang)) == []
        assert json.loads(card.to_json(lang)) == card.to_dict(lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("rubric", [None, "baojing-2019"])
def test_every_check_is_valid(rubric: str | None, lang: Lang) -> None:
    for report in (Report(), *map(pm.load_report, REPORTS)):
        result = pm.check(report, rubric=rubric)
        assert _errors("check", result.to_dict(lang)) == []
        assert json.loads(result.to_json(lang)) == result.to_dict(lang)


@pytest.mark.parametrize("key", ["statements", "habit", "culprits", "findings", "counts"])
def test_a_check_without_one_of_its_parts_is_not_valid(key: str) -> None:
    data: Any = pm.check(REPORTS[0]).to_dict()
    del data[key]
    assert _errors("check", data) != []


@pytest.mark.parametrize("name", ["card", "check"])
def test_a_finding_says_what_explains_it(name: SchemaName) -> None:
    data: Any = (pm.score if name == "card" else pm.check)(REPORTS[0], rubric="baojing-2019").to_dict()
    assert data["findings"]
    assert all("diagnoses" in each for each in data["findings"])
    del data["findings"][0]["diagnoses"]
    assert _errors(name, data) != []


def test_a_card_without_its_total_is_not_valid() -> None:
    card: Any = pm.score(REPORTS[0], "baojing-2019").to_dict()
    del card["total"]
    assert _errors("card", card) != []


def test_numbers_of_a_card_are_texts() -> None:
    card: Any = pm.score(REPORTS[0], "baojing-2019").to_dict()
    card["indicators"][0]["points"] = 3.0
    assert _errors("card", card) != []
