"""Runs the examples that authored files carry: wrong ones must be found, right ones must not."""

from collections.abc import Iterable

from coach.content.crossing import at
from coach.content.library import Library, RoleContent
from coach.content.reading import Location
from coach.content.term import Rule, Term
from coach.errors import Problem
from coach.language import crosscheck
from coach.language.examine import Engine
from coach.language.patterns import PatternError, Patterns

Fault = tuple[Location, str, str]


def problems(library: Library) -> Iterable[Problem]:
    """Every pattern that can't be read; if there is none, every example that fails."""
    broken = list(_patterns(library))
    yield from broken
    if broken:
        return
    for role in library.roles.values():
        engine = Engine(library, role)
        for term in role.terms.values():
            for i, rule in enumerate(term.rules):
                for fault in _rule(engine, rule, ("rules", i)):
                    yield at(library, ("term", f"{role.path.id}/{term.id}"), *fault)
            for fault in _derived(engine, term):
                yield at(library, ("term", f"{role.path.id}/{term.id}"), *fault)
        for key, i, rule in _register(library):
            for fault in _rule(engine, rule, ("rules", i)):
                yield at(library, key, *fault)
        yield from crosscheck.problems(library, role, engine)


def _register(library: Library) -> Iterable[tuple[tuple[str, str], int, Rule]]:
    """Each register rule with its file and its place there."""
    for name, file in library.register_files.items():
        for i, rule in enumerate(file.rules):
            yield ("register", name), i, rule


def _patterns(library: Library) -> Iterable[Problem]:
    for role in library.roles.values():
        for term in role.terms.values():
            for i, rule in enumerate(term.rules):
                yield from _rule_patterns(library, role, ("term", f"{role.path.id}/{term.id}"), ("rules", i), rule)
            if term.direction:
                yield from _unreadable(library, role, ("term", f"{role.path.id}/{term.id}"), ("direction", "unless"), term.direction.unless)
            if term.meaning:
                yield from _unreadable(library, role, ("term", f"{role.path.id}/{term.id}"), ("meaning", "patterns"), term.meaning.patterns)
        for name, scenario in role.scenarios.items():
            for i, point in enumerate(scenario.points):
                yield from _unreadable(library, role, ("scenario", f"{role.path.id}/{name}"), ("points", i, "shown_by"), point.shown_by)
            for i, fact in enumerate(scenario.facts):
                yield from _unreadable(library, role, ("scenario", f"{role.path.id}/{name}"), ("facts", i, "names"), fact.names)
                yield from _unreadable(library, role, ("scenario", f"{role.path.id}/{name}"), ("facts", i, "when"), fact.when)
    for key, i, rule in _register(library):
        yield from _rule_patterns(library, None, key, ("rules", i), rule)


def _rule_patterns(library: Library, role: RoleContent | None, key: tuple[str, str], where: Location, rule: Rule) -> Iterable[Problem]:
    yield from _unreadable(library, role, key, (*where, "patterns"), rule.patterns)
    yield from _unreadable(library, role, key, (*where, "unless"), rule.unless)
    yield from _unreadable(library, role, key, (*where, "after"), rule.after)


def _unreadable(library: Library, role: RoleContent | None, key: tuple[str, str], where: Location, sources: Iterable[str]) -> Iterable[Problem]:
    patterns = Patterns(library.wordlists)
    for i, source in enumerate(sources):
        try:
            pattern = patterns.read(source)
        except PatternError as error:
            yield at(library, key, (*where, i), f"“{source}” can't be read", str(error))
            continue
        unknown = [t for step in pattern.steps for t in sorted(step.element.terms) if role is None or t not in role.terms]
        if unknown:
            yield at(library, key, (*where, i), f"there is no term “{unknown[0]}”", "use the id of a glossary file, or plain words")


def _rule(engine: Engine, rule: Rule, where: Location) -> Iterable[Fault]:
    for kind, examples, should in (("wrong", rule.wrong, True), ("right", rule.right, False)):
        for i, example in enumerate(examples):
            text, concepts = engine.read(example)
            fired = any(hit.rule is rule for hit in engine.rules.find(text, concepts))
            if fired != should:
                yield (*where, kind, i), *_verdict(rule.id, fired)


def _derived(engine: Engine, term: Term) -> Iterable[Fault]:
    if term.direction:
        for kind, examples, should in (("wrong", term.direction.wrong, True), ("right", term.direction.right, False)):
            for i, example in enumerate(examples):
                text, concepts = engine.read(example)
                fired = any(True for _ in engine.directions.find(text, concepts))
                if fired != should:
                    yield ("direction", kind, i), *_verdict("the direction rule", fired)
    for i, example in enumerate(term.meaning.right if term.meaning else ()):
        text, concepts = engine.read(example)
        pairs = zip(text.sentences, concepts, strict=True)
        if not any(engine.meanings.says(term.id, s, c) for s, c in pairs):
            yield ("meaning", "right", i), "no pattern of meaning: matches this example", "add a pattern for this wording"
    for i, confusable in enumerate(term.confusables):
        for j, example in enumerate(confusable.wrong):
            text, concepts = engine.read(example)
            if not any(s.term == term.id and s.other == confusable.term for s in engine.meanings.find(text, concepts)):
                yield (
                    ("confusables", i, "wrong", j),
                    f"this isn't found as a confusion with {confusable.term}",
                    f"widen the meaning patterns of {confusable.term}",
                )


def _verdict(rule: str, fired: bool) -> tuple[str, str]:
    if fired:
        return f"{rule} fires on this right example", "narrow a pattern, or add one under unless:"
    return f"{rule} doesn't fire on this wrong example", "widen a pattern, or add one for this wording"
