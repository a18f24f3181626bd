"""The same bytes for the same input, whoever asks, wherever: everything that `outputs.py` writes, by its digest.

After a change of words or figures that is meant:

    REWRITE_GOLDEN=1 python -m pytest tests/golden/test_determinism.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Context, getcontext, localcontext
from pathlib import Path
from threading import Barrier

import pytest

import outputs
import perfmetrics as pm

HERE = Path(__file__).parent
RECORDED = HERE / "outputs.json"
SCRIPT = Path(outputs.__file__)
THREADS = 10
EACH = 6  # of the subjects that threads share, so that several have each of them at once


def _recorded() -> dict[str, str]:
    found: dict[str, str] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def _process(*arguments: str, **variables: str) -> dict[str, str]:
    """Return the digests that another process prints."""
    command = [sys.executable, str(SCRIPT), *arguments]
    environment = {**os.environ, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - this interpreter
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_this_version_of_python_writes_what_is_recorded() -> None:
    """Issue 7, Python 3.11 to 3.13: each of them runs this test, and each has to write the recorded bytes."""
    digests = outputs.digests()
    if os.environ.get("REWRITE_GOLDEN"):
        RECORDED.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    assert digests == _recorded()


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Shanghai"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "1", "TZ": "UTC"},
    ],
    ids=["seed 1, plain locale", "seed 4711, Turkish"],
)
def test_another_process_writes_the_same(variables: Mapping[str, str]) -> None:
    """Issue 7: across processes, hash seeds and locales."""
    assert _process(**variables) == _recorded()


def test_the_decimal_context_of_the_caller_neither_counts_nor_changes() -> None:
    """Issue 7: three digits, rounded up, inexact results trapped; a flag that is set ends the process."""
    assert _process("--narrow") == _recorded()


def test_careless_arithmetic_would_be_noticed() -> None:
    """The context of the test above is one under which arithmetic that forgets it fails."""
    with localcontext(outputs.narrow()), pytest.raises(ArithmeticError):
        _ = getcontext().create_decimal("1521.39") * 2


def test_threads_share_a_table() -> None:
    """Issue 7: ten threads at once, one table, each with a context of its own."""
    table = pm.load_rubric(outputs.RUBRIC)
    together = Barrier(THREADS)
    names = [name for name in outputs.subjects() if name.startswith(("score", "check")) or name.endswith("003")]
    reports = {name: written for name, written in outputs.subjects(table).items() if name in names}

    def run(place: int) -> dict[str, str]:
        together.wait(timeout=60)
        at = place % len(names)
        order = (names[at:] + names[:at])[:EACH]  # no two threads do the same at the same time for long
        with localcontext(outputs.narrow()) as context:
            found = {name: outputs.digest(reports[name]()) for name in order}
            assert not any(context.flags.values())
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        every = list(pool.map(run, range(THREADS)))
    recorded = _recorded()
    assert all(found == {name: recorded[name] for name in found} for found in every)
    done = Counter(name for found in every for name in found)
    assert sorted(done) == sorted(names)
    assert min(done.values()) >= THREADS // 2


def _damaged(text: str) -> str:
    """Return a text with another digit in every fifth place: what is wrong takes other ways through the code."""
    places = [i for i, char in enumerate(text) if char in "0123456789"][::5]
    chars = list(text)
    for i in places:
        chars[i] = str((int(chars[i]) + 3) % 10)
    return "".join(chars)


@pytest.mark.parametrize("corpus", ["labelled", "own"])
def test_texts_are_judged_the_same_in_every_decimal_context(corpus: str) -> None:
    """Regulations 9.7: exact arithmetic; of a wrong figure, too, nothing is rounded as the caller would round."""
    paths = sorted((HERE.parent / "corpus" / corpus / "texts").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert len(texts) >= 50
    for text in [*texts, *map(_damaged, texts)]:
        with localcontext(Context()) as plain:
            expected = pm.audit(text).to_json()
        with localcontext(outputs.narrow()) as strict:
            assert pm.audit(text).to_json() == expected
        assert not any(plain.flags.values())
        assert not any(strict.flags.values())


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_caller_who_traps_nothing_gets_no_nan(form: str, tmp_path: Path) -> None:
    """Issue 7: what no decimal can hold is refused with its path, also where the caller lets it pass as NaN."""
    path = tmp_path / f"report.{form}"
    number = "1e99999999999999999999"
    toml, json_ = (
        f"[final_accounts]\ntotal_expenditure = {number}",
        f'{{"final_accounts": {{"total_expenditure": {number}}}}}',
    )
    path.write_text(toml if form == "toml" else json_, encoding="utf-8")
    with pytest.raises(pm.ReportError) as expected:
        pm.load_report(path)
    with localcontext() as lax:
        lax.clear_traps()
        with pytest.raises(pm.ReportError) as found:
            pm.load_report(path)
    assert str(found.value) == str(expected.value)
