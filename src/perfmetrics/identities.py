"""What must add up: a table of identities, stated once over lines, and the relations that they make of a report.

`{c}` stands for a column in a scope (`final_accounts`, `final_accounts.fiscal_appropriation`), `{col}` for a column and
`{line}` for a line. A part that ends in `?` may be absent; if any other is, the identity does not run.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from perfmetrics import formulas
from perfmetrics.errors import PerfMetricsError, Problem, ReportError
from perfmetrics.inputs import Missing, Operand, Piece, Term, common_unit, parse_inputs, resolve
from perfmetrics.quantities import PERCENT, Quantity
from perfmetrics.relations import Comparison, Relation, formula_over, member_key, pieces_of, sum_of
from perfmetrics.statements import SCOPES, Figure, FigureList, Item, Lines, Located, Report
from perfmetrics.texts import Phrase, did_you_mean
from perfmetrics.working import Expr, Symbol

COLUMNS = ("initial_budget", "full_year_budget", "final_accounts", "prior_budget", "prior_accounts")


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that the figures of a report must keep.

    Attributes:
        code: Identifier; it is also the code of the finding where the identity is broken.
        name: What it says.
        source: Where it is written down, or the arithmetic that it follows from.
        whole: The path of the figure that is judged.
        parts: The path expression that it should equal.
        comparison: Whether it should equal the parts, or be at most them.
        soft: Whether a lawful explanation exists, so that a break is a warning and not an error.
        may_fall_short: Whether the parts may lawfully add up to less: `True`, or a path whose absence allows it.
        unless: A path; where the report states it, another identity is the better one.
        is_of_which: Whether the parts are introduced by 其中: they usually fall short, and nobody remarks on it.
    """

    code: str
    name: Phrase
    source: str
    whole: str
    parts: str
    comparison: Comparison = "equal"
    soft: bool = False
    may_fall_short: bool | str = False
    unless: str = ""
    is_of_which: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """An identity as it stands in one report."""

    identity: Identity
    relation: Relation
    name: Phrase


_FINAL = "财决01表（2022年度）"
_KINDS = "{c}.paid_to_superior? + {c}.business_expenditure? + {c}.affiliate_subsidies?"
_SOURCES = (
    "{c}.superior_subsidies? + {c}.institutional_income? + {c}.business_income? + {c}.affiliate_payments?"
    " + {c}.other_income?"
)

LINE_IDENTITIES: tuple[Identity, ...] = (
    Identity(
        "totals_equal",
        Phrase("支出总计 = 收入总计", "total expenditure = total income"),
        f"{_FINAL} 31 = 88 行",
        "{c}.total_expenditure",
        "{c}.total_income",
    ),
    Identity(
        "total_income_parts",
        Phrase(
            "收入总计 = 本年收入 + 使用非财政拨款结余 + 年初结转和结余",
            "total income = income + surplus used + opening",
        ),
        f"{_FINAL} 31 = 27 + 28 + 29 行",
        "{c}.total_income",
        "{c}.current_income + {c}.non_fiscal_surplus_used? + {c}.opening_carryover",
    ),
    Identity(
        "total_expenditure_parts",
        Phrase(
            "支出总计 = 本年支出 + 结余分配 + 年末结转和结余",
            "total expenditure = expenditure + distribution + closing",
        ),
        f"{_FINAL} 88 = 84 + 85 + 86 行",
        "{c}.total_expenditure",
        "{c}.current_expenditure + {c}.surplus_distribution? + {c}.closing_carryover",
    ),
    Identity(
        "carryover_roll_forward",
        Phrase("年末结转和结余 = 年初结转和结余 + 本年收入 − 本年支出", "closing = opening + income − expenditure"),
        f"{_FINAL} 86 行",
        "{c}.closing_carryover",
        "{c}.opening_carryover + {c}.current_income + {c}.non_fiscal_surplus_used?"
        " - {c}.current_expenditure - {c}.surplus_distribution?",
    ),
    Identity(
        "expenditure_by_kind",
        Phrase(
            "本年支出 = 基本支出 + 项目支出（+ 上缴上级、经营、对附属单位补助支出）", "expenditure = basic + project"
        ),
        f"{_FINAL} 84 = 58 + 61 + 63 + 64 + 65 行",
        "{c}.current_expenditure",
        f"{{c}}.basic_expenditure + {{c}}.project_expenditure + {_KINDS}",
    ),
    Identity(
        "expenditure_by_kind",
        Phrase(
            "支出总计 = 基本支出 + 项目支出（未列结转时）", "total expenditure = basic + project (no carry-over stated)"
        ),
        f"{_FINAL} 84、88 行",
        "{c}.total_expenditure",
        f"{{c}}.basic_expenditure + {{c}}.project_expenditure + {_KINDS}"
        " + {c}.surplus_distribution? + {c}.closing_carryover?",
        may_fall_short="{c}.closing_carryover",
        unless="{c}.current_expenditure",
    ),
    Identity(
        "basic_by_kind",
        Phrase("基本支出 = 人员经费 + 公用经费", "basic = personnel + operating"),
        f"{_FINAL} 58 = 59 + 60 行",
        "{c}.basic_expenditure",
        "{c}.personnel_expenses + {c}.operating_expenses",
    ),
    Identity(
        "income_by_source",
        Phrase("本年收入 = 各来源收入之和", "income = the sum of its sources"),
        f"{_FINAL} 27 = Σ(1..8) 行",
        "{c}.current_income",
        f"{{c}}.fiscal_appropriation.current_income + {_SOURCES}",
        may_fall_short=True,
    ),
    Identity(
        "income_by_source",
        Phrase("本年收入 = 各来源收入之和", "income = the sum of its sources"),
        f"{_FINAL} 27 = Σ(1..8) 行",
        "{c}.current_income",
        "{c}.general_public.current_income + {c}.government_fund.current_income? + {c}.state_capital.current_income?"
        f" + {_SOURCES}",
        may_fall_short=True,
        unless="{c}.fiscal_appropriation.current_income",
    ),
    Identity(
        "three_public_parts",
        Phrase(
            "三公经费 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费",
            "three-public = travel + vehicles + hospitality",
        ),
        "部门决算公开（施甸）",
        "{c}.three_public_expenses",
        "{c}.overseas_travel + {c}.official_vehicles + {c}.official_hospitality",
    ),
    Identity(
        "three_public_parts",
        Phrase("三公经费 = 各分项之和", "three-public = its parts"),
        "部门决算公开（施甸）",
        "{c}.three_public_expenses",
        "{c}.overseas_travel + {c}.vehicle_purchase + {c}.vehicle_operation + {c}.official_hospitality",
        unless="{c}.official_vehicles",
    ),
    Identity(
        "vehicle_parts",
        Phrase("公务用车购置及运行维护费 = 购置费 + 运行维护费", "vehicles = purchase + operation"),
        "部门决算公开（贵阳）",
        "{c}.official_vehicles",
        "{c}.vehicle_purchase + {c}.vehicle_operation",
    ),
    Identity(
        "hospitality_parts",
        Phrase("公务接待费 = 国内接待 + 国（境）外接待", "hospitality = domestic + abroad"),
        "部门决算公开（通行口径）",
        "{c}.official_hospitality",
        "{c}.domestic_hospitality + {c}.foreign_hospitality",
        soft=True,
    ),
    Identity(
        "procurement_parts",
        Phrase("政府采购 = 货物 + 工程 + 服务", "procurement = goods + works + services"),
        "部门决算公开（通行口径）",
        "{c}.procurement",
        "{c}.procurement_goods + {c}.procurement_works + {c}.procurement_services",
    ),
)

_PARTS_OF = (
    ("capital_construction", "project_expenditure"),
    ("priority_projects", "project_expenditure"),
    ("procurement_small_firms", "procurement"),
    ("basic_expenditure", "current_expenditure"),
    ("project_expenditure", "current_expenditure"),
    ("personnel_expenses", "basic_expenditure"),
    ("operating_expenses", "basic_expenditure"),
    ("overseas_travel", "three_public_expenses"),
    ("official_vehicles", "three_public_expenses"),
    ("official_hospitality", "three_public_expenses"),
    ("vehicle_purchase", "official_vehicles"),
    ("vehicle_operation", "official_vehicles"),
    ("domestic_hospitality", "official_hospitality"),
    ("foreign_guest_hospitality", "domestic_hospitality"),
)

PART_IDENTITIES: tuple[Identity, ...] = tuple(
    Identity(
        "part_above_whole",
        Phrase("分项不大于总额", "a part is at most its whole"),
        "部分与整体",
        f"{{c}}.{part}",
        f"{{c}}.{whole}",
        "at_most",
    )
    for part, whole in _PARTS_OF
)

COLUMN_IDENTITIES: tuple[Identity, ...] = (
    Identity(
        "funds_add_up",
        Phrase("财政拨款 = 一般公共预算 + 政府性基金 + 国有资本经营", "fiscal = general + fund + capital"),
        "部门决算（财政拨款收入支出决算总表）",
        "{col}.fiscal_appropriation.{line}",
        "{col}.general_public.{line} + {col}.government_fund.{line} + {col}.state_capital.{line}?",
        may_fall_short="{col}.state_capital.{line}",
    ),
    *(
        Identity(
            "part_above_whole",
            Phrase("财政拨款不大于全口径", "fiscal is at most all funds"),
            "部门决算（全口径与财政拨款逐行比较）",
            f"{{col}}.{part}.{{line}}",
            f"{{col}}.{whole}{{line}}",
            "at_most",
        )
        for part, whole in (
            ("fiscal_appropriation", ""),
            ("general_public", "fiscal_appropriation."),
            ("government_fund", "fiscal_appropriation."),
            ("state_capital", "fiscal_appropriation."),
            ("general_public", ""),
            ("government_fund", ""),
            ("state_capital", ""),
        )
    ),
)

REPORT_IDENTITIES: tuple[Identity, ...] = (
    *(
        Identity(
            "adjusted_budget",
            Phrase("全年预算 = 年初预算 + 追加 − 追减", "full-year budget = initial + supplements − cuts"),
            "全年预算数 = 年初预算批复数 + 调增 − 调减（调整程序完成后）",
            f"full_year_budget.{line}",
            f"initial_budget.{line} + adjustment.supplement - adjustment.cut?",
            soft=True,
        )
        for line in ("current_expenditure", "current_income", "total_expenditure", "total_income")
    ),
    Identity(
        "brought_forward",
        Phrase("年初结转和结余 = 上年年末结转和结余", "opening = last year's closing"),
        "年初结转和结余（会计差错更正、收回、归集调整除外）",
        "final_accounts.opening_carryover",
        "prior_accounts.closing_carryover",
        soft=True,
    ),
    Identity(
        "part_above_whole",
        Phrase("在职人员不多于实有人数", "staff in post are at most all people"),
        "部分与整体",
        "staff.in_post",
        "staff.present",
        "at_most",
    ),
    Identity(
        "part_above_whole",
        Phrase("编制不在本单位的人员不多于在职人员", "staff counted elsewhere are at most staff in post"),
        "部分与整体",
        "staff.counted_elsewhere",
        "staff.in_post",
        "at_most",
    ),
)

LIST_ADDS_UP = Identity(
    "list_adds_up", Phrase("合计 = 各项之和", "a total is the sum of its items"), "清单", "lists", "items"
)
LIST_OF_WHICH = replace(
    LIST_ADDS_UP, name=Phrase("其中各项不大于该项", "what is of an item is at most it"), is_of_which=True
)
LIST_ITEM_ABOVE = Identity(
    "part_above_whole", Phrase("分项不大于合计", "an item is at most its total"), "清单", "lists", "items", "at_most"
)
SHARE = Identity("share_recomputed", Phrase("占比 = 分项 ÷ 合计", "a share is item ÷ total"), "清单", "lists", "items")
SHARES_ADD_UP = Identity(
    "shares_add_up", Phrase("各项占比之和 = 100%", "shares add up to 100%"), "清单", "lists", "items"
)
PROJECT_ABOVE_CLASS = Identity(
    "part_above_whole",
    Phrase("项目不大于所属功能分类", "a project is at most its functional class"),
    "项目清单与功能分类",
    "projects",
    "class",
    "at_most",
)
PROJECTS_ADD_UP = Identity(
    "projects_add_up",
    Phrase("项目支出 = 各项目之和", "project spending = its projects"),
    "项目清单",
    "projects",
    "items",
)
PROJECT_RATE = Identity(
    "rate_recomputed",
    Phrase("执行率 = 执行数 ÷ 预算数", "execution rate = outturn ÷ budget"),
    "项目清单",
    "projects",
    "rate",
)
CLAIM = Identity(
    "rate_recomputed", Phrase("按所列数据重算", "recomputed from its figures"), "所列比率", "claims", "value"
)
STATED_TWICE = Identity(
    "stated_twice", Phrase("同一数前后一致", "a figure stated twice agrees"), "同一数的多处记载", "figure", "figure"
)
USER = "user_identity"

BUILT_IN: tuple[Identity, ...] = (
    *LINE_IDENTITIES,
    *PART_IDENTITIES,
    *COLUMN_IDENTITIES,
    *REPORT_IDENTITIES,
    LIST_ADDS_UP,
    LIST_OF_WHICH,
    LIST_ITEM_ABOVE,
    SHARE,
    SHARES_ADD_UP,
    PROJECT_ABOVE_CLASS,
    PROJECTS_ADD_UP,
    PROJECT_RATE,
    CLAIM,
    STATED_TWICE,
)


def instances(report: Report, extra: Iterable[Identity] = ()) -> tuple[Instance, ...]:
    """Return every identity that a report's figures allow, in every column and scope that has the lines.

    Args:
        report: The report.
        extra: Identities of the user's own, over paths of the report.

    Raises:
        ReportError: If an identity or a claim of the report names what no report can have, with all such problems.
    """
    allowed = allowed_by(report, extra)
    return (*(each.instance(report) for each in allowed.planned), *allowed.others)


@dataclass(frozen=True, slots=True)
class Planned:
    """An identity of the tables as it stands in every report that states the same figures, whatever they are.

    Attributes:
        identity: The identity, with paths in place of braces.
        parts: The signs and paths of its parts that are stated.
        added: The paths of those that are added.
        subtracted: The paths of those that are taken away.
        may_fall_short: Whether the parts may lawfully add up to less.
    """

    identity: Identity
    parts: tuple[tuple[int, str], ...]
    added: tuple[str, ...]
    subtracted: tuple[str, ...]
    may_fall_short: bool

    def holds(self, numbers: Mapping[str, int]) -> bool:
        """Return whether the figures as written show at a glance that the stated one is exact.

        Args:
            numbers: The figures of such a report in one small unit, by their paths.
        """
        stated = numbers[self.identity.whole]
        found = sum([numbers[path] for path in self.added])
        for path in self.subtracted:
            found -= numbers[path]
        return stated == found or (stated < found and self.identity.comparison == "at_most")

    def instance(self, report: Report) -> Instance:
        """Return the identity over the figures of a report."""
        figures = report.section_figures
        whole = figures[self.identity.whole]
        pieces = tuple(
            Piece(sign, figures[path], quantity) for sign, path in self.parts for quantity in figures[path].terms
        )
        (piece,) = _wholes(whole)
        operand, comparison = Operand(pieces), self.identity.comparison
        relation = _relation(piece, operand, comparison, may_fall_short=self.may_fall_short)
        return Instance(self.identity, relation, whole.label)


class Allowed(NamedTuple):
    """The identities that the figures of a report allow.

    Attributes:
        planned: Those of its columns and sections, by the tables.
        others: Those of its lists, projects and claims, and those of the user's own; they come after them.
    """

    planned: tuple[Planned, ...]
    others: tuple[Instance, ...]


def allowed_by(report: Report, extra: Iterable[Identity] = ()) -> Allowed:
    """Return the same as `instances()`; of what the tables say only what the shape of the report tells.

    Args:
        report: The report.
        extra: Identities of the user's own, over paths of the report.

    Raises:
        ReportError: As `instances()`.
    """
    extra = tuple(extra)
    problems = [
        *_problems(report),
        *(found for own in extra for text in (own.whole, own.parts) for found in _unreadable(report, own.code, text)),
    ]
    if problems:
        raise ReportError(problems)
    plan = report.kept(_layout).plan
    others = tuple(_others(report, extra))
    if not others:
        return plan.alone
    return _without_repetition((*plan.entries, *map(_entry_of_instance, others)))


class _Entry(NamedTuple):
    """What tells whether an identity stands twice, or needs no check beside another."""

    key: tuple[str, str, tuple[tuple[str, int], ...]]
    stated_key: str
    comparison: Comparison
    may_fall_short: bool
    found: Planned | Instance

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each part beside the whole, of an identity that says how much the parts are."""
        return ((part, self.stated_key) for part, _ in self.key[2])


def _key(
    identity: Identity, where: str, parts: Iterable[tuple[str, int]]
) -> tuple[str, str, tuple[tuple[str, int], ...]]:
    kind = identity.code if identity.comparison == "equal" else "part_above_whole"
    return kind, where, tuple(sorted(parts))


def _entry_of_instance(instance: Instance) -> _Entry:
    relation = instance.relation
    key = _key(instance.identity, relation.where, ((key, piece.sign) for key, piece in relation.pieces.items()))
    return _Entry(key, relation.stated_key, relation.comparison, relation.may_fall_short, instance)


def _without_repetition(entries: Iterable[_Entry]) -> Allowed:
    """Return what is to be judged: the first of those that say the same, and no bound on a part of a closed sum."""
    first: dict[object, _Entry] = {}
    for each in entries:
        first.setdefault(each.key, each)
    summed = {
        pair
        for each in first.values()
        if each.comparison == "equal" and not each.may_fall_short
        for pair in each.pairs()
    }
    # A part of a closed sum needs no check of its own that it is not above the whole.
    chosen = [
        each.found
        for each in first.values()
        if each.comparison == "equal" or not any((each.stated_key, part) in summed for part, _ in each.key[2])
    ]
    return Allowed(
        tuple(each for each in chosen if isinstance(each, Planned)),
        tuple(each for each in chosen if isinstance(each, Instance)),
    )


def _problems(report: Report) -> Iterator[Problem]:
    """Yield what is wrong in the path expressions and formula names of a report's own identities and claims."""
    for i, own in enumerate(report.identities):
        for field, text in (("whole", own.whole), ("parts", own.parts)):
            yield from _unreadable(report, f"identities[{i}].{field}", text)
    for i, claim in enumerate(report.claims):
        try:
            formula = formulas.get(claim.formula)
        except PerfMetricsError as error:
            yield from (replace(each, path=f"claims[{i}].formula") for each in error.problems)
            continue
        known = [each.name for each in formula.parameters]
        for name, text in claim.inputs.items():
            yield from _unreadable(report, f"claims[{i}].inputs.{name}", text)
            if name not in known:
                reason = Phrase(f"{formula.name.zh}没有“{name}”这一项", f"{formula.name.en} has no {name!r}")
                yield Problem(f"claims[{i}].inputs.{name}", reason, did_you_mean(name, known))
        for name in known:
            if name not in claim.inputs:
                reason = Phrase(f"{formula.name.zh}缺少“{name}”", f"{formula.name.en} needs {name!r}")
                mend = Phrase("写明它取自哪个数", "say which figure it is")
                yield Problem(f"claims[{i}].inputs", reason, mend)


def _unreadable(report: Report, where: str, text: str) -> Iterator[Problem]:
    try:
        terms = parse_inputs(text)
    except ValueError:
        reason = Phrase(f"“{text}”不是数据路径的加减式", f"{text!r} is no sum of paths")
        mend = Phrase("写成 a + b - c，可缺的后加 ?", "write a + b - c, with ? after what may be absent")
        yield Problem(where, reason, mend)
        return
    for path in (path for term in terms for path in term.paths):
        try:
            report.find(path)
        except ReportError as error:
            yield from (replace(each, path=where) for each in error.problems)


# ---------------------------------------------------------------------------------------------------------------------
# What the tables say of a report, which depends on nothing but the figures that it states.


class _Shape(NamedTuple):
    """What a report states, whatever its figures are.

    Attributes:
        paths: The paths of the figures of its columns and sections.
        sums: Those that are written as a sum, and of how many numbers.
        listed: The figures that it breaks down by source in a list of its own.
    """

    paths: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]
    listed: frozenset[str]


class _Plan(NamedTuple):
    """What the tables say of reports of one shape: every identity, and what is judged where nothing else is."""

    entries: tuple[_Entry, ...]
    alone: Allowed


class _Layout(NamedTuple):
    """What is to be known of one report beside its figures.

    Attributes:
        plan: What the tables say of it.
        twice: The figures that are stated more than once.
    """

    plan: _Plan
    twice: tuple[Located, ...]


def _layout(report: Report) -> _Layout:
    values = [(path, figure, len(figure.parts) or 1) for path, figure, _ in report.section_values()]
    listed = frozenset(each.of for each in report.lists if each.by == "source" and each.of is not None)
    sums = tuple((path, count) for path, _, count in values if count != 1)
    plan = _plan_of(_Shape(tuple(path for path, _, _ in values), sums, listed))
    named = report.lists or report.projects or report.facts
    if not named and not any(figure.is_repeated for _, figure, _ in values):  # nothing is looked up in vain
        return _Layout(plan, ())
    return _Layout(plan, tuple(each for each in report.figures() if each.figure.is_repeated))


@lru_cache(maxsize=256)  # reports of one office have few shapes
def _plan_of(shape: _Shape) -> _Plan:
    stated, sums = frozenset(shape.paths), dict(shape.sums)
    possible = sorted(each for path in shape.paths if path not in sums for each in _identities_of(path))
    entries = []
    for _, identity, terms in possible:
        # The list of the report says the same, and says whether it is closed.
        is_listed = identity.code == "income_by_source" and identity.whole in shape.listed
        parts = None if is_listed or identity.unless in stated else _stated_parts(terms, stated)
        if parts is not None:
            entries.append(_entry_of_parts(identity, parts, stated, sums))
    return _Plan(tuple(entries), _without_repetition(entries))


def _stated_parts(terms: Iterable[Term], stated: Container[str]) -> tuple[tuple[int, str], ...] | None:
    """Return the signs and paths of the parts that are stated; None where one lacks that may not be absent."""
    parts: list[tuple[int, str]] = []
    for term in terms:
        path = next((each for each in term.paths if each in stated), None)
        if path is not None:
            parts.append((term.sign, path))
        elif not term.optional:
            return None
    return tuple(parts)


def _entry_of_parts(
    identity: Identity, parts: tuple[tuple[int, str], ...], stated: Container[str], sums: Mapping[str, int]
) -> _Entry:
    short = identity.may_fall_short
    added, subtracted = (tuple(path for sign, path in parts if sign == way) for way in (1, -1))
    planned = Planned(identity, parts, added, subtracted, short not in stated if isinstance(short, str) else short)
    keys = ((key, sign) for sign, path in parts for key in _keys_of(path, sums))
    key = _key(identity, identity.whole, keys)
    return _Entry(key, identity.whole, identity.comparison, planned.may_fall_short, planned)


def _keys_of(path: str, sums: Mapping[str, int]) -> Iterable[str]:
    """Return the keys of the numbers of a figure, as `member_key` names them."""
    return [f"{path}[{i}]" for i in range(sums[path])] if path in sums else [path]


class _Filled(NamedTuple):
    """An identity of the tables at its place in a report, in the order in which identities are told."""

    order: tuple[int, ...]
    identity: Identity
    terms: tuple[Term, ...]


@cache  # there are no more paths than lines in columns and scopes
def _identities_of(path: str) -> tuple[_Filled, ...]:
    """Return the identities of the tables by which a figure is judged."""
    column, _, rest = path.partition(".")
    found = [(order, each) for order, each in _of_columns(column, rest) if each.whole == path]
    found += [((len(COLUMNS), i), each) for i, each in enumerate(REPORT_IDENTITIES) if each.whole == path]
    return tuple(_Filled(order, each, parse_inputs(each.parts)) for order, each in found)


def _of_columns(column: str, rest: str) -> Iterator[tuple[tuple[int, ...], Identity]]:
    """Yield the identities of a line of a column, in all funds or in one kind of them."""
    if column not in COLUMNS:
        return
    scope, _, line = rest.rpartition(".")
    here, place = (f"{column}.{scope}", 1 + SCOPES.index(scope)) if scope else (column, 0)
    for i, each in enumerate((*LINE_IDENTITIES, *PART_IDENTITIES)):
        if each.whole == f"{{c}}.{line}" and not (scope and "{c}.fiscal" in each.parts + each.unless):
            # Sources are split by fund over all funds only.
            yield (COLUMNS.index(column), 0, place, i), _filled(each, {"{c}": here})
    place = tuple(Lines.model_fields).index(line)
    for i, each in enumerate(COLUMN_IDENTITIES):
        if each.whole == f"{{col}}.{scope}.{{line}}":
            yield (COLUMNS.index(column), 1, place, i), _filled(each, {"{col}": column, "{line}": line})


# ---------------------------------------------------------------------------------------------------------------------
# What a report itself says must add up, and what the user says.


def _others(report: Report, extra: Iterable[Identity]) -> Iterator[Instance]:
    for identity in (*_own(report), *extra):
        yield from _instance(report, identity)
    for each in report.lists:
        yield from _list_instances(report, each)
    if report.projects:
        yield from _project_instances(report)
        yield from _class_instances(report)
    yield from _claim_instances(report)
    yield from _twice(report)


def _own(report: Report) -> Iterator[Identity]:
    for each in report.identities:
        yield Identity(
            USER,
            Phrase(each.name, each.name),
            "report",
            each.whole,
            each.parts,
            "at_most" if each.at_most else "equal",
            soft=each.soft,
            may_fall_short=each.closed is not True,
        )


def _filled(identity: Identity, words: dict[str, str]) -> Identity:
    def fill(text: str) -> str:
        for key, word in words.items():
            text = text.replace(key, word)
        return text

    short = identity.may_fall_short
    return replace(
        identity,
        whole=fill(identity.whole),
        parts=fill(identity.parts),
        unless=fill(identity.unless),
        may_fall_short=fill(short) if isinstance(short, str) else short,
    )


def _instance(report: Report, identity: Identity) -> Iterator[Instance]:
    whole = report.find(identity.whole)
    if whole is None or (identity.unless and report.find(identity.unless) is not None):
        return
    operand = resolve(report, parse_inputs(identity.parts))
    if isinstance(operand, Missing) or not operand.pieces:
        return
    short = identity.may_fall_short
    falls = report.find(short) is None if isinstance(short, str) else short
    for piece in _wholes(whole):
        yield Instance(identity, _relation(piece, operand, identity.comparison, may_fall_short=falls), whole.label)


def _wholes(located: Located) -> Iterator[Piece]:
    """Yield the figure that is judged; one that is written as a sum is judged as its parts' total elsewhere."""
    if len(located.terms) == 1:
        yield Piece(1, located, located.terms[0])


def _relation(whole: Piece, operand: Operand, comparison: Comparison, *, may_fall_short: bool = False) -> Relation:
    return Relation(
        where=whole.located.path,
        stated=_with_unit(whole),
        stated_key=member_key(whole),
        expression=sum_of(operand),
        pieces=pieces_of(iter([operand])),
        unit=whole.unit,
        comparison=comparison,
        may_fall_short=may_fall_short,
    )


def _with_unit(piece: Piece) -> Quantity:
    own = piece.quantity
    return own if own.unit is piece.unit else replace(own, unit=piece.unit)


def _list_instances(report: Report, each: FigureList) -> Iterator[Instance]:
    whole = report.find(each.of or f"lists.{each.id}.total")
    items = [
        (item, located)
        for item, name in zip(each.items, each.item_names(), strict=True)
        if (located := report.find(f"lists.{each.id}.{name}")) is not None
    ]
    name = Phrase(each.name, each.name)
    for parent, below in _nested(items):
        yield from _sum(LIST_OF_WHICH, parent, below, parent.label, may_fall_short=True)
    yield from _shares(each, items)
    if whole is None or len(whole.terms) != 1:
        return
    first = [located for item, located in items if item.level == 1]
    yield from _sum(LIST_ADDS_UP, whole, first, name, may_fall_short=each.closed is not True)
    for item, located in items:
        operand = Operand((Piece(1, whole, whole.terms[0]),))
        for piece in _wholes(located):
            yield Instance(LIST_ITEM_ABOVE, _relation(piece, operand, "at_most"), located.label)
        if item.share is not None:
            yield from _share(item, located, whole)


def _nested(items: list[tuple[Item, Located]]) -> Iterator[tuple[Located, list[Located]]]:
    """Yield each item that has items of which below it, with those of the next level down."""
    open_: list[tuple[int, Located, list[Located]]] = []
    for item, located in items:
        while open_ and open_[-1][0] >= item.level:
            _, parent, below = open_.pop()
            if below:
                yield parent, below
        if open_:
            open_[-1][2].append(located)
        open_.append((item.level, located, []))
    for _, parent, below in reversed(open_):
        if below:
            yield parent, below


def _sum(
    identity: Identity, whole: Located, parts: list[Located], name: Phrase, *, may_fall_short: bool
) -> Iterator[Instance]:
    pieces = tuple(Piece(1, part, quantity) for part in parts for quantity in part.terms)
    if pieces:
        for piece in _wholes(whole):
            yield Instance(identity, _relation(piece, Operand(pieces), "equal", may_fall_short=may_fall_short), name)


def _rate(
    identity: Identity, where: str, stated: Quantity, relation: tuple[Expr, dict[str, Piece]], name: Phrase
) -> Instance:
    expression, pieces = relation
    unit = common_unit([Operand(tuple(pieces.values()))])
    percent = stated if stated.unit else replace(stated, unit=PERCENT)
    return Instance(identity, Relation(where, percent, where, expression, pieces, unit), name)


def _one(figure: Figure | None) -> Quantity | None:
    return figure.terms[0] if figure is not None and len(figure.terms) == 1 else None


def _all(located: Located) -> Operand:
    """Return a figure as an operand: in full, where it is written as a sum."""
    return Operand(tuple(Piece(1, located, quantity) for quantity in located.terms))


def _share(item: Item, located: Located, whole: Located) -> Iterator[Instance]:
    stated = _one(item.share)
    if stated is not None:
        relation = formula_over(formulas.share.expression, {"part": _all(located), "whole": _all(whole)})
        yield _rate(SHARE, f"{located.path}.share", stated, relation, located.label)


def _shares(each: FigureList, items: list[tuple[Item, Located]]) -> Iterator[Instance]:
    shares = [_one(item.share) for item, _ in items if item.level == 1]
    if len(shares) < 2 or any(share is None for share in shares):
        return
    figures = [
        Located(f"{located.path}.share", located.label, item.share, PERCENT, {})
        for item, located in items
        if item.level == 1 and item.share is not None
    ]
    pieces = tuple(Piece(1, located, located.terms[0]) for located in figures)
    stated = Quantity("100%", Decimal(100), max(p.quantity.decimals for p in pieces), PERCENT)
    where = f"lists.{each.id}.shares"
    short = each.closed is not True
    relation = Relation(
        where=where,
        stated=stated,
        stated_key=where,
        expression=sum_of(Operand(pieces)),
        pieces=pieces_of(iter([Operand(pieces)])),
        unit=PERCENT,
        may_fall_short=short,
        is_constant=True,
    )
    yield Instance(SHARES_ADD_UP, relation, Phrase(each.name, each.name))


def _project_instances(report: Report) -> Iterator[Instance]:
    names = report.project_names()
    for field, column in (("budget", "initial_budget"), ("executed", "final_accounts")):
        whole = report.find(f"{column}.project_expenditure")
        parts = [found for name in names if (found := report.find(f"projects.{name}.{field}")) is not None]
        if whole is not None and parts:
            short = report.projects_closed is not True or len(parts) < len(report.projects)
            yield from _sum(PROJECTS_ADD_UP, whole, parts, whole.label, may_fall_short=short)
    for name, project in zip(names, report.projects, strict=True):
        stated = _one(project.rate)
        done, planned = (report.find(f"projects.{name}.{field}") for field in ("executed", "budget"))
        if stated is not None and done is not None and planned is not None:
            operands = {"actual": _all(done), "planned": _all(planned)}
            relation = formula_over(formulas.completion_rate.expression, operands)
            yield _rate(PROJECT_RATE, f"projects.{name}.rate", stated, relation, Phrase(name, name))


def _class_instances(report: Report) -> Iterator[Instance]:
    """A project belongs to a functional class: it is at most what the list states for the class."""
    for name, project in zip(report.project_names(), report.projects, strict=True):
        part = report.find(f"projects.{name}.executed")
        if project.function is None or part is None:
            continue
        for each in report.lists:
            names = each.item_names()
            whole = report.find(f"lists.{each.id}.{project.function}") if project.function in names else None
            if each.by == "function" and whole is not None:
                short = each.closed is not True
                for piece in _wholes(part):
                    relation = _relation(piece, _all(whole), "at_most", may_fall_short=short)
                    yield Instance(PROJECT_ABOVE_CLASS, relation, Phrase(name, name))


def _claim_instances(report: Report) -> Iterator[Instance]:
    for i, claim in enumerate(report.claims):
        stated = _one(claim.value)
        formula = formulas.get(claim.formula)
        operands: dict[str, Operand] = {}
        for parameter in formula.parameters:
            operand = resolve(report, parse_inputs(claim.inputs[parameter.name]))
            if isinstance(operand, Operand) and operand.pieces:
                operands[parameter.name] = operand
        if stated is None or len(operands) < len(formula.parameters):
            continue  # a figure that the report does not state: nothing to recompute
        relation = formula_over(formula.expression, operands)
        place = f"（{claim.where}）" if claim.where else ""
        name = Phrase(formula.name.zh + place, formula.name.en + place)
        if formula.result is formulas.Kind.PERCENT:
            yield _rate(CLAIM, f"claims[{i}]", stated, relation, name)
        else:
            where = f"claims[{i}]"
            unit = stated.unit or common_unit(operands.values())
            amount = replace(stated, unit=unit)
            yield Instance(CLAIM, Relation(where, amount, where, *relation, unit), name)


def _twice(report: Report) -> Iterator[Instance]:
    for located in report.kept(_layout).twice:
        first = located.terms[0]
        for i, other in enumerate(located.figure.stated):
            if other is first:
                continue
            piece = Piece(1, located, first)
            where = f"{located.path}[{i}]"
            unit = other.unit or located.unit
            relation = Relation(
                where, replace(other, unit=unit), where, Symbol(located.path), {located.path: piece}, unit
            )
            yield Instance(STATED_TWICE, relation, located.label)
