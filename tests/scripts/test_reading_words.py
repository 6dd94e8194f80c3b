from reading.words import compare, furniture_of, in_order, words_of


def test_word_broken_at_a_line_end_is_whole() -> None:
    assert words_of("a speci-\n   fication") == words_of("a specification")


def test_dash_inside_a_word_makes_no_difference() -> None:
    assert words_of("plus\u2010values - REQ-12") == ["plusvalues", "REQ12"]


def test_dotted_numbers_are_one_word_and_leaders_are_none() -> None:
    assert words_of("3.2.1 Pumps ..... 12") == ["3.2.1", "Pumps", "12"]


def test_lost_word_costs_recall() -> None:
    tally = compare(["the"], ["the", "pump"], furniture_of([]))

    assert (tally.recall, tally.precision) == (0.5, 1.0)


def test_invented_word_costs_precision() -> None:
    tally = compare(["the", "pump"], ["the"], furniture_of([]))

    assert (tally.recall, tally.precision) == (1.0, 0.5)


def test_furniture_counts_as_read_on_every_page() -> None:
    furniture = furniture_of(["Tender 7 page 1"])

    tally = compare(["pump"], words_of("Tender 7 page 2 pump"), furniture)

    assert tally.recall == 1.0


def test_furniture_counts_once_a_page() -> None:
    tally = compare([], ["Tender", "Tender"], furniture_of(["Tender"]))

    assert tally.recall == 0.5


def test_order_is_the_longest_common_subsequence() -> None:
    assert in_order("abcabba", "cbabac") == 4


def test_swapped_halves_keep_half_of_the_order() -> None:
    tally = compare(["c", "d", "a", "b"], ["a", "b", "c", "d"], furniture_of([]))

    assert tally.order == 0.5
