"""The packages that come with an installation of perfmetrics, and their licences.

python tests/supply/licences.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, metadata, requires

_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_BY_CLASSIFIER = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD",
}


def closure(name: str = "perfmetrics") -> list[str]:
    """Return a package and everything that it needs at run time, without extras."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += [other for other in _needed(each) if other not in found]
    return sorted(found)


def _needed(name: str) -> Iterator[str]:
    for line in requires(name) or ():
        requirement, _, marker = line.partition(";")
        named = _NAME.match(requirement)
        if named is None or "extra" in marker:
            continue
        wanted = named.group().lower().replace("_", "-")
        try:
            distribution(wanted)
        except PackageNotFoundError:
            continue  # for another system or version of Python
        yield wanted


def licence(name: str) -> str:
    """Return the licence that the metadata of a package states, as an identifier of SPDX where it can be told."""
    about = metadata(name)
    classified = [_BY_CLASSIFIER[each] for each in about.get_all("Classifier") or () if each in _BY_CLASSIFIER]
    words = (about.get_all("License") or ["not stated"])[0].splitlines()[0]
    return next(iter(about.get_all("License-Expression") or ()), " OR ".join(classified) or words)


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}: {licence(name)}\n" for name in closure())
