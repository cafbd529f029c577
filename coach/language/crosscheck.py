"""Holds every rule against every text that authors call right: one file's truth can't be another file's fault."""

from collections.abc import Iterable

from coach.content.audience import audience_id
from coach.content.crossing import at, variant_file
from coach.content.library import Library, RoleContent
from coach.content.reading import Location
from coach.content.scenario import Scenario
from coach.content.term import Rule, Term
from coach.errors import Problem
from coach.language.examine import Engine, Examination
from coach.models import Finding

Place = tuple[tuple[str, str], Location, str, str, str]
"""(file, field, text, scenario that the text is for or "", rule that has been held against it already or "")."""
_MOST_SUGGESTIONS, _FEWEST_KINDS = 2, 3


def scenarios(library: Library, role: RoleContent, engine: Engine) -> Iterable[Problem]:
    """Every model answer, excerpt or sample draft that isn't what it claims."""
    for name in role.scenarios:
        yield from sound(library, engine, _texts_of_outline(("scenario", f"{role.path.id}/{name}"), role.scenarios[name]))
        yield from _answers(library, engine, role, name)
        yield from _audience(library, engine, role, name)
        yield from _excerpts(library, engine, role, name)
        yield from _sample(library, engine, role, name)


def sound(library: Library, engine: Engine, places: Iterable[Place]) -> Iterable[Problem]:
    """Every right text in which a rule of any file fires."""
    for file, field, text, scenario, checked in places:
        for finding in engine.terminology(*engine.read(text), scenario):
            if finding.rule != checked:
                what = f"{finding.rule} fires on “{finding.quote}” in this right text"
                yield at(library, file, field, what, "narrow that rule, or word this text otherwise")


def texts_of_rules(file: tuple[str, str], rules: Iterable[Rule]) -> Iterable[Place]:
    for i, rule in enumerate(rules):
        for j, text in enumerate(rule.right):
            yield file, ("rules", i, "right", j), text, rule.only_in[0] if rule.only_in else "", rule.id


def texts_of_term(file: tuple[str, str], term: Term) -> Iterable[Place]:
    yield file, ("definition",), term.definition, "", ""
    yield file, ("example",), term.example, "", ""
    for i, confusable in enumerate(term.confusables):
        yield file, ("confusables", i, "tell_apart"), confusable.tell_apart, "", ""
    for field in ("plain_substitutes", "collocations"):
        for i, text in enumerate(getattr(term, field)):
            yield file, (field, i), text, "", ""
    if term.direction:
        yield file, ("direction", "note"), term.direction.note, "", ""
        for i, text in enumerate(term.direction.right):
            yield file, ("direction", "right", i), text, "", f"{term.id}.direction"
    for i, text in enumerate(term.meaning.right if term.meaning else ()):
        yield file, ("meaning", "right", i), text, "", ""
    yield from texts_of_rules(file, term.rules)


def _texts_of_outline(file: tuple[str, str], scenario: Scenario) -> Iterable[Place]:
    """The headings: once something stands under them they are the learner's words."""
    for i, section in enumerate(scenario.outline):
        if section.heading:
            yield file, ("outline", i, "heading"), section.heading, scenario.id, ""


def _answers(library: Library, engine: Engine, role: RoleContent, name: str) -> Iterable[Problem]:
    scenario = role.scenarios[name]
    for answer in role.answers[name]:
        file = ("answer", f"{role.path.id}/{name}/{answer.id}")
        for finding, what, cure in _flaws("model answer", engine.examine(answer.text, scenario), scenario):
            place: Location = ("parts", answer.parts.index(answer.part_at(finding.start)), "text") if finding and finding.quote else ("parts",)
            yield at(library, file, place, what, cure)


def _audience(library: Library, engine: Engine, role: RoleContent, name: str) -> Iterable[Problem]:
    if audience := role.scenarios[name].audience:
        made = role.scenario(audience_id(role.scenarios[name], audience))
        for _, what, cure in _flaws("sample", engine.examine(audience.sample, made), made):
            yield at(library, ("scenario", f"{role.path.id}/{name}"), ("audience", "sample"), what, cure)


def _flaws(kind: str, examined: Examination, scenario: Scenario) -> Iterable[tuple[Finding | None, str, str]]:
    """What keeps a text from level 5, with the cure: its length, and what is found in it but for one or two suggestions."""
    low, high = scenario.length_words
    if not low <= examined.words <= high:
        yield None, f"the {kind} has {examined.words} words, the scenario asks for {low} to {high}", "shorten or lengthen it"
    suggestions = [f for f in examined.findings if f.severity == "suggestion"]
    for finding in examined.findings:
        if finding.severity != "suggestion" or len(suggestions) > _MOST_SUGGESTIONS:
            what = f"“{finding.quote}”: {finding.message}" if finding.quote else finding.message
            cure = f"mend the {kind}" if finding.criterion in ("facts", "coverage") else f"mend the {kind}, or narrow the rule"
            yield finding, f"{finding.rule} finds in this {kind} {what}", cure


def _sample(library: Library, engine: Engine, role: RoleContent, name: str) -> Iterable[Problem]:
    scenario = role.scenarios[name]
    kinds = {f.category for f in engine.examine(role.sample_drafts[name], scenario).findings} - {"missing"}
    if len(kinds) < _FEWEST_KINDS:
        what = f"the sample draft shows {len(kinds)} kinds of findings, a first visitor should see {_FEWEST_KINDS}"
        yield at(library, ("scenario", f"{role.path.id}/{name}"), ("id",), what, "write sample-draft.md for this scenario, with typical mistakes")


def _excerpts(library: Library, engine: Engine, role: RoleContent, name: str) -> Iterable[Problem]:
    scenario = role.scenarios[name]
    for i, excerpt in enumerate(scenario.excerpts):
        found = {f.category for f in engine.examine(excerpt.text, scenario).findings}
        for j, category in enumerate(excerpt.shows):
            if category not in found:
                cure = "reword the excerpt, or leave the category out"
                yield at(library, ("scenario", f"{role.path.id}/{name}"), ("excerpts", i, "shows", j), f"no {category} is found in this excerpt", cure)


def parallels(library: Library, role: RoleContent, engine: Engine) -> Iterable[Problem]:
    """Every variant in whose right sample a figure or a statement is found wrong, or a figure isn't found."""
    for task in role.parallels.values():
        file = variant_file(role, task)
        examined = engine.examine(role.variants[task.id].sample, task)
        for finding in examined.findings:
            if finding.criterion == "facts" or finding.category == "misuse":
                what = f"{finding.rule} finds in this right text “{finding.quote}”: {finding.message}"
                yield at(library, file, ("sample",), what, "mend the text, or the fact's names")
        for fact in task.facts:
            if fact.names and fact.id not in examined.stated:
                yield at(library, file, ("sample",), f"{fact.label} ({fact.shown}) isn't in this text", "state every figure once, as a good draft would")
