"""One job for many inputs: in their order, in the same memory however many there are, on several processes if wanted.

Processes are started afresh (`spawn`) on every system, and none is left behind: each ends when this one does. What an
input does to the process that is at it harms no other input.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from multiprocessing.connection import Connection
from operator import attrgetter
from queue import LifoQueue
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from perfmetrics.errors import InputError, PerfMetricsError, problem

MOST_JOBS = 256
_MOST_IN_A_BUNDLE = 8  # few enough to share out the end evenly, enough to make up for the sending
_BUNDLES_AHEAD = 4  # for each process
_GRACE = 5  # seconds that a process may take to end by itself

GivenT = TypeVar("GivenT")
FoundT = TypeVar("FoundT")
_Given_contra = TypeVar("_Given_contra", contravariant=True)
_Found_co = TypeVar("_Found_co", covariant=True)
Bundle = list[tuple[int, GivenT]]


class Job(Protocol[_Given_contra, _Found_co]):
    """What is done with each of many inputs; it is sent to the processes that do it."""

    def __call__(self, number: int, item: _Given_contra) -> _Found_co:
        """Return what is found of an input, the inputs being numbered from 1; bad data is no exception."""

    def lost(self, number: int, item: _Given_contra, error: PerfMetricsError) -> _Found_co:
        """Return what is said of an input that ended the process that was at it."""


def run(job: Job[GivenT, FoundT], items: Iterable[GivenT], jobs: int) -> Generator[FoundT, None, None]:
    """Return what a job finds of each input, in their order.

    Args:
        job: What is done with each.
        items: The inputs, read as they are needed; for several processes some are read ahead.
        jobs: How many processes; 1 for this one, 0 for as many as there are cores.

    Raises:
        InputError: If there cannot be so many; later, if they cannot be started.
    """
    given: object = jobs
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_JOBS:
        reason = (f"“{jobs}”不是进程数", f"{jobs!r} is no number of processes")
        mend = (f"写 1 至 {MOST_JOBS}；0 为全部处理器", f"1 to {MOST_JOBS}, or 0 for every core")
        raise InputError([problem("jobs", *reason, *mend)])
    many = jobs or cores()
    return _in_turn(job, items) if many == 1 else _shared_out(job, items, many)


def cores() -> int:
    """Return how many cores this process may use."""
    allowed: Any = getattr(os, "sched_getaffinity", None)  # not every system tells
    count = os.cpu_count() if allowed is None else len(allowed(0))
    return min(MOST_JOBS, count or 1)


def _in_turn(job: Job[GivenT, FoundT], items: Iterable[GivenT]) -> Generator[FoundT, None, None]:
    for number, item in enumerate(items, 1):
        yield job(number, item)


def _shared_out(job: Job[GivenT, FoundT], items: Iterable[GivenT], jobs: int) -> Generator[FoundT, None, None]:
    """Yield what several processes find; an exception of the inputs comes after what was found before it."""
    end: Exception | None = None
    waiting: deque[Future[list[FoundT]]] = deque()
    bundles = _bundles(items, jobs)
    crew = _Crew(job, jobs)
    try:
        while end is None:
            try:
                bundle = next(bundles)
            except KeyboardInterrupt:  # inputs may be long in coming: what was found in the meantime is given
                while waiting and waiting[0].done():
                    yield from waiting.popleft().result()
                raise
            if isinstance(bundle, Exception):
                end = bundle
            else:
                waiting.append(crew.submit(bundle))
            while waiting and (waiting[0].done() or len(waiting) >= _BUNDLES_AHEAD * jobs or end is not None):
                yield from waiting.popleft().result()
    finally:
        crew.stop()
    if not isinstance(end, StopIteration):
        raise end


def _bundles(items: Iterable[GivenT], jobs: int) -> Iterator[Bundle[GivenT] | Exception]:
    """Yield numbered inputs in bundles, the first ones small, so that few inputs are shared out too; then their end."""
    bundle: Bundle[GivenT] = []
    end: Exception = StopIteration()
    count = 0
    try:
        for each in enumerate(items, 1):
            bundle.append(each)
            if len(bundle) >= min(_MOST_IN_A_BUNDLE, 1 + count // (2 * jobs)):
                yield bundle
                bundle = []
                count += 1
    except Exception as exc:  # noqa: BLE001 - it is raised when its turn comes
        end = exc
    yield bundle
    yield end


# ---------------------------------------------------------------------------------------------------------------------
# In this process: a thread for each of the others.


class _Crew(Generic[GivenT, FoundT]):
    """The processes that do a job; each has a thread here that sends it bundles and takes what it found."""

    def __init__(self, job: Job[GivenT, FoundT], jobs: int) -> None:
        self._job = job
        self._hired: list[_Worker] = []
        self._lock = Lock()
        self._is_stopped = False
        self._free: LifoQueue[_Worker | None] = LifoQueue()  # the last one first: no more are started than are needed
        for _ in range(jobs):
            self._free.put(None)
        _start_tracker()
        self._threads = ThreadPoolExecutor(jobs, initializer=_hear_no_interrupt)

    def submit(self, bundle: Bundle[GivenT]) -> Future[list[FoundT]]:
        """Have a bundle done."""
        return self._threads.submit(self._do, bundle)

    def stop(self) -> None:
        """End all processes, whatever they are at."""
        with self._lock:
            self._is_stopped = True
            hired = tuple(self._hired)
        for worker in hired:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in hired:
            worker.bury()

    def _do(self, bundle: Bundle[GivenT]) -> list[FoundT]:
        try:
            raw = packed(bundle)
        except Exception:  # noqa: BLE001 - what cannot be sent is done here
            return self._here(bundle)
        try:
            answer = self._ask(raw)
        except _GoneError as gone:
            if len(bundle) > 1:  # which of them it was shows when each is alone
                return [found for each in bundle for found in self._do([each])]
            return [self._job.lost(number, item, _lost(gone.code)) for number, item in bundle]
        return pickle.loads(answer) if answer else self._here(bundle)  # noqa: S301 - from its own process

    def _here(self, bundle: Bundle[GivenT]) -> list[FoundT]:
        return [self._job(number, item) for number, item in bundle]

    def _ask(self, raw: bytes) -> bytes:
        worker = self._free.get()
        try:
            worker = worker or self._hire()
            return worker.ask(raw)
        except _GoneError:
            worker = None
            raise
        finally:
            self._free.put(worker)

    def _hire(self) -> _Worker:
        try:
            worker = self._started()
            worker.ask(packed(self._job))
        except Exception as exc:  # noqa: BLE001 - whatever it is, it is told in words
            words = f"{type(exc).__name__}: {exc}".removesuffix(": ")
            raise InputError(
                [
                    problem(
                        "jobs",
                        f"工作进程无法启动（{words}）",
                        f"the processes cannot be started ({words})",
                        '脚本里请在 if __name__ == "__main__": 之下调用；或用 jobs=1',
                        'in a script, call it below if __name__ == "__main__":; or use jobs=1',
                    )
                ]
            ) from None
        return worker

    def _started(self) -> _Worker:
        with self._lock:
            if self._is_stopped:
                raise CancelledError
            worker = _Worker()
            self._hired.append(worker)
        return worker


class _GoneError(Exception):
    """A process has ended before its time."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"exit status {code}")
        self.code = code


def _lost(code: int | None) -> PerfMetricsError:
    reason = (f"处理它的进程意外结束（退出码 {code}）", f"the process that was at it has ended (exit status {code})")
    mend = ("多半是内存不够：请单独处理它，或减少进程数", "most likely for want of memory: try it alone, or fewer jobs")
    return PerfMetricsError([problem("", *reason, *mend)])


class _Worker:
    """A process, as this one sees it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()  # so that its end is seen here

    def ask(self, raw: bytes) -> bytes:
        """Send something, and return the answer.

        Raises:
            _GoneError: If there is none.
        """
        try:
            self._pipe.send_bytes(raw)
            return self._pipe.recv_bytes()
        except (EOFError, OSError):
            self._process.join(_GRACE)  # its own exit status tells more
            self.kill()
            raise _GoneError(self.bury()) from None

    def kill(self) -> None:
        """End it."""
        self._process.kill()

    def bury(self) -> int | None:
        """Leave nothing of it, and return its exit status."""
        self._process.join()
        self._pipe.close()
        return self._process.exitcode


def _start_tracker() -> None:
    """Start what `multiprocessing` keeps beside its processes: started later, it would let interrupts through."""
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker  # noqa: PLC0415 - not every system has it

        resource_tracker.ensure_running()


def _hear_no_interrupt() -> None:
    """Leave Ctrl-C to the main thread: what this one starts does not hear of it either, and is ended by it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


# ---------------------------------------------------------------------------------------------------------------------
# In the others.


def serve(pipe: Connection) -> None:
    """Be a process: take a job, do it with each bundle that comes, and end when the pipe does.

    Args:
        pipe: The way to the process that started this one; it ends when that one does.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        job = pickle.loads(pipe.recv_bytes())  # noqa: S301 - it comes from the process that started this one
        pipe.send_bytes(b"ready")
        while True:
            pipe.send_bytes(_answer(job, pipe.recv_bytes()))


def _answer(job: Job[Any, Any], raw: bytes) -> bytes:
    """Return what is found of a bundle; nothing where that cannot be sent, and has to be done where it came from."""
    try:
        return packed([job(number, item) for number, item in pickle.loads(raw)])  # noqa: S301 - as above
    except Exception:  # noqa: BLE001 - as it says
        return b""


# ---------------------------------------------------------------------------------------------------------------------
# On the way.


def packed(data: object) -> bytes:
    """Return data to send to another process, results among them; `pickle.loads` reads it."""
    out = io.BytesIO()
    _Packer(out, pickle.HIGHEST_PROTOCOL).dump(data)
    return out.getvalue()


class _Packer(pickle.Pickler):
    """Sends the values of this package by the arguments that make them, which takes half the time of their states."""

    def reducer_override(self, obj: Any) -> Any:
        """Return how an object is made again."""
        kind: Any = type(obj)
        arguments = _arguments_of(kind)
        return NotImplemented if arguments is None else (kind, arguments(obj))


@cache
def _arguments_of(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what takes a value apart into the arguments that make it; None where that is not so simple."""
    if not is_dataclass(kind) or not kind.__module__.startswith("perfmetrics.") or "__reduce__" in vars(kind):
        return None
    names = [each.name for each in fields(kind) if each.init and not each.kw_only]
    if len(names) != len(fields(kind)) or len(names) < 2:
        return None
    return attrgetter(*names)
