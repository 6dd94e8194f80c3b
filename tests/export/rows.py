"""Requirements with their documents, as the exports are given them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reqx.model.blocks import Page
from reqx.model.jobs import Document, DocumentStatus
from reqx.model.requirements import Kind, Modality, PageRegion, Requirement

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)

DOCUMENT = Document(
    id=7,
    name="pump.pdf",
    fingerprint="ab" * 32,
    media_type="application/pdf",
    size=1234,
    status=DocumentStatus.DONE,
    created_at=NOON,
    project="harbour",
)

REQUIREMENT = Requirement(
    uid="00112233445566aa",
    statement="The pump shall stop within 2 s.",
    start=10,
    end=41,
    modality=Modality.MANDATORY,
    confidence=0.9,
    language="en",
    extractor="rules",
    section=("3 Pumps", "3.1 Stop"),
    page=2,
    page_label="ii",
    regions=(PageRegion(2, (72.0, 100.0, 300.0, 112.0)),),
    source_id="P-12",
    kind=Kind.FUNCTIONAL,
    kind_confidence=0.8,
    flags=("vague-term",),
    flag_words=(("fast",),),
)

PAGE = Page(2, "ii", "Pumps\nThe pump shall stop within 2 s.", 0)

HOSTILE = (
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    '=HYPERLINK("http://a.example","b")',
    "http://a.example/?q=1",
    "www.a.example",
    "{=1}",
    "- bullet shall",
    "+33 1 23 45",
    "0012",
    "1e5",
    "</script><script>alert(1)</script>",
    "<<<",
    "---",
    "{{7*7}}",
    ".. raw::",
    "<r><t>bold</t></r>",
    "<r>",
    "a_b *c* `d` ~~e~~ [f](g) ![h](i) | j",
    "a\\|b & &amp; #1 $x$ 1^2^ user@a.example",
    "'quoted' \"twice\"; semicolon, comma",
    "[/path] [bold]not markup[/bold] :smile:",
    "exigence : l'équipement doit résister à \u221240 °C",
    "投标人应当提供质量保证书。",
    "\U0001d518nicode 😀 ﷽",
    "\u202egnp.exe",
)
"""Texts that a program would take for something else than text."""


@dataclass(frozen=True)
class Found:
    """A requirement and its document."""

    requirement: Requirement = REQUIREMENT
    document: Document = DOCUMENT


def stating(statements: Iterable[str]) -> list[Found]:
    """Return a requirement for each statement."""
    return [
        Found(replace(REQUIREMENT, uid=f"{index:016x}", statement=statement))
        for index, statement in enumerate(statements)
    ]
