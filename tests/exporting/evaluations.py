"""Evaluations made by hand, of any draft with any findings."""

from hypothesis import strategies as st

from coach.exporting.report import Names
from coach.models import Evaluation, EvaluatorInfo, Finding, Judgement

NAMES = Names(
    criteria={"terminology": "Terminology"},
    categories={"misuse": "wrong about the field"},
    levels={"terminology": ("one", "two", "three", "four", "five")},
    consequences={"misuse": "This reader would decide wrongly."},
    judge="Judged by rules.",
    heading="Feedback: {title}",
    level="level {n} of 5",
    mend="To mend it: {suggestion}",
    comments="Comments",
    missing="Not covered yet",
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
# Signs of Markdown and of other formats, in the way and close together.
_STRETCHES = st.sampled_from(
    [
        "# ",
        "- ",
        "1. ",
        "7) ",
        "**",
        "*",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "  ",
        "\t",
        "<b>",
        "&amp;",
        "]]>",
        "😀",
        "שלום",
        "\u202e",
        "\x07",
        "\x0b",
        "\u2028",
        "\ufffe",
    ]
)
DRAFTS = st.lists(_STRETCHES | st.text("ab .", min_size=1, max_size=4) | ANY_TEXT, min_size=1, max_size=30).map("".join)


def finding(draft: str, start: int, end: int, message: str = "This is wrong.", suggestion: str | None = "Say it so.") -> Finding:
    quote = draft[start:end]
    return Finding(
        start=start, end=end, quote=quote, criterion="terminology", category="misuse" if quote else "missing",
        severity="error", message=message, why="Because it is.", suggestion=suggestion, source="llm",
    )  # fmt: skip


def evaluation(*findings: Finding) -> Evaluation:
    return Evaluation(
        scenario="compliance-briefing",
        evaluator=EvaluatorInfo(kind="offline", rubric="workplace-writing@1", rubric_hash="0"),
        judgements=(Judgement(criterion="terminology", level=3, reason="One place."),),
        formality=0.0,
        findings=findings,
    )


@st.composite
def drafts_with_findings(draw: st.DrawFn) -> tuple[str, Evaluation]:
    draft = draw(DRAFTS)
    places = st.integers(0, len(draft))
    spans = draw(st.lists(st.tuples(places, places).map(sorted).filter(lambda s: s[0] < s[1]), max_size=6))
    return draft, evaluation(*(finding(draft, start, end, message=draw(ANY_TEXT)) for start, end in spans))
