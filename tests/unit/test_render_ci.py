"""SARIF, JUnit and workflow commands: each finding at its place, each unread file, and nothing breaks out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import perfmetrics as pm
from perfmetrics.causes import Cause, Diagnosis
from perfmetrics.errors import FileError, PerfMetricsError, Problem, ReportError
from perfmetrics.findings import CODES, Acceptance, Finding, Impact, Severity
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render import github, junit, sarif
from perfmetrics.render.places import Lines, Region, message, name_of, one_line, path_of, place, placed, reason
from perfmetrics.texts import LANGS, Lang, Phrase
from perfmetrics.verdicts import Verdict
from sarif_schema import SCHEMA, VALIDATOR

ROOT = Path(__file__).parents[2]
TEXT = "😀一、收支\r\n\r\n支出 9.07万元，\r\n其中：基本8万元、项目2万元。"


@dataclass(frozen=True)
class Made(Outcome):
    """An outcome of findings that a test makes up."""

    findings: tuple[Finding, ...] = ()
    text: str = ""
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def given(self) -> str:
        """The text that the test gave."""
        return self.text

    def span_of(self, finding: Finding) -> tuple[int, int] | None:
        """Return what the test says."""
        return self.spans.get(finding.where)

    def to_dict(self, lang: Lang = "zh") -> Mapping[str, Any]:
        """Return something."""
        return {"lang": lang}


def made(code: str = "list_adds_up", where: str = "lists.a.total", zh: str = "合计不符", **more: Any) -> Finding:
    return Finding(code, where, Phrase(zh, f"{zh} (en)"), **more)


EXPLAINED = made(
    "rate_recomputed",
    "claims[1]",
    "完成率 80.57%，重算 90.57%",
    verdict=Verdict.INCONSISTENT,
    stated="80.57%",
    expected="90.57",
    difference="-10.00",
    interval="(90.56, 90.58)",
    working="100.39 ÷ 110.84 × 100% ≈ 90.57%",
    diagnoses=(
        Diagnosis(Cause.DIGIT_REPLACED, "claims[1]", "80.57%", "90.57%", Phrase("", ""), (), ()),
        Diagnosis(Cause.STALE_TOTAL, "claims[1]", "80.57%", "1%", Phrase("", ""), (), ("x",)),
    ),
    impact=Impact(total=(Decimal(90), Decimal(91)), grade=("优", "优")),
)
WARNING = made("value_undefined", "indicators.x", "分母为零")
NOTE = made("open_list", "", "清单未必完整")
WAIVED = made(zh="相差 1", working="1 + 2 = 3", waiver=Acceptance("一次性补助，见附件", "王审计"))
UNREADABLE = ReportError(
    [Problem("unit", Phrase("不认识的单位", "unknown unit"), Phrase("写万元", "write 万元")) for _ in range(2)]
)


def report(*findings: Finding, name: str = "reports/县.toml") -> Record:
    return Record(name, Made(findings))


def text(*spans: tuple[int, int], given: str = TEXT, name: str = "县.txt") -> Record:
    keys = [f"text[{start}:{end}]" for start, end in spans]
    findings = tuple(made(where=key) for key in keys)
    return Record(name, Made(findings, given, dict(zip(keys, spans, strict=True))))


# ---------------------------------------------------------------------------------------------------------------------
# Places.


@pytest.mark.parametrize(
    ("given", "span", "region"),
    [
        ("甲乙", (0, 1), Region(1, 1, 1, 2, 0, 1)),
        ("甲\n乙丙", (3, 4), Region(2, 2, 2, 3, 3, 1)),
        ("甲\r\n乙", (3, 4), Region(2, 1, 2, 2, 3, 1)),
        ("甲\r乙", (2, 3), Region(1, 3, 1, 4, 2, 1)),  # a CR alone ends no line
        ("甲乙\n丙", (1, 2), Region(1, 2, 1, 3, 1, 1)),  # the last of its line
        ("甲1\n2乙", (1, 4), Region(1, 2, 2, 2, 1, 3)),  # over the end of a line
        ("𠮷😀9", (2, 3), Region(1, 3, 1, 4, 2, 1)),  # beyond the BMP: one character, one column
        ("\n\n", (2, 2), Region(3, 1, 3, 1, 2, 0)),
    ],
)
def test_lines_and_columns_count_from_one_and_in_characters(given: str, span: tuple[int, int], region: Region) -> None:
    assert Lines.of(given).region(*span) == region


def test_findings_of_a_text_have_regions_and_those_of_a_report_paths() -> None:
    outcome = text((12, 18)).outcome
    assert outcome is not None
    ((finding, region),) = placed(outcome)
    assert region is not None
    assert TEXT[region.offset : region.offset + region.length] == "9.07万元"
    assert place(finding, region) == "3:4"
    assert list(placed(Made((EXPLAINED,)))) == [(EXPLAINED, None)]
    assert place(EXPLAINED, None) == "claims[1]"


def test_a_message_has_the_working_and_the_best_explanation_and_not_the_others() -> None:
    assert message(EXPLAINED, "zh").split("\n") == [
        "完成率 80.57%，重算 90.57%",
        "100.39 ÷ 110.84 × 100% ≈ 90.57%",
        "取整允许的范围 (90.56, 90.58)",
        "一位数字录错：claims[1] 80.57% 应为 90.57%",
        "改正后总分 90 → 91，等级 优 → 优",
    ]
    assert message(EXPLAINED, "en").split("\n")[3] == "one digit mistyped: claims[1] 80.57% should be 90.57%"


def test_a_name_in_a_message_makes_no_line_of_its_own() -> None:
    for char in "\n\r\x0b\x0c\x1c\x85\u2028\u2029\ud800":
        assert len(message(made(zh=f"某县{char}财政局"), "zh").splitlines()) == 1
        assert len(one_line(f"甲{char}乙")) == 3
        one_line(char).encode()


def test_standard_input_has_a_name_and_no_path() -> None:
    assert [name_of("-", lang) for lang in LANGS] == ["标准输入", "standard input"]
    assert path_of("-") == ""
    assert name_of("./县\n.toml", "zh") == "./县�.toml"
    assert path_of("./县\n.toml") == "县�.toml"


# ---------------------------------------------------------------------------------------------------------------------
# SARIF.


def sarif_run(*records: Record, lang: Lang = "zh") -> dict[str, Any]:
    """Return the run of a log that the schema of OASIS allows."""
    written = sarif.render(records, lang)
    assert written.endswith("}\n")
    written.encode()
    log = json.loads(written)
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def fingerprints(*records: Record) -> list[str]:
    return [each["partialFingerprints"]["findingHash/v1"] for each in sarif_run(*records)["results"]]


def test_the_schema_is_a_schema_and_refuses_what_is_no_sarif() -> None:
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    log = json.loads(sarif.render([report(EXPLAINED)], "zh"))
    assert log["$schema"] == SCHEMA["id"]
    del log["runs"][0]["results"][0]["message"]["text"]
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(log)


def test_a_log_without_files_is_a_log() -> None:
    run = sarif_run()
    assert (run["results"], run["artifacts"], run["tool"]["driver"]["rules"]) == ([], [], [])
    assert run["invocations"][0]["executionSuccessful"] is True


def test_the_tool_says_its_name_and_version_and_the_unit_of_columns() -> None:
    run = sarif_run(report(NOTE), lang="en")
    assert run["tool"]["driver"]["name"] == "perfmetrics"
    assert run["tool"]["driver"]["semanticVersion"] == pm.__version__
    assert (run["language"], run["tool"]["driver"]["language"]) == ("en", "en")
    assert (run["columnKind"], run["newlineSequences"]) == ("unicodeCodePoints", ["\r\n", "\n"])
    assert sarif_run()["language"] == "zh-CN"


def test_rules_are_those_used_in_the_order_of_the_codes() -> None:
    findings = (NOTE, WARNING, EXPLAINED, NOTE)
    for order in (findings, findings[::-1]):
        run = sarif_run(report(*order[:2]), report(*order[2:], name="b.toml"))
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["value_undefined", "rate_recomputed", "open_list"]
        assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["warning", "error", "note"]
        assert [each["ruleId"] for each in run["results"]] == [each.code for each in order]
        assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_the_help_of_the_findings_page(code: str, lang: Lang) -> None:
    """The help is the section of the code; links are left out, since they would lead nowhere."""
    (rule,) = sarif_run(report(made(code)), lang=lang)["tool"]["driver"]["rules"]
    page = (ROOT / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    section = re.split(r"\n###? ", page.partition(f"\n### `{code}`\n")[2])[0].strip()
    kind = CODES[code]
    assert rule["shortDescription"]["text"] == kind.title.of(lang)
    assert rule["fullDescription"]["text"].lower().startswith(kind.title.of(lang).lower())
    assert rule["help"]["markdown"] == re.sub(r"\[([^\]\n]+)\]\([./\w#-]+\.md[#\w-]*\)", r"\1", section)
    assert rule["help"]["markdown"].startswith("**")
    plain = rule["help"]["text"]
    assert not re.search(r"^\*|```|\]\(\S+\.md", plain, re.MULTILINE)
    assert rule["fullDescription"]["text"] in plain
    for words in (kind.mend.zh, ">>> "):
        assert words in plain


def test_a_result_has_level_message_and_what_was_judged() -> None:
    (result,) = sarif_run(report(EXPLAINED))["results"]
    assert result["level"] == "error"
    assert result["message"]["text"] == message(EXPLAINED, "zh")
    properties = result["properties"]
    assert {name: properties[name] for name in ("verdict", "stated", "expected", "difference", "interval")} == {
        "verdict": "inconsistent",
        "stated": "80.57%",
        "expected": "90.57",
        "difference": "-10.00",
        "interval": "(90.56, 90.58)",
    }
    assert [each["cause"] for each in properties["diagnoses"]] == ["digit_replaced", "stale_total"]
    assert properties["impact"] == {"points": [None, None], "total": ["90", "91"], "grade": ["优", "优"]}
    assert sarif_run(report(NOTE))["results"][0]["properties"] == {}


@pytest.mark.parametrize(("finding", "level"), [(EXPLAINED, "error"), (WARNING, "warning"), (NOTE, "note")])
def test_levels_are_severities(finding: Finding, level: str) -> None:
    assert sarif_run(report(finding))["results"][0]["level"] == level


def test_a_figure_of_a_text_has_its_region_in_the_text_as_given() -> None:
    run = sarif_run(text((12, 18), (26, 29)))
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]]
    assert regions[0] == {
        "startLine": 3,
        "startColumn": 4,
        "endLine": 3,
        "endColumn": 10,
        "charOffset": 12,
        "charLength": 6,
    }
    for region in regions:
        line = TEXT.split("\r\n")[region["startLine"] - 1]
        piece = TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == piece
    assert all("logicalLocations" not in each["locations"][0] for each in run["results"])


def test_a_figure_of_a_report_has_its_path_beside_the_file() -> None:
    (location,) = sarif_run(report(EXPLAINED))["results"][0]["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "claims[1]"}]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "reports/%E5%8E%BF.toml", "index": 0}}
    (of_all,) = sarif_run(report(NOTE))["results"][0]["locations"]
    assert "logicalLocations" not in of_all


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("reports/a.toml", "reports/a.toml"),
        ("./reports//a.toml", "reports/a.toml"),
        ("../a.toml", "../a.toml"),
        ("/srv/a b.toml", "file:///srv/a%20b.toml"),
        ("100%?#.txt", "100%25%3F%23.txt"),
        ("c:a.txt", "c%3Aa.txt"),
        ("开江.txt", "%E5%BC%80%E6%B1%9F.txt"),
        ("𠮷.txt", "%F0%A0%AE%B7.txt"),
        ("\udcbf\udcaa.txt", "%BF%AA.txt"),  # a name in GBK, as Linux hands it on
        ("\ud800.txt", "%3F.txt"),
        ("a\nb.txt", "a%0Ab.txt"),
        ("-", "%3Cstdin%3E"),
    ],
)
def test_a_file_is_a_relative_uri_percent_encoded(name: str, uri: str) -> None:
    run = sarif_run(report(EXPLAINED, name=name))
    location = run["artifacts"][0]["location"]
    assert location["uri"] == uri
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == location
    assert location.get("description") == ({"text": "标准输入"} if name == "-" else None)


def test_a_file_given_twice_is_one_artifact() -> None:
    run = sarif_run(report(NOTE), report(WARNING, name="b.toml"), report(EXPLAINED))
    assert [each["location"]["index"] for each in run["artifacts"]] == [0, 1]
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"]["index"] for each in run["results"]]
    assert places == [0, 1, 0]


def test_waived_findings_are_suppressed_and_say_why_and_by_whom() -> None:
    """SARIF wants suppressions on all results or on none: an empty list says that nothing was accepted."""
    waived, other = sarif_run(report(WAIVED, EXPLAINED))["results"]
    assert waived["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "一次性补助，见附件（王审计）"}
    ]
    assert (waived["level"], other["suppressions"]) == ("note", [])
    (english,) = sarif_run(report(WAIVED), lang="en")["results"]
    assert english["suppressions"][0]["justification"] == "一次性补助，见附件 (王审计)"


def test_unreadable_files_are_notifications_of_a_failed_invocation() -> None:
    run = sarif_run(report(NOTE), Record("坏.toml", None, UNREADABLE))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert (told["level"], told["message"]["text"]) == ("error", UNREADABLE.to_text("zh"))
    location = told["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == run["artifacts"][1]["location"]
    assert len(run["results"]) == 1


def test_fingerprints_of_a_text_outlive_other_lines() -> None:
    """Fingerprints stay when unrelated lines come and go, and are another for another sentence."""
    given = "甲项10万元。\n支出9万元，下降7%。\n乙项3万元。\n"
    (first,) = fingerprints(text((11, 14), given=given))
    more = "前言。\r\n又一行，没有数。\n"
    assert fingerprints(text((11 + len(more), 14 + len(more)), given=f"{more}{given}后记。\n")) == [first]
    assert fingerprints(text((11, 14), given=given, name="另一个.txt")) == [first]
    assert fingerprints(text((11, 14), given=given.replace("支出", "收入"))) != [first]
    assert fingerprints(text((2, 5), given=given)) != [first]


def test_equal_sentences_have_fingerprints_of_their_own() -> None:
    given = "支出9万元。\n支出9万元。\n"
    both = fingerprints(text((2, 5), (9, 12), given=given))
    assert len(set(both)) == 2
    assert fingerprints(text((5, 8), (12, 15), given=f"题目\n{given}")) == both


def test_fingerprints_of_a_report_are_those_of_its_paths() -> None:
    """An entry of a list is told by what it states: one before it may come or go."""
    path = made(where="final_accounts.basic_expenditure", stated="1")
    corrected = made(where="final_accounts.basic_expenditure", stated="2", working="2 ≠ 3")
    assert fingerprints(report(path)) == fingerprints(report(corrected))
    entry, moved = (made(where=f"claims[{n}]", stated="80%", working="8 ÷ 9") for n in (1, 2))
    other = made(where="claims[2]", stated="80%", working="8 ÷ 7")
    assert fingerprints(report(entry)) == fingerprints(report(moved)) != fingerprints(report(other))
    assert len(set(fingerprints(report(entry, moved, other)))) == 3
    assert fingerprints(report(path)) != fingerprints(report(made("open_list", path.where)))


def test_a_name_is_no_placeholder_and_no_link_of_sarif() -> None:
    (result,) = sarif_run(report(made(zh="某县{0}[点此](https://example.org)\x1b[2J")))["results"]
    assert result["message"]["text"] == "某县{{0}}[点此] (https://example.org)�[2J"


def test_half_a_pair_of_surrogates_reaches_no_file() -> None:
    finding = made(
        where="lists.\ud83d",
        zh="县\udcff",
        stated="9\ud800",
        waiver=Acceptance("\ud800", "\n"),
        diagnoses=EXPLAINED.diagnoses,
    )
    records = [report(finding, name="\ud800-\udcff.toml"), Record("\ud800", None, FileError([], "\ud800"))]
    for lang in LANGS:
        sarif_run(*records, lang=lang)
        for renderer in (junit, github):
            renderer.render(records, lang).encode()


# ---------------------------------------------------------------------------------------------------------------------
# JUnit.


def suites(records: Sequence[Record], lang: Lang = "zh") -> ET.Element:
    written = junit.render(records, lang)
    assert written.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    return ET.fromstring(written.encode())  # noqa: S314 - what was just written


def counts(element: ET.Element) -> tuple[str | None, ...]:
    return tuple(element.get(name) for name in ("tests", "failures", "errors"))


def test_a_suite_a_file_and_a_case_a_finding() -> None:
    root = suites([report(EXPLAINED, WARNING, NOTE), text((12, 18)), Record("坏.toml", None, UNREADABLE)])
    assert (root.tag, root.get("name"), counts(root)) == ("testsuites", "perfmetrics", ("5", "2", "1"))
    assert [(each.get("name"), counts(each)) for each in root] == [
        ("reports/县.toml", ("3", "1", "0")),
        ("县.txt", ("1", "1", "0")),
        ("坏.toml", ("1", "0", "1")),
    ]
    for suite in root:
        assert counts(suite) == tuple(
            str(len(suite.findall(path))) for path in ("testcase", "testcase/failure", "testcase/error")
        )
        assert {case.get("classname") for case in suite} == {suite.get("name")}


def test_errors_fail_and_say_why() -> None:
    (case,) = suites([report(EXPLAINED)])[0]
    assert case.get("name") == "所列比率重算不符 [rate_recomputed] claims[1]"
    assert (case.get("file"), case.get("line")) == ("reports/县.toml", None)
    (failure,) = case
    assert (failure.tag, failure.get("type")) == ("failure", "rate_recomputed")
    assert failure.get("message") == EXPLAINED.message.zh
    assert failure.text == message(EXPLAINED, "zh")


@pytest.mark.parametrize(("finding", "word"), [(WARNING, "提示"), (NOTE, "说明"), (WAIVED, "说明")])
def test_warnings_notes_and_waived_findings_pass_and_are_told(finding: Finding, word: str) -> None:
    root = suites([report(finding)])
    assert counts(root) == ("1", "0", "0")
    (case,) = root[0]
    assert [each.tag for each in case] == ["system-out"]
    assert case[0].text == f"[{word}] {message(finding, 'zh')}"


def test_a_waived_finding_says_who_accepted_it() -> None:
    assert "已接受：一次性补助，见附件（王审计）" in (suites([report(WAIVED)])[0][0][0].text or "")


@pytest.mark.parametrize(("lang", "name"), [("zh", "没有发现问题"), ("en", "nothing to report")])
def test_a_file_with_nothing_wrong_passes(lang: Lang, name: str) -> None:
    root = suites([report()], lang)
    assert counts(root) == counts(root[0]) == ("1", "0", "0")
    (case,) = root[0]
    assert (case.get("name"), len(case)) == (name, 0)


@pytest.mark.parametrize(
    ("error", "kind", "first"),
    [(UNREADABLE, "ReportError", "unit：不认识的单位；写万元"), (FileError([]), "FileError", "")],
)
def test_a_file_that_cannot_be_read_is_in_error(error: PerfMetricsError, kind: str, first: str) -> None:
    (case,) = suites([Record("坏.toml", None, error)])[0]
    (told,) = case
    assert (told.tag, told.get("type"), told.get("message")) == ("error", kind, first)
    assert (told.text or "") == reason(error, "zh")


def test_cases_of_a_text_have_their_line_and_those_of_standard_input_no_file() -> None:
    (case,) = suites([text((12, 18))])[0]
    assert (case.get("line"), case.get("name")) == ("3", "合计与各项之和不符 [list_adds_up] 3:4")
    (case,) = suites([text((12, 18), name="-")], "en")[0]
    assert (case.get("classname"), case.get("file"), case.get("line")) == ("standard input", None, "3")


def test_cases_of_one_place_have_names_of_their_own() -> None:
    """Some servers show only the first of the cases of one name."""
    names = [case.get("name") for case in suites([report(EXPLAINED, EXPLAINED, WARNING)])[0]]
    assert len(set(names)) == 3
    assert names[1] == f"{names[0]} #2"


def test_no_name_breaks_out_of_xml() -> None:
    name = "县]]><x>&amp;\"'\x00\x0b\r\n\ufffe\ud800]]>"
    plain = name.replace("\x00\x0b\r\n\ufffe\ud800", "\ufffd" * 6)
    findings = (made(where=name, zh=name, working=name), made("open_list", name, name))
    root = suites([report(*findings, name=name), Record(name, None, ReportError([], name))])
    assert {each.get("name") for each in root} == {plain}
    assert root[0][0][0].get("message") == plain
    assert root[0][0][0].text == f"{plain}\n{plain}"
    assert root[1][0][0].text == plain
    assert {each.tag for each in root.iter()} == {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "system-out",
        "error",
    }


# ---------------------------------------------------------------------------------------------------------------------
# Workflow commands.


def test_a_command_a_finding_by_severity() -> None:
    lines = github.render([report(EXPLAINED, WARNING, NOTE, WAIVED)], "zh").splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::warning", "::notice", "::notice"]
    assert {each.severity for each in (EXPLAINED, WARNING, NOTE)} == set(Severity)


def test_a_command_has_file_title_and_message_with_percent_and_line_feeds_escaped() -> None:
    assert github.render([report(EXPLAINED)], "en") == (
        "::error file=reports/县.toml,title=a rate does not recompute (rate_recomputed)::"
        "完成率 80.57%25，重算 90.57%25 (en)%0A100.39 ÷ 110.84 × 100%25 ≈ 90.57%25%0A"
        "rounding allows (90.56, 90.58)%0Aone digit mistyped: claims[1] 80.57%25 should be 90.57%25%0A"
        "when mended: total 90 → 91, grade 优 → 优%0Aclaims[1]\n"
    )


def test_a_figure_of_a_text_is_marked_from_its_first_column_to_behind_its_last() -> None:
    assert github.render([text((12, 18))], "zh") == (
        "::error file=县.txt,line=3,endLine=3,col=4,endColumn=10,title=合计与各项之和不符 (list_adds_up)::合计不符\n"
    )


def test_a_figure_over_two_lines_has_no_columns() -> None:
    """GitHub takes columns only where startLine and endLine are one."""
    (line,) = github.render([text((1, 4), given="甲1\n2乙")], "zh").splitlines()
    assert line.startswith("::error file=县.txt,line=1,endLine=2,title=")


def test_standard_input_has_no_file_and_the_message_says_the_place() -> None:
    assert github.render([text((12, 18), name="-")], "zh") == (
        "::error title=合计与各项之和不符 (list_adds_up)::合计不符%0A3:4\n"
    )
    assert github.render([report(NOTE, name="-")], "zh") == ("::notice title=清单未必完整 (open_list)::清单未必完整\n")


def test_a_file_that_cannot_be_read_is_an_error() -> None:
    records = [Record("坏,1:2%.toml", None, UNREADABLE)]
    assert github.render(records, "zh") == (
        "::error file=坏%2C1%3A2%25.toml,title=无法读取::unit：不认识的单位；写万元%0Aunit：不认识的单位；写万元\n"
    )
    assert "title=cannot be read::" in github.render(records, "en")


def test_nothing_found_is_no_command() -> None:
    assert github.render([report()], "zh") == github.render([], "zh") == ""


def test_a_name_injects_no_command() -> None:
    name = "县\r\n::set-output name=x::1\u2028::stop-commands::y,file=z:%0A"
    lines = github.render([report(made(where=name, zh=name), name=name)], "zh").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(
        "::error file=县��%3A%3Aset-output name=x%3A%3A1 %3A%3Astop-commands%3A%3Ay%2Cfile=z%3A%250A,title="
    )
    assert lines[0].endswith("%0A县��::set-output name=x::1 ::stop-commands::y,file=z:%250A")


# ---------------------------------------------------------------------------------------------------------------------
# All of them.


@pytest.mark.parametrize("renderer", [sarif, junit, github])
@pytest.mark.parametrize("lang", LANGS)
def test_same_input_same_bytes(renderer: Any, lang: Lang) -> None:
    records = [report(EXPLAINED, WARNING, NOTE, WAIVED), text((12, 18)), Record("坏.toml", None, UNREADABLE)]
    assert renderer.render(records, lang) == renderer.render(list(records), lang)


def test_an_audit_is_marked_where_its_figures_stand() -> None:
    given = "题目😀\r\n决算9.07万元，较上年减少0.71万元，下降7.83%。"
    run = sarif_run(Record("县.txt", pm.audit(given)))
    (result,) = run["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert given[region["charOffset"] : region["charOffset"] + region["charLength"]] == "7.83%"
    assert (region["startLine"], region["startColumn"]) == (2, 24)


def test_a_check_and_a_score_are_reported_by_their_paths() -> None:
    path = ROOT / "examples" / "reports" / "baojing-2019.toml"
    for outcome in (pm.check(path), pm.score(path)):
        run = sarif_run(Record(path.name, outcome), lang="en")
        assert [each["ruleId"] for each in run["results"]] == [each.code for each in outcome.findings]
        named = [each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for each in run["results"]]
        assert named == [each.where for each in outcome.findings]
