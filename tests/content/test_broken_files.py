"""A file broken in one way is reported once, with path, line, field, cause and cure."""

import pytest

from coach.errors import Problem
from tests.content.conftest import ROLE, Copy

NOISE, EPSILON = f"{ROLE}/glossary/noise.yaml", f"{ROLE}/glossary/epsilon.yaml"
BRIEFING = f"{ROLE}/compliance-briefing/scenario.yaml"
ANSWER = f"{ROLE}/compliance-briefing/answers/memo.yaml"
PATH = f"{ROLE}/path.yaml"
RUBRIC = "rubrics/workplace-writing@1.yaml"
PROMPT = "prompts/evaluate@1/prompt.yaml"

# file, text to replace, its replacement, a mark of the line reported, the field, part of the cause, part of the cure
FAULTS = {
    "unknown key": (NOISE, "pronunciation:", "pronounciation_uk: x\npronunciation:", "pronounciation_uk", "pronounciation_uk", "unknown key", "pronunciation"),
    "unknown key far from any": (NOISE, "term: noise", "term: noise\nzzz: 1", "zzz", "zzz", "unknown key", "remove it"),
    "unknown key deep inside": (NOISE, "  better:", "  betterr: x\n  better:", "betterr", "direction.betterr", "unknown key", "better"),
    "missing field": (NOISE, "term: noise\n", "", "", "term", "missing", "add it"),
    "value outside the list": (NOISE, "part_of_speech: noun", "part_of_speech: none", "part_of_speech", "part_of_speech", "isn't one of", "'noun', 'verb'"),
    "id in capitals": (NOISE, "id: noise", "id: Noise", "Noise", "id", "isn't written as ids are", "small letters"),
    "too few word forms": (NOISE, "forms: [noise]", "forms: []", "forms: []", "forms", "0 of at least 1", "add what is missing"),
    "value left out": (NOISE, "term: noise", "term:", "term:", "term", "isn't text", "write words"),
    "broken YAML": (NOISE, "forms: [noise]", "forms: [noise", "abbreviation:", "file", "expected", "brackets"),
    "tab as indentation": (NOISE, "  better:", "\tbetter:", "\tbetter:", "file", "cannot start any token", "indentation"),
    "unquoted colon": (NOISE, "term: noise", "term: noise: loud", "noise: loud", "file", "not allowed", "quotation marks"),
    "control character": (NOISE, "term: noise", "term: no\x07ise", "term: no", "file", "control character", "delete it"),
    "impossible date": (NOISE, "year: 2006", "year: 2006-13-45", "", "file", "can't be read", "quotation marks"),
    "duplicate key": (NOISE, "term: noise", "term: noise\nterm: din", "din", "term", "stands twice", "keep one"),
    "duplicate key deep inside": (NOISE, "  better:", "  better: lower\n  better:", "better: neither", "direction.better", "stands twice", "keep one"),
    "key that is a list": (NOISE, "term: noise", "? [term]\n: noise", "? [term]", "file", "unhashable key", "brackets"),
    "id that isn't the file's name": (NOISE, "id: noise", "# a comment\nid: nose", "id: nose", "id", "isn't the name “noise”", "write id: noise"),
    "unknown term, confusable": (EPSILON, "- term: delta", "- term: dleta", "dleta", "confusables.0.term", "no term “dleta”", "delta"),
    "unknown term, spotlight": (PATH, "spotlight: [fidelity", "spotlight: [fidelty", "fidelty", "spotlight.0", "no term “fidelty”", "fidelity"),
    "unknown term, expected": (BRIEFING, "expected_terms:\n", "expected_terms:\n  - epsilom\n", "epsilom", "expected_terms.0", "no term “epsilom”", "epsilon"),
    "unknown category": (NOISE, "category: privacy", "category: privcy", "privcy", "category", "no category “privcy”", "privacy"),
    "unknown topic": (NOISE, "topic: differential-privacy", "topic: dp", "topic: dp", "topic", "no topic “dp”", "differential-privacy"),
    "unknown word list": (NOISE, "quantity: protection", "quantity: luck", "luck", "direction.effects.0.quantity", "no word list “luck”", "protection"),
    "bound of another criterion's": (
        RUBRIC,
        "{category: misuse, severity: error, findings: 1,",
        "{category: tone,",
        "{category: tone,",
        "criteria.0.bounds.0.category",
        "no category of this criterion “tone”",
        "misuse",
    ),
    "bound that bounds nothing": (
        RUBRIC,
        "findings: 1, at_most: 3",
        "findings: 1, at_most: 5",
        "at_most: 5",
        "criteria.0.bounds.0.at_most",
        "more than 4",
        "smaller",
    ),
    "unknown rubric": (BRIEFING, "rubric: workplace-writing@1", "rubric: workplace-writing@9", "writing@9", "rubric", "no rubric", "workplace-writing@1"),
    "unknown move": (ANSWER, "move: decision", "move: decison", "decison", "parts.0.move", "no move “decison”", "decision"),
    "move without a section": (
        BRIEFING,
        "{move: consequence, heading",
        "{move: decision, heading",
        "**Decision requested",
        "outline",
        "no section has",
        "put it",
    ),
    "unknown point of a section": (BRIEFING, "[remaining-risk]", "[remaning]", "[remaning", "outline.5.points.0", "no point “remaning”", "remaining-risk"),
    "excerpt left out": (BRIEFING, "  - level: 2\n", "  - level: 3\n", "  - level: 3", "excerpts", "aren't of levels 2, 3, 4", "in order"),
    "unknown prompt": (BRIEFING, "prompt: evaluate@1", "prompt: evaluate@9", "evaluate@9", "prompt", "no prompt", "evaluate@1"),
    "reader's prompt of the other kind": (
        BRIEFING,
        "reader_prompt: reader@1",
        "reader_prompt: evaluate@1",
        "reader_prompt: evaluate@1",
        "reader_prompt",
        "no prompt of kind reader",
        "use one of: reader@1",
    ),
    "unknown scenario": (PATH, "scenarios: [", "scenarios: [quality-reports, ", "quality-reports", "scenarios.0", "no scenario", "quality-report"),
    "scenario off the path": (PATH, "scenarios: [quality-report, ", "scenarios: [", "scenarios:", "scenarios", "isn't in the path", "add it"),
    "cuts that don't rise": (RUBRIC, "cuts: [", "cuts: [9, ", "cuts: [9", "criteria.0.cuts", "at most 4", "take some out"),
    "level outside 1 to 5": (RUBRIC, "level: 5", "level: 6", "level: 6", "criteria.0.levels.4.level", "more than 5", "smaller"),
    "levels out of order": (RUBRIC, "level: 5", "level: 4", "level: 1", "criteria.0.levels", "aren't 1, 2, 3, 4, 5", "in order"),
    "band upside down": (BRIEFING, "length_words: [200, 400]", "length_words: [400, 200]", "[400, 200]", "length_words", "lower end", "lower number first"),
    "category in two criteria": (
        RUBRIC,
        "weights: {informal: ",
        "weights: {misuse: 1, informal: ",
        "misuse: 1,",
        "criteria.1.weights.misuse",
        "the criterion terminology has",
        "leave it",
    ),
    "misspelt term to explain": (
        BRIEFING,
        "    - privacy-budget\n",
        "    - privacy-bugdet\n",
        "bugdet",
        "reader.explain.4",
        "is no term",
        "did you mean “privacy-budget”",
    ),
    "consequence left out": (
        BRIEFING,
        "    tone: The officer",
        "    spelling: The officer",
        "misuse: The",
        "reader.consequences",
        "nothing is said of “tone”",
        "cost this reader",
    ),
    "decision on an unknown point": (
        BRIEFING,
        "missing: [decision, remaining-risk]",
        "missing: [decison, remaining-risk]",
        "[decison",
        "reader.decisions.2.missing.0",
        "no point “decison”",
        "decision",
    ),
    "decision that hides those below": (
        BRIEFING,
        "      found: [misuse]\n",
        "",
        "- decision: Decides on a wrong idea",
        "reader.decisions.0",
        "none of those below",
        "found: or missing:",
    ),
    "last decision with a condition": (
        BRIEFING,
        "    - decision: Decides, and may attach conditions\n",
        "    - decision: Decides, and may attach conditions\n      found: [tone]\n",
        "- decision: Decides, and may",
        "reader.decisions.4",
        "has a condition",
        "all is well",
    ),
    "comma in a flow": (EPSILON, "author: Dwork and Roth", "author: Dwork, A and Roth", "author: Dwork", "source.A and Roth", "unknown key", "quotation marks"),
    "prompt out of bounds": (PROMPT, "max_output_tokens: 4000", "max_output_tokens: 40", "tokens: 40", "max_output_tokens", "less than 200", "greater"),
}


def _the_one(copy: Copy) -> Problem:
    problems = copy.problems()
    assert len(problems) == 1, [str(p) for p in problems]
    return problems[0]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_with_path_line_field_cause_and_cure(copy: Copy, fault: str) -> None:
    path, old, new, mark, field, cause, cure = FAULTS[fault]
    copy.edit(path, old, new)
    problem = _the_one(copy)
    assert (problem.path, problem.line, problem.field) == (path, copy.line(path, mark), field)
    assert cause in problem.what
    assert cure in problem.cure
    assert str(problem).startswith(f"{path}:{problem.line}: {field}: {problem.what}; {problem.cure}")


@pytest.mark.parametrize("cuts", ["[2, 1, 3, 4]", "[0, 1, 2, 3]", "[-1, 1, 2, 3]", "[4, 3, 2, 1]"])
def test_cuts_that_do_not_rise_from_above_0_are_refused(copy: Copy, cuts: str) -> None:
    text = (copy.root / RUBRIC).read_text("utf-8")
    first = next(line.strip() for line in text.splitlines() if line.strip().startswith("cuts:"))
    copy.edit(RUBRIC, first, f"cuts: {cuts}")
    problem = _the_one(copy)
    assert (problem.line, problem.field) == (copy.line(RUBRIC, f"cuts: {cuts}"), "criteria.0.cuts")
    assert problem.what == "the four cuts must be above 0 and rise"


@pytest.mark.parametrize(
    ("content", "line", "cause"),
    [
        (b"", 1, "the file is empty"),
        (b"# only a comment\n", 1, "the file is empty"),
        (b"id: noise\nterm: caf\xe9\n", 2, "byte 19 isn't UTF-8"),
        ("id: noise\n".encode("utf-16"), 1, "byte 0 isn't UTF-8"),
        (b"just a sentence\n", 1, "isn't a block of fields"),
        (b"id: noise\n---\nid: noise\n", 2, "another document"),
        (b"a: " + b"[" * 3000 + b"]" * 3000, 1, "nest too deep"),
        (b"a: *nobody\n", 1, "undefined alias"),
        (b"a: !!python/object:os.system x\n", 1, "constructor"),
    ],
)
def test_a_file_that_is_no_record_is_reported(copy: Copy, content: bytes, line: int, cause: str) -> None:
    (copy.root / NOISE).write_bytes(content)
    problem = _the_one(copy)
    assert (problem.path, problem.line, problem.field) == (NOISE, line, "file")
    assert cause in problem.what


def test_a_file_that_refers_to_itself_is_reported(copy: Copy) -> None:
    (copy.root / NOISE).write_text("&a {term: *a}\n")
    assert {"term", "id"} <= {p.field for p in copy.problems()}


@pytest.mark.parametrize(
    "path",
    [
        PATH,
        f"{ROLE}/compliance-briefing/sample-draft.md",
        "rubrics/formality/weights.json",
        "prompts/evaluate@1/draft.md",
    ],
)
def test_a_file_that_is_missing_is_reported(copy: Copy, path: str) -> None:
    (copy.root / path).unlink()
    problem = _the_one(copy)
    assert (problem.path, problem.field) == (path, "file")
    assert "can't be read" in problem.what


@pytest.mark.parametrize(
    ("part", "old", "new", "line_of", "cause", "cure"),
    [
        ("scenario.md", "{{{facts}}}", "{{{fact}}}", "{{{fact}}}", "“{{{fact}}}” stands for nothing", "one of: explain, facts"),
        ("scenario.md", "{{{facts}}}", "{{facts}}", "{{facts}}", "“{{facts}}” stands for nothing", "three braces on each side"),
        ("scenario.md", "{{{facts}}}", "the facts", "", "{{{facts}}} is missing", "put it where"),
        ("draft.md", "{{{marker}}}", "a marker", "", "{{{marker}}} is missing", "put it where"),
        ("system.md", "# Evidence", "# Evidence {{{facts}}}", "{{{facts}}}", "stands for nothing", "no variables"),
    ],
)
def test_a_prompt_with_a_wrong_variable_is_reported(copy: Copy, part: str, old: str, new: str, line_of: str, cause: str, cure: str) -> None:
    path = f"prompts/evaluate@1/{part}"
    copy.edit(path, old, new)
    problems = copy.problems()
    found = next(p for p in problems if cause in p.what)
    assert (found.path, found.line, found.field) == (path, copy.line(path, line_of), "text")
    assert cure in found.cure
    assert len(problems) <= 2


def test_a_readers_prompt_may_not_tell_what_the_reader_cannot_know(copy: Copy) -> None:
    copy.edit("prompts/reader@1/scenario.md", "{{{decisions}}}", "{{{decisions}}}\n{{{facts}}}")
    problem = _the_one(copy)
    assert (problem.path, problem.line) == ("prompts/reader@1/scenario.md", copy.line("prompts/reader@1/scenario.md", "{{{facts}}}"))
    assert "“{{{facts}}}” stands for nothing" in problem.what
    assert "one of: decisions, known, purpose, who" in problem.cure


def test_a_missing_folder_is_reported(copy: Copy) -> None:
    (copy.root / "prompts").rename(copy.root / "prompt")
    assert "there is no folder prompts/" in _the_one(copy).what


def test_all_problems_are_reported_at_once_in_reading_order(copy: Copy) -> None:
    copy.edit(NOISE, "term: noise", "term:")
    copy.edit(NOISE, "pronunciation:", "pronounciation:")
    copy.edit(BRIEFING, "genre:", "gender:")
    copy.edit(RUBRIC, "cuts: [", "cuts: [9, ")
    (copy.root / PROMPT).write_bytes(b"\xff")
    found = [(p.path, p.field) for p in copy.problems()]
    assert found == sorted(found, key=lambda f: f[0])
    assert set(found) == {
        (NOISE, "term"), (NOISE, "pronunciation"), (NOISE, "pronounciation"), (BRIEFING, "genre"), (BRIEFING, "gender"),
        (RUBRIC, "criteria.0.cuts"), (PROMPT, "file"),
    }  # fmt: skip


def test_all_wrong_references_are_reported_at_once(copy: Copy) -> None:
    copy.edit(NOISE, "category: privacy", "category: secrecy")
    copy.edit(EPSILON, "- term: delta", "- term: dleta")
    copy.edit(BRIEFING, "prompt: evaluate@1", "prompt: evaluate@2")
    assert {(p.path, p.field) for p in copy.problems()} == {(NOISE, "category"), (EPSILON, "confusables.0.term"), (BRIEFING, "prompt")}
