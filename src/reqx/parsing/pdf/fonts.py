"""pdfium without the machine's fonts.

For a font that a PDF does not bring along, pdfium looks for one on the machine, and takes names and
boxes of its letters from what it finds: a bullet of Symbol is read as another character where
LibreOffice is installed. Its own substitutes are the same everywhere, and so are then the blocks.
"""

import ctypes

import pypdfium2.raw as pdfium

_VERSION = 2
"""Of the configuration: the last one without experimental fields."""
_NO_FOLDERS = (ctypes.POINTER(ctypes.c_char) * 1)()
"""A list that ends at once; pdfium may look at it as long as it lives."""


def forget() -> None:
    """Start pdfium anew with no folder of fonts. Nothing may be open.

    pypdfium2 starts it when imported, with the machine's folders and no way to say otherwise.
    """
    config = pdfium.FPDF_LIBRARY_CONFIG(version=_VERSION, m_pUserFontPaths=_NO_FOLDERS)
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(config)
