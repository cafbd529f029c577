"""What was worked out for a sentence or a block, kept: while somebody types, all of them but one are as they were."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, ParamSpec, TypeVar

_MOST, _LONGEST = 4_000, 4_000

Of = ParamSpec("Of")
Result = TypeVar("Result")


class Remembering(Generic[Of, Result]):
    """`work`, done once for the same arguments (all of them hashable) as long as they are remembered; it must depend on nothing else.

    The first argument has a length; beyond 4,000 characters or words nothing is kept.
    """

    def __init__(self, work: Callable[Of, Result]):
        self._work = work
        self._known: dict[tuple[Hashable, ...], Result] = {}

    def __call__(self, *of: Of.args, **_: Of.kwargs) -> Result:
        known = self._known
        if len(of[0]) > _LONGEST:  # type: ignore[arg-type]
            return self._work(*of)  # type: ignore[call-arg]
        if of not in known:
            if len(known) >= _MOST:
                self._known = known = {}
            known[of] = self._work(*of)  # type: ignore[call-arg]
        return known[of]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_known": {}}
