from datetime import date

import pytest

from coach.content import Library, load
from coach.content.prices import Price, Prices
from coach.models import Usage
from tests.content.conftest import Copy

FILE = "prompts/prices.yaml"
OPENAI = "https://api.openai.com/v1"


@pytest.fixture
def price() -> Price:
    return Price(server=OPENAI, model="m", input=2.0, cached_input=0.5, output=8.0, date=date(2026, 7, 24), source="a list")


@pytest.mark.parametrize(
    ("usage", "dollars"),
    [
        (Usage(), 0),
        (Usage(input_tokens=1_000_000), 2.0),
        (Usage(input_tokens=1_000_000, cached_tokens=1_000_000), 0.5),
        (Usage(output_tokens=1_000_000), 8.0),
        (Usage(input_tokens=5_000, cached_tokens=4_000, output_tokens=700), 0.002 + 0.002 + 0.0056),
        (Usage(input_tokens=10, cached_tokens=400), 10 * 0.5e-6),  # a server that counts more cached than sent
    ],
)
def test_cached_tokens_are_part_of_the_input_and_cost_their_own_price(price: Price, usage: Usage, dollars: float) -> None:
    assert price.cost(usage) == pytest.approx(dollars)


@pytest.mark.parametrize(
    ("server", "model", "known"),
    [
        (OPENAI, "m", True),
        (f"{OPENAI}/", "m", True),
        (OPENAI, "m-2026-01-01", False),
        (OPENAI, "M", False),
        (OPENAI, "", False),
        ("http://127.0.0.1:8080/v1", "m", False),
    ],
)
def test_a_price_holds_for_one_name_at_one_address_and_is_never_guessed(price: Price, server: str, model: str, known: bool) -> None:
    assert (Prices(prices=(price,)).find(server, model) == price) is known


def test_every_shipped_price_says_when_and_where_it_was_read(library: Library) -> None:
    assert library.prices.prices
    for price in library.prices.prices:
        assert 0 < price.cached_input <= price.input < price.output
        assert price.date <= date(2026, 11, 28)
        assert price.source


def test_content_without_a_price_list_has_no_prices(copy: Copy) -> None:
    (copy.root / FILE).unlink()
    assert load(copy.root).prices == Prices()


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("    input: 2.00\n", "", "prices.0.input", "missing"),
        ("input: 2.00", "input: -2", "prices.0.input", "less than 0"),
        ("output: 8.00", "output: 8 dollars", "prices.0.output", "isn't a number"),
        ("output: 8.00", "output: 8.00\n    outptu: 8.00", "prices.0.outptu", "unknown key"),
        ("model: gpt-4.1-mini", "model: gpt-4.1", "file", "gpt-4.1 stands twice"),
    ],
)
def test_a_price_that_is_wrong_is_reported_with_its_place(copy: Copy, old: str, new: str, field: str, what: str) -> None:
    copy.edit(FILE, old, new)
    (problem, *_) = copy.problems()
    assert (problem.path, problem.field) == (FILE, field)
    assert what in problem.what
