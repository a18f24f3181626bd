"""What a department did of what it had to do."""

from __future__ import annotations

from perfmetrics.formulas._formula import Count, FormulaSource, Percent, Provenance, formula
from perfmetrics.formulas._sources import BEIJING_2022, MOF_2013_DEPARTMENT
from perfmetrics.texts import Phrase

_RECALLED = MOF_2013_DEPARTMENT.but(Provenance.RECALLED)
_OVERALL = FormulaSource(
    Phrase("某地“履职效能35、管理效率52”评分表", "A table with duty performance 35 and management 52"),
    note=Phrase("据公开转载件核对", "Read in a published copy"),
)


@formula(
    "实际完成率",
    "actual completion rate",
    source=MOF_2013_DEPARTMENT,
    variant=Phrase("部门：实际完成工作数÷计划工作数", "departments: tasks completed over tasks planned"),
    inputs={
        "completed": ("实际完成工作数", "tasks completed", "work.completed"),
        "planned": ("计划工作数", "tasks planned", "work.planned"),
    },
)
def actual_completion_rate(completed: Count, planned: Count) -> Percent:
    """Tasks completed in percent of the tasks planned.

    Example:
    >>> actual_completion_rate(18, 24)
    Decimal('75.00')
    """
    return completed / planned * 100


@formula(
    "完成及时率",
    "timely completion rate",
    source=_RECALLED,
    variant=Phrase("部门：及时完成工作数÷计划工作数", "departments: tasks on time over tasks planned"),
    inputs={
        "on_time": ("及时完成实际工作数", "tasks completed on time", "work.on_time"),
        "planned": ("计划工作数", "tasks planned", "work.planned"),
    },
)
def timely_completion_rate(on_time: Count, planned: Count) -> Percent:
    """Tasks completed on time in percent of the tasks planned.

    Example:
    >>> timely_completion_rate(12, 24)
    Decimal('50.0')
    """
    return on_time / planned * 100


@formula(
    "质量达标率",
    "quality compliance rate",
    source=_RECALLED,
    variant=Phrase("财预〔2013〕53号部门：÷计划工作数", "MOF 2013, departments: over tasks planned"),
    inputs={
        "qualified": ("质量达标实际工作数", "tasks up to standard", "work.qualified"),
        "planned": ("计划工作数", "tasks planned", "work.planned"),
    },
)
def quality_compliance_rate(qualified: Count, planned: Count) -> Percent:
    """Tasks up to standard in percent of the tasks planned.

    Example:
    >>> quality_compliance_rate(12, 24)
    Decimal('50.0')
    """
    return qualified / planned * 100


@formula(
    "质量达标率",
    "quality compliance rate",
    source=BEIJING_2022,
    variant=Phrase("北京：÷实际完成工作数", "Beijing: over tasks completed"),
    inputs={
        "qualified": ("质量达标实际工作数", "tasks up to standard", "work.qualified"),
        "completed": ("实际完成工作数", "tasks completed", "work.completed"),
    },
)
def quality_compliance_rate_completed(qualified: Count, completed: Count) -> Percent:
    """Tasks up to standard in percent of the tasks completed.

    Example:
    >>> quality_compliance_rate_completed(12, 16)
    Decimal('75.00')
    """
    return qualified / completed * 100


@formula(
    "重点工作办结率",
    "key-task completion rate",
    source=_RECALLED,
    inputs={
        "completed": ("重点工作实际完成数", "key tasks completed", "work.key_completed"),
        "assigned": ("交办或下达数", "key tasks assigned", "work.key_assigned"),
    },
)
def key_task_completion_rate(completed: Count, assigned: Count) -> Percent:
    """Key tasks completed in percent of the key tasks assigned.

    Example:
    >>> key_task_completion_rate(3, 4)
    Decimal('75.00')
    """
    return completed / assigned * 100


@formula(
    "总体工作完成率",
    "overall completion rate",
    source=_OVERALL,
    inputs={
        "completed": ("已完成数", "tasks done", "work.completed"),
        "tasks": ("工作总数", "all tasks", "work.planned"),
    },
)
def overall_completion_rate(completed: Count, tasks: Count) -> Percent:
    """Tasks done in percent of all tasks.

    Example:
    >>> overall_completion_rate(9, 12)
    Decimal('75.00')
    """
    return completed / tasks * 100


FORMULAS = (
    actual_completion_rate,
    timely_completion_rate,
    quality_compliance_rate,
    quality_compliance_rate_completed,
    key_task_completion_rate,
    overall_completion_rate,
)
