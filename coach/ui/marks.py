"""Findings as the editor underlines them: where they stand on the page, and the card that tells of each."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from coach.content.library import RoleContent
from coach.content.schema import Rubric
from coach.content.term import Rule, Term
from coach.models import Finding
from coach.ui import state, view
from coach.ui.texts import Texts, _, later

_CONCRETE = re.compile(r"Write “([^“”…]+)”(?: again| each time| instead)?\.")
_WORDS = re.compile(r"[\w -]+")
_LINE_BREAK = re.compile("\r\n?")
_QUESTIONS = Texts(
    {
        "misuse": later("What does it measure, and what would change in practice if your sentence were true?"),
        "form": later("How does the field write this term?"),
        "imprecise": later("Which term of the field says exactly this?"),
        "undefined": later("How would you say it to a colleague who has never met the term?"),
        "inconsistent": later("Are these two things, or two names for one thing?"),
        "informal": later("Would you say it so in the meeting in which this reader decides?"),
        "vague": later("How much, how many, or compared with what?"),
        "overclaim": later("Which figure carries this, and how far does it reach?"),
        "tone": later("How will this reader hear it?"),
        "modality": later("Must they, may they, or is it only advice?"),
        "dense": later("Where does one idea end and the next begin?"),
        "figure": later("What does the fact sheet say, and of which measure?"),
        "instruction": later("Whom does this sentence speak to?"),
        "stiff": later("How would you say it aloud?"),
        "hedged": later("How sure are you? Once is enough."),
        "spelling": later("Which spelling does your organisation use?"),
    }
)


def on_page(text: str) -> str:
    """`text` as the editor holds it: every line ends in a line feed."""
    return _LINE_BREAK.sub("\n", text)


def units(text: str, position: int) -> int:
    """A code-point offset in `text` as the browser counts it on the page, in UTF-16 units."""
    return len(on_page(text[:position]).encode("utf-16-le", "surrogatepass")) // 2


def marks(draft: str, findings: Sequence[Finding], role: RoleContent, rubric: Rubric) -> list[dict[str, Any]]:
    """Those with a quote, in UTF-16 units of the page; `id` is the finding's place in the list."""
    names, seen, made = view.criteria(rubric), Counter[str](), []
    for n, finding in enumerate(findings):
        if not finding.quote:
            continue
        seen[finding.key] += 1
        made.append(
            {
                "id": n,
                "name": f"{finding.key}-{seen[finding.key]}",
                "key": finding.key,
                "start": units(draft, finding.start),
                "end": units(draft, finding.end),
                "criterion": finding.criterion,
                "stays": finding.source == "llm",
                "card": _card(finding, role, names),
            }
        )
    return made


def _card(finding: Finding, role: RoleContent, names: Mapping[str, str]) -> dict[str, Any]:
    term = role.terms.get(finding.term or "")
    category = view.CATEGORY_NAMES.get(finding.category, finding.category)
    return {
        "label": f"{names.get(finding.criterion, finding.criterion)} · {category}",
        "message": finding.message,
        "why": finding.why,
        "term": {"title": term.term, "definition": term.definition} if term else None,
        "question": _QUESTIONS.get(finding.category, _("What do you want this reader to understand here?")),
        "rule": _rule(finding, role, term),
        "suggestion": finding.suggestion,
        "replacement": replacement(finding),
        "repair": finding.category == "misuse",
    }


def replacement(finding: Finding) -> str | None:
    """The words that can take the quote's place as they are, where the suggestion names just one wording."""
    suggestion = finding.suggestion or ""
    if concrete := _CONCRETE.fullmatch(suggestion):
        words = concrete[1]
    elif finding.category == "form" and _WORDS.fullmatch(suggestion) and len(suggestion.split()) == len(finding.quote.split()):
        words = suggestion
    else:
        return None
    begins_a_sentence = finding.quote[:1].isupper() and not finding.quote[1:2].isupper()
    return words[:1].upper() + words[1:] if begins_a_sentence else words


def _rule(finding: Finding, role: RoleContent, term: Term | None) -> dict[str, str | None] | None:
    """The rule as a wrong and a right example, or as both ends of the term's scale."""
    rule = _rules(role.path.id).get(finding.rule or "")
    if rule:
        return {"wrong": rule.wrong[0], "right": rule.right[0]}
    if term and term.direction and finding.rule == f"{term.id}.direction":
        return {"note": " · ".join(f"{end.value}: {end.means}" for end in (term.direction.low, term.direction.high))}
    return None


@cache
def _rules(role_id: str) -> Mapping[str, Rule]:
    library = state.practice().library
    role = library.roles[role_id]
    return {rule.id: rule for rule in (*library.register, *(rule for term in role.terms.values() for rule in term.rules))}
