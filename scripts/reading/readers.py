"""The contestants: each reads one file from beginning to end.

Every contestant imports its library before the clock starts.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reading.usage import cpu_seconds
from reqx import parsing
from reqx.errors import DocumentError
from reqx.model.blocks import BlockKind, ParsedDocument

Reader = Callable[[Path], Collection[int]]
"""Reads the file; returns the pages (from 1) on which it found tables, if it looks for them."""


def read(reader: str, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the CPU and wall seconds the files took, and the table pages of each."""
    one = READERS[reader]()
    cpu, wall = cpu_seconds(), time.monotonic()
    tables = {path: list(one(Path(path))) for path in paths}
    yield {"cpu": cpu_seconds() - cpu, "wall": time.monotonic() - wall, "tables": tables}


def text(paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield, a PDF or DOCX, the text of each page and of the furniture, or why it is refused."""
    for path in paths:
        media_type = parsing.PDF if path.endswith(".pdf") else parsing.DOCX
        try:
            document = parsing.parse(Path(path), media_type, lambda _done, _total: None)
        except DocumentError as error:
            yield {"path": path, "refused": error.message}
            continue
        yield {"path": path, "pages": page_texts(document), "furniture": document.furniture}


def cells(path: str, pages: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield, a page, what stands in the tables that pdfplumber finds among what can be seen.

    Word processors lay white boxes behind text; pdfplumber takes their sides for lines. Nor is it a
    table where words stand in one cell alone: that is a frame around a text, or the coloured areas
    of a cover. A drawing in which words stand in two fields still counts as a table.
    """
    import pdfplumber  # noqa: PLC0415 - not in the memory of the others

    with pdfplumber.open(path) as document:
        for number in pages:
            tables = document.pages[number - 1].filter(_is_seen).extract_tables()
            held = [[cell for row in table for cell in row if cell] for table in tables]
            texts = [cell for cells in held if len(cells) > 1 for cell in cells]
            yield {"page": number, "text": "\n".join(texts)}


def _is_seen(item: Mapping[str, Any]) -> bool:
    """Tell whether one of pdfplumber's objects is not a white filling without a border."""
    if item["object_type"] not in {"rect", "curve"} or item["stroke"] or not item["fill"]:
        return True
    color = item["non_stroking_color"]
    parts = tuple(color) if isinstance(color, list | tuple) else (color,)
    white = (0,) * 4 if len(parts) == 4 else (1,) * len(parts)
    return parts != white


def page_texts(document: ParsedDocument) -> list[str]:
    """Return what the document has from each printed page, whichever page its block begins on."""
    if document.media_type != parsing.PDF:
        return [page.text for page in document.pages]
    texts: dict[int, list[str]] = {page.number or 0: [] for page in document.pages}
    for block in document.blocks:
        ends = [region.start for region in block.regions[1:]] + [block.end]
        for region, end in zip(block.regions, ends, strict=True):
            texts[region.page].append(document.text[region.start : end])
        if block.regions:
            texts[block.regions[-1].page].append("\n")
    return ["".join(pieces) for _, pieces in sorted(texts.items())]


def _pdfium() -> Reader:
    import pypdfium2  # noqa: PLC0415 - not in the memory of the others

    def one(path: Path) -> Collection[int]:
        with pypdfium2.PdfDocument(path) as document:
            for index in range(len(document)):
                page = document[index]
                text_page = page.get_textpage()
                text_page.get_text_range()
                text_page.close()
                page.close()
        return ()

    return one


def _pdfplumber(*, is_finding: bool) -> Reader:
    import pdfplumber  # noqa: PLC0415 - not in the memory of the others

    def one(path: Path) -> Collection[int]:
        found = []
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()
                if is_finding and page.find_tables():
                    found.append(page.page_number)
                page.close()
        return found

    return one


def _reqx_pdf() -> Reader:
    from reqx.parsing import pdf  # noqa: PLC0415 - not in the memory of the others

    def one(path: Path) -> Collection[int]:
        try:
            return table_pages(pdf.read(path, lambda _done, _total: None))
        except DocumentError:
            # Nothing to read (a scan): its pages cost the others time, too.
            return ()

    return one


def table_pages(document: ParsedDocument) -> list[int]:
    """Return the pages on which a table row begins or goes on."""
    rows = (block for block in document.blocks if block.kind is BlockKind.TABLE_ROW)
    return sorted({region.page for row in rows for region in row.regions})


def _python_docx() -> Reader:
    import docx  # noqa: PLC0415 - not in the memory of the others
    from docx.table import Table  # noqa: PLC0415

    def one(path: Path) -> Collection[int]:
        for item in docx.Document(str(path)).iter_inner_content():
            if isinstance(item, Table):
                texts = [cell.text for row in item.rows for cell in row.cells]
            else:
                texts = [item.text]
            "\n".join(texts)
        return ()

    return one


def _reqx_docx() -> Reader:
    from reqx.parsing import docx  # noqa: PLC0415 - not in the memory of the others

    def one(path: Path) -> Collection[int]:
        docx.read(path, lambda _done, _total: None)
        return ()

    return one


READERS: Mapping[str, Callable[[], Reader]] = {
    "pdfium": _pdfium,
    "pdfplumber": lambda: _pdfplumber(is_finding=False),
    "pdfplumber, tables": lambda: _pdfplumber(is_finding=True),
    "reqx pdf": _reqx_pdf,
    "python-docx": _python_docx,
    "reqx docx": _reqx_docx,
}
