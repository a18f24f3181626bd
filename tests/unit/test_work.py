"""A slow-down is seen on a noisy machine: the work of fixed inputs is counted, and compared with what is recorded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import work

MEND = "if the change is meant, record the counts with `make work`, and commit tests/benchmarks/work.json"


def test_the_work_is_what_is_recorded() -> None:
    """In calls of functions, modules loaded, and bytes at the peak; no time is measured."""
    words = work.departures(work.counts_of_a_fresh_process(), work.recorded())
    assert not words, "\n".join([*words, MEND])


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (103, []),
        (97, []),
        (104, ["score (any): 100 recorded, now 104, more than 3% more"]),
        (96, ["score (any): 100 recorded, now 96, more than 3% less"]),
    ],
)
def test_a_count_may_leave_its_record_by_the_tolerance_only(now: int, words: list[str]) -> None:
    assert work.departures({work.ANY: {"score": now}, work.VERSION: {}}, {work.ANY: {"score": 100}}) == words


def test_calls_into_the_library_and_bytes_are_compared_on_the_python_that_recorded_them() -> None:
    found = {work.ANY: {}, work.VERSION: {"score": 106, work.BYTES: 109}}
    assert work.departures(found, {work.ANY: {}, "2.7": {"score": 1}}) == []
    assert work.departures(found, {work.ANY: {}, work.VERSION: {"score": 100, work.BYTES: 100}}) == [
        f"score ({work.VERSION}): 100 recorded, now 106, more than 5% more"
    ]


def test_a_count_without_a_record_and_a_record_without_a_count_are_told() -> None:
    found = {work.ANY: {"new": 1}, work.VERSION: {}}
    assert work.departures(found, {work.ANY: {"old": 1}}) == [
        "new (any) is not recorded",
        "old (any) is recorded, but not counted",
    ]


def _twice() -> int:
    return sum(len(text) for text in ["a", "bc"])


def test_calls_are_counted_below_a_directory_and_in_all() -> None:
    """`_twice` and its generator, which goes on twice and ends: four of its own; `len` twice and `sum` besides."""
    assert work.calls(_twice, str(Path(__file__).parent)) == (4, 8)
    assert work.calls(_twice, "elsewhere")[0] == 0


def test_the_peak_is_what_is_held_at_a_time() -> None:
    assert 1_000_000 <= work.peak(lambda: bytes(1_000_000)) < 1_100_000
    assert work.peak(lambda: [bytes(1_000) for _ in range(1_000)]) > 1_000_000
    assert work.peak(lambda: [len(bytes(1_000)) for _ in range(1_000)]) < 100_000


def test_what_is_recorded_is_written_on_demand_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: work.Counts = {work.ANY: {"score": 5}, work.VERSION: {}}
    monkeypatch.setattr(work, "counts_of_a_fresh_process", lambda: counts)
    monkeypatch.setattr(work, "RECORD", tmp_path / "work.json")
    assert work.main([]) == 0
    assert work.recorded() == {}
    assert "score (any) is not recorded" in capsys.readouterr().out
    assert work.main(["--write"]) == 0
    assert work.recorded() == counts
