"""What goes into the ledger of calls and comes out of it, as values.

Money is in millionths of a currency; None: the price of the model is not known.
"""

from dataclasses import dataclass

from reqx.store.llm.tables import ScopeKind


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at a server: what one pace is for. `url` as the client has it, without a key."""

    url: str
    model: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a model may be called, a minute. None: as fast as the server answers.

    The limits are what somebody set, the rates what the server lets through of it by now.
    """

    endpoint: Endpoint
    requests_limit: float | None
    requests_rate: float | None
    tokens_limit: float | None
    tokens_rate: float | None


@dataclass(frozen=True, slots=True)
class Caller:
    """In whose name calls are made: a claim in force, and the run of workers it belongs to.

    `run` names a budget: one run of `work`, or a day for a worker that runs on; None: no such one.
    """

    job_id: int
    token: str
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A call somebody wants to make, and the most it may cost.

    `key` is the SHA-256 of everything the answer depends on (model, prompt version, schema,
    parameters, text), in hexadecimal. `tokens` are those of the prompt and the answer, `words`
    those of the prompt, kept for who reads the answer of a batch.
    """

    key: str
    endpoint: Endpoint
    tokens: int
    money: int | None = None
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call did cost, as the server tells. `cached` are part of the `input` tokens."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    money: int | None = None

    @property
    def tokens(self) -> int:
        """Tokens that count for pace and budget."""
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a call ended: `outcome` is the caller's word for it.

    `usage` None: the server did not tell, so the call counts as much as was reserved; a call that
    certainly cost nothing has `Usage(0, 0, money=0)`.
    """

    outcome: str
    usage: Usage | None = None
    http_status: int | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was paid for: the model's words as the caller gave them to `settle`."""

    call: int
    key: str
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a budget is for; `name` is empty for everything."""

    kind: ScopeKind
    name: str = ""


EVERYTHING = Scope(ScopeKind.ALL)


@dataclass(frozen=True, slots=True)
class Granted:
    """The call may be made now; `call` is its number in the ledger."""

    call: int


@dataclass(frozen=True, slots=True)
class Known:
    """The call need not be made: it was, and this is its answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again in so many seconds: nothing is reserved meanwhile."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The budget of `scope` has no room for this call, and no call under way can make any."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Fenced:
    """The caller does not hold the job any more: it must not pay for it."""


Reply = Granted | Known | Wait | Exhausted | Fenced
