"""One small document of each kind that reqx reads, each with the same requirement in it."""

from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

from tests.end_to_end.documents import pdf
from tests.parsing.docx import make as docx
from tests.parsing.odt import make as odt
from tests.parsing.sheet import make as sheet

SENTENCE = "The pump shall stop within 5 seconds."
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
TEXTS = {
    "spec.txt": f"1 Scope\n\n{SENTENCE}\n",
    "spec.md": f"# Scope\n\n- {SENTENCE}\n",
    "spec.html": f"<html><body><h1>Scope</h1><p>{SENTENCE}</p></body></html>",
    "spec.csv": f"Id,Requirement\nREQ-1,{SENTENCE}\nREQ-2,The valve shall close.\n",
}


def documents(folder: Path) -> list[Path]:
    """Write them; each is told from the others by its name."""
    made = [
        pdf(folder / "spec.pdf"),
        docx.document(folder, docx.p(docx.run(SENTENCE))),
        odt.document(folder, odt.p(SENTENCE)),
        sheet.package(
            folder / "made.xlsx",
            sheet.members(sheet.sheet(_row(1), _row(2))) | {"[Content_Types].xml": TYPES},
        ),
    ]
    for name, words in TEXTS.items():
        made.append(folder / name)
        made[-1].write_text(words, encoding="utf-8")
    return made


def _row(number: int) -> str:
    words = ("Id", "Requirement") if number == 1 else ("REQ-1", SENTENCE)
    return sheet.row(number, *words)


def bundle(folder: Path) -> Path:
    """Write a ZIP archive of two texts."""
    path = folder / "tender.zip"
    with ZipFile(path, "w") as zip_file:
        zip_file.writestr("lot 1/spec.txt", f"{SENTENCE} It shall start again.")
        zip_file.writestr("lot 2/spec.txt", f"{SENTENCE} It shall not start again.")
    return path


def mail(folder: Path) -> Path:
    """Write a mail with a text of its own and one attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "Tender"
    message.set_content(f"{SENTENCE} See the annex.")
    message.add_attachment(f"{SENTENCE} This is the annex.", filename="annex.txt")
    path = folder / "tender.eml"
    path.write_bytes(message.as_bytes())
    return path
