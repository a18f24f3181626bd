"""audit() on the twins of five whole reports: the errors that are known, nothing doubtful, and what must be found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm

CORPUS = Path(__file__).parents[1] / "corpus" / "reports"
NAMES = ("000", "001", "002", "003", "004")
# Tests name a figure by what stands just before it and the figure itself, which together stand once in the text.
Place = tuple[str, str]


@cache
def _text(name: str) -> str:
    return (CORPUS / f"{name}.txt").read_text(encoding="utf-8")


@cache
def _json(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(pm.audit(_text(name)).to_json())
    return data


def _start(name: str, before: str, figure: str) -> int:
    text = _text(name)
    assert text.count(before + figure) == 1, f"{before}{figure} stands {text.count(before + figure)} times"
    return text.index(before + figure) + len(before)


def _verdicts(name: str, before: str, figure: str) -> list[tuple[str, str, str]]:
    """Return the claims of a figure as kind, verdict and arithmetic."""
    start = _start(name, before, figure)
    found = [claim for claim in _json(name)["claims"] if claim["stated"]["start"] == start]
    assert all(claim["stated"]["text"] == figure for claim in found)
    return [(claim["kind"], claim["verdict"], claim["expression"]) for claim in found]


def _cells(*cells: str) -> str:
    """Return the cells of a row of a table that stand on lines of their own, up to the next one."""
    return "".join(f"{cell}\n\n    " for cell in cells)


INCOME = _cells("1.本年收入", "110.84", "100.39")
EXPENDITURE = _cells("2.本年支出", "110.84", "100.39")

WRONG: dict[str, list[Place]] = {
    "000": [
        ("全年执行进度", "100%"),
        (INCOME, "80.57%"),
        (EXPENDITURE, "80.57%"),
        ("对外发布信息", "10149条"),
    ],
    "001": [("占财政拨款支出总额的", "100%")],
    "002": [],
    "003": [
        ("财政供养人员控制率", "100%"),
        ("编制内在职人员控制率等于", "100%"),
        ("（234.56/141.6）×100%=", "161.65%"),
    ],
    "004": [],
}
# A part of 10742 stands in a total of 10149: the part may be flagged beside the total.
PERHAPS: dict[str, list[Place]] = {"000": [("部门发布", "10742条")]}


@pytest.mark.parametrize("name", NAMES)
def test_exactly_the_known_errors_are_inconsistent(name: str) -> None:
    """Of five real reports, three print a figure that their own figures contradict; each is flagged, and no other."""
    flagged = {
        (claim["stated"]["start"], claim["stated"]["text"])
        for claim in _json(name)["claims"]
        if claim["verdict"] == "inconsistent"
    }
    known = {(_start(name, *place), place[1]) for place in WRONG[name]}
    perhaps = {(_start(name, *place), place[1]) for place in PERHAPS.get(name, [])}
    assert flagged - perhaps == known


@pytest.mark.parametrize("name", NAMES)
def test_findings_that_are_errors_are_those_figures(name: str) -> None:
    """`.ok` and the findings say the same as the claims: an error for each flagged figure, none in 002 and 004."""
    result = pm.audit(_text(name))
    flagged = {claim.start for claim in result.claims if claim.verdict is pm.Verdict.INCONSISTENT}
    found = {finding.where for finding in result.findings if finding.is_error}
    assert {int(where.removeprefix("text[").partition(":")[0]) for where in found} == flagged
    assert result.ok == (not WRONG[name])


DOUBTFUL: list[tuple[str, Place]] = [
    ("000", ("预算收入共", "110.84万元")),  # 85.98 of 110.84: one source after 其中
    ("000", (_cells("1.本年收入"), "110.84")),
    ("000", (_cells("1.本年收入", "110.84"), "100.39")),  # 76.3 and zeros
    ("000", ("共办理", "145条")),  # letters of two boxes, 89 + 76
    ("001", ("网站累计发布", "10234条")),  # three parts, 8117
    ("001", ("财政拨款支出2021年度合计", "947.59万元")),  # classes that come to 940.12
    ("001", ("增加了0.87万元,增加", "100%")),  # growth from nothing
    ("001", ("其他国有土地使用权出让收入安排的支出(项)", "7.46万元")),  # in a class of 5.9
    ("001", ("总办结", "14896件")),  # of 14358 calls
    ("001", ("综合办结率达", "99.28%")),
    ("003", ("机构编制部门核定", "71个")),  # posts listed: 10 + 29 + 4
    ("003", ("县级领导行政编制", "10名")),
    ("003", ("机关行政编制", "29名")),
    ("004", ("项目预算全年安排", "120.4万元")),  # 45.95 unspent, and no balance
    ("004", ("实际执行", "74.45万元")),
]


@pytest.mark.parametrize(("name", "place"), DOUBTFUL)
def test_the_doubtful_is_never_inconsistent(name: str, place: Place) -> None:
    """What is not certain is `undefined`, not `inconsistent`; a list after 其中 may be partial."""
    assert "inconsistent" not in [verdict for _, verdict, _ in _verdicts(name, *place)]


def _undefined() -> list[tuple[str, str, str]]:
    lines = (CORPUS / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    return [(each["file"], each["quote"], each["claimed"]) for each in labels if each["verdict"] == "undefined"]


@pytest.mark.parametrize(("file", "quote", "claimed"), _undefined())
def test_a_doubtful_passage_alone_raises_no_alarm(file: str, quote: str, claimed: str) -> None:
    """The corpus marks 13 claims as doubtful: cut out of its report, none is called inconsistent either."""
    assert quote in (CORPUS / file).read_text(encoding="utf-8")
    flagged = [claim for claim in pm.audit(quote).rows() if claim["verdict"] == "inconsistent"]
    assert claimed not in [claim["stated"]["text"] for claim in flagged]


def test_the_doubtful_lists_say_by_how_much_they_fall_short() -> None:
    """001: the list by function comes to 940.12 of 947.59, three of the published parts to 8117 of 10234."""
    functions = "805.57 + 14.17 + 2.36 + 2.52 + 35.26 + 14.74 + 5.9 + 14.17 + 25.48 + 17.59 + 2.36"
    assert ("sum_of_parts", "undefined", functions) in _verdicts("001", "财政拨款支出2021年度合计", "947.59万元")
    claim = next(each for each in _json("001")["claims"] if each["expression"] == functions and each["reason"])
    assert (claim["expected"], claim["reason"], len(claim["inputs"])) == ("940.12", "open_list", 11)


PERSONNEL = "33.34 + 3.84 + 45.99 + 25.84 + 9.82 + 0.56 + 6.89 + 7.47"
OFFICE = "0.46 + 0.50 + 0.95 + 0.24 + 0.30 + 1.22 + 1.16 + 3.95 + 0.16"
COMPLETION = "(84.39 + 1521.39 + 9.16 − 62.29) ÷ (84.39 + 1521.39 + 9.16) × 100%"
PROCESS = "5 + 5 + 5 + 5 + 0 + 8 + 6 + 8 + 6 + 5"
RATE = "completion_rate"
SUM = "sum_of_parts"
FORMULA = "inline_formula"

FOUND: list[tuple[str, Place, tuple[str, str, str]]] = [
    ("000", (INCOME, "80.57%"), (RATE, "inconsistent", "100.39 ÷ 110.84 × 100%")),
    ("000", (EXPENDITURE, "80.57%"), (RATE, "inconsistent", "100.39 ÷ 110.84 × 100%")),
    ("000", (_cells("85.98", "76.3"), "88.74%"), (RATE, "exact", "76.3 ÷ 85.98 × 100%")),
    ("000", (_cells("100.84", "99.76"), "98.92%"), (RATE, "rounding", "99.76 ÷ 100.84 × 100%")),
    ("000", (_cells("91.24", "91.76"), "100.56%"), (RATE, "rounding", "91.76 ÷ 91.24 × 100%")),
    ("000", (_cells("2.本年支出", "110.84"), "100.39"), (SUM, "rounding", "99.76 + 0.62")),
    ("001", ("2021年度支出总计", "947.59万元"), (SUM, "rounding", "940.12 + 7.46")),
    ("001", ("7.46万元,占财政拨款支出总额的", "0.79%"), ("share", "exact", "7.46 ÷ 947.59 × 100%")),
    ("002", ("网站共发布信息", "13692条"), (SUM, "exact", "4398 + 7459 + 1134 + 352 + 349")),
    ("002", ("人员经费 ", "133.75万元"), (SUM, "exact", PERSONNEL)),
    ("002", ("公用经费 ", "8.94万元"), (SUM, "exact", OFFICE)),
    (
        "003",
        ("(1) 收入：年初结转结余84.39万元，2019年度收入", "1545.97万元"),
        (SUM, "exact", "1338.25 + 192.3 + 15.42"),
    ),
    ("003", ("（72-14-4）/71×100%=", "76.06%"), (FORMULA, "exact", "(72 − 14 − 4) ÷ 71 × 100%")),
    ("003", ("（90-90）/90×100％=", "0"), (FORMULA, "exact", "(90 − 90) ÷ 90 × 100%")),
    ("003", ("（84.39+1521.39+9.16）×100%=", "96.14%"), (FORMULA, "exact", COMPLETION)),
    ("003", ("（9.16/1521.39）×100%=", "0.6%"), (FORMULA, "exact", "9.16 ÷ 1521.39 × 100%")),
    ("003", ("（234.56/141.6）×100%=", "161.65%"), (FORMULA, "inconsistent", "234.56 ÷ 141.6 × 100%")),
    ("003", ("（15.35/90）×100%=", "17.05%"), (FORMULA, "rounding", "15.35 ÷ 90 × 100%")),
    ("003", ("（15.01/15）×100%=", "100%"), (FORMULA, "exact", "15.01 ÷ 15 × 100%")),
    ("003", ("投入绩效", "13分"), ("points", "exact", "3 + 3 + 3 + 4")),
    ("003", ("过程绩效", "53分"), ("points", "exact", PROCESS)),
    ("003", ("产出及效率绩效", "26分"), ("points", "exact", "8 + 6 + 6 + 6")),
    ("003", ("总得分", "92分"), ("points", "exact", "13 + 53 + 26")),
    ("004", ("完成率", "104.8%"), (RATE, "exact", "731.65 ÷ 698.16 × 100%")),
    ("004", ("完成预算的", "54.31%"), (RATE, "exact", "45.08 ÷ 83 × 100%")),
    ("004", ("完成预算的", "74.91%"), (RATE, "exact", "23.97 ÷ 32 × 100%")),
]


@pytest.mark.parametrize(("name", "place", "claim"), FOUND)
def test_what_must_be_found_is_found(name: str, place: Place, claim: tuple[str, str, str]) -> None:
    """Tables whose cells stand on lines, lists by function and by class, inline formulas, points, completion rates."""
    assert claim in _verdicts(name, *place)


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("000", (INCOME, "80.57%"), "90.57"),
        ("000", (EXPENDITURE, "80.57%"), "90.57"),
        ("000", ("全年执行进度", "100%"), "90.57"),
        ("000", ("对外发布信息", "10149条"), "14169"),
        ("001", ("占财政拨款支出总额的", "100%"), "99.21"),
        ("003", ("（234.56/141.6）×100%=", "161.65%"), "165.65"),
        ("003", ("财政供养人员控制率", "100%"), "76.06"),
        ("003", ("编制内在职人员控制率等于", "100%"), "76.06"),
    ],
)
def test_an_error_is_told_with_the_figure_that_was_expected(name: str, place: Place, expected: str) -> None:
    """`expected` is in the unit of the stated figure."""
    start = _start(name, *place)
    [found] = [claim["expected"] for claim in _json(name)["claims"] if claim["stated"]["start"] == start]
    assert abs(Decimal(found) - Decimal(expected)) < Decimal("0.005")


@pytest.mark.parametrize(
    ("name", "place", "mended"),
    [
        ("000", (INCOME, "80.57%"), "90.57%"),
        ("000", (EXPENDITURE, "80.57%"), "90.57%"),
        ("003", ("（234.56/141.6）×100%=", "161.65%"), "165.65%"),
    ],
)
def test_one_replaced_digit_is_the_first_explanation(name: str, place: Place, mended: str) -> None:
    """80.57% for 90.57% and 161.65% for 165.65%: one digit replaced."""
    start = _start(name, *place)
    [claim] = [claim for claim in _json(name)["claims"] if claim["stated"]["start"] == start]
    best = claim["diagnoses"][0]
    assert (best["cause"], best["stated"], best["mended"]) == ("digit_replaced", place[1], mended)


@pytest.mark.parametrize("name", NAMES)
def test_json_has_the_shape_that_users_are_promised(name: str) -> None:
    """JSON of an audit: claims, coverage, findings; of a claim: kind, stated, expected, interval, verdict and so on."""
    data = _json(name)
    assert data.keys() >= {"claims", "coverage", "findings"}
    promised = {"kind", "stated", "expected", "interval", "verdict", "expression", "working", "diagnoses"}
    for claim in data["claims"]:
        assert claim.keys() >= promised
        assert claim["stated"].keys() == {"text", "start", "end"}
        assert claim["verdict"] in {verdict.value for verdict in pm.Verdict}
        assert (claim["expected"] is None) <= (claim["verdict"] == "undefined")


@pytest.mark.parametrize("name", NAMES)
def test_offsets_give_the_words_of_the_text(name: str) -> None:
    """Offsets are in characters of the text as given: of stated figures, of inputs, and of numbers without a claim."""
    text, data = _text(name), _json(name)
    spans = [claim["stated"] for claim in data["claims"]]
    spans += [span for claim in data["claims"] for span in claim["inputs"]]
    spans += data["coverage"]["unused"]
    assert len(data["claims"]) > 5
    assert [text[span["start"] : span["end"]] for span in spans] == [span["text"] for span in spans]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_text_gives_the_same_json(name: str) -> None:
    """A pure library: same input, same output."""
    assert json.loads(pm.audit(_text(name)).to_json()) == _json(name)
    assert pm.audit(_text(name)).to_json("en") == pm.audit(_text(name)).to_json("en")


def test_another_run_gives_the_same_json() -> None:
    """No hidden order of sets: two interpreters with different hashes give the same bytes."""
    code = "import sys, perfmetrics as pm; print(pm.audit(open(sys.argv[1], encoding='utf-8').read()).to_json())"
    command = [sys.executable, "-X", "utf8", "-c", code, str(CORPUS / "003.txt")]
    runs = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - this interpreter
        runs.append(done.stdout)
    assert runs[0] == runs[1] != b""
