import json
from typing import Any

import pytest

from reqx.extraction.llm.answers import MOST_IDS, MOST_ITEMS, SCHEMA, Item, read
from reqx.extraction.llm.questions import Malformed
from reqx.model.requirements import Kind, Modality

ITEM: dict[str, Any] = {"ids": [1], "modality": "mandatory", "kind": "quality", "quote": ""}


def answer(*items: object) -> str:
    return json.dumps({"items": items})


def test_answer_is_items() -> None:
    other = {"ids": [2, 3], "modality": "prohibited", "kind": "other", "quote": "no smoking"}
    assert read(answer(ITEM, other)) == (
        Item((1,), Modality.MANDATORY, Kind.QUALITY),
        Item((2, 3), Modality.PROHIBITED, None, "no smoking"),
    )


def test_no_items_are_an_answer() -> None:
    assert read(answer()) == ()


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\n{}\n```",
        "```\n{}\n```",
        "  {}  ",
        "<think>Is it {{? Yes.</think>\n{}",
        "<think>\n</think>```json\n{}```",
    ],
)
def test_what_models_put_around_json_is_taken_off(wrapped: str) -> None:
    assert read(wrapped.replace("{}", answer(ITEM))) == (
        Item((1,), Modality.MANDATORY, Kind.QUALITY),
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "No requirements here.",
        "[]",
        "{}",
        '{"items": {}}',
        '{"items": [',
        f"{answer(ITEM)} and that is all.",
        "[" * 100_000,
        answer(1),
        answer(*[ITEM] * (MOST_ITEMS + 1)),
        *(answer({key: value for key, value in ITEM.items() if key != left}) for left in ITEM),
        answer(ITEM | {"ids": []}),
        answer(ITEM | {"ids": [*range(MOST_IDS + 1)]}),
        answer(ITEM | {"ids": ["1"]}),
        answer(ITEM | {"ids": [True]}),
        answer(ITEM | {"ids": 1}),
        answer(ITEM | {"modality": "must"}),
        answer(ITEM | {"kind": []}),
        answer(ITEM | {"quote": None}),
    ],
)
def test_another_shape_is_no_answer(content: str) -> None:
    with pytest.raises(Malformed):
        read(content)


def nodes(schema: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(schema, list):
        return [node for each in schema for node in nodes(each)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(node for each in schema.values() for node in nodes(each))]


def test_every_array_is_bounded_and_every_object_closed() -> None:
    arrays = [node for node in nodes(SCHEMA) if node.get("type") == "array"]
    objects = [node for node in nodes(SCHEMA) if node.get("type") == "object"]
    assert [array["maxItems"] for array in arrays] == [MOST_ITEMS, MOST_IDS]
    assert MOST_ITEMS * MOST_IDS < 2000
    for each in objects:
        assert each["required"] == list(each["properties"])
        assert each["additionalProperties"] is False
