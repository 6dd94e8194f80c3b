import pytest

from reqx.parsing.ocr.rapid import Rapid
from reqx.parsing.ocr.tesseract import Tesseract


@pytest.fixture(scope="session")
def tesseract() -> Tesseract:
    found = Tesseract.installed()
    assert found is not None, "tesseract is not installed: run sh scripts/install-ocr"
    return found


@pytest.fixture(scope="session")
def rapid() -> Rapid:
    found = Rapid.installed()
    assert found is not None, "rapidocr is not installed: run sh scripts/install test"
    return found
