"""The five named formulas by hand, as a program calls them; figures of 保靖县人民政府办公室 2019."""

from __future__ import annotations

from decimal import Decimal

from perfmetrics import formulas

D = Decimal

rates = {
    "预算完成率": formulas.budget_completion_rate(D("84.39"), D("1521.39"), D("9.16"), D("62.29")),
    "预算控制率": formulas.budget_control_rate(D("9.16"), D("1521.39")),
    "公用经费控制率": formulas.operating_expense_control_ratio(D("234.56"), D("141.6")),
    "三公经费变动率": formulas.three_public_change_rate(D(90), D(90)),
    "在职人员控制率": formulas.staffing_control_ratio(D(72 - 14 - 4), D(71)),
}

for name, rate in rates.items():
    print(f"{name}\t{round(rate, 2)}%")
