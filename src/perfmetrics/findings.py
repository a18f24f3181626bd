"""The one Finding type, its codes and its severity.

Codes are stable and a closed set; `docs/reference/findings.md` has a heading for each, and a test holds the two
lists together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypedDict

from perfmetrics.causes import Diagnosis, DiagnosisJson
from perfmetrics.errors import FindingsError, Problem
from perfmetrics.texts import Lang, Phrase
from perfmetrics.verdicts import Verdict


class Severity(StrEnum):
    """Errors fail a build; warnings need a look; notes explain."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> Phrase:
        """The word that an output prints."""
        return _SEVERITY_LABELS[self]


_SEVERITY_LABELS: Mapping[Severity, Phrase] = {
    Severity.ERROR: Phrase("错误", "error"),
    Severity.WARNING: Phrase("提示", "warning"),
    Severity.NOTE: Phrase("说明", "note"),
}


class Code(NamedTuple):
    """A kind of finding: its title, its severity, and what mends it."""

    title: Phrase
    severity: Severity
    mend: Phrase


_CHECK_FIGURES = Phrase("核对该数及其计算所用各数", "check the figure and the figures it is computed from")
_EXPLAIN = Phrase("核对各数；如有调整，写明原因", "check the figures; if they were adjusted, say why")
_CHECK_POINTS = Phrase("按评分标准重新计分，或说明理由", "award the points by the table, or say why not")


def _sum(zh: str, en: str, *, soft: bool = False) -> Code:
    mend = _EXPLAIN if soft else _CHECK_FIGURES
    return Code(Phrase(zh, en), Severity.WARNING if soft else Severity.ERROR, mend)


CODES: Mapping[str, Code] = MappingProxyType(
    {
        "value_inconsistent": Code(
            Phrase("指标值与所列数据不符", "a stated rate contradicts its figures"), Severity.ERROR, _CHECK_FIGURES
        ),
        "value_rounding": Code(
            Phrase("指标值属取整差异", "a stated rate differs by rounding"),
            Severity.NOTE,
            Phrase("无须更正；可统一取整方法", "nothing is wrong; round in one way throughout"),
        ),
        "value_undefined": Code(
            Phrase("指标值无法计算", "a rate has no value"),
            Severity.WARNING,
            Phrase("核对分母，或按评分标准说明不适用", "check the denominator, or state that the line does not apply"),
        ),
        "figure_missing": Code(
            Phrase("缺少计算所需数据", "a figure that a line needs is missing"),
            Severity.WARNING,
            Phrase("在报告文件中补充该数", "add the figure to the report file"),
        ),
        "points_inconsistent": Code(
            Phrase("自评得分与评分标准不符", "stated points contradict the scoring rule"), Severity.ERROR, _CHECK_POINTS
        ),
        "points_out_of_bounds": Code(
            Phrase("自评得分超出允许范围", "stated points lie outside what the line allows"),
            Severity.ERROR,
            _CHECK_POINTS,
        ),
        "points_rounding": Code(
            Phrase("自评得分在数据取整允许的范围内", "stated points lie within what rounded figures allow"),
            Severity.NOTE,
            Phrase("无须更正；可在报告中写明未取整的数", "nothing is wrong; state the figures with more digits"),
        ),
        "points_under_other_reading": Code(
            Phrase("自评得分采用了规则的另一种读法", "stated points follow another reading of the rule"),
            Severity.NOTE,
            Phrase("向财政部门确认“每…扣…”的读法", "ask the finance department how the step is meant"),
        ),
        "differs_under_assumed_rule": Code(
            Phrase("自评得分与推定的规则不同", "stated points differ under an assumed rule"),
            Severity.WARNING,
            Phrase("先核实评分标准原文", "verify the text of the scoring table first"),
        ),
        "subtotal_inconsistent": Code(
            Phrase("小计与所列各项得分之和不符", "a stated subtotal is not the sum of its stated points"),
            Severity.ERROR,
            Phrase("重新加总各项得分", "add up the points again"),
        ),
        "subtotal_changes": Code(
            Phrase("重算后小计变化", "a subtotal changes when recomputed"),
            Severity.NOTE,
            Phrase("随各项得分更正", "it follows from the lines below it"),
        ),
        "total_inconsistent": Code(
            Phrase("总分与所列各项得分之和不符", "the stated total is not the sum of its stated points"),
            Severity.ERROR,
            Phrase("重新加总各项得分", "add up the points again"),
        ),
        "total_changes": Code(
            Phrase("重算后总分变化", "the total changes when recomputed"),
            Severity.NOTE,
            Phrase("随各项得分更正", "it follows from the lines"),
        ),
        "grade_inconsistent": Code(
            Phrase("等级与自报总分不符", "the stated grade does not match the stated total"),
            Severity.ERROR,
            Phrase("按等级标准重新定级", "grade the total by the table"),
        ),
        "grade_changes": Code(
            Phrase("重算后等级变化", "the grade changes when recomputed"),
            Severity.ERROR,
            Phrase("随总分更正等级", "grade the recomputed total"),
        ),
        "grade_depends_on_reading": Code(
            Phrase("等级取决于规则的读法", "the grade depends on how a rule is read"),
            Severity.WARNING,
            Phrase("向财政部门确认“每…扣…”的读法", "ask the finance department how the step is meant"),
        ),
        "another_rubric": Code(
            Phrase("报告采用的是另一评分标准", "the report scores itself by another table"),
            Severity.NOTE,
            Phrase(
                "自报得分不作比较；改用报告的评分标准再核", "stated points are not compared; use the report's own table"
            ),
        ),
        "expenditure_by_kind": _sum("支出与其分项不符", "expenditure is not the sum of its kinds"),
        "basic_by_kind": _sum("基本支出与人员、公用经费之和不符", "basic expenditure is not personnel + operating"),
        "income_by_source": _sum("收入与各来源之和不符", "income is not the sum of its sources"),
        "totals_equal": _sum("收入总计与支出总计不等", "total income is not total expenditure"),
        "total_income_parts": _sum("收入总计与其构成不符", "total income is not what it consists of"),
        "total_expenditure_parts": _sum("支出总计与其构成不符", "total expenditure is not what it consists of"),
        "carryover_roll_forward": _sum("结转结余滚动不符", "the carry-over does not roll forward"),
        "funds_add_up": _sum("财政拨款与各类资金之和不符", "fiscal appropriation is not the sum of its funds"),
        "three_public_parts": _sum("三公经费与其分项不符", "three-public expenses are not the sum of their parts"),
        "vehicle_parts": _sum("公务用车费与购置、运行费之和不符", "vehicles are not purchase + operation"),
        "hospitality_parts": _sum("公务接待费与其分项不符", "hospitality is not the sum of its parts", soft=True),
        "procurement_parts": _sum("政府采购与其分项不符", "procurement is not goods + works + services"),
        "adjusted_budget": _sum("全年预算与年初预算及调整不符", "the adjusted budget does not follow", soft=True),
        "brought_forward": _sum("年初结转与上年年末结转不等", "opening is not last year's closing", soft=True),
        "list_adds_up": _sum("合计与各项之和不符", "a total is not the sum of its items"),
        "shares_add_up": _sum("各项占比之和不为100%", "shares do not add up to 100%"),
        "projects_add_up": _sum("项目支出与各项目之和不符", "project spending is not the sum of its projects"),
        "user_identity": _sum("自定的勾稽关系不符", "a relation of the user's own is broken"),
        "part_above_whole": Code(Phrase("分项大于总额", "a part is above its whole"), Severity.ERROR, _CHECK_FIGURES),
        "share_recomputed": Code(Phrase("占比重算不符", "a share does not recompute"), Severity.ERROR, _CHECK_FIGURES),
        "rate_recomputed": Code(
            Phrase("所列比率重算不符", "a rate does not recompute"), Severity.ERROR, _CHECK_FIGURES
        ),
        "stated_twice": Code(
            Phrase("同一数前后不一致", "a figure stated twice contradicts itself"),
            Severity.ERROR,
            Phrase("统一各处的写法", "make the places agree"),
        ),
        "rounding_difference": Code(
            Phrase("取整差异", "a difference of rounding"),
            Severity.NOTE,
            Phrase("无须更正；可统一取整方法", "nothing is wrong; round in one way throughout"),
        ),
        "open_list": Code(
            Phrase("清单未必完整", "a list may be incomplete"),
            Severity.NOTE,
            Phrase(
                "补齐各项，或在报告文件中注明 closed = true", "complete it, or state closed = true in the report file"
            ),
        ),
        "zero_denominator": Code(
            Phrase("分母为零，不能判定", "zero denominator, not judged"),
            Severity.NOTE,
            Phrase("上年为零时不写增长率", "state no growth from a base of zero"),
        ),
        "hundred_percent_unequal": Code(
            Phrase("写作100%而两数不等", "stated as 100% while the figures differ"),
            Severity.NOTE,
            Phrase("写出小数", "state decimals"),
        ),
        "habit_departure": Code(
            Phrase("不合本报告的取整习惯", "departs from the report's rounding habit"),
            Severity.NOTE,
            Phrase("统一取整方法", "round in one way throughout"),
        ),
        "indicator_not_in_rubric": Code(
            Phrase("评分标准中没有该指标", "the scoring table has no such line"),
            Severity.WARNING,
            Phrase("核对指标名称或所用评分标准", "check the name of the line, or the table"),
        ),
    }
)


class ImpactJson(TypedDict):
    """JSON of an impact; points and totals are strings of decimals."""

    points: list[str | None]
    total: list[str | None]
    grade: list[str | None]


@dataclass(frozen=True, slots=True)
class Impact:
    """What mending a figure does: each pair is (as the report has it, as it should be).

    Attributes:
        points: Points of the line.
        total: The total of the report.
        grade: The grade, by its name in the table.
    """

    points: tuple[Decimal | None, Decimal | None] = (None, None)
    total: tuple[Decimal | None, Decimal | None] = (None, None)
    grade: tuple[str | None, str | None] = (None, None)

    @property
    def changes_grade(self) -> bool:
        """Whether another grade follows."""
        return self.grade[0] != self.grade[1]

    @property
    def changes_points(self) -> bool:
        """Whether other points follow."""
        return self.points[0] != self.points[1]

    def to_dict(self) -> ImpactJson:
        """Return plain data for JSON."""
        return {
            "points": [_text(value) for value in self.points],
            "total": [_text(value) for value in self.total],
            "grade": list(self.grade),
        }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


class AcceptanceJson(TypedDict):
    """JSON of an acceptance."""

    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a finding was accepted, and by whom; it is shown, and fails no build."""

    reason: str
    author: str

    def to_dict(self) -> AcceptanceJson:
        """Return plain data for JSON."""
        return {"reason": self.reason, "author": self.author}


class FindingJson(TypedDict):
    """JSON of a finding."""

    code: str
    severity: str
    title: str
    verdict: str | None
    where: str
    message: str
    mend: str
    stated: str | None
    expected: str | None
    difference: str | None
    interval: str | None
    working: str | None
    diagnoses: list[DiagnosisJson]
    impact: ImpactJson | None
    waiver: AcceptanceJson | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a result has to say about a report.

    Attributes:
        code: A key of `CODES`.
        where: The path in the report that it is about.
        message: What was found, in words, with the figures.
        verdict: The verdict on the stated figure, if one was judged.
        stated: The figure as written.
        expected: The recomputed figure.
        difference: Stated minus expected.
        interval: The range that rounding allows.
        working: The computation with its numbers.
        diagnoses: Why the figure may be wrong, the best explanation first.
        impact: What mending it does to points, total and grade.
        is_soft: Whether a lawful explanation exists, so that it is no error whatever its code.
        waiver: Who accepted it, and why.
    """

    code: str
    where: str
    message: Phrase
    verdict: Verdict | None = None
    stated: str | None = None
    expected: str | None = None
    difference: str | None = None
    interval: str | None = None
    working: str | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    impact: Impact | None = None
    is_soft: bool = False
    waiver: Acceptance | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is: as its code, but no more than a warning where a lawful explanation exists.

        A finding that was accepted is a note.
        """
        if self.waiver is not None:
            return Severity.NOTE
        severity = CODES[self.code].severity
        return Severity.WARNING if self.is_soft and severity is Severity.ERROR else severity

    @property
    def is_error(self) -> bool:
        """Whether it fails a build."""
        return self.severity is Severity.ERROR

    def to_dict(self, lang: Lang = "zh") -> FindingJson:
        """Return plain data for JSON, its words in one language."""
        code = CODES[self.code]
        return {
            "code": self.code,
            "severity": self.severity.value,
            "title": code.title.of(lang),
            "verdict": None if self.verdict is None else self.verdict.value,
            "where": self.where,
            "message": self.message.of(lang),
            "mend": code.mend.of(lang),
            "stated": self.stated,
            "expected": self.expected,
            "difference": self.difference,
            "interval": self.interval,
            "working": self.working,
            "diagnoses": [each.to_dict(lang) for each in self.diagnoses],
            "impact": None if self.impact is None else self.impact.to_dict(),
            "waiver": None if self.waiver is None else self.waiver.to_dict(),
        }


_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def gravity(finding: Finding) -> tuple[bool, bool, int]:
    """Return what findings are sorted by: those that change a grade first, then points, then by severity."""
    impact = finding.impact
    return (
        not (impact is not None and impact.changes_grade),
        not (impact is not None and impact.changes_points),
        _ORDER.index(finding.severity),
    )


def raise_for_errors(findings: Iterable[Finding], source: str) -> None:
    """Raise one error that lists the findings that are errors; do nothing where there is none.

    Raises:
        FindingsError: If at least one finding is an error.
    """
    problems = [Problem(f.where, f.message, CODES[f.code].mend) for f in findings if f.is_error]
    if problems:
        raise FindingsError(problems, source)
