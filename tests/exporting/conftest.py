from collections.abc import Callable

import pytest

from coach.content import RoleContent
from coach.evaluation.offline import OfflineEvaluator
from coach.evaluation.task import TaskMaker
from coach.models import Evaluation


@pytest.fixture(scope="session")
def judged(maker: TaskMaker, role: RoleContent) -> Callable[[str], Evaluation]:
    """The offline evaluation of a compliance briefing."""
    return lambda draft: OfflineEvaluator().evaluate(maker.make(draft, "compliance-briefing", role.path.id))
