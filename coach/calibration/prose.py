"""False alarms on prose that is known to be right: `python -m coach.calibration.prose PROSE.jsonl [CATEGORY …]`.

PROSE.jsonl has a `text` a line, by experts. Prints the hits a thousand words of each category (misuse, overclaim, form,
imprecise by default), then each flagged sentence with its rule, so that somebody can look whether it is truly wrong.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from coach import settings
from coach.content import load
from coach.language.examine import Engine
from coach.models import Finding

CATEGORIES = ("misuse", "overclaim", "form", "imprecise")


def flagged(engine: Engine, texts: Iterable[str], categories: tuple[str, ...]) -> tuple[int, list[tuple[str, Finding]]]:
    """How many words were read, and (text, finding) of each hit."""
    words, hits = 0, list[tuple[str, Finding]]()
    for line in texts:
        text, concepts = engine.read(line)
        words += text.words
        hits += [(line, f) for f in engine.terminology(text, concepts, "") if f.category in categories]
    return words, hits


def main(prose: Path, categories: tuple[str, ...]) -> None:
    library = load(settings.content_dir())
    texts = [json.loads(line)["text"] for line in prose.read_text("utf-8").splitlines()]
    for role in library.roles.values():
        engine = Engine(library, role)
        words, hits = flagged(engine, texts, categories)
        counts = Counter(finding.category for _, finding in hits)
        print(f"{role.path.id}: {len(texts):,} texts, {words:,} words")
        for category in categories:
            print(f"  {category:12} {counts[category]:4}  {1000 * counts[category] / max(words, 1):.3f} a thousand words")
        for text, finding in hits:
            print(f"\n{finding.rule}: “{finding.quote}”\n  {text}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m coach.calibration.prose PROSE.jsonl [CATEGORY …]")
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or CATEGORIES)
