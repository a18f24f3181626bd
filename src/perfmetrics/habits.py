"""How a report rounds: half-up, half-even or truncation, inferred from all its stated results together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from perfmetrics.quantities import Quantity, Rounding, modes_that_write
from perfmetrics.texts import Lang, Phrase


class HabitJson(TypedDict):
    """JSON of a habit."""

    modes: list[str]
    told: str
    evidence: list[str]
    departures: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """A stated result and what it comes to exactly with its inputs as written."""

    where: str
    stated: Quantity
    exact: Fraction

    def modes(self) -> frozenset[Rounding]:
        """Return the modes under which the exact result is written as stated."""
        return frozenset(modes_that_write(self.exact, self.stated.value, self.stated.decimals))


@dataclass(frozen=True, slots=True)
class Habit:
    """The rounding of a whole report.

    Attributes:
        modes: The modes that explain its telling results; one if the habit can be told, none if they contradict.
        evidence: The results that tell modes apart.
        departures: Those that the habit does not explain.
    """

    modes: tuple[Rounding, ...]
    evidence: tuple[str, ...]
    departures: tuple[str, ...]

    def words(self) -> Phrase:
        """Return what can be said, in one line."""
        count = len(self.evidence)
        if not count:
            return Phrase(
                "取整习惯无从判断：没有能区分取整方法的结果", "the habit cannot be told: no result tells modes apart"
            )
        if not self.modes:
            return Phrase(
                f"取整习惯无法判断：{count} 处结果相互矛盾",
                f"the habit cannot be told: {count} results contradict one another",
            )
        names = Phrase("或".join(m.label.zh for m in self.modes), " or ".join(m.label.en for m in self.modes))
        zh, en = f"取整习惯为{names.zh}（依据 {count} 处）", f"the report's habit is {names.en} ({count} results)"
        if self.departures:
            zh = f"{zh}，不合的有 {'、'.join(self.departures)}"
            en = f"{en}; {', '.join(self.departures)} depart from it"
        return Phrase(zh, en)

    def to_dict(self, lang: Lang = "zh") -> HabitJson:
        """Return plain data for JSON."""
        return {
            "modes": [mode.value for mode in self.modes],
            "told": self.words().of(lang),
            "evidence": list(self.evidence),
            "departures": list(self.departures),
        }


def infer_habit(results: Iterable[Result]) -> Habit:
    """Infer how a report rounds.

    A result counts only if it tells modes apart: one that every mode, or none, would write so says nothing. The habit
    is the mode that explains more than half of them; where two explain as many, both are named if they explain
    everything, else the habit cannot be told.

    Example:
        >>> from perfmetrics.quantities import quantity
        >>> stated = [("a", "98.92%", Fraction(9976, 10084) * 100), ("b", "100.56%", Fraction(9176, 9124) * 100)]
        >>> infer_habit(Result(where, quantity(text), exact) for where, text, exact in stated).words().en
        "the report's habit is truncation (2 results)"
    """
    telling = [(each, modes) for each in results if 0 < len(modes := each.modes()) < len(Rounding)]
    evidence = tuple(each.where for each, _ in telling)
    if not telling:
        return Habit((), (), ())
    votes = {mode: sum(mode in modes for _, modes in telling) for mode in Rounding}
    most = max(votes.values())
    best = tuple(mode for mode in Rounding if votes[mode] == most)
    explains_all = most == len(telling)
    # Half-even differs from half-up on ties only: where no tie tells them apart, both together are one habit.
    halves = set(best) <= {Rounding.HALF_UP, Rounding.HALF_EVEN} and all(
        (Rounding.HALF_UP in modes) is (Rounding.HALF_EVEN in modes) for _, modes in telling
    )
    clear_majority = 2 * most > len(telling) and (len(best) == 1 or halves) and len(telling) - most < most
    if not explains_all and not clear_majority:
        return Habit((), evidence, ())
    departures = tuple(each.where for each, modes in telling if not modes & set(best))
    return Habit(best, evidence, departures)
