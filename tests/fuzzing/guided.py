"""Coverage-guided fuzzing: libFuzzer looks for inputs that lead to new lines of the package (extra `fuzz`).

    python tests/fuzzing/guided.py text -runs=100000
    python tests/fuzzing/guided.py report -runs=100000 -max_total_time=600
    python tests/fuzzing/guided.py text crash-1234    one input again

The targets are `text`, `expression`, `report`, `rubric` and `waivers`. What follows the target goes to libFuzzer; the
corpus starts from the texts of the tests and the examples, and lives in `.fuzzing/<target>`, where it grows. Whatever
is raised but a `PerfMetricsError` ends the run and is written to a file `crash-…`; so does an input of more than ten
seconds, and more than two gigabytes of memory.
"""

from __future__ import annotations

import hashlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from random import Random

import atheris

import perfmetrics

with atheris.instrument_imports(include=["perfmetrics"]):
    import targets
    from makers import BAD, CORPUS, EXAMPLES, damaged_text

    for each in pkgutil.walk_packages(perfmetrics.__path__, "perfmetrics."):
        if not each.name.endswith("__main__"):  # else the package loads its modules later, when nobody counts lines
            import_module(each.name)

CRASHERS = Path(__file__).parent / "crashers"
RUBRICS = Path(__file__).parents[2] / "src" / "perfmetrics" / "rubrics"
MOST_SEED = 1500  # characters of a text that a corpus starts from: long ones are slow, and have little that is new
OPTIONS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=3000", "-print_final_stats=1")


def _texts() -> Iterator[bytes]:
    for path in sorted(
        [*CORPUS.glob("*/texts/*.txt"), *CORPUS.glob("reports/*.txt"), *(EXAMPLES / "texts").glob("*.txt")]
    ):
        text = path.read_text(encoding="utf-8")
        yield from (text[i : i + MOST_SEED].encode() for i in range(0, len(text), MOST_SEED))
    yield from (each.read_bytes() for each in sorted((CRASHERS / "text").glob("*.txt")))


def _files(*folders: Path) -> Iterator[bytes]:
    for folder in folders:
        yield from (each.read_bytes() for each in sorted(folder.glob("*")) if each.suffix in {".toml", ".json"})


def _expressions() -> Iterator[bytes]:
    for text in ("(72 − 14 − 4) ÷ 72 × 100%", "staff.in_post - staff.elsewhere?|a.b", "1,521.390万元", "约2800条"):
        yield text.encode()


SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "text": _texts,
    "expression": _expressions,
    "report": lambda: _files(EXAMPLES / "reports", BAD / "reports", CRASHERS / "report"),
    "rubric": lambda: _files(RUBRICS, BAD / "rubrics", CRASHERS / "rubric"),
    "waivers": lambda: _files(CRASHERS / "waivers"),
}


def _put(target: str) -> Callable[[bytes], None]:
    """Return what puts bytes through a target; how the result is shown follows from the bytes themselves."""
    read = {"text": targets.put_text, "expression": targets.put_expression}
    files = {
        "report": targets.put_report_file,
        "rubric": targets.put_rubric_file,
        "waivers": targets.put_waivers_file,
    }

    def put(raw: bytes) -> None:
        way = int.from_bytes(hashlib.blake2s(raw, digest_size=2).digest())
        if target in read:
            read[target](raw.decode("utf-8", "surrogateescape"), way)
        else:
            files[target](raw, way)

    return put


def mutate(raw: bytes, most: int, seed: int) -> bytes:
    """Return a mutated input: half the time by bytes, as libFuzzer does, half the time by characters and numbers."""
    if seed % 2:
        return bytes(atheris.Mutate(raw, most))
    text = raw.decode("utf-8", "surrogateescape")
    return damaged_text(Random(seed), text).encode("utf-8", "surrogatepass")[:most]  # noqa: S311 - no secret


def main(arguments: list[str]) -> None:
    """Run libFuzzer on a target."""
    if len(arguments) < 2 or arguments[1] not in SEEDS:
        sys.exit(f"name a target: {', '.join(SEEDS)}")
    program, target, *rest = arguments
    folder = Path(".fuzzing") / target
    folder.mkdir(parents=True, exist_ok=True)
    for raw in SEEDS[target]():
        (folder / hashlib.blake2s(raw, digest_size=8).hexdigest()).write_bytes(raw)
    is_replay = any(not each.startswith("-") for each in rest)
    atheris.Setup(
        [program, *OPTIONS, *rest, *([] if is_replay else [str(folder)])], _put(target), custom_mutator=mutate
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
