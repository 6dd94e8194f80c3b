import pytest

from reqx.extraction.grounding import ground
from reqx.extraction.rules import RulesExtractor
from reqx.model.requirements import Modality
from tests.extraction.make import document, heading, item, paragraph, row
from tests.extraction.rules.read import FRENCH, extract, statements

REQUIREMENTS = heading("Requirements", label="2")


@pytest.mark.parametrize(
    "text",
    [
        "The system shall record every visit of the yard.",
        "The contractor must supply two spare lamps.",
        "The mason is responsible for the state of the wall.",
        "The lamp should glow for at least 8 h.",
    ],
)
def test_english_obligation_is_a_requirement(text: str) -> None:
    assert statements(REQUIREMENTS, paragraph(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Le titulaire fournira deux lampes de secours.",
        "Les murs de la cour seront peints en blanc.",
        "Le système doit enregistrer chaque visite.",
        "Le prestataire est tenu de nettoyer la cour.",
    ],
)
def test_french_obligation_is_a_requirement(text: str) -> None:
    assert text in statements(heading("Exigences"), paragraph(text), FRENCH)


@pytest.mark.parametrize(
    "text",
    [
        "This section describes the lamps of the yard.",
        "The term lamp means any source of light.",
        "Lamps were bought two years ago for the old yard.",
        "Where do the lamps stand in the yard?",
    ],
)
def test_english_text_that_binds_nobody_is_no_requirement(text: str) -> None:
    assert statements(heading("Introduction"), paragraph(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Le pouvoir adjudicateur se réserve le droit de modifier les horaires.",
        "Le présent document a pour objet la description de la cour.",
        "On entend par lampe toute source de lumière.",
    ],
)
def test_french_text_that_binds_nobody_is_no_requirement(text: str) -> None:
    assert text not in statements(heading("Objet"), paragraph(text), FRENCH)


@pytest.mark.parametrize("title", ["Scope", "Introduction", "Context"])
def test_outright_obligation_is_kept_under_any_heading(title: str) -> None:
    text = "The system shall log each access."
    assert text in statements(heading(title, label="1"), paragraph(text))


def test_what_should_be_is_kept_unless_its_section_informs() -> None:
    text = "The lamp should be seen from the road by the keeper of the yard."
    described = [paragraph("The yard of the farm is a quiet place near the river.")] * 6
    assert text in statements(*described, paragraph(text), *described)
    assert text not in statements(heading("Examples"), *described, paragraph(text), *described)


def test_statement_has_the_documents_number_beside_it() -> None:
    drafts = [paragraph(f"REQ-{n} The lamp {n} shall glow.") for n in range(1, 6)]
    found = extract(*drafts)
    assert [each.source_id for each in found] == ["REQ-1", "REQ-2", "REQ-3", "REQ-4", "REQ-5"]
    assert found[0].statement == "The lamp 1 shall glow."


def test_number_on_the_line_above_goes_to_the_statement_below() -> None:
    drafts = [
        draft
        for n in range(1, 6)
        for draft in (paragraph(f"FR-AB {n}"), paragraph(f"Show the state of lamp {n}."))
    ]
    found = extract(*drafts)
    assert [each.source_id for each in found] == [f"FR-AB {n}" for n in range(1, 6)]


def test_second_obligation_of_a_numbered_paragraph_keeps_the_number() -> None:
    texts = [f"The lamp {n} shall glow. The fan {n} shall turn." for n in range(1, 6)]
    found = extract(*(paragraph(t, label=f"3.1.{n}") for n, t in enumerate(texts, 1)))
    assert [each.source_id for each in found[:4]] == ["3.1.1", "3.1.1", "3.1.2", "3.1.2"]


def test_row_gives_its_requirement_cell_alone() -> None:
    heads = ("ID", "Requirement", "Rationale")
    drafts = [
        row(
            f"T-{n}",
            f"The lamp {n} shall glow.",
            "People shall see the way at night.",
            headers=heads,
        )
        for n in range(1, 4)
    ]
    found = extract(*drafts)
    assert [each.statement for each in found] == [f"The lamp {n} shall glow." for n in (1, 2, 3)]
    assert [each.source_id for each in found] == ["T-1", "T-2", "T-3"]


def test_row_without_a_verb_is_one_statement_over_its_cells() -> None:
    drafts = [
        row(f"T-{n}", f"Autonomy {n}", ">= 8 h", headers=("ID", "Characteristic", "Minimum value"))
        for n in range(1, 5)
    ]
    assert statements(REQUIREMENTS, paragraph("The lamp shall have:"), *drafts)[-4:] == [
        f"Autonomy {n} >= 8 h" for n in range(1, 5)
    ]


def test_every_item_of_an_imposing_list_is_a_requirement() -> None:
    found = extract(
        REQUIREMENTS,
        paragraph("The lamp shall:"),
        item("glow at night;", label="-"),
        item("stand rain and snow.", label="-"),
    )
    assert [each.statement for each in found] == ["glow at night;", "stand rain and snow."]
    assert {each.intro for each in found} == {"The lamp shall:"}


def test_paragraph_marked_as_information_is_no_requirement() -> None:
    drafts = [paragraph(f"The lamp {n} shall glow. (M)", label=f"4.1.{n}") for n in range(1, 5)]
    info = paragraph("The lamp shall be seen from the road. (I)", label="4.1.5")
    assert len(extract(*drafts, info)) == 4


def test_mark_gives_the_modality() -> None:
    drafts = [paragraph(f"The lamp {n} shall glow. (O)", label=f"4.1.{n}") for n in range(1, 6)]
    assert {each.modality for each in extract(*drafts)} == {Modality.OPTIONAL}


def test_every_candidate_is_grounded() -> None:
    parsed = document(
        REQUIREMENTS,
        *(paragraph(f"REQ-{n} The lamp {n} shall glow. It must hum. (M)") for n in range(1, 6)),
        row("A lamp that glows", "The fan shall turn at night.", ">= 8 h"),
    )
    found, rejected = ground(parsed, RulesExtractor().extract(parsed), "f00d", "rules")
    assert rejected == 0
    assert all(each.statement == parsed.slice(each.start, each.end) for each in found)


def test_empty_document_gives_nothing() -> None:
    assert extract() == []


def test_form_gives_its_modality_to_its_statement() -> None:
    drafts = [
        draft
        for n in range(1, 6)
        for draft in (
            row("ID", f"EX-{n:03}"),
            row("Description", f"The lamp {n} shall glow."),
            row("Priority", "Optional"),
        )
    ]
    found = extract(*drafts)
    assert [each.source_id for each in found] == [f"EX-{n:03}" for n in range(1, 6)]
    assert {each.modality for each in found} == {Modality.OPTIONAL}


def test_requirement_column_makes_a_noun_phrase_a_requirement() -> None:
    heads = ("N°", "Exigence", "O/F")
    found = extract(
        row("1", "Affichage de l'heure", "F", headers=heads),
        row("2", "Garantie de deux ans", "O", headers=heads),
        FRENCH,
    )
    assert [each.source_id for each in found] == ["1", "2"]
    assert [each.modality for each in found] == [Modality.OPTIONAL, Modality.MANDATORY]


def test_number_in_a_heading_goes_to_the_paragraph_below() -> None:
    drafts = [
        draft
        for n in range(1, 6)
        for draft in (
            heading(f"EXIG_{n:03} : Lampe {n}", level=2),
            paragraph(f"La lampe {n} de la cour est équipée d'un détecteur."),
        )
    ]
    found = extract(*drafts, FRENCH)
    assert [each.source_id for each in found] == [f"EXIG_{n:03}" for n in range(1, 6)]


def test_noun_phrases_in_a_list_of_requirements_are_requirements() -> None:
    drafts = [
        paragraph("Requirements of the lamp:"),
        item("Battery life of at least 8 hours"),
        item("Weight below 2 kg"),
    ]
    assert statements(heading("Technical requirements"), *drafts) == [
        "Battery life of at least 8 hours",
        "Weight below 2 kg",
    ]


def test_shall_without_a_number_is_kept_where_others_are_numbered() -> None:
    numbered = [paragraph(f"REQ-{n} The lamp {n} shall glow.") for n in range(1, 30)]
    missed = "The contractor shall clean every lamp of the yard twice a year."
    assert missed in statements(REQUIREMENTS, *numbered, paragraph(missed))


def test_heading_over_the_whole_document_tells_nothing() -> None:
    drafts = [paragraph(f"The system shall show the state of lamp {n}.") for n in range(30)]
    assert len(extract(heading("Introduction"), *drafts)) == 30


def test_rationale_of_a_form_is_no_requirement() -> None:
    drafts = [
        draft
        for n in range(1, 6)
        for draft in (
            paragraph(f"REQ-{n}"),
            paragraph(f"Requirement: The lamp {n} shall glow."),
            paragraph("Rationale: People must see the way."),
        )
    ]
    assert statements(*drafts) == [f"The lamp {n} shall glow." for n in range(1, 6)]


def test_buyers_own_acts_are_no_requirements() -> None:
    rights = "The buyer reserves the right to reject any bid."
    duty = "Bidders must submit the bid in two envelopes."
    assert statements(heading("Bids"), paragraph(f"{duty} {rights}")) == [duty]


def test_end_of_an_open_list_is_no_requirement() -> None:
    drafts = [paragraph("The shop shall:"), item("sell fresh bread all day"), item("etc...")]
    assert statements(*drafts) == ["sell fresh bread all day"]


def test_french_supply_is_a_requirement_wherever_it_stands() -> None:
    supply = paragraph(
        "Fourniture et pose de volets en bois peint, comprenant les gonds, les arr\u00eats, les "
        "barres, les vis et tout ce qui sert au bon usage des volets par tous les temps de "
        "l'hiver et de l'\u00e9t\u00e9 dans la cour."
    )
    assert len(extract(FRENCH, supply)) == 1


@pytest.mark.parametrize("title", ["Glossary", "Definitions and Acronyms", "Annexe B : Lexique"])
def test_entry_in_a_list_of_terms_is_no_requirement(title: str) -> None:
    entry = "The boiler provides hot water to every tap of the house and to the kitchen."
    assert statements(REQUIREMENTS, paragraph(entry)) == [entry]
    assert statements(heading(title, label="2"), paragraph(entry)) == []


def test_duty_in_a_list_of_terms_counts_unless_it_defines_one() -> None:
    terms = heading("Glossary", label="2")
    meaning = "Night lamp: a lamp that must glow from dusk to dawn."
    duty = "The keeper shall light the lamp of the yard."
    assert statements(terms, paragraph(meaning), paragraph(duty)) == [duty]


def test_history_of_the_document_is_no_requirement() -> None:
    drafts = [
        row(
            f"1.{n}",
            "12 March 2019",
            "Provide and install what the review asked for, and respect its limits of at least 3 m",
        )
        for n in range(3)
    ]
    assert statements(REQUIREMENTS, *drafts) == []


def test_dotted_number_above_a_list_holds_for_its_items_and_no_further() -> None:
    numbered = [paragraph(f"2.{n} The shop shall sell bread and cake.") for n in range(1, 6)]
    drafts = [paragraph("2.6 The shop shall:"), item("bake bread"), item("bake cake")]
    after = paragraph("The supplier shall wash the oven every evening.")
    found = extract(*numbered, *drafts, after)[-3:]
    assert [each.source_id for each in found] == ["2.6", "2.6", None]


@pytest.mark.parametrize(
    "text",
    ["-5 °C shall be the lowest storage temperature.", "-24 V shall be supplied to the lamp."],
)
def test_minus_sign_belongs_to_the_statement(text: str) -> None:
    assert statements(REQUIREMENTS, paragraph(text)) == [text]
