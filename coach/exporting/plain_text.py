"""Plain text, to copy into a mail: the draft, then what was found."""

from coach.exporting.report import Names, report
from coach.models import Evaluation


def plain_text(title: str, draft: str, evaluation: Evaluation, names: Names) -> str:
    said = report(title, evaluation, names)
    parts = [draft.strip("\r\n"), "\n".join((said.heading, said.judge, *said.levels))]
    if said.missing:
        parts.append("\n".join((said.missing_heading, *(f"– {line}" for line in said.missing))))
    if said.comments:
        parts.append(said.comments_heading)
    parts += ["\n".join((f"{n}. “{' '.join(c.quote.split())}”", c.head, *c.said)) for n, c in enumerate(said.comments, 1)]
    return "\n\n".join(parts) + "\n"
