"""The inflected forms of an English word: patterns are spelt out once, so drafts need no stemming."""

from functools import cache

_IRREGULAR = """
be am is are was were been being 's 're 'm|is 's|are 're|would 'd|have has had having 've|do does did done doing|go goes went gone going
not n't|will 'll wo|can ca could|make made|say said|tell told|know knew known|think thought|get got gotten|give gave given
find found|take took taken|become became|show shown|leave left|feel felt|bring brought|begin began begun|keep kept
hold held|write wrote written|stand stood|hear heard|mean meant|meet met|run ran|pay paid|sit sat|speak spoke spoken
lead led|grow grew grown|lose lost|fall fell fallen|send sent|build built|understand understood|draw drew drawn
break broke broken|spend spent|rise rose risen|drive drove driven|buy bought|choose chose chosen|sell sold|win won
hide hid hidden|throw threw thrown|steal stole stolen|shrink shrank shrunk|teach taught|catch caught|forget forgot forgotten
beat beaten|bind bound|come came|deal dealt|forbid forbade forbidden|see saw seen|seek sought|shake shook shaken|shoot shot
stick stuck|strike struck|tear tore torn|wake woke woken|wear wore worn|withdraw withdrew withdrawn|overcome overcame
arise arose arisen|sink sank sunk|swear swore sworn|fight fought|lie lying lay lain|bear bore borne|lend lent|bend bent
person people|man men|woman women|child children|analysis analyses|index indices|criterion criteria|matrix matrices
life lives|half halves|datum data|basis bases|hypothesis hypotheses|foot feet|guy guys
"""
_FORMS = {entry.split()[0]: entry.split()[1:] for line in _IRREGULAR.split("\n") for entry in line.split("|") if entry}
_FIXED = frozenset("a an the and or of in at by for from it its we you they he she i us our your their this that these those with".split())
_VERBS_IN_LY = frozenset("apply imply rely comply supply multiply reply ally".split())
_VOWELS = "aeiou"


@cache
def forms(word: str) -> frozenset[str]:
    """`word` with its plural, third person, past and -ing forms; over-generates, never under."""
    if word in _FIXED or not word.isalpha() or len(word) < 2 or (word.endswith("ly") and word not in _VERBS_IN_LY):
        return frozenset({word, *_FORMS.get(word, ())})
    found = {word, *_FORMS.get(word, ())}
    if word.endswith("y") and word[-2] not in _VOWELS:
        found |= {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        found |= {word + "es", word + "ed", word + "ing"}
    elif word.endswith("e"):
        found |= {word + "s", word + "d", word[:-1] + "ing", word + "ing"}
    elif len(word) > 2:
        found |= {word + "s", word + "ed", word + "ing"}
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return frozenset(found)
