"""What a document's chunks would be asked about now, noted in the place of being asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.inquiry import Kept, Ledger
from reqx.extraction.llm.outcomes import Deferred, Outcome, Receipt, Usage
from reqx.extraction.llm.questions import Capability, Question, body, key, most_tokens

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Planned:
    """One call to be made: its key, the most it may take, and how many words its prompt has."""

    key: str
    request: Mapping[str, Any] = field(repr=False)
    most: Usage
    words: int


class Plan:
    """Both the client and the ledger of an inquiry: knows what was answered, and asks nothing.

    Nothing is `planned` when all that the inquiry looks for has been answered.
    """

    def __init__(self, endpoint: Endpoint, ledger: Ledger) -> None:
        self.endpoint = endpoint
        self.planned: dict[str, Planned] = {}
        self._ledger = ledger

    def find(self, key: str) -> Kept | None:
        """Return what was kept of a call with this key."""
        return self._ledger.find(key)

    def reserve(self, key: str, most: Usage) -> int | Kept:
        """Let it be planned: it is paid for when it is sent."""
        del key, most
        return 0

    def settle(self, call: int, outcome: Outcome, kept: Kept | None) -> None:
        """Do nothing: no call was made."""

    def pause(self, seconds: float) -> None:
        """Do nothing: what is only noted needs no second try."""

    def ask(
        self, question: Question[T], capability: Capability, *, within_seconds: float
    ) -> Outcome:
        """Note the question."""
        del within_seconds
        request = body(question, self.endpoint.model, capability)
        place = key(request)
        most = most_tokens(question, capability)
        self.planned[place] = Planned(place, request, most, question.words)
        return Deferred(Receipt())
