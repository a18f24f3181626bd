"""Completion, control and adjustment of the budget. 预算完成率 alone has four variants; none stands for another."""

from __future__ import annotations

from perfmetrics.formulas._formula import AT_MOST_HUNDRED, UP_TO_HUNDRED, Amount, Percent, Provenance, formula
from perfmetrics.formulas._sources import COUNTY_60, HUNAN_TABLE, MOF_2013_DEPARTMENT, SELF_EVALUATION, SICHUAN
from perfmetrics.texts import Phrase


@formula(
    "预算完成率",
    "budget completion rate",
    source=HUNAN_TABLE,
    variant=Phrase("湖南（2017年起）：扣除年末结余", "Hunan, 2017 on: less the year-end balance"),
    range_=AT_MOST_HUNDRED,
    inputs={
        "prior_carryover": ("上年结转", "prior carry-over", "final_accounts.opening_carryover"),
        "initial_budget": ("年初预算", "initial budget", "initial_budget.current_expenditure"),
        "supplement": ("本年追加预算", "supplement", "adjustment.supplement"),
        "year_end_balance": ("年末结余", "year-end balance", "final_accounts.closing_carryover"),
    },
)
def budget_completion_rate(
    prior_carryover: Amount, initial_budget: Amount, supplement: Amount, year_end_balance: Amount
) -> Percent:
    """Money that was not left over, in percent of all money of the year.

    Example:
    >>> round(budget_completion_rate("84.39", "1521.39", "9.16", "62.29"), 2)
    Decimal('96.14')
    """
    available = prior_carryover + initial_budget + supplement
    return (available - year_end_balance) / available * 100


@formula(
    "预算完成率",
    "budget completion rate",
    source=MOF_2013_DEPARTMENT,
    variant=Phrase(
        "财预〔2013〕53号、湖南2015年度：完成数÷批复预算数", "MOF 2013, Hunan FY2015: outturn over approved budget"
    ),
    inputs={
        "completed": ("预算完成数", "budget completed", "final_accounts.current_expenditure"),
        "approved_budget": ("财政部门批复的预算数", "approved budget", "full_year_budget.current_expenditure"),
    },
)
def budget_completion_rate_approved(completed: Amount, approved_budget: Amount) -> Percent:
    """Budget completed in percent of the budget that the finance department approved.

    Example:
    >>> budget_completion_rate_approved(90, 120)
    Decimal('75.00')
    """
    return completed / approved_budget * 100


@formula(
    "预算完成率",
    "budget completion rate",
    source=COUNTY_60,
    variant=Phrase("某县（支出实际完成率）：完成数÷年初预算数", "a county: outturn over initial budget"),
    inputs={
        "completed": ("支出完成数", "expenditure completed", "final_accounts.current_expenditure"),
        "initial_budget": ("年初预算数", "initial budget", "initial_budget.current_expenditure"),
    },
)
def budget_completion_rate_initial(completed: Amount, initial_budget: Amount) -> Percent:
    """Expenditure completed in percent of the initial budget.

    Example:
    >>> round(budget_completion_rate_initial("100.39", "110.84"), 2)
    Decimal('90.57')
    """
    return completed / initial_budget * 100


@formula(
    "预算完成率",
    "budget completion rate",
    source=SELF_EVALUATION,
    variant=Phrase("自评表：全年执行数÷全年预算数", "self-evaluation: outturn over full-year budget"),
    inputs={
        "executed": ("全年执行数", "full-year outturn", "final_accounts.current_expenditure"),
        "full_year_budget": ("全年预算数", "full-year budget", "full_year_budget.current_expenditure"),
    },
)
def budget_completion_rate_full_year(executed: Amount, full_year_budget: Amount) -> Percent:
    """Full-year outturn in percent of the full-year budget.

    Example:
    >>> budget_completion_rate_full_year("535.50", "535.50")
    Decimal('100')
    """
    return executed / full_year_budget * 100


@formula(
    "预算控制率",
    "budget control rate",
    source=HUNAN_TABLE,
    variant=Phrase("只计追加，不扣除政策性因素", "supplements only, with no exclusions"),
    inputs={
        "supplement": ("本年追加预算", "supplement", "adjustment.supplement"),
        "initial_budget": ("年初预算", "initial budget", "initial_budget.current_expenditure"),
    },
)
def budget_control_rate(supplement: Amount, initial_budget: Amount) -> Percent:
    """Supplements of the year in percent of the initial budget; negative where the year's net change is a cut.

    Example:
    >>> round(budget_control_rate("9.16", "1521.39"), 1)
    Decimal('0.6')
    """
    return supplement / initial_budget * 100


@formula(
    "预算调整率",
    "budget adjustment rate",
    source=MOF_2013_DEPARTMENT,
    variant=Phrase("追加、追减与结构调整，扣除政策性等除外事项", "supplements, cuts and shifts less the exceptions"),
    inputs={
        "adjustment": (
            "预算调整数",
            "adjustment",
            "adjustment.supplement + adjustment.cut? + adjustment.reallocation? - adjustment.exempt?",
        ),
        "budget": ("预算数", "budget", "initial_budget.current_expenditure"),
    },
)
def budget_adjustment_rate(adjustment: Amount, budget: Amount) -> Percent:
    """Magnitude of the adjustments that count, in percent of the budget.

    Example:
    >>> budget_adjustment_rate(-12, 150)
    Decimal('8.00')
    """
    return abs(adjustment / budget) * 100


@formula(
    "预算调剂率",
    "budget reallocation rate",
    source=SICHUAN,
    variant=Phrase(
        "编制准确（2020年度县级表）用：全年预算调剂金额÷年初部门预算数", "for the Sichuan FY2020 county form"
    ),
    inputs={
        "reallocation": ("全年预算调剂金额", "reallocation of the year", "adjustment.reallocation"),
        "initial_budget": ("年初部门预算数", "initial budget", "initial_budget.current_expenditure"),
    },
)
def budget_reallocation_rate(reallocation: Amount, initial_budget: Amount) -> Percent:
    """Reallocations of the year in percent of the initial budget.

    Example:
    >>> budget_reallocation_rate(5, 200)
    Decimal('2.500')
    """
    return reallocation / initial_budget * 100


@formula(
    "编制准确",
    "budgeting accuracy",
    source=SICHUAN,
    variant=Phrase("2020年度县教育局表；不含当年中省专款", "FY2020, a county education bureau"),
    range_=AT_MOST_HUNDRED,
    inputs={
        "total_sources": (
            "预算资金总来源",
            "all budget sources",
            "initial_budget.current_expenditure + adjustment.supplement",
        ),
        "cancelled_midterm": ("中期评估调整取消", "cancelled at mid-term", "adjustment.cancelled_midterm"),
        "surplus_written_off": ("结余注销", "surplus written off", "adjustment.surplus_written_off"),
    },
)
def budgeting_accuracy(total_sources: Amount, cancelled_midterm: Amount, surplus_written_off: Amount) -> Percent:
    """Budget sources that were neither cancelled nor written off, in percent of all sources.

    Example:
    >>> budgeting_accuracy(200, 10, 5)
    Decimal('92.500')
    """
    return (total_sources - cancelled_midterm - surplus_written_off) / total_sources * 100


@formula(
    "重点支出安排率",
    "priority expenditure ratio",
    source=MOF_2013_DEPARTMENT,
    inputs={
        "priority_projects": ("重点项目支出", "priority projects", "initial_budget.priority_projects"),
        "projects": ("项目总支出", "all projects", "initial_budget.project_expenditure"),
    },
)
def priority_expenditure_ratio(priority_projects: Amount, projects: Amount) -> Percent:
    """Budgeted priority projects in percent of all budgeted projects.

    Example:
    >>> priority_expenditure_ratio(36, 48)
    Decimal('75.00')
    """
    return priority_projects / projects * 100


@formula(
    "支付进度率",
    "payment progress rate",
    source=MOF_2013_DEPARTMENT.but(Provenance.RECALLED),
    inputs={
        "actual_progress": ("实际支付进度", "actual progress", "progress.actual"),
        "planned_progress": ("既定支付进度", "planned progress", "progress.planned"),
    },
)
def payment_progress_rate(actual_progress: Percent, planned_progress: Percent) -> Percent:
    """Actual payment progress at a date in percent of the planned progress.

    Example:
    >>> payment_progress_rate(48, 64)
    Decimal('75.00')
    """
    return actual_progress / planned_progress * 100


@formula(
    "动态调整",
    "dynamic adjustment",
    source=SICHUAN.but(Provenance.RECALLED, Phrase("两数均为零时得满分", "both zero: full marks"), uncertain=True),
    range_=UP_TO_HUNDRED,
    inputs={
        "cancelled_midterm": ("监控调整取消额", "cancelled after monitoring", "adjustment.cancelled_midterm"),
        "surplus_written_off": ("结余注销额", "surplus written off", "adjustment.surplus_written_off"),
    },
)
def dynamic_adjustment(cancelled_midterm: Amount, surplus_written_off: Amount) -> Percent:
    """Money that monitoring gave back in time, in percent of all money given back.

    Example:
    >>> dynamic_adjustment(30, 10)
    Decimal('75.00')
    """
    return cancelled_midterm / (cancelled_midterm + surplus_written_off) * 100


@formula(
    "执行进度",
    "execution progress",
    source=SICHUAN.but(Provenance.RECALLED, uncertain=True),
    inputs={
        "actual_progress": ("实际执行进度", "actual progress", "progress.actual"),
        "due_progress": ("应达进度", "due progress", "progress.planned"),
    },
)
def execution_progress(actual_progress: Percent, due_progress: Percent) -> Percent:
    """Actual spending progress in percent of the progress due: 40% in June, 67.5% in September, 82.5% in November.

    Example:
    >>> execution_progress(27, "67.5")
    Decimal('40.0')
    """
    return actual_progress / due_progress * 100


@formula(
    "预算完成",
    "year-end completion",
    source=SICHUAN.but(Provenance.RECALLED, uncertain=True),
    inputs={
        "executed": ("12月末执行数", "outturn in December", "final_accounts.current_expenditure"),
        "budget": ("预算数", "budget", "full_year_budget.current_expenditure"),
    },
)
def year_end_completion(executed: Amount, budget: Amount) -> Percent:
    """Outturn at the end of December in percent of the budget.

    Example:
    >>> year_end_completion(96, 128)
    Decimal('75.00')
    """
    return executed / budget * 100


FORMULAS = (
    budget_completion_rate,
    budget_completion_rate_approved,
    budget_completion_rate_initial,
    budget_completion_rate_full_year,
    budget_control_rate,
    budget_adjustment_rate,
    budget_reallocation_rate,
    budgeting_accuracy,
    priority_expenditure_ratio,
    payment_progress_rate,
    dynamic_adjustment,
    execution_progress,
    year_end_completion,
)
