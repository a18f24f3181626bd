"""The claims of a text: each figure that follows from other figures of the text, with the arithmetic.

One family a module: `growth`, `completion`, `shares`, `sums`, and what other places of the text tell in `recalled`.
"""

from perfmetrics.auditing.candidates import Candidate, Sureness, is_slip, total_of, value
from perfmetrics.auditing.completion import completions
from perfmetrics.auditing.growth import comparisons, differences
from perfmetrics.auditing.recalled import progress, repeated, staffing
from perfmetrics.auditing.shares import shares
from perfmetrics.auditing.sums import sums

__all__ = [
    "Candidate",
    "Sureness",
    "comparisons",
    "completions",
    "differences",
    "is_slip",
    "progress",
    "repeated",
    "shares",
    "staffing",
    "sums",
    "total_of",
    "value",
]
