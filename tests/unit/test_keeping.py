"""What is found out from a frozen table is kept with it, and left behind by its copies."""

from __future__ import annotations

import copy
import pickle

import perfmetrics as pm
from perfmetrics.statements import Report

DATA = {"unit": "万元", "final_accounts": {"current_income": "1.5"}, "facts": [{"id": "a", "name": "甲", "value": 1}]}


def test_what_is_found_out_is_asked_once() -> None:
    asked: list[Report] = []

    def count(report: Report) -> int:
        asked.append(report)
        return len(asked)

    first, second = pm.load_report(DATA), pm.load_report(DATA)
    assert [first.kept(count), first.kept(count), second.kept(count)] == [1, 1, 2]
    assert asked == [first, second]


def test_what_is_kept_is_no_part_of_the_value() -> None:
    asked, fresh = pm.load_report(DATA), pm.load_report(DATA)
    assert asked.find("final_accounts.current_income") is not None
    assert asked.kept(repr)
    assert asked == fresh
    assert asked.to_dict() == fresh.to_dict()
    assert asked.model_dump_json() == fresh.model_dump_json()
    assert dict(asked) == dict(fresh)
    assert repr(asked) == repr(fresh)


def test_a_copy_finds_out_for_itself() -> None:
    """A copy may have other fields: what was found out from the first would be wrong of it."""
    report = pm.load_report(DATA)
    other = pm.load_report({"unit": "万元", "final_accounts": {"current_income": "2.5"}})
    assert report.find("final_accounts.current_income") is not None
    changed = report.model_copy(update={"final_accounts": other.final_accounts})
    found = changed.find("final_accounts.current_income")
    assert found is not None
    assert found.terms[0].text == "2.5"
    for same in (copy.copy(report), copy.deepcopy(report), pickle.loads(pickle.dumps(report))):  # noqa: S301 - own
        assert same == report
        assert vars(same).keys() == Report.model_fields.keys()


def test_a_changed_table_scores_anew() -> None:
    table = pm.load_rubric("baojing-2019")
    assert pm.score({}, table).rubric is table
    fewer = table.model_copy(update={"dimensions": table.dimensions[:1]})
    assert len(pm.score({}, fewer).lines) < len(pm.score({}, table).lines)
