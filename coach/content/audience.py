"""The same facts for another reader: a scenario made from two others."""

from coach.content.scenario import Audience, Scenario

_TOLD = ("title", "genre", "situation", "purpose", "task", "length_words", "moves", "outline", "expected_terms", "questions")


def audience_id(scenario: Scenario, audience: Audience) -> str:
    """The id of the scenario that `for_audience` makes; drafts for it are kept under this id."""
    return f"{scenario.id}-for-{audience.id}"


def for_audience(scenario: Scenario, audience: Audience, other: Scenario) -> Scenario:
    """`scenario` with the task of `audience`, and with the reader and the register of `other` as `audience` changes them.

    The facts stay, and what holds between them is checked where they are from; excerpts aren't made for it.
    """
    made = {
        "id": audience_id(scenario, audience),
        "reader": other.reader.changed(audience.reader),
        "register_": other.register_.changed(audience.register_),
        "points": tuple(p for p in scenario.points if p.id not in audience.leaves_out),
        "relations": (),
        "excerpts": (),
        "audience": None,
    }
    return scenario.model_copy(update={name: getattr(audience, name) for name in _TOLD} | made)
