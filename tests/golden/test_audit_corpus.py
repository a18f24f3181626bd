"""audit() on the labelled corpora: its rates reach the bars, and the yardstick measures what it says."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import audit_accuracy

import perfmetrics as pm

CORPORA = Path(__file__).parents[1] / "corpus"

LABELLED = {
    "coverage": "0.92",
    "agreement": "0.97",
    "sensitivity": "0.90",
    "precision": "0.90",
    "quiet": "0.95",
    "damage": "0.90",
}
# Coverage and sensitivity of the invented texts, whose manners are rare on purpose, are what is reached, rounded down.
OWN = {"coverage": "0.94", "agreement": "0.97", "sensitivity": "0.92", "precision": "0.95", "quiet": "1"}
# Texts by people who had not seen the rules: what is reached now, rounded down. Of a sum that does not close, 1330 puts
# the slip on a part, and the audit on the total: that is the one flag against its label.
VARIED = {"coverage": "0.90", "agreement": "0.99", "sensitivity": "0.83", "precision": "0.99", "quiet": "0.99"}


@pytest.fixture(scope="module")
def labelled() -> audit_accuracy.Measurement:
    return audit_accuracy.measure(CORPORA / "labelled", damage=True)


@pytest.fixture(scope="module")
def own() -> audit_accuracy.Measurement:
    return audit_accuracy.measure(CORPORA / "own")


@pytest.fixture(scope="module")
def varied() -> audit_accuracy.Measurement:
    return audit_accuracy.measure(CORPORA / "varied")


def _short(found: audit_accuracy.Measurement, name: str, bar: str) -> list[str]:
    return [*audit_accuracy.short_of(found, [(name, Fraction(bar))])]


@pytest.mark.parametrize("name", LABELLED)
def test_published_figures_are_found_and_judged(labelled: audit_accuracy.Measurement, name: str) -> None:
    """On the labelled corpus of published figures each of the six rates reaches its bar."""
    assert not _short(labelled, name, LABELLED[name]), labelled.misses


@pytest.mark.parametrize("name", OWN)
def test_invented_texts_raise_no_false_alarm(own: audit_accuracy.Measurement, name: str) -> None:
    """A false alarm costs more than a miss, on rare phrasings too: precision, quiet and agreement stand first."""
    assert not _short(own, name, OWN[name]), own.misses


@pytest.mark.parametrize("name", VARIED)
def test_texts_written_without_a_look_at_the_rules(varied: audit_accuracy.Measurement, name: str) -> None:
    """Issue 4: rules for the language, not for the examples; nothing right is called wrong."""
    assert not _short(varied, name, VARIED[name]), varied.misses


def test_corpora_are_measured_in_full(
    labelled: audit_accuracy.Measurement, own: audit_accuracy.Measurement, varied: audit_accuracy.Measurement
) -> None:
    """The bars rest on every labelled claim, quote and text of the corpora."""
    assert (labelled.texts, labelled.total["labelled"], labelled.tally["quotes"]) == (54, 295, 39)
    assert (own.texts, own.total["labelled"], own.tally["quotes"]) == (50, 326, 63)
    assert (varied.texts, varied.total["labelled"], varied.tally["quotes"]) == (482, 3185, 647)


def _corpus(path: Path, text: str, *labels: dict[str, str | None]) -> Path:
    """Write a corpus of one text, whose claims are all of the figure 30%."""
    empty: dict[str, str | None] = {"expression": "12.50/50.00*100", "verdict_strict": None, "note": ""}
    lines = [json.dumps({"file": "000.txt", **empty, **label}, ensure_ascii=False) for label in labels]
    (path / "000.txt").write_text(text, encoding="utf-8")
    (path / "claims.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return path


WRONG = "完成率＝（12.50/50.00）×100%=30%。"
RIGHT = "完成率＝（12.50/50.00）×100%=25%。"


def _label(kind: str, verdict: str | None, claimed: str | None = "30%", quote: str = WRONG) -> dict[str, str | None]:
    return {"kind": kind, "quote": quote, "claimed": claimed, "recomputed": "25.0000", "verdict": verdict}


def test_a_caught_error_counts_in_every_rate(tmp_path: Path) -> None:
    found = audit_accuracy.measure(_corpus(tmp_path, WRONG, _label("inline_formula", "inconsistent")), damage=True)
    rates = {name: (rate.hits, rate.of) for name, rate in found.rates().items()}
    assert rates == {
        "coverage": (1, 1),
        "agreement": (1, 1),
        "sensitivity": (1, 1),
        "precision": (1, 1),
        "quiet": (0, 0),
        "damage": (0, 0),
    }
    assert found.misses == []


def test_a_flag_on_a_doubtful_figure_is_a_false_one(tmp_path: Path) -> None:
    """Labels that are `undefined` are left out of coverage, and a flag on their figure counts against precision."""
    found = audit_accuracy.measure(_corpus(tmp_path, WRONG, _label("inline_formula", "undefined")))
    assert found.total["labelled"] == 0
    assert str(found.rates()["precision"]) == "0.0000 (0/1)"
    assert found.misses == ["flag     000.txt 30%, expected 25: undefined"]


def test_a_flag_against_its_label_or_without_one_is_a_false_one(tmp_path: Path) -> None:
    found = audit_accuracy.measure(_corpus(tmp_path, WRONG, _label("inline_formula", "exact")))
    assert [found.rates()[name].hits for name in ("coverage", "agreement", "precision")] == [1, 0, 0]
    found = audit_accuracy.measure(_corpus(tmp_path, WRONG, _label("none", None, None)))
    assert [found.rates()[name].hits for name in ("quiet", "precision")] == [0, 0]
    assert found.misses == ["noise    000.txt 30%", "flag     000.txt 30%, expected 25: without a label"]


def test_a_figure_that_another_label_owns_makes_no_noise(tmp_path: Path) -> None:
    labels = [_label("none", None, None), _label("inline_formula", "inconsistent")]
    found = audit_accuracy.measure(_corpus(tmp_path, WRONG, *labels))
    assert str(found.rates()["quiet"]) == "1.0000 (1/1)"


def test_a_cross_check_that_no_sentence_spells_out_enters_no_rate_but_precision(tmp_path: Path) -> None:
    found = audit_accuracy.measure(_corpus(tmp_path, WRONG, _label("other", "inconsistent")), damage=True)
    assert [found.rates()[name].of for name in ("coverage", "sensitivity", "damage", "precision")] == [0, 0, 0, 1]
    assert found.kinds["other"]["caught"] == found.rates()["precision"].hits == 1


def test_a_figure_judged_against_another_value_is_missed(tmp_path: Path) -> None:
    label = _label("inline_formula", "exact", "25%", RIGHT) | {"recomputed": "26"}
    found = audit_accuracy.measure(_corpus(tmp_path, RIGHT, label))
    assert str(found.rates()["coverage"]) == "0.0000 (0/1)"
    assert found.misses == ["missed   000.txt inline_formula 25% = 12.50/50.00*100 [exact]"]


def test_a_replaced_digit_is_noticed(tmp_path: Path) -> None:
    """The second digit of a figure is replaced, the first of a short one; a word that states zero has none."""
    label = _label("inline_formula", "exact", "25%", RIGHT)
    found = audit_accuracy.measure(_corpus(tmp_path, RIGHT, label), damage=True)
    assert str(found.rates()["damage"]) == "1.0000 (1/1)"
    assert audit_accuracy.damaged("共１2.3元", 1, 5) == "共１7.3元"
    assert audit_accuracy.damaged("共9元", 1, 2) == "共5元"
    assert audit_accuracy.damaged("持平", 0, 2) is None


@pytest.mark.parametrize(
    ("written", "value"), [("1, 234.50 万元", "1234.5"), ("－７．９８％", "7.98"), ("同比持平", "0"), ("无", None)]
)
def test_a_figure_is_compared_without_its_sign_unit_and_width(written: str, value: str | None) -> None:
    found = audit_accuracy.number(written)
    assert found == (None if value is None else Fraction(value))


def test_the_command_fails_under_a_bar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--fail-under: a rate that is lower fails, one of nothing too, and a name that is no rate is refused."""
    corpus = str(
        _corpus(tmp_path, WRONG, _label("inline_formula", "inconsistent"), _label("sum_of_parts", "exact", "4"))
    )
    assert audit_accuracy.main([corpus]) == 0
    assert audit_accuracy.main([corpus, "--fail-under", "coverage=0.5", "--fail-under", "sensitivity=1"]) == 0
    assert capsys.readouterr().err == ""
    assert audit_accuracy.main([corpus, "--fail-under", "coverage=0.51", "--fail-under", "quiet=0", "--misses"]) == 1
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        f"{tmp_path.name}: coverage 0.5000 (1/2) is short of 0.51",
        f"{tmp_path.name}: quiet - is short of 0",
    ]
    assert shown.out.startswith("missed   000.txt sum_of_parts 4 = 12.50/50.00*100 [exact]\n")
    for wrong in (["--fail-under", "recall=1"], ["--fail-under", "quiet=nought"], ["--write"], ["nowhere"]):
        with pytest.raises(SystemExit, match="2"):
            audit_accuracy.main([corpus, *wrong])


def test_the_page_has_a_table_for_each_corpus(own: audit_accuracy.Measurement) -> None:
    lines = audit_accuracy.page([own]).splitlines()
    assert any(line.startswith("| `own` | 50 |") for line in lines)
    assert any(line.startswith("| 占比 | 56 |") for line in lines)
    assert any(line.startswith("| **合计** | 326 |") for line in lines)


RIGHT_TEXTS: list[str] = json.loads((CORPORA / "right" / "texts.json").read_text(encoding="utf-8"))


def test_right_texts_are_not_called_wrong() -> None:
    """Issue 4: a false alarm costs more than a miss; each of these once seemed likely to raise one."""
    flagged = [
        (row["stated"]["text"], row["expression"], text)
        for text in RIGHT_TEXTS
        for row in pm.audit(text).rows()
        if row["verdict"] == "inconsistent"
    ]
    assert flagged == []
    assert len(RIGHT_TEXTS) == 853
