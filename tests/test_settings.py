import re
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.settings import Budget, Budgets, ModelSettings, app_file, budgets, content_dir, model_settings
from tests.conftest import ROOT

URL, MODEL, KEY, OPENAI, DEADLINE = "COACH_LLM_BASE_URL", "COACH_LLM_MODEL", "COACH_LLM_API_KEY", "OPENAI_API_KEY", "COACH_LLM_DEADLINE_S"
LOCAL = "http://127.0.0.1:8080/v1"


def _set(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({MODEL: "", URL: ""}, None),
        ({OPENAI: "k"}, None),
        ({MODEL: "m", KEY: "k"}, ModelSettings(None, "m", "k", 60)),
        ({MODEL: "m", OPENAI: "o"}, ModelSettings(None, "m", "o", 60)),
        ({MODEL: "m", KEY: "k", OPENAI: "o"}, ModelSettings(None, "m", "k", 60)),
        ({MODEL: "m", KEY: "", OPENAI: "o"}, ModelSettings(None, "m", "o", 60)),
        ({MODEL: "m", URL: LOCAL}, ModelSettings(LOCAL, "m", "none", 60)),
        ({MODEL: " m", URL: f"{LOCAL}\n", KEY: "k\n"}, ModelSettings(LOCAL, "m", "k", 60)),
        ({MODEL: "m", URL: "https://[::1]/v1"}, ModelSettings("https://[::1]/v1", "m", "none", 60)),
        ({MODEL: "m", KEY: "k", DEADLINE: "2.5"}, ModelSettings(None, "m", "k", 2.5)),
        ({MODEL: "m", KEY: "k", DEADLINE: "3600"}, ModelSettings(None, "m", "k", 3600)),
        ({MODEL: "m", KEY: "k", DEADLINE: ""}, ModelSettings(None, "m", "k", 60)),
    ],
)
def test_the_environment_names_the_model(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: ModelSettings | None) -> None:
    _set(monkeypatch, environment)
    assert model_settings() == expected


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({URL: LOCAL}, "COACH_LLM_MODEL isn't: name the model"),
        ({URL: LOCAL, MODEL: " "}, "COACH_LLM_MODEL isn't: name the model"),
        ({MODEL: "m"}, "add a key, or the address of your own server"),
        *(({MODEL: "m", URL: url}, f"COACH_LLM_BASE_URL is “{url}”: write an address that begins with http://") for url in
          ("127.0.0.1:8080", "ftp://host/v1", "http://", "http:///v1", "http://[::1", "http://host:port/v1", "http://host:99999/v1", "http://my host/v1")),
        *(({MODEL: "m", KEY: "k", DEADLINE: text}, f"COACH_LLM_DEADLINE_S is “{text}”: write a number of seconds") for text in
          ("0", "-1", "3601", "nan", "inf", "a minute", "1,5")),
        *(({MODEL: "m", name: "secret\nkey"}, "copy the key again") for name in (KEY, OPENAI)),
        ({MODEL: "m", KEY: "secretkéy"}, "copy the key again"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_a_sentence_without_the_key(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], sentence: str) -> None:
    _set(monkeypatch, environment)
    with pytest.raises(CoachError) as caught:
        model_settings()
    assert sentence in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"COACH_BUDGET_TEAM_USD": " "}, None),
        ({"COACH_BUDGET_TEAM_USD": "2.50"}, Budgets(team=Budget(usd=2.5))),
        ({"COACH_BUDGET_LEARNER_TOKENS": "0"}, Budgets(learner=Budget(tokens=0))),
        (
            {"COACH_BUDGET_LEARNER_TOKENS": "200000", "COACH_BUDGET_LEARNER_USD": "1", "COACH_BUDGET_TEAM_TOKENS": "900000"},
            Budgets(Budget(200_000, 1.0), Budget(900_000)),
        ),
    ],
)
def test_the_environment_sets_daily_budgets(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: Budgets | None) -> None:
    _set(monkeypatch, environment)
    assert budgets() == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [(f"COACH_BUDGET_{whose}_TOKENS", text) for whose in ("LEARNER", "TEAM") for text in ("-1", "1.5", "many", "²", "1e3")]
    + [(f"COACH_BUDGET_{whose}_USD", text) for whose in ("LEARNER", "TEAM") for text in ("-0.1", "$5", "nan", "inf")],
)
def test_a_budget_that_is_no_number_is_a_sentence_and_not_no_limit(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(CoachError, match=f"{name} is “{re.escape(text)}”: write a .*number of"):
        budgets()


def test_the_content_is_the_checkouts_unless_the_environment_names_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert content_dir() == ROOT
    assert app_file() == ROOT / "app.py"
    monkeypatch.setenv("COACH_CONTENT_DIR", str(tmp_path))
    assert content_dir() == tmp_path
    assert app_file() == ROOT / "app.py"
