"""What ties the figures of a fact sheet together: “budget-left = budget-year - epsilon”, “fidelity-at-1 < fidelity-at-8”."""

import ast
import operator
import re
from collections.abc import Callable, Mapping

_SIGNS: dict[str, Callable[[float, float], bool]] = {"<": operator.lt, "<=": operator.le}
_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ID = re.compile(r"(?<![\w.])[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def fault(relation: str, figures: Mapping[str, float | int | str]) -> tuple[str, str] | None:
    """What is wrong with it and how to mend that, or None where it holds; `figures` are the values by a fact's id.

    Between = both sides must be equal as far as the side with the fewest decimals is written; a chain may be as long as you like.
    """
    parts = re.split(r"(<=|<|=)", relation)
    if len(parts) < 3:
        return "nothing is compared here", "write two sides with =, < or <= between them"
    try:
        sides = [_value(part, figures) for part in parts[::2]]
    except (SyntaxError, KeyError, TypeError, ZeroDivisionError) as error:
        what = f"“{error.args[0]}” is no fact with a number" if isinstance(error, KeyError) else "this can't be worked out"
        return what, "use ids of facts, numbers, + - * / with spaces round them, and brackets"
    for sign, left, right, text, other in zip(parts[1::2], sides, sides[1:], parts[::2], parts[2::2], strict=False):
        if sign in _SIGNS:
            holds = _SIGNS[sign](left, right)
        else:
            places = min(_decimals(text, figures), _decimals(other, figures))
            holds = abs(left - right) <= 0.5 * 10**-places + 1e-9
        if not holds:
            return f"“{relation}” doesn't hold: {left:g} {sign} {right:g}", "mend the figures, or the relation"
    return None


def _value(text: str, figures: Mapping[str, float | int | str]) -> float:
    def figure(match: re.Match[str]) -> str:
        value = figures.get(match.group())
        if value is None or isinstance(value, str):
            raise KeyError(match.group())
        return f"({value!r})"

    return _worked_out(ast.parse(_ID.sub(figure, text).strip(), mode="eval").body)


def _worked_out(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_worked_out(node.left), _worked_out(node.right))
    raise TypeError


def _decimals(text: str, figures: Mapping[str, float | int | str]) -> int:
    """As many as a side's only fact is written with; of a sum or quotient, so many that it never decides."""
    only = figures.get(text.strip())
    return len(repr(only).partition(".")[2]) if isinstance(only, int | float) and "e" not in repr(only) else 9
