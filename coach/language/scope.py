"""Whether a sentence asserts what a pattern found in it, or denies, refutes, asks or quotes it."""

import re

from coach.language.matching import Match
from coach.language.text import Sentence, Text

_NEGATIONS = frozenset("not n't never no nor neither cannot without none nobody nothing hardly rarely unlike nowhere fail fails failed refuse refused".split())
_DENIALS = frozenset("not n't never cannot neither nor forbidden prohibited excluded".split())
_REFUTATIONS = re.compile(
    r"\b(?:myth|misconceptions?|fallac(?:y|ies)|misunderst\w+|mistaken(?:ly)?|mistakes?|incorrect(?:ly)?|wrong(?:ly)?"
    r"|false(?:ly)?(?! (?:alarm|positive|negative))"
    r"|untrue"
    r"|misleading|misread(?:s|ing)?|contrary|opposite|confus(?:e|es|ed|ing|ion)|mix(?:es|ing)? up|tempting"
    r"|(?:people|some|many|readers|teams|colleagues|it is|often|commonly|sometimes|widely) (?:often |sometimes |still |might |may )?"
    r"(?:think|believe|believed|assume|assumed|thought|claim|claimed)|(?:would|could) be (?:a |an )?(?:error|overclaim|exaggeration)"
    r"|do(?:es)? not (?:mean|imply|follow|show|prove|say)|(?:not|\w+n['’]t) (?:\w+ )?(?:true|correct|right|the case))\b",
    re.I,
)
_REFUTED_AFTER = re.compile(
    r"^\W*(?:(?:but |however,? )?(?:this|that|it|which|both|these|neither) (?:is|are|would be|was)(?: \w+)? "
    r"(?:not (?:true|so|correct|right)|wrong|false|untrue|incorrect"
    r"|a (?:common )?(?:myth|misconception|mistake|misunderstanding|error|misreading|fallacy)"
    r"|the (?:opposite|contrary|reverse))|(?:not so|wrong|false|no)\b[.:,;—–-])",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:prompts?|sentences?|strings?|phrases?|words?|texts?|lines?|messages?|requests?|examples?|such as|like|typed|entered|wrote|written|said|says|reads?"
    r"|contain(?:s|ed|ing)?|pasted|asked|submitted|injected|injections?|attacks?|attackers?|testers?|searche[sd]|look(?:s|ed)? for)\b",
    re.I,
)
_BLOCK, _LONGEST_QUOTE = re.compile(r"\n[ \t\r]*\n"), 400
_OPENERS, _CLOSERS = '“«‘"', '”»’"'
_QUOTATIONS = tuple(
    (re.compile(opening), re.compile(closing))
    for opening, closing in (
        ("“", "”"),
        ("«", "»"),
        (r"(?<!\w)[‘'](?!\s)", r"(?<!\s)[’'](?!\w)"),
        (r"(?<!\w)\"(?!\s)", r"(?<!\s)\"(?!\w)"),
    )
)
_REACH = 6
_PREDICATES = frozenset("is are was were has have can will must shows proves means".split())
_RESTRICTIONS = frozenset("only just merely solely instead rather".split())
_CLAUSE_STARTS = frozenset("but while whereas although though because since so therefore yet which however".split())


def asserted(text: Text, index: int, match: Match) -> bool:
    """True where sentence `index` states what `match` found, in the writer's own voice."""
    sentence = text.sentences[index]
    if asks(text, sentence) or listed_as_denied(text, index):
        return False
    if _negated(sentence, match) or "whether" in sentence.words[max(0, match.first - 3) : match.first]:
        return False
    if _REFUTATIONS.search(_around(text, sentence, match)):
        return False
    following = text.sentences[index + 1] if index + 1 < len(text.sentences) else None
    if following and _REFUTED_AFTER.match(text.prose[following.start : following.end]):
        return False
    return not quoted(text, sentence, match)


def listed_as_denied(text: Text, index: int) -> bool:
    """True for an item of a list under words that deny or forbid what it says (“What you should not conclude”)."""
    if text.sentences[index].kind != "item":
        return False
    before = next((s for s in reversed(text.sentences[:index]) if s.kind != "item"), None)
    if before is None or not (before.kind == "heading" or text.prose[before.start : before.end + 2].rstrip("*_ \r\n").endswith(":")):
        return False
    return any((word in _DENIALS) and not _not_only(before, i) for i, word in enumerate(before.words))


def meant(text: Text, index: int, match: Match) -> bool:
    """As `asserted`, of a manner of speaking: a question blames as well, and “wrong” may be the very word that blames."""
    sentence = text.sentences[index]
    return not _negated(sentence, match) and not quoted(text, sentence, match)


def asks(text: Text, sentence: Sentence) -> bool:
    """True for a question."""
    return text.prose[sentence.start : sentence.end].rstrip('"”’)*_ ').endswith("?")


def negated_at(sentence: Sentence, word: int, reach: int = 3, among: frozenset[int] = frozenset()) -> bool:
    """True where a negation stands up to `reach` words before `word`, in the same clause."""
    if sentence.words[word] in _CLAUSE_STARTS:
        reach = 1
    for i in range(word - 1, max(word - reach, 0) - 1, -1):
        if sentence.breaks[i + 1] and sentence.words[i + 1] not in _NEGATIONS:
            return _negated_before_aside(sentence, i)
        if i not in among and sentence.words[i] in _NEGATIONS and not _not_only(sentence, i):
            return True
        # “It holds no names and is anonymous”, “… and only the largest counts”: what is denied of the first isn't of the second.
        if sentence.words[i] in _CLAUSE_STARTS or (sentence.words[i] == "and" and sentence.words[i + 1] in _PREDICATES | _RESTRICTIONS):
            return False
    return False


def _negated_before_aside(sentence: Sentence, last: int) -> bool:
    """True for “not, however,” with the aside ending at word `last`."""
    first = next((i for i in range(last, max(last - 4, 0), -1) if sentence.breaks[i]), 0)
    return first > 0 and sentence.words[first - 1] in ("not", "n't", "never", "cannot")


def _negated(sentence: Sentence, match: Match) -> bool:
    inside = (i for i in range(match.first, match.last) if i not in match.matched)
    if any(sentence.words[i] in _NEGATIONS and not _not_only(sentence, i) for i in inside):
        return True
    return negated_at(sentence, match.first, _REACH, match.matched)


def _not_only(sentence: Sentence, i: int) -> bool:
    return i + 1 < len(sentence.words) and sentence.words[i + 1] in ("only", "just", "doubt", "matter")


def _around(text: Text, sentence: Sentence, match: Match) -> str:
    """The sentence's prose without what the match itself names, so that no claim refutes itself."""
    around, position = "", sentence.start
    for i in sorted(match.matched):
        around += text.prose[position : sentence.starts[i]] + "␣"
        position = sentence.ends[i]
    return around + text.prose[position : sentence.end]


def reported(text: Text, sentence: Sentence, match: Match) -> bool:
    """True where the match stands inside quotation marks and the words before them say whose words they are, or that they are words."""
    start, end = sentence.starts[match.first], sentence.ends[match.last]
    before = _BLOCK.split(text.prose[max(0, start - _LONGEST_QUOTE) : start])[-1]
    after = _BLOCK.split(text.prose[end : end + _LONGEST_QUOTE])[0]
    for opening, closing in _QUOTATIONS:
        opened = [m.start() for m in opening.finditer(before)]
        if opened and not closing.search(before, opened[-1] + 1) and closing.search(after) and _REPORTS.search(before, 0, opened[-1]):
            return True
    return False


def quoted(text: Text, sentence: Sentence, match: Match) -> bool:
    """True where the match stands inside quotation marks."""
    before = text.prose[max(0, sentence.start - 1) : sentence.starts[match.first]]
    after = text.prose[sentence.ends[match.last] : sentence.end + 2]
    for opener, closer in zip(_OPENERS, _CLOSERS, strict=True):
        opened = before.count(opener) % 2 == 1 if opener == closer else before.rfind(opener) > before.rfind(closer)
        if opened and closer in after:
            return True
    return False
