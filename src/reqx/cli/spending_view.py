"""What calls of a language model did cost, for people and for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from reqx.cli.listing import Listing
from reqx.cli.render import quantity
from reqx.cli.table import Column
from reqx.model import records
from reqx.model.records import Record

if TYPE_CHECKING:
    from reqx.store.llm.spending import Spending
    from reqx.store.llm.waits import Awaited

_MILLION = 1_000_000


def record(spending: "Spending") -> Record:
    """Return the record of the calls of one model; money in the currency of the price table."""
    values = asdict(spending)
    is_priced = spending.calls > spending.unpriced
    return values | {"money": spending.money / _MILLION if is_priced else None}


def told(found: Sequence["Spending"], awaited: Sequence["Awaited"]) -> Record:
    """Return what `jobs show` tells of a job's calls, and of the batches that it waits for."""
    return {"llm": list(map(record, found)), "batches": list(map(_batch, awaited))}


def _batch(one: "Awaited") -> Record:
    return {"id": one.remote_id, "status": one.status, "since": records.instant(one.since)}


def words(found: Sequence["Spending"]) -> str | None:
    """Return one line for a job; None when no call was made for it."""
    return "; ".join(map(_line, found)) or None


def _line(spending: "Spending") -> str:
    parts = [
        quantity(spending.calls, "call"),
        f"{spending.input_tokens} tokens in ({spending.cached_tokens} cached)",
        f"{spending.output_tokens} out",
    ]
    parts += [f"{spending.in_batches} in batches"] if spending.in_batches else []
    parts += [f"{spending.failed} failed"] if spending.failed else []
    parts += [f"{spending.lost} lost"] if spending.lost else []
    parts += [money(spending)] if money(spending) else []
    return f"{spending.model}: {', '.join(parts)}"


def money(spending: "Spending") -> str:
    """Return what is known of the price, "" when nothing is."""
    if spending.calls == spending.unpriced:
        return ""
    more = f" and {quantity(spending.unpriced, 'call')} more" if spending.unpriced else ""
    return f"${spending.money / _MILLION:.4f}{more}"


LISTING: Listing["Spending"] = Listing(
    record,
    (
        Column("Model", lambda one: one.model, folds=True),
        Column("Project", lambda one: one.project, drop=5),
        Column("Calls", lambda one: one.calls),
        Column("Failed", lambda one: one.failed or "", drop=3),
        Column("Lost", lambda one: one.lost or "", drop=4),
        Column("In batches", lambda one: one.in_batches or "", drop=6),
        Column("Tokens in", lambda one: one.input_tokens),
        Column("Cached", lambda one: one.cached_tokens, drop=2),
        Column("Out", lambda one: one.output_tokens),
        Column("Not told", lambda one: one.estimated_tokens or "", drop=1),
        Column("Money", money),
    ),
)
