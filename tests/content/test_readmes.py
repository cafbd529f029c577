"""The authors' worked examples, done as their READMEs say: the content is in order afterwards, and the new things work."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from coach.content.term import Rule
from coach.language.examine import Engine
from coach.language.examples import problems
from tests.content.conftest import Copy

_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)(?: (?P<how>file|append)=(?P<path>\S+))?\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S)


def _steps(readme: str) -> Iterator[tuple[str, str | None, str]]:
    """(kind, path, body) of each code block that changes files: sh, diff, or one that names its file."""
    for match in _FENCE.finditer(readme):
        kind = match["how"] if match["kind"] == "yaml" else match["kind"]
        if match["path"] or kind == "sh":
            yield kind, match["path"], re.sub(f"^{match['indent']}", "", match["body"], flags=re.M)


def _apply_diff(text: str, diff: str) -> str:
    for hunk in re.finditer(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.M):
        old, new = (re.sub(r"^[-+]", "", side, flags=re.M) for side in hunk.groups())
        assert old in text, f"the README changes what isn't there: {old}"
        text = text.replace(old, new, 1)
    return text


def _follow(copy: Copy, folder: str) -> int:
    """Do every step of a README; gives their number."""
    steps = list(_steps((copy.root / folder / "README.md").read_text("utf-8")))
    for kind, path, body in steps:
        if kind == "sh":
            subprocess.run(["sh", "-e", "-c", body], cwd=copy.root, check=True)
            continue
        assert path
        file = copy.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if kind == "file":
            file.write_text(body, "utf-8")
        elif kind == "append":
            file.write_text(file.read_text("utf-8") + body, "utf-8")
        else:
            file.write_text(_apply_diff(file.read_text("utf-8"), body), "utf-8")
    return len(steps)


@pytest.mark.parametrize(("folder", "least"), [("scenarios", 6), ("rubrics", 5), ("prompts", 4)])
def test_what_a_readme_tells_authors_to_do_is_in_order(copy: Copy, folder: str, least: int) -> None:
    assert _follow(copy, folder) >= least
    assert [str(p) for p in problems(copy.load())] == []


def test_the_readmes_examples_reach_a_learner(copy: Copy) -> None:
    for folder in ("scenarios", "rubrics", "prompts"):
        _follow(copy, folder)
    library = copy.load()
    role = library.roles["synthetic-data-engineer"]
    assert role.answers["renewal-briefing"][-1].id == "short-note"
    assert library.rubric(role.scenarios["tstr-explanation"].rubric).id == "workplace-writing@2"
    assert library.prompt(role.scenarios["quality-report"].prompt).info.id == "evaluate@2"
    engine = Engine(library, role)
    text = engine.read("Each row has its own epsilon. Data minimisation means compressing the table. Please find attached the results.")
    assert {"epsilon.per-row", "data-minimisation.as-file-size", "mail.attached"} <= {hit.rule.id for hit in engine.rules.find(*text)}


def test_every_field_of_a_rule_is_shown_to_authors(copy: Copy) -> None:
    readme = (copy.root / "scenarios/README.md").read_text("utf-8")
    assert [name for name in Rule.model_fields if f"    {name}:" not in readme and f"- {name}:" not in readme] == []
