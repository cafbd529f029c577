"""Days and weeks of practice, in the learner's own time zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from coach.learning.mastery import terms
from coach.models import Practised


@dataclass(frozen=True)
class Week:
    """From Monday, `monday`, on. `rate` is findings for each 100 words of the scored attempts, None without any."""

    monday: date
    days: int
    attempts: int
    words: int
    rate: float | None
    mastered: tuple[str, ...]


def days(practised: Iterable[Practised], zone: tzinfo) -> frozenset[date]:
    return frozenset(p.created.astimezone(zone).date() for p in practised)


def week(practised: Sequence[Practised], day: date, zone: tzinfo) -> Week:
    """The week that `day` is in. `mastered` are terms that weren't before it."""
    monday = day - timedelta(days=day.weekday())
    by_date = [(p.created.astimezone(zone).date(), p) for p in practised]
    here = [p for d, p in by_date if monday <= d < monday + timedelta(days=7)]
    earlier = [p for d, p in by_date if d < monday]
    scored = [p for p in here if p.scored]
    words = sum(p.words for p in scored)
    rate = 100 * sum(bool(f.quote) for p in scored for f in p.findings) / words if words else None
    known = set(terms(earlier, zone).mastered)
    mastered = tuple(t for t in terms([*earlier, *here], zone).mastered if t not in known)
    return Week(monday, len(days(here, zone)), len(here), sum(p.words for p in here), rate, mastered)
