"""Exact arithmetic of Chinese budget-performance evaluation (部门整体支出绩效评价).

Example:
    >>> import perfmetrics as pm
    >>> round(pm.formulas.three_public_control_ratio("15.35", 90), 2)
    Decimal('17.06')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfmetrics import formulas
    from perfmetrics.auditing.audits import Audit, AuditClaim, audit
    from perfmetrics.cards import ScoreCard
    from perfmetrics.causes import Cause, Diagnosis
    from perfmetrics.consistency import CheckResult, check
    from perfmetrics.errors import (
        FileError,
        FindingsError,
        InputError,
        PerfMetricsError,
        Problem,
        ReportError,
        RubricError,
        UnknownNameError,
        ZeroDenominatorError,
    )
    from perfmetrics.explaining import Explanation, explain
    from perfmetrics.findings import Finding, Impact, Severity
    from perfmetrics.identities import Identity
    from perfmetrics.many import audit_many, check_many, score_many
    from perfmetrics.rubrics import Rubric, list_rubrics, load_rubric
    from perfmetrics.scoring import score
    from perfmetrics.statements import Report, load_report
    from perfmetrics.texts import Phrase
    from perfmetrics.verdicts import Judgement, Verdict

__version__ = "0.1.0"

_HOMES = {
    "Audit": "auditing.audits",
    "AuditClaim": "auditing.audits",
    "audit": "auditing.audits",
    "audit_many": "many",
    "Cause": "causes",
    "CheckResult": "consistency",
    "Diagnosis": "causes",
    "Identity": "identities",
    "check": "consistency",
    "check_many": "many",
    "Explanation": "explaining",
    "FileError": "errors",
    "Finding": "findings",
    "FindingsError": "errors",
    "Impact": "findings",
    "InputError": "errors",
    "Judgement": "verdicts",
    "PerfMetricsError": "errors",
    "Phrase": "texts",
    "Problem": "errors",
    "Report": "statements",
    "ReportError": "errors",
    "Rubric": "rubrics",
    "RubricError": "errors",
    "ScoreCard": "cards",
    "Severity": "findings",
    "UnknownNameError": "errors",
    "Verdict": "verdicts",
    "ZeroDenominatorError": "errors",
    "explain": "explaining",
    "list_rubrics": "rubrics",
    "load_report": "statements",
    "load_rubric": "rubrics",
    "score": "scoring",
    "score_many": "many",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that importing the package costs next to nothing."""
    if name == "formulas":
        return import_module("perfmetrics.formulas")
    if name not in _HOMES:
        raise AttributeError(f"module 'perfmetrics' has no attribute {name!r}")
    return getattr(import_module(f"perfmetrics.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "Audit",
    "AuditClaim",
    "Cause",
    "CheckResult",
    "Diagnosis",
    "Explanation",
    "FileError",
    "Finding",
    "FindingsError",
    "Identity",
    "Impact",
    "InputError",
    "Judgement",
    "PerfMetricsError",
    "Phrase",
    "Problem",
    "Report",
    "ReportError",
    "Rubric",
    "RubricError",
    "ScoreCard",
    "Severity",
    "UnknownNameError",
    "Verdict",
    "ZeroDenominatorError",
    "audit",
    "audit_many",
    "check",
    "check_many",
    "explain",
    "formulas",
    "list_rubrics",
    "load_report",
    "load_rubric",
    "score",
    "score_many",
]
