"""Reads one authored file into its record, or says at which line and field it is wrong."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from coach.errors import ContentError, Problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml is slower and otherwise the same
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Location = tuple[int | str, ...]
Record = TypeVar("Record", bound=BaseModel)


_CAUSES = {
    "string_type": ("this isn't text", "write words here, in quotation marks where they look like a number, a date or yes and no"),
    "string_too_short": ("there is nothing here", "write words here"),
    "string_pattern_mismatch": ("this isn't written as ids are", "use small letters, digits and single hyphens, as in privacy-budget"),
    "too_short": ("here are {actual_length} of at least {min_length}", "add what is missing"),
    "too_long": ("here are {actual_length} of at most {max_length}", "take some out"),
    "tuple_type": ("this isn't a list", "write a list: [one, two], or a line with “- ” for each"),
    "dict_type": ("this isn't a block of fields", "write “name: value” lines here"),
    "model_type": ("this isn't a block of fields", "write “name: value” lines here"),
    "less_than_equal": ("this is more than {le}", "write a smaller number"),
    "greater_than_equal": ("this is less than {ge}", "write a greater number"),
    "int_parsing": ("this isn't a whole number", "write a whole number"),
    "float_parsing": ("this isn't a number", "write a number"),
}
"""What an author is told for pydantic's types of error, and the cure; a ValueError of ours speaks for itself."""


def read_yaml(path: Path, shape: type[Record], root: Path) -> Record:
    """The record in `path`; raises ContentError with every problem of the file."""
    shown = shorten(path, root)
    text = read_text(path, root)
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise ContentError([Problem(shown, 1, "file", "the file is empty", f"write the fields of a {shape.__name__.lower()}")])
        if repeated := list(_repeated_keys(node, (), set())):
            raise ContentError([Problem(shown, line, field, "this key stands twice", "keep one of the two") for line, field in repeated])
        data = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ContentError([_unreadable(error, text, shown)]) from None
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise ContentError([_problem(e, node, text, shown, shape) for e in _causes(error.errors())]) from None


def read_json(path: Path, shape: type[Record], root: Path) -> Record:
    """As read_yaml, for a file that a script wrote with more entries than PyYAML reads in a blink.

    JSON is YAML too, so read_yaml finds the line of what is wrong with it.
    """
    try:
        return shape.model_validate_json(read_text(path, root))
    except ValidationError:
        return read_yaml(path, shape, root)


def read_text(path: Path, root: Path) -> str:
    """The file's text; raises ContentError where it is missing or isn't UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(shorten(path, root), line, "file", f"byte {error.start} isn't UTF-8", "save the file as UTF-8")
    except OSError as error:
        problem = Problem(shorten(path, root), 1, "file", f"can't be read ({error.strerror})", "add it, or give leave to read it")
    raise ContentError([problem])


def shorten(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def line_of(path: Path, location: Location) -> tuple[int, str]:
    """The 1-based line, and its text, where a field of a YAML file stands."""
    text = path.read_text("utf-8-sig")
    node = yaml.compose(text, Loader=Loader)
    line = _find(node, location).start_mark.line + 1 if node else 1
    return line, _line(text, line)


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1].strip()[:120] if number <= len(lines) else ""


def _find(node: Any, location: Location) -> Any:
    """The deepest node on the way to `location`; the key's node where the value itself is at fault."""
    for step in location:
        if isinstance(node, yaml.MappingNode):
            hit = next((v for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            hit = node.value[step]
        else:
            hit = None
        if hit is None:
            return node
        node = hit
    return node


def _key(node: Any, location: Location) -> Any:
    """The node of the key that `location` ends in, for keys that are themselves at fault."""
    parent = _find(node, location[:-1])
    if isinstance(parent, yaml.MappingNode):
        return next((k for k, _ in parent.value if k.value == location[-1]), parent)
    return parent


def _repeated_keys(node: Any, path: Location, done: set[int]) -> Iterable[tuple[int, str]]:
    """(line, field) of each; `done` are nodes already seen, for a file may refer to itself (&x, *x)."""
    if id(node) in done:
        return
    done.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield key.start_mark.line + 1, ".".join(map(str, (*path, name)))
            seen.add(name)
            yield from _repeated_keys(value, (*path, name), done)
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            yield from _repeated_keys(item, (*path, i), done)


def _unreadable(error: Exception, text: str, shown: str) -> Problem:
    """What PyYAML says of a file that it can't read, at its line where it tells one."""
    cure = "check indentation and brackets, and put quotation marks round text with a colon, #, {, [ or @"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, what = mark.line + 1 if mark else 1, error.problem or "this isn't YAML"
    elif isinstance(error, yaml.reader.ReaderError):
        line, what, cure = text.count("\n", 0, error.position) + 1, "a control character stands here", "delete it"
    else:
        line, what = 1, "brackets nest too deep" if isinstance(error, RecursionError) else f"a value can't be read ({error})"
    return Problem(shown, line, "file", what, cure, _line(text, line))


def _causes(errors: list[Any]) -> list[Any]:
    """The errors without “too short” of lists that only seem so because an item of theirs is at fault."""
    return [e for e in errors if e["type"] != "too_short" or not any(o is not e and o["loc"][: len(e["loc"])] == e["loc"] for o in errors)]


def _problem(error: Any, node: Any, text: str, shown: str, shape: type[BaseModel]) -> Problem:
    location: Location = error["loc"]
    field = ".".join(map(str, location)) or "file"
    kind = error["type"]
    place = _find(node, location)
    if kind == "extra_forbidden":
        place = _key(node, location)
        near = difflib.get_close_matches(str(location[-1]), _fields(shape), 1)
        what, cure = "unknown key", f"did you mean “{near[0]}”?" if near else "remove it, or check its indentation"
        if " " in str(location[-1]):
            cure = "put quotation marks round a text with a comma in it"
    elif kind == "missing":
        what, cure = "this field is missing", "add it"
    elif kind == "literal_error":
        what, cure = "this value isn't one of those known", f"write {error['ctx']['expected']}"
    elif kind in _CAUSES:
        what, cure = _CAUSES[kind]
        what = what.format(**error.get("ctx", {}))
    else:
        what, cure = error["msg"].removeprefix("Value error, ").rstrip("."), "mend the value"
    line = place.start_mark.line + 1
    return Problem(shown, line, field, what, cure, _line(text, line))


def _fields(shape: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    """The names of all fields of a record and of the records inside it."""
    names = set()
    for name, info in shape.model_fields.items():
        names.add(info.alias or name)
        pending = [info.annotation]
        while pending:
            kind = pending.pop()
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
                names |= _fields(kind, seen | {shape})
            pending.extend(getattr(kind, "__args__", ()))
    return names
