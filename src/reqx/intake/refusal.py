"""What reqx does not read: named, with the way to something it does."""

from reqx.errors import Unsupported

_LIBREOFFICE = (
    "Convert it with LibreOffice (soffice --headless --convert-to {} FILE) and upload the result."
)
AS_TEXT = _LIBREOFFICE.format("docx")
AS_SHEET = _LIBREOFFICE.format("xlsx")
AS_PDF = _LIBREOFFICE.format("pdf")
UNPACK = "Unpack it and upload the documents in it."
SCAN = "Make a PDF with text of it (OCR, for instance ocrmypdf) and upload that."
RESAVE = "Open it in the program it comes from, save it as PDF or DOCX and upload that."
AS_MAIL = "Save it as .eml (Thunderbird; or msgconvert FILE) and upload that."
SAVE_APART = "Save it as a file of its own and upload that."
TAKE_APART = "Save what is attached to it and upload that."


def of(name: str, what: str, hint: str) -> Unsupported:
    """Return the error for the file `name`, which is `what` ("a ZIP archive")."""
    return Unsupported(f"{name} is {what}", hint=hint)
