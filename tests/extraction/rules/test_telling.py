"""Two hundred sentences of our own that only tell something, each between two obligations.

Each line of `telling_<language>.txt` is a letter, a tab and a sentence: H what was, S what is,
P what for, B what it is good for, M what the document holds; R is required in the present tense.
"""

from pathlib import Path

import pytest

from reqx.extraction.rules.features import features
from reqx.extraction.rules.telling import is_named, tells
from reqx.model.requirements import Modality
from tests.extraction.make import document, heading, item, paragraph, row
from tests.extraction.rules.read import extract, read, reading, statements

_AROUND = {
    "en": ("The pump shall deliver 3 l/s at 2 bar.", "Each lamp must glow for eight hours."),
    "fr": ("La pompe doit fournir 3 l/s.", "Le titulaire nettoiera la cour chaque soir."),
    "de": ("Die Pumpe muss 3 l/s fördern.", "Der Auftragnehmer muss den Hof jeden Abend reinigen."),
}
_MOST_TAKEN, _LEAST_KEPT = 0.06, 0.9


def _sentences(language: str, *, that_require: bool) -> list[str]:
    file = Path(__file__).with_name(f"telling_{language}.txt")
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return [text for letter, text in rows if (letter == "R") is that_require]


def _rows_among_obligations(language: str, sentences: list[str]) -> list[str]:
    before, after = _AROUND[language]
    drafts = [paragraph(text) for each in sentences for text in (before, after, each)]
    found = set(statements(*drafts, paragraph(before), paragraph(after)))
    return [each for each in sentences if each in found]


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_what_only_tells_something_between_obligations_is_no_requirement(language: str) -> None:
    facts = _sentences(language, that_require=False)
    taken = _rows_among_obligations(language, facts)
    assert len(facts) >= 70
    assert len(taken) <= _MOST_TAKEN * len(facts), taken


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_what_requires_in_the_present_tense_between_obligations_is_kept(language: str) -> None:
    wanted = _sentences(language, that_require=True)
    kept = _rows_among_obligations(language, wanted)
    assert len(kept) >= _LEAST_KEPT * len(wanted) - 1, set(wanted) - set(kept)


@pytest.mark.parametrize(
    "text",
    [
        "The mill broke down in the spring.",
        "In 1911, the mill was bought by the town.",
        "Today the wheel is turned by hand.",
        "The purpose of the wheel is light work.",
        "Table 3 lists the wheels of the mill.",
    ],
)
def test_past_present_purpose_and_document_are_told(text: str) -> None:
    assert tells(reading(text))


@pytest.mark.parametrize(
    "text",
    [
        "The mill records what was ground.",
        "The wheel, which was bought in 1911, turns once a second.",
        "The wheel that was bought in 1911 turns once a second.",
        "If the wheel was stopped, the mill shows its state.",
        "The wheel turns once a second today.",
        "Table legs are of oak.",
    ],
)
def test_past_of_a_subordinate_clause_tells_nothing_of_the_statement(text: str) -> None:
    assert not tells(reading(text))


@pytest.mark.parametrize(
    "text",
    ["Only members of the crew may open the hatch.", "Only the keeper can dim the lamps."],
)
def test_what_only_some_may_do_obliges_all_others(text: str) -> None:
    numbered = [paragraph(f"REQ-{n} The lamp {n} shall glow.") for n in range(1, 12)]
    found = {
        each.statement: each.modality
        for each in extract(heading("Requirements"), *numbered, paragraph(text))
    }
    assert found[text] is Modality.MANDATORY


def test_french_word_that_only_ends_like_an_infinitive_is_none() -> None:
    wish = "Notre souhait est une cour sans bruit pour les voisins de la ferme."
    around = ["Le titulaire doit nettoyer la cour.", "Le portail doit se fermer sans bruit."]
    assert wish not in statements(*map(paragraph, [*around, wish, *around]))


def test_obligation_in_words_of_the_past_stays_one() -> None:
    text = "What was found in the yard shall be reported to the buyer."
    assert statements(paragraph(text)) == [text]


def test_duty_to_write_a_description_is_no_word_about_the_document() -> None:
    row_of = features(read(document(paragraph("The note shall hold a description of the fault."))))
    assert next(iter(row_of))["about_document"] == 0.0


def test_history_inside_an_imposed_list_is_left_to_the_list() -> None:
    lead = paragraph("The report shall say for each pump:")
    when = item("when it was repaired and by whom;")
    assert statements(lead, when) == ["when it was repaired and by whom;"]


def test_plain_sentence_is_kept_where_the_document_obliges_in_the_present_tense() -> None:
    texts = [f"The system shows the state of lamp {n} to its users." for n in range(12)]
    plain = "The colour of the smallest lamp of the yard is green at night."
    duties = ["The lamp shall glow at night.", "The lamp shall stand rain and snow."]
    around = [*duties, plain, *duties]
    assert plain in statements(heading("Requirements"), *map(paragraph, [*texts, *around]))
    assert plain not in statements(heading("Requirements"), *map(paragraph, 3 * around))


def test_cell_of_values_that_nothing_asks_for_is_no_requirement() -> None:
    duties = [paragraph(f"The lamp {n} shall glow at night.") for n in range(1, 4)]
    lists = [row(f"Reading of the meter of lamp {n}", "0", "200 amps") for n in range(1, 12)]
    found = statements(heading("Data"), *duties, *lists)
    assert found == [f"The lamp {n} shall glow at night." for n in range(1, 4)]


def test_known_product_is_named_by_article_and_noun() -> None:
    assert is_named(reading("The pump runs at 50 Hz."))
    assert is_named(reading("L'entreprise porte les charges.", is_french=True))
    assert not is_named(reading("Short cables reduce the risk of faults."))
    assert not is_named(reading("The cook of the ship starts the pump."))
