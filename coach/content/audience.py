"""The same facts for another reader: a scenario made from two others."""

from coach.content.scenario import Audience, Scenario


def audience_id(scenario: Scenario, audience: Audience) -> str:
    """The id of the scenario that `for_audience` makes; drafts for it are kept under this id."""
    return f"{scenario.id}-for-{audience.id}"


def for_audience(scenario: Scenario, audience: Audience, other: Scenario) -> Scenario:
    """`scenario` with the task of `audience`, and with the reader and the register of `other`; answers and excerpts aren't made for it."""
    told = {name: getattr(audience, name) for name in ("title", "genre", "situation", "purpose", "task", "length_words", "moves", "questions")}
    # The order of the moves belongs to the text, not to who reads it.
    profile = other.register_.profile.model_copy(update={"moves": scenario.register_.profile.moves})
    made = {
        "id": audience_id(scenario, audience),
        "reader": other.reader.model_copy(update={"consequences": other.reader.consequences | audience.consequences}),
        "register_": other.register_.model_copy(update={"profile": profile}),
        "points": tuple(p for p in scenario.points if p.id not in audience.leaves_out),
        "excerpts": (),
        "outline": (),
        "audience": None,
    }
    return scenario.model_copy(update=told | made)
