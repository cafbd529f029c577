"""What the scenario's reader would do with the draft: by the author's conditions, from what was found in it alone."""

from collections.abc import Sequence

from coach.content.reader import Decision, Reader
from coach.models import Finding


def decide(reader: Reader, findings: Sequence[Finding]) -> Decision:
    """The first decision whose condition holds; the last one holds always."""
    categories = {f.category for f in findings if f.severity != "suggestion"}
    missing = {f.point for f in findings if f.point}
    return next((d for d in reader.decisions if not categories.isdisjoint(d.found) or not missing.isdisjoint(d.missing)), reader.decisions[-1])
