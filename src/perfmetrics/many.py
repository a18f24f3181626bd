"""score_many(), check_many(), audit_many(): one result after another, in order, on as many processes as are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from perfmetrics.errors import InputError, PerfMetricsError, Problem, problem
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.texts import Phrase
from perfmetrics.workers import run

if TYPE_CHECKING:
    from perfmetrics.identities import Identity
    from perfmetrics.rubrics import Rubric
    from perfmetrics.statements import Report

FoundT = TypeVar("FoundT")


def score_many(
    reports: Iterable[Report | Mapping[str, Any] | str | Path],
    rubric: Rubric | Mapping[str, Any] | str | Path | None = None,
    *,
    jobs: int = 1,
) -> Iterator[Record]:
    """Score reports one after another, as `score()` does each; a report that cannot be read does not stop the others.

    Args:
        reports: Reports, mappings or paths; they are read as they are needed.
        rubric: The scoring table, loaded once; by default the one that each report names.
        jobs: How many processes; 1 for this one, 0 for as many as there are cores. A script that starts some needs its
            `if __name__ == "__main__":`.

    Returns:
        A record for each report, in their order: its `outcome` is the card, or its `error` says why there is none. Its
        `name` is the path, or for a report that is no path its number, from 1.

    Raises:
        InputError: If `reports` is no series, or there cannot be so many processes.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If the file of the table cannot be read.

    Example:
        >>> staff = {"编制数": 71, "在职人员数": 70}
        >>> for record in score_many([{"人员编制": staff}, {"人员编制": 71}], "baojing-2019"):
        ...     print(record.name, record.error or record.outcome.line("staffing_control_ratio").working())
        1 70 ÷ 71 × 100% ≈ 98.59%
        2 staff：此处应为键值表；请核对该处的写法
    """
    from perfmetrics.scoring import score  # noqa: PLC0415 - what is not asked for is not loaded

    return _judged(partial(score, rubric=_table(rubric)), reports, jobs, _name_of_report)


def check_many(  # noqa: PLR0913 - options by keyword, those of check()
    reports: Iterable[Report | Mapping[str, Any] | str | Path],
    *,
    rubric: Rubric | Mapping[str, Any] | str | Path | None = None,
    identities: Iterable[Identity] = (),
    weights: Mapping[str, int] | None = None,
    fixed: Sequence[str] = (),
    bound: int | None = None,
    jobs: int = 1,
) -> Iterator[Record]:
    """Check reports one after another, as `check()` does each; a report that cannot be read does not stop the others.

    Args:
        reports: Reports, mappings or paths; they are read as they are needed.
        rubric: The scoring table that says what a mended figure changes, loaded once; by default the one that each
            report names.
        identities: Identities of your own, over paths of the reports.
        weights: For the search of the smallest set of wrong figures: how firmly a figure is believed (1 by default).
        fixed: Paths of figures that may not be blamed.
        bound: How many figures such a set may have at most; by default as `check()` has it.
        jobs: How many processes; 1 for this one, 0 for as many as there are cores. A script that starts some needs its
            `if __name__ == "__main__":`.

    Returns:
        A record for each report, in their order: its `outcome` is the result, or its `error` says why there is none.
        Its `name` is the path, or for a report that is no path its number, from 1.

    Raises:
        InputError: If `reports` is no series, or there cannot be so many processes.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If the file of the table cannot be read.

    Example:
        >>> figures = {"本年支出": "100.93", "基本支出": "99.76"}
        >>> reports = ({"unit": "万元", "部门决算": figures | {"项目支出": part}} for part in ("0.62", "1.17"))
        >>> [(record.name, record.outcome.ok) for record in check_many(reports)]
        [('1', False), ('2', True)]
    """
    from perfmetrics.consistency import check  # noqa: PLC0415 - as above

    search: dict[str, Any] = {"identities": tuple(identities), "weights": weights, "fixed": tuple(fixed)}
    if bound is not None:
        search["bound"] = bound
    return _judged(partial(check, rubric=_table(rubric), **search), reports, jobs, _name_of_report)


def audit_many(
    texts: Iterable[str], *, rubric: Rubric | Mapping[str, Any] | str | Path | None = None, jobs: int = 1
) -> Iterator[Record]:
    """Audit texts one after another, as `audit()` does each; a text that cannot be read does not stop the others.

    Args:
        texts: Reports as published, the texts themselves; they are read as they are needed.
        rubric: A scoring table, loaded once: the figures that a text states are then gathered and scored by it.
        jobs: How many processes; 1 for this one, 0 for as many as there are cores. A script that starts some needs its
            `if __name__ == "__main__":`.

    Returns:
        A record for each text, in their order: its `outcome` is the audit, or its `error` says why there is none. Its
        `name` is its number, from 1.

    Raises:
        InputError: If `texts` is no series, or there cannot be so many processes.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If the file of the table cannot be read.

    Example:
        >>> texts = (f"决算9.07万元，较上年减少0.71万元，下降{rate}。" for rate in ("7.83%", "7.26%"))
        >>> [(record.name, record.outcome.ok) for record in audit_many(texts)]
        [('1', False), ('2', True)]
    """
    from perfmetrics.auditing.audits import audit  # noqa: PLC0415 - as above

    return _judged(partial(audit, rubric=_table(rubric)), texts, jobs, _name_of_text)


def _table(rubric: Rubric | Mapping[str, Any] | str | Path | None) -> Rubric | None:
    from perfmetrics.rubrics import load_rubric  # noqa: PLC0415 - as above

    return None if rubric is None else load_rubric(rubric)


def _name_of_report(number: int, item: object) -> str:
    return str(item) if isinstance(item, str | Path) else str(number)


def _name_of_text(number: int, item: object) -> str:
    del item  # a text has no name
    return str(number)


def _judged(
    judge: Callable[[Any], Outcome], items: Iterable[Any], jobs: int, name_of: Callable[[int, object], str]
) -> Iterator[Record]:
    from perfmetrics.statements import Report  # noqa: PLC0415 - as above

    given: object = items
    if isinstance(given, str | bytes | Mapping | Report) or not isinstance(given, Iterable):
        kind = type(given).__name__
        reason = (f"{kind} 不是多份报告或文本", f"{kind} is no series of reports or texts")
        raise InputError([problem("", *reason, "请给出列表或生成器", "give a list or a generator")])
    return run(_Judging(judge, name_of), given, jobs)


@dataclass(frozen=True, slots=True)
class _Judging:
    """Judges one after another."""

    judge: Callable[[Any], Outcome]
    name_of: Callable[[int, object], str]

    def __call__(self, number: int, item: object) -> Record:
        name, found = self.name_of(number, item), attempt(lambda: self.judge(item))
        return Record(name, error=found) if isinstance(found, PerfMetricsError) else Record(name, found)

    def lost(self, number: int, item: object, error: PerfMetricsError) -> Record:
        return Record(self.name_of(number, item), error=error)


def attempt(find: Callable[[], FoundT]) -> FoundT | PerfMetricsError:
    """Return what is found of one of many, or why nothing is; whatever it is, it does not stop the others.

    Args:
        find: What finds it.
    """
    try:
        return find()
    except PerfMetricsError as exc:
        return exc
    except Exception as exc:  # noqa: BLE001 - as it says
        words = f"{type(exc).__name__}: {exc}".removesuffix(": ")
        reason = Phrase(f"处理时出错（{words}）", f"it could not be dealt with ({words})")
        mend = Phrase("请核对数据；数据无误的，是程序的错误", "check the data; if they are right, it is a bug")
        return PerfMetricsError([Problem("", reason, mend)])
