"""One job for many inputs: their order, what is read ahead, what a process that dies leaves, and that none is left."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, Never

import pytest

import perfmetrics as pm
from perfmetrics import formulas, workers
from perfmetrics.errors import InputError, PerfMetricsError
from perfmetrics.outcomes import Outcome
from perfmetrics.quantities import Rounding, quantity
from perfmetrics.texts import Phrase
from perfmetrics.verdicts import Judgement
from perfmetrics.workers import MOST_JOBS, cores, packed, run, serve

ROOT = Path(__file__).parents[2]
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.toml"))
TEXTS = sorted((ROOT / "tests" / "corpus" / "reports").glob("*.txt"))
Found = tuple[int, object, int]


@dataclass(frozen=True)
class Telling:
    """Tells what it was given and which process it is in; some inputs end the process, or cannot be sent."""

    def __call__(self, number: int, item: Any) -> Found:
        """Tell of an input."""
        if item == "die":
            os._exit(3)
        if item == "slow":
            time.sleep(0.3)
        return number, (lambda: None) if item == "unsendable" else item, os.getpid()

    def lost(self, number: int, item: object, error: PerfMetricsError) -> Found:
        """Tell of an input that is lost."""
        del item
        return number, error.to_text("en"), 0


class Stillborn:
    """Ends the process that it is sent to."""

    def __call__(self, number: int, item: object) -> object:
        """Never be called."""
        raise NotImplementedError

    def lost(self, number: int, item: object, error: PerfMetricsError) -> object:
        """Never be called."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


def _without_processes(found: list[Found]) -> list[tuple[int, object]]:
    return [(number, item) for number, item, _ in found]


def _until_it_ends(found: Iterator[Found]) -> tuple[list[Found], BaseException | None]:
    """Return what comes, and the exception that it ends in."""
    came: list[Found] = []
    try:
        came.extend(iter(lambda: next(found), None))
    except BaseException as exc:  # noqa: BLE001 - that is what is asked for
        return came, exc
    return came, None


def _nobody_is_left() -> bool:
    return not multiprocessing.active_children()


# ---------------------------------------------------------------------------------------------------------------------
# In this process.


def test_one_process_is_this_one_and_reads_nothing_ahead() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        while True:
            read.append(len(read))
            yield read[-1]

    found = run(Telling(), items(), 1)
    assert read == []
    assert list(islice(found, 3)) == [(i + 1, i, os.getpid()) for i in range(3)]
    assert read == [0, 1, 2]


@pytest.mark.parametrize("jobs", [-1, MOST_JOBS + 1, True, 2.0, "2", None])
def test_what_is_no_number_of_processes_is_refused_at_once(jobs: Any) -> None:
    with pytest.raises(InputError) as caught:
        run(Telling(), [], jobs)
    assert caught.value.problems[0].path == "jobs"


def test_no_number_is_every_core_that_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that this process may use, which may be fewer than there are."""
    asked: list[int] = []
    monkeypatch.setattr(workers, "_shared_out", lambda _job, _items, jobs: asked.append(jobs))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(7)), raising=False)
    run(Telling(), [], 0)
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 1000)
    run(Telling(), [], 0)
    assert asked == [7, MOST_JOBS]
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores() == 1


# ---------------------------------------------------------------------------------------------------------------------
# In several.


def test_several_processes_keep_the_order_and_are_gone_at_the_end() -> None:
    items = ["slow" if i % 10 == 0 else i for i in range(60)]
    found = list(run(Telling(), items, 2))
    assert _without_processes(found) == list(enumerate(items, 1))
    processes = {process for _, _, process in found}
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert _nobody_is_left()


def test_of_endless_inputs_few_are_read_ahead() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        while True:
            read.append(len(read))
            yield read[-1]

    with closing(run(Telling(), items(), 2)) as found:
        for done in range(500):
            assert next(found)[1] == done
            assert len(read) - done <= 2 * 4 * 8
    assert _nobody_is_left()


def test_few_inputs_are_shared_out_too() -> None:
    """None waits behind another while a process has nothing to do."""
    found = list(run(Telling(), ["slow"] * 4, 2))
    assert len({process for _, _, process in found}) == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_of_the_inputs_comes_after_what_was_found_before_it(jobs: int) -> None:
    def items() -> Iterator[int]:
        yield from range(33)
        raise LookupError

    found, end = _until_it_ends(run(Telling(), items(), jobs))
    assert isinstance(end, LookupError)
    assert _without_processes(found) == [(i + 1, i) for i in range(33)]
    assert _nobody_is_left()


def test_what_ends_its_process_is_lost_alone() -> None:
    """It is said of which input, and the others are done, those that were sent with it too."""
    items: list[object] = [*range(40), "die", *range(40), "die"]
    found = _without_processes(list(run(Telling(), items, 2)))
    assert [number for number, _ in found] == list(range(1, len(items) + 1))
    lost = "the process that was at it has ended (exit status 3); most likely for want of memory: "
    assert [
        item if each != "die" else str(item)[: len(lost)] for (_, item), each in zip(found, items, strict=True)
    ] == [lost if each == "die" else each for each in items]
    assert _nobody_is_left()


def test_what_cannot_be_sent_is_done_here() -> None:
    """There or back."""
    found = list(run(Telling(), [1, lambda: None, "unsendable", 4], 2))
    assert [number for number, _, _ in found] == [1, 2, 3, 4]
    assert [process == os.getpid() for _, _, process in found] == [False, True, True, False]


def test_processes_that_cannot_be_started_are_told_of() -> None:
    with pytest.raises(InputError) as caught:
        list(run(Stillborn(), range(3), 2))
    assert caught.value.problems[0].path == "jobs"
    assert 'if __name__ == "__main__":' in caught.value.to_text("en")
    assert "exit status 3" in caught.value.to_text("en")
    assert _nobody_is_left()


def test_a_system_that_starts_no_processes_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Never:
        raise OSError(11, os.strerror(11))

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", fail)
    with pytest.raises(InputError, match=os.strerror(11)):
        list(run(Telling(), range(3), 2))


def test_a_crew_that_is_stopped_starts_no_more() -> None:
    crew = workers._Crew(Telling(), 1)
    crew.stop()
    with pytest.raises(InputError):
        crew._do([(1, 1)])
    assert _nobody_is_left()


@dataclass(frozen=True)
class Marking(Telling):
    """Leaves a file for each input that is done."""

    folder: Path

    def __call__(self, number: int, item: Any) -> Found:
        """Tell of an input."""
        (self.folder / str(number)).touch()
        return super().__call__(number, item)


def test_an_interrupt_gives_what_was_found_by_then(tmp_path: Path) -> None:
    """Inputs may be long in coming: what was found in the meantime is not lost."""

    def items() -> Iterator[int]:
        yield from range(3)
        for _ in range(600):  # a busy machine may take its time; what was done is on its way a moment later
            if len(list(tmp_path.iterdir())) == 3:
                break
            time.sleep(0.1)
        time.sleep(1)
        raise KeyboardInterrupt

    found, end = _until_it_ends(run(Marking(tmp_path), items(), 2))
    assert isinstance(end, KeyboardInterrupt)
    assert _without_processes(found) == [(1, 0), (2, 1), (3, 2)]
    assert _nobody_is_left()


def test_processes_do_not_hear_of_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are for the process that started them; where a system cannot hold them back, that is left alone."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    masks = []

    def listen() -> None:
        workers._hear_no_interrupt()
        masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, ()))

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert masks == [before | {signal.SIGINT}]
    monkeypatch.delattr(signal, "pthread_sigmask")
    workers._start_tracker()
    workers._hear_no_interrupt()


# ---------------------------------------------------------------------------------------------------------------------
# The other process, as it sees itself.


def test_a_process_serves_until_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    ignored = []
    monkeypatch.setattr(signal, "signal", lambda *given: ignored.append(given))
    here, there = multiprocessing.Pipe()
    answers: list[bytes] = []

    def ask() -> None:
        for raw in (packed(Telling()), packed([(1, "a"), (2, "b")]), packed([(3, "unsendable")]), b"no pickle"):
            here.send_bytes(raw)
            answers.append(here.recv_bytes())
        here.close()

    asking = threading.Thread(target=ask)
    asking.start()
    serve(there)
    asking.join()
    assert ignored == [(signal.SIGINT, signal.SIG_IGN)]
    assert answers[0]
    assert pickle.loads(answers[1]) == [(1, "a", os.getpid()), (2, "b", os.getpid())]  # noqa: S301
    assert answers[2:] == [b"", b""]


# ---------------------------------------------------------------------------------------------------------------------
# On the way.


def _sent(data: Any) -> Any:
    return pickle.loads(packed(data))  # noqa: S301 - our own


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_cards_and_checks_arrive_as_they_were(path: Path) -> None:
    report = pm.load_report(path)
    results: list[Outcome] = [pm.check(report), *(pm.score(report, table) for table in pm.list_rubrics()[:4])]
    for result, arrived in zip(results, _sent(results), strict=True):
        assert arrived == result
        assert (arrived.to_json("en"), arrived.to_markdown(), arrived.to_html()) == (
            result.to_json("en"),
            result.to_markdown(),
            result.to_html(),
        )


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_audits_arrive_as_they_were(path: Path) -> None:
    result = pm.audit(path.read_text(encoding="utf-8"), rubric="baojing-2019")
    arrived = _sent(result)
    assert arrived == result
    assert (arrived.to_json("en"), arrived.to_markdown(), arrived.to_report()) == (
        result.to_json("en"),
        result.to_markdown(),
        result.to_report(),
    )


def test_errors_arrive_with_their_problems() -> None:
    with pytest.raises(PerfMetricsError) as caught:
        pm.load_report({"a": 1, "b": 2})
    arrived = _sent(caught.value)
    assert type(arrived) is type(caught.value)
    assert (arrived.problems, arrived.source) == (caught.value.problems, caught.value.source)


def test_formulas_arrive_as_themselves_and_fractions_whatever_their_length() -> None:
    formula = formulas.get("budget_control_rate")
    assert _sent(formula) is formula
    long = Fraction(10**6000, 3**6000)
    assert _sent(long) == long


def test_values_are_sent_by_their_arguments_and_others_as_they_will() -> None:
    """Half the time of the usual way; what is no value of this package, or is made otherwise, goes that way."""

    @dataclass(frozen=True)
    class Made:
        first: int
        second: int = field(default=2, init=False)

    Made.__module__ = "perfmetrics.made"
    assert workers._arguments_of(Telling) is None
    assert workers._arguments_of(Made) is None
    assert workers._arguments_of(Phrase) is None
    assert workers._arguments_of(Judgement) is None
    amount = quantity("84.390万元")
    kind: Any = type(amount)
    arguments = workers._arguments_of(kind)
    assert arguments is not None
    assert kind(*arguments(amount)) == amount == _sent(amount)
    assert _sent([Rounding.HALF_UP, amount, amount]) == [Rounding.HALF_UP, amount, amount]
