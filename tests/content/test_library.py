"""What a folder of content becomes: records that know their role, and hashes of what they say."""

import shutil

import pytest
import yaml

from coach.content import Library, content_hash
from coach.errors import CoachError
from tests.content.conftest import ROLE, Copy

NOISE = f"{ROLE}/glossary/noise.yaml"
RUBRIC = "rubrics/workplace-writing@1.yaml"


def _hashes(library: Library) -> list[str]:
    role = library.roles["synthetic-data-engineer"]
    return [
        role.glossary_hash,
        library.prompt("evaluate@1").hash,
        content_hash(library.rubric("workplace-writing@1")),
        *(content_hash(scenario) for _, scenario in sorted(role.scenarios.items())),
    ]


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        return {k: _reversed(v) for k, v in reversed(value.items())}
    return [_reversed(v) for v in value] if isinstance(value, list) else value


def test_hashes_are_equal_whatever_the_path_the_key_order_and_the_layout(copy: Copy, library: Library) -> None:
    for path in [p for p in copy.root.rglob("*.yaml") if p.parent.name != "register"]:
        turned = yaml.safe_dump(_reversed(yaml.safe_load(path.read_text("utf-8"))), sort_keys=False, allow_unicode=True)
        path.write_bytes(b"\xef\xbb\xbf# another layout\r\n" + turned.replace("\n", "\r\n").encode())
    assert _hashes(copy.load()) == _hashes(library)


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        (NOISE, "term: noise", "term: din", 0),
        ("prompts/evaluate@1/system.md", "e", "E", 1),
        ("prompts/evaluate@1/prompt.yaml", "temperature: 0", "temperature: 1", 1),
        (RUBRIC, "title: ", "title: A ", 2),
        (f"{ROLE}/compliance-briefing/scenario.yaml", "[200, 400]", "[200, 401]", 3),
        (f"{ROLE}/quality-report/scenario.yaml", "title: ", "title: A ", 5),
    ],
)
def test_a_changed_word_changes_the_hash_of_its_record_alone(copy: Copy, library: Library, path: str, old: str, new: str, changed: int) -> None:
    copy.edit(path, old, new)
    pairs = zip(_hashes(copy.load()), _hashes(library), strict=True)
    assert [a != b for a, b in pairs] == [n == changed for n in range(7)]


@pytest.mark.parametrize(("a", "b"), [({"x": 1, "y": "ü"}, {"y": "ü", "x": 1}), ([1, 2], [1, 2])])
def test_plain_data_has_a_hash_without_an_order_of_keys(a: object, b: object) -> None:
    assert content_hash(a) == content_hash(b)
    assert len(content_hash(a)) == 64


@pytest.mark.parametrize(("a", "b"), [([1, 2], [2, 1]), ({"x": 1}, {"x": "1"}), ({"x": None}, {})])
def test_different_data_has_different_hashes(a: object, b: object) -> None:
    assert content_hash(a) != content_hash(b)


def _add_role(copy: Copy) -> str:
    """A second role with the same terms and scenarios of its own."""
    second = copy.root / "scenarios/privacy-officer"
    shutil.copytree(copy.root / ROLE, second)
    for name in ("quality-report", "compliance-briefing", "tstr-explanation", "governance-policy"):
        (second / name).rename(second / f"second-{name}")
        copy.edit(f"scenarios/privacy-officer/second-{name}/scenario.yaml", f"id: {name}", f"id: second-{name}")
        brief = copy.root / "scenarios/privacy-officer" / f"second-{name}" / "scenario.yaml"
        brief.write_text(brief.read_text("utf-8").replace("reader_of: ", "reader_of: second-"), "utf-8")
    copy.edit("scenarios/privacy-officer/path.yaml", "id: synthetic-data-engineer", "id: privacy-officer")
    copy.edit(
        "scenarios/privacy-officer/path.yaml",
        "scenarios: [quality-report, compliance-briefing, tstr-explanation, governance-policy]",
        "scenarios: [second-quality-report, second-compliance-briefing, second-tstr-explanation, second-governance-policy]",
    )
    return "scenarios/privacy-officer"


def test_a_role_is_added_with_files_alone(copy: Copy) -> None:
    _add_role(copy)
    library = copy.load()
    assert library.role_of("second-quality-report").path.id == "privacy-officer"
    assert library.role_of("quality-report").path.id == "synthetic-data-engineer"


@pytest.mark.parametrize("owner", ["scenarios/privacy-officer", ROLE])
def test_a_fault_is_reported_in_the_role_that_has_it(copy: Copy, owner: str) -> None:
    _add_role(copy)
    copy.edit(f"{owner}/glossary/noise.yaml", "category: privacy", "category: secrecy")
    assert [p.path for p in copy.problems()] == [f"{owner}/glossary/noise.yaml"]


def test_two_roles_cannot_have_a_scenario_of_one_id(copy: Copy) -> None:
    second = _add_role(copy)
    (copy.root / second / "second-quality-report").rename(copy.root / second / "quality-report")
    copy.edit(f"{second}/quality-report/scenario.yaml", "id: second-quality-report", "id: quality-report")
    copy.edit(f"{second}/path.yaml", "second-quality-report", "quality-report")
    for reader in ("compliance-briefing", "governance-policy"):
        copy.edit(f"{second}/second-{reader}/scenario.yaml", "reader_of: second-quality-report", "reader_of: quality-report")
    problems = copy.problems()
    assert [(p.field, p.cure) for p in problems] == [("id", "give it another id")]
    assert "has a scenario of this id" in problems[0].what


def test_a_role_without_a_path_is_reported_not_forgotten(copy: Copy) -> None:
    second = _add_role(copy)
    (copy.root / second / "path.yaml").rename(copy.root / second / "pfad.yaml")
    assert [(p.path, p.field) for p in copy.problems()] == [(f"{second}/path.yaml", "file")]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (
            lambda lib: lib.role_of("nope"),
            "There is no scenario “nope”. The scenarios are: compliance-briefing, governance-policy, quality-report, tstr-explanation.",
        ),
        (lambda lib: lib.role_of("quality-report", "nope"), "There is no role “nope”. The roles are: synthetic-data-engineer."),
        (lambda lib: lib.rubric("nope@1"), "There is no rubric “nope@1”. There are: workplace-writing@1."),
        (lambda lib: lib.prompt("nope@1"), "There is no prompt “nope@1”. There are: evaluate@1."),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(library: Library, ask: object, answer: str) -> None:
    with pytest.raises(CoachError) as refused:
        ask(library)
    assert str(refused.value) == answer
