"""Builds the one request of an evaluation: static parts first, the masked draft last, between random markers."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from coach.content.reader import Reader
from coach.content.scenario import Fact, Scenario
from coach.content.schema import Criterion, Rubric
from coach.content.term import Term
from coach.evaluation.task import Task

TEXT = {"type": "string"}
_MOST_OTHER_TERMS = 5


def body(task: Task, model: str) -> dict[str, Any]:
    """The chat-completions request body of an evaluation, strict JSON schema included."""
    return asking(task, model, "evaluation", schema(task.rubric), _other_terms(task))


def asking(task: Task, model: str, name: str, form: dict[str, Any], before: str = "") -> dict[str, Any]:
    """The body of a request with the task's prompt, for an answer of the strict JSON schema `form`; `before` stands before the draft's introduction."""
    marker = make_marker(task.sent.text, task.key)
    static = f"{task.prompt.system.strip()}\n\n{_scenario_text(task).strip()}"
    introduction = _render(task.prompt.draft, marker=marker).strip()
    # The draft is appended, never rendered: nothing in it can be a template.
    last = f"{before}{introduction}\n\n{marker}\n{task.sent.text}\n{marker}"
    request: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": static}, {"role": "user", "content": last}],
        "response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": form}},
        "max_completion_tokens": task.prompt.info.max_output_tokens,
    }
    if task.prompt.info.temperature is not None:
        request["temperature"] = task.prompt.info.temperature
    return request


def make_marker(draft: str, key: str | None = None) -> str:
    """A line that the draft can't hold: random for a call, derived from `key` for a line of a batch."""
    seed = key or secrets.token_hex(16)
    n = 0
    while (marker := "draft-" + hashlib.sha256(f"{seed}:{n}".encode()).hexdigest()[:10]) in draft:
        n += 1
    return marker


def schema(rubric: Rubric) -> dict[str, Any]:
    """The answer's strict JSON schema: evidence first, then a reason and a level a judged criterion."""
    judged = [c for c in rubric.criteria if not c.computed]
    categories = sorted({k for c in rubric.criteria for k in c.weights if k != "missing"} | {"instruction"})
    finding = strict_object(
        words_before=TEXT,
        quote=TEXT,
        category={"type": "string", "enum": categories},
        severity={"type": "string", "enum": ["error", "warning", "suggestion"]},
        message=TEXT,
        suggestion=TEXT,
    )
    level = strict_object(reason=TEXT, level={"type": "integer", "enum": [1, 2, 3, 4, 5]})
    return strict_object(
        findings={"type": "array", "items": finding},
        missing_points={"type": "array", "items": TEXT},
        **{c.id: level for c in judged},
    )


def strict_object(**properties: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object that has these properties, in this order, and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _scenario_text(task: Task) -> str:
    scenario, reader = task.scenario, task.scenario.reader
    return _render(
        task.prompt.scenario,
        situation=scenario.situation,
        who=reader.who,
        known=_known(reader),
        decisions="\n".join(f"{n}: {d.decision}" for n, d in enumerate(reader.decisions, 1)),
        task=scenario.task,
        purpose=scenario.purpose,
        reader=f"{reader.who} {scenario.register_.description}",
        register=_register(scenario),
        knows=", ".join(reader.knows) if reader.explain_every_other_term else "every other term",
        explain=", ".join(reader.explain) + (", every other statistical or privacy term" if reader.explain_every_other_term else ""),
        points="\n".join(f"- {p.id}: {p.title}" for p in scenario.points),
        facts="\n".join((*map(_fact_line, scenario.facts), *(f"- {b}" for b in scenario.background))),
        terms=_terms_text([task.role.terms[t] for t in scenario.expected_terms]),
        rubric="\n".join(_criterion_text(c) for c in task.rubric.criteria if not c.computed),
    )


def _known(reader: Reader) -> str:
    """The terms that the reader has, in a few words."""
    if reader.explain_every_other_term:
        return f"no term of the field but {', '.join(reader.knows)}"
    return f"every term of the field but {', '.join(reader.explain)}" if reader.explain else "every term of the field"


@lru_cache(maxsize=64)
def _template(text: str) -> Any:
    from langchain_core.prompts import PromptTemplate  # 0.75 s: only a model needs it

    return PromptTemplate.from_template(text, template_format="mustache")


def _render(template: str, **values: str) -> str:
    """Author's Markdown with author's values; a learner's text never comes here."""
    rendered: str = _template(template).format(**values)
    return rendered


def _register(scenario: Scenario) -> str:
    """What fits this reader, dimension by dimension."""
    profile = scenario.register_.profile
    return " ".join(f"{name.capitalize()}: {getattr(profile, name).fits}" for name in type(profile).model_fields)


def _fact_line(fact: Fact) -> str:
    return f"- {fact.label}: {fact.shown}"


def _terms_text(terms: Sequence[Term]) -> str:
    """What is most often got wrong, which way a value works; of other terms the name, which is the one to use."""
    ways: dict[str, list[str]] = {"higher": [], "lower": [], "neither": []}
    for term in terms:
        way = term.direction.better if term.direction else "neither"
        ways[way].append(term.direction.score.split(",")[0] if term.direction and way != "neither" else term.title)
    intros = {"higher": "A higher value is better", "lower": "A lower value is better", "neither": "Other names to use"}
    return "\n".join(f"- {intros[way]}: {', '.join(titles)}" for way, titles in ways.items() if titles)


def _other_terms(task: Task) -> str:
    """Of terms that this draft uses and the scenario doesn't expect: after all that is the same for every learner."""
    used = dict.fromkeys(t for _, _, t in task.named if t not in task.scenario.expected_terms)
    others = [term for t in used if (term := task.role.terms[t]).direction and term.direction.better != "neither"][:_MOST_OTHER_TERMS]
    return f"More terms:\n{_terms_text(others)}\n\n" if others else ""


def _criterion_text(criterion: Criterion) -> str:
    levels = "\n".join(f"{level.level}: {level.name}. {_first_sentence(level.descriptor)}" for level in criterion.levels)
    return f"## {criterion.id}: {criterion.question}\n{levels}"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
