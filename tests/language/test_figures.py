"""Figures of a draft against the fact sheet: every form of the right one is accepted, a wrong one is found at its place."""

from collections.abc import Callable

import pytest

from coach.content import Library, RoleContent
from coach.content.scenario import Scenario
from coach.language.examine import Engine
from coach.language.figures import FigureFinder
from coach.language.numbers import figures, parse_values

Wrong = Callable[[str], list[tuple[str, str]]]


def _checking(engine: Engine, library: Library, role: RoleContent, scenario: str) -> Wrong:
    finder = FigureFinder(role.scenarios[scenario], engine.patterns)

    def check(draft: str) -> list[tuple[str, str]]:
        text, concepts = engine.read(draft)
        found = []
        for d in finder.find(text, concepts, [figures(s, text.prose) for s in text.sentences]):
            sentence = text.sentences[d.sentence]
            found.append((d.fact.id + (" swapped" if d.swapped else ""), draft[sentence.starts[d.first] : sentence.ends[d.last]]))
        return found

    return check


@pytest.fixture(scope="module")
def in_report(engine: Engine, library: Library, role: RoleContent) -> Wrong:
    return _checking(engine, library, role, "quality-report")


@pytest.fixture(scope="module")
def in_briefing(engine: Engine, library: Library, role: RoleContent) -> Wrong:
    return _checking(engine, library, role, "compliance-briefing")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("0.93", 0.93, ""), ("93%", 93, "percent"), ("93 %", 93, "percent"), ("93 per cent", 93, "percent"), ("93 percent", 93, "percent"),
        ("2 percentage points", 2, "points"), ("1e-6", 1e-6, ""), ("1E-6", 1e-6, ""), ("1e–6", 1e-6, ""), ("1e−6", 1e-6, ""), ("10⁻⁶", 1e-6, ""),
        ("10^-6", 1e-6, ""), ("10^{-6}", 1e-6, ""), ("10**-6", 1e-6, ""), ("2 × 10⁻⁵", 2e-5, ""), ("one in a million", 1e-6, ""), ("1 in 1 million", 1e-6, ""),
        ("one in a hundred thousand", 1e-5, ""), ("120,000", 120_000, ""), ("120 000", 120_000, ""), ("120\u202f000", 120_000, ""), ("120000", 120_000, ""),
        ("120k", 120_000, ""), ("1,234,567.5", 1_234_567.5, ""), ("6 months", 6, "month"), ("six months", 6, "month"), ("a year", 12, "month"),
        ("ninety per cent", 90, "percent"), ("eighty-five percent", 85, "percent"), ("five points", 5, "points"),
        ("seventeen of every hundred", 17, "percent"), ("one in ten thousand", 1e-4, ""), ("one chance in a hundred thousand", 1e-5, ""),
        ("twenty-four hours", 24, "hour"), ("1.2 million", 1.2e6, ""),
        ("half a year", 6, "month"), ("two years", 24, "month"), ("3 weeks", 21, "day"), ("24 hours", 24, "hour"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_any_of_its_forms(text: str, number: float, unit: str) -> None:
    (value,) = parse_values(text)
    assert (value.number, value.unit) == (pytest.approx(number), unit)


@pytest.mark.parametrize("text", ["", "months", "a month", "twice a year", "v2", "one row", "1e999", "1e400%", "9" * 400, "IPv6", "k", "%"])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert parse_values(text) == []


def test_a_number_with_thousands_of_digits_is_survived(in_report: Wrong) -> None:
    assert in_report(f"Delta is 1e-{'1' * 5000}. Epsilon is {'9' * 5000}. KL is 0.13.") == [("kl", "0.13")]


@pytest.mark.parametrize("form", ["0.93", "93%", "93 %", "93 per cent", "93 percent", "0.930", ".93", "about 0.9", "roughly 93%"])
def test_a_share_is_accepted_in_any_form(in_report: Wrong, form: str) -> None:
    assert in_report(f"The mean column-distribution similarity is {form}.") == []


@pytest.mark.parametrize("form", ["1e-6", "1.0e-6", "1e−6", "10⁻⁶", "10^-6", "10**-6", "1 × 10⁻⁶", "0.000001", "one in a million", "1 in 1 million"])
def test_delta_is_accepted_in_any_form(in_report: Wrong, in_briefing: Wrong, form: str) -> None:
    assert in_report(f"Delta is {form}.") == in_briefing(f"Delta is {form}.") == []


@pytest.mark.parametrize("form", ["120,000", "120 000", "120\u00a0000", "120\u202f000", "120000", "120k"])
def test_a_count_is_accepted_in_any_form(in_report: Wrong, form: str) -> None:
    assert in_report(f"The real training table has {form} rows.") == []


@pytest.mark.parametrize("form", ["6 months", "six months", "half a year"])
def test_a_time_is_accepted_in_any_form(in_briefing: Wrong, form: str) -> None:
    assert in_briefing(f"The next review takes place in {form}.") == []


@pytest.mark.parametrize(
    ("draft", "fact", "quote"),
    [
        ("The mean column-distribution similarity is 0.39.", "column-shapes", "0.39"),
        ("The mean column-distribution similarity is 90 per cent.", "column-shapes", "90"),
        ("The mean column-distribution similarity is about 0.8.", "column-shapes", "0.8"),
        ("Delta is 1e-5.", "delta", "1e-5"),
        ("Delta is 10⁻⁵.", "delta", "10⁻⁵"),
        ("Delta is one in a thousand.", "delta", "one in a thousand"),
        ("Delta is 1 in 100,000.", "delta", "1 in 100,000"),
        ("The real training table has 12,000 rows.", "real-rows", "12,000"),
        ("The real training table has 12k rows.", "real-rows", "12k"),
        ("The dataset has 25 columns.", "columns", "25"),
        ("epsilon = 5", "epsilon", "5"),
        ("ε=5", "epsilon", "5"),
        ("Income reaches only 0.48.", "income-shape", "0.48"),
        ("| TSTR | 0.68 |", "tstr-auc", "0.68"),
        ("The attack reached an AUC of 0.63.", "mia-auc", "0.63"),
        ("The advantage is 0.2.", "attribute-advantage", "0.2"),
        ("TSTR is 0.86 and TRTS is 0.88. The advantage over the baseline is 0.20, 0.71 in the segment.", "attribute-advantage", "0.20"),
        ("Attribute inference: advantage over baseline 0.2.", "attribute-advantage", "0.2"),
        ("It holds 120,000 fake customers.", "synthetic-rows", "120,000"),
    ],
)
def test_a_wrong_figure_of_the_report_is_found_at_its_place(in_report: Wrong, draft: str, fact: str, quote: str) -> None:
    assert in_report(draft) == [(fact, quote)]


@pytest.mark.parametrize(
    ("draft", "fact", "quote"),
    [
        ("The next review is in 12 months.", "review", "12 months"),
        ("The next review is in one year.", "review", "one year"),
        ("The next review is in six weeks.", "review", "six weeks"),
        ("The source table describes 84,000 customers.", "records", "84,000"),
        ("It leaves 2.0 of the privacy budget.", "budget-left", "2.0"),
        ("Correlation preservation is 0.71 at epsilon 0.1, 0.80 at epsilon 1.0 and 0.94 at epsilon 8.0.", "fidelity-at-1", "0.80"),
    ],
)
def test_a_wrong_figure_of_the_briefing_is_found_at_its_place(in_briefing: Wrong, draft: str, fact: str, quote: str) -> None:
    assert in_briefing(draft) == [(fact, quote)]


@pytest.mark.parametrize(
    ("draft", "fact", "quote"),
    [
        ("Column-pair correlation similarity is 0.86, against 0.91 for the baseline.", "column-pairs swapped", "0.86, against 0.91"),
        ("TSTR gives 0.88 and TRTS gives 0.86.", "tstr-auc swapped", "0.88 and TRTS gives 0.86"),
        ("The KL divergence is 0.042 and the Wasserstein distance is 0.031.", "kl swapped", "0.042 and the Wasserstein distance is 0.031"),
    ],
)
def test_two_figures_that_have_changed_places_are_one_finding(in_report: Wrong, draft: str, fact: str, quote: str) -> None:
    assert in_report(draft) == [(fact, quote)]


def test_two_settings_that_have_changed_places_are_one_finding(in_briefing: Wrong) -> None:
    found = in_briefing("The AUC was 0.58 at epsilon 1.0 and 0.51 at epsilon 8.0.")
    assert found == [("mia-auc swapped", "0.58 at epsilon 1.0 and 0.51")]


@pytest.mark.parametrize(
    "draft",
    [
        # dates, sections, versions, numbers of items
        "See section 3.5 for epsilon.",
        "Table 4 gives the TSTR score.",
        "On 12 March 2026 the TSTR score was computed.",
        "The report of 2026 gives the TSTR score.",
        "1. TSTR is 0.86.\n2. TRTS is 0.88.",
        "Version 2 has 24 columns.",
        # computed from two figures, and compared with another
        "The column-distribution similarity is 0.84 for income, that is 0.09 below the mean of 0.93.",
        "TSTR is 0.03 below the result on real data.",
        "TSTR gives 0.86 instead of 0.89, a loss of 0.03.",
        "Training on synthetic data costs 0.03: TSTR gives 0.86 against 0.89.",
        "Column-pair correlation similarity is 0.91, against 0.86 for the baseline, a gain of 0.05.",
        "The guessing game gained 0.02 over its baseline.",
        # figures of other things
        "An AUC of 0.50 is chance.",
        "The 95% interval of the AUC runs from 0.51 to 0.55.",
        "We ran the attack 10 times and trained for 300 epochs.",
        "Set `epsilon = 5` and see https://x.org/epsilon/5.0 for epsilon.",
        "TSTR gives 0.86, TRTS gives 0.88 and the real-data baseline 0.89.",
    ],
)
def test_a_right_or_foreign_number_of_the_report_is_left_alone(in_report: Wrong, draft: str) -> None:
    assert in_report(draft) == []


@pytest.mark.parametrize(
    "draft",
    [
        "Correlation preservation is 0.71 at epsilon 0.1, 0.90 at epsilon 1.0 and 0.94 at epsilon 8.0.",
        "Correlation preservation rises by 0.04 from 0.90 to 0.94.",
        "Correlation preservation lies between 0.71 and 0.94.",
        "Raising epsilon from 1.0 to 8.0 lifts correlation preservation from 0.90 to 0.94.",
        "At epsilon 8.0, 94% of the correlation is preserved.",
        "The release spends 1.0 of the 4.0 allowed per year and leaves 3.0.",
        "The AUC was 0.51 at epsilon 1.0 and 0.58 at epsilon 8.0.",
    ],
)
def test_a_figure_at_its_setting_is_left_alone(in_briefing: Wrong, draft: str) -> None:
    assert in_briefing(draft) == []


@pytest.mark.parametrize(
    "draft",
    [
        "2.1 The mean column-distribution similarity must be at least 0.90.",
        "3.1 Epsilon limits how much one person's data can change a result.",
        "## 4. Next steps\n\nEpsilon is at most 3.0.",
        "Epsilon must not exceed 3.0.\n\n## 4 Sharing\n\nNothing is shared.",
    ],
)
def test_the_number_of_a_clause_or_heading_is_no_figure(engine: Engine, role: RoleContent, draft: str) -> None:
    found = engine.examine(draft, role.scenarios["governance-policy"]).findings
    assert [f.quote for f in found if f.category == "figure"] == []


def test_a_deadline_is_not_carried_into_the_next_sentence(engine: Engine, role: RoleContent) -> None:
    draft = "A suspected disclosure must be reported within 24 hours. The Board must answer a request within 20 days."
    assert [f.quote for f in engine.examine(draft, role.scenarios["governance-policy"]).findings if f.category == "figure"] == []


@pytest.mark.parametrize(
    ("scenario", "draft"),
    [
        ("tstr-explanation", "The TSTR AUC is 0.84, which does not mean that 84% of the churners are found."),
        ("governance-policy", "4.1 The audit is filed.\n\n4.2 Epsilon must not exceed 3.0.\n\n4.3 Passing the attack test does not replace 4.2."),
        ("compliance-briefing", "We tried 0.1, 1.0 and 8.0. The correlation preservation was 71%, 90% and 94%."),
        ("tstr-explanation", "- reference: ROC AUC 0.84 against 0.89\n- TRTS: 0.87"),
        ("tstr-explanation", "The score and its reference: the ROC AUC is 0.89, compared with 0.84 for TSTR."),
        ("tstr-explanation.validation", "The score beside its reference: ROC AUC, 0.76 against 0.82."),
    ],
)
def test_a_figure_that_claims_nothing_or_stands_in_a_list_of_settings_is_left_alone(engine: Engine, role: RoleContent, scenario: str, draft: str) -> None:
    assert [f.quote for f in engine.examine(draft, role.scenario(scenario)).findings if f.category == "figure"] == []


def test_a_wrong_figure_under_a_label_that_names_the_reference_is_still_found(engine: Engine, role: RoleContent) -> None:
    draft = "- reference: ROC AUC 0.83 against 0.89\n- reference AUC: 0.84 against 0.98"
    assert [f.quote for f in engine.examine(draft, role.scenarios["tstr-explanation"]).findings if f.category == "figure"] == ["0.83", "0.98"]


def test_a_figure_in_a_list_of_settings_is_still_checked(engine: Engine, briefing: Scenario) -> None:
    draft = "The correlation preservation was 75%, 90% and 94%."
    assert [f.quote for f in engine.examine(draft, briefing).findings if f.category == "figure"] == ["75%"]


@pytest.mark.parametrize(
    ("draft", "quotes"),
    [
        ("Epsilon must be at least 3.0.", ["Epsilon must be at least"]),
        ("The membership inference AUC must not be below 0.55.", ["inference AUC must not be below"]),
        ("Column-distribution similarity is at most 0.90.", ["at most 0.90"]),
        ("Column-pair correlation similarity must be 0.85 or less.", ["0.85 or less"]),
        ("Epsilon must not exceed 3.0.", []),
        ("Epsilon is at most 3.0.", []),
        ("Column-distribution similarity must be 0.90 or higher.", []),
        ("Column-pair correlation similarity must not fall below 0.85.", []),
        ("A membership inference AUC of at least 0.55 means that the release is refused.", []),
        ("Epsilon is 3.0.", []),
    ],
)
def test_a_limit_said_the_wrong_way_round_is_found_with_its_words(engine: Engine, role: RoleContent, draft: str, quotes: list[str]) -> None:
    """By the sheet, or by a rule that says why: a limit that lets the worse values pass is also wrong of the field."""
    found = [f for f in engine.examine(draft, role.scenarios["governance-policy"]).findings if f.category in ("figure", "misuse")]
    assert [f.quote for f in found] == quotes
    assert all(f.message == "This limit is the wrong way round." for f in found if f.category == "figure")


@pytest.mark.parametrize(
    "draft",
    [
        "The table has 120,000 rows. We delivered 20,000 rows fewer.",
        "Trained on synthetic rows, the ROC AUC is 0.86; trained on real rows, 0.89. Counted from chance, 0.36 of 0.39 is retained, or 92%.",
        "Delta lies below one divided by the number of customers, which is about 8.3e-6.",
        "Epsilon is 3.0; 1.0 would be stricter, and 5.0 would be too loose.",
        "The epsilon would double, to 6.0.",
        "The guarantee is strict; it would have been weaker at an epsilon of 8.",
        "TSTR is 0.86 and the reference 0.89. Divided, they give 0.97.",
        "**Slide 2: epsilon and delta**\n\nEpsilon is 3.0.",
    ],
)
def test_what_is_worked_out_supposed_or_numbered_is_no_claim_about_the_sheet(in_report: Wrong, draft: str) -> None:
    assert in_report(draft) == []


def test_a_count_in_words_is_a_figure(engine: Engine, role: RoleContent, library: Library) -> None:
    wrong = _checking(engine, library, role, "tstr-explanation")
    assert wrong("We repeated it with three random seeds.") == [("seeds", "three")]
    assert wrong("We repeated it with five random seeds.") == []
    assert wrong("Recall is 41 of every 100 churners with synthetic training data.") == []


@pytest.fixture(scope="module")
def in_policy(engine: Engine, library: Library, role: RoleContent) -> Wrong:
    return _checking(engine, library, role, "governance-policy")


@pytest.fixture(scope="module")
def in_explanation(engine: Engine, library: Library, role: RoleContent) -> Wrong:
    return _checking(engine, library, role, "tstr-explanation")


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("TSTR and TRTS stand at 0.86 and 0.88 respectively.", []),
        ("TSTR and TRTS stand at 0.88 and 0.86 respectively.", [("tstr-auc swapped", "0.88 and 0.86")]),
        ("- Columns: 42", [("columns", "42")]),
        ("- Columns: 24", []),
        ("One hundred thousand synthetic rows were delivered.", []),
        ("Ninety thousand synthetic rows were delivered.", [("synthetic-rows", "Ninety thousand")]),
        ("The mean column-distribution similarity is 83 per cent.", [("column-shapes", "83")]),
        ("The hold-out AUC of TSTR is 0.86; the 24 columns are 15 categorical and 9 numeric ones.", []),
    ],
)
def test_a_figure_in_a_list_a_label_or_words_is_bound_to_its_own_measure(in_report: Wrong, draft: str, found: list[tuple[str, str]]) -> None:
    assert in_report(draft) == found


@pytest.mark.parametrize(
    ("draft", "quotes"),
    [
        ("The copula reached 0.86 on column pairs; we reached 0.91, a gain of 0.05.", []),
        ("The copula reached 0.86 on column pairs; we reached 0.91, a gain of 0.15.", ["0.15"]),
        ("TSTR is 0.86. Trained on real rows, the model scores 0.89. That is a loss of five points.", ["five points"]),
        ("TSTR is 0.86. Trained on real rows, the model scores 0.89. That is a loss of three points.", []),
        ("Column-pair correlation similarity is 0.91, five points above the Gaussian copula.", []),
        ("In the inverse direction, TRTS, the AUC was 0.88. This is four points above TSTR.", ["four points"]),
    ],
)
def test_a_difference_that_does_not_follow_from_its_figures_is_found(in_report: Wrong, draft: str, quotes: list[str]) -> None:
    assert [quote for _, quote in in_report(draft)] == quotes


@pytest.mark.parametrize(
    ("draft", "quotes"),
    [
        ("We compared three settings. With 0.1 the correlation preservation was 0.71, with 1.0 it was 0.90 and with 8.0 it was 0.99.", ["0.99"]),
        ("Correlation preservation: 0.71 (epsilon 0.1), 0.90 (epsilon 1.0), 0.94 (epsilon 8.0).", []),
        ("Correlation preservation: 0.71 (epsilon 0.1), 0.80 (epsilon 1.0), 0.94 (epsilon 8.0).", ["0.80"]),
        ("The attack scored 0.51. At epsilon 8.0 it scored 0.85.", ["0.85"]),
        ("At 8.0 the table would keep 94% of the correlations, but the attack would reach 0.58.", []),
        ("The budget is 4.0 a year. This release spends a quarter of it.", []),
        ("The budget is 4.0 a year. This release spends a third of it.", ["a third"]),
        ("After this release, 3.0 of the 4.0 are left.", []),
        ("After this release, 2.5 of the 4.0 are left.", ["2.5"]),
        ("A privacy budget of 4.0 per year is set, and after this release 1.0 is left in it.", ["1.0"]),
    ],
)
def test_a_setting_or_a_part_decides_what_the_figure_must_be(in_briefing: Wrong, draft: str, quotes: list[str]) -> None:
    assert [quote for _, quote in in_briefing(draft)] == quotes


@pytest.mark.parametrize(
    ("draft", "quotes"),
    [
        ("A dataset with an attack AUC of 0.60 is refused. A release at 2.5 passes; one at 3.5 does not.", []),
        ("If column-pair similarity is 0.84, the dataset fails.", []),
        ("Epsilon must not exceed 3.0: a value of 2.9 is permitted, 3.1 is not.", []),
        ("Epsilon must not exceed 3.0: 4.0 is allowed.", ["4.0"]),
        ("Epsilon must not exceed 3.0: 2.0 is forbidden.", ["2.0"]),
        ("The AUC of a membership inference attack shall not exceed 0.50.", ["0.50"]),
        ("No dataset with an epsilon above 4.0 may be shared outside the organisation.", ["4.0"]),
    ],
)
def test_a_case_is_no_limit_and_a_limit_is_compared(in_policy: Wrong, draft: str, quotes: list[str]) -> None:
    assert [quote for _, quote in in_policy(draft)] == quotes


@pytest.mark.parametrize(
    ("draft", "quotes"),
    [
        ("The churner recall was 41% (synthetic) against 58% (real).", []),
        ("The churner recall was 58% (synthetic) against 41% (real).", ["58% (synthetic) against 41%"]),
        ("We find 41 of 100 churners instead of 58, so 15 more are missed.", ["15"]),
        ("We find 41 of 100 churners instead of 58, so 17 more are missed.", []),
        ("The hold-out of 21,000 rows was unseen.", ["21,000"]),
        ("We repeated the experiment ten times.", ["ten"]),
        ("The churner recall is 0.41. The AUC falls by only 0.05.", []),
        ("Ratio to the reference: 0.84 / 0.89 = 0.94.", []),
        ("Ratio to the reference: 0.80 / 0.89 = 0.90.", ["0.80", "0.90"]),
        ("The churner recall is 0.41. It is not 94% of the churners.", []),
        ("The TSTR AUC is 0.84. The TRTR AUC is 0.89, so TSTR stands at 94% of it.", []),
        ("Hit rate of the leavers: 0.41 for TSTR and 0.58 for TRTR.", []),
        ("Result: 0.41 for TSTR.", ["0.41"]),
    ],
)
def test_what_stands_beside_a_figure_says_which_one_it_is(in_explanation: Wrong, draft: str, quotes: list[str]) -> None:
    assert [quote for _, quote in in_explanation(draft)] == quotes
