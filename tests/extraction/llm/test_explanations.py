import pytest

from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.explanations import explanation
from reqx.extraction.llm.outcomes import (
    KINDS,
    Misconfigured,
    Outcome,
    QuotaSpent,
    RateLimited,
    Receipt,
    Remedy,
    SilentlyCut,
    Truncated,
    Unauthorised,
)

ENDPOINT = Endpoint("https://api.example.com/v1", "tiny", "sk-secret")
RECEIPT = Receipt(status=401)


@pytest.mark.parametrize(
    ("outcome", "message", "hint"),
    [
        (Unauthorised(RECEIPT), "refuses the key (HTTP 401)", "'tiny'"),
        (QuotaSpent(RECEIPT), "no money left", "credit"),
        (Misconfigured(RECEIPT, "HTTP 404"), "HTTP 404", "base URL"),
        (SilentlyCut(RECEIPT, 900, 300), "read 300 tokens of a prompt of 900", "context"),
    ],
)
def test_what_a_person_must_mend_names_host_and_remedy(
    outcome: Outcome, message: str, hint: str
) -> None:
    told = explanation(outcome, ENDPOINT)
    assert told is not None
    assert told.message.startswith("api.example.com ")
    assert message in told.message
    assert hint in told.hint
    assert "secret" not in told.message + told.hint


def test_every_outcome_that_stops_a_run_is_explained() -> None:
    stops = {kind.__name__ for kind in KINDS if kind.remedy is Remedy.STOP}
    assert stops == {"Unauthorised", "QuotaSpent", "Misconfigured"}


def test_what_passes_by_itself_is_not_explained() -> None:
    assert explanation(Truncated(RECEIPT), ENDPOINT) is None
    assert explanation(RateLimited(RECEIPT, 2.0), ENDPOINT) is None
