from typing import Any

from reqx.extraction.llm.questions import BYTES_PER_TOKEN, Capability, Mode, body, most_tokens
from tests.extraction.llm.make import question


def request(mode: Mode, **other: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return body(question(), "tiny", Capability(mode, **other))


def test_schema_is_strict() -> None:
    form = request(Mode.SCHEMA)["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert form["json_schema"]["schema"] == question().schema


def test_schema_that_is_not_kept_to_is_told_in_words() -> None:
    for mode in (Mode.OBJECT, Mode.PROSE):
        assert '{"type":"object"}' in request(mode)["messages"][0]["content"]
    assert request(Mode.OBJECT)["response_format"] == {"type": "json_object"}
    assert "response_format" not in request(Mode.PROSE)


def test_instructions_come_first_and_unchanged() -> None:
    system, user = request(Mode.SCHEMA)["messages"]
    assert system == {"role": "system", "content": question().instructions}
    assert user == {"role": "user", "content": question().text}


def test_parameters_are_what_the_endpoint_takes() -> None:
    assert request(Mode.SCHEMA)["temperature"] == 0
    assert request(Mode.SCHEMA)["max_tokens"] == 100
    other = request(Mode.SCHEMA, limit="max_completion_tokens", has_temperature=False)
    assert other["max_completion_tokens"] == 100
    assert {"max_tokens", "temperature"}.isdisjoint(other)


def test_tokens_are_those_of_the_prompt_and_the_longest_answer() -> None:
    short, long = question("word"), question("word " * 1000)
    more = most_tokens(long, Capability()).prompt - most_tokens(short, Capability()).prompt
    assert abs(more - 4996 / BYTES_PER_TOKEN) < 1
    assert most_tokens(short, Capability(Mode.PROSE)).completion == short.most_tokens
