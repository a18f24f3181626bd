"""score_many(), check_many(), audit_many(): what the single functions find, one after another, in constant memory."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import many, scoring
from perfmetrics.errors import LONGEST_QUOTE
from perfmetrics.identities import Identity
from perfmetrics.outcomes import Record
from perfmetrics.texts import Phrase
from perfmetrics.workers import run

ROOT = Path(__file__).parents[2]
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.toml"))
RUBRIC = Path(__file__).parent / "bad_input" / "good_rubric.toml"
TEXTS = [f"决算9.07万元，较上年减少0.71万元，下降{rate}。" for rate in ("7.83%", "7.26%")]
WRONG = {"unit": "万元", "final_accounts": {"total_income": 3, "current_income": 1, "opening_carryover": 1}}
Many = Callable[..., Iterator[Record]]
FUNCTIONS: dict[Many, list[Any]] = {pm.score_many: [{}], pm.check_many: [{}], pm.audit_many: [""]}


def _outcomes(records: Iterable[Record]) -> list[Any]:
    return [record.outcome for record in records]


# ---------------------------------------------------------------------------------------------------------------------
# What is found.


@pytest.mark.parametrize("jobs", [1, 2])
def test_scores_are_those_of_score(jobs: int) -> None:
    reports = [path if i % 2 else pm.load_report(path) for i, path in enumerate(REPORTS)]
    found = list(pm.score_many(reports, "baojing-2019", jobs=jobs))
    assert _outcomes(found) == [pm.score(path, "baojing-2019") for path in REPORTS]
    assert [record.name for record in found] == ["1", str(REPORTS[1]), "3", str(REPORTS[3]), "5"]
    assert not any(record.error for record in found)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("jobs", [1, 2])
def test_checks_are_those_of_check_with_its_options(jobs: int) -> None:
    own = Identity("own", Phrase("自定", "own"), "", "final_accounts.total_income", "final_accounts.current_income")
    options: dict[str, Any] = {
        "identities": iter([own]),
        "weights": {"final_accounts.current_income": 3},
        "fixed": ["final_accounts.opening_carryover"],
        "bound": 1,
    }
    (found,) = pm.check_many([WRONG], **options, jobs=jobs)
    assert found.outcome == pm.check(WRONG, **options | {"identities": [own]})
    assert found.outcome != pm.check(WRONG)
    assert found.name == "1"
    for path in REPORTS[:2]:
        (found,) = pm.check_many([str(path)], rubric=RUBRIC)
        assert found == Record(str(path), pm.check(path, rubric=RUBRIC))


@pytest.mark.parametrize("jobs", [1, 2])
def test_audits_are_those_of_audit(jobs: int) -> None:
    found = list(pm.audit_many(TEXTS, rubric="baojing-2019", jobs=jobs))
    assert _outcomes(found) == [pm.audit(text, rubric="baojing-2019") for text in TEXTS]
    assert [record.name for record in found] == ["1", "2"]
    assert [record.outcome is not None and record.outcome.ok for record in found] == [False, True]


def test_each_report_names_its_table_where_none_is_given() -> None:
    found = list(pm.score_many([{"rubric": "hunan-13"}, {}, {"rubric": "baojing-2019"}]))
    assert [None if card is None else card.rubric.id for card in _outcomes(found)] == ["hunan-13", None, "baojing-2019"]
    assert isinstance(found[1].error, pm.ReportError)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_read_does_not_stop_the_others(jobs: int) -> None:
    """Each bad one has the error that the single function raises, in its place."""
    reports: list[Any] = [{}, {"staff": 1, "a": 2}, "absent.toml", 7, None, {"rubric": "nobody"}, {}]
    found = list(pm.check_many(reports, jobs=jobs))
    assert [record.outcome is None for record in found] == [False, True, True, True, True, True, False]
    assert [record.name for record in found] == ["1", "2", "absent.toml", "4", "5", "6", "7"]
    for report, record in zip(reports[1:-1], found[1:-1], strict=True):
        with pytest.raises(pm.PerfMetricsError) as caught:
            pm.check(report)
        assert type(record.error) is type(caught.value)
        assert (record.error.problems, record.error.source) == (caught.value.problems, caught.value.source)
    texts: list[Any] = [TEXTS[0], b"7", None]
    assert [type(record.error) for record in pm.audit_many(texts)] == [type(None), pm.InputError, pm.InputError]


def test_what_the_package_is_not_made_for_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is no word of the package is told as an error of its report, in both languages."""

    def fails_once(report: object, rubric: object) -> pm.ScoreCard:
        if report == "bad":
            raise KeyError("x" * LONGEST_QUOTE)
        if report == "silent":
            raise MemoryError
        return original(report, rubric)  # type: ignore[arg-type]

    original = scoring.score
    monkeypatch.setattr(scoring, "score", fails_once)
    good, bad, silent, last = pm.score_many([{}, "bad", "silent", {}], "baojing-2019")
    assert good.outcome == last.outcome is not None
    assert type(bad.error) is pm.PerfMetricsError
    assert bad.error.to_text().startswith("处理时出错（KeyError: 'xxx")
    assert silent.error is not None
    assert (silent.name, silent.error.to_text("en")) == (
        "silent",
        "it could not be dealt with (MemoryError); check the data; if they are right, it is a bug",
    )


# ---------------------------------------------------------------------------------------------------------------------
# How.


@pytest.mark.parametrize("function", FUNCTIONS)
def test_they_are_lazy(function: Many) -> None:
    """Nothing is read before it is asked for, and an endless series is no harm."""
    read = []

    def items() -> Iterator[object]:
        for each in count(1):
            read.append(each)
            yield FUNCTIONS[function][0]

    found = function(items(), rubric="baojing-2019")
    assert read == []
    assert [record.name for record in islice(found, 3)] == ["1", "2", "3"]
    assert read == [1, 2, 3]


def test_the_table_is_loaded_once_and_at_once(tmp_path: Path) -> None:
    table = tmp_path / "own.toml"
    table.write_bytes(RUBRIC.read_bytes())
    found = pm.score_many([{}, {}], table)
    table.unlink()
    first, second = _outcomes(found)
    assert first.rubric is second.rubric
    assert first.rubric.id == pm.load_rubric(RUBRIC).id


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("rubric", "error"), [("baojing-2091", pm.UnknownNameError), ("absent.toml", pm.FileError), ({}, pm.RubricError)]
)
def test_a_table_that_cannot_be_read_is_an_error_of_the_call(function: Many, rubric: object, error: type) -> None:
    with pytest.raises(error):
        function([], rubric=rubric)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("given", ["a.toml", b"a", {}, Path("a.toml"), pm.load_report({}), 7, None])
def test_what_is_no_series_is_an_error_of_the_call(function: Many, given: object) -> None:
    """One path would be taken for the series of its letters."""
    with pytest.raises(pm.InputError, match=type(given).__name__):
        function(given, rubric="baojing-2019")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_no_number_of_processes_is_an_error_of_the_call(function: Many) -> None:
    with pytest.raises(pm.InputError, match="jobs"):
        function([], rubric="baojing-2019", jobs=-1)


def test_a_script_without_its_guard_is_told_what_it_needs(tmp_path: Path) -> None:
    """Processes that are started afresh load the script again; it is no hang, and no endless row of processes."""
    script = tmp_path / "script.py"
    script.write_text(
        "import perfmetrics as pm\n"
        "try:\n"
        "    list(pm.check_many([{}] * 3, jobs=2))\n"
        "except pm.InputError as error:\n"
        "    print(error.to_text('en'))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
    assert 'in a script, call it below if __name__ == "__main__":' in done.stdout.splitlines()[-1]
    guarded = tmp_path / "guarded.py"
    guarded.write_text(
        "import perfmetrics as pm\n"
        "if __name__ == '__main__':\n"
        "    print(sum(record.outcome.ok for record in pm.check_many([{}] * 30, jobs=2)))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(guarded)], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
    assert (done.stdout, done.stderr) == ("30\n", "")


PEAK = """
import re
from pathlib import Path
from perfmetrics import {function}
if __name__ == "__main__":
    item = {item}
    done = sum(record.outcome is not None for record in {function}((item(i) for i in range({number})), jobs={jobs}))
    assert done == {number}
    # The peak of this program alone: that of `resource` counts what started it too.
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
SMALL = "lambda i: {'unit': '万元', 'title': str(i) * 8000, 'staff': {'in_post': 72}}"


def _peak(number: int, jobs: int, tmp_path: Path) -> int:
    """Return the most memory that a fresh process ever had while it checked a number of reports."""
    script = tmp_path / f"peak-{number}-{jobs}.py"
    script.write_text(PEAK.format(function="check_many", item=SMALL, number=number, jobs=jobs), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)  # noqa: S603
    return int(done.stdout)


@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_does_not_grow_with_the_number_of_reports(jobs: int, tmp_path: Path) -> None:
    """Issue 6: peak memory within 1.3 times; five times as many have to stay well below that."""
    assert _peak(2000, jobs, tmp_path) < 1.1 * _peak(400, jobs, tmp_path)


def test_a_report_that_ends_its_process_is_an_error_of_that_report() -> None:
    job = many._Judging(_ends_its_process, many._name_of_report)
    first, second, third = run(job, ["a.toml", "bad.toml", {}], 2)
    assert [each.name for each in (first, second, third)] == ["a.toml", "bad.toml", "3"]
    assert first.outcome == third.outcome is not None
    assert second.outcome is None
    assert "exit status 3" in second.error.to_text("en")  # type: ignore[union-attr]


def _ends_its_process(report: object) -> pm.CheckResult:
    if report == "bad.toml":
        os._exit(3)
    return pm.check({})


def test_results_are_plain_data_for_json() -> None:
    (found,) = pm.check_many([WRONG], jobs=2)
    assert found.outcome is not None
    assert json.loads(found.outcome.to_json()) == pm.check(WRONG).to_dict()
