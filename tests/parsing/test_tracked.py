"""Tracked changes are read as if accepted, and the reader is told of them."""

from pathlib import Path

from reqx.parsing.tracked import warnings
from tests.parsing.docx import make as docx
from tests.parsing.html import make as html
from tests.parsing.odt import make as odt
from tests.parsing.odt.test_walk import TRACKED

TOLD = (
    "It has tracked changes, read as if accepted: insertions in {} paragraphs or rows (their "
    "requirements have the flag tracked-change), {} deleted words left out."
)


def test_document_without_changes_has_no_warning(tmp_path: Path) -> None:
    assert list(warnings([], [])) == []
    assert docx.read(tmp_path, docx.p("It shall run.")).warnings == ()


def test_changes_of_a_docx_are_told(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>two words</w:delText></w:r></w:del>"
    body = docx.p(f"<w:ins>{docx.run('a')}</w:ins>{gone}") + docx.p("b")
    assert docx.read(tmp_path, body).warnings == (TOLD.format(1, 2),)


def test_deleted_row_of_a_docx_is_told(tmp_path: Path) -> None:
    gone = docx.p("<w:del><w:r><w:delText>three more words</w:delText></w:r></w:del>")
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{gone}</w:tc></w:tr>"
    kept = f"<w:tr><w:tc>{docx.p(docx.run('a'))}</w:tc></w:tr>"
    assert docx.read(tmp_path, f"<w:tbl>{kept}{row}</w:tbl>").warnings == (TOLD.format(0, 3),)


def test_changes_of_an_odt_are_told_without_who_made_them(tmp_path: Path) -> None:
    by = "<office:change-info><dc:creator>Ann Other</dc:creator></office:change-info>"
    tracked = TRACKED.replace("<text:deletion>", f"<text:deletion>{by}")
    body = tracked + odt.p('a<text:change-start text:change-id="i"/>b')
    assert odt.read(tmp_path, body).warnings == (TOLD.format(1, 1),)


def test_changes_of_a_page_of_the_web_are_told(tmp_path: Path) -> None:
    found = html.read(tmp_path, "<p>It <del>can now</del><ins>shall</ins> run<p>fast")
    assert found.warnings == (TOLD.format(1, 2),)
