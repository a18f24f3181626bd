"""What a cluster needs: things that travel small, and an example that gives there what it gives in one process."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import formulas

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SCRIPT = EXAMPLES / "cluster" / "many_reports.py"
RUBRIC = "baojing-2019"
MOST = 100_000  # bytes that a pickle may have
NEEDS_DASK = "needs dask and distributed, of the extra named bench, which are not installed"


def _mapping(name: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / "reports" / f"{name}.toml").read_text(encoding="utf-8"), parse_float=str)


# ---------------------------------------------------------------------------------------------------------------------
# What travels.


def test_a_formula_travels_as_its_name() -> None:
    for formula in formulas.ALL:
        raw = pickle.dumps(formula)
        assert pickle.loads(raw) is formula  # noqa: S301 - made above
        assert len(raw) < 200


def test_tables_reports_and_results_travel_small() -> None:
    report, table = pm.load_report(_mapping(RUBRIC)), pm.load_rubric(RUBRIC)
    card, result = pm.score(report, table), pm.check(report, rubric=table)
    text = (EXAMPLES / "texts" / "yunping-office-2019.txt").read_text(encoding="utf-8")
    audit = pm.audit(text)
    for thing in (report, table, card, result, audit):
        raw = pickle.dumps(thing)
        assert len(raw) < MOST
        assert pickle.loads(raw) == thing  # noqa: S301 - made above
    for outcome in (card, result, audit):
        again = pickle.loads(pickle.dumps(outcome))  # noqa: S301 - as above
        assert again.to_json() == outcome.to_json()


# ---------------------------------------------------------------------------------------------------------------------
# The example.


@pytest.fixture(scope="module")
def script() -> Any:
    pytest.importorskip("dask.bag", reason=NEEDS_DASK)
    pytest.importorskip("distributed", reason=NEEDS_DASK)
    sys.path.insert(0, str(SCRIPT.parent))
    return import_module("many_reports")


LINES = (
    *(json.dumps(_mapping(name), ensure_ascii=False) for name in ("baojing-2019", "kaijiang-2019")),
    "{nothing",
    "",
    '{"unit": "斤"}',
    "[]",
    json.dumps(_mapping("panzhihua-xiqu-2022"), ensure_ascii=False),
)


def test_a_line_makes_a_record_and_a_bad_one_says_why(script: Any) -> None:
    records = script.judged(LINES)
    assert [each["total"] for each in records] == ["91", None, None, None, None, None]
    assert [each["grade"] for each in records] == ["优", None, None, None, None, None]
    assert [len(each["findings"]) > 0 for each in records] == [True, True, False, False, False, False]
    errors = [each["error"] for each in records]
    assert (errors[:2], errors[5]) == ([None, None], None)
    assert "JSON" in errors[2]
    assert "斤" in errors[3]
    assert "list" in errors[4]
    first = pm.check(_mapping(RUBRIC)).findings[0]
    assert records[0]["findings"][0] == {"code": first.code, "where": first.where, "message": first.message.zh}


def test_a_table_may_be_given(script: Any) -> None:
    record = script.judged(LINES[:1], pm.load_rubric("hunan-2017"))[0]
    own = pm.check(_mapping(RUBRIC), rubric="hunan-2017").card
    assert own is not None
    assert record["total"] == (None if own.total is None else str(own.total))


def test_two_workers_give_what_one_process_gives(script: Any, tmp_path: Path) -> None:
    """In blocks so small that the file is cut between reports, and in the order of its lines."""
    path, results = tmp_path / "reports.jsonl", tmp_path / "results"
    path.write_text("\n".join(LINES * 3), encoding="utf-8")
    command = [sys.executable, str(SCRIPT), str(path), str(results), "--rubric", RUBRIC, "--block", "15000"]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)  # noqa: S603 - our own
    assert (run.returncode, run.stderr) == (0, "")
    files = run.stdout.split()
    assert len(files) > 2
    written = [json.loads(line) for name in files for line in Path(name).read_text(encoding="utf-8").splitlines()]
    assert written == script.judged(LINES * 3, RUBRIC)


@pytest.mark.parametrize(
    ("arguments", "words"), [(["missing.jsonl"], "missing.jsonl"), (["missing.jsonl", "--rubric", "baoj"], "baoj")]
)
def test_what_cannot_be_read_is_said_in_words(
    script: Any, arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([*arguments, str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
