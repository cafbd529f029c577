"""The pattern language of scenarios/README.md, sign by sign, each with its near misses."""

import pytest

from coach.content import RoleContent
from coach.language.concepts import TermFinder
from coach.language.matching import PatternIndex
from coach.language.patterns import PatternError, Patterns
from coach.language.text import read

LISTS = {"people": ("person", "=customer", "data subject", "GAN"), "up": ("rise",)}
YES, NO = True, False

# pattern, text, whether it matches
TABLE = [
    # a word, in any inflected form, in upper or lower case
    ("guarantee", "It guarantees privacy.", YES),
    ("guarantee", "GUARANTEED.", YES),
    ("guarantee", "Guaranteeing it is hard.", YES),
    ("guarantee", "The guarantor signs.", NO),
    ("not", "It doesn't leak.", YES),
    ("be safe", "It's safe.", YES),
    ("it is", "it’s here", YES),
    # words side by side: no word and no punctuation between
    ("privacy budget", "The privacy budget is spent.", YES),
    ("privacy budget", "Privacy\nbudgets are spent.", YES),
    ("privacy budget", "Privacy needs a budget.", NO),
    ("privacy budget", "For privacy, budgets help.", NO),
    ("privacy budget", "Think of privacy. Budgets help.", NO),
    ("privacy budget", "privacy (budget)", NO),
    ("privacy budget", "the “privacy” budget", YES),
    ("privacy budget", "the *privacy* budget", YES),
    ("privacy budget", "budget privacy", NO),
    # =word: exactly this form
    ("=more", "It needs more.", YES),
    ("=more", "MORE.", YES),
    ("=leak", "The leak is small.", YES),
    ("=leak", "It leaks.", NO),
    # two or more capitals: exactly as written, and the plural
    ("GAN", "A GAN learns.", YES),
    ("GAN", "Two GANs learn.", YES),
    ("GAN", "The gan learns.", NO),
    ("GAN", "CTGAN learns.", NO),
    ("GAN", "Gan learns.", NO),
    # a|b: one of these; _ joins words
    ("run|conduct|carry_out", "We ran it.", YES),
    ("run|conduct|carry_out", "We carried out the attack.", YES),
    ("run|conduct|carry_out", "We carried it out.", NO),
    ("run|conduct|carry_out", "We carry, out of habit, on.", NO),
    ("run|conduct|carry_out", "We performed it.", NO),
    ("run|conduct|carry_out attack", "We carried out attacks.", YES),
    # [word]: optional
    ("a [very] good test", "a good test", YES),
    ("a [very] good test", "a very good test", YES),
    ("a [very] good test", "a really good test", NO),
    ("a [very|truly_quite] good test", "a truly quite good test", YES),
    ("[very] good", "good", YES),
    ("a [very] [very] good test", "a very very good test", YES),
    ("good [test]", "good work", YES),
    # ... : up to six other words, over a comma too; ...3 up to three
    ("spend ... budget", "We spend budget.", YES),
    ("spend ... budget", "We spend one two three four five six budget.", YES),
    ("spend ... budget", "We spend one two three four five six seven budget.", NO),
    ("spend ...3 budget", "We spend one two three budget.", YES),
    ("spend ...3 budget", "We spend one two three four budget.", NO),
    ("spend ... budget", "We spend, as said, the budget.", YES),
    ("spend ... budget", "We spend. The budget is gone.", NO),
    ("spend ... budget", "We spend; the budget is gone.", NO),
    ("spend ... [whole] budget", "We spend the whole budget.", YES),
    ("spend ...1 [whole] budget", "We spend one two budget.", NO),
    # @list
    ("every @people", "Every person counts.", YES),
    ("every @people", "Every data subject counts.", YES),
    ("every @people", "Every customer counts.", YES),
    ("every @people", "Every customers counts.", NO),
    ("every @people", "Every GAN counts.", YES),
    ("every @people", "Every row counts.", NO),
    ("every @people|row", "Every row counts.", YES),
    # {term}: any form, the abbreviation, a pronoun that stands for it
    ("{epsilon} is", "Epsilon is low.", YES),
    ("{epsilon} is", "The ε is low.", YES),
    ("{epsilon} is", "Delta is low.", NO),
    ("{tstr} show", "TSTR shows it.", YES),
    ("{tstr} show", "Train on synthetic, test on real shows it.", YES),
    ("{epsilon} limits", "We chose epsilon. It limits the influence.", YES),
    ("{epsilon} limits", "We chose epsilon, which limits the influence.", YES),
    ("{epsilon} limits", "We chose delta. It limits the influence.", NO),
    ("{epsilon}|{delta} is", "Delta is low.", YES),
    # #: a number
    ("# percent", "It is 5 percent.", YES),
    ("epsilon #", "epsilon 1e-6", YES),
    ("epsilon #", "epsilon of 1.0", NO),
    ("# month", "six months", NO),
    ("#|many row", "1,000 rows or many rows", YES),
    # ^: the start of a sentence
    ("^ hello", "Hello all.", YES),
    ("^ hello", "We end. Hello all.", YES),
    ("^ hello", "- Hello all.", YES),
    ("^ hello", "We say hello.", NO),
    ("^ [oh] hello", "Oh hello.", YES),
    ("^ [oh] hello", "So hello.", NO),
    ("^ # row", "10 rows remain.", YES),
    # a hyphen is a space
    ("k anonymity", "The k-anonymity holds.", YES),
    ("k-anonymity", "The k anonymity holds.", YES),
    ("k-anonymity", "The k, anonymity holds.", NO),
    ("re-identify", "They re-identified him.", YES),
    ("re-identify", "They reidentified him.", NO),
    # code and addresses are no prose
    ("hello", "Type `hello` now.", NO),
    ("hello", "See https://hello.org/hello now.", NO),
]


def _matches(role: RoleContent, pattern: str, text: str) -> list[str]:
    patterns = Patterns(LISTS)
    index = PatternIndex([(0, patterns.read(pattern))])
    concepts = TermFinder(role.terms, patterns).find(read(text))
    return [text[here.sentence.starts[match.first] : here.sentence.ends[match.last]] for here in concepts for _, match in index.find(here.marked)]


@pytest.mark.parametrize(("pattern", "text", "expected"), TABLE)
def test_a_pattern_matches_what_the_manual_says(role: RoleContent, pattern: str, text: str, expected: bool) -> None:
    assert bool(_matches(role, pattern, text)) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("spend ... budget", "We spend a budget of a budget.", ["spend a budget"]),
        ("a [very] good", "It is a very good one, a good one.", ["a very good", "a good"]),
        ("good|bad", "Good, bad, good.", ["Good", "bad", "good"]),
        ("# row|record", "120,000 rows and 24 records", ["120,000 rows", "24 records"]),
        ("re-identify", "It re-identifies.", ["re-identifies"]),
    ],
)
def test_a_match_is_the_shortest_and_each_is_found(role: RoleContent, pattern: str, text: str, expected: list[str]) -> None:
    assert _matches(role, pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "cure"),
    [
        ("... a", "begin with a word"),
        ("^ ... a", "begin with a word"),
        ("a ...", "drop the dots"),
        ("a ...three b", "write ... or ...3"),
        ("a ...³ b", "write ... or ...3"),
        ("[a]", "at least one word that isn't optional"),
        ("^", "at least one word"),
        ("", "at least one word"),
        ("[a b] c", "an optional word has no space inside, use _ for one"),
        ("a [b", "no closing bracket"),
        ("{epsilon", "write {term-id}"),
        ("{epsilon|delta}", "write {term-id}"),
        ("@nobody a", "add rubrics/words/nobody.yaml"),
        ("*", "“*” isn't a sign of a pattern"),
        ("a || b", "a pattern has words"),
        ("= b", "a pattern has words"),
        ("a … b", "a pattern has words"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_how_to_mend_it(pattern: str, cure: str) -> None:
    with pytest.raises(PatternError) as refused:
        Patterns(LISTS).read(pattern)
    assert cure in str(refused.value)


def test_a_pattern_requires_what_is_not_optional_but_not_the_is_of_an_apposition() -> None:
    pattern = Patterns(LISTS).read("[very] good|{epsilon} be ... @people")
    assert sorted(min(e.signs) for e in pattern.required) == ["GAN", "good"]


def test_patterns_that_write_an_element_alike_share_it() -> None:
    patterns = Patterns(LISTS)
    assert patterns.read("good|bad test").steps[0].element is patterns.read("test ...3 good|bad").steps[1].element
