"""Classes of expenditure by function and by economic purpose, as reports name them.

The names are those of the classification of government revenue and expenditure (政府收支分类科目), where they are
certain: 其他支出 is a class of both kinds, and no list is told by it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

By = Literal["function", "economic"]

_FUNCTIONS = (
    "一般公共服务|外交|国防|公共安全|教育|科学技术|文化旅游体育与传媒|文化体育与传媒|社会保障和就业|社会保障与就业|卫生健康"
    "|医疗卫生与计划生育|节能环保|城乡社区事务|城乡社区|农林水事务|农林水|交通运输|资源勘探工业信息等|资源勘探信息等|商业服务业等|金融"
    "|援助其他地区|自然资源海洋气象等|国土海洋气象等|住房保障|粮油物资储备|灾害防治及应急管理|债务还本|债务付息|债务发行费用"
)
_CLASSES = (
    "工资福利支出|工资福利|商品和服务支出|商品和服务|商品服务支出|对个人和家庭的?补助支出|对个人和家庭的?补助|资本性支出|其他资本性支出"
    "|债务利息及费用支出|对企业补助|对社会保障基金补助"
)
_SUBCLASSES = (
    "基本工资|津贴补贴|津补贴|奖金|伙食补助费?|绩效工资|机关事业单位基本养老保险缴费|基本养老保险缴费|职业年金缴费?|职工基本医疗保险缴费"
    "|城镇职工基本医疗保险缴费|基本医疗保险缴费|公务员医疗补助缴费?|其他社会保障缴费|社会保障缴费|住房公积金|其他工资福利支出|办公费用?|印刷费"
    "|咨询费|手续费|水费|电费|水电费|邮电费|取暖费|物业管理费|差旅费|因公出国(?:境)?费用?|维修费|租赁费|会议费|培训费|公务接待费"
    "|专用材料费|被装购置费|专用燃料费|劳务费|委托业务费|工会经费|福利费|公务用车运行维护费|其他交通费用?|税金及附加费用|其他商品和服务支出"
    "|离休费|退休费|退职费|抚恤金|生活补助|救济费|医疗费补助|助学金|奖励金|代缴社会保险费|其他对个人和家庭的?补助支出?|房屋建筑物购建"
    "|办公设备购置费?|专用设备购置费?|基础设施建设|大型修缮|信息网络及软件购置更新|物资储备|其他交通工具购置|无形资产购置"
)
_NUMERAL = "[0-9一二三四五六七八九十]{1,2}"
NOISE = rf"(?:{_NUMERAL}[、.]|\({_NUMERAL}\)|其中|主要|用于|包括|含|列|是|[：，,(]|[①-⑳])*"
# Words that name the column of an amount, and nothing else.
_REST = (
    "(?P<rest>(?:支出|年初|全年|调整后?|预算|决算|安排|批复|执行|完成|实际|金额|合计|共计|总计|累计|数|额|共|计|为|是|约|达|：|，|,"
    "|[0-9]{4}年度?|本年度?|上年度?|去年)*)"
)
_FUNCTION = re.compile(f"{NOISE}(?P<name>{_FUNCTIONS})(?:支出)?{_REST}")
_ECONOMIC = re.compile(f"{NOISE}(?:(?P<upper>{_CLASSES})|(?P<lower>{_SUBCLASSES})){_REST}")
_OWNED = re.compile(rf"{NOISE}(?P<name>[^，,。；：()]{{2,40}})\([款项]\)(?:支出)?{_REST}")
_MARKED = re.compile(
    r"(?P<class>[^，,。；：()]{2,30})\(类\)(?:支出)?"
    r"(?:(?P<section>[^，,。；：]{2,40}?)\(款\)(?:支出)?)?(?:(?P<item>[^，,。；：]{2,40}?)\(项\)(?:支出)?)?" + _REST
)
_CLAUSE = re.compile("[，,。；：、\n]")
_SENTENCE = re.compile("[。；\n]")
_WORDS_IN_BRACKETS = re.compile(r"\([^()0-9]{1,6}\)")
_ENDING = re.compile("(?:支出|费用|(?<!缴)费)$")


class Class(NamedTuple):
    """A class of expenditure that words name.

    Attributes:
        by: What it is a class by.
        chain: What it is called, behind what it is a part of: 类, 款, 项. Without the endings that vary.
        name: What the words call it.
        rest: The words behind its name, which may name a column.
        is_part: Whether it is a part of the class above it, without being named with it.
        is_lower: Whether it is an economic class of the second level.
    """

    by: By
    chain: tuple[str, ...]
    name: str
    rest: str
    is_part: bool = False
    is_lower: bool = False


def class_of(words: str) -> Class | None:
    """Return the class of expenditure that the words before an amount, or beside a row, name.

    Example:
        >>> class_of("其中：社会保障和就业(类)行政事业单位养老支出(款)职业年金缴费(项)：支出决算为").chain
        ('社会保障和就业', '行政事业单位养老', '职业年金缴费')
        >>> class_of("(1)工资福利支出").by, class_of("群众满意")
        ('economic', None)
    """
    sentence = _SENTENCE.split(words)[-1]
    marked = _MARKED.search(sentence)
    if marked is not None:
        upper = _FUNCTION.fullmatch(marked["class"])
        if upper is None or marked.end() != len(sentence):
            return None
        names = [upper["name"], *filter(None, (marked["section"], marked["item"]))]
        name = names[-1] if len(names) > 1 else _named(marked["class"], upper)
        return Class("function", tuple(_ENDING.sub("", each) for each in names), name, marked["rest"])
    owned = _OWNED.fullmatch(sentence)
    if owned is not None:
        return Class("function", (_ENDING.sub("", owned["name"]),), owned["name"], owned["rest"], is_part=True)
    return _unmarked(sentence)


def _unmarked(sentence: str) -> Class | None:
    """Return the class that the last clause names which is more than the name of a column."""
    clauses = _CLAUSE.split(_WORDS_IN_BRACKETS.sub("", sentence))
    clause = next((each for each in reversed(clauses) if each), "")
    function = _FUNCTION.fullmatch(clause)
    if function is not None:
        return Class("function", (function["name"],), _named(clause, function), function["rest"])
    economic = _ECONOMIC.fullmatch(clause)
    if economic is None:
        return None
    name = economic["upper"] or economic["lower"]
    return Class("economic", (_ENDING.sub("", name),), name, economic["rest"], is_lower=economic["upper"] is None)


def _named(words: str, found: re.Match[str]) -> str:
    """Return a name with 支出 where the words have it."""
    stop = found.end("name")
    return words[found.start("name") : stop] + ("支出" if words.startswith("支出", stop) else "")
