"""On what terms a language model is called."""

from dataclasses import dataclass, field
from typing import Final

from reqx.errors import ConfigurationError
from reqx.extraction.llm.client import CALL_SECONDS
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Usage
from reqx.extraction.llm.prices import Price, Prices, listed
from reqx.extraction.llm.prompt import Wording

LEASE_SHARE: Final = 0.7
"""Of a lease, what a call may take: it ends before the next beat but one is due."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be spent, in tokens or in millionths of a dollar; None: not limited in that."""

    tokens: int | None = None
    money: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Where the model is, how many calls one worker has under way, and what limits all of them.

    `allowance` is that of a run, or of a day (UTC) if `is_daily`. `requests` and `tokens` are the
    most in a minute for all workers on the database; None leaves what holds there, 0 lifts it. A
    call that would have to wait longer than `longest_wait_seconds` gives its job back.
    `is_batching`: calls are made in batches, where they can be; every worker looks each
    `batch_seconds` after those there are.
    `wording`: what answers are made of.

    ConfigurationError: an allowance in money for a model without a known price.
    """

    endpoint: Endpoint
    slots: int = 8
    call_seconds: float = CALL_SECONDS
    allowance: Allowance | None = None
    is_daily: bool = False
    requests: float | None = None
    tokens: float | None = None
    prices: Prices = field(default_factory=listed)
    longest_wait_seconds: float = 20.0
    patience_seconds: float = 300.0
    is_batching: bool = False
    batch_seconds: float = 60.0
    wording: Wording = Wording.IDS

    def __post_init__(self) -> None:
        """Refuse to start with an allowance that nothing could be counted against."""
        if self.allowance and self.allowance.money is not None and self.price is None:
            raise ConfigurationError(
                f"REQX_LLM_BUDGET is money, and no price is known for {self.endpoint.model}",
                hint="Name a table of prices (REQX_LLM_PRICES), or give a budget in tokens: "
                "200000tok.",
            )

    @property
    def price(self) -> Price | None:
        """What the model costs, if that is known."""
        return self.prices.of(self.endpoint.model)

    def cost(self, usage: Usage, *, is_batched: bool = False) -> int | None:
        """Return what so many tokens cost, in millionths of a dollar; None: not known."""
        return None if self.price is None else self.price.cost(usage, is_batched=is_batched)
