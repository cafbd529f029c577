"""Markdown: the draft letter for letter, then what was found, each finding with its quote."""

import re

from coach.exporting.report import Names, report
from coach.models import Evaluation

END_OF_DRAFT = "<!-- Coach: the draft ends here -->"
"""Between draft and feedback; where a file with it is opened again, the draft ends there."""
_SIGNS = re.compile(r"[\\`*_\[\]<>&~|]")


def markdown(title: str, draft: str, evaluation: Evaluation, names: Names) -> str:
    said = report(title, evaluation, names)
    lines = [f"{draft}\n\n{END_OF_DRAFT}\n\n## {_plain(said.heading)}", _plain(said.judge), _list(said.levels)]
    if said.missing:
        lines += [f"### {_plain(said.missing_heading)}", _list(said.missing)]
    if said.comments:
        lines.append(f"### {_plain(said.comments_heading)}")
    for comment in said.comments:
        lines += [f"> {_plain(' '.join(comment.quote.split()))}", f"**{_plain(comment.head)}**  \n" + "  \n".join(map(_plain, comment.said))]
    return "\n\n".join(filter(None, lines)) + "\n"


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines)


def _plain(text: str) -> str:
    """`text` with every sign that Markdown would act on taken as itself."""
    return _SIGNS.sub(r"\\\g<0>", text)
