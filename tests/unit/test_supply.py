"""What comes with an installation, under which licence, and what is promised about it."""

from __future__ import annotations

import re
from importlib.metadata import requires
from pathlib import Path

import pytest

from supply import licences

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "supply-chain.md"
ALLOWED = {"MIT", "PSF-2.0"}


def test_every_dependency_is_listed_with_its_licence() -> None:
    """Issue 7: the list of licences is what the metadata of the installed packages says."""
    rows = dict(re.findall(r"^\| `([\w-]+)` \| ([\w.-]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    installed = {name: licences.licence(name) for name in licences.closure()}
    assert installed.items() <= rows.items()
    assert rows.keys() - installed.keys() <= {"typing-inspection"}, "only newer versions of pydantic need it"
    assert set(rows.values()) <= ALLOWED


def test_pydantic_alone_is_needed_at_run_time() -> None:
    """The rule of the house: pydantic and the standard library, a lower bound and no upper one."""
    needed = [line for line in requires("perfmetrics") or () if "extra ==" not in line]
    assert len(needed) == 1
    assert re.fullmatch(r"pydantic>=\d+\.\d+", needed[0])


@pytest.mark.parametrize(
    ("name", "expected"), [("pytest", "MIT"), ("typing-extensions", "PSF-2.0"), ("hypothesis", "MPL-2.0")]
)
def test_licences_are_read_from_any_metadata(name: str, expected: str) -> None:
    assert licences.licence(name) == expected
