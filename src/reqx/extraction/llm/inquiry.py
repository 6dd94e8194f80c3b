"""Asks about a chunk until each of its units is answered about, or known to be a gap.

What is worth keeping of a call is kept in a ledger under the key of its question: also that an
answer was too long or refused, so that an interrupted document pays for nothing twice.
"""

from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from reqx.extraction.llm.answers import Item, read
from reqx.extraction.llm.chunks import Chunk, halves
from reqx.extraction.llm.claims import Claims, Judge
from reqx.extraction.llm.client import CALL_SECONDS
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import KINDS, Answered, Invalid, Outcome, Remedy, Usage
from reqx.extraction.llm.prompt import Wording, question
from reqx.extraction.llm.questions import Capability, Malformed, Question, body, key, most_tokens
from reqx.extraction.passages import Unit

T = TypeVar("T")

MOST_SPLITS: Final = 3
TRIES: Final = 3
"""Of a call that gets no whole reply; the job is tried again after them."""
WAITS: Final = 30
"""Of a call that is one too many; the ledger makes each wait as long as the server asks for.

Many: of the calls that wait together, one may be the one too many thirteen times while others are
answered (`asking.storms`, eight at a time against a server that lets five a second through).
"""
PAUSE_SECONDS: Final = 0.5

_KEPT = {Remedy.TAKE, Remedy.SPLIT, Remedy.ASK_AGAIN, Remedy.GAP}
_MOST = {Remedy.RETRY: TRIES, Remedy.WAIT: WAITS}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a call: the word of its outcome, and the answer's text if there is one."""

    word: str
    text: str = field(default="", repr=False)


class Asks(Protocol):
    """Who asks a model once: a `Client`."""

    @property
    def endpoint(self) -> Endpoint:
        """Where the model is."""
        ...

    def ask(
        self, question: Question[T], capability: Capability, *, within_seconds: float
    ) -> Outcome:
        """Ask; the outcome comes `within_seconds`."""
        ...


class Ledger(Protocol):
    """Where calls are allowed, paid for and remembered; its errors end the inquiry."""

    def find(self, key: str) -> Kept | None:
        """Return what was kept of a call with this key."""
        ...

    def reserve(self, key: str, most: Usage) -> int | Kept:
        """Wait until a call that takes so many tokens at most may be made; return its number.

        Or what was kept of one with this key: somebody else made it meanwhile.
        """
        ...

    def settle(self, call: int, outcome: Outcome, kept: Kept | None) -> None:
        """Write the end of a call; `kept` is found from now on. Heed a RateLimited outcome."""
        ...

    def pause(self, seconds: float) -> None:
        """Wait before a call is tried again, if anybody still wants it."""
        ...


@dataclass(frozen=True, slots=True)
class Gap:
    """Units that the model gave no usable answer about; `word` is that of the outcome."""

    units: tuple[Unit, ...]
    word: str


@dataclass(slots=True)
class Findings:
    """What became of a chunk: the claims about its units, gaps, and the number of calls made.

    `halted`: the outcome after which asking on is of no use now; the findings are not complete.
    """

    claims: Claims = field(default_factory=Claims)
    gaps: list[Gap] = field(default_factory=list)
    calls: int = 0
    halted: Outcome | None = None


class Inquiry:
    """Asks one model about the chunks of one document; from several threads if you like.

    `within_seconds` bounds one call: keep it below the lease minus one beat.
    """

    def __init__(
        self,
        client: Asks,
        capability: Capability,
        judge: Judge,
        ledger: Ledger,
        *,
        within_seconds: float = CALL_SECONDS,
        wording: Wording = Wording.IDS,
    ) -> None:
        self._client = client
        self._capability = capability
        self._judge = judge
        self._ledger = ledger
        self._within_seconds = within_seconds
        self._wording = wording

    def ask(self, chunk: Chunk) -> Findings:
        """Return the findings about a chunk.

        An answer that is too long halves the chunk, at most MOST_SPLITS times; one of another
        shape halves it once. What is left then is a gap.
        """
        findings = Findings()
        self._ask(chunk, findings, MOST_SPLITS, is_second=False)
        return findings

    def _ask(self, chunk: Chunk, findings: Findings, splits: int, *, is_second: bool) -> None:
        if findings.halted:
            return
        kept = self._answer(question(chunk, self._wording), findings)
        if kept is None:
            return
        remedy = _REMEDIES[kept.word]
        if remedy is Remedy.TAKE:
            findings.claims.add(self._judge.judge(chunk, read(kept.text)))
            return
        can_split = splits > 0 and (remedy is Remedy.SPLIT or not is_second)
        parts = halves(chunk) if can_split and remedy is not Remedy.GAP else []
        if not parts:
            units = tuple(passage.unit for passage in chunk.passages)
            findings.gaps.append(Gap(units, kept.word))
        for part in parts:
            again = is_second or remedy is Remedy.ASK_AGAIN
            self._ask(part, findings, splits - 1, is_second=again)

    def _answer(self, asked: Question[tuple[Item, ...]], findings: Findings) -> Kept | None:
        """Return what is kept of the question's call, made now if it never was; None: halted."""
        place = key(body(asked, self._client.endpoint.model, self._capability))
        kept = _usable(self._ledger.find(place))
        tried = dict.fromkeys(_MOST, 0)
        while kept is None and findings.halted is None:
            granted = self._ledger.reserve(place, most_tokens(asked, self._capability))
            if isinstance(granted, Kept):
                return _usable(granted) or _UNUSABLE
            outcome = self._call(asked, granted)
            findings.calls += 1
            kept = kept_of(outcome)
            if kept is None and not self._is_worth_another(outcome, tried):
                findings.halted = outcome
        return kept

    def _call(self, asked: Question[tuple[Item, ...]], granted: int) -> Outcome:
        outcome = self._client.ask(asked, self._capability, within_seconds=self._within_seconds)
        self._ledger.settle(granted, outcome, kept_of(outcome))
        return outcome

    def _is_worth_another(self, outcome: Outcome, tried: dict[Remedy, int]) -> bool:
        remedy = outcome.remedy
        if remedy not in tried:
            return False
        tried[remedy] += 1
        if tried[remedy] >= _MOST[remedy]:
            return False
        if remedy is Remedy.RETRY:
            self._ledger.pause(PAUSE_SECONDS * 2 ** (tried[remedy] - 1))
        return True


_REMEDIES = {kind.word: kind.remedy for kind in KINDS if kind.remedy in _KEPT}
_UNUSABLE = Kept(Invalid.word)
"""For an answer that another version of reqx reads, and this one does not."""


def _usable(kept: Kept | None) -> Kept | None:
    """Return what was found unless another version of reqx kept it, in a form of its own."""
    remedy = _REMEDIES.get(kept.word) if kept else None
    if kept is None or remedy is not Remedy.TAKE:
        return kept if remedy else None
    try:
        read(kept.text)
    except Malformed:
        return None
    return kept


def kept_of(outcome: Outcome) -> Kept | None:
    """Return what is worth keeping of a call; None when it has to be made again."""
    if outcome.remedy not in _KEPT:
        return None
    return Kept(outcome.word, outcome.text if isinstance(outcome, Answered) else "")
