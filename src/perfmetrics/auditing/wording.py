"""The words of reports: what stands before a number tells what it is. All patterns are linear.

Where a pattern is looked for in many words, each of its alternatives starts with a character of its own, and what must
not stand before it is looked at behind it: so a text is passed over quickly where none of these characters stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache, reduce
from operator import or_

_UP_WORDS = (
    "净增加|增加|调增|调高|增产|增发|多支|多收|超收|超支|大于|多于|净增|增长|上升|提高|提升|增收|增支|增值|上涨|上调|追加|扩大|高出|超出"
    "|超过|多出|增(?<!新增)|升|多|高|超"
)
_DOWN_WORDS = (
    "负增长|调减|调低|减产|净减少|减少|短收|小于|少于|结省|下降|降低|减收|减支|压减|压缩|缩减|节约|节余|节省|下滑|下调|回落|核减|削减"
    "|少支|少收|减|降|少|低"
)
_TAIL = (
    "(?:预算|计划|上年|决算|年初|预期|支|安排|投入|拨付|列支|下达|了|额度?|数额?|金额|资金|经费|支出|收入|率|幅度?|速|比例|百分比|共计?"
    "|为|是|达到?|至|约|近|有|：|:|的)*"
)
_UP = re.compile(f"(?:{_UP_WORDS}){_TAIL}$")
_DOWN = re.compile(f"(?:{_DOWN_WORDS}){_TAIL}$")
_MOVED = re.compile(f"(?:{_DOWN_WORDS}|{_UP_WORDS}){_TAIL}$")
# 增（减）, 增长（下降）, 增/减: a choice of the template that nobody made.
_CHOICE = re.compile(
    "(?:增[加长]?|上升|提高|升|增幅)[(/或](?:减[少]?|下降|降低?|减幅)|(?:减少?|下降|降低?)[(/或](?:增[加长]?|上升|升)|增减(?:额|变化|幅度?|率|比例)?(?:为|是|：)*$"
)
_IN_BRACKETS = re.compile(f"\\((?P<verb>{_UP_WORDS}|{_DOWN_WORDS})\\)(?:率|幅度?|额)?(?:为|达|：)*$")
_WORDY = re.compile(r"\([^()\d]{0,16}\)")
_TO_CLAUSE = re.compile("(?s:.)*[。；;，,、：()！？|\n《》=×÷+<>≤≥]")
SHARE = re.compile(
    "(?P<alone>所?占比[例重]?|(?:^|的)比[例重])(?:分别|依次|各|为|是|达到?|约|：)*$|占(?P<whole>[^占]{0,40})$"
)
DONE = re.compile(
    "(?:完成(?!率)(?P<what>[^完]{0,30}?)的?(?:比例)?(?:为|达到?)?|(?P<as>为|达到?|是|占)(?P<base>[^，]{0,24}?(?:预算|目标|计划|任务|预计)[^，]{0,6}?)的?"
    "|(?P<rate>[^，。；：的占]{0,12}(?:率|进度))(?:分别|依次)?(?:为|是|达到?|约|等于|：)*)$"
)
COMPARED = re.compile(
    r"[同环比较与和](?:(?<=[同环])(?P<yoy>比)|(?<!环)(?:于|起)?(?P<other>(?:上一?年|去年|前年|往年|\d{4}年?|年初|调整|预算|同期|本年|计划|核定|批复|下达|概算|目标|决算|上期|上月|前)[^，。；：、|]{0,16}))"
)
BASE = re.compile(
    r"(?:比|较|与|同|和)(?P<other>(?:上一?年|去年|前年|\d{4}年?|年初|预算|决算|同期|调整|计划|核定|批复|概算|本年|全年)[^，。；：、|]{0,18}"
    r"|[^，。；：、|\d]{0,12}(?:执行数|快报数|预计数|预算数|决算数))$"
)
PRIOR_ONLY = re.compile(
    r"^(?:而)?(?:(?:上一?年度?|去年度?|前年|(?P<year>\d{4})年度?|上季度|上半年|上月)(?:同期|末|[一二三四]季度|\d{1,2}月份?)?|同期|[一二三四]季度)"
    r"(?:的)?(?:同口径)?(?:决算|预算|执行|安排|支出|收入|实际|完成|发生)*(?:数|额)?(?:为|是|：|共|仅|则|只|有|同)*$"
)
PAST = re.compile(r"^(?:上一?年|去年|前年)")
THIS_YEAR = re.compile(
    r"^(?:而)?(?:本年度?|今年度?|当年|(?P<year>\d{4})年度?)(?:决算|预算|执行|安排|支出|实际|完成|发生)*(?:数|额)?(?:为|是|：|共|仅|则|只|有)*$"
)
AFTER = re.compile("后(?:为|是|余|剩|达)?$")
FROM = re.compile(
    r"(?:由|从)(?:(?:上年|去年|前年|\d{4}年|年初|上年同期|期初|原来|原先|原|改革前|每[人户亩]每[年月日])(?:度|末)?(?:预算|决算)?数?的?)?$"
)
UP_TO = re.compile(
    r"^(?:\d{4}年度?的?)?(?P<verb>增加?|提高|上升|增长|扩大|提升|减少?|下降|降低?|压减|压缩|缩减|调整|调[增减]?|变动|变)(?:到|至|为|成)(?:(?:本年|今年|\d{4}年)(?:度|末)?的?)?$"
)
_DIGITS_OF_YEAR = 4
_BEFORE_COMPARISON = re.compile(r"\d[同环比较与和]")  # behind which a year may go on where a comparison is left out
_FILLER = re.compile(
    r"^(?:[0-9一二三四五六七八九十]{1,3}[.、]|\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|\d{4}年度?|\d{1,2}月份?|其中|分别|包括|主要|本年度?|当年|全年|年初|截至|累计|以及|和|及|与|含|是|为|由|从|按|中(?=[，：])|，|、|：|\)|\s)+"
)
_STARTS_FILLER = frozenset("一二三四五六七八九十其分包主本当全年截累以和及与含是为由从按中")
_TRAILING = re.compile(
    "(?:合计|总计|共计|累计|共|计|约|近|为|是|达到?|完成|实现|安排|支出为|数额?|金额|总额|有|：|的|仅|分别|依次|各)+$"
)
_ENDS_TRAILING = frozenset("计共约近为是达到成现排数额有：的仅别次各\n")
_LAST_COLUMN = re.compile(
    "(?s:.)*(?:(?P<final>决算|实际|支出数)|(?P<budget>预算|计划|批复|下达|核定(?!编|人|的?岗)|目标(?!类)))"
)
_COLUMN_WORDS = re.compile(
    "(?:年初|年末|全年|调整后?|本年|当年|支出|收入|财政拨款|实际)*(?:预算|决算|执行|计划|批复|下达|目标|实际)(?:收入|支出|数|额|为|安排)*"
)
_COLUMN_WORD = re.compile("预算|决算|执行|计划|批复|下达|目标|实际")  # one of which they hold
OF_WHICH = re.compile(
    "其中|分别(?:为|是)|包括|构成|组成|分项|具体[为是]|分为："
    + "".join(f"|{by}[^，。；：按从]{{1,10}}(?:分类?|划分|看)(?:为|是)?[，：]" for by in "按从分")
    + "|按[^，。；：按从]{2,6}：|含"
)
CLOSED = re.compile("由[^，。；]{0,20}(?:组成|构成)|分别(?:为|是)")
# Of one of many, or a limit that something is held against, and no part of a sum.
PER_HEAD = re.compile("均(?<=[人日次平户车辆]均)|每|单价|[低高]于[^，。；]{0,10}(?:限额|上限|控制[数额])$")
_LOOSE = re.compile("[按从]|分(?!别)")
NEUTRAL = re.compile("(?:变动|变化|增减|调整|升降)(?:率|幅度?|比例)(?:分别|依次|各|为|是|达到?|约|：)*$")
FLAT = re.compile("持平(?<!基本持平)|无增减|无变化|零增长|没有变化|未变化|保持不变|不变|一致")


class Way(StrEnum):
    """Which way a figure went."""

    UP = "up"
    DOWN = "down"
    OPEN = "open"


def way(before: str) -> Way | None:
    """Return which way the words before a number say it went; `OPEN` where the template's choice was not made.

    Example:
        >>> way("较上年减少"), way("增长（下降）".replace("（", "(").replace("）", ")")), way("接待费")
        (<Way.DOWN: 'down'>, <Way.OPEN: 'open'>, None)
    """
    return way_of(before, lead_of(before))


def may_turn(before: str) -> bool:
    """Return whether words may say that a figure rose or fell: most are told by their last character not to."""
    return before[-1:] in _ENDS_TURNED or "多" in before or "少" in before


def way_of(before: str, lead: str) -> Way | None:
    """Return the same where the words of the last clause are known."""
    tail = before[-24:]
    if "(" in tail or "/" in tail or "或" in tail or "增减" in tail:
        if _CHOICE.search(tail):
            return Way.OPEN
        bracket = _IN_BRACKETS.search(tail)
        if bracket is not None:
            return Way.DOWN if re.fullmatch(_DOWN_WORDS, bracket["verb"]) else Way.UP
    if lead[-1:] in _ENDS_TURNED and _MOVED.search(lead) is not None:
        return Way.DOWN if _DOWN.search(lead) else Way.UP
    done = _DONE_MORE.search(lead) if "多" in lead or "少" in lead else None
    return None if done is None else Way.UP if done["more"] == "多" else Way.DOWN


# What a verb of change ends in, and what may stand behind it: with a bracket or a quote that is passed over.
_ENDS_TURNED = frozenset(
    "加增高产发支收长升值涨调大出过超多于少低减省降缩约余滑落"
    "算划年初期排入付达了额度数金费率幅速比例共计为是到至近有：:的)“”"
)
# 比上年多办, 较去年少处罚
_DONE_MORE = re.compile("[比较](?:上年|去年|前年|上期|[0-9]{4}年)(?:同期)?(?:度)?(?P<more>[多少])[\u4e00-\u9fff]{1,3}$")
_FASTER = re.compile("(?:快于|领先于?|优于|高于|高出|超过|多于)[^，。；]{0,16}$")
_SLOWER = re.compile("(?:慢于|滞后于?|落后于?|低于|少于)[^，。；]{0,16}$")


def faster(before: str) -> Way | None:
    """Return which way progress parted from the plan: 快于序时进度, 慢于序时进度."""
    if _FASTER.search(before):
        return Way.UP
    return Way.DOWN if _SLOWER.search(before) else None


def plain(before: str) -> str:
    """Return words without brackets that hold words only, such as （境）."""
    return _without_asides(before) if _is_quoted(before) else before


def _is_quoted(words: str) -> bool:
    return "(" in words or "“" in words or "”" in words


def _without_asides(words: str) -> str:
    words = words.replace("“", "").replace("”", "")
    return _WORDY.sub("", words) if "(" in words and ")" in words else words


def lead_of(before: str) -> str:
    """Return the words of the last clause before a number, at most forty characters."""
    words = before[-80:]
    if _is_quoted(words):
        words = _without_asides(words)
    tail = words[-40:]
    end = _TO_CLAUSE.match(tail)
    return tail if end is None else tail[end.end() :]


NAMED_WHOLE = re.compile(
    "(?:^|[。；：，\n])(?:(?P<whole>[^，。；：（(其中\n]{1,14})(?:中[，：]|(?:主要)?包括[：，]?|由(?=[^0-9]{2,30}$))"
    "|由(?=[^0-9，。；：]{2,30}$))"
)


MAY_NAME_WHOLE = re.compile("中(?<!其中)[，：]|包括|由(?=[^0-9]{2,30}$)")  # one of which such words hold


def without_verb(clause: str) -> str:
    """Return a clause without the verb of change at its end."""
    for pattern in (_DOWN, _UP):
        found = pattern.search(clause)
        if found is not None:
            return clause[: found.start()]
    return clause


def label_of(words: str) -> str:
    """Return what words before a number call it, without dates, list numbers and filler.

    Example:
        >>> label_of("其中：2019年公务接待费支出决算为")
        '公务接待费支出决算'
    """
    label = _without_filler(words)
    return _without_filler(_TRAILING.sub("", label)) if label[-1:] in _ENDS_TRAILING else label


def _without_filler(words: str) -> str:
    first = words[:1]
    found = _FILLER.match(words) if first in _STARTS_FILLER or not first.isalpha() else None
    return words if found is None else words[found.end() :]


_ITEM_NUMBER = re.compile(r"(?:[0-9一二三四五六七八九十]{1,3}[.、]|\([0-9一二三四五六七八九十]{1,3}\))")
NO_THING = re.compile("(?:情况|说明|概况|工作|分析|如下|方面|信息|表)$")


def heading_of(words: str) -> str:
    """Return what a heading calls the thing below it; nothing where it names a chapter: (二)执行管理情况.

    Example:
        >>> heading_of("三、三公经费(二)公务接待费"), heading_of("(二)执行管理情况")
        ('公务接待费', '')
    """
    last = _ITEM_NUMBER.split(words)[-1]
    return "" if NO_THING.search(last) else label_of(last)


_FUNDS = re.compile(
    "一般公共(?:财政)?预算|政府性基金(?:预算)?|国有资本经营预算|公共财政预算"
)  # names that are no budget


def column_of(words: str) -> str:
    """Return the column that words name: `final`, `budget` or none."""
    if "预算" in words or "基金" in words:
        words = _FUNDS.sub("", words)
    if "执行" in words:
        return "final"
    last = _LAST_COLUMN.match(words)
    return "" if last is None else last.lastgroup or ""


def year_of(words: str) -> str:
    """Return the last year that words name."""
    if "年" not in words or (not _last_year(words) and _BEFORE_COMPARISON.search(words) is None):
        return ""
    return _last_year(COMPARED.sub("", words))


def _last_year(words: str) -> str:
    at = words.rfind("年")
    while at >= _DIGITS_OF_YEAR:
        year = words[at - _DIGITS_OF_YEAR : at]
        if year.isdecimal():
            return year
        at = words.rfind("年", 0, at)
    return ""


def item_of(label: str) -> str:
    """Return a label without the words that name its column."""
    return _COLUMN_WORDS.sub("", label) if _COLUMN_WORD.search(label) else label


_ENDS = ("收入", "支出", "经费", "费")
_NO_CORE = re.compile("[0-9年的()“”]|预算|决算|总额|总计|合计|金额|规模|总|全国|全市|全县|全区|资金")
_SHORTEST = 3  # characters of a name that is told within another: every expenditure ends in 支出
SAME = 4  # how alike names are that are one
NAMED = 3  # that say the same where one is shorter
WITHIN = 2  # of which one stands within the other


@lru_cache(maxsize=4096)
def core(label: str) -> str:
    """Return what is left of a label without years, places and words for totals."""
    return _NO_CORE.sub("", label)


def turns(label: str, other: str) -> bool:
    """Return whether a label speaks of spending, and the other of income alone, or the other way round."""
    if "支出" in label and "收入" in other and "支出" not in other:
        return True
    return "收入" in label and "支出" in other and "收入" not in other


def likeness(named: str, label: str) -> int:
    """Return how alike a name is to a label: `SAME`, `NAMED`, `WITHIN`, 1 for a common character, 0 for none."""
    a, b = core(named), core(label)
    if not a or not b:
        return 1 if named and named == label else 0
    if a == b:
        return SAME
    short = min(len(a), len(b)) < _SHORTEST
    if a in b or b in a:
        ends = not short and (b.endswith(a) or a.endswith(b))
        return NAMED if ends or _is_longer(a, b) or _is_longer(b, a) else WITHIN
    return int(not set(a).isdisjoint(b))


def _is_longer(short: str, long: str) -> bool:
    """Return whether a name is another one and an ending that names may have or lack."""
    return long.startswith(short) and long[len(short) :] in _ENDS


def same_item(first: str, second: str) -> bool:
    """Return whether two labels name the same item."""
    return likeness(first, second) >= NAMED


# The two largest classes of expenditure: there are others, so that only a slip of the pen can be told from them.
_PAY_AND_GOODS = (("工资福利",), ("商品", "公用"))
_SETS = (
    (("基本",), ("项目",)),
    (("人员",), ("公用",)),
    (("人员",), ("商品", "日常")),
    (("购置",), ("运行",)),
    (("出国", "境"), ("接待",), ("公车", "车", "用车")),
    (("货物",), ("工程",), ("服务",)),
    (("国内",), ("外事", "外宾", "国外", "境外")),
    (("在用", "使用"), ("闲置",), ("报废",)),
    (("一季度",), ("二季度",), ("三季度",), ("四季度",)),
    _PAY_AND_GOODS,
    (("工资",), ("商品",), ("个人",)),
    (("税收",), ("非税",)),
    (("集中采购",), ("分散采购",)),
    (("在职",), ("离休",), ("退休",)),
    (("在编", "编内"), ("聘用", "编外", "临聘")),
    (("管理",), ("专业技术", "专技"), ("工勤",)),
    (("行政",), ("工勤",), ("事业",)),
    (("一般公共",), ("政府性基金",)),
    (("使用非财政",), ("年初",)),
    (("结余分配",), ("年末",)),
)


# Each kind of each set is a bit, so that the names of parts are looked through once and not once for each set.
_BITS = {
    (i, j): 1 << place
    for place, (i, j) in enumerate((i, j) for i, kinds in enumerate(_SETS) for j in range(len(kinds)))
}
_KINDS_OF_SETS = tuple((sum(_BITS[i, j] for j in range(len(kinds))), len(kinds) + 1) for i, kinds in enumerate(_SETS))
_KINDS_OF_WORDS = {
    word: sum(bit for (i, j), bit in _BITS.items() if word in _SETS[i][j])
    for kinds in _SETS
    for kind in kinds
    for word in kind
}


@lru_cache(maxsize=4096)
def _kinds_in(label: str) -> int:
    """Return the kinds that a label names."""
    return reduce(or_, (kinds for word, kinds in _KINDS_OF_WORDS.items() if word in label), 0)


_THREE_PUBLIC = (("出国", "境"), ("接待",), ("公车", "车", "购置", "运行"))


def may_lack_classes(parts: list[str]) -> bool:
    """Return whether parts are the two largest classes of expenditure, beside which there are others."""
    return len(parts) == len(_PAY_AND_GOODS) and all(
        any(word in part for part in parts for word in kind) for kind in _PAY_AND_GOODS
    )


def shares_name(first: str, second: str) -> bool:
    """Return whether two labels have a word in common, of three characters at least.

    Example:
        >>> shares_name("申请专项债券", "专项债券已支出"), shares_name("项目总投资", "项目支出")
        (True, False)
    """
    return any(first[i : i + 3] in second for i in range(len(first) - 2))


def turns_column(first: str, second: str) -> bool:
    """Return whether one of two texts is of a budget and the other of final accounts."""
    return any(one in first and other in second for one, other in (("预算", "决算"), ("决算", "预算")))


def is_closed_set(label: str, parts: Sequence[str]) -> bool:
    """Return whether parts are known to be all that there is: basic and project; a list that ends in 其他…."""
    return len(parts) > 1 and _is_closed(label, parts, reduce(or_, map(_kinds_in, parts)))


def closed_set(label: str, parts: Sequence[str]) -> int:
    """Return how many of the first parts are known to be all that there is; 0 for none.

    Example:
        >>> closed_set("支出", ["基本支出", "项目支出", "结余"]), closed_set("支出", ["培训费", "会议费"])
        (2, 0)
    """
    named = 0
    for count, part in enumerate(parts, 1):
        named |= _kinds_in(part)
        if count > 1 and _is_closed(label, parts[:count], named):
            return count
    return 0


def _is_closed(label: str, parts: Sequence[str], named: int) -> bool:
    """Return the same of two parts or more, of which the kinds are known that they name."""
    if named & (named - 1):  # two kinds at least make a set
        for kinds, most in _KINDS_OF_SETS:
            if named & kinds == kinds and len(parts) <= most:
                return True
    if "三公" in label and all(any(word in part for kind in _THREE_PUBLIC for word in kind) for part in parts):
        return True
    return len(parts) > 2 and _REST.match(parts[-1]) is not None


_REST = re.compile("其他(?!交通)")  # 其他交通费用 is a class of its own


_CLASSES = tuple(
    map(
        re.compile,
        (
            "[男女]",
            "党员|团员",
            "职称|[高中初]级",
            "学历|本科|硕士|博士|研究生|大专",
            "岁",
            "民族",
            # Money is divided by where it comes from, and by what it is spent on.
            "拨款|财政资金|自有资金|上级补助",
            "基本支出|项目支出|人员经费|公用经费|工资福利",
        ),
    )
)


_OF_PEOPLE = 6  # the first of them are of people: a woman may be an official of any kind


def overlaps(parts: list[str]) -> bool:
    """Return whether parts are of different divisions, so that one thing may be in several: 女职工, 党员.

    Example:
        >>> overlaps(["女教师", "高级职称"]), overlaps(["行政", "事业"])
        (True, False)
    """
    kinds = {next((i for i, kind in enumerate(_CLASSES) if kind.search(part)), None) for part in parts}
    known = kinds - {None}
    return len(known) > 1 or (None in kinds and any(each is not None and each < _OF_PEOPLE for each in known))


def names_item(whole: str) -> bool:
    """Return whether words after 占 name a thing (占采购预算的…) and not the budget alone (占年初预算的…)."""
    return bool(item_of(label_of(whole.rstrip("的"))))


def is_loose(opening: str) -> bool:
    """Return whether words open a list of the parts of what stands somewhere before: 从构成看，…; 分税种看，….

    Example:
        >>> is_loose("按用途分："), is_loose("分别为")
        (True, False)
    """
    return _LOOSE.match(opening) is not None


OPENING = re.compile(r"\((?!不含|上年|去年|上期|\d{4}年|同比|[比较占])(?![^()\d]{0,16}\))")
TOTALS = re.compile("^(?:合计|共计|总计|累计)")
ADJUSTED_RATE = re.compile("(?P<what>追加|核减|追减|调增|调减)(?:率|幅度?|比例)(?:为|是|达到?|约|：)*$")
THAN_BUDGET = re.compile("(?:大于|小于|低于|高于|少于|多于|超过?)(?:年初|调整|全年)*预算")
OF_BUDGET = re.compile("节约|节余|结余|大于|小于|超支|少支|超收|短收|多于|少于|剩余")
ADJUSTED = re.compile("(?:追加|核减|调增|调减|追减|新增)(?:预算|资金|支出|收入|了|为)*$")


_ADDED = re.compile("加(?<![增追参]加)(?!强|快|大)|减去|剔除|扣除|总计|总量|总额|合计|共计|同口径")


MAY_BE_NO_PART = re.compile(f"{_ADDED.pattern}|{PER_HEAD.pattern}")  # of a total: it is one, or of one of many


def is_added_up(words: str) -> bool:
    """Return whether words say that an amount was got by adding up or taking off."""
    return _ADDED.search(words) is not None


_LESS = re.compile("^(?:年中|另|又)?(?:减去?|扣除|剔除|减掉|核减|调减|追减)")
_STARTS_LESS = frozenset("年另又减扣剔核调追")
_REMAINS = re.compile("年末|期末|末|结转下年|结余|余额|剩余")
_SPENT = re.compile("支出|处置|偿付|使用|支付|减少|支取")


def remains(whole: str) -> bool:
    """Return whether a total is what remains, so that what was spent counts as less."""
    return _REMAINS.search(whole) is not None


def sign_of(label: str, whole: str = "") -> int:
    """Return −1 for what words say is taken off (剔除…, 减去…), and for what is spent where the whole remains."""
    if label[:1] in _STARTS_LESS and _LESS.match(label) is not None:
        return -1
    return -1 if whole and remains(whole) and _SPENT.search(label) is not None and not remains(label) else 1


_COUNTED = re.compile(
    "(?<![前第上下0-9、至和及到])(?P<count>[两二三四五六七八九十]|[0-9]{1,2})(?:个?季度|项|类|者|部分|级|方面|个方面|年|个月|个项目|个单位)"
    "[^，。；0-9]{0,4}(?:相加|合计|共计|总计|累计|之和|共)"
)
_COUNTS = re.compile("[加计和共]")  # one of which such words hold
_NUMERALS = {char: i for i, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def counted(words: str) -> int:
    """Return how many items words say a total is of: 四项合计."""
    found = _COUNTED.search(words) if _COUNTS.search(words) is not None else None
    return 0 if found is None else numeral(found["count"])


def numeral(text: str) -> int:
    """Return a number that is written in digits, or as one Chinese numeral.

    Example:
        >>> numeral("两"), numeral("12")
        (2, 12)
    """
    return _NUMERALS[text] if text in _NUMERALS else int(text)
