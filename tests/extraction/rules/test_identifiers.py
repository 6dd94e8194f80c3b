import pytest

from reqx.extraction.rules.history import history
from reqx.extraction.rules.identifiers import identifiers
from reqx.parsing.assembly import Draft
from tests.extraction.make import contents, document, heading, paragraph, row
from tests.extraction.rules.read import extract

LAMP = "The lamp glows at night in the yard."


def given(*drafts: Draft) -> list[str]:
    read = document(*drafts)
    return [each.text for each in identifiers(read, history(read.blocks))]


@pytest.mark.parametrize(
    "shape",
    [
        "REQ-{}",
        "SYS_UI_{}",
        "FR-AB {}",
        "FR- AB {}",
        "R{}",
        "EX.{}",
        "Req {}",
        "Exigence {}",
        "4.2.1-{}",
    ],
)
def test_shape_that_counts_up_before_statements_is_the_documents_own(shape: str) -> None:
    numbers = [shape.format(n) for n in range(1, 6)]
    assert given(*(paragraph(f"{number} {LAMP}") for number in numbers)) == numbers


@pytest.mark.parametrize(
    "form", ["[{}] {}", "/{}/ {}", "<{}> {}", "({}) {}", "{}: {}", "{}. {}", "ID: {} {}"]
)
def test_number_may_stand_in_any_punctuation(form: str) -> None:
    drafts = [paragraph(form.format(f"REQ-{n}", LAMP)) for n in range(1, 6)]
    assert given(*drafts) == ["REQ-1", "REQ-2", "REQ-3", "REQ-4", "REQ-5"]


def test_number_in_brackets_behind_the_statement_is_found() -> None:
    drafts = [paragraph(f"{LAMP} [SRS-{n:03}]") for n in range(1, 6)]
    assert given(*drafts)[0] == "SRS-001"


def test_number_in_its_own_cell_is_found() -> None:
    drafts = [row(f"T-{n}", LAMP) for n in range(1, 6)]
    assert given(*drafts) == ["T-1", "T-2", "T-3", "T-4", "T-5"]


def test_number_on_the_line_above_stands_alone() -> None:
    drafts = [d for n in range(1, 6) for d in (paragraph(f"FR-AB {n}"), paragraph(LAMP))]
    assert all(each.is_alone for each in identifiers(document(*drafts), ()))


def test_column_called_identifier_needs_no_repetition() -> None:
    assert given(row("Q7", LAMP, headers=("ID", "Requirement"))) == ["Q7"]


def test_rare_shape_is_not_the_documents_own() -> None:
    assert given(paragraph(f"REQ-1 {LAMP}"), paragraph(LAMP)) == []


def test_shape_that_does_not_rise_is_not_the_documents_own() -> None:
    numbers = (9, 3, 8, 2, 7, 1, 6)
    assert given(*(paragraph(f"REQ-{n} {LAMP}") for n in numbers)) == []


def test_cross_reference_defines_nothing() -> None:
    drafts = [paragraph(f"REQ-{n} {LAMP}") for n in range(1, 6)]
    assert len(given(*drafts, paragraph("The fan turns as said in REQ-3 above."))) == 5


@pytest.mark.parametrize("word", ["Table", "Figure", "Article", "LOT", "ISO"])
def test_counter_of_something_else_is_no_requirement_number(word: str) -> None:
    assert given(*(paragraph(f"{word} {n} {LAMP}") for n in range(1, 6))) == []


def test_dotted_numbers_of_paragraphs_count() -> None:
    drafts = [paragraph(LAMP, label=f"3.2.{n}") for n in range(1, 6)]
    assert given(*drafts) == ["3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.5"]


def test_dotted_numbers_of_headings_do_not_count() -> None:
    drafts = [d for n in range(1, 6) for d in (heading("Lamps", label=f"3.{n}"), paragraph(LAMP))]
    assert given(*drafts) == []


def test_contents_lines_define_nothing() -> None:
    assert given(*(contents(f"REQ-{n} Lamps and fans 12") for n in range(1, 6))) == []


def test_decimal_values_in_cells_are_no_numbers() -> None:
    assert given(*(row("Reach of the lamp in the yard", f"{n}.5", "m") for n in range(1, 9))) == []


def test_names_that_end_in_a_number_are_no_numbers() -> None:
    names = ("OVEN_HEAT_16", "DOOR_STATE_32", "FAN_SPEED_8", "LAMP_COLOR_24", "PUMP_FLOW_12")
    assert given(*(row(name, LAMP) for name in names)) == []


def test_one_number_a_topic_is_counted() -> None:
    numbers = ["REQ-OVEN-01", "REQ-DOOR-01", "REQ-FAN-01", "REQ-LAMP-01", "REQ-PUMP-01"]
    assert given(*(paragraph(f"{number} {LAMP}") for number in numbers)) == numbers


@pytest.mark.parametrize("shape", ["Pump{}Speed3", "Mar-{:02}", "IEC 4711-{}-2"])
def test_variables_months_and_standards_are_no_numbers(shape: str) -> None:
    assert given(*(row(shape.format(n), LAMP) for n in range(1, 7))) == []


def test_label_that_comes_again_and_again_is_no_number() -> None:
    labels = ["RACK 1", "RACK 2"] * 8
    numbers = [f"AB {n}" for n in range(1, 9)]
    assert given(*(paragraph(f"{name} {LAMP}") for name in (*labels, *numbers))) == numbers


def test_number_of_a_section_with_several_paragraphs_numbers_none_of_them() -> None:
    numbered = [paragraph(f"{LAMP} Twice.", label=f"2.{n}") for n in range(1, 6)]
    section = [heading("Kitchen", label="3.1"), paragraph(LAMP), paragraph(LAMP)]
    assert "3.1" not in given(*numbered, *section)


def test_number_of_a_section_numbers_its_only_paragraph() -> None:
    numbered = [paragraph(f"{LAMP} Twice.", label=f"2.{n}") for n in range(1, 6)]
    section = [heading("Kitchen", label="3.1"), paragraph(LAMP), heading("Yard", label="3.2")]
    assert "3.1" in given(*numbered, *section)


def test_versions_in_the_documents_history_are_no_numbers() -> None:
    versions = [row(f"0.{n}.0", f"0{n}/03/2019", "First draft of the whole") for n in range(1, 7)]
    numbered = [paragraph(f"{LAMP} Twice.", label=f"2.4.{n}") for n in range(1, 6)]
    assert given(*versions, *numbered) == [f"2.4.{n}" for n in range(1, 6)]


def test_number_of_a_section_whose_parts_are_numbered_numbers_no_title_in_it() -> None:
    numbered = [paragraph(f"{LAMP} Twice.", label=f"2.{n}") for n in range(1, 6)]
    section = [
        heading("Kitchen", label="3.1"),
        paragraph("Lamps at night"),
        paragraph(LAMP, label="3.1.1"),
    ]
    assert "3.1" not in given(*numbered, *section)


def test_value_of_a_priority_or_test_is_no_number() -> None:
    heads = ("ID", "Requirement", "Priority", "Test")
    rows = [row(f"LMP-{n}", LAMP, f"P{n}", f"T{n}", headers=heads) for n in range(1, 7)]
    assert given(*rows) == [f"LMP-{n}" for n in range(1, 7)]
    forms = [row(*pair) for n in range(1, 7) for pair in (("Text", LAMP), ("Priority", f"P{n}"))]
    assert given(*forms) == []


def test_number_in_the_title_of_a_form_is_one() -> None:
    forms = [
        row(*pair)
        for n in range(1, 7)
        for pair in (("Title", f"LMP-{n} Lamp"), ("Parent", f"SYS-{n}"), ("Text", LAMP))
    ]
    assert given(*forms) == [f"LMP-{n}" for n in range(1, 7)]


def test_name_in_a_column_of_numbers_stands_for_one() -> None:
    heads = ("Type", "Function")
    rows = [row(number, LAMP, headers=heads) for number in ("FP", "FC1", "FC2", "FC3", "FC4")]
    assert given(*rows) == ["FP", "FC1", "FC2", "FC3", "FC4"]
    others = [row(name, LAMP, headers=heads) for name in ("N", "TBD")]
    assert given(row("FP", LAMP), *rows[1:], *others) == ["FC1", "FC2", "FC3", "FC4"]


def test_numbers_of_parts_in_roman_figures_are_those_of_sections() -> None:
    parts = [d for n in range(1, 6) for d in (heading(f"II.{n} The lamps"), paragraph(LAMP))]
    assert given(*parts) == []


def test_strokes_around_a_number_are_no_part_of_its_statement() -> None:
    rows = extract(*(paragraph(f"/LF{n}0/ The lamp must glow {n} hours.") for n in range(1, 6)))
    assert [(row.source_id, row.statement) for row in rows[:2]] == [
        ("LF10", "The lamp must glow 1 hours."),
        ("LF20", "The lamp must glow 2 hours."),
    ]
