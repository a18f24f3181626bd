"""Points, stated rates, sums and the grade, each in its place of a report file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from perfmetrics.auditing import wording
from perfmetrics.auditing.lexer import Lexed
from perfmetrics.auditing.naming import known_name, numbered_name, plain, without_tail
from perfmetrics.auditing.outline import Outline
from perfmetrics.auditing.placing import OF_A_PROJECT, SEVERAL, UNNAMED, Found
from perfmetrics.auditing.points import Points, Score
from perfmetrics.auditing.rates import Rates
from perfmetrics.quantities import Dimension

WINDOW = 80  # characters before a rate or a grade that tell what it is of
_TOTAL = re.compile("总得分|总分|总评|综合得分|综合评分|最终得分|最后得分")
_OF_ALL = re.compile("整体(?:支出)?$")
_FULL_MARKS = re.compile("总分(?:值)?(?:为|是|：|共)*$")
_NOT_BUILT = re.compile("(?:没有|无|未)(?:此类|该类|这类|任何)?(?:新建|建设|修建)[^，。；]{0,8}|不适用")
_BUILDINGS = "新建楼堂馆所"
_SHORTEST_TAIL = 3  # characters that the words before a rate share with the name of the item


def of_points(lexed: Lexed, points: Points, outline: Outline, rates: Rates, found: Found) -> None:
    """Place the points, the rates stated of scored lines, the sums and the grade."""
    summed = _sums(points, found)
    lines = [score for score in points.lines if score.number.key not in summed]
    for score, name in zip(lines, _line_names(lines, outline, rates), strict=True):
        if name:
            found.take(("indicators", name, "points"), score.number)
        else:
            found.leave(score.number, UNNAMED)
    for name, number in rates.stated.values():
        if number.dimension in {None, Dimension.PERCENT}:
            found.take(("indicators", name, "value"), number)
    begins = [number.begin for number in lexed.numbers]
    for i, node in enumerate(outline.nodes):
        name = rates.name(i)
        end = outline.nodes[i + 1].begin if i + 1 < len(outline.nodes) else len(lexed.words)
        if not name or node.is_title:
            continue
        for number in lexed.numbers[bisect_left(begins, node.text) : bisect_left(begins, end)]:
            if (
                number.is_rate
                and number.key not in rates.stated
                and _is_of(name, _before(lexed, number.begin, node.text))
            ):
                found.take(("indicators", name, "value"), number)
        reason = _NOT_BUILT.search(lexed.words, node.text, end) if name.startswith(_BUILDINGS) else None
        if reason is not None:
            found.words["indicators", name, "not_applicable"] = reason.group()
    _grade(lexed, points, summed, found)


def _before(lexed: Lexed, place: int, least: int) -> str:
    """Return the words just before a place, and behind another one."""
    return lexed.words[max(least, place - WINDOW) : place]


def _is_of(name: str, before: str) -> bool:
    """Return whether the words before a rate end as the name of its item does: 控制率为100%."""
    words = re.sub("(?:为|是|达到?|约|等于)+$", "", wording.lead_of(before))
    return len(words) >= _SHORTEST_TAIL and name.endswith(words[-_SHORTEST_TAIL:])


def _sums(points: Points, found: Found) -> set[str]:
    """Place the total and the points of sections, and return the keys of their numbers."""
    summed: set[str] = set()
    totals = [score for score in points.totals if _TOTAL.search(score.words)]
    for score in (*totals, *(each for each in points.lines if _OF_ALL.search(each.label))):
        summed.add(score.number.key)
        found.take(("stated", "full_marks" if _is_full(score) else "total"), score.number)
    for score, heading in points.sections:
        if score.number.key not in summed:
            summed.add(score.number.key)
            found.take(("stated", "dimensions", heading.name), score.number)
    return summed


def _is_full(score: Score) -> bool:
    """Return whether a total says what there is to reach: 总分为100分."""
    return _FULL_MARKS.search(score.words) is not None and score.number.says(100)


def _line_names(lines: Sequence[Score], outline: Outline, rates: Rates) -> list[str]:
    """Return what the line of each number of points is called: its name, or its place in its section, or nothing."""
    chains = [list(outline.above(score.number.begin)) for score in lines]
    at = Counter(chain[0] for chain in chains if chain)
    names: list[str] = []
    sections: list[int] = []
    for score, chain in zip(lines, chains, strict=True):
        titles = [i for i in chain if outline.nodes[i].is_title]
        heads = bool(titles) and titles[0] == chain[0] and at[chain[0]] == 1  # alone under a heading: it is its line
        items = chain[: chain.index(titles[0])] if titles else chain
        name = known_name(score.label) or next(filter(None, (rates.name(i) for i in items if at[i] <= 1)), "")
        names.append(name or (without_tail(outline.nodes[chain[0]].name) if heads else ""))
        sections.append(next(iter(titles[1:] if heads else titles), -1))
    sizes = Counter(sections)
    places: Counter[int] = Counter()
    for i, section in enumerate(sections):
        places[section] += 1
        if not names[i] and section >= 0:
            names[i] = numbered_name(outline.nodes[section].name, places[section], sizes[section])
    return [plain(name) for name in names]


_DEPARTMENT = re.compile("整体|部门")


def _grade(lexed: Lexed, points: Points, summed: set[str], found: Found) -> None:
    """Place the grade that stands beside the total; one of a project is another grade."""
    totals = {score.sentence for score in points.scores if score.number.key in summed}
    grades: dict[str, list[int]] = {}
    for grade, place in points.grades:
        sentence = bisect_right(points.ends, place)
        begin = points.ends[sentence - 1] if sentence else 0
        words = _before(lexed, place, begin)
        beside = sentence in totals or (sentence - 1 in totals and "项目" not in words)
        if beside or (_DEPARTMENT.search(words) is not None and "项目" not in words):
            grades.setdefault(grade, []).append(place)
        else:
            found.leave_words(grade, lexed.at[place], lexed.at[place + len(grade) - 1] + 1, OF_A_PROJECT)
    if len(grades) == 1:
        found.words["stated", "grade"] = next(iter(grades))
    for grade, places in grades.items() if len(grades) > 1 else ():
        for place in places:
            found.leave_words(grade, lexed.at[place], lexed.at[place + len(grade) - 1] + 1, SEVERAL)
