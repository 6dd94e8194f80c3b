"""What calls cost: a table of prices in a file, and the arithmetic."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

from reqx.errors import ConfigurationError
from reqx.extraction.llm.outcomes import Usage

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True)
class Price:
    """Money per million tokens; `cached` for input from the provider's cache.

    `batch`: the share of all that is paid for calls made in a batch.
    """

    input: Decimal
    output: Decimal
    cached: Decimal
    batch: Decimal = Decimal(1)

    def cost(self, usage: Usage, *, is_batched: bool = False) -> int:
        """Return the cost in millionths of the currency, rounded up."""
        # A price per million tokens is as many millionths per token.
        exact = (
            (usage.prompt - usage.cached) * self.input
            + usage.cached * self.cached
            + usage.completion * self.output
        )
        if is_batched:
            exact *= self.batch
        return int(exact.to_integral_value(ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Prices:
    """A table of prices, and the day it was made."""

    as_of: date
    models: Mapping[str, Price]

    def of(self, model: str) -> Price | None:
        """Return the price of a model or of the one it is a dated version of; None: not known."""
        return self.models.get(model) or self.models.get(_DATED.sub("", model))


@cache
def listed() -> Prices:
    """Return the prices that come with reqx, in US dollars."""
    text = (files("reqx.extraction.llm") / "data" / "prices.toml").read_text(encoding="utf-8")
    return _parsed(text)


def load(path: Path) -> Prices:
    """Return the prices of a file of the same form; ConfigurationError when it has another."""
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"{path} is no table of prices: {error}",
            hint='It has as_of = 2026-01-31, and for each model [models."name"], input and output.',
        ) from error


def _parsed(text: str) -> Prices:
    # Decimal throughout: money is not counted in binary fractions.
    table = tomllib.loads(text, parse_float=Decimal)
    share = _money("the table", table.get("batch", 1))
    models = {
        name: _price(name, {"batch": share} | entry) for name, entry in table["models"].items()
    }
    as_of = table["as_of"]
    if not isinstance(as_of, date):
        raise TypeError("as_of is no date")
    return Prices(as_of, models)


def _price(name: str, entry: Mapping[str, object]) -> Price:
    unknown = entry.keys() - {"input", "output", "cached", "batch"}
    if unknown:
        raise ValueError(f"{name} has '{min(unknown)}'")
    whole = _money(name, entry["input"])
    output, cached = entry["output"], entry.get("cached", whole)
    return Price(whole, _money(name, output), _money(name, cached), _money(name, entry["batch"]))


def _money(name: str, amount: object) -> Decimal:
    # A truth value is a number too, but no price.
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise TypeError(f"{name} has a price that is no number")
    money = Decimal(amount)
    if not money.is_finite() or money < 0:
        raise ValueError(f"{name} has a price of {amount}")
    return money
