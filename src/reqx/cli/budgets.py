"""`reqx limits budget` and `budgets`: what a language model may cost, whoever works."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import options, render
from reqx.cli.environment import open_store
from reqx.cli.listing import Listing
from reqx.cli.table import Column
from reqx.model.records import Record
from reqx.settings import parse_budget

if TYPE_CHECKING:
    from reqx.store.llm.budget import Budget

_MILLION = 1_000_000
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens, or millionths of a dollar; neither: no limit."""

    tokens: int | None = None
    money: int | None = None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "budget",
        epilog="\b\nExamples:\n  reqx limits budget 50.00\n"
        "  reqx limits budget 2000000tok --project bridge",
    )(set_budget)
    app.command("budgets", epilog="Example: reqx limits budgets")(list_budgets)


def _parse(text: str) -> Amount:
    if text.lower() == _NONE:
        return Amount()
    try:
        return Amount(*parse_budget(text))
    except ValueError as error:
        raise typer.BadParameter(f"{error}, or none.") from error


def set_budget(
    amount: Annotated[
        Amount, typer.Argument(parser=_parse, metavar="AMOUNT", help="5.00, 200000tok or none.")
    ],
    project: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of this project only.")
    ] = None,
) -> None:
    """Set what the language model may cost in all, or for a project; what was spent counts.

    Jobs that find it spent wait, and cost no try. The budget of a run or a day is REQX_LLM_BUDGET.
    """
    from reqx.store.llm import budget  # noqa: PLC0415 - start-up
    from reqx.store.llm.records import EVERYTHING, Scope  # noqa: PLC0415 - start-up
    from reqx.store.llm.tables import ScopeKind  # noqa: PLC0415 - start-up

    scope = EVERYTHING if project is None else Scope(ScopeKind.PROJECT, project)
    tokens, money = amount.tokens, amount.money
    with open_store() as store, store.begin() as transaction:
        budget.set_limits(transaction, scope, tokens=tokens, money=money)
    whose = "all projects" if project is None else project
    render.say(f"{whose}: {_said(tokens, money) or 'no budget'}")


def list_budgets(json: options.Json = False, jsonl: options.JsonLines = False) -> None:
    """List what the language model may cost and did: by run or day, by project and in all."""
    from reqx.store.llm import budget  # noqa: PLC0415 - start-up

    form = options.form_of(json, jsonl)
    with open_store() as store, store.read() as transaction:
        found = budget.find(transaction)
    _LISTING.show((found, None), form, empty="No language model was called, and no budget is set.")


def _said(tokens: int | None, money: int | None) -> str:
    if tokens is not None:
        return f"{tokens} tokens"
    return "" if money is None else f"${money / _MILLION:.2f}"


def _record(budget: "Budget") -> Record:
    limit = budget.money_limit
    return {
        "kind": budget.scope.kind.value,
        "name": budget.scope.name,
        "tokens_limit": budget.tokens_limit,
        "money_limit": None if limit is None else limit / _MILLION,
        "tokens_held": budget.held.tokens,
        "money_held": budget.held.money / _MILLION,
        "tokens_spent": budget.spent.tokens,
        "money_spent": budget.spent.money / _MILLION,
    }


_LISTING: Listing["Budget"] = Listing(
    _record,
    (
        Column("Of", lambda one: one.scope.kind.value),
        Column("Name", lambda one: one.scope.name),
        Column("Budget", lambda one: _said(one.tokens_limit, one.money_limit) or _NONE),
        Column("Tokens spent", lambda one: one.spent.tokens),
        Column("Money spent", lambda one: f"${one.spent.money / _MILLION:.4f}"),
        Column("Held", lambda one: one.held.tokens or "", drop=1),
    ),
)
