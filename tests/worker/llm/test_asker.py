"""A document is asked about until each unit has an answer or is a gap; its job knows the rest."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from reqx.errors import ConfigurationError, EndpointUnavailable, PromptCut, RateLimited
from reqx.extraction import LLM, RULES
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Invalid, Receipt
from reqx.extraction.llm.outcomes import RateLimited as Limited
from reqx.extraction.llm.prompt import Wording
from reqx.extraction.llm.study import AGREED, ALONE
from reqx.model.filters import RequirementFilter
from reqx.model.jobs import Claim, Completed, ModelGap
from reqx.store import Store, requirements
from reqx.store.llm import pace, spending
from reqx.store.llm.tables import llm_calls
from reqx.testing import ScriptedServer, replies
from reqx.testing.replies import Usage
from reqx.worker.llm.faults import error_of
from tests import make
from tests.worker.llm import site

BLUE = "The pumps were painted blue."


@pytest.fixture
def who(store: Store) -> Claim:
    return site.claim(store)


def stored(store: Store) -> int:
    with store.read() as tx:
        return requirements.count(tx, RequirementFilter())


def test_model_that_agrees_is_asked_once(store: Store, who: Claim) -> None:
    asking, asked = site.asked(store, who, site.naming("shall"))
    found = site.extraction(asking)
    assert len(found.requirements) == site.SHALL
    assert {row.extractor for row in found.requirements} == {found.extractor} == {LLM}
    assert {row.confidence for row in found.requirements} == {AGREED}
    assert found.model is not None
    assert (found.model.calls, found.model.doubted) == (len(asked), 0)
    assert len(asked) > 1


def test_ids_and_quotes_of_a_perfect_model_give_the_same_rows(store: Store, who: Claim) -> None:
    by_ids, _ = site.asked(store, who, site.naming("shall"))
    quoting = site.naming("shall", is_quoting=True)
    by_quotes, asked = site.asked(store, who, quoting, wording=Wording.QUOTES)
    assert site.extraction(by_quotes).requirements == site.extraction(by_ids).requirements
    assert all("copied exactly" in one.body["messages"][0]["content"] for one in asked)
    assert asked


def test_where_both_disagree_the_second_look_counts(store: Store, who: Claim) -> None:
    asking, asked = site.asked(store, who, site.naming("blue"))
    found = site.extraction(asking)
    assert [row.statement for row in found.requirements] == [BLUE]
    assert found.requirements[0].confidence == ALONE
    assert found.model is not None
    assert (found.model.doubted, found.model.dropped) == (site.SHALL + 1, site.SHALL)
    again = [one for one in asked if "disagreed" in one.body["messages"][0]["content"]]
    assert len(again) == len(asked) / 2
    assert not any("]*" in site.asks_about(one) for one in again)


def test_unchanged_document_costs_nothing(store: Store, who: Claim) -> None:
    asking, _ = site.asked(store, who, site.naming("shall"))
    again, asked = site.asked(store, who, site.naming("nothing"))
    assert asked == []
    assert site.extraction(again).requirements == site.extraction(asking).requirements
    assert site.extraction(again).model != site.extraction(asking).model


def test_what_was_found_offline_is_stored_before_anybody_is_paid(store: Store, who: Claim) -> None:
    asking, asked = site.asked(store, who, lambda _: replies.unauthorised(site.KEY))
    assert asked == []
    assert stored(store) == site.SHALL
    assert isinstance(site.error(asking), ConfigurationError)
    assert site.KEY not in repr(site.error(asking))


def test_result_takes_the_place_of_what_was_found_offline(store: Store, who: Claim) -> None:
    asking, _ = site.asked(store, who, site.naming("blue"))
    with store.hold() as tx:
        make.settle(tx, who, Completed(site.extraction(asking)))
    assert stored(store) == 1


def test_refusal_is_a_gap_in_which_the_rules_stand(store: Store, who: Claim) -> None:
    script = site.then(replies.refusal(), script=site.naming("shall"))
    asking, _ = site.asked(store, who, script, slots=1)
    found = site.extraction(asking)
    assert len(found.requirements) == site.SHALL
    by_rules = [row for row in found.requirements if row.extractor == RULES]
    assert found.model is not None
    assert found.model.gaps == (ModelGap("refused", len(by_rules), (1,)),)
    assert "on page 1 (refused)" in found.warnings[-1]


def test_second_look_without_an_answer_keeps_what_either_found(store: Store, who: Claim) -> None:
    def script(request: replies.Request) -> replies.Reply:
        is_second = "disagreed" in request.body["messages"][0]["content"]
        return replies.filtered() if is_second else site.naming("blue")(request)

    found = site.extraction(site.asked(store, who, script)[0])
    assert len(found.requirements) == site.SHALL + 1
    assert [row.statement for row in found.requirements if row.extractor == LLM] == [BLUE]


@pytest.mark.parametrize("reply", [replies.quota(), replies.error(404, "no such model")])
def test_what_no_job_would_fare_better_with_ends_the_run(
    store: Store, who: Claim, reply: replies.Reply
) -> None:
    asking, asked = site.asked(store, who, site.then(*[reply] * 9, script=site.naming("shall")))
    assert site.error(asking).ends_run
    assert 1 <= len(asked) <= 4


def test_server_that_does_not_answer_is_tried_again_later(store: Store, who: Claim) -> None:
    script = site.then(*[replies.html(502)] * 12, script=site.naming("shall"))
    asking, _ = site.asked(store, who, script, slots=1)
    assert isinstance(site.error(asking), EndpointUnavailable)
    assert not site.error(asking).is_permanent
    assert not site.error(asking).ends_run


def test_prompt_that_the_server_cut_is_no_result(store: Store, who: Claim) -> None:
    cut = replies.answer({"items": []}, usage=Usage(prompt=3))
    asking, _ = site.asked(store, who, site.then(cut, script=site.naming("shall")), slots=1)
    assert isinstance(site.error(asking), PromptCut)
    assert site.error(asking).is_permanent


def test_too_many_holds_everybody_back(store: Store, who: Claim) -> None:
    script = site.then(replies.rate_limited("0.2"), script=site.naming("shall"))
    asking, _ = site.asked(store, who, script)
    assert len(site.extraction(asking).requirements) == site.SHALL
    with store.read() as tx:
        (row,) = tx.rows(select(llm_calls).where(llm_calls.c.outcome == "rate_limited"))
    assert (row.http_status, row.tokens) == (429, 0)


def test_long_wait_gives_the_job_back(store: Store, who: Claim) -> None:
    script = site.then(replies.rate_limited("300"), script=site.naming("shall"))
    asking, _ = site.asked(store, who, script, slots=1)
    told = site.error(asking)
    assert isinstance(told, RateLimited)
    assert 200 < told.retry_after <= 301


def test_model_is_probed_once_for_all_workers(store: Store, who: Claim) -> None:
    with ScriptedServer(site.naming("shall")) as server:
        for _ in range(2):
            with site.asker(store, server) as made:
                site.ended(made.start(who, site.read()))
    assert sum(not site.asks_about(request) for request in server.requests) == 1


def test_limits_of_the_terms_hold_for_all(store: Store, who: Claim) -> None:
    site.asked(store, who, site.naming("shall"), requests=6000.0, tokens=1e9)
    with store.read() as tx:
        (found,) = pace.find(tx)
    assert (found.requests_limit, found.tokens_limit) == (6000.0, 1e9)
    site.asked(store, who, site.naming("shall"), requests=0.0)


def test_limits_that_the_server_tells_are_heeded(store: Store, who: Claim) -> None:
    def telling(request: replies.Request) -> replies.Reply:
        said = site.naming("shall")(request)
        told = {"x-ratelimit-limit-requests": "6000", "x-ratelimit-limit-tokens": "none"}
        return replace(said, headers={**said.headers, **told})

    site.asked(store, who, telling)
    with store.read() as tx:
        (found,) = pace.find(tx)
    assert (found.requests_rate, found.requests_limit, found.tokens_rate) == (6000.0, None, None)


def test_money_and_tokens_are_those_of_the_server(store: Store, who: Claim) -> None:
    _, asked = site.asked(store, who, site.naming("shall"))
    with store.read() as tx:
        (found,) = spending.find(tx, who.job_id)
    assert found.answered == len(asked)
    assert found.input_tokens == 2000 * len(asked)
    assert found.money == len(asked) * (2000 * 15 + 20 * 60) // 100


def test_documents_are_asked_about_side_by_side(store: Store, who: Claim) -> None:
    with ScriptedServer(site.naming("shall")) as server, site.asker(store, server) as made:
        other = site.claim(store, "b.pdf")
        both = [made.start(one, site.read(one.fingerprint)) for one in (who, other)]
        counts = [len(site.extraction(site.ended(one)).requirements) for one in both]
    assert counts == [site.SHALL, site.SHALL]
    assert sum(not site.asks_about(request) for request in server.requests) == 1


def test_server_that_is_always_busy_makes_the_job_wait() -> None:
    endpoint = Endpoint("http://127.0.0.1:1/v1", "tiny")
    told = error_of(Limited(Receipt(), 5.0), endpoint)
    assert isinstance(told, RateLimited)
    assert told.retry_after == 5.0


def test_outcome_without_an_explanation_is_still_told() -> None:
    endpoint = Endpoint("http://127.0.0.1:1/v1", "tiny")
    told = error_of(Invalid(Receipt(), "no JSON"), endpoint)
    assert "invalid" in told.message
