"""What the columns of a table are of, as their headers and their numbers say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from perfmetrics.auditing.lexer import Number
from perfmetrics.quantities import Dimension

_LONGEST_HEADER = 40

_EARLIER = re.compile("上年|去年|上一年|上期|年初(?!预算|安排|批复|下达|计划)|期初")
_FINAL = re.compile(r"决算|执行|实际|完成|支出数|使用|\(B\)")
_BUDGET = re.compile(r"预算|计划|批复|下达|年初安排|到位|\(A\)")
_AMOUNT = re.compile(
    "金额|编制|在职|实有|本年|今年|当年|本期|年末|期末|收入|支出|资金|拨款|经费|合计|小计|总计|分值|得分|权重|人数|数量|季度|累计"
)
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年|\D|$)")
_UNIT = re.compile("亿元|万元|元")
_SKIPPED = re.compile(
    "序号|行次|编码|代码|单价|人均|平均|指标值|目标值|完成值|标准|日期|时间|电话|备注|原因|说明|基本情况|依据"
)
_SHARE = re.compile("占比|比重|所占|占(?!年初|调整|全年|预算|上年|去年|计划)|构成比")
_RATIO = re.compile(
    "执行率|完成率|控制率|得分率|执行进度|支出进度|支付率|支付进度|完成进度|到位率|使用率|B/A|完成比例|执行比例"
    "|(?:[为占]|完成)(?:年初|调整|全年|本年)?(?:预算|计划|上年|去年).*(?:%|率|比例)"
)
_DEVIATION = re.compile("(?:差异|偏差|偏离)(?:率|度|%|比例)|(?:差异|偏差).*%")
_MOVES = "增减|增长|变动|变化|升降|增加|减少|下降|节约|压减|[增减升降]"
_GROWTH = re.compile(
    f"(?:{_MOVES})(?:[额数]|变化|情况)?(?:率|幅|速|比|百分比|\\(?%)|±%|(?:同比|[比较]上年|[比较]去年|[比较]预算).*%"
)
_CHANGE = re.compile(f"(?:{_MOVES})|差额|差异|同比|[比较](?:上年|去年|年初|预算|\\d)")
_LEFT = re.compile("结余|剩余|余额|未执行|未支付")
_ADDED = re.compile(
    r"预算|决算|执行|金额|支出|收入|拨款|资金|[上本去今当]年|\d{4}年?|分值|得分|合计|小计|经费|[万亿]?元"
)


class Role(StrEnum):
    """What a column holds."""

    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    AMOUNT = "amount"
    CHANGE = "change"
    LEFT = "left"
    GROWTH = "growth"
    RATIO = "ratio"
    DEVIATION = "deviation"
    SHARE = "share"


_ROLES = (
    (Role.SKIPPED, _SKIPPED),
    (Role.RATIO, _RATIO),
    (Role.SHARE, _SHARE),
    (Role.DEVIATION, _DEVIATION),
    (Role.GROWTH, _GROWTH),
    (Role.LEFT, _LEFT),
    (Role.CHANGE, _CHANGE),
)
RATES = frozenset({Role.GROWTH, Role.RATIO, Role.DEVIATION, Role.SHARE})


@dataclass(frozen=True, slots=True)
class Column:
    """What a header says of its column.

    Attributes:
        name: The header.
        role: What the column holds.
        is_budget: Whether it is planned.
        is_final: Whether it is spent.
        is_earlier: Whether it is of last year.
        year: The year it names, or 0.
    """

    name: str
    role: Role
    is_budget: bool = False
    is_final: bool = False
    is_earlier: bool = False
    year: int = 0

    @classmethod
    def of(cls, name: str) -> Column:
        """Return what a header says.

        Example:
            >>> Column.of("上年决算数").role, Column.of("增减率").role
            (<Role.AMOUNT: 'amount'>, <Role.GROWTH: 'growth'>)
        """
        if len(name) > _LONGEST_HEADER:
            return cls(name, Role.UNKNOWN)
        for role, pattern in _ROLES:
            if pattern.search(name):
                return cls(name, role)
        year = _YEAR.search(name)
        is_final = _FINAL.search(name) is not None
        is_budget = not is_final and _BUDGET.search(name) is not None
        is_earlier = _EARLIER.search(name) is not None
        known = bool(is_final or is_budget or is_earlier or year or _AMOUNT.search(name) or _UNIT.search(name))
        role = Role.AMOUNT if known else Role.UNKNOWN
        return cls(name, role, is_budget, is_final, is_earlier, int(year[1]) if year else 0)

    @property
    def is_known(self) -> bool:
        """Whether the header is a name that tables have for columns beside the labels."""
        return self.role is not Role.UNKNOWN

    @property
    def is_numeric(self) -> bool:
        """Whether the header is the name of a column of numbers."""
        return self.role not in {Role.UNKNOWN, Role.SKIPPED}

    @property
    def names_earlier(self) -> bool:
        """Whether the header speaks of an earlier year: for a rate, of what it is a rate."""
        return _EARLIER.search(self.name) is not None

    @property
    def is_added(self) -> bool:
        """Whether amounts under such a header add up."""
        return self.name == "" or (self.role is Role.AMOUNT and _ADDED.search(self.name) is not None)

    def is_before(self, other: Column) -> bool:
        """Return whether it is of an earlier year than another."""
        if self.year and other.year:
            return self.year < other.year
        return self.is_earlier and not other.is_earlier

    def is_plan_of(self, other: Column) -> bool:
        """Return whether it is the budget of what another says was spent."""
        same_year = not (self.year and other.year) or self.year == other.year
        return self.is_budget and other.is_final and same_year and self.is_earlier == other.is_earlier

    def has_unit_of(self, other: Column) -> bool:
        """Return whether no other unit stands in its header than in another."""
        own, its = _UNIT.search(self.name), _UNIT.search(other.name)
        return own is None or its is None or own.group() == its.group()


def columns_of(header: Sequence[str], rows: Sequence[Sequence[Number | None]]) -> list[Column]:
    """Return what the columns are of; a change that is written in percent is a rate.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [column.role.value for column in columns_of(("决算数", "比上年增减"), [lex("9元，5%").numbers])]
        ['amount', 'growth']
    """
    found = [Column.of(name) for name in header]
    for i, column in enumerate(found):
        cells = [cell for row in rows if (cell := row[i]) is not None and cell.digits != 0]
        if not cells or any(cell.dimension is not Dimension.PERCENT for cell in cells):
            continue
        if column.role is Role.CHANGE:
            found[i] = replace(column, role=Role.DEVIATION if "差异" in column.name else Role.GROWTH)
        elif column.role not in RATES:
            found[i] = replace(column, role=Role.SKIPPED)
    return found
