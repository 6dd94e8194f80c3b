"""What a form shows in its fields: pdfium keeps it apart from the page's text."""

from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfFormEnv

from reqx.parsing.pdf.strings import string_from

CHECKED, UNCHECKED = "☒", "☐"
_MARKS = frozenset({pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON})
_CHOICES = frozenset({pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX})
_WRITTEN = frozenset({pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX})
_MAX_OPTIONS = 1_000


class Form:
    """The form of an open document, which may have none."""

    def __init__(self, document: PdfDocument) -> None:
        self._form = _opened(document)

    def value(self, widget: Any) -> str:  # noqa: ANN401 - a ctypes pointer
        """Return what the field shows in this widget of its, "" when it shows nothing.

        A box to tick shows a mark, checked or not. A password stays secret; a button has no value.
        """
        if self._form is None:
            return ""
        kind = pdfium.FPDFAnnot_GetFormFieldType(self._form, widget)
        if kind in _MARKS:
            # Not by `FPDFAnnot_IsChecked`, which knows only pages that are open for editing.
            state = string_from(pdfium.FPDFAnnot_GetStringValue, widget, b"AS")
            return UNCHECKED if state in {"", "Off"} else CHECKED
        chosen = ", ".join(self._chosen(widget)) if kind in _CHOICES else ""
        return chosen or (self._written(widget) if kind in _WRITTEN else "")

    def name(self, widget: Any) -> str:  # noqa: ANN401 - a ctypes pointer
        """Return the full name of the field this is a widget of."""
        return string_from(pdfium.FPDFAnnot_GetFormFieldName, self._form, widget)

    def _written(self, widget: Any) -> str:  # noqa: ANN401 - a ctypes pointer
        flags = pdfium.FPDFAnnot_GetFormFieldFlags(self._form, widget)
        is_text = pdfium.FPDFAnnot_GetFormFieldType(self._form, widget) not in _CHOICES
        if is_text and flags & pdfium.FPDF_FORMFLAG_TEXT_PASSWORD:
            return ""
        return string_from(pdfium.FPDFAnnot_GetFormFieldValue, self._form, widget)

    def _chosen(self, widget: Any) -> Iterator[str]:  # noqa: ANN401 - a ctypes pointer
        count = pdfium.FPDFAnnot_GetOptionCount(self._form, widget)
        for index in range(min(count, _MAX_OPTIONS)):
            if pdfium.FPDFAnnot_IsOptionSelected(self._form, widget, index):
                yield string_from(pdfium.FPDFAnnot_GetOptionLabel, self._form, widget, index)


def _opened(document: PdfDocument) -> PdfFormEnv | None:
    # Not by `init_forms`, which logs where a form is XFA: a parser is silent.
    if document.formenv is None and document.get_formtype() != pdfium.FORMTYPE_NONE:
        settings = pdfium.FPDF_FORMFILLINFO(version=2)
        raw = pdfium.FPDFDOC_InitFormFillEnvironment(document, settings)
        document.formenv = PdfFormEnv(raw, settings) if raw else None
    return document.formenv
