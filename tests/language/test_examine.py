"""Every finder over one draft: exact evidence, in order, one finding a place."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content import Library, RoleContent
from coach.content.scenario import Scenario
from coach.language.examine import Engine, Examination
from tests.conftest import GOLD
from tests.language.conftest import any_text

_DRAFTS = [json.loads(line)["draft"] for line in GOLD.read_text("utf-8").splitlines()]
_LINES = [line for draft in _DRAFTS for line in draft.splitlines() if line]


@st.composite
def _cuts(draw: st.DrawFn) -> str:
    """A stretch of a labelled draft, cut anywhere."""
    line = draw(st.sampled_from(_LINES))
    start = draw(st.integers(0, len(line)))
    return line[start : draw(st.integers(start, len(line)))]


drafts = st.lists(st.one_of(st.sampled_from(_LINES), _cuts(), any_text, st.sampled_from(["\n", "\n\n", " ", "\r\n"])), max_size=8).map("".join)


def _check_evidence(draft: str, found: Examination, scenario: Scenario) -> None:
    quoted = [f for f in found.findings if f.quote]
    missing = [f for f in found.findings if not f.quote]
    assert list(found.findings) == [*quoted, *missing]
    for finding in quoted:
        assert draft[finding.start : finding.end] == finding.quote
        assert finding.quote == finding.quote.strip()
    assert {f.category for f in missing} <= {"missing"}
    assert "missing" not in {f.category for f in quoted}
    places = [(f.start, f.end) for f in quoted]
    assert places == sorted(places)
    for dense in (True, False):
        mine = [(f.start, f.end) for f in quoted if (f.category == "dense") == dense]
        assert all(a[1] <= b[0] for a, b in pairwise(mine)), "two findings in one place"
    points = {p.id for p in scenario.points}
    assert {f.point for f in missing} == points - found.covered
    assert found.stated <= {f.id for f in scenario.facts}
    assert -3 <= found.formality <= 3


@settings(max_examples=200, deadline=None)
@given(drafts)
def test_every_finding_of_any_draft_quotes_it_exactly_in_order_and_one_a_place(engine: Engine, role: RoleContent, draft: str) -> None:
    for scenario in role.scenarios.values():
        _check_evidence(draft, engine.examine(draft, scenario), scenario)


@pytest.mark.parametrize("draft", _DRAFTS, ids=lambda draft: draft[:20])
def test_a_labelled_draft_has_the_same_findings_whatever_its_line_ends(engine: Engine, role: RoleContent, draft: str) -> None:
    dos = "\ufeff" + draft.replace("\n", "\r\n")
    for scenario in role.scenarios.values():
        found, found_dos = engine.examine(draft, scenario), engine.examine(dos, scenario)
        _check_evidence(draft, found, scenario)
        _check_evidence(dos, found_dos, scenario)
        assert [(f.rule, f.quote.split()) for f in found_dos.findings] == [(f.rule, f.quote.split()) for f in found.findings]
        assert (found_dos.covered, found_dos.stated, found_dos.words) == (found.covered, found.stated, found.words)


def test_the_same_draft_has_the_same_findings_twice(engine: Engine, report: Scenario, gold: dict[str, str]) -> None:
    assert engine.examine(gold["qr-02"], report) == engine.examine(gold["qr-02"], report)


def test_a_draft_has_the_same_findings_whatever_scenario_it_was_read_for_before(library: Library, role: RoleContent, gold: dict[str, str]) -> None:
    first, then, *_ = role.scenarios.values()
    engine, alone = Engine(library, role), Engine(library, role)
    drafts = [gold[name] for name in ("cb-02", "qr-02", "te-02", "gp-02")]
    for draft in drafts:
        engine.examine(draft, first)
    assert [engine.examine(draft, then) for draft in drafts] == [alone.examine(draft, then) for draft in drafts]


@pytest.mark.parametrize(
    ("name", "scenario"),
    [("qr-01", "quality-report"), ("cb-01", "compliance-briefing"), ("te-01", "tstr-explanation"), ("gp-01", "governance-policy")],
)
def test_a_clean_draft_has_at_most_two_findings_and_no_error(engine: Engine, role: RoleContent, gold: dict[str, str], name: str, scenario: str) -> None:
    found = engine.examine(gold[name], role.scenarios[scenario]).findings
    assert len(found) <= 2, found
    assert not [f for f in found if f.severity == "error"]


def test_an_empty_draft_lacks_every_point_and_nothing_else(engine: Engine, role: RoleContent) -> None:
    for scenario in role.scenarios.values():
        found = engine.examine("", scenario)
        assert [f.point for f in found.findings] == [p.id for p in scenario.points]
        assert (found.formality, found.words, found.covered) == (0, 0, frozenset())


@pytest.mark.parametrize(
    ("draft", "category", "quote"),
    [
        ("Raising epsilon lowers the risk.", "misuse", "Raising epsilon lowers the risk"),
        ("TSTR means train on real, test on synthetic.", "misuse", "train on real, test on synthetic"),
        ("The KL divergence is 0.042.", "figure", "0.042"),
        ("We don't know.", "informal", "don't"),
        ("The score of TSTR is high.", "undefined", "TSTR"),
    ],
)
def test_each_finder_is_heard(engine: Engine, report: Scenario, draft: str, category: str, quote: str) -> None:
    assert (category, quote) in [(f.category, f.quote) for f in engine.examine(draft, report).findings]


@pytest.mark.parametrize(
    ("draft", "kept"),
    [
        ("Don't worry: raising epsilon strengthens the guarantee!", ["informal", "misuse"]),
        ("The KL divergence is 0.042!", ["figure"]),
        ("MIA AUC is low.", ["undefined"]),
        ("We ran loads of checks, and they all looked good.", ["vague"]),
        ("We ran loads of checks. They all looked good.", ["vague", "vague"]),
    ],
)
def test_where_two_overlap_the_weightier_stays_and_neighbours_join(engine: Engine, briefing: Scenario, report: Scenario, draft: str, kept: list[str]) -> None:
    scenario = briefing if "MIA" in draft else report
    assert [f.category for f in engine.examine(draft, scenario).findings if f.quote] == kept


@pytest.mark.parametrize(
    ("draft", "quotes"),
    [
        ("The data owner signs. Then the table keeper is asked.", ["the table keeper"]),
        ("The data owner, who is the table keeper, signs.", ["the table keeper"]),
        ("Then the table keeper is asked. The data owner signs.", []),
        ("The data owner signs. The table keeper, or data owner, is asked.", []),
        ("The data owner signs. The old policy speaks of “the table keeper” instead.", []),
    ],
)
def test_a_second_name_needs_the_first_one_before_it_and_no_quotation_marks(engine: Engine, draft: str, quotes: list[str]) -> None:
    found = engine.terminology(*engine.read(draft))
    assert [f.quote.lower() for f in found if f.rule == "second-names.others"] == quotes
