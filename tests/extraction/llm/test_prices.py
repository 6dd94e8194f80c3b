from decimal import Decimal
from pathlib import Path

import pytest

from reqx.errors import ConfigurationError
from reqx.extraction.llm.outcomes import Usage
from reqx.extraction.llm.prices import Price, listed, load

PRICE = Price(Decimal("0.15"), Decimal("0.60"), Decimal("0.075"), Decimal("0.5"))


def written(folder: Path, models: str, as_of: str = "2026-01-31") -> Path:
    path = folder / "prices.toml"
    path.write_text(f"as_of = {as_of}\n{models}")
    return path


@pytest.mark.parametrize(
    ("usage", "micros"),
    [
        (Usage(1_000_000, 0), 150_000),
        (Usage(0, 1_000_000), 600_000),
        (Usage(1_000_000, 0, 1_000_000), 75_000),
        (Usage(2000, 100, 1000), 285),
        (Usage(1, 0), 1),
        (Usage(0, 0), 0),
    ],
)
def test_cost_is_in_millionths_and_never_too_low(usage: Usage, micros: int) -> None:
    assert PRICE.cost(usage) == micros


def test_call_in_a_batch_costs_its_share() -> None:
    assert PRICE.cost(Usage(2000, 100, 1000), is_batched=True) == 143


def test_share_of_a_batch_is_that_of_the_table_or_of_the_model(tmp_path: Path) -> None:
    models = '[models."m"]\ninput = 2\noutput = 3\n[models."n"]\ninput = 2\noutput = 3\nbatch = 0.9'
    path = written(tmp_path, f"batch = 0.25\n{models}")
    shares = [price.batch for price in load(path).models.values()]
    assert shares == [Decimal("0.25"), Decimal("0.9")]
    assert {price.batch for price in load(written(tmp_path, models)).models.values()} == {
        Decimal(1),
        Decimal("0.9"),
    }


def test_dated_version_costs_what_its_model_does() -> None:
    assert listed().of("gpt-4o-mini-2024-07-18") == listed().of("gpt-4o-mini") == PRICE


def test_dated_version_may_have_a_price_of_its_own() -> None:
    own, usual = listed().of("gpt-4o-2024-05-13"), listed().of("gpt-4o-2024-08-06")
    assert own is not None
    assert usual is not None
    assert own.input > usual.input


@pytest.mark.parametrize("model", ["llama3.1", "gpt-4o-mini-audio", "gpt-4", ""])
def test_unknown_model_has_no_price(model: str) -> None:
    assert listed().of(model) is None


def test_listed_prices_are_plausible() -> None:
    for price in listed().models.values():
        assert 0 < price.cached <= price.input < price.output < 1000


def test_input_without_a_discount_costs_the_same_cached(tmp_path: Path) -> None:
    prices = load(written(tmp_path, '[models."m"]\ninput = 2\noutput = 3.5'))
    assert prices.of("m") == Price(Decimal(2), Decimal("3.5"), Decimal(2))
    assert prices.as_of.year == 2026


@pytest.mark.parametrize(
    "models",
    [
        "",
        "models = 3",
        "[models]\nm = 3",
        '[models."m"]\ninput = 1',
        '[models."m"]\ninput = -1\noutput = 1',
        '[models."m"]\ninput = nan\noutput = 1',
        '[models."m"]\ninput = "1"\noutput = 1',
        '[models."m"]\ninput = true\noutput = 1',
        '[models."m"]\ninput = 1\noutput = 1\ncahced = 1',
        '[models."m"',
    ],
)
def test_file_of_another_form_is_refused_by_name(tmp_path: Path, models: str) -> None:
    with pytest.raises(ConfigurationError, match=r"prices\.toml"):
        load(written(tmp_path, models))


def test_table_without_a_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no date"):
        load(written(tmp_path, "[models]", as_of='"today"'))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        load(tmp_path / "none.toml")
