"""What the text itself shows: every finder over one draft, as findings with exact offsets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from coach.content.library import Library, RoleContent
from coach.content.scenario import Point, Scenario
from coach.content.schema import LearnedMessage
from coach.content.term import Term
from coach.language import register
from coach.language.concepts import SentenceConcepts, TermFinder
from coach.language.coverage import CoverageFinder, has_mistake, mistaken
from coach.language.credit import Credit, CreditFinder
from coach.language.direction import DirectionFinder, Reversal
from coach.language.figures import Disagreement, FigureFinder
from coach.language.formality import draft_formality, measure, what_moved_it
from coach.language.instructions import InstructionFinder, statement, withheld
from coach.language.learned import LearnedFinder
from coach.language.meaning import MeaningFinder
from coach.language.nearly import NearMissFinder
from coach.language.numbers import Figure, figures
from coach.language.outline import without_outline
from coach.language.patterns import Patterns
from coach.language.precedence import one_a_place
from coach.language.reader import ReaderFinder
from coach.language.rules import CATEGORY, SEVERITY, RuleFinder
from coach.language.spelling import SpellingFinder
from coach.language.survey import Survey, best_places, sentence_lengths, term_uses
from coach.language.text import Text, read
from coach.models import Finding

_LONGEST_QUOTE_WORDS = 25
# Findings of these may stand beside one of the sentence model in the same sentence.
_OF_A_WORD = frozenset("undefined form imprecise inconsistent informal vague dense".split())
_CRITERION = {category: criterion for criterion, category in CATEGORY.values()}
_TRAIT_MESSAGES = {
    "contraction": ("A contraction is spoken English.", "A written text for this reader uses the full form.", "Write the full form."),
    "exclamation": ("An exclamation mark raises the voice.", "A report lets the figure speak.", "End with a full stop."),
    "emoticon": ("An emoticon belongs in a chat.", "It makes a decision paper look casual.", "Leave it out."),
    "emoji": ("An emoji belongs in a chat.", "It makes a decision paper look casual.", "Leave it out."),
}


@dataclass(frozen=True)
class Examination:
    """Findings in reading order (missing points last), ids of covered points and stated facts, formality, length in words.

    Of the covered points `mistaken` stand nowhere without a mistake. `instructed` are the stretches of the draft, in reading order, that speak to
    the evaluator: sentences and blocks, not the few words of a finding.
    """

    findings: tuple[Finding, ...]
    covered: frozenset[str]
    stated: frozenset[str]
    formality: float
    moved_by: tuple[tuple[str, float], ...]
    words: int
    instructed: tuple[tuple[int, int], ...] = ()
    mistaken: frozenset[str] = frozenset()


class Engine:
    """The language engine of one role: built once, then pure functions of the draft."""

    def __init__(self, library: Library, role: RoleContent):
        self._library = library
        self._role = role
        self._terms: Mapping[str, Term] = role.terms
        self.patterns = Patterns(library.wordlists)
        self.term_finder = TermFinder(self._terms, self.patterns)
        self.rules = RuleFinder(self._terms, library.register, self.patterns)
        self.directions = DirectionFinder(self._terms, self.patterns)
        self.meanings = MeaningFinder(self._terms, self.patterns)
        self._spelling = SpellingFinder(library.spelling)
        self._learned = LearnedFinder(library.learned)
        self._nearly = NearMissFinder(self._terms, library.wordlists.get("near-terms", ()), self._learned.knows)
        instructions = RuleFinder({}, (rule for rule in library.register if rule.kind == "instruction"), self.patterns)
        criteria = {c.id for rubric in library.rubrics.values() for c in rubric.criteria}
        self.instructions = InstructionFinder(instructions, self.term_finder, library.other_languages, criteria, self._learned.knows)
        self._binding = {scenario for rule in library.register if rule.kind == "modality" for scenario in rule.only_in}
        self._scenarios: dict[str, _ScenarioFinders] = {}
        self._latest: dict[str, tuple[str, Scenario, Examination]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Without the texts that it has read."""
        return {**self.__dict__, "_latest": {}}

    def read(self, draft: str, scenario: Scenario | None = None) -> tuple[Text, list[SentenceConcepts]]:
        """What is still outline is no prose."""
        text = replace(read(without_outline(draft, scenario)), draft=draft) if scenario else read(draft)
        return text, self.term_finder.find(text)

    def examine(self, draft: str, scenario: Scenario) -> Examination:
        """Everything that rules can say of `draft`, written for `scenario`."""
        # A page asks again about the text that has just been judged.
        latest = self._latest.get(scenario.id)
        if latest is None or latest[0] != draft or latest[1] is not scenario:
            latest = self._latest[scenario.id] = draft, scenario, self._examine(draft, scenario)
        return latest[2]

    def _examine(self, draft: str, scenario: Scenario) -> Examination:
        finders = self._finders(scenario)
        text, concepts = self.read(draft, scenario)
        said = [figures(sentence, text.prose) for sentence in text.sentences]
        ruled = list(self.terminology(text, concepts, scenario.original, finders.figures.settings))
        disguised = list(self.instructions.find(without_outline(draft, scenario), scenario.original))
        instructed = withheld(draft, [*(statement(text, f.start) for f in ruled if f.category == "instruction"), *(i.reach for i in disguised)])
        found = [
            *ruled,
            *(_at(text, i.start, i.end, *CATEGORY["instruction"], "error", i.message, i.why, i.suggestion, None, i.rule) for i in disguised),
            *finders.find(text, concepts, said),
            *_register_traits(text),
            *self._mixed_spelling(text),
        ]
        found = one_a_place(found, text)
        found = sorted([*found, *self._beyond_rules(text, concepts, scenario, found)], key=lambda f: (f.start, f.end))
        # Words of an instruction cover no point.
        stating = list(finders.coverage.places([c for c in concepts if not any(a < c.sentence.end and c.sentence.start < b for a, b in instructed)]))
        covered = {point for point, _ in stating}
        meter, measured = self._library.formality, measure(text)
        return Examination(
            findings=(*found, *(missing_point(p, "rules") for p in scenario.points if p.id not in covered)),
            covered=frozenset(covered),
            mistaken=mistaken(stating, found),
            stated=frozenset(finders.figures.stated(said)),
            formality=round(draft_formality(measured, meter), 2),
            moved_by=tuple(what_moved_it(measured, meter)[:5]),
            words=text.words,
            instructed=instructed,
        )

    def survey(self, draft: str, scenario: Scenario) -> Survey:
        """Where `draft` covers the scenario's points, states its facts, and names and explains terms."""
        finders, (text, concepts) = self._finders(scenario), self.read(draft, scenario)
        examined = self.examine(draft, scenario)
        said = [figures(sentence, text.prose) for sentence in text.sentences]
        stating = [(p, s) for p, s in finders.coverage.places(concepts) if p in examined.mistaken or not has_mistake(s, examined.findings)]
        return Survey(
            draft,
            points={p: span for p, span in best_places(stating).items() if p in examined.covered},
            mistaken=examined.mistaken,
            facts=best_places(finders.figures.places(concepts, said)),
            terms=term_uses(text, concepts, finders.reader.explains),
            lengths=sentence_lengths(text),
        )

    def credit(self, draft: str, scenario: Scenario, findings: Sequence[Finding]) -> Credit:
        """What stands in `draft`, beside what is to be mended; `findings` are those of the evaluation of this very text."""
        return self._finders(scenario).credit.find(*self.read(draft, scenario), findings)

    def _finders(self, scenario: Scenario) -> "_ScenarioFinders":
        finders = self._scenarios.get(scenario.id)
        if finders is None or finders.scenario is not scenario:
            finders = self._scenarios[scenario.id] = _ScenarioFinders(self.patterns, self._terms, scenario, self.meanings, self.directions)
        return finders

    def terminology(
        self, text: Text, concepts: Sequence[SentenceConcepts], scenario: str | None = None, settings: Mapping[str, Sequence[float]] | None = None
    ) -> Iterable[Finding]:
        """Findings of the authored rules and of the two rules made from the terms' fields."""
        # Of two findings at one place the first stays, and a reversal says what this sentence states.
        for reversal in self.directions.find(text, concepts, settings):
            direction = self._terms[reversal.term].direction
            note = direction.note if direction else ""
            yield _finding(
                text, reversal.sentence, reversal.match.first, reversal.match.last, "terminology", "misuse", "error",
                *_reversed(reversal, note), reversal.term, f"{reversal.term}.direction",
            )  # fmt: skip
        for hit in self.rules.find(text, concepts, scenario):
            criterion, category = CATEGORY[hit.rule.kind]
            yield _finding(
                text, hit.sentence, hit.match.first, hit.match.last, criterion, category,
                hit.rule.severity or SEVERITY.get(hit.rule.kind, "suggestion"),
                hit.rule.message, hit.rule.why, hit.rule.suggestion, hit.term, hit.rule.id,
            )  # fmt: skip
        for swap in self.meanings.find(text, concepts):
            term, other = self._terms[swap.term], self._terms[swap.other]
            name, other_name = term.abbreviation or term.term, other.abbreviation or other.term
            apart = next(c.tell_apart for c in term.confusables if c.term == swap.other)
            yield _finding(
                text, swap.sentence, swap.match.first, swap.match.last, "terminology", "misuse", "error",
                f"This explains {other_name}, not {name}.", apart, f"Say what {name} is, or name {other_name}.",
                swap.term, f"{swap.term}.confused-with-{swap.other}",
            )  # fmt: skip

        for miss in self._nearly.find(text, concepts):
            yield _finding(
                text, miss.sentence, miss.first, miss.last, "terminology", "form", "warning",
                f"This is nearly “{miss.meant}”.", "A term has one form; with another, the reader wonders whether something else is meant.",
                f"Write “{miss.meant}”.", miss.term, f"{miss.term}.near-miss",
            )  # fmt: skip

    def _beyond_rules(self, text: Text, concepts: Sequence[SentenceConcepts], scenario: Scenario, found: Sequence[Finding]) -> Iterable[Finding]:
        """What the sentence model finds in sentences where no rule of its criterion has spoken."""
        messages: Mapping[str, LearnedMessage] = {str(category): said for category, said in self._library.learned_messages.items()}
        categories = messages.keys() - (set() if scenario.original in self._binding else {"modality"})
        taken = [f for f in found if f.category != "dense"]
        for learned in self._learned.find(text, categories):
            criterion, said = _CRITERION[learned.category], messages[learned.category]
            sentence = text.sentences[learned.sentence]
            if any(f.criterion == criterion and f.start < sentence.end and sentence.start < f.end and f.category not in _OF_A_WORD for f in found):
                continue
            words = ", ".join(f"“{w}”" for w in learned.because)
            mention = concepts[learned.sentence].nearest(learned.match.first, learned.match.last) if said.of_term else None
            term = self._terms[mention.term] if mention else None
            finding = _finding(
                text, learned.sentence, learned.match.first, learned.match.last, criterion, learned.category, "warning",
                _of_term(said.of_term, term) if said.of_term and term else said.message,
                f"{said.why} What weighs most here: {words}." if words else said.why,
                said.suggestion, term.id if term else None, f"learned.{learned.category}",
            )  # fmt: skip
            if all(f.end <= finding.start or finding.end <= f.start for f in taken):
                taken.append(finding)
                yield finding

    def _mixed_spelling(self, text: Text) -> Iterable[Finding]:
        for m in self._spelling.find(text):
            yield _finding(
                text, m.sentence, m.word, m.word, "style", "spelling", "suggestion",
                f"This is {m.style} spelling in a draft with {m.other} spelling.",
                f"Both are right; a reader notices the mixture. You also write “{m.example}”.",
                "Choose one and keep to it.", None, "spelling.mixed",
            )  # fmt: skip


class _ScenarioFinders:
    def __init__(self, patterns: Patterns, terms: Mapping[str, Term], scenario: Scenario, meanings: MeaningFinder, directions: DirectionFinder):
        self.scenario = scenario
        self._terms = terms
        self._patterns = patterns
        self._directions = directions
        self.figures = FigureFinder(scenario, patterns)
        self.coverage = CoverageFinder(scenario, patterns)
        self.reader = ReaderFinder(scenario, terms, meanings, patterns)

    @cached_property
    def credit(self) -> CreditFinder:
        """Only whoever shows feedback needs it."""
        return CreditFinder(self.scenario, self.figures, self.coverage, self._directions, self.reader, self._patterns)

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], said: Sequence[Sequence[Figure]]) -> Iterable[Finding]:
        for d in self.figures.find(text, concepts, said):
            sheet = f"The fact sheet gives {d.fact.shown} for {d.fact.label}"
            sheet += f" and {d.against.shown} for {d.against.label}." if d.against else "."
            yield _finding(
                text, d.sentence, d.first, d.last, "facts", "figure", "error",
                _disagreement(d), sheet, "Check the figure against the sheet.", d.fact.term, f"figure.{d.fact.id}",
            )  # fmt: skip
        for u in self.reader.find(text, concepts):
            term = self._terms.get(u.term or "")
            suggestion = (
                f"in plain words: {term.plain_substitutes[0]}." if term and term.plain_substitutes else "Explain it, or spell it out, where it first stands."
            )
            yield _finding(
                text, u.sentence, u.first, u.last, "terminology", "undefined", "warning",
                f"This reader may not know “{u.name}”.", "It is used here for the first time, without an explanation.", suggestion, u.term, "reader.undefined",
            )  # fmt: skip
        longest = self.scenario.reader.longest_sentence
        for index, trait, words in register.dense(text, longest):
            yield _at(
                text, trait.start, trait.end, "register", "dense", "warning",
                f"This sentence has {words} words.", f"This reader follows up to about {longest} words at a time.",
                "Split it: one idea a sentence.", None, f"register.dense.{index}",
            )  # fmt: skip


def _disagreement(found: Disagreement) -> str:
    if found.turned:
        return "This limit is the wrong way round."
    if found.against:
        return "This difference doesn't follow from the figures."
    return "These two figures have changed places." if found.swapped else "This figure disagrees with the fact sheet."


def _reversed(reversal: Reversal, note: str) -> tuple[str, str, str]:
    """Message, reason and suggestion."""
    if reversal.unrelated:
        return f"This value says nothing about {reversal.unrelated}.", note, f"Say what the value does measure, and support {reversal.unrelated} otherwise."
    return "This is the wrong way round.", note, "State the direction, and what it costs."


def _of_term(message: str, term: Term) -> str:
    holds = term.direction.note if term.direction else term.definition
    return message.replace("{term}", term.abbreviation or term.term).replace("{holds}", holds)


def _register_traits(text: Text) -> Iterable[Finding]:
    for trait in register.traits(text):
        message, why, suggestion = _TRAIT_MESSAGES[trait.rule]
        yield _at(text, trait.start, trait.end, "register", "informal", "suggestion", message, why, suggestion, None, f"register.{trait.rule}")


def _finding(text: Text, sentence: int, first: int, last: int, *rest: str | None) -> Finding:
    words = text.sentences[sentence]
    last = min(last, first + _LONGEST_QUOTE_WORDS - 1)
    return _at(text, words.starts[first], words.ends[last], *rest)


def _at(text: Text, start: int, end: int, *rest: str | None) -> Finding:
    criterion, category, severity, message, why, suggestion, term, rule = rest
    return Finding(
        start=start, end=end, quote=text.draft[start:end], criterion=str(criterion), category=str(category), severity=severity,
        message=str(message), why=why, suggestion=suggestion, term=term, rule=rule, source="rules",
    )  # fmt: skip


def missing_point(point: Point, source: Literal["rules", "llm"]) -> Finding:
    """The one finding without a quote: a point of the scenario that the draft doesn't cover."""
    return Finding(
        start=0, end=0, quote="", criterion="coverage", category="missing", severity="warning",
        message=f"Not covered yet: {point.title}", suggestion=point.hint,
        rule=f"coverage.{point.id}" if source == "rules" else None, point=point.id, source=source,
    )  # fmt: skip
