"""What a report states: columns x lines x scope, its lists, and the rates, points and grade that it claims.

A report is a small table. Its columns are the initial budget, the full-year budget, the final accounts and last
year's; its lines are income, basic expenditure, operating expenses and so on; its scope is all funds unless a column
is split by fund. Every figure keeps the digits and the unit it is written with, and is named by a path such as
`final_accounts.fiscal_appropriation.opening_carryover`.

Keys may be written in English (identifiers) or in Chinese (their titles), in a mapping, in TOML or in JSON.
"""

# Annotations are no strings here: pydantic would evaluate them one by one, and every new process waits for that.

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictBool,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from perfmetrics.errors import Problem, ReportError, problem
from perfmetrics.keeping import Keeps
from perfmetrics.quantities import (
    MANY,
    MAX_DIGITS,
    UNITS,
    BadNumberError,
    Dimension,
    Interval,
    Quantity,
    Rounding,
    Unit,
    plain_number_of,
    point,
    read_quantity,
    same_scale,
)
from perfmetrics.reading import LooksOver, build, custom_error, custom_errors, not_a, parse_data, quoted, read_data
from perfmetrics.shapes import Shaped, short_way
from perfmetrics.texts import Phrase, did_you_mean

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _closed(value: object) -> object:
    if isinstance(value, bool) or value == "unknown":
        return value
    given = quoted(value)
    raise custom_error(
        Phrase(f"“{given}”不在可选值之内", f"{given!r} is not one of the allowed values"),
        Phrase('可选：true、false、"unknown"', 'allowed: true, false, "unknown"'),
    )


Closed = Annotated[bool | Literal["unknown"], BeforeValidator(_closed)]


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a figure."""

    name: str
    quantity: Quantity


class _Open:
    """A figure while it is made."""

    __slots__ = ("given", "parts", "stated")
    given: int | str | None
    stated: tuple[Quantity, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, init=False)
class Figure(_Open):
    """A figure as a report states it: once, several times in other units, or as the sum of named parts.

    Attributes:
        stated: Every statement of it, in the order given; empty where only its parts are stated.
        parts: Its named parts, if it is written as a sum.
        given: The plain number or text that it is read from, if it is; no part of its value.
    """

    __slots__ = ()
    stated: tuple[Quantity, ...]
    parts: tuple[Part, ...]

    def __init__(self, stated: tuple[Quantity, ...] = (), parts: tuple[Part, ...] = ()) -> None:
        set_own = object.__setattr__
        set_own(self, "given", None)
        set_own(self, "stated", stated)
        set_own(self, "parts", parts)

    @staticmethod
    def as_given(given: int | str) -> "Figure":
        """Return the figure of a plain number or text, which is read when it is asked for: most are never looked at."""
        figure: Any = _Open()
        figure.given = given
        figure.parts = ()
        figure.__class__ = Figure  # closed from here on
        return cast("Figure", figure)

    def __getattr__(self, name: str) -> Any:
        if name != "stated" or self.given is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        stated = (read_quantity(self.given),)
        object.__setattr__(self, name, stated)
        return stated

    def __reduce__(self) -> tuple[Any, ...]:
        return (Figure, (self.stated, self.parts)) if self.given is None else (Figure.as_given, (self.given,))

    @property
    def is_repeated(self) -> bool:
        """Whether it is stated several times."""
        return self.given is None and len(self.stated) > 1

    def numbers_in(self, unit: Unit | None) -> tuple[tuple[int, int, Unit | None], ...]:
        """Return the terms as `terms_in` does, each as its digits, how many of them are decimals, and its unit."""
        if self.given is not None:
            return (plain_number_of(self.given),)
        return tuple([(each.digits(), each.decimals, each.unit) for each in self.terms_in(unit)])

    @property
    def terms(self) -> tuple[Quantity, ...]:
        """The quantities that add up to the figure: its finest statement, or its parts."""
        return self.terms_in(None)

    def terms_in(self, unit: Unit | None) -> tuple[Quantity, ...]:
        """Return the same where a quantity without a unit is in the one given."""
        if len(self.stated) == 1:
            return self.stated
        if not self.stated:
            return tuple(part.quantity for part in self.parts)
        return (min(self.stated, key=lambda each: _ulp(each, unit)),)

    def to_plain(self) -> Any:
        """Return the figure as it is written in a file."""
        if self.parts:
            return [{"name": part.name, "value": part.quantity.text} for part in self.parts]
        texts = [quantity.text for quantity in self.stated]
        return texts[0] if len(texts) == 1 else texts


def _ulp(quantity: Quantity, unit: Unit | None) -> Fraction:
    own = quantity.unit or unit
    return Fraction(own.scale if own else 1, 10**quantity.decimals)


class Reads(Shaped):
    """How pydantic reads a figure of some kind, writes it and describes it in a JSON Schema."""

    def __init__(self, dimension: Dimension) -> None:
        self.dimension = dimension

    def shape(self) -> CoreSchema:
        """Return the schema that knows plain texts and whole numbers without asking, and asks about all others."""
        least = 0 if self.dimension in _NEVER_NEGATIVE else 1 - MANY
        whole = core_schema.int_schema(strict=True, ge=least, lt=MANY)
        text = core_schema.str_schema(strict=True, max_length=MAX_DIGITS, pattern=_plain_pattern(self.dimension))
        made = [core_schema.no_info_after_validator_function(Figure.as_given, each) for each in (text, whole)]
        asked = core_schema.no_info_plain_validator_function(self)
        return core_schema.union_schema([*made, asked], mode="left_to_right")

    def __call__(self, value: object) -> Figure:
        """Return the figure that a value of a file states."""
        if isinstance(value, str) or not isinstance(value, list | tuple | Figure):
            return Figure((self._quantity(value, ""),))
        if isinstance(value, Figure):
            return value
        if not value:
            raise custom_error(Phrase("空数组不是数字", "an empty array is no figure"), _EMPTY_MEND)
        if not all(isinstance(item, Mapping) for item in value):
            return Figure(tuple(self._quantity(item, f"[{i}]") for i, item in enumerate(value)))
        return Figure(parts=tuple(self._part(item, f"[{i}]") for i, item in enumerate(value)))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read and write figures of this kind."""
        del source, handler
        written = core_schema.plain_serializer_function_ser_schema(Figure.to_plain)
        return core_schema.no_info_plain_validator_function(self, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the ways of writing a figure."""
        del schema, handler
        return _FIGURE_SCHEMA | {"x-kind": self.dimension.value}

    def _quantity(self, value: object, sub: str) -> Quantity:
        try:
            quantity = read_quantity(value)
        except BadNumberError as bad:
            raise custom_error(bad.reason, bad.mend, sub) from None
        _check_kind(quantity, self.dimension, sub)
        return quantity

    def _part(self, item: Mapping[str, object], sub: str) -> Part:
        if set(item) != {"name", "value"} or not isinstance(item["name"], str):
            raise custom_error(
                Phrase("分项须恰有 name 与 value", "a part has exactly a name and a value"),
                Phrase('写成 { name = "…", value = … }', 'write { name = "...", value = ... }'),
                sub,
            )
        return Part(item["name"], self._quantity(item["value"], f"{sub}.value"))


_EMPTY_MEND = Phrase("未列明的数请省略该键", "leave out the key of a figure that is not stated")


_KIND_WORDS = {
    Dimension.MONEY: Phrase("金额", "an amount of money"),
    Dimension.COUNT: Phrase("个数", "a count"),
    Dimension.AREA: Phrase("面积", "an area"),
    Dimension.MEASURE: Phrase("长度或重量", "a length or a weight"),
    Dimension.PERCENT: Phrase("百分比", "a percentage"),
    Dimension.POINTS: Phrase("分值", "points"),
}


def _check_kind(quantity: Quantity, dimension: Dimension, sub: str) -> None:
    if dimension is Dimension.PLAIN:
        return
    if quantity.unit is not None and quantity.unit.dimension is not dimension:
        kind = _KIND_WORDS[dimension]
        raise custom_error(
            Phrase(f"“{quantity.text}”不是{kind.zh}", f"{quantity.text!r} is not {kind.en}"),
            Phrase("请核对单位", "check the unit"),
            sub,
        )
    if dimension in _NEVER_NEGATIVE and quantity.value < 0:
        kind = _KIND_WORDS[dimension]
        raise custom_error(
            Phrase(f"“{quantity.text}”为负", f"{quantity.text!r} is negative"),
            Phrase(f"{kind.zh}不能为负", f"{kind.en} cannot be negative"),
            sub,
        )
    if dimension is Dimension.COUNT and quantity.decimals and quantity.exact().denominator != 1:
        raise custom_error(
            Phrase(f"“{quantity.text}”不是整数", f"{quantity.text!r} is not a whole number"),
            Phrase("个数须为整数", "a count is a whole number"),
            sub,
        )


_NEVER_NEGATIVE = frozenset({Dimension.COUNT, Dimension.AREA, Dimension.MEASURE})


@cache
def _plain_pattern(dimension: Dimension) -> str:
    """Return the pattern of texts that plainly state a figure of some kind: digits, and perhaps a unit of its own."""
    units = "|".join(unit.text for unit in UNITS.values() if dimension in {unit.dimension, Dimension.PLAIN})
    sign = "" if dimension in _NEVER_NEGATIVE else "-?"
    behind = "" if dimension is Dimension.COUNT else r"(?:\.[0-9]+)?"
    return f"^[约近]?{sign}(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+){behind}[余多]?(?:{units})?$"


_FIGURE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "description": "digits with an optional unit, such as 1440元"},
        {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "number"}, {"type": "string"}]},
            "description": "the same figure as stated in several places",
        },
        {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "value"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string"},
                    "value": {"anyOf": [{"type": "number"}, {"type": "string"}]},
                },
            },
            "description": "a figure written as the sum of named parts",
        },
    ]
}


AmountFigure = Annotated[Figure, Reads(Dimension.MONEY)]
CountFigure = Annotated[Figure, Reads(Dimension.COUNT)]
AreaFigure = Annotated[Figure, Reads(Dimension.AREA)]
PercentFigure = Annotated[Figure, Reads(Dimension.PERCENT)]
PointsFigure = Annotated[Figure, Reads(Dimension.POINTS)]
AnyFigure = Annotated[Figure, Reads(Dimension.PLAIN)]


class Section(BaseModel):
    """A table of a file: unknown keys are refused, and a key may be written by its Chinese title."""

    # A file is validated as a whole, by Report: a section builds a validator of its own when it is first used alone.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _by_title(cls, data: object) -> object:
        titles = _titles(cls)
        if not isinstance(data, Mapping) or titles.keys().isdisjoint(data):
            return data
        translated: dict[Any, Any] = {}
        twice: list[Problem] = []
        for name, value in data.items():
            key = titles.get(name) or name
            if key in translated:
                title = cls.model_fields[key].title or key
                reason = Phrase(f"“{title}”与“{key}”重复", f"{title!r} stands twice, as {key!r}")
                twice.append(Problem("", reason, Phrase("请删去其一", "remove one of them")))
            translated[key] = value
        if twice:
            raise custom_errors(twice)
        return translated

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the Chinese keys beside the English ones."""
        described = handler(schema)
        table = handler.resolve_ref_schema(described)
        properties = table.get("properties", {})
        titles = _titles(cls)
        table["properties"] = properties | {
            title: properties[key] for title, key in titles.items() if key in properties
        }
        return described


@cache
def _titles(model: type[Section]) -> Mapping[str, str]:
    """Return the keys of a table by their Chinese titles."""
    return {field.title: key for key, field in model.model_fields.items() if field.title}


def amount(zh: str, en: str) -> Any:
    """Return a field for a figure, titled in Chinese and described in English."""
    return Field(default=None, title=zh, description=en)


count = area = percent = amount


class Lines(Section):
    """The lines of one column in one scope. All are amounts of money."""

    total_income: AmountFigure | None = amount("收入总计", "total income including carry-over")
    current_income: AmountFigure | None = amount("本年收入", "income of the year")
    superior_subsidies: AmountFigure | None = amount("上级补助收入", "subsidies from superiors")
    institutional_income: AmountFigure | None = amount("事业收入", "income from institutional activities")
    business_income: AmountFigure | None = amount("经营收入", "business income")
    affiliate_payments: AmountFigure | None = amount("附属单位上缴收入", "payments from affiliates")
    other_income: AmountFigure | None = amount("其他收入", "other income")
    non_fiscal_surplus_used: AmountFigure | None = amount("使用非财政拨款结余", "use of non-fiscal surplus")
    opening_carryover: AmountFigure | None = amount("年初结转和结余", "opening carry-over")

    total_expenditure: AmountFigure | None = amount("支出总计", "total expenditure including carry-over")
    current_expenditure: AmountFigure | None = amount("本年支出", "expenditure of the year")
    basic_expenditure: AmountFigure | None = amount("基本支出", "basic expenditure")
    personnel_expenses: AmountFigure | None = amount("人员经费", "personnel expenses")
    operating_expenses: AmountFigure | None = amount("公用经费", "operating expenses")
    project_expenditure: AmountFigure | None = amount("项目支出", "project expenditure")
    capital_construction: AmountFigure | None = amount("基本建设类项目支出", "projects of capital construction")
    priority_projects: AmountFigure | None = amount("重点项目支出", "priority project expenditure")
    paid_to_superior: AmountFigure | None = amount("上缴上级支出", "payments to superiors")
    business_expenditure: AmountFigure | None = amount("经营支出", "business expenditure")
    affiliate_subsidies: AmountFigure | None = amount("对附属单位补助支出", "subsidies to affiliates")
    surplus_distribution: AmountFigure | None = amount("结余分配", "surplus distribution")
    closing_carryover: AmountFigure | None = amount("年末结转和结余", "closing carry-over")

    three_public_expenses: AmountFigure | None = amount("三公经费", "three public expenses")
    overseas_travel: AmountFigure | None = amount("因公出国（境）费", "official overseas travel")
    official_vehicles: AmountFigure | None = amount(
        "公务用车购置及运行维护费", "official vehicles, purchase and operation"
    )
    vehicle_purchase: AmountFigure | None = amount("公务用车购置费", "vehicle purchase")
    vehicle_operation: AmountFigure | None = amount("公务用车运行维护费", "vehicle operation")
    official_hospitality: AmountFigure | None = amount("公务接待费", "official hospitality")
    domestic_hospitality: AmountFigure | None = amount("国内公务接待费", "domestic hospitality")
    foreign_hospitality: AmountFigure | None = amount("国（境）外公务接待费", "hospitality abroad")
    foreign_guest_hospitality: AmountFigure | None = amount("外事接待费", "hospitality for foreign guests")

    procurement: AmountFigure | None = amount("政府采购", "government procurement")
    procurement_goods: AmountFigure | None = amount("政府采购货物", "procurement of goods")
    procurement_works: AmountFigure | None = amount("政府采购工程", "procurement of works")
    procurement_services: AmountFigure | None = amount("政府采购服务", "procurement of services")
    procurement_small_firms: AmountFigure | None = amount("授予中小企业合同金额", "contracts to small and medium firms")
    agency_operating_funds: AmountFigure | None = amount("机关运行经费", "administrative operating funds")
    meeting_expenses: AmountFigure | None = amount("会议费", "meeting expenses")
    training_expenses: AmountFigure | None = amount("培训费", "training expenses")


class Column(Lines):
    """One column: its lines over all funds, and, where the report splits them, by kind of fund."""

    fiscal_appropriation: Lines | None = Field(None, title="财政拨款", description="fiscal appropriation")
    general_public: Lines | None = Field(None, title="一般公共预算", description="general public budget")
    government_fund: Lines | None = Field(None, title="政府性基金", description="government fund budget")
    state_capital: Lines | None = Field(None, title="国有资本经营", description="state capital budget")


SCOPES = ("fiscal_appropriation", "general_public", "government_fund", "state_capital")


class Adjustment(Section):
    """Changes of the budget during the year; each is written as a positive amount."""

    supplement: AmountFigure | None = amount("本年追加", "supplement")
    cut: AmountFigure | None = amount("本年追减", "cut")
    reallocation: AmountFigure | None = amount("调剂", "reallocation")
    exempt: AmountFigure | None = amount("不计入调整的金额", "adjustments that the rate leaves out")
    cancelled_midterm: AmountFigure | None = amount("监控调整取消额", "cancelled after mid-term monitoring")
    surplus_written_off: AmountFigure | None = amount("结余注销额", "surplus written off")


class Staff(Section):
    """People and posts at the end of the year."""

    establishment: CountFigure | None = count("编制数", "establishment, approved posts")
    in_post: CountFigure | None = count("在职人员数", "staff in post")
    counted_elsewhere: CountFigure | None = count("编制不在本单位的在职人员数", "staff on other units' establishment")
    supported_staff: CountFigure | None = count("财政供养人员数", "fiscally supported staff")
    retired: CountFigure | None = count("离退休人员数", "retired staff")
    present: CountFigure | None = count("实有人数", "people present, in post and retired")


class NewBuildings(Section):
    """New office buildings completed in the year."""

    approved_area: AreaFigure | None = area("批准建设面积", "approved area")
    actual_area: AreaFigure | None = area("实际建设面积", "actual area")
    approved_investment: AmountFigure | None = amount("批准投资金额", "approved investment")
    actual_investment: AmountFigure | None = amount("实际投资金额", "actual investment")


class Assets(Section):
    """Fixed assets at the end of the year."""

    fixed_assets: AmountFigure | None = amount("固定资产总额", "all fixed assets")
    fixed_assets_in_use: AmountFigure | None = amount("实际在用固定资产总额", "fixed assets in use")


class Work(Section):
    """Tasks of the department in the year."""

    planned: CountFigure | None = count("计划工作数", "planned tasks")
    completed: CountFigure | None = count("实际完成工作数", "completed tasks")
    on_time: CountFigure | None = count("及时完成工作数", "tasks completed on time")
    qualified: CountFigure | None = count("质量达标工作数", "tasks up to standard")
    key_assigned: CountFigure | None = count("重点工作交办数", "key tasks assigned")
    key_completed: CountFigure | None = count("重点工作完成数", "key tasks completed")


class Progress(Section):
    """Progress of spending at a date, in percent of the budget."""

    actual: PercentFigure | None = percent("实际支付进度", "actual payment progress")
    planned: PercentFigure | None = percent("既定支付进度", "planned payment progress")


class ProjectEvaluation(Section):
    """Figures of the one project that a project evaluation is about."""

    planned_funds: AmountFigure | None = amount("计划投入资金", "planned funds")
    budget_funds: AmountFigure | None = amount("预算资金", "budgeted funds")
    received_funds: AmountFigure | None = amount("实际到位资金", "funds received")
    due_funds: AmountFigure | None = amount("应到位资金", "funds due")
    timely_funds: AmountFigure | None = amount("及时到位资金", "funds received in time")
    spent_funds: AmountFigure | None = amount("实际支出资金", "funds spent")
    planned_output: AnyFigure | None = amount("计划产出数", "planned output")
    actual_output: AnyFigure | None = amount("实际产出数", "actual output")
    qualified_output: AnyFigure | None = amount("质量达标产出数", "output up to standard")
    planned_time: AnyFigure | None = amount("计划完成时间", "planned duration")
    actual_time: AnyFigure | None = amount("实际完成时间", "actual duration")
    planned_cost: AmountFigure | None = amount("计划成本", "planned cost")
    actual_cost: AmountFigure | None = amount("实际成本", "actual cost")


class Source(Section):
    """Where a report was published."""

    title: Text | None = None
    publisher: Text | None = None
    url: Text | None = None
    date: Text | None = None
    note: Text | None = None


class Item(Section):
    """One item of a list."""

    name: Text
    value: AnyFigure
    share: PercentFigure | None = None
    level: Annotated[int, Field(strict=True, ge=1, le=5)] = 1


_Id = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=r"^[^.\s]+$")]


class FigureList(Section):
    """A list of parts: expenditure by function, income by source, posts by kind.

    `of` names the figure that it breaks down by its path, or `total` states that figure. Only a list that is closed
    can fall short.
    """

    id: _Id
    name: Text
    by: Literal["function", "economic", "source", "project", "fund", "kind", "other"]
    closed: Closed = "unknown"
    of: Text | None = None
    total: AnyFigure | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def item_names(self) -> tuple[str, ...]:
        """Return what each item is called in a path: the second of one name is `其他#2`."""
        return _distinct(item.name for item in self.items)

    @model_validator(mode="after")
    def has_one_whole(self) -> Self:
        """Refuse a list that names its whole twice."""
        if self.of is not None and self.total is not None:
            raise custom_error(
                Phrase("of 与 total 只能写一个", "of and total exclude one another"),
                Phrase("合计已在报告中列明的用 of，否则用 total", "use of for a figure of the report, else total"),
            )
        return self


class Project(Section):
    """One project of the department, as the report lists it."""

    name: Text
    budget: AmountFigure | None = amount("预算数", "budget")
    executed: AmountFigure | None = amount("执行数", "outturn")
    rate: PercentFigure | None = percent("执行率", "stated execution rate")
    function: Text | None = Field(None, title="功能分类", description="functional class that it belongs to")


class Fact(Section):
    """A figure that fits no line: cases handled, items published."""

    id: Text
    name: Text
    value: AnyFigure


class Claim(Section):
    """A rate, share, growth or difference that the report states, with the figures it is computed from."""

    formula: Text
    inputs: dict[str, Text]
    value: AnyFigure
    where: Text | None = None


class OwnIdentity(Section):
    """A relation of the user's own that the figures of this report must keep."""

    name: Text
    whole: Text
    parts: Text
    at_most: StrictBool = False
    closed: Closed = True
    soft: StrictBool = False


class Target(Section):
    """One performance target, its mark and the points that the report gives itself.

    A quantitative target has a planned and an actual value; a qualitative one has the level that was reached.
    """

    name: Text
    group: Text
    planned: AnyFigure | None = None
    actual: AnyFigure | None = None
    level: Text | None = None
    direction: Literal["more", "less"] = "more"
    full_marks: PointsFigure
    points: PointsFigure | None = None

    @model_validator(mode="after")
    def is_one_or_the_other(self) -> Self:
        """Refuse a target that is neither quantitative nor qualitative."""
        quantitative = self.planned is not None and self.actual is not None and self.level is None
        qualitative = self.planned is None and self.actual is None and self.level is not None
        if not quantitative and not qualitative:
            raise custom_error(
                Phrase("绩效目标须有 planned 与 actual，或只有 level", "a target has planned and actual, or a level"),
                Phrase("定量指标写 planned、actual，定性指标写 level", "write planned and actual, or else level"),
            )
        return self


class StatedIndicator(Section):
    """What the report says of one scored line: its rate, its points, and the evidence of a rule that counts things."""

    value: PercentFigure | None = percent("指标值", "stated rate")
    points: PointsFigure | None = Field(None, title="得分", description="stated points")
    not_applicable: Text | None = Field(None, title="不适用", description="why the line does not apply")
    items: dict[str, StrictBool] | None = Field(None, title="要点", description="items of a checklist: met or not")
    occurrences: CountFigure | None = count("出现次数", "occurrences of what the rule deducts for")
    hits: CountFigure | None = count("达标个数", "targets that were hit")
    out_of: CountFigure | None = count("总个数", "targets in all")
    score: PointsFigure | None = Field(None, title="原始得分", description="score on another scale")
    score_full: PointsFigure | None = Field(None, title="原始满分", description="full marks of that scale")


class Stated(Section):
    """The sums that the report claims."""

    total: PointsFigure | None = Field(None, title="总分", description="stated total")
    full_marks: PointsFigure | None = Field(None, title="满分", description="stated full marks")
    grade: Text | None = Field(None, title="等级", description="stated grade")
    dimensions: dict[str, PointsFigure] = Field(default_factory=dict, title="一级指标得分")
    categories: dict[str, PointsFigure] = Field(default_factory=dict, title="二级指标得分")


@dataclass(frozen=True, slots=True)
class Located:
    """A figure found by its path.

    Attributes:
        path: Its path.
        label: What it is called.
        figure: The figure.
        unit: The unit of a quantity that carries none.
        finest: Digits of the finest figure of each unit in the same table. A figure is as precise as that, since
            trailing zeros are dropped in practice.
    """

    path: str
    label: Phrase
    figure: Figure
    unit: Unit | None
    finest: Mapping[str, int]

    @property
    def terms(self) -> tuple[Quantity, ...]:
        """The quantities that add up to the figure."""
        return self.figure.terms_in(self.unit)

    def unit_of(self, quantity: Quantity) -> Unit | None:
        """Return the unit that a quantity of this figure is in."""
        return quantity.unit or self.unit

    def interval(self, quantity: Quantity, mode: Rounding, unit: Unit | None, finest: int = 0) -> Interval:
        """Return the true values behind one quantity of the figure, in a unit.

        Args:
            quantity: One of the figure's terms.
            mode: How it was rounded.
            unit: The unit of the result.
            finest: Decimals of the finest amount of its unit in the same statement.
        """
        own = self.unit_of(quantity)
        counted = own is not None and own.dimension is Dimension.COUNT and quantity.decimals == 0
        if counted and quantity.approximation is None:
            return point(quantity.exact())
        decimals = max(quantity.decimals, self.finest.get(own.text if own else "", 0), finest)
        factor = Fraction(own.scale, unit.scale) if own and unit and same_scale(own, unit) else Fraction(1)
        return replace(quantity, unit=own).interval(mode, decimals=decimals).scaled(factor)


class Report(Section, LooksOver, Keeps):
    """A report's figures and claims.

    Example:
        >>> report = load_report({"unit": "万元", "年初预算": {"公用经费": "141.6"}})
        >>> report.find("initial_budget.operating_expenses").figure.terms[0].text
        '141.6'
    """

    title: Text | None = None
    department: Text | None = None
    year: Annotated[int, Field(strict=True, ge=1949, le=2200)] | None = None
    unit: Literal["元", "万元", "亿元"] | None = None
    rubric: Text | None = None
    source: Source | None = None

    initial_budget: Column | None = Field(None, title="年初预算", description="initial budget")
    full_year_budget: Column | None = Field(None, title="全年预算", description="full-year (adjusted) budget")
    final_accounts: Column | None = Field(None, title="部门决算", description="final accounts")
    prior_budget: Column | None = Field(None, title="上年预算", description="last year's budget")
    prior_accounts: Column | None = Field(None, title="上年决算", description="last year's final accounts")
    adjustment: Adjustment | None = Field(None, title="预算调整", description="budget adjustment")
    staff: Staff | None = Field(None, title="人员编制", description="staff and posts")
    new_buildings: NewBuildings | None = Field(None, title="新建楼堂馆所", description="new office buildings")
    assets: Assets | None = Field(None, title="固定资产", description="fixed assets")
    work: Work | None = Field(None, title="工作任务", description="tasks")
    progress: Progress | None = Field(None, title="支付进度", description="payment progress")
    project: ProjectEvaluation | None = Field(None, title="项目", description="the evaluated project")

    lists: tuple[FigureList, ...] = Field((), title="清单")
    projects: tuple[Project, ...] = Field((), title="项目清单")
    projects_closed: Closed = "unknown"
    identities: tuple[OwnIdentity, ...] = Field((), title="勾稽关系")
    facts: tuple[Fact, ...] = Field((), title="其他数据")
    claims: tuple[Claim, ...] = Field((), title="所列比率")
    targets: tuple[Target, ...] = Field((), title="绩效目标")
    indicators: dict[str, StatedIndicator] = Field(default_factory=dict, title="指标自评")
    stated: Stated = Field(default_factory=Stated.model_construct, title="自评结论")

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Return a report from plain data: in short where it fits, else by asking about each of its parts."""
        by_title = not _titles(Report).keys().isdisjoint(data)
        try:
            report: Self = _short_way(by_title=by_title).validate_python(data)
        except ValidationError:
            pass  # and its errors are forgotten
        else:
            return report
        return super().read(data)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between the parts of the report, each being right by itself."""
        yield from self._mixed_units()
        for key, ids in (("lists", [each.id for each in self.lists]), ("facts", [each.id for each in self.facts])):
            if len(set(ids)) == len(ids):
                continue
            for i, each in enumerate(ids):
                if each in ids[:i]:
                    path = f"{key}[{i}].id"
                    yield problem(path, f"标识“{each}”重复", f"the id {each!r} stands twice", "请改名", "rename one")

    def _mixed_units(self) -> Iterator[Problem]:
        if self.unit is not None:
            return
        amounts = [
            (located.path, quantity)
            for located in self.figures()
            if dimension_at(located.path) is Dimension.MONEY
            for quantity in located.figure.stated + tuple(part.quantity for part in located.figure.parts)
            if quantity.value != 0
        ]
        bare = [path for path, quantity in amounts if quantity.unit is None]
        if bare and len(bare) < len(amounts):
            yield problem(
                bare[0],
                "金额有的带单位、有的不带，单位混用",
                "some amounts carry a unit and others do not",
                '请加 unit = "万元"，或给每个金额写明单位',
                'add unit = "万元", or a unit to every amount',
            )

    def find(self, path: str) -> Located | None:
        """Return the figure at a path, or None where the report does not state it.

        Raises:
            ReportError: If no report could have a figure at this path.
        """
        found = self.section_figures.get(path) or self.named_figures.get(path)
        if found is None:
            check_path(path)
        return found

    def label(self, path: str) -> Phrase:
        """Return what the figure at a path is called, whether the report states it or not."""
        return Phrase(path, path) if path.partition(".")[0] in _NAMED_SECTIONS else _label_at(path)

    def figures(self) -> Iterator[Located]:
        """Yield every figure of the columns and sections that the report states, in the order of the model."""
        yield from self.section_figures.values()
        yield from self.named_figures.values()

    def project_names(self) -> tuple[str, ...]:
        """Return what each project is called in a path: the second of one name is `其他#2`."""
        return _distinct(each.name for each in self.projects)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, figures as written, that `load_report` reads back."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def sections(self) -> dict[str, Section]:
        """Return the columns and sections that the report has, by their names."""
        own = vars(self)
        return {head: own[head] for head in _FIGURE_SECTIONS if own[head] is not None}

    def section_values(self) -> list[tuple[str, Figure, Unit | None]]:
        """Return the figures of the columns and sections with their paths, and the unit of one that carries none."""
        money = self.unit_of(Dimension.MONEY)
        found: list[tuple[str, Figure, Unit | None]] = []
        for head, section in self.sections().items():
            _add_values(section, head, money, found)
        return found

    @property
    def section_figures(self) -> Mapping[str, Located]:
        """The figures of the columns and sections, by their paths."""
        return self.kept(Report._locate_sections)

    def _locate_sections(self) -> Mapping[str, Located]:
        found: dict[str, Located] = {}
        for head, section in self.sections().items():
            table = [(path, figure, dimension_at(path)) for path, figure in _paths(section, head)]
            alike: dict[Dimension, list[Figure]] = {}
            for _, figure, dimension in table:
                alike.setdefault(dimension, []).append(figure)
            units = {dimension: self.unit_of(dimension) for dimension in alike}
            finest = {kind: _finest((each, units[kind]) for each in figures) for kind, figures in alike.items()}
            for path, figure, kind in table:
                found[path] = Located(path, _label_at(path), figure, units[kind], finest[kind])
        return found

    @property
    def named_figures(self) -> Mapping[str, Located]:
        """The figures that the report names itself, by their paths: items of lists, projects, facts."""
        return self.kept(Report._locate_named)

    def _locate_named(self) -> Mapping[str, Located]:
        found: dict[str, Located] = {}
        for each in self.lists:
            values = {name: item.value for name, item in zip(each.item_names(), each.items, strict=True)}
            if each.total is not None:
                values = {"total": each.total, **{name: value for name, value in values.items() if name != "total"}}
            unit = None if each.of is None else self.unit_of(dimension_at(each.of))
            finest = _finest((value, unit) for value in values.values())
            for name, value in values.items():
                path = f"lists.{each.id}.{name}"
                found.setdefault(path, Located(path, _same(name), value, unit, finest))
        amounts = [
            (f"{name}.{field}", figure)
            for name, project in zip(self.project_names(), self.projects, strict=True)
            for field in _PROJECT_FIELDS
            if (figure := getattr(project, field)) is not None
        ]
        unit = self.unit_of(Dimension.MONEY)
        finest = _finest((figure, unit) for _, figure in amounts)
        for name, figure in amounts:
            found[f"projects.{name}"] = Located(f"projects.{name}", _same(name), figure, unit, finest)
        for fact in self.facts:
            path = f"facts.{fact.id}"
            found.setdefault(path, Located(path, _same(fact.name), fact.value, None, {}))
        return found

    def unit_of(self, dimension: Dimension) -> Unit | None:
        """Return the unit of a figure of some kind that carries none."""
        if dimension is Dimension.MONEY:
            return None if self.unit is None else UNITS[self.unit]
        return _UNITS_OF.get(dimension)


@cache
def _short_way(*, by_title: bool) -> SchemaValidator:
    checks: dict[type[BaseModel], Any] = {FigureList: FigureList.has_one_whole, Target: Target.is_one_or_the_other}
    return short_way(Report, checks, by_title=by_title)


_UNITS_OF = {Dimension.COUNT: UNITS["个"], Dimension.PERCENT: UNITS["%"], Dimension.POINTS: UNITS["分"]}
_NAMED_SECTIONS = ("lists", "projects", "facts")
_PROJECT_FIELDS = ("budget", "executed")
_FIGURE_SECTIONS: dict[str, type[BaseModel]] = {
    "initial_budget": Column,
    "full_year_budget": Column,
    "final_accounts": Column,
    "prior_budget": Column,
    "prior_accounts": Column,
    "adjustment": Adjustment,
    "staff": Staff,
    "new_buildings": NewBuildings,
    "assets": Assets,
    "work": Work,
    "progress": Progress,
    "project": ProjectEvaluation,
}


@cache
def _dimension(model: type[BaseModel], name: str) -> Dimension:
    """Return what a field of a table measures."""
    hints = _hints(model.model_fields[name].annotation)
    return next((hint.dimension for hint in hints if isinstance(hint, Reads)), Dimension.PLAIN)


def _hints(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _hints(each)


@lru_cache(maxsize=4096)
def dimension_at(path: str) -> Dimension:
    """Return what the figure at a path measures."""
    head, *rest = path.split(".")
    if head == "projects":
        return Dimension.MONEY
    if head not in _FIGURE_SECTIONS or not rest or rest[-1] not in _FIGURE_SECTIONS[head].model_fields:
        return Dimension.PLAIN
    return _dimension(_FIGURE_SECTIONS[head], rest[-1])


def _add_values(
    section: BaseModel, path: str, money: Unit | None, found: list[tuple[str, Figure, Unit | None]]
) -> None:
    """Add the figures of a section with their paths and units; those of a column's funds stand in the same table."""
    places = _places_of(type(section), path)
    for name, value in vars(section).items():
        if value is None:
            continue
        own, is_money, unit = places[name]
        if type(value) is Figure:
            found.append((own, value, money if is_money else unit))
        else:
            _add_values(value, own, money, found)


@cache
def _places_of(model: type[BaseModel], path: str) -> Mapping[str, tuple[str, bool, Unit | None]]:
    """Return the paths of the fields of a section, whether they are money, and else the unit of one without its own."""
    kinds = {name: _dimension(model, name) for name in model.model_fields}
    return {name: (f"{path}.{name}", kind is Dimension.MONEY, _UNITS_OF.get(kind)) for name, kind in kinds.items()}


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return names of which none stands twice."""
    found: dict[str, None] = {}
    counts: dict[str, int] = {}
    for name in names:
        own = name
        while own in found:
            counts[name] = counts.get(name, 1) + 1
            own = f"{name}#{counts[name]}"
        found[own] = None
    return tuple(found)


@lru_cache(maxsize=1024)
def check_path(path: str) -> None:
    """Refuse a path at which no report can have a figure of a column or section."""
    head, *rest = path.split(".")
    if head in _NAMED_SECTIONS and rest:
        if head == "projects" and rest[-1] not in _PROJECT_FIELDS:
            raise _no_such_path(path, rest[-1], _PROJECT_FIELDS)
        return
    if head not in _FIGURE_SECTIONS or not rest:
        raise _no_such_path(path, head, (*_FIGURE_SECTIONS, *_NAMED_SECTIONS))
    model = _FIGURE_SECTIONS[head]
    for name in rest[:-1]:
        if name not in SCOPES or name not in model.model_fields:
            raise _no_such_path(path, name, model.model_fields)
        model = Lines
    if rest[-1] not in model.model_fields or rest[-1] in SCOPES:
        raise _no_such_path(path, rest[-1], model.model_fields)


@cache
def _label_at(path: str) -> Phrase:
    """Return what the figure of a column or section is called."""
    head, *rest = path.split(".")
    labels, model = [_label(Report, head)], _FIGURE_SECTIONS[head]
    for name in rest:
        labels.append(_label(model, name))
        model = Lines
    return Phrase("·".join(each.zh for each in labels), ", ".join(each.en for each in labels))


def _same(name: str) -> Phrase:
    return Phrase(name, name)


def _label(model: type[BaseModel], name: str) -> Phrase:
    field = model.model_fields[name]
    return Phrase(field.title or name, field.description or name)


def _paths(section: BaseModel, path: str) -> Iterator[tuple[str, Figure]]:
    """Yield the figures of a section with their paths; those of a column's funds stand in the same table."""
    for name, value in vars(section).items():
        if value is None:
            continue
        if isinstance(value, Figure):
            yield f"{path}.{name}", value
        else:
            yield from _paths(value, f"{path}.{name}")


def _finest(figures: Iterable[tuple[Figure, Unit | None]]) -> Mapping[str, int]:
    """Return the digits of the finest figure of each unit; figures without one are in the unit beside them."""
    finest: dict[str, int] = {}
    for figure, unit in figures:
        for quantity in figure.stated + tuple(part.quantity for part in figure.parts):
            own = quantity.unit or unit
            text = own.text if own else ""
            finest[text] = max(finest.get(text, 0), quantity.decimals)
    return finest


def _no_such_path(path: str, name: str, known: Iterable[str]) -> ReportError:
    reason = Phrase(f"没有“{path}”这样的数据路径", f"no figure can stand at {path!r}")
    return ReportError([Problem(path, reason, did_you_mean(name, known))])


def load_report(report: Report | Mapping[str, Any] | str | Path) -> Report:
    """Return a report from a mapping, or from the path of a TOML or JSON file.

    Args:
        report: A report (returned as it is), a mapping, or a path.

    Returns:
        The report, validated and frozen.

    Raises:
        ReportError: With every problem of the input, each with its path, its reason and the mend.
        FileError: If the file cannot be read.

    Example:
        >>> load_report({"unit": "万元", "initial_budget": {"operating_expenses": 141.6}}).unit
        '万元'
    """
    if isinstance(report, Report):
        return report
    if isinstance(report, Mapping):
        return build(Report, report, ReportError, "", "")
    given: object = report
    if not isinstance(given, str | Path):
        raise not_a("报告", "a report", given, ReportError)
    return build(Report, read_data(Path(report), ReportError), ReportError, str(report), "")


def parse_report(raw: bytes, form: Literal["toml", "json"], source: str) -> Report:
    """Return a report from the bytes of a file.

    Raises:
        ReportError: With every problem of the input.
    """
    return build(Report, parse_data(raw, form, ReportError, source), ReportError, source, "")
