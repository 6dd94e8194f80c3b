from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind, ParsedDocument
from tests.parsing.docx.make import members, p, package, read_file

CHUNK = '<w:altChunk xmlns:r="{}" r:id="c1"/>'.format(
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"


def holding(folder: Path, name: str, data: str | bytes) -> ParsedDocument:
    """Read a DOCX that imports a file between two paragraphs."""
    made: dict[str, str | bytes] = dict(members(p("before") + CHUNK + p("after")))
    made["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c1" Type="{_KIND}" Target="{name}"/></Relationships>'
    )
    made[f"word/{name}"] = data
    return read_file(package(folder / "made.docx", made))


def test_imported_page_is_read_where_it_stands(tmp_path: Path) -> None:
    page = (
        "<html><header>Lock</header><body><h1>Gates</h1><p>The gate shall close.</p>"
        "<ul><li>in calm</li></ul><table><tr><th>Id</th><th>Text</th></tr><tr><td>1</td>"
        "<td>The lamp shall burn.</td></tr></table></body></html>"
    )
    found = holding(tmp_path, "a.html", page)
    assert found.text.splitlines() == [
        *("before", "Lock", "Gates", "The gate shall close.", "• in calm"),
        *("Id\tText", "1\tThe lamp shall burn.", "after"),
    ]
    assert found.blocks[-1].section == ("Gates",)
    assert found.blocks[-2].kind is BlockKind.TABLE_ROW
    assert found.warnings == ()


def test_imported_text_is_read_where_it_stands(tmp_path: Path) -> None:
    found = holding(tmp_path, "a.txt", "The gate shall close, Z\u00fcrich.".encode("cp1252"))
    assert found.text == "before\nThe gate shall close, Z\u00fcrich.\nafter"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", "{\\rtf1 The gate shall close.}"),
        ("a.html", '<!DOCTYPE html [<!ENTITY x "y">]><html>&x;</html>'),
    ],
)
def test_import_that_cannot_be_read_is_counted(tmp_path: Path, name: str, data: str) -> None:
    found = holding(tmp_path, name, data)
    assert found.text == "before\nafter"
    (warning,) = found.warnings
    assert warning.startswith("1 embedded document")
