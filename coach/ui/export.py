"""Export: an attempt as a file, or as text to copy."""

from functools import partial

import streamlit as st

from coach.content.scenario import Scenario
from coach.content.schema import Rubric
from coach.exporting.markdown import markdown
from coach.exporting.plain_text import plain_text
from coach.exporting.report import Names
from coach.exporting.web_page import web_page
from coach.exporting.word import word
from coach.models import Evaluation
from coach.ui import levels, popover, view
from coach.ui.texts import _


def offer(evaluation: Evaluation, scenario: Scenario, rubric: Rubric, draft: str, key: str) -> None:
    """A quiet button; what is behind it is made when it is opened, a file when it is asked for."""
    if (place := popover.behind(_("Export"), f"export:{key}", gap=None)) is None:
        return
    names = _names(evaluation, scenario, rubric)
    formats = (
        (_("Word, with comments"), word, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (_("Markdown"), markdown, "md", "text/markdown"),
        (_("Web page, to print or save as PDF"), web_page, "html", "text/html"),
    )
    with place:
        for label, make, ending, mime in formats:
            made = partial(make, scenario.title, draft, evaluation, names)
            st.download_button(label, made, f"{scenario.id}.{ending}", mime, key=f"export:{key}:{ending}", on_click="ignore", type="tertiary")
        st.caption(_("Copy as text"))
        st.code(plain_text(scenario.title, draft, evaluation, names), language=None, height=120, wrap_lines=True)


def _names(evaluation: Evaluation, scenario: Scenario, rubric: Rubric) -> Names:
    return Names(
        criteria=view.criteria(rubric),
        categories=view.CATEGORY_NAMES,
        levels={c.id: tuple(levels.said(c, level.level, evaluation)[0] for level in c.levels) for c in rubric.criteria},
        consequences={str(category): said for category, said in scenario.reader.consequences.items()},
        judge=f"{view.judge(evaluation)} {view.unjudged()}",
        heading=_("Feedback: {title}"),
        level=_("level {n} of 5"),
        mend=_("To mend it: {suggestion}"),
        comments=_("Comments, in reading order"),
        missing=_("Not covered yet"),
    )
