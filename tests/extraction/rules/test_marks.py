from reqx.extraction.lexicon import lexicon
from reqx.extraction.rules.marks import Meaning, marks, meaning
from tests.extraction.make import document, paragraph

ENGLISH, FRENCH = lexicon("en"), lexicon("fr")


def test_marks_of_enough_paragraphs_are_the_documents_own() -> None:
    parsed = document(*(paragraph(f"The lamp glows. ({m})") for m in "MMMOI"))
    assert dict(marks(parsed, ENGLISH).legend) == {
        "M": Meaning.MANDATORY,
        "O": Meaning.OPTIONAL,
        "I": Meaning.INFORMATION,
    }


def test_few_marks_are_chance() -> None:
    parsed = document(paragraph("The lamp glows. (M)"), paragraph("The fan turns."))
    assert not marks(parsed, ENGLISH).legend


def test_the_documents_legend_wins() -> None:
    drafts = [paragraph("Recommended (R) is a wish, mandatory (M) is not.")]
    parsed = document(*drafts, *(paragraph(f"The lamp glows. ({m})") for m in "RRMMM"))
    assert marks(parsed, ENGLISH).legend["R"] is Meaning.RECOMMENDED


def test_unknown_letters_are_no_marks() -> None:
    parsed = document(*(paragraph("The lamp glows. (XYZ)") for _ in range(6)))
    assert not marks(parsed, ENGLISH).legend


def test_mark_is_read_at_the_end_and_the_start() -> None:
    found = marks(document(*(paragraph("The lamp glows. [M]") for _ in range(5))), ENGLISH)
    assert found.of("The fan turns (M).") is Meaning.MANDATORY
    assert found.of("[M] The fan turns.") is Meaning.MANDATORY
    assert found.of("The fan (M) turns.") is None


def test_stripped_range_leaves_the_statement() -> None:
    found = marks(document(*(paragraph("The lamp glows. (M)") for _ in range(5))), ENGLISH)
    start, end = found.stripped("The fan turns. (M)")
    assert "The fan turns. (M)"[start:end] == "The fan turns."


def test_one_letter_means_different_things_in_two_languages() -> None:
    assert meaning("O", ENGLISH) is Meaning.OPTIONAL
    assert meaning("(O)", FRENCH) is Meaning.MANDATORY
    assert meaning("blue", ENGLISH) is None


def test_longer_mark_is_a_kind_of_the_shorter() -> None:
    parsed = document(*(paragraph(f"The lamp glows. ({m})") for m in ("M", "M", "M", "O", "MX")))
    assert marks(parsed, ENGLISH).legend["MX"] is Meaning.MANDATORY
