"""The draft as a model gets it: without what speaks to the evaluator, and without what identifies a person.

Each stretch gives way to a numbered placeholder, and every span of the masked text leads back to the draft. Nothing is random: a batch's results are
read with the same mask as its requests were written.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from coach.evaluation.privacy import private
from coach.language.edited import Edit, Edited


def masked(draft: str, instructed: Sequence[tuple[int, int]], outline: Iterable[tuple[int, int]] = ()) -> Edited:
    """`instructed` are the stretches that speak to the evaluator, in reading order and without overlaps. The same private value has the same number.

    `outline` are lines that nobody has written under yet: nothing stands in their place.
    """
    edits: list[Edit] = [(start, end, _placeholder("instruction", n)) for n, (start, end) in enumerate(instructed, 1)]
    edits += ((start, end, "") for start, end in outline if all(end <= a or b <= start for a, b in instructed))
    edits.sort()
    numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
    # What stands between two instructions is looked at by itself, so that nothing reaches into one.
    edges = [0, *(edge for start, end, _ in edits for edge in (start, end)), len(draft)]
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        for found in private(draft[a:b]):
            known = numbers[found.kind]
            number = known.setdefault(found.value, len(known) + 1)
            edits.append((a + found.start, a + found.end, _placeholder(found.kind, number)))
    return Edited(draft, edits)


def _placeholder(kind: str, number: int) -> str:
    return f"[removed: {kind} {number}]"
