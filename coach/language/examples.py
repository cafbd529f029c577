"""Runs the examples that authored files carry: wrong ones must be found, right ones must not."""

from collections.abc import Callable, Iterable

from coach.content.crossing import at, variant_file
from coach.content.library import Library, RoleContent
from coach.content.reading import Location
from coach.content.schema import Asking
from coach.content.term import Rule, Term
from coach.errors import Problem
from coach.language import crosscheck
from coach.language.examine import Engine
from coach.language.patterns import Pattern, PatternError, Patterns

Fault = tuple[Location, str, str]
Reader = Callable[[str], Pattern]


def problems(library: Library) -> Iterable[Problem]:
    """Every pattern that can't be read; if there is none, every example that fails."""
    broken = list(_patterns(library))
    yield from broken
    if broken:
        return
    for role in library.roles.values():
        engine = Engine(library, role)
        # A file's texts are held against all other rules at once, while the engine still remembers them.
        for term in role.terms.values():
            file = ("term", f"{role.path.id}/{term.id}")
            faults = [*_rules(engine, term.rules), *_derived(engine, term)]
            yield from (at(library, file, *fault) for fault in faults)
            yield from crosscheck.sound(library, engine, _others(crosscheck.texts_of_term(file, term), faults))
        for name, register in library.register_files.items():
            file = ("register", name)
            faults = list(_rules(engine, register.rules))
            yield from (at(library, file, *fault) for fault in faults)
            yield from crosscheck.sound(library, engine, _others(crosscheck.texts_of_rules(file, register.rules), faults))
        for fault in _other_languages(engine, library.other_languages.languages):
            yield at(library, ("rubrics", "other-languages"), *fault)
        yield from crosscheck.scenarios(library, role, engine)
        yield from crosscheck.parallels(library, role, engine)


def _others(places: Iterable[crosscheck.Place], faults: Iterable[Fault]) -> Iterable[crosscheck.Place]:
    """The places of which nothing is reported yet: one problem a line is enough to begin with."""
    reported = {fault[0] for fault in faults}
    return (place for place in places if place[1] not in reported)


def _patterns(library: Library) -> Iterable[Problem]:
    read = Patterns(library.wordlists).read
    for role in library.roles.values():
        for term in role.terms.values():
            for i, rule in enumerate(term.rules):
                yield from _rule_patterns(library, read, role, ("term", f"{role.path.id}/{term.id}"), ("rules", i), rule)
            if term.direction:
                yield from _unreadable(library, read, role, ("term", f"{role.path.id}/{term.id}"), ("direction", "unless"), term.direction.unless)
            if term.meaning:
                yield from _unreadable(library, read, role, ("term", f"{role.path.id}/{term.id}"), ("meaning", "patterns"), term.meaning.patterns)
        for name, scenario in role.scenarios.items():
            for i, point in enumerate(scenario.points):
                yield from _unreadable(library, read, role, ("scenario", f"{role.path.id}/{name}"), ("points", i, "shown_by"), point.shown_by)
            for i, fact in enumerate(scenario.facts):
                yield from _unreadable(library, read, role, ("scenario", f"{role.path.id}/{name}"), ("facts", i, "names"), fact.names)
                yield from _unreadable(library, read, role, ("scenario", f"{role.path.id}/{name}"), ("facts", i, "when"), fact.when)
        for task in role.parallels.values():
            variant, of = role.variants[task.id], variant_file(role, task)
            for name, other in variant.points.items():
                yield from _unreadable(library, read, role, of, ("points", name, "shown_by"), other.shown_by or ())
            for name, change in variant.facts.items():
                yield from _unreadable(library, read, role, of, ("facts", name, "names"), change.names or ())
                yield from _unreadable(library, read, role, of, ("facts", name, "when"), change.when or ())
    for name, file in library.register_files.items():
        for i, rule in enumerate(file.rules):
            yield from _rule_patterns(library, read, None, ("register", name), ("rules", i), rule)


def _rule_patterns(library: Library, read: Reader, role: RoleContent | None, key: tuple[str, str], where: Location, rule: Rule) -> Iterable[Problem]:
    yield from _unreadable(library, read, role, key, (*where, "patterns"), rule.patterns)
    yield from _unreadable(library, read, role, key, (*where, "unless"), rule.unless)
    yield from _unreadable(library, read, role, key, (*where, "after"), rule.after)


def _unreadable(library: Library, read: Reader, role: RoleContent | None, key: tuple[str, str], where: Location, sources: Iterable[str]) -> Iterable[Problem]:
    for i, source in enumerate(sources):
        try:
            pattern = read(source)
        except PatternError as error:
            yield at(library, key, (*where, i), f"“{source}” can't be read", str(error))
            continue
        unknown = [t for step in pattern.steps for t in sorted(step.element.terms) if role is None or t not in role.terms]
        if unknown:
            yield at(library, key, (*where, i), f"there is no term “{unknown[0]}”", "use the id of a glossary file, or plain words")


def _rules(engine: Engine, rules: Iterable[Rule]) -> Iterable[Fault]:
    for n, rule in enumerate(rules):
        yield from _rule(engine, rule, ("rules", n))


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


def _other_languages(engine: Engine, languages: Iterable[Asking]) -> Iterable[Fault]:
    for n, language in enumerate(languages):
        for kind, examples, should in (("wrong", language.wrong, True), ("right", language.right, False)):
            for i, example in enumerate(examples):
                fired = any(True for _ in engine.instructions.find(example))
                if fired != should:
                    yield ("languages", n, kind, i), *_verdict(language.language, fired)


def _verdict(rule: str, fired: bool) -> tuple[str, str]:
    if fired:
        return f"{rule} fires on this right example", "narrow a pattern, or add one under unless:"
    return f"{rule} doesn't fire on this wrong example", "widen a pattern, or add one for this wording"
