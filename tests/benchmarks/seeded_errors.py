"""Seed errors into the five reports and count how many check() detects, blames and explains.

    python tests/benchmarks/seeded_errors.py            print the table
    python tests/benchmarks/seeded_errors.py --write    write it to docs/explanation/seeded-errors.md

Each figure of a report is damaged in turn, in each way of the diagnosis list. A damage counts as
- detected: an identity that holds in the report as published is broken, or a doubtful list changes its shortfall;
- hidden: every identity that covers the figure still holds within rounding, or the list may lawfully fall short;
- blamed: of all explanations of the newly broken identities, the best names the figure and its published value;
- cause: it also names the damage.
"Alone" are the damages of figures that two identities or more cover, in which no other figure stands in the same ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from perfmetrics.causes import Cause, Diagnosis
from perfmetrics.diagnosis import Network, diagnose
from perfmetrics.identities import Instance, instances
from perfmetrics.quantities import Dimension, Quantity, quantity
from perfmetrics.relations import renumbered
from perfmetrics.statements import Report, load_report

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "seeded-errors.md"
NAMES = ("baojing-2019", "kaijiang-2019", "qidong-2021", "nanjiang-2021", "panzhihua-xiqu-2022")


def damages(stated: Quantity) -> Iterator[tuple[Cause, Quantity]]:
    """Yield one wrong writing of a figure for each way of mistyping that it admits; the choice is fixed."""
    if stated.value == 0:
        return
    dimension = None if stated.unit is None else stated.unit.dimension
    digits = "".join(map(str, stated.value.as_tuple().digits)).zfill(stated.decimals + 1)
    if dimension is Dimension.PERCENT:
        yield Cause.PERCENT_SCALE, _written(stated, digits.zfill(3), stated.decimals + 2)
    elif dimension is Dimension.MONEY:
        zeros = "0" * max(0, 4 - stated.decimals)
        yield Cause.UNIT_SCALE, _written(stated, digits + zeros, max(0, stated.decimals - 4))
    if dimension is not Dimension.COUNT:
        yield Cause.SIGN, renumbered(stated, -stated.value, stated.decimals)
    if int(digits) >= 10:
        yield from _mistyped(stated, digits, len(digits) - stated.decimals)


def _mistyped(stated: Quantity, digits: str, whole: int) -> Iterator[tuple[Cause, Quantity]]:
    spot = 1 if len(digits) > 2 else 0
    other = str((int(digits[spot]) + 4) % 9 + 1)
    yield Cause.DIGIT_REPLACED, _written(stated, digits[:spot] + other + digits[spot + 1 :], stated.decimals)
    shorter = digits[0] + digits[2:]
    if whole > 1 and int(shorter) >= 10:
        yield Cause.DIGIT_OMITTED, _written(stated, shorter, stated.decimals)
    yield Cause.DIGIT_ADDED, _written(stated, digits[:1] + digits, stated.decimals)
    for i in range(len(digits) - 1):
        swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        if swapped != digits and int(swapped) >= 10 and not (swapped[0] == "0" and whole > 1):
            yield Cause.DIGITS_SWAPPED, _written(stated, swapped, stated.decimals)
            return


def _written(stated: Quantity, digits: str, decimals: int) -> Quantity:
    value = Decimal((int(stated.value < 0), tuple(map(int, digits)), -decimals))
    return renumbered(stated, value, decimals)


def damaged(found: tuple[Instance, ...], numbers: dict[str, Quantity]) -> tuple[Instance, ...]:
    """Return the identities of a report with other numbers for some of its figures."""
    changed = []
    for each in found:
        relation = each.relation
        for key, number in numbers.items():
            relation = relation.with_quantity(key, number)
        changed.append(replace(each, relation=relation))
    return tuple(changed)


def is_alone(network: Network, key: str) -> bool:
    """Return whether two identities or more cover a figure, and no other figure stands in all of them."""
    mine = {i for i in network.by_key[key] if _judges(network, i)}
    return len(mine) >= 2 and not any(mine <= set(each) for other, each in network.by_key.items() if other != key)


def _judges(network: Network, index: int) -> bool:
    relation = network.relations[index]
    return relation.comparison == "equal" and relation.judge().reason is None and index not in network.broken


def best(network: Network, broken: list[int]) -> Diagnosis | None:
    """Return the best explanation of several broken identities."""
    found = [(each.standing, i, each) for i in broken for each in diagnose(network, i)[:3]]
    return min(found, key=lambda each: each[:2])[2] if found else None


def run(name: str) -> Iterator[tuple[str, Counter[str]]]:
    """Yield the damage and what became of it, for every figure of a report."""
    report: Report = load_report(ROOT / "examples" / "reports" / f"{name}.toml")
    found = instances(report)
    sound = Network(report, found)
    for key in sound.by_key:
        stated = sound.quantities[key]
        alone = is_alone(sound, key)
        cases = [(cause, {key: wrong}) for cause, wrong in damages(stated)]
        for first, second in sound.beside(key):
            a, b = sound.quantities[first], sound.quantities[second]
            same = (a.unit.dimension if a.unit else None) is (b.unit.dimension if b.unit else None)
            if first == key and same and a.value != b.value:
                cases.append((Cause.SWAPPED_NEIGHBOURS, {first: b, second: a}))
        for cause, numbers in cases:
            yield cause.value, _outcome(sound, found, report, key, cause, numbers, alone=alone)


def _outcome(  # noqa: PLR0917 - one case of the experiment
    sound: Network,
    found: tuple[Instance, ...],
    report: Report,
    key: str,
    cause: Cause,
    numbers: dict[str, Quantity],
    *,
    alone: bool,
) -> Counter[str]:
    hurt = Network(report, damaged(found, numbers))
    new = sorted(hurt.broken - sound.broken)
    counts = Counter({"seeded": 1, "alone": int(alone)})
    if not new:
        counts["hidden"] = 1
        return counts
    counts["detected"] = 1
    explanation = best(hurt, new)
    mended = sound.quantities[key]
    if explanation is not None:
        right = explanation.where == key and _is_same(explanation.mended, mended)
        if cause is Cause.SWAPPED_NEIGHBOURS:
            right = explanation.where in numbers
        counts["blamed"] = int(right)
        counts["cause"] = int(right and explanation.cause is cause)
    if alone:
        counts.update({f"alone_{kind}": counts[kind] for kind in ("detected", "blamed", "cause")})
    return counts


def _is_same(text: str, like: Quantity) -> bool:
    return quantity(text).in_unit(like.unit) == like.exact()


def table() -> str:
    """Run all damages and return the page."""
    by_report: dict[str, Counter[str]] = {}
    by_cause: dict[str, Counter[str]] = {}
    for name in NAMES:
        for cause, counts in run(name):
            by_report.setdefault(name, Counter()).update(counts)
            by_cause.setdefault(cause, Counter()).update(counts)
    total = sum(by_report.values(), Counter[str]())
    lines = [
        "# 植入错误的检出",
        "",
        "在五份公开报告中，逐个把数改错，看 `check()` 是否发现、指认的数和原因是否正确。命令：",
        "",
        "```sh",
        "python tests/benchmarks/seeded_errors.py --write",
        "```",
        "",
        "- **植入**：改错的次数；每个数按诊断清单的每一种方式各改一次。",
        "- **检出**：原来成立的勾稽关系不再成立。",
        "- **隐没**：涉及该数的各项关系在取整范围内仍然成立，或清单未必完整，因而不能判定。",
        "- **指认**：排在第一的解释指向该数，且给出的正是原来的数；**原因**：连改错的方式也说对。",
        "- **独立**：有两项以上关系涉及该数，且没有别的数同在这些关系之中。",
        "",
    ]
    for head, rows in (("报告", by_report), ("改错方式", by_cause)):
        lines += [
            f"| {head} | 植入 | 检出 | 隐没 | 指认 | 原因 | 独立：检出 | 独立：指认 | 独立：原因 |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
            *(_row(name, counts) for name, counts in rows.items()),
            _row("**合计**", total),
            "",
        ]
    return "\n".join(lines)


def _row(name: str, counts: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{counts[part]} ({100 * counts[part] / counts[whole]:.1f}%)" if counts[whole] else "–"

    return (
        f"| {name} | {counts['seeded']} | {share('detected', 'seeded')} | {share('hidden', 'seeded')} "
        f"| {share('blamed', 'detected')} | {share('cause', 'detected')} | {counts['alone_detected']} "
        f"| {share('alone_blamed', 'alone_detected')} | {share('alone_cause', 'alone_detected')} |"
    )


def main() -> int:
    """Print or write the table."""
    page = table()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
