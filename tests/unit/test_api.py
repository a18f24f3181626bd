"""The public interface: what is recorded in `tests/api/recorded` is what the package offers, and nothing is broken."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import griffe
import pytest

from api import surface

SOURCE = Path(__file__).parents[2] / "src"

from_archive = pytest.mark.skipif(
    not SOURCE.exists(), reason="the sources are read, and here only the wheel is installed"
)


@cache
def _now() -> griffe.Object:
    return surface.load(SOURCE)


@from_archive
def test_the_record_is_the_interface() -> None:
    """Issue 7: a change of the interface is seen in the record; run `python tests/api/surface.py --record` if meant."""
    written = surface.stubs(_now())
    folder = surface.RECORD / surface.PACKAGE
    recorded = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.pyi")}
    assert recorded == written


@from_archive
def test_nothing_is_broken_since_the_record() -> None:
    assert surface.broken(surface.load(surface.RECORD), _now()) == []


@from_archive
@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("__init__", "['Audit', ", "['Auditor', 'Audit', ", "perfmetrics.Auditor: Public object was removed"),
        ("_top", "def score(report:", "def score(reports:", "score: Parameter was removed"),
        ("_top", "DIGIT_OMITTED = ", "DIGIT_LOST = ", "Cause.DIGIT_LOST: Public object was removed"),
        (
            "_top",
            "    def raise_for_findings(self)",
            "    def raise_for_errors(self)",
            "raise_for_errors: Public object was removed",
        ),
        (
            "_formulas",
            "def share(part: Number, whole",
            "def share(whole: Number, part",
            "Positional parameter was moved",
        ),
    ],
)
def test_what_would_break_users_is_found(file: str, old: str, new: str, expected: str, tmp_path: Path) -> None:
    """Issue 7: griffe check; the record is changed here, as if the last version had been another one."""
    shutil.copytree(surface.RECORD, tmp_path, dirs_exist_ok=True)
    path = tmp_path / surface.PACKAGE / f"{file}.pyi"
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new)
    path.write_text(text + "\nclass Auditor: ...\n" if file == "__init__" else text, encoding="utf-8")
    found = surface.broken(surface.load(tmp_path), _now())
    assert any(expected in each for each in found), found
