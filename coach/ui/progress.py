"""Progress: what has changed from attempt to attempt, and what carries over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path

import streamlit as st

from coach.content.library import RoleContent
from coach.content.schema import Rubric
from coach.errors import StorageUnavailable
from coach.learning import mastery, trends, weeks
from coach.learning.transfer import transfers
from coach.models import Practised
from coach.ui import places, plots, state, times, transfer, view
from coach.ui.texts import _, n_, plain

_CSS = Path(__file__).parent / "assets" / "progress.css"
_MOST_CATEGORIES, _MOST_ATTEMPTS, _MOST_TERMS = 6, 24, 12


def page() -> None:
    st.markdown(f"### {_('Progress')}")
    attempts = state.practice().attempts
    try:
        practised = attempts.practised(attempts.learner(state.cookie()))
    except StorageUnavailable as error:
        st.error(plain(str(error)))
        return
    if not practised:
        _nothing_yet()
        return
    styles()
    with st.container(key="progress"):
        _weeks(practised)
        _transfers(practised)
        _levels([p for p in practised if p.scored])
        _findings(practised)
        _terms(practised)
        _days(practised)


def styles() -> None:
    st.html(f"<style>{_CSS.read_text('utf-8')}</style>")


def _nothing_yet() -> None:
    st.markdown(
        _("Nothing to show yet. Your first draft with feedback begins it: levels and findings from attempt to attempt, and the terms that you use rightly.")
    )
    st.markdown(_("A week after your first attempt at a scenario, a second task of the same kind shows what has stayed."))
    places.link("practise", _("Write a first draft"))


def _section(title: str) -> None:
    st.markdown(f"#### {plain(title)}")


def _roles() -> list[RoleContent]:
    return list(state.practice().library.roles.values())


def _title(scenario: str) -> str:
    return next((role.scenario(scenario).title for role in _roles() if scenario in role.scenarios or scenario in role.parallels), scenario)


def _rubric(practised: Sequence[Practised]) -> Rubric | None:
    """The one that judged last, if it is still offered."""
    return next((found for p in reversed(practised) if (found := state.practice().library.rubrics.get(p.evaluator.rubric))), None)


def _weeks(practised: list[Practised]) -> None:
    zone = times.zone()
    today = datetime.now(zone).date()
    this, last = weeks.week(practised, today, zone), weeks.week(practised, today - timedelta(days=7), zone)
    _section(_("This week"))
    if not this.attempts:
        st.markdown(_("No attempt yet this week."))
    else:
        n = this.attempts
        did = n_("{n} attempt on {days}, {words} words.", "{n} attempts on {days}, {words} words.", n).format(
            n=n, days=_counted_days(this.days), words=f"{this.words:,}"
        )
        st.markdown(plain(" ".join((did, _compared(this, last)))))
    if this.mastered:
        st.markdown(plain(_("New among the terms that you have mastered: {terms}.").format(terms=", ".join(map(_term, this.mastered)))))


def _compared(this: weeks.Week, last: weeks.Week) -> str:
    if this.rate is None:
        return ""
    now = _("{rate} findings for each 100 words").format(rate=f"{this.rate:.1f}")
    if last.rate is None:
        return f"{now}."
    return _("{now}, after {before} the week before.").format(now=now, before=f"{last.rate:.1f}")


def _counted_days(days: int) -> str:
    return n_("{n} day", "{n} days", days).format(n=days)


def _transfers(practised: list[Practised]) -> None:
    found = transfers(transfer.parallels(), practised, datetime.now(UTC))
    if not found:
        return
    _section(_("A week later"))
    st.caption(_("A task of the same kind, with other figures and another reader, written without help first. What carries over is learnt."))
    for one in found:
        transfer.told(state.practice().library.role_of(one.original), one)


def _levels(practised: list[Practised]) -> None:
    rubric = _rubric(practised)
    if not practised or rubric is None:
        return
    _section(_("Levels"))
    scenarios = list(dict.fromkeys(p.scenario for p in practised))
    if len(scenarios) > 1:
        shown = st.selectbox(_("Scenario"), scenarios, index=None, format_func=_title, placeholder=_("all scenarios"), key="progress-scenario")
        practised = [p for p in practised if shown in (None, p.scenario)]
    series = {c.title: trends.levels(practised, c.id, rubric.repeat_spread)[-_MOST_ATTEMPTS:] for c in rubric.criteria}
    series = {title: points for title, points in series.items() if points}
    drawn = [
        f"<figure><figcaption>{escape(_latest(t, points))}</figcaption>{plots.levels(points, _in_words(t, points))}</figure>" for t, points in series.items()
    ]
    st.html(f'<div class="plots">{"".join(drawn)}</div>')
    st.caption(_("A dot is an attempt, the oldest on the left; lines join attempts at one scenario by one evaluator."))
    if any(point.noise for points in series.values() for point in points):
        st.caption(_("A band round a dot is the model's own noise: on the same draft it may differ by so much. A move within the band says nothing."))
    rows = [(p.attempt, p.created, p.scenario, title, _with_noise(p)) for title, points in series.items() for p in points]
    _table(
        (_("Attempt"), _("Day"), _("Scenario"), _("Criterion"), _("Level")), [(f"{a}", times.day(c), _title(s), t, level) for a, c, s, t, level in sorted(rows)]
    )


def _latest(title: str, points: Sequence[trends.Level]) -> str:
    return _("{title}: level {n} of 5").format(title=title, n=points[-1].level)


def _in_words(title: str, points: Sequence[trends.Level]) -> str:
    return _("{title}, attempt by attempt: {levels}").format(title=title, levels=", ".join(str(p.level) for p in points))


def _with_noise(point: trends.Level) -> str:
    return f"{point.level} ± {point.noise}" if point.noise else str(point.level)


def _findings(practised: list[Practised]) -> None:
    found = trends.findings(practised)
    if not found:
        return
    _section(_("Findings for each 100 words"))
    highest = max(rate for f in found for rate in f.rates)
    drawn = []
    for falling in found[:_MOST_CATEGORIES]:
        name, rates = view.CATEGORY_NAMES.get(falling.category, falling.category), falling.rates[-_MOST_ATTEMPTS:]
        said = _("{name}, attempt by attempt: {rates}").format(name=name, rates=", ".join(f"{r:.1f}" for r in rates))
        drawn.append(f"<figure><figcaption>{escape(name)}</figcaption>{plots.bars(rates, highest, said)}<span>{escape(_from_to(falling))}</span></figure>")
    st.html(f'<div class="rates">{"".join(drawn)}</div>')
    if found[0].first is None:
        st.caption(
            n_(
                "From {n} attempt on, the first half is compared with the second.",
                "From {n} attempts on, the first half is compared with the second.",
                trends.FEWEST,
            ).format(n=trends.FEWEST)
        )
    names = [view.CATEGORY_NAMES.get(f.category, f.category) for f in found]
    scored = [p for p in practised if p.scored and p.words]
    rows = [(str(n), times.day(p.created), *(f"{f.rates[n - 1]:.1f}" for f in found)) for n, p in enumerate(scored, 1)]
    _table((_("Attempt"), _("Day"), *names), rows)


def _from_to(falling: trends.Falling) -> str:
    if falling.first is None or falling.last is None:
        return _("{rate} in the last attempt").format(rate=f"{falling.rates[-1]:.1f}")
    return _("from {first} in the first half to {last} in the second").format(first=f"{falling.first:.1f}", last=f"{falling.last:.1f}")


def _terms(practised: list[Practised]) -> None:
    found = mastery.terms(practised, times.zone())
    _section(_("Terms"))
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{_('Mastered')}**")
        if found.mastered:
            st.markdown(plain(", ".join(map(_term, found.mastered))))
        else:
            st.markdown(_("None yet."))
        st.caption(
            _("Used rightly on {n} occasions, and never wrongly since. A scenario on one day is one occasion.").format(n=mastery.OCCASIONS)
            + " "
            + n_("{n} more term is on its way.", "{n} more terms are on their way.", len(found.on_the_way)).format(n=len(found.on_the_way))
        )
    with right:
        st.markdown(f"**{_('To look at again')}**")
        if not found.to_look_at:
            st.markdown(_("None: you used every term rightly the last time."))
        with st.container(key="terms-to-look-at"):
            for term, category in list(found.to_look_at.items())[:_MOST_TERMS]:
                places.link("glossary", _term(term), term=term)
                st.caption(plain(view.CATEGORY_NAMES.get(category, category)))


def _term(term: str) -> str:
    return next((role.terms[term].term for role in _roles() if term in role.terms), term)


def _days(practised: list[Practised]) -> None:
    zone = times.zone()
    days, today = weeks.days(practised, zone), datetime.now(zone).date()
    _section(_("Practice days"))
    lately = sum(today - day < timedelta(weeks=4) for day in days)
    said = n_("{n} day of practice in the last four weeks.", "{n} days of practice in the last four weeks.", lately).format(n=lately)
    st.html(plots.calendar(days, today, _("The last twelve weeks, a column a week. {said}").format(said=said)))
    st.caption(plain(said))
    _table(
        (_("Day"), _("Attempts")), [(_day(day), str(sum(p.created.astimezone(zone).date() == day for p in practised))) for day in sorted(days, reverse=True)]
    )


def _day(day: date) -> str:
    return day.strftime("%d %B %Y")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """What a plot shows, in figures: for screen readers, and for whoever wants to know exactly."""
    with st.expander(_("As a table")):
        lines = [head, ["---"] * len(head), *rows]
        st.markdown("\n".join(f"| {' | '.join(c if c == '---' else plain(c) for c in line)} |" for line in lines))
