"""The documents that formulas come from, as far as they were read; see `docs/explanation/provenance.md`."""

from __future__ import annotations

from perfmetrics.formulas._formula import FormulaSource, Provenance
from perfmetrics.texts import Phrase

MOF_2013_DEPARTMENT = FormulaSource(
    Phrase(
        "《预算绩效评价共性指标体系框架》附件2（部门整体支出）", "Common indicator framework, annex 2 (departments)"
    ),
    "财预〔2013〕53号",
    url="https://yss.mof.gov.cn/zhuantilanmu/zyysgl/201609/t20160927_2427777.htm",
    note=Phrase("附件2据公开转载件核对", "Annex 2 was read in published copies"),
)
MOF_2013_PROJECT = FormulaSource(
    Phrase("《预算绩效评价共性指标体系框架》附件1（项目支出）", "Common indicator framework, annex 1 (projects)"),
    "财预〔2013〕53号",
    url="https://yss.mof.gov.cn/zhuantilanmu/zyysgl/201609/t20160927_2427777.htm",
    note=Phrase("已由财预〔2020〕10号的框架取代", "Superseded by the framework of 财预〔2020〕10号"),
)
MOF_2013_GOVERNMENT = FormulaSource(
    Phrase(
        "《预算绩效评价共性指标体系框架》附件3（财政预算）", "Common indicator framework, annex 3 (government budgets)"
    ),
    "财预〔2013〕53号",
    note=Phrase("据公开转载件核对", "Read in published copies"),
)
MOF_2020_PROJECT = FormulaSource(
    Phrase("《项目支出绩效评价管理办法》", "Measures for the evaluation of project expenditure"),
    "财预〔2020〕10号",
    Provenance.RECALLED,
)
SELF_EVALUATION = FormulaSource(
    Phrase("项目支出绩效自评表", "Project self-evaluation form"),
    note=Phrase("据公开的自评表核对", "Read in published forms"),
)
HUNAN_TABLE = FormulaSource(
    Phrase("湖南省部门整体支出绩效评价指标表", "Hunan table of departmental evaluation"),
    note=Phrase(
        "该表文号未能确认；据公开转载件核对", "The table's own number is not established; read in published copies"
    ),
)
SICHUAN = FormulaSource(
    Phrase("四川省部门整体支出绩效评价表", "Sichuan departmental evaluation form"),
    note=Phrase("川财绩文号未确认", "Its document numbers are not confirmed"),
)
BEIJING_2022 = FormulaSource(
    Phrase("北京市部门整体绩效评价（2022年度）", "Beijing departmental evaluation, FY2022"),
    note=Phrase("据公开转载件核对", "Read in published copies"),
)
COUNTY_60 = FormulaSource(
    Phrase(
        "某县“一般公共预算支出管理”评分表（60分）", "A county's table of general public expenditure management (60)"
    ),
    note=Phrase("据公开转载件核对", "Read in published copies"),
)
FINAL_ACCOUNTS = FormulaSource(
    Phrase("部门决算说明的常用算术", "Arithmetic of final-accounts notes"),
    note=Phrase("占比、增长与完成率按其字面含义计算", "Shares, growth and completion are computed as their words say"),
)
