"""A scan goes through the queue, its limits and its child process like any other document."""

from pathlib import Path

from tests.end_to_end import documents
from tests.end_to_end.command import Reqx
from tests.parsing.ocr.make import program, row, scanned
from tests.parsing.pdf.make import Sheet


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


def test_scan_is_read_by_the_library_where_there_is_no_tesseract(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path / "home", {"REQX_OCR": "on", "PATH": str(tmp_path)})
    reqx("run", "--quiet", scanned(documents.pdf(tmp_path / "tender.pdf")))
    statements = [found["statement"] for found in reqx.requirements()]
    assert statements == ["The pump number 1 shall start within 1 seconds."]
    assert "rapidocr" in reqx.json("documents", "show", 1)["parser"]


def test_ocr_that_must_be_there_and_is_not_stops_the_worker(tmp_path: Path) -> None:
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text("import sys\nsys.modules['rapidocr'] = None\n", encoding="utf-8")
    folder = str(tmp_path)
    reqx = Reqx(tmp_path / "home", {"REQX_OCR": "on", "PATH": folder, "PYTHONPATH": folder})
    reqx("upload", documents.pdf(tmp_path / "tender.pdf"))
    assert "tesseract" in reqx("work", "--drain", status=78).stderr
    assert reqx.status_of() == "WAITING"


def test_long_scan_ends_with_pages_missing_and_not_with_a_time_out(tmp_path: Path) -> None:
    program(tmp_path / "tesseract", f"/bin/sleep 0.4; printf '{row('Scope')}'")
    settings = {"PATH": f"{tmp_path}:/bin:/usr/bin", "REQX_DOCUMENT_TIMEOUT_SECONDS": "8"}
    reqx = Reqx(tmp_path / "home", settings)
    sheet = Sheet(tmp_path / "scan.pdf")
    for _ in range(40):
        sheet.image()
        sheet.turn()
    reqx("run", "--quiet", sheet.save())
    document = reqx.json("documents", "show", 1)
    assert (document["status"], document["pages"]) == ("DONE", 40)
    assert "too little of the document's time was left" in " ".join(document["warnings"])
