"""What can come of one call of the model, and what each means for the run.

    Answered        the answer has the shape that was asked for     take it
    Truncated       it met its limit of tokens                      split the chunk
    ContextTooLong  the prompt has no room in the model             split the chunk
    Invalid         no JSON, or not of the shape                    ask once more, by halves
    Refused         the model will not                              a gap, shown by page
    Filtered        a content filter stopped it                     a gap, shown by page
    RateLimited     too many requests or tokens                     all workers wait
    Unavailable     no reply, half a reply, 5xx, a proxy's page     a quick try or two, then later
    QuotaSpent      the account has no money left                   stop: no job loses an attempt
    Unauthorised    401, 403                                        stop: no job loses an attempt
    Misconfigured   404, redirects, other 4xx                       stop: no job loses an attempt
    SilentlyCut     the server read less than it was sent           the document fails, by name
    Deferred        nothing was asked: it goes into a batch         the document waits for that

Outcomes are values. None holds words of the server or an exception of the client library: both
repeat keys and document text.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")


class Remedy(StrEnum):
    """What is to be done after a call."""

    TAKE = "take"
    SPLIT = "split"
    ASK_AGAIN = "ask_again"
    GAP = "gap"
    WAIT = "wait"
    RETRY = "retry"
    STOP = "stop"
    FAIL = "fail"
    DEFER = "defer"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; `cached` are among `prompt`."""

    prompt: int
    completion: int
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a server says it takes in a minute; None: it does not say."""

    requests: float | None = None
    tokens: float | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a call whatever came of it: it may have to be paid for.

    `usage` None: not reported. `status` None: no reply. `is_paid`: the server may have worked for
    it, so that without a usage it counts as all that was reserved. `code`: the server's word for
    its error, None if it gave none; `parameter`: what the error is about.
    """

    usage: Usage | None = None
    status: int | None = None
    request_id: str | None = None
    latency_seconds: float = 0.0
    is_paid: bool = False
    code: str | None = None
    parameter: str | None = None
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the classes below; `word` names it where it is stored."""

    receipt: Receipt
    word: ClassVar[str]
    remedy: ClassVar[Remedy]


@dataclass(frozen=True, slots=True)
class Answered(Outcome, Generic[T]):
    """The answer: what was read from it, and its `text`, from which it can be read again."""

    value: T
    text: str = field(repr=False)
    word: ClassVar[str] = "answered"
    remedy: ClassVar[Remedy] = Remedy.TAKE


@dataclass(frozen=True, slots=True)
class Truncated(Outcome):
    """The answer met its limit of tokens, often in a loop of white space."""

    word: ClassVar[str] = "truncated"
    remedy: ClassVar[Remedy] = Remedy.SPLIT


@dataclass(frozen=True, slots=True)
class ContextTooLong(Outcome):
    """The prompt is longer than what the model reads at once."""

    word: ClassVar[str] = "context_too_long"
    remedy: ClassVar[Remedy] = Remedy.SPLIT


@dataclass(frozen=True, slots=True)
class Invalid(Outcome):
    """The answer is no JSON or of another shape; `why` in our words."""

    why: str
    word: ClassVar[str] = "invalid"
    remedy: ClassVar[Remedy] = Remedy.ASK_AGAIN


@dataclass(frozen=True, slots=True)
class Refused(Outcome):
    """The model will not answer."""

    word: ClassVar[str] = "refused"
    remedy: ClassVar[Remedy] = Remedy.GAP


@dataclass(frozen=True, slots=True)
class Filtered(Outcome):
    """A content filter stopped the question or the answer."""

    word: ClassVar[str] = "filtered"
    remedy: ClassVar[Remedy] = Remedy.GAP


@dataclass(frozen=True, slots=True)
class RateLimited(Outcome):
    """Too many requests or tokens; `retry_after_seconds` None: the server did not say."""

    retry_after_seconds: float | None
    word: ClassVar[str] = "rate_limited"
    remedy: ClassVar[Remedy] = Remedy.WAIT


@dataclass(frozen=True, slots=True)
class Unavailable(Outcome):
    """No whole reply; `why` in our words."""

    why: str
    retry_after_seconds: float | None = None
    word: ClassVar[str] = "unavailable"
    remedy: ClassVar[Remedy] = Remedy.RETRY


@dataclass(frozen=True, slots=True)
class QuotaSpent(Outcome):
    """The account has no money left: waiting does not help."""

    word: ClassVar[str] = "quota_spent"
    remedy: ClassVar[Remedy] = Remedy.STOP


@dataclass(frozen=True, slots=True)
class Unauthorised(Outcome):
    """The key is wrong, or has no right to the model."""

    word: ClassVar[str] = "unauthorised"
    remedy: ClassVar[Remedy] = Remedy.STOP


@dataclass(frozen=True, slots=True)
class Misconfigured(Outcome):
    """The endpoint will never answer such a call; `why` in our words."""

    why: str
    word: ClassVar[str] = "misconfigured"
    remedy: ClassVar[Remedy] = Remedy.STOP


@dataclass(frozen=True, slots=True)
class SilentlyCut(Outcome):
    """The server counted `reported` tokens for a prompt of `words` words: it read a part."""

    words: int
    reported: int
    word: ClassVar[str] = "silently_cut"
    remedy: ClassVar[Remedy] = Remedy.FAIL


@dataclass(frozen=True, slots=True)
class Deferred(Outcome):
    """Nobody was asked: the question is to go into a batch."""

    word: ClassVar[str] = "deferred"
    remedy: ClassVar[Remedy] = Remedy.DEFER


KINDS: tuple[type[Outcome], ...] = (
    Answered,
    Truncated,
    ContextTooLong,
    Invalid,
    Refused,
    Filtered,
    RateLimited,
    Unavailable,
    QuotaSpent,
    Unauthorised,
    Misconfigured,
    SilentlyCut,
    Deferred,
)
