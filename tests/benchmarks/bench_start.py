"""What it costs to import the package, and to get the first card, in fresh processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from children import ENVIRONMENT, REPORTED, processor_time, reported

ROOT = Path(__file__).parents[2]
WHAT = {
    "perfmetrics": "import perfmetrics",
    "pydantic": "from pydantic import BaseModel",
    "card": "import perfmetrics; perfmetrics.score('examples/reports/baojing-2019.toml')",
}
ROUNDS = 40


@pytest.mark.benchmark(timer=REPORTED)
@pytest.mark.parametrize("what", WHAT)
def test_start(benchmark: Any, what: str) -> None:
    """Of a fresh process, what comes after the start of the interpreter."""
    code = f"from time import process_time; start = process_time(); {WHAT[what]}; print(process_time() - start)"
    benchmark.pedantic(lambda: reported(code), rounds=ROUNDS, warmup_rounds=1)


@pytest.mark.benchmark(timer=processor_time)
@pytest.mark.parametrize("what", WHAT)
def test_process(benchmark: Any, what: str) -> None:
    """The whole of a fresh process, from the start of the interpreter to its end."""
    command = [sys.executable, "-c", WHAT[what]]

    def run() -> None:
        subprocess.run(command, check=True, cwd=ROOT, env=ENVIRONMENT)  # noqa: S603 - the code above

    benchmark.pedantic(run, rounds=ROUNDS, warmup_rounds=1)
