from reqx.extraction.rules.habits import modal, numbering, numbering_of_parts, of_others


def test_document_that_numbers_what_obliges_numbers_its_requirements() -> None:
    assert numbering([1.0] * 10 + [0.0] * 10, [1.0] * 20) == 1.0
    assert numbering([0.0] * 20, [1.0] * 20) == 0.0


def test_few_numbers_among_many_obligations_are_no_habit() -> None:
    assert numbering([1.0] * 10 + [0.0] * 90, [1.0] * 100) < 0.5


def test_document_that_obliges_in_most_of_its_sentences_obliges_by_modals() -> None:
    assert modal([1.0] * 7 + [0.0] * 3, [0.0] * 10) == 1.0
    assert modal([1.0] * 3 + [0.0] * 7, [0.0] * 10) == 0.0


def test_names_and_values_do_not_count() -> None:
    assert modal([1.0] * 4 + [0.0] * 20, [0.0] * 4 + [1.0] * 20) == 1.0


def test_empty_document_has_no_habits() -> None:
    assert (numbering([], []), modal([], [])) == (0.0, 0.0)


def test_statement_does_not_count_for_its_own_section() -> None:
    sections = [("1",), ("1",), ("2",), ("1",)]
    shares = of_others(sections, [1.0, 0.0, 1.0, 1.0])
    assert list(shares) == [1 / 4, 2 / 4, 0.0, 1 / 4]


def test_part_that_obliges_without_any_number_has_no_habit_of_numbers() -> None:
    parts = [("2",), ("2",), ("3",), ("3",), ("4",), ("4",), (), ()]
    numbered = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    obliges = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    held = numbering_of_parts(parts, numbered, obliges)
    assert held == [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]
