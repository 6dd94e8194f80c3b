"""OCR: the words of a page that is a picture, by a program or a library that is installed.

`engine_for` chooses the engine. It sees pictures only, and knows nothing of PDF.
"""

from reqx.errors import ConfigurationError
from reqx.parsing.ocr.engine import Engine, GaveUp, Ocr, Picture, SeenWord
from reqx.parsing.ocr.rapid import Rapid
from reqx.parsing.ocr.ration import rationed
from reqx.parsing.ocr.tesseract import Tesseract

__all__ = ["Engine", "GaveUp", "Ocr", "Picture", "SeenWord", "engine_for"]


def engine_for(use: Ocr) -> Engine | None:
    """Return the engine to read pictures with, None when there is to be none or is none.

    That is tesseract where it is installed, which takes a third of the time, else rapidocr; in a
    process that has only so much time for its document, it gives up when its share of that is used.
    Raises ConfigurationError when OCR must be there and is not.
    """
    found = None if use is Ocr.OFF else Tesseract.installed() or Rapid.installed()
    if found is None and use is Ocr.ON:
        raise ConfigurationError(
            "REQX_OCR is 'on', but neither tesseract nor rapidocr was found",
            hint="Install tesseract with its language data, or reqx with its extra 'ocr' "
            "(pip install 'reqx[ocr]'), or set REQX_OCR to auto or off.",
        )
    return rationed(found)
