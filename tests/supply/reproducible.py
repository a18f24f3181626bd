"""Build the package twice, as two people would, and compare every byte.

    python tests/supply/reproducible.py

The two trees lie in different directories, their files have other times, and the processes another time zone, locale
and seed of hashes. Needs `build`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
_SKIPPED = shutil.ignore_patterns(".*", "__pycache__", "*.pyc", "dist", "site", "mutants")
_KEPT = ("src", "tests", "docs", "examples")
_BUILDERS: tuple[tuple[str, int, Mapping[str, str]], ...] = (
    ("one", 1_000_000_000, {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    ("another/place", 1_700_000_000, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
)


def digests(folder: Path, time: int, variables: Mapping[str, str]) -> dict[str, str]:
    """Build a copy of the tree and return the digest of each archive."""
    folder.mkdir(parents=True)
    for name in _KEPT:
        shutil.copytree(ROOT / name, folder / name, ignore=_SKIPPED)
    for path in ROOT.iterdir():
        if path.is_file() and (
            path.suffix in {".md", ".toml", ".yml", ".yaml"} or path.name in {"LICENSE", "Makefile"}
        ):
            shutil.copy(path, folder / path.name)
    for path in _files(folder):
        os.utime(path, (time, time))
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"} | dict(variables)
    command = [sys.executable, "-m", "build", "--outdir", "made", "."]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)  # noqa: S603 - ourselves
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "made").iterdir())}


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())


def main() -> int:
    """Print the digests; return 1 where the two differ."""
    with TemporaryDirectory() as base:
        one, other = (digests(Path(base) / name, time, variables) for name, time, variables in _BUILDERS)
    for name, digest in one.items():
        same = "the same twice" if other.get(name) == digest else f"but {other.get(name)} the second time"
        sys.stdout.write(f"{name}\n  sha256 {digest}, {same}\n")
    return int(one != other)


if __name__ == "__main__":
    sys.exit(main())
