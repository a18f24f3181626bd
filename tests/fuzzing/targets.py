"""What hostile input is put through: a function a kind of input, which does with it all that a user may.

Each returns quietly whatever it is given. A `PerfMetricsError` that can be printed is an answer; what else the library
raises, and what it writes that is no JSON, no XML or no line of its own, is left to fly.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import perfmetrics as pm
from perfmetrics import formulas
from perfmetrics.errors import PerfMetricsError
from perfmetrics.inputs import parse_inputs
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.quantities import plain_number, quantity
from perfmetrics.render import github, junit, sarif
from perfmetrics.rubrics import SHIPPED
from perfmetrics.statements import Report, parse_report
from perfmetrics.texts import LANGS
from perfmetrics.waivers import load_waivers
from perfmetrics.working import parse_arithmetic

EVERY = -1  # the way of an input that is shown in every form, and scored by every table


class BrokenOutputError(Exception):
    """What was written is not what its format is."""


@contextmanager
def answered() -> Iterator[None]:
    """Take an error that says in both languages what is wrong, without a control character, for an answer."""
    try:
        yield
    except PerfMetricsError as error:
        if not error.problems:
            raise BrokenOutputError("an error without a problem") from error
        for lang in LANGS:
            _require_plain(error.to_text(lang))


def _require_plain(text: str) -> None:
    """Refuse a text for a terminal that moves the cursor."""
    if not text.isprintable() and any(unicodedata.category(char)[0] == "C" for char in text if char != "\n"):
        raise BrokenOutputError(f"control characters for a terminal: {text[:200]!r}")


# ---------------------------------------------------------------------------------------------------------------------
# What results are shown as.


def _as_text(outcome: Outcome) -> None:
    for lang in LANGS:
        _require_plain(outcome.to_text(lang))


def _as_markdown(outcome: Outcome) -> None:
    _require_plain(outcome.to_markdown())


def _as_page(outcome: Outcome) -> None:
    if "<script" in outcome.to_html():
        raise BrokenOutputError("a script in a page")


def _as_json(outcome: Outcome) -> None:
    for lang in LANGS:
        json.loads(outcome.to_json(lang))


def _as_sarif(outcome: Outcome) -> None:
    json.loads(sarif.render([Record("报告\n::error::.txt", outcome)]).encode())


def _as_junit(outcome: Outcome) -> None:
    ET.fromstring(junit.render([Record("]]>.txt", outcome)]).encode())  # noqa: S314 - what was just written


def _as_annotations(outcome: Outcome) -> None:
    lines = github.render([Record("-", outcome)]).splitlines()
    if len(lines) != len(outcome.findings) or any(not line.startswith("::") for line in lines):
        raise BrokenOutputError(f"annotations that are no line a finding: {lines}")


FORMS: tuple[Callable[[Outcome], None], ...] = (
    _as_text,
    _as_markdown,
    _as_page,
    _as_json,
    _as_sarif,
    _as_junit,
    _as_annotations,
)


def show(outcome: Outcome, way: int) -> None:
    """Show a result in every form, or in the one that a number chooses; of most numbers in none."""
    if way == EVERY:
        for form in FORMS:
            form(outcome)
    elif way % 32 < len(FORMS):
        FORMS[way % 32](outcome)


# ---------------------------------------------------------------------------------------------------------------------
# The targets.


def put_text(text: str, way: int = EVERY) -> None:
    """Audit a text; with every fourth number by a scoring table as well."""
    with answered():
        show(pm.audit(text), way)
    if way == EVERY or way // 32 % 4 == 0:
        with answered():
            show(pm.audit(text, rubric=SHIPPED[way // 128 % len(SHIPPED)]), way)


def put_report(data: Mapping[Any, Any] | Report, way: int = EVERY) -> None:
    """Check and score a report."""
    with answered():
        report = pm.load_report(data)
        if way == EVERY or way // 32 % 3 != 0:
            with answered():
                show(pm.check(report), way)
        if way == EVERY or way // 32 % 3 != 1:
            with answered():
                show(pm.score(report, SHIPPED[way // 128 % len(SHIPPED)]), way)
        with answered():
            pm.score(report)


def put_report_file(raw: bytes, way: int = EVERY) -> None:
    """Read bytes as a report in TOML or JSON."""
    for form in ("toml", "json") if way == EVERY else (("toml", "json")[way // 4096 % 2],):
        with answered():
            put_report(parse_report(raw, "toml" if form == "toml" else "json", "报告"), way)


def put_rubric(data: Mapping[Any, Any] | str | Path, way: int = EVERY) -> None:
    """Load a scoring table and score reports by it."""
    with answered():
        rubric = pm.load_rubric(data)
        for report in (_good_report(), Report()) if way == EVERY or way % 4 == 0 else (_good_report(),):
            with answered():
                show(pm.score(report, rubric), way)


def put_rubric_file(raw: bytes, way: int = EVERY) -> None:
    """Read bytes as a scoring table in TOML or JSON."""
    for form in ("toml", "json") if way == EVERY else (("toml", "json")[way // 4096 % 2],):
        put_rubric(_written(raw, form), way)


def put_waivers_file(raw: bytes, way: int = EVERY) -> None:
    """Read bytes as a file of accepted findings, and put it to findings."""
    for form in ("toml", "json") if way == EVERY else (("toml", "json")[way // 4096 % 2],):
        with answered():
            waivers = load_waivers(_written(raw, form))
            record = Record("报告.toml", pm.check(_good_report()))
            waivers.apply(record)
            waivers.unmatched([record])
            waivers.to_toml([record], author="某", reason="因")


def put_expression(text: str, way: int = EVERY) -> None:
    """Read a text as arithmetic, as a path expression, as a number and as a name."""
    with answered():
        parse_arithmetic(text)
    with suppress(ValueError):  # as it says
        parse_inputs(text)
    for read in (quantity, plain_number):
        with answered():
            read(text)
    if way == EVERY or way % 16 == 0:  # the nearest names take long to find
        for find in (pm.explain, formulas.get, pm.load_rubric, pm.load_report):
            if find not in {pm.load_rubric, pm.load_report} or not text.lower().endswith((".toml", ".json")):
                with answered():
                    find(text)


def put_values(values: list[Any], way: int = EVERY) -> None:
    """Call a formula with values of any kind, as many as it takes."""
    known = tuple(formulas.ALL)
    for formula in known if way == EVERY else (known[way % len(known)],):
        with answered():
            formula(*(values[i % len(values)] for i in range(len(formula.parameters))))
    for value in values:
        with answered():
            quantity(value)
        for function in (pm.audit, pm.load_report, pm.load_rubric):
            if not isinstance(value, str | Mapping):
                with answered():
                    function(value)


@cache
def _good_report() -> Report:
    text = (Path(__file__).parents[1] / "unit" / "bad_input" / "good_report.toml").read_bytes()
    return parse_report(text, "toml", "good_report.toml")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fuzzing-")


def _written(raw: bytes, form: str) -> Path:
    """Return a file with some bytes in it, which the next one of its form writes over."""
    path = Path(_folder().name) / f"given.{form}"
    path.write_bytes(raw)
    return path


TEXTS: Mapping[str, Callable[[str, int], None]] = {"text": put_text, "expression": put_expression}
FILES: Mapping[str, Callable[[bytes, int], None]] = {
    "report-file": put_report_file,
    "rubric-file": put_rubric_file,
    "waivers-file": put_waivers_file,
}
