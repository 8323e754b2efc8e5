"""What a learner may choose next."""

from types import SimpleNamespace

import pytest

from portal.learning.models import Enrolment, EnrolmentState
from portal.learning.views import Progress


@pytest.mark.parametrize(
    ("done", "state", "may_choose"),
    [(3, "learning", False), (4, "learning", True), (5, "learning", False), (4, "passed", False)],
)
def test_with_enough_lessons_the_assessment_and_the_next_lesson_are_both_open(done: int, state: str, may_choose: bool):
    lessons = [SimpleNamespace(slug=f"0{number}-dough", number=number) for number in range(1, 6)]
    enrolment = Enrolment(state=EnrolmentState(state))
    assert Progress(enrolment, lessons, frozenset(one.slug for one in lessons[:done])).may_choose is may_choose
