"""Near misses of terms: found by likeness, and silent where the words are right."""

import pytest

from coach.content import RoleContent
from coach.language.examine import Engine


def _near(engine: Engine, draft: str) -> list[tuple[str, str | None]]:
    text, concepts = engine.read(draft)
    return [(f.quote, f.suggestion) for f in engine.terminology(text, concepts) if f.rule and f.rule.endswith(".near-miss")]


@pytest.mark.parametrize(
    ("draft", "quote", "meant"),
    [
        ("The generator is differential private.", "differential private", "differential privacy"),
        ("We made a private audit.", "private audit", "privacy audit"),
        ("The budget of private is spent.", "budget of private", "privacy budget"),
        ("A member inference attack was run.", "member inference attack", "membership inference attack"),
        ("The KL-divergency is low.", "KL-divergency", "kl divergence"),
        ("The table is quasi-identificator free.", "quasi-identificator", "quasi identifier"),
        ("Its fidelitty is high.", "fidelitty", "fidelity"),
        ("The discriminater was trained.", "discriminater", "discriminator"),
    ],
)
def test_what_is_nearly_a_term_is_told_with_the_term(engine: Engine, draft: str, quote: str, meant: str) -> None:
    assert _near(engine, draft) == [(quote, f"Write “{meant}”.")]


@pytest.mark.parametrize(
    "draft",
    [
        "The generator is differentially private, and the data were shared.",
        "We synthesise data, and the audits of privacy were approved.",
        "The privacy auditor came before the composition theorem was used.",
        "Comparing the two tables, computing their distance and combining them takes time.",
        "Different privacy guarantees were compared in the baselines.",
        "The risk of disclosing a record is low; similarity, memorisation and anonymization are terms.",
    ],
)
def test_what_is_right_is_no_near_miss(engine: Engine, draft: str) -> None:
    assert _near(engine, draft) == []


def test_a_term_in_any_of_its_names_is_no_near_miss(engine: Engine, role: RoleContent) -> None:
    for term in role.terms.values():
        for name in term.names:
            assert _near(engine, f"We describe {name} here.") == [], name
