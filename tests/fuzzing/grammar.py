"""Put random inputs through the library: reports what it raises, how long it takes and how much memory it needs.

    python tests/fuzzing/grammar.py --inputs 1000000 --jobs 2 --seed 1    the run that closes an issue
    python tests/fuzzing/grammar.py --replay 1:4711                       input 4711 of seed 1 again, with its traceback

Input `i` of seed `s` is the same on every machine. A failure is whatever the library raises but a `PerfMetricsError`,
output that is not what its format is, an input that takes more than `BASE_SECONDS` and `SECONDS_A_KILOBYTE`, and a
process that needs more than `MOST_MEGABYTES` or whose memory grows by more than `MOST_GROWTH` while it works.
"""

from __future__ import annotations

import argparse
import multiprocessing
import reprlib
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import makers
import targets

from perfmetrics import limits

BASE_SECONDS = 2.0  # of processor time
SECONDS_A_KILOBYTE = 0.25
MOST_MEGABYTES = 2048
MOST_GROWTH = 96  # megabytes, from a tenth of the inputs to the last
PATIENCE = 600  # seconds without an input done, after which a worker hangs where nothing interrupts it
PIECE = 1000  # inputs that a worker does before it tells of them
MOST_LOST = 20  # times that a worker is started again
MOST_TRIES = 400  # to make a failing input smaller


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input.

    Attributes:
        name: What it is called.
        weight: How often it is drawn.
        make: What makes one.
        put: What puts it through the library.
    """

    name: str
    weight: int
    make: Callable[[Random], Any]
    put: Callable[[Any, int], None]


KINDS = (
    Kind("text", 30, makers.text, targets.put_text),
    Kind("report", 20, makers.report, targets.put_report),
    Kind("rubric", 10, makers.rubric, targets.put_rubric),
    Kind("report-file", 10, makers.report_file, targets.put_report_file),
    Kind("rubric-file", 6, makers.rubric_file, targets.put_rubric_file),
    Kind("waivers-file", 4, makers.waivers_file, targets.put_waivers_file),
    Kind("expression", 12, makers.expression, targets.put_expression),
    Kind("values", 8, makers.values, targets.put_values),
)
_CONTEXT = multiprocessing.get_context("fork")
_SHORT = reprlib.Repr()  # of what may contain itself, or be very large once written out
_SHORT.maxdict = _SHORT.maxlist = 12
_SHORT.maxstring = _SHORT.maxother = 80
_WEIGHTS = [kind.weight for kind in KINDS]


@dataclass(frozen=True, slots=True)
class Case:
    """One input: its kind, what is given, and the way it is shown."""

    kind: Kind
    given: Any
    way: int

    def put(self) -> None:
        """Put it through the library."""
        self.kind.put(self.given, self.way)


class SlowError(BaseException):
    """An input took too long; nothing that catches errors catches it."""


def case(seed: int, index: int) -> Case:
    """Return one input of a seed."""
    rng = Random(f"{seed}:{index}")  # noqa: S311 - to be drawn again, not to be kept secret
    (kind,) = rng.choices(KINDS, _WEIGHTS)
    return Case(kind, kind.make(rng), rng.randrange(2**16))


def seconds_for(given: object) -> float:
    """Return how much processor time an input may take."""
    # A mapping may say one thing very often, and a short text is looked at in every way.
    size = len(given) if isinstance(given, str | bytes) else 20_000 + _values(given)
    return BASE_SECONDS + SECONDS_A_KILOBYTE * size / 1000


def _values(given: object) -> int:
    """Return how many values there are, each as often as it is said, up to what is refused anyway."""
    count, waiting = 0, [iter([given])]
    while waiting and count < limits.VALUES.usual:
        for each in waiting[-1]:
            count += 1
            if isinstance(each, dict | list | tuple):
                # One after another: of a few arrays in one another there may be more values than memory holds.
                waiting.append(iter(each.values() if isinstance(each, dict) else each))
                break
        else:
            waiting.pop()
    return count


def outcome(each: Case, seconds: float | None = None) -> tuple[str, BaseException | None]:
    """Return what is wrong with an input, in a line that is the same for the same mistake, and what was raised.

    Args:
        each: The input.
        seconds: The processor time that it may take, where it is not `seconds_for` it.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds_for(each.given) if seconds is None else seconds)
    try:
        each.put()
    except (Exception, SlowError) as error:  # noqa: BLE001 - that is what is looked for
        signal.setitimer(signal.ITIMER_PROF, 0)
        return f"{each.kind.name}: {type(error).__name__} in {_place(error)}", error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "", None


def _place(error: BaseException) -> str:
    """Return the innermost line of the package that an error came through."""
    own = ""
    walk = error.__traceback__
    while walk is not None:
        name = walk.tb_frame.f_code.co_filename
        if "perfmetrics" in name:
            own = f"{Path(name).name}:{walk.tb_lineno}"
        walk = walk.tb_next
    return "any" if isinstance(error, SlowError | RecursionError) else own


def _too_slow(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SlowError


# ---------------------------------------------------------------------------------------------------------------------
# Smaller inputs that fail in the same way.


def smaller(each: Case, wrong: str) -> Case:
    """Return an input as small as a few hundred tries make it, with which the same is wrong."""
    left = MOST_TRIES if "SlowError" not in wrong else 20
    found: Case | None = each
    while found is not None:
        each, found = found, None
        for given in islice(_shorter(each.given), max(0, left)):
            left -= 1
            other = Case(each.kind, given, each.way)
            if outcome(other)[0] == wrong:
                found = other
                break
    return each


def _shorter(given: Any) -> Iterator[Any]:
    """Yield what is a little less of an input."""
    if isinstance(given, str | bytes):
        size = len(given) // 2
        nothing: Any = given[:0]
        while size:
            yield from (nothing.join((given[:i], given[i + size :])) for i in range(0, len(given), size))
            size //= 2
    elif isinstance(given, list):
        yield from (given[:i] + given[i + 1 :] for i in range(len(given)))
        for i, each in enumerate(given):
            if isinstance(each, dict | list):
                yield from ([*given[:i], below, *given[i + 1 :]] for below in _shorter(each))
    elif isinstance(given, dict):
        for key in given:
            yield {name: each for name, each in given.items() if name is not key}
        for key, each in given.items():
            if isinstance(each, dict | list):
                yield from ({**given, key: below} for below in _shorter(each))


# ---------------------------------------------------------------------------------------------------------------------
# Runs.


@dataclass(slots=True)
class Tally:
    """What was found of some inputs.

    Attributes:
        counts: How many of each kind there were.
        seconds: The processor time that they took.
        wrong: For each mistake the first input that shows it, and what to print of it.
        failures: How many inputs failed.
        slowest: The longest time, the input that took it, and its kind.
        peak: The most memory that the process ever had, in megabytes.
        resident: The memory that it has now.
    """

    counts: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, tuple[int, str]] = field(default_factory=dict)
    failures: int = 0
    slowest: tuple[float, int, str] = (0.0, -1, "")
    peak: float = 0.0
    resident: float = 0.0


def run(seed: int, numbers: Iterable[int], told: Callable[[int], None] | None = None) -> Tally:
    """Put some inputs of a seed through the library.

    Args:
        seed: The seed.
        numbers: Which of its inputs.
        told: What is told each input before it is made.
    """
    tally = Tally()
    before = signal.signal(signal.SIGPROF, _too_slow)
    try:
        for index in numbers:
            if told is not None:
                told(index)
            _put(tally, index, case(seed, index))
    finally:
        signal.signal(signal.SIGPROF, before)
    tally.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tally.resident = _resident()
    return tally


def _put(tally: Tally, index: int, each: Case) -> None:
    start = time.process_time()
    wrong, error = outcome(each)
    took = time.process_time() - start
    name = each.kind.name
    tally.counts[name] += 1
    tally.seconds[name] = tally.seconds.get(name, 0.0) + took
    tally.slowest = max(tally.slowest, (took, index, name))
    if wrong:
        tally.failures += 1
        if wrong not in tally.wrong:
            tally.wrong[wrong] = index, _told(smaller(each, wrong), error)


def _told(each: Case, error: BaseException | None) -> str:
    try:
        given = repr(each.given) if isinstance(each.given, str | bytes) else _SHORT.repr(each.given)
    except (RecursionError, ValueError) as unprintable:
        given = f"<{type(unprintable).__name__}>"
    lines = traceback.format_exception(error)
    shown = given if len(given) <= 1000 else f"{given[:500]} … {given[-500:]}"
    return f"{shown}  (way {each.way})\n" + "".join(lines[-6:])[-1500:]


def _resident() -> float:
    """Return the memory that the process has now, in megabytes."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20 if status.exists() else 0.0


def _work(seed: int, numbers: range, at: Any, results: Any) -> None:
    """Do the share of one worker, and tell of it piece by piece."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEGABYTES * 2**20, MOST_MEGABYTES * 2**20))

    def told(index: int) -> None:
        at.value = index

    for i in range(0, len(numbers), PIECE):
        results.put(run(seed, numbers[i : i + PIECE], told))


@dataclass(slots=True)
class Share:
    """The inputs of one worker, and the process that works on them."""

    seed: int
    numbers: range
    at: Any = field(default_factory=lambda: _CONTEXT.Value("q", -1))
    results: Any = field(default_factory=_CONTEXT.SimpleQueue)
    worker: Any = None
    tallies: list[Tally] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    seen: tuple[int, float] = (-1, 0.0)

    def start(self, numbers: range) -> None:
        """Start a process for some of the inputs."""
        self.seen = -1, time.monotonic()
        self.worker = _CONTEXT.Process(target=_work, args=(self.seed, numbers, self.at, self.results))
        self.worker.start()

    def look(self) -> bool:
        """Take what is done, go on behind an input at which the process hung or died; return whether there is more."""
        is_alive: bool = self.worker.is_alive()
        while not self.results.empty():
            self.tallies.append(self.results.get())
        now = self.at.value
        if now != self.seen[0]:
            self.seen = now, time.monotonic()
        elif is_alive and time.monotonic() - self.seen[1] > PATIENCE:
            self.worker.kill()
            self.worker.join()
            is_alive = False
        if not is_alive and self.worker.exitcode:
            self.lost.append(now)
            rest = self.numbers[self.numbers.index(now) + 1 :] if now in self.numbers else range(0)
            if rest and len(self.lost) < MOST_LOST:
                self.start(rest)
                is_alive = True
        return is_alive

    def growth(self) -> float:
        """Return by how much the memory grew once a tenth of the inputs was done."""
        later = self.tallies[len(self.tallies) // 10 :]
        return later[-1].resident - later[0].resident if later else 0.0


def spread(seed: int, inputs: int, jobs: int, first: int = 0) -> list[Share]:
    """Share the inputs of a seed among processes, and return what they found."""
    shares = [Share(seed, range(first + job, first + inputs, jobs)) for job in range(jobs)]
    for each in shares:
        each.start(each.numbers)
    waiting = shares
    while waiting:
        time.sleep(0.2)
        waiting = [each for each in shares if each.look()]
        done = sum(sum(tally.counts.values()) for each in shares for tally in each.tallies)
        sys.stderr.write(f"\r{done:,} of {inputs:,} ")
    sys.stderr.write("\n")
    return shares


def _print(seed: int, shares: Sequence[Share], took: float) -> bool:
    """Print what the workers found; return whether nothing is wrong."""
    tallies = [tally for share in shares for tally in share.tallies]
    counts = sum((each.counts for each in tallies), Counter[str]())
    say = sys.stdout.write
    say(f"{counts.total():,} inputs of seed {seed} in {took:.0f} s, {counts.total() / took:.0f} a second\n")
    for kind in KINDS:
        seconds = sum(each.seconds.get(kind.name, 0) for each in tallies)
        say(f"  {kind.name:14}{counts[kind.name]:>10,}  {1000 * seconds / max(1, counts[kind.name]):8.2f} ms each\n")
    slow, at, name = max((each.slowest for each in tallies), default=(0.0, -1, ""))
    say(f"slowest: {slow:.2f} s of processor time, {name} {seed}:{at}\n")
    growth = max((each.growth() for each in shares), default=0.0)
    say(f"memory: {max((each.peak for each in tallies), default=0):.0f} MB at the peak of a worker, ")
    say(f"{growth:+.0f} MB from a tenth of the inputs to the last\n")
    wrong = {what: found for each in reversed(tallies) for what, found in each.wrong.items()}
    for what, (index, words) in wrong.items():
        say(f"FAILED {what}\n  --replay {seed}:{index}\n  {words}\n")
    lost = [index for each in shares for index in each.lost]
    for index in lost:
        say(f"LOST a worker that hung or died at {seed}:{index}\n")
    if growth > MOST_GROWTH:
        say(f"FAILED memory grows by more than {MOST_GROWTH} MB\n")
    say(f"{sum(each.failures for each in tallies)} inputs failed\n")
    return not wrong and not lost and growth <= MOST_GROWTH


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="the first input, to go on where a run stopped")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", metavar="SEED:INPUT")
    given = parser.parse_args(arguments)
    if given.replay:
        seed, _, index = given.replay.partition(":")
        each = case(int(seed), int(index))
        sys.stdout.write(f"{each.kind.name}, way {each.way}\n")
        signal.signal(signal.SIGPROF, _too_slow)
        wrong, error = outcome(each)
        sys.stdout.write(f"{wrong}\n{_told(each, error)}\n" if wrong else f"passes\n{_told(each, None)}\n")
        return int(bool(wrong))
    start = time.monotonic()
    shares = spread(given.seed, given.inputs, given.jobs, given.first)
    return 0 if _print(given.seed, shares, time.monotonic() - start) else 1


if __name__ == "__main__":
    sys.exit(main())
