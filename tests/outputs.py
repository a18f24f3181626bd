"""Everything that the package writes of the example reports and of the texts, as digests: same input, same bytes.

    python tests/outputs.py              print a digest for each subject
    python tests/outputs.py --narrow     the same under a decimal context that rounds to three digits and traps much

A figure of the package must depend on what it was given, and on nothing else: not on the process, the order of sets,
the locale, the decimal context of the caller, a thread or the version of Python.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_UP, Context, DivisionByZero, Inexact, InvalidOperation, Rounded, getcontext, setcontext
from hashlib import sha256
from pathlib import Path

import perfmetrics as pm
from perfmetrics.listing import show_rubric
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render import github, junit, sarif
from perfmetrics.schemas import NAMES, json_schema
from perfmetrics.texts import LANGS

ROOT = Path(__file__).parents[1]
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.toml"))
TEXTS = [
    *sorted((ROOT / "tests" / "corpus" / "reports").glob("*.txt")),
    *sorted((ROOT / "examples" / "texts").glob("*")),
]
RUBRIC = "baojing-2019"


def narrow() -> Context:
    """Return a decimal context in which careless arithmetic goes wrong or raises."""
    return Context(prec=3, rounding=ROUND_UP, traps=[InvalidOperation, DivisionByZero, Inexact, Rounded])


def subjects(table: pm.Rubric | None = None) -> Mapping[str, Callable[[], Iterator[str]]]:
    """Return what is written, by name; each is computed when it is called.

    Args:
        table: The scoring table where a report names none, to be one that others use at the same time.
    """
    rubric: pm.Rubric | str = RUBRIC if table is None else table
    made: dict[str, Callable[[], Iterator[str]]] = {"schemas": _schemas, "tables": _tables}
    for path in REPORTS:
        made[f"score {path.stem}"] = lambda path=path: _written(path.name, _card(path, rubric))  # type: ignore[misc]
        made[f"check {path.stem}"] = lambda path=path: _written(path.name, pm.check(path))  # type: ignore[misc]
    for path in TEXTS:
        made[f"audit {path.stem}"] = lambda path=path: _written(  # type: ignore[misc]
            path.name, pm.audit(path.read_text(encoding="utf-8"), rubric=rubric)
        )
    return made


def digest(pieces: Iterator[str]) -> str:
    """Return the digest of what is written."""
    found = sha256()
    for piece in pieces:
        found.update(piece.encode("utf-8"))
    return found.hexdigest()


def digests(table: pm.Rubric | None = None) -> dict[str, str]:
    """Return the digest of every subject."""
    return {name: digest(write()) for name, write in subjects(table).items()}


def _card(path: Path, rubric: pm.Rubric | str) -> pm.ScoreCard:
    """Return the card of a report by the table that it names, or by the one given."""
    report = pm.load_report(path)
    return pm.score(report, report.rubric or rubric)


def _written(name: str, outcome: Outcome) -> Iterator[str]:
    """Yield an outcome in every format and language."""
    records = [Record(name, outcome)]
    for lang in LANGS:
        yield from (outcome.to_json(lang), outcome.to_text(lang), outcome.to_markdown(lang), outcome.to_html(lang))
        for file in (sarif, junit, github):
            yield _unversioned(file.render(records, lang))
    if isinstance(outcome, pm.Audit):
        yield json.dumps(outcome.to_report(), ensure_ascii=False)


def _unversioned(text: str) -> str:
    return text.replace(pm.__version__, "VERSION")


def _schemas() -> Iterator[str]:
    yield from (json.dumps(json_schema(name), ensure_ascii=False) for name in NAMES)


def _tables() -> Iterator[str]:
    for table in pm.list_rubrics():
        yield from (show_rubric(table.id).to_text(lang) for lang in LANGS)


if __name__ == "__main__":
    if "--narrow" in sys.argv:
        setcontext(narrow())
    before = repr(getcontext())
    written = digests()
    if repr(getcontext()) != before:
        sys.exit("the decimal context of the caller has changed")
    sys.stdout.write(json.dumps(written, indent=1) + "\n")
