"""A scan goes through the queue, its limits and its child process like any other document."""

from pathlib import Path

from tests.end_to_end import documents
from tests.end_to_end.command import Reqx
from tests.parsing.ocr.make import scanned


def test_scan_gives_its_requirements_and_says_how(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path / "home", {"REQX_OCR": "on"})
    reqx("run", "--quiet", scanned(documents.pdf(tmp_path / "tender.pdf")))
    statements = [found["statement"] for found in reqx.requirements()]
    assert statements == ["The pump number 1 shall start within 1 seconds."]
    document = reqx.json("documents", "show", 1)
    assert "tesseract" in document["parser"]
    assert document["warnings"][0].startswith("Page 1 has no text of use and was read by OCR")


def test_scan_is_refused_where_ocr_is_off(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path / "home", {"REQX_OCR": "off"})
    reqx("run", "--quiet", scanned(documents.pdf(tmp_path / "tender.pdf")), status=4)
    assert reqx.status_of() == "ERROR"


def test_ocr_that_must_be_there_and_is_not_stops_the_worker(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path / "home", {"REQX_OCR": "on", "PATH": str(tmp_path)})
    reqx("upload", documents.pdf(tmp_path / "tender.pdf"))
    assert "tesseract" in reqx("work", "--drain", status=78).stderr
    assert reqx.status_of() == "WAITING"
