from reqx.extraction.llm.outcomes import Outcome, Unauthorised, Unavailable
from reqx.extraction.llm.probe import probe
from reqx.extraction.llm.questions import Capability, Mode
from reqx.testing import Reply, Request, ScriptedServer, replies
from tests.extraction.llm.make import client

AMBER = replies.answer({"colours": ["amber"]})
POEM = replies.answer("The sea, the sea.")


def unsupported(parameter: str) -> Reply:
    body = f'{{"error": {{"param": "{parameter}", "code": "unsupported_parameter"}}}}'
    return Reply(body.encode(), 400)


def found(*script: Reply) -> tuple[Capability | Outcome, list[int]]:
    with ScriptedServer(script) as server, client(server) as asked:
        return probe(asked, within_seconds=5.0), server.statuses()


def test_endpoint_that_keeps_to_a_schema_is_asked_once() -> None:
    assert found(AMBER) == (Capability(Mode.SCHEMA), [200])


def test_schema_that_is_ignored_is_not_relied_on() -> None:
    capability, statuses = found(POEM, replies.answer({"colour": "blue"}))
    assert capability == Capability(Mode.OBJECT)
    assert statuses == [200, 200]


def test_answer_of_another_shape_shows_an_ignored_schema() -> None:
    other = replies.answer({"line": "The sea, the sea."})
    assert found(other, other)[0] == Capability(Mode.OBJECT)


def test_endpoint_without_any_json_is_asked_in_prose() -> None:
    refused = replies.error(400, "response_format is not supported")
    assert found(refused, refused, POEM)[0] == Capability(Mode.PROSE)


def test_array_is_no_object() -> None:
    assert found(POEM, replies.answer([1]), POEM)[0] == Capability(Mode.PROSE)


def test_endless_answer_to_a_schema_is_no_schema() -> None:
    assert found(replies.truncated(), AMBER)[0] == Capability(Mode.OBJECT)


def test_server_that_fails_of_a_schema_is_told_from_one_that_failed_once() -> None:
    failed = replies.error(500, "grammar")
    assert found(failed, AMBER)[0] == Capability(Mode.SCHEMA)
    assert found(failed, failed, failed, AMBER)[0] == Capability(Mode.OBJECT)


def test_parameters_that_are_refused_are_left_out_or_renamed() -> None:
    def picky(request: Request) -> Reply:
        for name in ("max_tokens", "temperature"):
            if name in request.body:
                return unsupported(name)
        return AMBER

    with ScriptedServer(picky) as server, client(server) as asked:
        capability = probe(asked)
    assert capability == Capability(limit="max_completion_tokens", has_temperature=False)
    assert server.requests[-1].body["max_completion_tokens"] > 0


def test_missing_usage_is_found() -> None:
    unpaid = replies.answer({"colours": []}, usage=None)
    assert found(unpaid)[0] == Capability(has_usage=False)


def test_wrong_key_ends_the_probe() -> None:
    outcome, statuses = found(replies.unauthorised())
    assert isinstance(outcome, Unauthorised)
    assert statuses == [401]


def test_endpoint_that_is_away_is_not_taken_for_a_poor_one() -> None:
    outcome, statuses = found(replies.error(503, "loading the model"))
    assert isinstance(outcome, Unavailable)
    assert statuses == [503]


def test_endpoint_that_answers_nothing_has_no_capability() -> None:
    refused = replies.error(400, "not a chat model")
    outcome, statuses = found(refused, refused, refused)
    assert isinstance(outcome, Outcome)
    assert statuses == [400, 400, 400]
