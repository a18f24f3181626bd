"""The public interface as of the last version, and what has been broken since: griffe compares the two.

    python tests/api/surface.py             print what is broken since the record, and since the last tag
    python tests/api/surface.py --record    record the interface as it is: at a release, or with a meant change

The record is a package of stubs in `recorded/`, so that a change of the interface shows in the diff, and so that an
archive without its history can be checked too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCE = ROOT / "src"
RECORD = HERE / "recorded"
PACKAGE = "perfmetrics"
_DOCUMENTED = re.compile(r"^::: perfmetrics\.([\w.]+)$", re.MULTILINE)


def load(folder: Path) -> griffe.Object:
    """Return the package in a folder, read and not run."""
    return _target(griffe.load(PACKAGE, search_paths=[folder], allow_inspection=False, resolve_aliases=True))


def names(package: griffe.Object) -> dict[str, list[str]]:
    """Return the public names of each module: what the page on the interface documents, and every formula."""
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {"": [], "formulas": []}
    for dotted in _DOCUMENTED.findall(text):
        module, _, name = dotted.rpartition(".")
        if name == "formulas" or _target(package[dotted]).is_module:
            found.setdefault(dotted, [])
        else:
            found.setdefault(module, []).append(name)
    every = {module: listed or list(_all_of(_target(package[module]))) for module, listed in found.items()}
    return {module: sorted(set(listed)) for module, listed in sorted(every.items())}


def _all_of(module: griffe.Object) -> Iterator[str]:
    """Yield the names of a module that is public as a whole."""
    exported = [str(each) for each in module.exports or ()]
    own = [name for name, each in module.members.items() if each.is_public and not each.is_alias]
    yield from exported or own


def stubs(package: griffe.Object) -> dict[str, str]:
    """Return the stubs of the public interface: the name of a file and what is in it.

    What is defined stands in modules of their own, whose names start with an underscore: the place of a definition is
    no part of the interface, and a public name may come from anywhere.
    """
    files = {}
    for module, listed in names(package).items():
        home = _target(package[module]) if module else package
        blocks = ["\n".join(_written(name, _target(home[name]), 0)) for name in listed]
        own = f"_{module or 'top'}".replace(".", "_")
        files[f"{own}.pyi"] = "\n\n".join(blocks) + "\n"
        imports = [f"from {PACKAGE}.{own} import {name} as {name}\n" for name in listed]
        files[(module.replace(".", "/") if module else "__init__") + ".pyi"] = "".join(
            [*imports, f"__all__ = {listed}\n"]
        )
    return files


def broken(old: griffe.Object, new: griffe.Object) -> list[str]:
    """Return what those who use the old interface can no longer rely on."""
    return sorted(_one_line(each) for each in griffe.find_breaking_changes(old, new))


def _one_line(breakage: griffe.Breakage) -> str:
    return f"{breakage.obj.path}: {breakage.kind.value}: {breakage.old_value} -> {breakage.new_value}"


def _target(each: griffe.Object | griffe.Alias) -> griffe.Object:
    return each.final_target if isinstance(each, griffe.Alias) else each


def _written(name: str, each: griffe.Object, depth: int) -> Iterator[str]:
    """Yield the stub of an object."""
    pad = "    " * depth
    if isinstance(each, griffe.Function):
        text = str(each.signature(return_type=True, name=name))
        takes_self = bool(depth) and each.parameters and each.parameters[0].name in {"self", "cls"}
        if takes_self and not text.startswith((f"{name}(self", f"{name}(cls")):  # griffe leaves it out of a method
            first = each.parameters[0].name
            text = text.replace(f"{name}()", f"{name}({first})", 1).replace(f"{name}(", f"{name}({first}, ", 1)
            text = text.replace(f"({first}, {first})", f"({first})", 1)
        yield from (f"{pad}@{mark}" for mark in ("classmethod", "staticmethod") if mark in each.labels)
        yield f"{pad}def {text}: ..."
    elif isinstance(each, griffe.Attribute) and "property" in each.labels:
        yield f"{pad}@property"
        yield f"{pad}def {name}(self) -> {each.annotation}: ..."
    elif isinstance(each, griffe.Attribute):
        kind = f": {each.annotation}" if each.annotation is not None else ""
        yield f"{pad}{name}{kind}" + (f" = {each.value}" if each.value is not None else "")
    elif isinstance(each, griffe.Class):
        bases = f"({', '.join(map(str, each.bases))})" if each.bases else ""
        yield f"{pad}class {name}{bases}:"
        members = {key: _target(value) for key, value in each.all_members.items() if _is_public(key, value)}
        for key, value in sorted(members.items()):
            yield from _written(key, value, depth + 1)
        if not members:
            yield f"{pad}    ..."


def _is_public(name: str, each: griffe.Object | griffe.Alias) -> bool:
    target = _target(each)
    if name == "__init__":  # results are made by the package alone: what they are made of is no part of the interface
        parameters = target.parameters if isinstance(target, griffe.Function) else ()
        return not any(parameter.name.startswith("_") for parameter in parameters)
    return each.is_public and not name.startswith("_") and not target.is_module and _is_described(name, target)


def _is_described(name: str, each: griffe.Object) -> bool:
    """Return whether the docstring of a class names a field, where it lists fields at all."""
    text = each.parent.docstring.value if each.parent is not None and each.parent.docstring is not None else ""
    is_field = isinstance(each, griffe.Attribute) and "property" not in each.labels
    return not is_field or "Attributes:" not in text or re.search(rf"^ *{name}:", text, re.MULTILINE) is not None


def _last_tag() -> str:
    done = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"],  # noqa: S607 - git of the path
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else ""


def main(arguments: list[str]) -> int:
    """Compare, or record; return 1 where something is broken."""
    now = load(SOURCE)
    if "--record" in arguments:
        for path in RECORD.rglob("*.pyi"):
            path.unlink()
        for name, text in stubs(now).items():
            path = RECORD / PACKAGE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    count = sum(map(len, names(now).values()))
    found = broken(load(RECORD), now)
    sys.stdout.write("".join(f"{each}\n" for each in found))
    sys.stdout.write(f"{count} public names; broken since the record: {len(found)}\n")
    tag = _last_tag()
    if not tag:
        sys.stdout.write("no version is tagged yet: nothing else to compare with\n")
        return int(bool(found))
    old = _target(griffe.load_git(PACKAGE, ref=tag, repo=ROOT, search_paths=["src"], allow_inspection=False))
    since = broken(old, now)
    sys.stdout.write("".join(f"{each}\n" for each in since) + f"broken since {tag}: {len(since)}\n")
    return int(bool(found or since))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
