"""The page of benchmarks says what was measured: a ratio that falls short is named, and so is what was not measured."""

from __future__ import annotations

import json
import platform
import re
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import measured
from measured import BEGIN, END, SECTIONS, Results, Row

ROWS = [row for rows in SECTIONS.values() for row in rows]
HERE = Path(__file__).parent


def _raw(**seconds: float) -> dict[str, Any]:
    """Return results in which every benchmark took a second, but some others."""
    names = {name for row in ROWS for name in (row.own, row.peer)} | {"test_card_and_check_of_five"}
    notes = {
        "test_card_and_check_of_five": {"reports": 5},
        "test_audit_of_five": {"reports": 5},
        "test_audit_of_five_texts": {"characters": 1000},
        "test_audit_grows[500000]": {"characters": 200_000, "peak": 51_200_000},
        "test_audit_grows[5000000]": {"characters": 2_000_000, "peak": 512_000_000},
        "test_columns_of_many": {"reports": 10_000, "unequal": 9_000},
        "test_check_of_rounded": {"judged": 100, "rounded": 98, "alarms": 0},
        "test_pickles": {"report": 10_240},
    }
    return {
        "benchmarks": [
            {"name": name, "stats": {"min": seconds.get(name, 1.0)}, "extra_info": notes.get(name, {})}
            for name in sorted(names | notes.keys())
        ]
    }


def _without(raw: dict[str, Any], *names: str) -> dict[str, Any]:
    return {"benchmarks": [each for each in raw["benchmarks"] if each["name"] not in names]}


def _line(page: str, row: Row) -> list[str]:
    return next(line for line in page.splitlines() if line.startswith(f"| {row.name} |")).strip("| ").split(" | ")


@pytest.mark.parametrize(
    ("own", "peer", "faster", "verdict"),
    [
        (4.0, 1.0, False, True),
        (4.0001, 1.0, False, False),
        (0.1, 1.0, False, True),
        (1.0, 4.0, True, True),
        (1.0, 3.9999, True, False),
        (4.0, 1.0, True, False),
    ],
)
def test_a_bar_is_met_or_not_by_the_exact_ratio(own: float, peer: float, *, faster: bool, verdict: bool) -> None:
    row = Row("", "own", "peer", 4, faster)
    results = Results({"own": own, "peer": peer}, {})
    assert measured.meets(row, results.ratio(row)) is verdict


def test_of_several_runs_the_shortest_round_counts() -> None:
    """What else runs on a machine only ever adds; what one run left out is taken from the other."""
    one, two = (
        Results({"own": 2.0, "peer": 1.0, "first": 5.0}, {"own": {"n": 1}}),
        Results({"own": 1.5, "peer": 3.0}, {}),
    )
    assert one.shortest(two) == Results({"own": 1.5, "peer": 1.0, "first": 5.0}, {"own": {"n": 1}})
    assert two.shortest(one).seconds == one.shortest(two).seconds


def test_every_row_has_its_times_its_ratio_and_its_bar() -> None:
    page = measured.generated(Results.of(_raw(test_card_of_prepared_report=0.9, test_points_by_straight_lines=0.1)))
    assert _line(page, ROWS[1])[1:] == ["900 ms", "100 ms", "9.00 倍", "至多 8 倍", "**未达到**"]
    assert [_line(page, row)[0] for row in ROWS] == [row.name for row in ROWS]
    many = next(row for row in ROWS if row.times > 1)
    assert _line(page, many)[1:] == ["100 s", "1.00 s", "100 倍", "–", "供参考"]


def test_what_falls_short_is_named_at_the_top_and_what_does_not_is_not() -> None:
    """At a second each, but for pandera: what has to be a hundred times faster falls short, all else is met."""
    page = measured.generated(Results.of(_raw(test_fifteen_by_pandera=0.25)))
    judged = [row for row in ROWS if row.bar]
    top = page.partition("\n## ")[0]
    assert f"共 {len(judged)} 项：达到 {len(judged) - 2} 项，未达到 2 项，尚不能测量 0 项。" in top
    assert [row for row in judged if row.name in top] == [row for row in judged if row.faster]
    assert "尚不能测量的" not in top
    pandera, pointblank = (row for row in judged if row.faster)
    assert _line(page, pandera)[3:] == ["速度 0.250 倍", "速度至少 100 倍", "**未达到**"]
    assert _line(page, pointblank)[3:] == ["速度 1.00 倍", "速度至少 100 倍", "**未达到**"]


def test_what_was_not_measured_is_named_and_not_left_out() -> None:
    skipped = ("test_points_alone", "test_pickles", "test_audit_of_five", "test_columns_of_many")
    page = measured.generated(Results.of(_without(_raw(), *skipped)))
    assert _line(page, ROWS[0])[1:] == ["–", "1.00 s", "–", "至多 4 倍", "尚不能测量"]
    top, _, rest = page.partition("\n## ")
    assert f"尚不能测量的：\n\n- 计分 score()：{ROWS[0].name}" in top
    assert "份有取整差" not in rest
    assert rest.endswith("## 一个省、全国\n\n尚不能测量。")
    one = measured.generated(Results.of(_without(_raw(), "test_pickles")))
    assert one.endswith("在进程之间传递的大小（pickle）：尚不能测量。")


def test_a_province_and_the_country_are_multiplied_out() -> None:
    """A fifth of a second for a report, and as much for its text."""
    page = measured.generated(Results.of(_raw()))
    assert "| 一个省 | 约 20,000 | 66.7 分钟 | 66.7 分钟 | 2.22 小时 | 16.7 分钟 |" in page
    assert "| 全国 | 约 300,000 | 16.7 小时 | 16.7 小时 | 33.3 小时 | 4.17 小时 |" in page
    assert page.endswith("：报告 10.0 KiB。")


@pytest.mark.parametrize(("peak", "verdict"), [(256, "达到"), (257, "**未达到**"), (0, None)])
def test_the_memory_of_a_character_is_bounded(peak: int, verdict: str | None) -> None:
    raw = _raw()
    for each in raw["benchmarks"]:
        if each["name"].startswith("test_audit_grows["):
            each["extra_info"] = {"characters": 1000, "peak": peak * 1000}
    found = re.search(r"每个字符 (\d+) 字节。标准：至多 256 字节。(.*)。", measured.generated(Results.of(raw)))
    assert (found and (found[1], found[2])) == (None if verdict is None else (str(peak), verdict))


def test_machine_versions_and_date_are_named_and_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "node", lambda: "host-of-the-test")
    monkeypatch.setattr(socket, "gethostname", lambda: "host-of-the-test")
    head = "\n".join(measured.generated(Results.of(_raw())).splitlines()[:3])
    assert re.search(r"^- 日期：\d{4}-\d\d-\d\d$", head, re.MULTILINE)
    assert platform.python_version() in head
    assert "pydantic 2." in head
    assert "host-of-the-test" not in head
    assert str(Path.cwd()) not in head


def test_the_page_is_written_between_its_marks_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, results = tmp_path / "page.md", tmp_path / "results.json"
    before = f"# 基准\n\n{BEGIN}\nold\n{END}\n\nrest\n"
    page.write_text(before, encoding="utf-8")
    results.write_text(json.dumps(_raw()), encoding="utf-8")
    monkeypatch.setattr(measured, "PAGE", page)
    assert measured.main([str(results)]) == 0
    assert page.read_text(encoding="utf-8") == before
    assert measured.main([str(results), "--write"]) == 0
    text = page.read_text(encoding="utf-8")
    part = capsys.readouterr().out.split("- 日期")[1]
    assert text == f"# 基准\n\n{BEGIN}\n\n- 日期{part}\n{END}\n\nrest\n"


@pytest.mark.parametrize("page", ["nothing", f"{BEGIN} only", f"only {END}"])
def test_a_page_without_marks_is_not_written(page: str) -> None:
    with pytest.raises(ValueError, match="generated by make bench"):
        measured.with_generated(page, "part")


def test_the_page_has_the_rows_of_today_and_their_benchmarks_exist() -> None:
    page = measured.PAGE.read_text(encoding="utf-8")
    assert all(_line(page, row) for row in ROWS)
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("bench_*.py"))
    for row in ROWS:
        assert all(f"def {name.partition('[')[0]}(" in code for name in (row.own, row.peer))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.00000314159, "3.14 µs"),
        (0.0314159, "31.4 ms"),
        (0.314159, "314 ms"),
        (3.14159, "3.14 s"),
        (1234.5, "1,234 s"),
    ],
)
def test_a_short_time_is_in_its_own_unit(seconds: float, words: str) -> None:
    assert measured.time(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(30, "0.500 分钟"), (5399, "90.0 分钟"), (5400, "1.50 小时"), (172_800, "2.00 天")]
)
def test_a_long_time_is_in_words(seconds: float, words: str) -> None:
    assert measured.duration(seconds) == words
