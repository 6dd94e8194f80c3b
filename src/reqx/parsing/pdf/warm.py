"""Imported by the fork server: a first PDF is read, so that no document's process reads its first.

The first one costs a process some milliseconds more: pdfium makes its tables of fonts, codecs are
imported, patterns compiled.
"""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from reqx.errors import ReqxError
from reqx.parsing.pdf import read

_SAID = rb"""BT /F 18 Tf 60 760 Td (1 La pompe) Tj
/F 10 Tf 0 -30 Td (La pompe s'arr\352te d\350s que la cuve est pleine, et la vanne se ferme.) Tj
0 -20 Td (\225 la cuve) Tj 0 -14 Td (\225 la vanne) Tj
0 -40 Td (Essai) Tj 100 0 Td (Dur\351e) Tj -100 -20 Td (A) Tj 100 0 Td (5 s) Tj ET
55 670 m 255 670 l S 55 650 m 255 650 l S 55 630 m 255 630 l S
55 670 m 55 630 l S 155 670 m 155 630 l S 255 670 m 255 630 l S"""
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(_SAID), _SAID),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Font<</F 5 0 R>>>>",
)


def small_pdf() -> bytes:
    """Return a page with a heading, a paragraph, a list and a ruled table."""
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(_OBJECTS, 1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(_OBJECTS) + 1
    end = b"xref\n0 %d\n%010d 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return written + end % (size, 0, table, size, len(written))


def read_first() -> None:
    """Read a first PDF."""
    # Where there is no room for a file, each process reads its first by itself.
    with suppress(OSError, ReqxError), TemporaryDirectory(prefix="reqx-") as folder:
        path = Path(folder) / "small.pdf"
        path.write_bytes(small_pdf())
        read(path, lambda _read, _pages: None)


read_first()
