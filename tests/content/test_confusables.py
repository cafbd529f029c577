"""Every pair of terms that people confuse carries a sentence that confuses them, and the pairs that can't are named."""

from coach.content import Library

HOLDS = "what the neighbour means holds of this term too, or may hold of it"
PART = "one contains the other, so the sentence is true of a part"
REPORTED = "a right sentence about the score or the model says how it was measured, in the neighbour's words"

WITHOUT = {
    "baseline > trtr": HOLDS,
    "baseline > gaussian-copula": HOLDS,
    "column-pair-correlation > correlation-preservation": HOLDS,
    "correlation-preservation > fidelity": PART,
    "data-augmentation > oversampling": HOLDS,
    "data-sharing > use-case-restriction": HOLDS,
    "differential-privacy > noise": HOLDS,
    "disclosure-risk > re-identification-risk": PART,
    "downstream-model > tstr": REPORTED,
    "epsilon > differential-privacy": PART,
    "fidelity > correlation-preservation": PART,
    "gan > ctgan": PART,
    "kl-divergence > fidelity": HOLDS,
    "linkage-attack > re-identification-risk": HOLDS,
    "oversampling > smote": PART,
    "oversampling > data-augmentation": PART,
    "privacy-audit > membership-inference": PART,
    "privacy-budget > epsilon": HOLDS,
    "quality-score > column-distribution": PART,
    "quality-score > column-pair-correlation": PART,
    "recall > tstr": REPORTED,
    "roc-auc > membership-inference": REPORTED,
    "roc-auc > tstr": REPORTED,
    "smote > interpolation": PART,
    "statistical-fidelity > fidelity": HOLDS,
    "statistical-fidelity > column-distribution": PART,
    "synthetic-data-policy > approved-use-case": PART,
    "synthetic-data-policy > use-case-restriction": PART,
    "use-case-restriction > synthetic-data-policy": PART,
    "utility > tstr": HOLDS,
    "wasserstein-distance > fidelity": HOLDS,
}


def test_every_confusable_pair_carries_a_wrong_sentence_except_those_named(library: Library) -> None:
    terms = library.roles["synthetic-data-engineer"].terms
    without = {f"{term.id} > {c.term}" for term in terms.values() for c in term.confusables if not c.wrong}
    assert without == set(WITHOUT)


def test_the_meaning_of_every_confusable_is_authored(library: Library) -> None:
    terms = library.roles["synthetic-data-engineer"].terms
    assert [t.id for t in terms.values() if t.meaning is None] == []
