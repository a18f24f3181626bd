"""audit(): its result, what it says to people and to programs, what it took part in, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from counting import grows_in_proportion
from perfmetrics.auditing import audits
from perfmetrics.auditing.audits import Ledger
from perfmetrics.auditing.lexer import lex
from perfmetrics.findings import Finding
from perfmetrics.views.audits import quoted

WRONG = "2021年镇三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
RIGHT = "本年支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。"


def verdicts(text: str) -> list[tuple[str, str, str]]:
    return [(claim["kind"], claim["stated"]["text"], claim["verdict"]) for claim in pm.audit(text).rows()]


def test_a_claim_as_data() -> None:
    """Design 6: claims with kind, stated with offsets, expected, interval, verdict, expression, working, diagnoses."""
    (claim,) = pm.audit(WRONG).rows()
    start = WRONG.index("7.83%")
    assert claim["kind"] == "growth"
    assert claim["stated"] == {"text": "7.83%", "start": start, "end": start + 5}
    assert (claim["expected"], claim["difference"], claim["verdict"], claim["reason"]) == (
        "7.2597",
        "+0.57",
        "inconsistent",
        None,
    )
    assert claim["interval"] == "(7.2086, 7.3108)"
    assert claim["expression"] == "0.71 ÷ (9.07 + 0.71) × 100%"
    assert claim["working"] == "0.71 ÷ (9.07 + 0.71) × 100% ≈ 7.26%"
    assert {each["text"] for each in claim["inputs"]} == {"0.71万元", "9.07万元"}
    assert all(WRONG[each["start"] : each["end"]] == each["text"] for each in claim["inputs"])
    best = claim["diagnoses"][0]
    assert (best["cause"], best["mended"], best["note"]) == ("wrong_denominator", "7.26%", "分母取了 9.07万元")


def test_json_has_the_keys_of_the_design() -> None:
    """Design 6: claims, coverage and findings; the same text gives the same bytes."""
    found = pm.audit(WRONG)
    data = json.loads(found.to_json())
    assert set(data) == {"schema_version", "rubric", "counts", "claims", "coverage", "habit", "findings"}
    assert data["counts"] == {"exact": 0, "rounding": 0, "inconsistent": 1, "undefined": 0}
    assert data["findings"][0]["code"] == "rate_recomputed"
    assert pm.audit(WRONG).to_json() == found.to_json()
    assert json.loads(found.to_json("en"))["claims"][0]["diagnoses"][0]["label"] == "the wrong denominator"


def test_a_right_text_has_no_findings() -> None:
    """Issue 4: exact claims raise nothing."""
    found = pm.audit(RIGHT)
    assert found.ok
    assert found.findings == ()
    found.raise_for_findings()
    assert [(claim.kind, claim.verdict.value, RIGHT[claim.start : claim.end]) for claim in found.claims] == [
        ("sum_of_parts", "exact", "100.38万元")
    ]
    assert repr(found) == f"<Audit of {len(RIGHT)} characters: 1 exact>"
    assert "没有发现问题。" in found.to_text()
    assert "Nothing to report." in found.to_text("en")


def test_a_wrong_text_is_not_ok() -> None:
    """Design 6: `.ok` and `.raise_for_findings()`."""
    found = pm.audit(WRONG)
    assert not found.ok
    with pytest.raises(pm.FindingsError, match=r"7\.26"):
        found.raise_for_findings()


def test_a_text_without_claims() -> None:
    """An audit that saw little says so."""
    found = pm.audit("本单位于2019年3月1日成立，共有3个科室。")
    assert repr(found).endswith("no claims>")
    assert "取整习惯" not in found.to_text()
    assert found.coverage.share == "0%"
    assert pm.audit("").coverage.share == "0%"


def test_the_sentence_is_quoted_with_the_wrong_figure_marked() -> None:
    """Issue 4: the text and Markdown output quote the sentence with the wrong figure marked."""
    found = pm.audit(f"前一句。{WRONG}后一句。")
    text = found.to_text()
    assert "下降【7.83%】" in text
    assert "前一句" not in text
    assert "后一句" not in text
    assert "0.71 ÷ (9.07 + 0.71) × 100% ≈ 7.26%" in text
    assert "分母用错：7.83% 应为 7.26%" in text
    assert "下降【7.83%】" in found.to_markdown()
    assert "rounding allows" in found.to_text("en")
    assert "1 claims" in found.to_text("en")


def test_a_long_sentence_is_cut() -> None:
    """A quotation is no longer than the finding needs."""
    found = pm.audit("很长的开头，" * 50 + WRONG.removesuffix("。") + "，很长的结尾" * 50)
    (sentence,) = quoted(found, found.findings[0].where)
    assert sum(len(span.text) for span in sentence.spans) < 200
    assert not list(quoted(found, "elsewhere"))
    assert found.span_of(pm.Finding("open_list", "elsewhere", pm.Phrase("a", "b"))) is None


def test_coverage_tells_what_took_part_and_why_the_rest_did_not() -> None:
    """Issue 4: which numbers took part, which did not and why."""
    text = f"1.依据财预〔2021〕15号，2021年{RIGHT}车辆3辆，编号A12，共计5。"
    coverage = pm.audit(text).to_dict()["coverage"]
    reasons = {each["text"]: each["reason"] for each in coverage["unused"]}
    assert (coverage["figures"], coverage["judged"], coverage["share"]) == (5, 3, "60%")
    assert reasons["2021"] == "日期、文号或编号"
    assert reasons["1"] == "序号"
    assert reasons["3辆"] == "文中没有可以重算它的说法"
    assert reasons["5"] == "没有单位，也不在表内"
    assert reasons["12"] == "代码或不认识的单位"
    assert all(text[each["start"] : each["end"]] == each["text"] for each in coverage["unused"])
    english = pm.audit(text).to_dict("en")["coverage"]["unused"]
    assert "a date or a number of a document" in {each["reason"] for each in english}


def test_the_habit_of_a_text() -> None:
    """Issue 4: with the habit of check(): 98.92% and 100.56% are cut off."""
    text = (
        "基本支出预算100.84万元，决算99.76万元，完成预算的98.92%。"
        "人员经费预算91.24万元，决算91.76万元，完成预算的100.56%。"
    )
    found = pm.audit(text)
    assert [mode.value for mode in found.habit.modes] == ["truncate"]
    assert found.ok


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("二、收支情况\n本年支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。", "本年支出"),
        ("二、收支情况\n全年支\n出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。", "全年支出"),
        ("二、收支如下，本年支\n出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。", "本年支出"),
        ("本年\n支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。", "本年支出"),
    ],
)
def test_a_figure_is_not_named_by_the_heading_above_it(text: str, name: str) -> None:
    (claim,) = pm.audit(text).claims
    assert claim.judged.statement.instance.name.zh == name


def test_cells_are_named_by_row_and_column() -> None:
    """A cell has no sentence: the finding says its row and column, and quotes nothing."""
    text = "项目|预算数|决算数|执行率\n接待费|20.00|10.00|55.00%\n会议费|10.00|5.00|50.00%\n培训费|8.00|4.00|50.00%\n"
    (finding,) = (each for each in pm.audit(text).findings if each.is_error)
    assert finding.message.zh.startswith("接待费·执行率 55.00%")
    assert not list(quoted(pm.audit("项目\n预算数\n决算数\n执行率\n"), finding.where))


@pytest.mark.parametrize("text", [None, 5, b"abc", ["a"]])
def test_what_is_no_text_is_refused(text: Any) -> None:
    """Bad input gets one clear error with a path, a reason and the mend."""
    with pytest.raises(pm.InputError) as caught:
        pm.audit(text)
    (only,) = caught.value.problems
    assert only.path == "text"
    assert only.mend.zh


def test_an_unknown_table_is_refused() -> None:
    """As score() does."""
    with pytest.raises(pm.UnknownNameError):
        pm.audit(RIGHT, rubric="no-such-table")


@pytest.mark.parametrize(
    "text",
    [
        "\ud800支出1\ud8000万元，其中：基本支出5万元，项目支出5万元。\udfff",
        "支出\u202e10万元，其中：基本\u200b支出5万元，项目支出6万元。\x00\x1b[31m",
        "1" * 100_000 + "万元，下降" + "9" * 100_000 + "%",
        "（" * 20_000 + "=" * 20_000 + "）" * 20_000,
        "其中" * 50_000,
        "增长%" * 30_000,
        "1e999999万元，其中1E5万元",
    ],
    ids=["surrogates", "bidi", "long numbers", "brackets", "of which", "percent", "exponents"],
)
def test_hostile_texts_raise_nothing(text: str) -> None:
    """Issue 4: no text, however hostile, makes it deep or large; nothing of it moves the cursor."""
    found = pm.audit(text)
    for lang in ("zh", "en"):
        found.to_text(lang).encode("utf-8", "replace")
        assert "\x1b" not in found.to_text(lang)
        assert "\u202e" not in found.to_text(lang)
        found.to_json(lang).encode()
    assert all(text[each["stated"]["start"] : each["stated"]["end"]] == each["stated"]["text"] for each in found.rows())


def test_numbers_of_a_text_are_found_by_their_place() -> None:
    """The engine of check() finds the figures of a text as it finds those of a report."""
    numbers = lex("支出10万元，收入12万元").numbers
    ledger = Ledger(numbers)
    assert [each.path for each in ledger.figures()] == [number.key for number in numbers]
    found = ledger.find(numbers[0].key)
    assert found is not None
    assert found.figure.terms[0].text == "10万元"
    assert ledger.find("text[99:100]") is None


TWIN = Path(__file__).parents[1] / "corpus" / "reports" / "003.txt"


def test_raw_text_in_the_same_card_out() -> None:
    """Issue 4: raw 保靖 text in, the same card out as from its TOML."""
    found = pm.audit(TWIN.read_text(encoding="utf-8"), rubric="baojing-2019")
    filed = pm.score("examples/reports/baojing-2019.toml", "baojing-2019")
    assert found.card is not None
    assert {**found.card.to_dict(), "report": None} == {**filed.to_dict(), "report": None}
    assert found.to_dict()["rubric"] == "baojing-2019"
    assert "按 baojing-2019 计分：总分 91，等级 优" in found.to_text()
    assert "scored by baojing-2019: total 91, grade 优" in found.to_text("en")
    assert [each.stated for each in found.findings].count("161.65%") == 1


def test_a_text_without_a_total_has_no_total() -> None:
    """A table is not scored on figures that are not there."""
    found = pm.audit("项目支出5万元。", rubric="baojing-2019")
    assert found.card is not None
    assert found.card.total is None
    assert "总分 —，等级 —" in found.to_text()


def test_a_mended_figure_changes_the_card() -> None:
    """Issue 4, impact: with a table, what the best explanation does to points, total and grade."""
    text = TWIN.read_text(encoding="utf-8")
    wrong = text.replace("预算安排141.6万元", "预算安排114.6万元")
    found = pm.audit(wrong, rubric="baojing-2019")
    blamed = [each for each in found.findings if each.impact is not None and each.diagnoses]
    assert all(each.impact is not None and each.impact.total[0] is not None for each in blamed)


def test_figures_that_make_no_report_are_not_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was gathered is there to be corrected by hand; the audit itself goes on."""
    monkeypatch.setattr(audits, "named_for", lambda *_: {"nonsense": 1})
    found = pm.audit(WRONG, rubric="baojing-2019")
    assert found.card is None
    assert not found.ok


def test_cells_on_lines_of_their_own_are_not_quoted() -> None:
    """A cell has no sentence; numbers after a table are none of it; a rate over nothing has no expected value."""
    rows = ("接待费 20.00 10.00 55.00%", "会议费 10.00 5.00 50.00%", "培训费 8.00 4.00 50.00%")
    table = "\n".join("\n".join(row.split()) for row in ("指标 预算数 决算数 执行率", *rows, ""))
    found = pm.audit(f"{table}差旅费\n0.00\n0.00\n5.00%\n以上为预算执行情况，共计3人。")
    (finding,) = (each for each in found.findings if each.is_error)
    assert not list(quoted(found, finding.where))
    assert "【" not in found.to_text()
    assert [row["expected"] for row in found.rows() if row["verdict"] == "undefined"] == [None]
    last = found.coverage.unused[-1]
    assert (found.text[last.start : last.stop], last.reason) == ("3人", "no_claim")


def test_a_table_with_an_empty_cell() -> None:
    """A cell without a number has no name."""
    text = "项目|预算数|决算数|执行率\n接待费|20.00|10.00|50.00%\n会议费||5.00|\n培训费|8.00|4.00|50.00%\n"
    assert [claim.verdict.value for claim in pm.audit(text).claims] == ["exact", "exact"]


def test_the_report_file_of_a_text() -> None:
    """Issue 4: `audit.to_report()` gives the report file to correct by hand."""
    found = pm.audit("2019年部门决算本年支出100.38万元，其中：基本支出99.76万元，项目支出0.62万元。")
    assert found.to_report() == {
        "final_accounts": {
            "current_expenditure": "100.38万元",
            "basic_expenditure": "99.76万元",
            "project_expenditure": "0.62万元",
        }
    }
    assert pm.check(found.to_report()).counts()["exact"] == 1


def test_a_report_file_names_indicators_as_the_scoring_table_that_was_given() -> None:
    text = "（一）预算执行\n1.预算控制率：预算控制率＝9.16/1521.39×100%＝0.6%，该项得分5分。"
    assert list(pm.audit(text).to_report()["indicators"]) == ["预算控制率"]
    assert list(pm.audit(text, rubric="baojing-2019").to_report()["indicators"]) == ["budget_control_rate"]


def test_a_figure_that_very_many_claims_share_takes_work_in_proportion() -> None:
    """Issue 4: each wrong rate is explained by the claims around it, and not by all that are of the same posts."""

    def told(size: int) -> tuple[Finding, ...]:
        text = "编制50人，在职人员40人，在职人员控制率=40/50×100%=80%。\n" + "在职人员控制率100%。\n" * size
        return pm.audit(text).findings

    assert len(told(45)) == 45
    assert grows_in_proportion(told, 45)
