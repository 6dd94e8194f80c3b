"""What a language model may cost in all and for a project."""

import pytest

from tests.cli.conftest import Reqx


def test_budgets_are_set_listed_and_lifted(reqx: Reqx) -> None:
    assert reqx("limits", "budget", "5.00").out == "all projects: $5.00\n"
    assert reqx("limits", "budget", "2000tok", "--project", "bridge").out == "bridge: 2000 tokens\n"
    rows = {row["kind"]: row for row in reqx("limits", "budgets", "--json").json}
    assert (rows["all"]["money_limit"], rows["project"]["tokens_limit"]) == (5.0, 2000)
    assert "$5.00" in reqx("limits", "budgets").out
    assert reqx("limits", "budget", "none").out == "all projects: no budget\n"


@pytest.mark.parametrize("amount", ["lots", "-1", "1e99", "12tokens"])
def test_amount_that_is_none_is_refused(reqx: Reqx, amount: str) -> None:
    ran = reqx("limits", "budget", "--", amount)
    assert ran.status == 2
    assert "200000tok" in ran.err


def test_no_budget_is_said_to_be_none(reqx: Reqx) -> None:
    assert "no budget is set" in reqx("limits", "budgets").err
