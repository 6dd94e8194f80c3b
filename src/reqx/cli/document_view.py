"""How a document looks to a person: its line, its details, its text."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from reqx.cli import render, table
from reqx.cli.listing import Listing
from reqx.cli.options import Form
from reqx.cli.table import Column
from reqx.model import records
from reqx.model.blocks import Page
from reqx.model.jobs import Document, DocumentStatus
from reqx.model.verdicts import Verdict

_STYLES = {
    DocumentStatus.ERROR: "red",
    DocumentStatus.DONE: "green",
    DocumentStatus.PROCESSING: "cyan",
}
_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def size(count: int) -> str:
    """Return a number of bytes as "3.2 MB" (decimal units)."""
    for bound, unit in _UNITS:
        if count >= bound:
            return f"{count / bound:.1f} {unit}"
    return f"{count} B"


def _style(document: Document) -> str:
    return _STYLES.get(document.status, "")


def _verdict_style(document: Document) -> str:
    return "yellow" if document.verdict is Verdict.PARTIAL else ""


LISTING: Listing[Document] = Listing(
    records.document,
    (
        Column("ID", lambda document: document.id),
        Column(
            "State",
            lambda document: document.status.value,
            style=_style,
        ),
        Column("Name", lambda document: document.name, folds=True),
        Column("Verdict", lambda document: document.verdict, drop=3, style=_verdict_style),
        Column("Pages", lambda document: document.pages, drop=4),
        Column("Requirements", lambda document: document.requirements, drop=2),
        Column("Language", lambda document: document.language, drop=7),
        Column("Project", lambda document: document.project, drop=6),
        Column("Size", lambda document: size(document.size), drop=8),
        Column("Uploaded", lambda document: render.ago(document.created_at), drop=5),
        Column("Error", lambda document: document.error_message, drop=1, folds=True),
    ),
)


def show(document: Document, modalities: Mapping[str, int]) -> None:
    """Print what is known about a document, a fact a line."""
    table.show_fields(
        [
            ("Document", document.id),
            ("Name", document.name),
            ("State", document.status.value),
            ("Verdict", document.verdict),
            ("Error", document.error_message),
            *(("Warning", warning) for warning in document.warnings),
            ("Pages", document.pages),
            ("Language", document.language),
            ("Requirements", _breakdown(document.requirements, modalities)),
            ("Project", document.project),
            ("User", document.user),
            ("Revision of", document.revision_of),
            ("Type", document.media_type),
            ("Size", size(document.size)),
            ("SHA-256", document.fingerprint),
            ("Parser", document.parser),
            ("Uploaded", records.instant(document.created_at)),
            ("Processed", records.instant(document.processed_at)),
        ]
    )


def show_pages(pages: Iterable[tuple[Document, Page]], form: Form, *, is_bare: bool) -> None:
    """Print page texts; for people with a line above each page that says which, unless bare."""
    match form:
        case Form.JSON:
            render.json([records.page_text(*found) for found in pages])
        case Form.JSON_LINES:
            render.json_lines(records.page_text(*found) for found in pages)
        case Form.WORDS:
            for document, page in pages:
                if not is_bare:
                    render.say(_title(document, page))
                render.lines(page.text)
        case _:
            assert_never(form)


def _title(document: Document, page: Page) -> str:
    place = f"document {document.id}, {document.name}"
    if page.number is None:
        return f"----- {place}"
    return f"----- {place}, page {render.page(page.number, page.label)}"


def _breakdown(total: int, modalities: Mapping[str, int]) -> str:
    parts = [f"{count} {modality}" for modality, count in modalities.items() if count]
    return f"{total} ({', '.join(parts)})" if parts else str(total)
