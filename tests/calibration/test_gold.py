import json
from pathlib import Path
from typing import Any

import pytest

from coach.calibration.gold import Label, read
from coach.errors import CoachError
from tests.conftest import GOLD

DRAFT = "The noise adds noise.\u2028Noise 🔒 noise"


def line(*findings: Any, **changes: Any) -> str:
    return json.dumps({"id": "qr-01", "scenario": "s", "draft": DRAFT, "levels": {"terminology": 3}, "findings": findings, **changes}, ensure_ascii=False)


def marked(quote: str, **changes: Any) -> dict[str, Any]:
    return {"quote": quote, "criterion": "terminology", "category": "form", "note": "why", **changes}


def written(path: Path, *lines: str) -> Path:
    path.write_bytes("".join(f"{text}\n" for text in lines).encode())
    return path


@pytest.mark.parametrize(
    ("finding", "start"),
    [(marked("noise"), 4), (marked("noise", occurrence=1), 4), (marked("noise", occurrence=2), 15), (marked("noise", occurrence=3), 30), (marked("Noise"), 22)],
)
def test_a_label_stands_at_its_nth_occurrence(tmp_path: Path, finding: dict[str, Any], start: int) -> None:
    (labelled,) = read(written(tmp_path / "gold.jsonl", line(finding)))
    assert labelled.labels == (Label(start, start + 5, "terminology", "form"),)
    assert (labelled.draft, labelled.levels) == (DRAFT, {"terminology": 3})
    assert (labelled.as_draft().text, labelled.as_draft().id) == (DRAFT, "qr-01")


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "7",
        "null",
        "[" * 100_000,
        '{"id": "x"}',
        line(marked("absent")),
        line(marked("noise", occurrence=4)),
        line(marked("noise", occurrence=0)),
        line(marked("noise", occurrence=-1)),
        line(marked("noise", occurrence="second")),
        line(marked("")),
        line({"quote": "noise"}),
        line("noise"),
        line(draft=None),
        line(draft=5),
        line(id=None),
        line(findings=None),
        line(levels=None),
        line(levels={"terminology": 0}),
        line(levels={"terminology": 6}),
        line(levels={"terminology": "3"}),
        line(levels={"terminology": 3.5}),
    ],
)
def test_a_gold_file_that_is_wrong_is_named_with_its_line(tmp_path: Path, broken: str) -> None:
    with pytest.raises(CoachError, match=r"gold\.jsonl:3: this isn't a labelled draft .* Mend the line"):
        read(written(tmp_path / "gold.jsonl", line(), "", broken))


def test_a_gold_file_that_cannot_be_read_or_is_empty_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    for name in ("latin.jsonl", "absent.jsonl", "."):
        with pytest.raises(CoachError, match="can't be read"):
            read(tmp_path / name)
    with pytest.raises(CoachError, match="no labelled draft"):
        read(written(tmp_path / "empty.jsonl", ""))


def test_only_drafts_of_a_kind_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "gold.jsonl", line(id="qr-01"), line(id="cb-01"), line(id="cb-02"))
    assert [d.id for d in read(path, ("cb-",))] == ["cb-01", "cb-02"]
    assert [d.id for d in read(path, ("cb-02", "qr-"))] == ["qr-01", "cb-02"]
    with pytest.raises(CoachError, match="no labelled draft"):
        read(path, ("zz",))


def test_every_label_of_the_gold_set_reads_as_its_quote() -> None:
    records = [json.loads(text) for text in GOLD.read_text("utf-8").splitlines()]
    for record, labelled in zip(records, read(GOLD), strict=True):
        assert [labelled.draft[x.start : x.end] for x in labelled.labels] == [f["quote"] for f in record["findings"]]
