"""What this reader can't know: terms and abbreviations that the draft uses before it explains them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.content.scenario import Scenario
from coach.content.term import Term
from coach.language.concepts import Mention, SentenceConcepts, TermFinder
from coach.language.matching import PatternIndex
from coach.language.meaning import MeaningFinder
from coach.language.patterns import Patterns
from coach.language.text import Sentence, Text, read

_GLOSS_VERBS = frozenset(
    (
        "is are was were means mean measures measure limits limit says say describes describe refers controls control bounds bound tells tell "
        "shows show sets caps denotes stands expresses states adds tries seeks aims asks 's"
    ).split()
)
_GLOSS_OPENERS = frozenset("a an the which that where or namely meaning in how so our one whose roughly".split())
_DETERMINERS = frozenset("a an the one".split())
_COMPARING = frozenset("at above below between no not only about around over under higher lower more less".split())
_NAMERS = frozenset("called named known term so-called this setting parameter quantity limit measure is".split())
_COMMON = frozenset("EU UK US USA GDPR HIPAA ID IT PDF CSV SQL CEO DPO Q1 Q2 Q3 Q4 FAQ OK AM PM GB MB TB API PII ISO NIST".split())
_ROMAN = re.compile(r"[IVX]+")
_NEARBY_SENTENCES, _SHORTEST_GLOSS, _NEAREST_ASIDE, _FAR = 2, 3, 6, 1_000_000


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Words `first` to `last` of sentence `sentence`; `term` is a glossary id where there is one."""

    term: str | None
    name: str
    sentence: int
    first: int
    last: int


class ReaderFinder:
    """What one scenario's reader must have explained; built once a scenario."""

    def __init__(self, scenario: Scenario, terms: Mapping[str, Term], meanings: MeaningFinder, patterns: Patterns):
        self._meanings = meanings
        self._terms = terms
        reader = scenario.reader
        by_name = {name.lower(): t.id for t in terms.values() for name in (t.id, *t.names)}
        known = {by_name.get(k.lower(), k.lower()) for k in reader.knows}
        asked = {by_name.get(k.lower(), k.lower()) for k in reader.explain}
        brief = read("\n\n".join((scenario.title, scenario.situation, scenario.purpose, scenario.task)))
        in_brief = {m.term for c in TermFinder(terms, patterns).find(brief) for m in c.named if not m.short}
        every = set(terms) if reader.explain_every_other_term else set()
        # Asked for by its abbreviation, a term is explained where it is spelt out.
        spelt = {by_name[k.lower()] for k in reader.explain if k.lower() in by_name and k == terms[by_name[k.lower()]].abbreviation}
        self._explain = ((asked & set(terms)) | every) - known - in_brief - spelt
        self._known = known
        known_words = {w for k in reader.knows for w in re.findall(r"[A-Z]{2,}", k.upper())}
        # Who knows a term needn't know what it is called for short.
        short = {t.id for t in terms.values() if t.abbreviation and t.abbreviation not in {t.term, *known_words}}
        self._short_too = (((asked | every) & in_brief | spelt) - known) | (short - in_brief)
        brief_words = {w for s in brief.sentences for w in s.raw if w.isupper()}
        self._known_abbreviations = known_words | brief_words | _COMMON
        self._every_abbreviation = reader.explain_every_other_term
        jargon = patterns.wordlists.get("jargon", ()) if reader.explain_every_other_term else ()
        self._jargon = PatternIndex((word, patterns.read(word.replace(" ", "_"))) for word in jargon if word.lower() not in known)
        self._other_abbreviations = {a for a in reader.explain if a.isupper() and a.lower() not in by_name}

    def find(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[Unexplained]:
        """First uses without an explanation, in reading order."""
        seen, spelt_out = set[str](), dict[str, int]()
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            spelt_out.update((m.term, index) for m in here.named if not m.short)
            if sentence.kind == "heading":
                continue
            for mention in sorted(here.named, key=lambda m: m.first):
                wanted = self._explain if not mention.short else self._explain | self._short_too
                if mention.term not in wanted or mention.term in seen:
                    continue
                seen.add(mention.term)
                if mention.short and index - spelt_out.get(mention.term, -_FAR) <= (_FAR if mention.term in self._known else 1):
                    continue
                if not self.explains(text, concepts, index, mention):
                    name = text.draft[sentence.starts[mention.first] : sentence.ends[mention.last]]
                    yield Unexplained(mention.term, name, index, mention.first, mention.last)
            covered = {i for m in here.named for i in range(m.first, m.last + 1)}
            for word, match in self._jargon.find(here.marked):
                if word not in seen and match.first not in covered:
                    seen.add(word)
                    if not _glossed(text.prose, sentence, match.first, match.last):
                        name = text.draft[sentence.starts[match.first] : sentence.ends[match.last]]
                        yield Unexplained(None, name, index, match.first, match.last)
            for i, raw in enumerate(sentence.raw):
                if i in covered or raw in seen or not self._is_unknown_abbreviation(raw):
                    continue
                seen.add(raw)
                if not _glossed(text.prose, sentence, i, i) and not _spelt_out(sentence, raw):
                    yield Unexplained(None, raw, index, i, i)

    def explained(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[tuple[str, int]]:
        """Terms that this reader must have explained and that are, with their own meaning, where they first stand, with the number of the sentence."""
        seen = set[str]()
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            if sentence.kind == "heading":
                continue
            for mention in sorted(here.named, key=lambda m: m.first):
                if mention.term in self._explain and mention.term not in seen:
                    seen.add(mention.term)
                    if self._meanings.says(mention.term, sentence, here):
                        yield mention.term, index

    def _is_unknown_abbreviation(self, raw: str) -> bool:
        if raw in self._other_abbreviations:
            return True
        if _ROMAN.fullmatch(raw):
            return False
        letters = raw.isalpha() and raw.isupper() and 2 <= len(raw) <= 6
        return self._every_abbreviation and letters and raw not in self._known_abbreviations

    def explains(self, text: Text, concepts: Sequence[SentenceConcepts], index: int, mention: Mention) -> bool:
        """True where the sentence itself, or one of the next two, says what the term means."""
        sentence, term = text.sentences[index], mention.term
        if _glossed(text.prose, sentence, mention.first, mention.last) or self._meanings.explains(term, sentence, concepts[index]):
            return True
        for later in range(index + 1, min(index + 1 + _NEARBY_SENTENCES, len(text.sentences))):
            here = concepts[later]
            # “It is …” explains a term; an abbreviation wants its full form.
            subjects = [m for m in here.mentions if m.term == term and m.first <= 3 and not (mention.short and (m.short or m.pronoun))]
            if any(_verb_follows(text.sentences[later], m.last) for m in subjects) or self._meanings.says(term, text.sentences[later], here):
                return True
        return False


def _glossed(prose: str, sentence: Sentence, first: int, last: int) -> bool:
    """True where the words round a term explain it: apposition, brackets, “called …”, “is …”."""
    words, size = sentence.words, len(sentence.words)
    before = prose[sentence.ends[first - 1] if first else sentence.start : sentence.starts[first]]
    after = prose[sentence.ends[last] : sentence.starts[last + 1] if last + 1 < size else sentence.end + 1]
    if first > 1 and words[first - 1] == "as" and words[first - 2] in ("known", "to"):
        return True
    if first and "(" in before and ")" in after:
        return True
    # “the setting epsilon”; “Measure epsilon.” is an order.
    if first > 1 and words[first - 1] in _NAMERS and words[first - 1] != "is":
        return True
    rest = words[last + 1 : last + 6]
    if not rest:
        return False
    number_next = last + 1 in sentence.numbers or last + 2 in sentence.numbers or (rest[0] == "which" and last + 3 in sentence.numbers)
    if rest[0] == "where" and _names_both_ends(sentence, last + 2):
        return True
    if "(" in after:
        return not number_next and prose.find(")", sentence.ends[last]) - sentence.ends[last] > 8
    if ":" in after and len(rest) > _SHORTEST_GLOSS and not number_next:
        return True
    if rest[0] == "of" and not number_next and (aside := _aside_after(sentence, last + 1)):
        return sentence.words[aside] in _DETERMINERS  # “the AUC of the attack, a score on which …”
    if re.search(r"[,—–:]|\s-\s", after):
        return (
            (rest[0] in _GLOSS_OPENERS or rest[:2] in (["i", "e"], ["by", "which"], ["through", "which"]))
            and not (rest[0] in ("a", "the", "or") and len(rest) < 3)
            and not number_next
        )
    if rest[0] in ("in", "where", "so", "that", "which") or " ".join(rest[:2]) == "in order":
        return rest[0] != "in" or "which" in rest[:2] or "order" in rest[:2]
    if "so" in words[last + 1 : last + 4] and "that" in words[last + 1 : last + 5]:
        return True
    return _verb_follows(sentence, last)


def _aside_after(sentence: Sentence, first: int) -> int | None:
    """The first word behind the next comma, if it stands near."""
    return next((i for i in range(first, min(first + _NEAREST_ASIDE, len(sentence.words))) if sentence.breaks[i]), None)


def _names_both_ends(sentence: Sentence, first: int) -> bool:
    """True for “where 0.50 is guessing and 1.00 is always right”: the scale is explained, not only its middle."""
    return sum(n + 1 < len(sentence.words) and sentence.words[n + 1] in _GLOSS_VERBS for n in sentence.numbers if first <= n <= first + 10) > 1


def _verb_follows(sentence: Sentence, last: int) -> bool:
    """“epsilon is a limit”, “Delta, in turn, is …”; not “Delta is 1e-6”."""
    for i in range(last + 1, min(last + 3, len(sentence.words))):
        if sentence.words[i] in _GLOSS_VERBS:
            reach = 5 if sentence.words[i + 1 : i + 2] and sentence.words[i + 1] in _COMPARING else 3
            return not any(n in sentence.numbers for n in range(i + 1, i + reach)) and i + 2 < len(sentence.words)
    return False


def _spelt_out(sentence: Sentence, abbreviation: str) -> bool:
    """True where words with these initials stand in the sentence (“area under the curve, AUC”)."""
    return abbreviation.lower() in "".join(w[0] for w in sentence.words)
