"""Each fault of the guide: the requests it costs, its outcome and tokens in the ledger, the end."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from reqx.model.jobs import Claim
from reqx.store import Store
from reqx.store.llm.tables import CallState, llm_calls
from reqx.testing import replies
from tests.extraction.make import document, paragraph
from tests.worker.llm import faults, site
from tests.worker.llm.faults import FREE, RESERVED, Case

SAID = ["Pump A shall deliver 12 bar.", "Pump B shall not run dry."]
PARSED = document(*map(paragraph, SAID))


@pytest.fixture
def who(sqlite_store: Store) -> Claim:
    return site.claim(sqlite_store)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reqx.extraction.llm.inquiry.PAUSE_SECONDS", 0.01)


@pytest.mark.parametrize("case", faults.cases(f"{site.KEY} {SAID[0]}"), ids=str)
def test_fault_has_its_outcome_tries_and_tokens(
    sqlite_store: Store, who: Claim, case: Case
) -> None:
    script = site.then(*case.faults, script=site.naming("shall"))
    asking, asked = site.asked(
        sqlite_store, who, script, parsed=PARSED, slots=1, call_seconds=case.call_seconds
    )
    assert len(asked) == case.tries
    with sqlite_store.read() as tx:
        calls = tx.rows(select(llm_calls).order_by(llm_calls.c.id))
    assert len(calls) == case.tries
    for call in calls[: len(case.faults)]:
        assert call.outcome == case.outcome
        assert call.tokens == (call.reserved_tokens if case.tokens == RESERVED else case.tokens)
        assert call.tokens > 0 or case.tokens == FREE
    assert {call.outcome for call in calls[len(case.faults) :]} <= {"answered"}
    assert {call.state for call in calls} <= {CallState.ANSWERED, CallState.FAILED}
    if case.error:
        assert type(site.error(asking)) is case.error
    else:
        found = site.extraction(asking)
        assert found.model
        assert [row.statement for row in found.requirements] == SAID
        assert [gap.reason for gap in found.model.gaps][:1] == [case.outcome] * case.has_gap


@pytest.mark.parametrize(("name", "items"), faults.lies().items())
def test_answer_that_lies_is_rejected_and_the_lines_are_asked_about_again(
    sqlite_store: Store, who: Claim, name: str, items: Sequence[dict[str, object]]
) -> None:
    script = site.then(replies.answer({"items": items}), script=site.naming("shall"))
    asking, asked = site.asked(sqlite_store, who, script, parsed=PARSED, slots=1)
    found = site.extraction(asking)
    assert found.model, name
    assert sum(found.model.rejected.values()) == len(items)
    assert [row.statement for row in found.requirements] == SAID
    assert len(asked) == 2
