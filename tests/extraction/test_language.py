from reqx.extraction.language import language, of_text, vocabulary
from tests.extraction.make import document, paragraph

ENGLISH = "The tank is filled by the crew and the lid must be shut."
FRENCH = "Le réservoir est rempli par les agents et le couvercle est fermé dans la cour."
GERMAN = "Der Behälter wird von der Mannschaft gefüllt und die Klappe ist geschlossen."


def test_text_is_in_the_language_of_its_small_words() -> None:
    assert of_text(ENGLISH) == "en"
    assert of_text(FRENCH) == "fr"
    assert of_text(GERMAN) == "de"


def test_short_text_has_no_language() -> None:
    assert of_text("Pump 12") is None


def test_document_is_in_the_language_of_most_of_its_words() -> None:
    assert language(document(paragraph(FRENCH), paragraph(FRENCH), paragraph(ENGLISH))) == "fr"


def test_document_without_words_has_no_language() -> None:
    assert language(document(paragraph("12 345"))) is None


def test_words_of_two_languages_are_counted_for_each() -> None:
    assert of_text("d'un/une d'une la The") == "fr"
    assert of_text("la le les the of and") is None


def test_document_half_in_each_of_two_languages_is_in_that_of_its_first_word() -> None:
    french, english = paragraph("les les les"), paragraph("the the the")
    assert language(document(french, english)) == "fr"
    assert language(document(english, french)) == "en"


def test_more_small_words_than_fit_in_a_count_are_counted_in_parts() -> None:
    english, german = "the " * 600_000, "und " * 600_001
    assert of_text(english + german + english) == "en"
    assert of_text(german + english + german) == "de"


def test_vocabulary_is_the_words_with_the_signs_around_them() -> None:
    found = vocabulary(document(paragraph("The lid, THE lid."), paragraph("d\u2019un")))
    assert found == {"the", "lid,", "lid.", "d'un"}
