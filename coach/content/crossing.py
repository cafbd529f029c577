"""What one file says of another: ids that must exist, order that must agree."""

import difflib
import re
from collections.abc import Iterable

from coach.content import relations
from coach.content.audience import audience_id, for_audience
from coach.content.library import Library, Prompt, RoleContent
from coach.content.reading import Location, line_of, shorten
from coach.content.scenario import ModelAnswer, Scenario
from coach.content.schema import Rubric
from coach.content.variant import Parallel, Variant
from coach.errors import Problem

Fault = tuple[Location, str, str]
_FEWEST_ANSWERS, _MEANT = 2, 0.85
OPTIONAL_VARIABLES = frozenset("task purpose register".split())
SCENARIO_VARIABLES = frozenset("situation reader knows explain points facts terms rubric".split()) | OPTIONAL_VARIABLES
"""What the scenario.md of an evaluator's prompt is filled with, all of it."""
READER_VARIABLES = frozenset("who known decisions".split()) | {"purpose"}
"""The same for a reader's prompt: a reader has the draft, and neither the fact sheet nor what the draft should say."""


def problems(library: Library) -> Iterable[Problem]:
    """Every reference that leads nowhere, with its line."""
    owners: dict[str, str] = {}
    for role_id, role in library.roles.items():
        for scenario_id in role.scenarios:
            if other := owners.get(scenario_id):
                yield at(library, ("scenario", f"{role_id}/{scenario_id}"), ("id",), f"the role {other} has a scenario of this id", "give it another id")
            owners[scenario_id] = role_id
        for fault in _path(role):
            yield at(library, ("role", role_id), *fault)
        yield from _shared_forms(library, role)
        for term_id in role.terms:
            for fault in _term(library, role, term_id):
                yield at(library, ("term", f"{role_id}/{term_id}"), *fault)
        for scenario_id in role.scenarios:
            for fault in _scenario(library, role, scenario_id):
                yield at(library, ("scenario", f"{role_id}/{scenario_id}"), *fault)
            for fault in (*_outline(role.scenarios[scenario_id]), *_audience(role, role.scenarios[scenario_id])):
                yield at(library, ("scenario", f"{role_id}/{scenario_id}"), *fault)
            for answer in role.answers[scenario_id]:
                for fault in _answer(answer, role.scenarios[scenario_id]):
                    yield at(library, ("answer", f"{role_id}/{scenario_id}/{answer.id}"), *fault)
        for name, task in role.parallels.items():
            inherited = set(_scenario(library, role, task.parallel_to))
            for fault in _variant(role, role.variants[name], task):
                if fault not in inherited:
                    yield at(library, variant_file(role, task), *fault)
    yield from _rules(library)
    for name, prompt in library.prompts.items():
        yield from _prompt(library, name, prompt)
    for name, rubric in library.rubrics.items():
        for fault in _rubric(rubric):
            yield at(library, ("rubric", name), *fault)


def at(library: Library, file: tuple[str, str], location: Location, what: str, cure: str) -> Problem:
    """A Problem at a field of the file that a record came from."""
    path = library.files[file]
    line, shown = line_of(path, location)
    return Problem(shorten(path, library.root), line, ".".join(map(str, location)), what, cure, shown)


def variant_file(role: RoleContent, task: Parallel) -> tuple[str, str]:
    """The key of a parallel task's file."""
    return "variant", f"{role.path.id}/{task.parallel_to}/{role.variants[task.id].id}"


def _unknown(what: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1)
    return f"there is no {what} “{name}”", f"did you mean “{near[0]}”?" if near else f"use one of: {', '.join(names)}"


def _answer(answer: ModelAnswer, scenario: Scenario) -> Iterable[Fault]:
    moves = [m.id for m in scenario.moves]
    for i, part in enumerate(answer.parts):
        if part.move not in moves:
            yield ("parts", i, "move"), *_unknown("move", part.move, moves)


def _outline(scenario: Scenario) -> Iterable[Fault]:
    """Every move has its place, and every point one."""
    if not scenario.outline:
        return
    moves, points = [m.id for m in scenario.moves], [p.id for p in scenario.points]
    placed = set[str]()
    for i, section in enumerate(scenario.outline):
        if section.move not in moves:
            yield ("outline", i, "move"), *_unknown("move", section.move, moves)
        for j, point in enumerate(section.points):
            if point not in points:
                yield ("outline", i, "points", j), *_unknown("point", point, points)
            elif point in placed:
                yield ("outline", i, "points", j), f"the point “{point}” stands twice", "leave it in one place"
            placed.add(point)
    made = {section.move for section in scenario.outline}
    for what, known, found in (("move", moves, made), ("point", points, placed)):
        left_out = [name for name in known if name not in found]
        # A misspelt name is reported already, and is most likely the one that is left out.
        if left_out and found <= set(known):
            yield ("outline",), f"no section has the {what} “{left_out[0]}”", "put it where such a text has it"


def _audience(role: RoleContent, scenario: Scenario) -> Iterable[Fault]:
    audience = scenario.audience
    if audience is None:
        return
    others = [s for s in role.scenarios if s != scenario.id]
    if audience.reader_of not in others:
        yield ("audience", "reader_of"), *_unknown("other scenario", audience.reader_of, others)
    for i, point in enumerate(audience.leaves_out):
        if point not in (points := [p.id for p in scenario.points]):
            yield ("audience", "leaves_out", i), *_unknown("point", point, points)
    if audience_id(scenario, audience) in role.scenarios:
        yield ("audience", "id"), f"there is a scenario “{audience_id(scenario, audience)}” already", "give the audience another id"
    for i, name in enumerate(audience.expected_terms):
        if name not in role.terms:
            yield ("audience", "expected_terms", i), *_unknown("term", name, role.terms)
    if audience.register_.profile.moves is None:
        yield ("audience", "register"), "nothing says which order of the moves fits this text", "write profile: {moves: {fits: …, misses: …}}"
    if audience.reader_of in others:
        other = role.scenarios[audience.reader_of]
        made = for_audience(scenario, audience, other)
        inherited = set(_brief(role, other))
        for fault in (*_brief(role, made), *_outline(made)):
            if fault not in inherited:
                where, what, cure = fault
                yield ("audience", *where), what, cure


def _rubric(rubric: Rubric) -> Iterable[Fault]:
    owners: dict[str, str] = {}
    for i, criterion in enumerate(rubric.criteria):
        for j, bound in enumerate(criterion.bounds):
            if bound.category not in criterion.weights:
                yield ("criteria", i, "bounds", j, "category"), *_unknown("category of this criterion", bound.category, criterion.weights)
        if criterion.computed and criterion.bounds:
            yield ("criteria", i, "bounds"), "a computed level needs no bounds", "leave them out, or leave out computed"
        if [level.level for level in criterion.levels] != [1, 2, 3, 4, 5]:
            yield ("criteria", i, "levels"), "the levels aren't 1, 2, 3, 4, 5", "give each level once, in order"
        for category in criterion.weights:
            if (other := owners.setdefault(category, criterion.id)) != criterion.id:
                yield ("criteria", i, "weights", category), f"the criterion {other} has the category “{category}” too", "leave it to one of the two"


def _prompt(library: Library, name: str, prompt: Prompt) -> Iterable[Problem]:
    """Variables that are misspelt, left out, or in two braces, which would turn quotation marks into HTML codes."""
    of_scenario = READER_VARIABLES if prompt.info.kind == "reader" else SCENARIO_VARIABLES
    known = {"system": frozenset[str](), "scenario": of_scenario, "draft": frozenset({"marker"})}
    folder = library.files["prompt", name].parent
    for part, variables in known.items():
        text: str = getattr(prompt, part)
        path = shorten(folder / f"{part}.md", library.root)
        found = set[str]()
        for match in re.finditer(r"\{{2,}[^{}\n]*\}*", text):
            inside = re.fullmatch(r"\{\{\{(\w+)\}\}\}", match.group())
            if inside and inside[1] in variables:
                found.add(inside[1])
                continue
            cure = "write three braces on each side, and one of: " + ", ".join(sorted(variables)) if variables else "this part has no variables: take it out"
            yield Problem(path, text.count("\n", 0, match.start()) + 1, "text", f"“{match.group()}” stands for nothing", cure)
        for missing in sorted(variables - found - OPTIONAL_VARIABLES):
            yield Problem(path, 1, "text", f"{{{{{{{missing}}}}}}} is missing", "put it where the model should read it")


def _path(role: RoleContent) -> Iterable[Fault]:
    for i, name in enumerate(role.path.spotlight):
        if name not in role.terms:
            yield ("spotlight", i), *_unknown("term", name, role.terms)
    for i, name in enumerate(role.path.scenarios):
        if name not in role.scenarios:
            yield ("scenarios", i), *_unknown("scenario", name, role.scenarios)
    for name in sorted(set(role.scenarios) - set(role.path.scenarios)):
        yield ("scenarios",), f"the scenario “{name}” isn't in the path", "add it where it belongs"


def _term(library: Library, role: RoleContent, term_id: str) -> Iterable[Fault]:
    term = role.terms[term_id]
    categories = {c.id for c in role.path.categories}
    topics = {t.id for t in role.path.topics}
    if term.category not in categories:
        yield ("category",), *_unknown("category", term.category, categories)
    if term.topic not in topics:
        yield ("topic",), *_unknown("topic", term.topic, topics)
    for i, confusable in enumerate(term.confusables):
        if confusable.term not in role.terms:
            yield ("confusables", i, "term"), *_unknown("term", confusable.term, role.terms)
        elif confusable.wrong and role.terms[confusable.term].meaning is None:
            yield ("confusables", i, "wrong"), f"the term “{confusable.term}” has no meaning: patterns", "add them there, or leave wrong: empty"
    for i, effect in enumerate(term.direction.effects if term.direction else ()):
        if effect.quantity not in library.wordlists:
            yield ("direction", "effects", i, "quantity"), *_unknown("word list", effect.quantity, library.wordlists)


def _shared_forms(library: Library, role: RoleContent) -> Iterable[Problem]:
    """Forms that two terms claim: the engine could take a mention for one of them only."""
    owner: dict[str, str] = {}
    for term in role.terms.values():
        for i, form in enumerate(term.forms):
            other = owner.setdefault(form.casefold(), term.id)
            if other != term.id:
                what = f"“{form}” is a form of {other} too"
                yield at(library, ("term", f"{role.path.id}/{term.id}"), ("forms", i), what, "leave it to one of the two")


def _scenario(library: Library, role: RoleContent, scenario_id: str) -> Iterable[Fault]:
    scenario = role.scenarios[scenario_id]
    if scenario.rubric not in library.rubrics:
        yield ("rubric",), *_unknown("rubric", scenario.rubric, library.rubrics)
    yield from _named_prompts(library, scenario)
    for i, name in enumerate(scenario.expected_terms):
        if name not in role.terms:
            yield ("expected_terms", i), *_unknown("term", name, role.terms)
    yield from _brief(role, scenario)
    if len(role.answers[scenario_id]) < _FEWEST_ANSWERS:
        yield ("id",), f"there are fewer than {_FEWEST_ANSWERS} model answers", "write them as files in answers/ beside this one"
    levels = [e.level for e in scenario.excerpts]
    if levels != [2, 3, 4]:
        yield ("excerpts",), "the excerpts aren't of levels 2, 3, 4", "give each level once, in order"
    for field, records in (("facts", scenario.facts), ("points", scenario.points), ("moves", scenario.moves)):
        ids = [r.id for r in records]
        for i, name in enumerate(ids):
            if name in ids[:i]:
                yield (field, i, "id"), f"the id “{name}” stands twice", "give each its own"


def _named_prompts(library: Library, scenario: Scenario) -> Iterable[Fault]:
    """Each of the kind that is asked for there."""
    if scenario.prompt not in (known := library.prompts_of("evaluation")):
        yield ("prompt",), *_unknown("prompt", scenario.prompt, known)
    if scenario.reader_prompt and scenario.reader_prompt not in (known := library.prompts_of("reader")):
        yield ("reader_prompt",), *_unknown("prompt of kind reader", scenario.reader_prompt, known)


def _brief(role: RoleContent, scenario: Scenario) -> Iterable[Fault]:
    """What a scenario, a parallel to it and one for another reader can all get wrong: the reader, the limits, figures that don't fit together."""
    for field in ("knows", "explain"):
        for i, name in enumerate(getattr(scenario.reader, field)):
            near = difflib.get_close_matches(name, role.terms, 1, _MEANT)
            if near and name != near[0] and not any(name in term_id for term_id in role.terms):
                yield ("reader", field, i), f"“{name}” is no term", f"did you mean “{near[0]}”?"
    for category in scenario.reader.harmed_most_by:
        if category not in scenario.reader.consequences:
            yield ("reader", "consequences"), f"nothing is said of “{category}”", "say what it would cost this reader"
    yield from _decisions(scenario)
    for field, low, high in (("length_words", *scenario.length_words), ("register", *scenario.register_.band)):
        if low >= high:
            yield (field,), "the lower end isn't below the upper end", "write the lower number first"
    for i, relation in enumerate(scenario.relations):
        if wrong := relations.fault(relation, {f.id: f.value for f in scenario.facts}):
            yield ("relations", i) if scenario.original == scenario.id else ("facts",), *wrong


def _variant(role: RoleContent, variant: Variant, task: Parallel) -> Iterable[Fault]:
    """Ids that the original doesn't have, and what still names a figure of the original's."""
    original = role.scenarios[task.parallel_to]
    facts = {f.id: f for f in original.facts}
    for field, known in (("facts", facts), ("points", [p.id for p in original.points])):
        for name in getattr(variant, field):
            if name not in known:
                yield (field, name), *_unknown(field[:-1], name, known)
    for i, name in enumerate(task.expected_terms):
        if name not in role.terms:
            yield ("expected_terms", i), *_unknown("term", name, role.terms)
    yield from _brief(role, task)
    now = {f.shown for f in task.facts}
    gone = [f.shown for f in original.facts if f.id in variant.facts and f.shown not in now]
    for point in task.points:
        if stale := next((figure for figure in gone if re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d]|[.,]\d)", point.hint)), None):
            yield ("points",), f"the hint of “{point.id}” has {stale}, a figure of the original", f"give {point.id} a hint of its own here"


def _decisions(scenario: Scenario) -> Iterable[Fault]:
    points = [p.id for p in scenario.points]
    *conditional, last = scenario.reader.decisions
    for i, decision in enumerate(conditional):
        where = ("reader", "decisions", i)
        if not decision.is_conditional:
            yield where, "the reader would always take this decision, and none of those below", "say what must be found: or missing: for it"
        for j, name in enumerate(decision.missing):
            if name not in points:
                yield (*where, "missing", j), *_unknown("point", name, points)
    if last.is_conditional:
        yield ("reader", "decisions", len(conditional)), "the last decision has a condition", "leave it to what the reader does when all is well"


def _rules(library: Library) -> Iterable[Problem]:
    authored = {s.id: s for role in library.roles.values() for s in role.scenarios.values()}
    scenarios = authored.keys() | {audience_id(s, s.audience) for s in authored.values() if s.audience}
    terms = ((("term", f"{key}/{name}"), name, term.rules) for key, role in library.roles.items() for name, term in role.terms.items())
    register = ((("register", name), name, file.rules) for name, file in library.register_files.items())
    for file, name, rules in (*terms, *register):
        ids = [rule.id for rule in rules]
        for i, rule in enumerate(rules):
            if not rule.id.startswith(f"{name}."):
                yield at(library, file, ("rules", i, "id"), f"a rule of this file begins with “{name}.”", f"write {name}.{rule.id.split('.')[-1]}")
            if rule.id in ids[:i]:
                yield at(library, file, ("rules", i, "id"), f"the id “{rule.id}” stands twice", "give each its own")
            if rule.after and rule.kind != "name":
                yield at(library, file, ("rules", i, "after"), "only a rule of kind name has it", "take it out, or write kind: name")
            if rule.kind == "name" and file[0] == "register" and not rule.after:
                yield at(library, file, ("rules", i, "kind"), "nothing says which name comes first", "add the first names under after:")
            for j, scenario in enumerate(rule.only_in):
                if scenario not in scenarios:
                    yield at(library, file, ("rules", i, "only_in", j), *_unknown("scenario", scenario, scenarios))
