import pytest

from reqx.extraction.rules.features import features
from reqx.extraction.rules.keywords import invokes, keyword
from reqx.model.requirements import Modality
from tests.extraction.make import document, heading, paragraph
from tests.extraction.rules.read import extract, read, statements

INVOKED = paragraph('The words "MUST", "SHOULD" and "MAY" have the sense of RFC 2119.')


def test_list_of_keywords_beside_the_standard_invokes_it() -> None:
    assert invokes(document(INVOKED))


def test_standard_that_is_only_cited_is_not_invoked() -> None:
    assert not invokes(document(paragraph("[3] RFC 2119, key words for use in standards.")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The gate MUST open.", Modality.MANDATORY),
        ("The gate SHALL  NOT open at night.", Modality.PROHIBITED),
        ("Gates of wood are NOT RECOMMENDED.", Modality.RECOMMENDED),
        ("The gate SHOULD NOT creak.", Modality.RECOMMENDED),
        ("The porter MAY open the gate.", Modality.OPTIONAL),
        ("The gate must open; MUSTARD is yellow.", None),
    ],
)
def test_capitals_say_how_binding_a_statement_is(text: str, said: Modality | None) -> None:
    assert keyword(text) is said


def test_capitals_decide_over_a_modal_in_lower_case() -> None:
    text = "The porter MAY open the gate, which must be dry."
    found = extract(INVOKED, heading("Requirements"), paragraph(text))
    assert [each.modality for each in found if each.statement == text] == [Modality.OPTIONAL]


def test_lower_case_is_no_strong_modal_where_capitals_are_invoked() -> None:
    text = paragraph("The gate must open.")
    (_, keyed), (plain,) = (
        list(features(read(document(*drafts)))) for drafts in ([INVOKED, text], [text])
    )
    assert (keyed["strong"], keyed["needed"]) == (0.0, 1.0)
    assert plain["strong"] == 1.0


def test_sentence_that_invokes_the_keywords_is_no_requirement() -> None:
    assert statements(heading("Requirements"), INVOKED) == []
