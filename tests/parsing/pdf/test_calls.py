from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from reqx.parsing.pdf.calls import Cells, direct
from tests.parsing.pdf.make import Sheet


def test_call_that_writes_nothing_leaves_zeros(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(100, 50, "Valve")
    cells, origin = Cells("d", 2, (0, 1)), direct(pdfium.FPDFText_GetCharOrigin, None)
    with pypdfium2.PdfDocument(sheet.save()) as document:
        page = document[0].get_textpage()
        found = [cells.of(origin, page.raw, [index]).tolist() for index in (0, 99)]
    assert [round(x) for x in found[0]] == [100, 792]
    assert found[1] == [0.0, 0.0]
