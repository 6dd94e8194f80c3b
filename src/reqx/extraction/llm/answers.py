"""The shape of the model's answer: its schema, and how it is read."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reqx.extraction.llm.questions import Malformed
from reqx.model.requirements import Kind, Modality

MOST_ITEMS = 64
MOST_IDS = 4
"""Bounds of the arrays: a small model never ends one that has none, and llama.cpp takes no nested
bounds of which the product is over some 2,000."""

NO_KIND = "other"
_KINDS = [*(kind.value for kind in Kind), NO_KIND]
_FENCED = re.compile(r"```[a-zA-Z]{0,10}\s(.*)```", re.DOTALL)
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "items": {
            "type": "array",
            "maxItems": MOST_ITEMS,
            "items": {
                "type": "object",
                "properties": {
                    "ids": {
                        "type": "array",
                        "maxItems": MOST_IDS,
                        "items": {"type": "integer"},
                    },
                    "modality": {"type": "string", "enum": [each.value for each in Modality]},
                    "kind": {"type": "string", "enum": _KINDS},
                    "quote": {"type": "string"},
                },
                "required": ["ids", "modality", "kind", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["items"],
    "additionalProperties": False,
}
"""Only what all servers know: no field may be left out, no bounds of strings and numbers."""


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement as the model names it: numbers of units, and words of its own choice.

    `quote` "": the whole of the units.
    """

    ids: tuple[int, ...]
    modality: Modality
    kind: Kind | None = None
    quote: str = ""


def read(content: str) -> tuple[Item, ...]:
    """Return the items of an answer; Malformed unless it is JSON of this very shape.

    A code fence around it is taken off, and what a model thought aloud before. Nothing is repaired:
    what repairs JSON invents content.
    """
    try:
        answer = json.loads(_bare(content))
    except (ValueError, RecursionError) as error:
        raise Malformed("the answer is no JSON") from error
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise Malformed("the answer has no list of items")
    if len(items) > MOST_ITEMS:
        raise Malformed(f"the answer has more than {MOST_ITEMS} items")
    return tuple(_item(item) for item in items)


def _bare(content: str) -> str:
    thought = _THOUGHT.match(content)
    said = content[thought.end() if thought else 0 :].strip()
    fenced = _FENCED.fullmatch(said)
    return fenced[1] if fenced else said


def _item(item: object) -> Item:
    if not isinstance(item, dict):
        raise Malformed("an item is no object")
    quote = item.get("quote")
    if not isinstance(quote, str):
        raise Malformed("an item has no quote")
    try:
        modality = Modality(str(item.get("modality")))
        kind = None if item.get("kind") == NO_KIND else Kind(str(item.get("kind")))
    except ValueError as error:
        raise Malformed("an item has a modality or a kind that does not exist") from error
    return Item(_ids(item.get("ids")), modality, kind, quote)


def _ids(found: object) -> tuple[int, ...]:
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_IDS:
        raise Malformed(f"an item has not 1 to {MOST_IDS} ids")
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in found):
        raise Malformed("an id is no whole number")
    return tuple(found)
