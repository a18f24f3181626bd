"""score() against what computes the same points and no more, and against what people would otherwise reach for."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import scoring

sys.path.insert(0, str(Path(__file__).parent))

import five
import straight

ROOT = Path(__file__).parents[2]
RUBRIC = "baojing-2019"
RATES = [96.14, 0.60, 165.65, 0, 76.06]


@pytest.fixture(scope="module")
def mapping() -> dict[str, Any]:
    text = (ROOT / "examples" / "reports" / "baojing-2019.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=str)


@pytest.fixture(scope="module")
def points(mapping: dict[str, Any]) -> list[Any]:
    return [line.points for line in pm.score(mapping, RUBRIC).lines]


def test_points_alone(benchmark: Any, mapping: dict[str, Any], points: list[Any]) -> None:
    prepared = scoring.prepare(pm.load_report(mapping), pm.load_rubric(RUBRIC))
    assert prepared.points() is not prepared.points(), "what is kept from the first call is no measurement"
    assert list(benchmark(prepared.points)) == points


def test_points_by_straight_lines(benchmark: Any, mapping: dict[str, Any], points: list[Any]) -> None:
    figures = straight.figures(straight.Department.model_validate(mapping))
    assert list(benchmark(straight.points, figures)) == points


def test_card_of_prepared_report(benchmark: Any, mapping: dict[str, Any], points: list[Any]) -> None:
    report, table = pm.load_report(mapping), pm.load_rubric(RUBRIC)
    assert pm.score(report, table) is not pm.score(report, table)
    card = benchmark(pm.score, report, table)
    assert [line.points for line in card.lines] == points


def test_card_of_mapping(benchmark: Any, mapping: dict[str, Any], points: list[Any]) -> None:
    card = benchmark(pm.score, mapping, pm.load_rubric(RUBRIC))
    assert [line.points for line in card.lines] == points


def test_mapping_by_pydantic_and_straight_lines(benchmark: Any, mapping: dict[str, Any], points: list[Any]) -> None:
    assert list(benchmark(straight.points_of, mapping)) == points


def test_rates_by_perfmetrics(benchmark: Any) -> None:
    assert [round(float(each), 2) for each in benchmark(five.by_perfmetrics())] == RATES


def test_rates_by_openfisca(benchmark: Any) -> None:
    assert [round(each, 2) for each in benchmark(five.by_openfisca())] == RATES


def test_rates_by_workbook(benchmark: Any, tmp_path: Path) -> None:
    assert [round(each, 2) for each in benchmark(five.by_workbook(tmp_path))] == RATES
