"""OCR: the words of a page that is a picture, by a program or a library that is installed.

`engine_for` chooses the engine. It sees pictures only, and knows nothing of PDF.
"""

from reqx.errors import ConfigurationError
from reqx.parsing.ocr.engine import Engine, GaveUp, Ocr, Picture, SeenWord
from reqx.parsing.ocr.tesseract import Tesseract

__all__ = ["Engine", "GaveUp", "Ocr", "Picture", "SeenWord", "engine_for"]


def engine_for(use: Ocr) -> Engine | None:
    """Return the engine to read pictures with, None when there is to be none or is none.

    Raises ConfigurationError when OCR must be there and is not.
    """
    found = None if use is Ocr.OFF else Tesseract.installed()
    if found is None and use is Ocr.ON:
        raise ConfigurationError(
            "REQX_OCR is 'on', but no program for OCR was found",
            hint="Install tesseract with its language data, or set REQX_OCR to auto or off.",
        )
    return found
