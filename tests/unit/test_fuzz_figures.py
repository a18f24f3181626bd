"""What the closing run of the fuzzers keeps of itself, from which the page on tests is generated."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzzing"))

import closing

GUIDED = """
#524288 pulse  cov: 9821 ft: 30122 corp: 900/150Kb
Done 600001 runs in 240 second(s)
stat::number_of_executed_units: 600001
stat::average_exec_per_sec:     2500
stat::new_units_added:          12
stat::slowest_unit_time_sec:    1
stat::peak_rss_mb:              301
"""

GRAMMAR = """{} inputs of seed 7 in 14 s, 295 a second
  text               1,235      1.71 ms each
slowest: {} s of processor time, report 7:1894
memory: {} MB at the peak of a worker, +8 MB from a tenth of the inputs to the last
0 inputs failed
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for logs and figures."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(closing, "RESULTS", tmp_path / "results.json")
    return tmp_path / "results.json"


def test_what_the_random_fuzzer_prints_is_read(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run that is made, not one that was written down: else nobody would notice that it prints otherwise."""
    assert closing.main(["grammar", "--inputs", "20", "--jobs", "1", "--seed", "5", "--record"]) == 0
    recorded = json.loads(kept.read_text(encoding="utf-8"))["grammar"]
    assert (recorded["inputs"], recorded["seed"], recorded["failed"]) == ("20", "5", "0")
    assert set(recorded) == {"inputs", "seed", "failed", "slowest", "megabytes", "growth", "date"}
    assert capsys.readouterr().out.startswith("grammar: inputs 20, seed 5, failed 0, slowest 0.")


def test_logs_are_read_again_and_others_are_kept(kept: Path) -> None:
    kept.write_text(json.dumps({"waivers": {"inputs": "3"}, "grammar": {"inputs": "1"}}), encoding="utf-8")
    Path(".fuzzing").mkdir()
    Path(".fuzzing", "text.log").write_text(GUIDED, encoding="utf-8")
    assert closing.main(["--read", "--record"]) == 0
    recorded = json.loads(kept.read_text(encoding="utf-8"))
    assert list(recorded) == ["grammar", "text", "waivers"]
    assert {name: told for name, told in recorded["text"].items() if name != "date"} == {
        "inputs": "600001",
        "slowest": "1",
        "megabytes": "301",
        "failed": "0",
    }


def test_a_run_in_two_parts_is_one(kept: Path) -> None:
    Path(".fuzzing").mkdir()
    parts = "".join(GRAMMAR.format(*each) for each in (("1,200", "0.80", "65"), ("800", "1.02", "58")))
    Path(".fuzzing", "grammar.log").write_text(parts, encoding="utf-8")
    assert closing.main(["--read", "--record"]) == 0
    recorded = json.loads(kept.read_text(encoding="utf-8"))["grammar"]
    assert [recorded[name] for name in ("inputs", "seed", "failed", "slowest", "megabytes")] == [
        "2000",
        "7",
        "0",
        "1.02",
        "65",
    ]


def test_a_run_that_did_not_come_to_its_end_is_none(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".fuzzing").mkdir()
    Path(".fuzzing", "text.log").write_text(
        "#524288 pulse  cov: 9821\n==77== ERROR: libFuzzer: timeout\n", encoding="utf-8"
    )
    assert closing.main(["text", "--read", "--record"]) == 1
    assert "text: the run did not come to its end, inputs is missing" in capsys.readouterr().err
    assert not kept.exists()


def test_a_run_that_finds_something_ends_the_others(
    kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "command", lambda run, _: [sys.executable, "-c", f"raise SystemExit('{run} broke')"])
    assert closing.main(["text", "report", "--record"]) == 1
    told = capsys.readouterr().err
    assert "text broke" in told
    assert "report broke" not in told
    assert not kept.exists()


def test_what_is_run_is_what_was_asked_for() -> None:
    given = Namespace(inputs=7, jobs=1, seed=3, seconds=60)
    assert closing.command("grammar", given)[2:] == ["--inputs", "7", "--jobs", "1", "--seed", "3"]
    assert closing.command("rubric", given)[2:] == ["rubric", "-max_total_time=60"]
