import pytest

from reqx import errors
from reqx.model import verdicts
from reqx.model.blocks import Page
from reqx.model.verdicts import Verdict
from reqx.parsing.pdf import pages

READ_ANYWAY = {pages.CROWDED, pages.DRAWN, pages.SEEN, pages.UNSEEN, pages.WORDLESS}


def page(*warnings: str) -> Page:
    return Page(1, None, "", 0, warnings)


def test_each_warning_of_a_page_is_a_loss_or_none() -> None:
    lost = {pages.NEEDS_OCR, pages.GARBLED, pages.DAMAGED, pages.LEFT_OUT, pages.GIVEN_UP}
    assert lost | {pages.ANNOTATED} == verdicts.LOSSES
    named = {
        value
        for name, value in vars(pages).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str)
    }
    assert named == verdicts.LOSSES | READ_ANYWAY


@pytest.mark.parametrize("loss", sorted(verdicts.LOSSES))
def test_one_page_that_was_not_read_makes_a_document_partial(loss: str) -> None:
    assert verdicts.of_pages([page(), page(pages.CROWDED, loss)]) is Verdict.PARTIAL


@pytest.mark.parametrize("harmless", sorted(READ_ANYWAY))
def test_pages_that_were_read_make_it_ok(harmless: str) -> None:
    assert verdicts.of_pages([page(), page(harmless)]) is Verdict.OK


def test_each_error_of_a_document_is_a_verdict_of_its_own() -> None:
    found = [verdicts.of_error(kind.code) for kind in errors.DocumentError.__subclasses__()]
    assert sorted(filter(None, found)) == sorted(set(Verdict) - {Verdict.OK, Verdict.PARTIAL})


def test_a_bug_met_by_a_document_is_a_crash_of_its_reader() -> None:
    assert verdicts.of_error(errors.ReqxError.code) is Verdict.CRASHED


@pytest.mark.parametrize("code", ["", "ok", "partial", "storage", "configuration", "rate_limited"])
def test_what_is_no_fault_of_the_document_is_no_verdict(code: str) -> None:
    assert verdicts.of_error(code) is None
