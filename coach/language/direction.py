"""Directions: what happens when a value goes up. Finds sentences that state it the wrong way round.

A sentence is read as signs (“higher”, “weaken”, “drops”) on targets: terms that have a direction, and
the quantities they affect. A pair of signs whose product contradicts the term's file is a reversal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from coach.content.term import Direction, Term
from coach.language.concepts import Mention, SentenceConcepts
from coach.language.inflection import forms
from coach.language.matching import Match, first_match
from coach.language.patterns import Patterns
from coach.language.scope import asserted, negated_at
from coach.language.text import Sentence, Text

_LOSSES = frozenset("lose loses losing lost loss losses cost costs sacrifice sacrifices sacrificed sacrificing expense price".split())
# Said after what is lost: “protection is lost”. “Protection at the cost of accuracy” loses something else.
_LOST = frozenset("lost loss losses sacrificed".split())
_AIMS = frozenset(("want wants wanted aim aims aimed hope hopes hoped plan plans planned try tries tried wish goal target intend intends strive").split())
_GOOD = frozenset("better best good desirable ideal preferable preferred favourable favorable welcome excellent optimal".split())
_HARMS = frozenset({"risk"})
_IDEAL = frozenset("ideal best optimal perfect desired".split())
_BAD = frozenset("worse worst bad undesirable poor unfavourable unfavorable".split())
_DEGREES = frozenset("more less".split())
_INHERENT = {"safer": ("protection", 1), "riskier": ("risk", 1)}
_THE_MORE = frozenset({"the"})
_SUPERLATIVES = {"highest": 1, "strongest": 1, "best": 1, "greatest": 1, "maximal": 1, "lowest": -1, "weakest": -1, "worst": -1, "poorest": -1, "least": -1}
_CONJUNCTIONS = frozenset("and but while whereas whilst or so".split())
_CIRCUMSTANCES = frozenset("at when if for under with".split())
_HEADS = frozenset(
    (
        "budget budgets loss losses cost costs breach breaches violation violations concern concerns parameter setting settings unit audit officer team law"
    ).split()
)
_REACH = 5

Reversed = tuple[str, Match, str | None]
"""Term, where, and the quantity that the term says nothing of, if it is one."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A term (as cause) or a quantity (as effect) in a sentence, with the sign said of it."""

    name: str
    first: int
    last: int
    cause: bool
    sign: int = 0
    sign_at: int = -1


@dataclass(frozen=True, slots=True)
class Reversal:
    """A sentence (by index) that states the direction of `term` the wrong way round, or one of an `unrelated` quantity."""

    term: str
    sentence: int
    match: Match
    unrelated: str | None = None


class DirectionFinder:
    """Built once from the terms that have a direction; `find` reads a whole text."""

    def __init__(self, terms: Mapping[str, Term], patterns: Patterns):
        wordlists = patterns.wordlists
        self._directions: dict[str, Direction] = {t.id: t.direction for t in terms.values() if t.direction}
        self._unless = {name: tuple(patterns.read(p) for p in d.unless) for name, d in self._directions.items() if d.unless}
        quantities = {e.quantity for d in self._directions.values() for e in d.effects} | {"protection", "utility", "risk"}
        self._quantities = {f: q for q in sorted(quantities) for w in wordlists.get(q, ()) for f in forms(w.removeprefix("="))}
        self._movement = {f: s for name, s in (("up", 1), ("down", -1)) for w in wordlists.get(name, ()) for f in forms(w.removeprefix("="))}
        self._strength = {f: s for name, s in (("stronger", 1), ("weaker", -1)) for w in wordlists.get(name, ()) for f in forms(w.removeprefix("="))}

    def find(self, text: Text, concepts: Sequence[SentenceConcepts], settings: Mapping[str, Sequence[float]] | None = None) -> Iterable[Reversal]:
        """Reversals in reading order. `settings` gives a term's compared values (“privacy is highest at 8.0”)."""
        compared = tuple((term, tuple(values)) for term, values in (settings or {}).items())
        for index, (sentence, here) in enumerate(zip(text.sentences, concepts, strict=True)):
            for term, match, unrelated in here.marked.once((self, compared), partial(self._in_sentence, sentence, here, compared)):
                if asserted(text, index, match) and not self._turned_round(term, here):
                    yield Reversal(term, index, match, unrelated)
                    break

    def _in_sentence(self, sentence: Sentence, concepts: SentenceConcepts, compared: Iterable[tuple[str, Sequence[float]]]) -> list[Reversed]:
        return list(self._reversals(sentence, concepts, dict(compared))) if self._may_speak(sentence) else []

    def stated(self, text: Text, concepts: Sequence[SentenceConcepts]) -> Iterable[tuple[str, int]]:
        """Terms whose direction is stated the right way round, with the number of the sentence, in reading order."""
        for index, sentence in enumerate(text.sentences):
            if not self._may_speak(sentence) or any(True for _ in self._reversals(sentence, concepts[index], {})):
                continue
            targets = self._signed(sentence, self._targets(sentence, concepts[index]))
            causes = [t for t in targets if t.cause and t.sign]
            pairs = ((_nearest(causes, effect), effect) for effect in targets if not effect.cause and effect.sign)
            right = next((c for c, effect in pairs if c and self._agrees(c, effect) and asserted(text, index, _span(c, effect))), None)
            if right:
                yield right.name, index

    def _agrees(self, cause: _Target, effect: _Target) -> bool:
        goes = (e.goes for e in self._directions[cause.name].effects if e.quantity == effect.name and e.goes != "neither")
        return any(cause.sign * effect.sign == (1 if way == "up" else -1) for way in goes)

    def _turned_round(self, term: str, concepts: SentenceConcepts) -> bool:
        return first_match(self._unless.get(term, ()), concepts.marked) is not None

    def _may_speak(self, sentence: Sentence) -> bool:
        return any(w in self._movement or w in self._strength for w in sentence.words)

    def _reversals(self, sentence: Sentence, concepts: SentenceConcepts, settings: Mapping[str, Sequence[float]]) -> Iterable[Reversed]:
        targets = self._signed(sentence, self._targets(sentence, concepts))
        causes = [t for t in targets if t.cause and t.sign]
        effects = [t for t in targets if not t.cause and t.sign]
        for effect in effects:
            cause = _nearest(causes, effect)
            if cause and self._contradicts(cause, effect):
                yield cause.name, _span(cause, effect), None
            elif cause and self._says_nothing_of(cause, effect):
                yield cause.name, _span(cause, effect), effect.name
        for effect in effects:
            yield from ((*found, None) for found in self._at_setting(sentence, effect, settings))
        for cause in causes:
            own = (cause.first, cause.last)
            yield from ((*found, None) for found in self._aims(sentence, cause, any((e.first, e.last) != own for e in effects)))

    def _targets(self, sentence: Sentence, concepts: SentenceConcepts) -> list[_Target]:
        targets, taken = [], set[int]()
        for mention in concepts.mentions:
            if mention.term in self._directions:
                targets.append(_Target(mention.term, mention.first, mention.last, True))
            if not mention.pronoun and (mention.term in self._directions or mention.last > mention.first):
                taken |= set(range(mention.first, mention.last + 1))
        for i, word in enumerate(sentence.words):
            if word in _INHERENT:
                targets.append(_Target(_INHERENT[word][0], i, i, False, _INHERENT[word][1], i))
                continue
            quantity = self._quantities.get(word) if not self._modifies(sentence, i) else None
            if quantity and i not in taken:
                targets.append(_Target(quantity, i, i, False))
            elif quantity and _is_only(concepts.mentions, i):
                # A term such as noise is a cause of its own and an effect of another.
                targets.append(_Target(quantity, i, i, False))
        return targets

    def _modifies(self, sentence: Sentence, i: int) -> bool:
        """True for “privacy” in “privacy risk”: the word after it is what the sentence speaks of."""
        if i + 1 >= len(sentence.words) or sentence.breaks[i + 1]:
            return False
        following = sentence.words[i + 1]
        return following in _HEADS or self._quantities.get(following, self._quantities.get(sentence.words[i])) != self._quantities.get(sentence.words[i])

    def _signed(self, sentence: Sentence, targets: list[_Target]) -> list[_Target]:
        """Give each target the sign nearest to it; a sign speaks of one target, by kind."""
        pairs = []
        for n, target in enumerate(targets):
            if target.sign:
                continue
            for i in range(max(0, target.first - _REACH - 1), min(len(sentence.words), target.last + _REACH + 1)):
                word = sentence.words[i]
                if word in _DEGREES and sentence.words[i + 1 : i + 2] and sentence.words[i + 1] in _GOOD | _BAD:
                    continue  # “more bad”: the sign is of the adjective
                sign = self._movement.get(word, 0) or (0 if target.cause else self._strength.get(word, 0))
                if sign and not target.first <= i <= target.last and (distance := _distance(sentence, i, target)) <= _REACH:
                    pairs.append((distance, i, n, sign))
        signed: dict[int, _Target] = {n: t for n, t in enumerate(targets) if t.sign and not negated_at(sentence, t.first)}
        spoken: dict[int, tuple[int, int]] = {}
        taken: dict[tuple[int, int], int] = {}
        for _, i, n, sign in sorted(pairs):
            target = targets[n]
            place = (target.first, target.last)
            # A word may be cause and effect at once (noise): both take its sign, any other target waits.
            if n in signed or spoken.get(i, place) != place or taken.get(place, i) != i:
                continue
            spoken[i], taken[place] = place, i
            if negated_at(sentence, i):
                sign = 0
            elif not target.cause and _lost(sentence, target):
                sign = -sign
            signed[n] = _Target(target.name, target.first, target.last, target.cause, sign, i)
        return list(signed.values())

    def _contradicts(self, cause: _Target, effect: _Target) -> bool:
        for stated in self._directions[cause.name].effects:
            if stated.quantity == effect.name and not stated.usually and stated.goes != "neither":
                return cause.sign * effect.sign != (1 if stated.goes == "up" else -1)
        return False

    def _says_nothing_of(self, cause: _Target, effect: _Target) -> bool:
        """True where a better value is said to help a quantity that it doesn't measure (“a higher TSTR score protects better”)."""
        direction = self._directions[cause.name]
        if not any(e.quantity == effect.name and e.goes == "neither" for e in direction.effects):
            return False
        wanted = 1 if direction.better == "higher" else -1
        return cause.sign * wanted == effect.sign * (-1 if effect.name in _HARMS else 1)

    def _at_setting(self, sentence: Sentence, effect: _Target, settings: Mapping[str, Sequence[float]]) -> Iterable[tuple[str, Match]]:
        sign = _SUPERLATIVES.get(sentence.words[effect.sign_at], 0)
        number = next((i for i in sentence.numbers if max(effect.last, effect.sign_at) < i <= max(effect.last, effect.sign_at) + 4), None)
        if not sign or number is None:
            return
        value = _as_float(sentence.words[number])
        for term, values in settings.items():
            if term in self._directions and value in values and len(values) > 1 and value in (min(values), max(values)):
                cause = _Target(term, number, number, True, 1 if value == max(values) else -1, number)
                if self._contradicts(cause, effect):
                    yield term, _span(cause, effect)

    def _aims(self, sentence: Sentence, cause: _Target, has_effects: bool) -> Iterable[tuple[str, Match]]:
        """“higher is better”, “we want to raise it” of a score that should go the other way."""
        direction = self._directions[cause.name]
        if direction.better == "neither" or has_effects:
            return
        wanted = 1 if direction.better == "higher" else -1
        first, last = min(cause.first, cause.sign_at), max(cause.last, cause.sign_at)
        for i in range(max(0, first - 6), min(len(sentence.words), last + 6)):
            word = sentence.words[i]
            evaluates = _evaluates(sentence, i, first, last) or _THE_MORE.intersection(sentence.words[first - 1 : first])
            said = (cause.sign if word in _GOOD else -cause.sign if word in _BAD else 0) if evaluates else 0
            if word in _AIMS and i < last and all(e.usually for e in direction.effects):
                said = cause.sign
            if said and said != wanted and not negated_at(sentence, i):
                yield cause.name, Match(min(first, i), max(last, i), frozenset({i, cause.sign_at}))
                return


def _evaluates(sentence: Sentence, i: int, first: int, last: int) -> bool:
    """True where the good or bad word `i` is said of words `first` to `last`: “ideal score”, “a high score is good”."""
    if i < first:
        return sentence.words[i] in _IDEAL and first - i <= 2
    between = range(last + 1, i + 1)
    return i - last <= 3 and not any(sentence.breaks[k] or sentence.words[k] in _CONJUNCTIONS for k in between)


def _is_only(mentions: Sequence[Mention], i: int) -> bool:
    return any(m.first == m.last == i and not m.pronoun for m in mentions)


def _distance(sentence: Sentence, sign: int, target: _Target) -> int:
    """Words between a sign and its target; punctuation and conjunctions make it longer, a sign before it shorter."""
    low, high = (sign, target.first) if sign < target.first else (target.last, sign)
    distance = high - low - (1 if sign < target.first else 0)
    for i in range(low + 1, high + 1):
        # “Privacy is highest at epsilon 8.0”: what stands after “at” is not what is high.
        distance += 3 * sentence.breaks[i] + 3 * (sentence.words[i] in _CONJUNCTIONS or (sign == low and sentence.words[i] in _CIRCUMSTANCES))
    return distance


def _lost(sentence: Sentence, target: _Target) -> bool:
    following = range(target.last + 1, len(sentence.words))
    stop = next((i for i in following if sentence.breaks[i] or sentence.words[i] in _CONJUNCTIONS), len(sentence.words))
    after = sentence.words[target.last + 1 : min(stop, target.last + 4)]
    before = sentence.words[max(0, target.first - 3) : target.first]
    return any(w in _LOST for w in after) or ("of" in before and any(w in _LOSSES for w in before))


def _nearest(causes: list[_Target], effect: _Target) -> _Target | None:
    """The cause said last before the effect, else the first after it."""
    others = [c for c in causes if c.sign_at != effect.sign_at and c.first != effect.first]
    before = [c for c in others if c.first < effect.first]
    return max(before, key=lambda c: c.first) if before else min(others, key=lambda c: c.first, default=None)


def _span(a: _Target, b: _Target) -> Match:
    places = {p for t in (a, b) for p in (t.first, t.last, t.sign_at)}
    return Match(min(places), max(places), frozenset(places))


def _as_float(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None
