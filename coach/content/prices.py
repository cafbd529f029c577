"""prompts/prices.yaml: what a server asks for a model's tokens."""

from datetime import date

from pydantic import Field, model_validator

from coach.content.schema import Authored, Text
from coach.models import Usage


class Price(Authored):
    """US dollars for a million tokens of input, of input that the server had cached, and of output, on the day `date`."""

    server: Text
    model: Text
    input: float = Field(ge=0)
    cached_input: float = Field(ge=0)
    output: float = Field(ge=0)
    date: date
    source: Text

    def cost(self, usage: Usage) -> float:
        """US dollars; cached tokens are part of the input tokens, as the API counts them."""
        cached = min(usage.cached_tokens, usage.input_tokens)
        dollars = (usage.input_tokens - cached) * self.input + cached * self.cached_input + usage.output_tokens * self.output
        return round(dollars / 1_000_000, 9)


class Prices(Authored):
    """The whole file; a model that isn't in it has no price, and no price is ever guessed."""

    prices: tuple[Price, ...] = ()

    @model_validator(mode="after")
    def _one_each(self) -> "Prices":
        for index, price in enumerate(self.prices):
            if self.find(price.server, price.model) is not self.prices[index]:
                raise ValueError(f"{price.model} stands twice for {price.server}")
        return self

    def find(self, server: str, model: str) -> Price | None:
        """The price of exactly this name at exactly this address: a dated version may cost something else, and an own server nothing."""
        return next((p for p in self.prices if (p.server.rstrip("/"), p.model) == (server.rstrip("/"), model)), None)
