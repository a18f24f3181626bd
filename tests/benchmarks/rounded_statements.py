"""Generate consistent statements that are only rounded, and count the alarms of check(): there must be none.

    python tests/benchmarks/rounded_statements.py [COUNT] [SEED]

Each statement has true figures with many digits, rounded in one mode each (half-up, half-even, truncation) to two
decimals of 万元, or whole yuan, or four decimals; trailing zeros are dropped in every other one, as in practice. Its
totals, parts, carry-over, rates and shares are each rounded from the true figures, in the same mode.
"""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from typing import Any

from perfmetrics.identities import instances
from perfmetrics.quantities import Rounding, rounded
from perfmetrics.statements import load_report

MODES = tuple(Rounding)


def statement(source: random.Random, mode: Rounding) -> dict[str, Any]:
    """Return a report whose figures are true but for their rounding."""
    decimals = source.choice((0, 2, 2, 2, 4))
    drop = source.random() < 0.5

    def amount() -> Fraction:
        # At least one unit of the last digit: a stated zero means that there is nothing.
        size = Fraction(source.randrange(1, 10 ** source.randrange(4, 9)), 10**6) * source.choice((1, 10, 100, 1000))
        return size + Fraction(1, 10**decimals)

    def write(value: Fraction, digits: int = decimals, unit: str = "") -> str:
        text = format(rounded(value, digits, mode), "f")
        if drop and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text + unit

    personnel, operating, project, other = (amount() for _ in range(4))
    basic = personnel + operating
    spent = basic + project
    opening, income = amount(), spent + other
    closing = opening + income - spent
    travel, purchase, operation, hospitality = (amount() for _ in range(4))
    vehicles = purchase + operation
    items = [amount() for _ in range(source.randrange(2, 21))]
    prior = amount()
    report: dict[str, Any] = {
        "unit": "万元",
        "final_accounts": {
            "total_income": write(opening + income),
            "total_expenditure": write(spent + closing),
            "current_income": write(income),
            "opening_carryover": write(opening),
            "current_expenditure": write(spent),
            "basic_expenditure": write(basic),
            "personnel_expenses": write(personnel),
            "operating_expenses": write(operating),
            "project_expenditure": write(project),
            "closing_carryover": write(closing),
            "three_public_expenses": write(travel + vehicles + hospitality),
            "overseas_travel": write(travel),
            "official_vehicles": write(vehicles),
            "vehicle_purchase": write(purchase),
            "vehicle_operation": write(operation),
            "official_hospitality": write(hospitality),
        },
        "prior_accounts": {"current_expenditure": write(prior)},
        "lists": [
            {
                "id": "functions",
                "name": "功能分类",
                "by": "function",
                "closed": True,
                "total": write(sum(items, Fraction(0)), unit="万元"),
                "items": [
                    {
                        "name": f"第{i}类",
                        "value": write(value, unit="万元"),
                        "share": write(_share(value, items), 2, "%"),
                    }
                    for i, value in enumerate(items)
                ],
            }
        ],
        "claims": [
            _claim(
                "share", {"part": "basic_expenditure", "whole": "current_expenditure"}, write(basic / spent * 100, 2)
            ),
            {
                "formula": "growth_rate",
                "inputs": {
                    "current": "final_accounts.current_expenditure",
                    "prior": "prior_accounts.current_expenditure",
                },
                "value": write((spent - prior) / prior * 100, 2) + "%",
            },
        ],
    }
    return report


def _share(value: Fraction, items: list[Fraction]) -> Fraction:
    return value / sum(items, Fraction(0)) * 100


def _claim(formula: str, inputs: dict[str, str], value: str) -> dict[str, Any]:
    return {
        "formula": formula,
        "inputs": {name: f"final_accounts.{line}" for name, line in inputs.items()},
        "value": f"{value}%",
    }


def alarms(seed: int, count: int) -> tuple[int, int, list[str]]:
    """Return how many statements and identities were judged, and every alarm."""
    source = random.Random(seed)  # noqa: S311 - a fixed choice of figures, not a secret
    judged, found = 0, []
    for number in range(count):
        mode = MODES[number % len(MODES)]
        report = load_report(statement(source, mode))
        for each in instances(report):
            judged += 1
            if each.relation.judge().is_wrong:
                found.append(
                    f"{number} {mode.value} {each.identity.code} {each.relation.stated.text} {each.relation.numbers()}"
                )
    return count, judged, found


def main() -> int:
    """Print the counts; fail where there is an alarm."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2026
    statements, judged, found = alarms(seed, count)
    sys.stdout.write(f"{statements} statements, {judged} identities, {len(found)} alarms\n")
    sys.stdout.writelines(f"{each}\n" for each in found[:20])
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
