"""Assertions for other projects: what holds is returned, what does not fails the test with everything worth reading."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import testing
from perfmetrics.findings import Acceptance
from perfmetrics.testing import assert_consistent, assert_scored_as_stated, assert_text_consistent
from perfmetrics.texts import LANGS, Lang

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
GOOD = EXAMPLES / "panzhihua-xiqu-2022.toml"
BAD = EXAMPLES / "qidong-2021.toml"
TWIN = Path(__file__).parents[1] / "corpus" / "reports" / "003.txt"
GROWTH = "决算9.07万元，较上年减少0.71万元，下降{}。"

Accounts = dict[str, Any]


def accounts(total: str, **more: str) -> Accounts:
    """Return a report of a total and its two kinds."""
    kinds = {"本年支出": total, "基本支出": "99.76", "项目支出": "10.26", **more}
    return {"title": "某局", "unit": "万元", "部门决算": kinds}


def table(**rule: Any) -> dict[str, Any]:
    """Return a scoring table of two lines: staffing by a rule, and files kept, up to ten points each."""
    known = {"full_marks": "published", "rule": "published"}
    rule = {"kind": "step_deduct", "standard": 100, "direction": "over", "step": 1, "per_step": 2} | rule
    staffing = {"id": "staffing_control_ratio", "name": "在职人员控制率", "name_en": "staffing control ratio"}
    files = {"id": "files", "name": "资料", "name_en": "files", "rule": {"kind": "count_deduct", "per_occurrence": 1}}
    lines = [
        staffing | {"formula": "staffing_control_ratio", "rule": rule, "full_marks": 10, "provenance": known},
        files | {"full_marks": 10, "provenance": known},
    ]
    category = {"id": "category", "name": "类", "name_en": "category", "full_marks": 20, "indicators": lines}
    dimension = {"id": "process", "name": "过程", "name_en": "process", "full_marks": 20, "categories": [category]}
    grades = [{"id": "good", "name": "优", "range": "[18, 20]"}, {"id": "fair", "name": "良", "range": "[0, 18)"}]
    head = {"id": "table", "title": "表", "title_en": "table", "evaluates": "department", "place": "某县", "years": ""}
    source = {"title": "本测试的例子"}
    return head | {"source": source, "full_marks": 20, "grades": grades, "grades_source": "", "dimensions": [dimension]}


def scored(in_post: int, **stated: Any) -> dict[str, Any]:
    """Return a report of staff and of what it states of its own scoring."""
    return {
        "人员编制": {"编制数": 100, "在职人员数": in_post},
        "指标自评": {"files": {"出现次数": 0, "得分": 10}, **stated.pop("lines", {})},
        "自评结论": stated,
    }


def failure(call: Callable[[], object]) -> list[str]:
    """Return the lines with which an assertion fails."""
    with pytest.raises(AssertionError) as failed:
        call()
    return str(failed.value).splitlines()


# ---------------------------------------------------------------------------------------------------------------------
# Reports.


@pytest.mark.parametrize(
    "given", [GOOD, str(GOOD), accounts("110.02"), pm.load_report(GOOD)], ids=["path", "name", "mapping", "report"]
)
def test_a_consistent_report_is_returned_as_its_check(given: Any) -> None:
    result = assert_consistent(given)
    assert result == pm.check(given)
    assert result.statements


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "某局：1 处错误",
                (
                    "- 部门决算·本年支出 110.38，重算 110.02，相差 +0.36（本年支出 = 基本支出 + 项目支出"
                    "（+ 上缴上级、经营、对附属单位补助支出））"
                ),
                "  位置：final_accounts.current_expenditure",
                "  99.76 + 10.26 = 110.02",
                "  取整允许的范围 [110.01, 110.03)",
                "  相邻两位数字颠倒：final_accounts.project_expenditure 10.26 应为 10.62",
                "  改法：核对该数及其计算所用各数",
            ],
        ),
        (
            "en",
            [
                "某局: 1 error",
                (
                    "- final accounts, expenditure of the year 110.38, recomputed 110.02, difference +0.36"
                    " (expenditure = basic + project)"
                ),
                "  at: final_accounts.current_expenditure",
                "  99.76 + 10.26 = 110.02",
                "  rounding allows [110.01, 110.03)",
                "  two digits swapped: final_accounts.project_expenditure 10.26 should be 10.62",
                "  mend: check the figure and the figures it is computed from",
            ],
        ),
    ],
)
def test_a_failure_tells_figure_place_working_range_reason_and_mend(lang: Lang, lines: list[str]) -> None:
    assert failure(lambda: assert_consistent(accounts("110.38"), lang=lang)) == lines


@pytest.mark.parametrize("lang", LANGS)
def test_every_error_is_told_and_nothing_else(lang: Lang) -> None:
    result = pm.check(BAD)
    errors = [each for each in result.findings if each.is_error]
    assert 0 < len(errors) < len(result.findings)
    lines = failure(lambda: assert_consistent(str(BAD), lang=lang))
    assert [line[2:] for line in lines if line.startswith("- ")] == [each.message.of(lang) for each in errors]


def test_several_errors_are_counted_in_both_languages() -> None:
    report = accounts("110.38", 收入总计="5", 支出总计="6")
    assert failure(lambda: assert_consistent(report))[0] == "某局：2 处错误"
    assert failure(lambda: assert_consistent(report, lang="en"))[0] == "某局: 2 errors"


def test_a_file_without_a_title_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    path.write_text('unit = "万元"\n[final_accounts]\ntotal_income = 5\ntotal_expenditure = 6\n', encoding="utf-8")
    assert failure(lambda: assert_consistent(path))[0] == f"{path}：1 处错误"
    assert failure(lambda: assert_consistent({**accounts("110.38"), "title": None}))[0] == "1 处错误"


def test_what_is_only_soft_or_a_note_fails_nothing() -> None:
    """Where a lawful explanation may exist (`soft = true`), what does not agree is a warning."""
    rule: dict[str, Any] = {"name": "会议费与培训费一致", "whole": "final_accounts.meeting_expenses"}
    rule |= {"parts": "final_accounts.training_expenses", "soft": True}
    report = accounts("110.02", 会议费="3.1", 培训费="2.4") | {"勾稽关系": [rule]}
    result = assert_consistent(report)
    assert [finding.code for finding in result.findings] == ["user_identity"]
    del rule["soft"]
    assert "会议费与培训费一致" in failure(lambda: assert_consistent(report))[1]


def test_the_table_that_a_report_is_checked_by_counts() -> None:
    """Checked by a table, the contradictions of its rates, sums and grade are errors too."""
    report = scored(102, lines={"staffing_control_ratio": {"指标值": "100%"}})
    assert assert_consistent(report).card is None
    assert "在职人员控制率自报 100%" in failure(lambda: assert_consistent(report, rubric=table()))[1]


def test_names_of_a_report_cannot_break_out_of_the_message() -> None:
    name = "\x1b[31m某局\n- 伪造的发现\u202e"
    rule = {"name": name, "whole": "final_accounts.meeting_expenses", "parts": "final_accounts.training_expenses"}
    report = accounts("110.02", 会议费="3.1", 培训费="2.4") | {"勾稽关系": [rule], "title": name}
    lines = failure(lambda: assert_consistent(report))
    assert sum(line.startswith("- ") for line in lines) == 1
    assert not {"\x1b", "\u202e"} & set("".join(lines))
    assert lines[0].startswith("\N{REPLACEMENT CHARACTER}[31m某局\N{REPLACEMENT CHARACTER}- 伪造的发现")


@pytest.mark.parametrize(("lang", "last"), [("zh", "……另有 1 处"), ("en", "... and 1 more")])
def test_a_message_has_an_end(lang: Lang, last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "MOST_SHOWN", 1)
    lines = failure(lambda: assert_consistent(accounts("110.38", 收入总计="5", 支出总计="6"), lang=lang))
    assert sum(line.startswith("- ") for line in lines) == 1
    assert lines[-1] == last


# ---------------------------------------------------------------------------------------------------------------------
# Texts.


def test_a_consistent_text_is_returned_as_its_audit() -> None:
    text = GROWTH.format("7.26%")
    found = assert_text_consistent(text)
    assert found == pm.audit(text)
    assert found.counts()["exact"] == 1


@pytest.mark.parametrize(
    ("lang", "place"),
    [
        ("zh", "  位置：第 3 行“决算9.07万元，较上年减少0.71万元，下降【7.83%】”"),
        ("en", "  at: line 3, “决算9.07万元，较上年减少0.71万元，下降【7.83%】”"),
    ],
)
def test_a_failure_of_a_text_quotes_the_sentence_and_its_line(lang: Lang, place: str) -> None:
    text = "一、基本情况\n\n" + GROWTH.format("7.83%") + "\n二、"
    lines = failure(lambda: assert_text_consistent(text, lang=lang))
    assert lines[0] == {"zh": "1 处错误", "en": "1 error"}[lang]
    assert lines[2] == place
    assert "  0.71 ÷ (9.07 + 0.71) × 100% ≈ 7.26%" in lines
    assert any("9.07万元" in line for line in lines[4:])


def test_what_a_table_finds_of_a_text_has_a_path_and_an_impact() -> None:
    text = TWIN.read_text(encoding="utf-8")
    without = failure(lambda: assert_text_consistent(text))
    lines = failure(lambda: assert_text_consistent(text, rubric="baojing-2019"))
    place = "  位置：indicators.budget_control_rate"
    assert place not in without
    assert lines[lines.index(place) + 2] == "  改正后总分 92 → 91，等级 优 → 优"


def test_a_text_is_named_where_it_has_a_name(tmp_path: Path) -> None:
    for name in ("texts/某局.txt", tmp_path / "某局.txt"):
        lines = failure(lambda name=name: assert_text_consistent(GROWTH.format("7.83%"), name=name))  # type: ignore[misc]
        assert lines[0] == f"{name}：1 处错误"


def test_a_path_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(pm.InputError):
        assert_text_consistent(tmp_path)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------------------------
# Points, total and grade.


def test_a_report_that_is_scored_as_it_states_is_returned_as_its_card() -> None:
    report = scored(102, 总分="16", 等级="良", lines={"staffing_control_ratio": {"指标值": "102%", "得分": 6}})
    card = assert_scored_as_stated(report, table())
    assert card == pm.score(report, table())
    assert (card.total, card.grade, card.findings) == (16, "良", ())


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (scored(102, lines={"staffing_control_ratio": {"得分": 8}}), "在职人员控制率自报 8 分，按评分标准应为 6 分"),
        (scored(102, lines={"staffing_control_ratio": {"指标值": "101%"}}), "在职人员控制率自报 101%，按所列数据重算"),
        (scored(102, lines={"staffing_control_ratio": {"得分": 11}}), "在职人员控制率自报 11 分，超出 0 至 10 分"),
        (scored(102, 总分="17", lines={"staffing_control_ratio": {"得分": 6}}), "总分自报 17 分，"),
        (scored(102, 总分="16", 等级="优"), "自报总分 16 分应为“良”，自报等级为“优”"),
    ],
    ids=["points", "rate", "bounds", "sum", "grade"],
)
def test_what_is_not_scored_as_stated_fails(report: dict[str, Any], said: str) -> None:
    lines = failure(lambda: assert_scored_as_stated(report, table()))
    assert any(line.startswith(f"- {said}") for line in lines)


@pytest.mark.parametrize("sums", [{"总分": "17"}, {"一级指标得分": {"process": "17"}}], ids=["total", "subtotal"])
def test_a_sum_without_stated_points_fails_where_no_rule_is_in_doubt(sums: dict[str, Any]) -> None:
    """A sum that changes when recomputed is a note of the card; here no line below it is wrong."""
    report = scored(102, **sums)
    assert pm.score(report, table()).ok
    lines = failure(lambda: assert_scored_as_stated(report, table()))
    assert lines[0] == "1 处错误"
    assert "自报 17 分，按重算的各项得分为 16 分" in lines[1]


def test_a_sum_that_rests_on_a_reading_of_a_rule_fails_nothing() -> None:
    """Whether a fraction of a step counts (每…扣…) is not written, so a sum that turns on it is not wrong."""
    report = scored(1025, 总分="15") | {"人员编制": {"编制数": 1000, "在职人员数": 1025}}
    card = assert_scored_as_stated(report, table())
    assert card.readings
    assert "total_changes" in {finding.code for finding in card.findings}


def test_a_sum_that_rests_on_an_assumed_rule_fails_nothing() -> None:
    assumed = table()
    line = assumed["dimensions"][0]["categories"][0]["indicators"][0]
    line["provenance"] = {"full_marks": "published", "rule": "reconstructed"}
    card = assert_scored_as_stated(scored(102, 总分="15"), assumed)
    assert card.conditional
    assert "total_changes" in {finding.code for finding in card.findings}


def test_the_table_is_by_default_the_one_that_the_report_names() -> None:
    path = EXAMPLES / "baojing-2019.toml"
    lines = failure(lambda: assert_scored_as_stated(path))
    assert lines[0] == "保靖县人民政府办公室2019年度部门整体支出绩效自评：2 处错误"
    assert lines == failure(lambda: assert_scored_as_stated(path, "baojing-2019"))
    assert failure(lambda: assert_scored_as_stated(path, lang="en"))[0].endswith(": 2 errors")
    with pytest.raises(pm.ReportError):
        assert_scored_as_stated(GOOD)


# ---------------------------------------------------------------------------------------------------------------------
# Accepted findings.

ENTRY = """
[[accepted]]
{file}
code = "{code}"
where = "{where}"
stated = "{stated}"
expected = "{expected}"
reason = "部门已附表说明"
author = "王某"
"""


def entry(path: Path, where: str, finding: pm.Finding, file: str = "") -> Path:
    """Write a baseline file that accepts one finding, of a file or of any."""
    facts = {"code": finding.code, "where": where, "stated": finding.stated, "expected": finding.expected}
    path.write_text(ENTRY.format(file=f'file = "{file}"' if file else "", **facts), encoding="utf-8")
    return path


def test_a_finding_of_a_report_that_the_baseline_accepts_fails_nothing(tmp_path: Path) -> None:
    (first, *_) = pm.check(BAD).findings
    baseline = entry(tmp_path / "accepted.toml", first.where, first)
    for given in (BAD, str(BAD), pm.load_report(BAD)):
        result = assert_consistent(given, baseline=baseline)
        (accepted,) = (each for each in result.findings if each.waiver is not None)
        assert accepted.waiver == Acceptance("部门已附表说明", "王某")
        assert accepted.message == first.message
    assert failure(lambda: assert_consistent(BAD))[0].endswith("：1 处错误")


def test_what_the_baseline_does_not_accept_fails_alone(tmp_path: Path) -> None:
    report = accounts("110.38", 收入总计="5", 支出总计="6")
    (first, second) = pm.check(report).findings
    baseline = str(entry(tmp_path / "accepted.toml", first.where, first))
    lines = failure(lambda: assert_consistent(report, baseline=baseline))
    assert [line[2:] for line in lines if line.startswith("- ")] == [second.message.zh]


def test_an_entry_of_a_file_accepts_for_that_file_only(tmp_path: Path) -> None:
    """The name of a report is its path; a text is given without one, so its name is said beside it."""
    (first,) = pm.check(accounts("110.38")).findings
    baseline = entry(tmp_path / "accepted.toml", first.where, first, file="甲.toml")
    for name in ("甲.toml", "乙.toml"):
        (tmp_path / name).write_text(
            'unit = "万元"\n[final_accounts]\ncurrent_expenditure = 110.38\n'
            "basic_expenditure = 99.76\nproject_expenditure = 10.26\n",
            encoding="utf-8",
        )
    assert assert_consistent(tmp_path / "甲.toml", baseline=baseline).ok
    assert failure(lambda: assert_consistent(tmp_path / "乙.toml", baseline=baseline))[0].endswith("：1 处错误")

    text = GROWTH.format("7.83%")
    (first,) = pm.audit(text).findings
    baseline = entry(tmp_path / "accepted.toml", text[:-6] + "【7.83%】", first, file="texts/甲.txt")
    assert assert_text_consistent(text, baseline=baseline, name=tmp_path / "texts" / "甲.txt").ok
    assert failure(lambda: assert_text_consistent(text, baseline=baseline))[0] == "1 处错误"
    baseline = entry(tmp_path / "accepted.toml", text[:-6] + "【7.83%】", first)
    assert assert_text_consistent(text, baseline=baseline).ok


def test_a_baseline_that_cannot_be_read_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(pm.FileError):
        assert_consistent(GOOD, baseline=tmp_path / "missing.toml")
    (tmp_path / "bad.toml").write_text("[[accepted]]\n", encoding="utf-8")
    with pytest.raises(pm.PerfMetricsError, match="reason"):
        assert_text_consistent("", baseline=tmp_path / "bad.toml")


# ---------------------------------------------------------------------------------------------------------------------
# In the tests of another project.

PROJECT = """
from perfmetrics.testing import assert_consistent, assert_scored_as_stated, assert_text_consistent

SUMS = {"本年支出": "110.38", "基本支出": "99.76", "项目支出": "10.26"}


def test_report():
    assert_consistent({"title": "某局", "unit": "万元", "部门决算": SUMS})


def test_text():
    assert_text_consistent("决算9.07万元，较上年减少0.71万元，下降7.83%。")


def test_points():
    line = {"staffing_control_ratio": {"指标值": "98.59%", "得分": 5}}
    assert_scored_as_stated({"人员编制": {"编制数": 71, "在职人员数": 70}, "指标自评": line}, "baojing-2019")


def test_good():
    assert assert_text_consistent("决算9.07万元，较上年减少0.71万元，下降7.26%。").ok
"""


def run_tests(directory: Path, *options: str) -> str:
    """Run a test file of another project in a process of its own, and return what pytest prints."""
    (directory / "test_reports.py").write_text(PROJECT, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-m", "pytest", "-p", "no:cacheprovider", *options, str(directory)]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, cwd=directory, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_pytest_shows_the_findings_and_not_our_frames(tmp_path: Path) -> None:
    said = run_tests(tmp_path)
    assert "3 failed, 1 passed" in said
    assert "E       AssertionError: 某局：1 处错误" in said
    for line in (
        "  位置：final_accounts.current_expenditure",
        "  99.76 + 10.26 = 110.02",
        "  位置：第 1 行“决算9.07万元，较上年减少0.71万元，下降【7.83%】”",
        "- 在职人员控制率自报 5 分，超出 0 至 3 分",
        "  改法：核对该数及其计算所用各数",
    ):
        assert f"\nE       {line}\n" in said, line
    assert "testing.py" not in said
    assert "testing.py" in run_tests(tmp_path, "--full-trace")


def test_the_assertions_need_no_test_framework() -> None:
    program = "import sys, perfmetrics.testing; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    loaded = set(done.stdout.split())
    assert "perfmetrics.testing" in loaded
    assert loaded.isdisjoint({"pytest", "_pytest", "unittest", "perfmetrics.waivers"})
