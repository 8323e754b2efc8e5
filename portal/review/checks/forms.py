"""What the formal checker and the testers fill in."""

from collections.abc import Sequence
from typing import Any

from portal.library.rules import VERDICTS, WAYS
from portal.review.checks.actions import Report
from portal.review.forms import too_long
from portal.submissions.forms import KeyForm
from portal.submissions.rules import Part
from portal.text import Message, message

FORMAL_ITEMS: dict[str, Message] = {
    "complete": message("材料齐全：课程、承诺书、版权说明都在"),
    "rights": message("版权和肖像：写明了谁的、为什么能用"),
    "clean": message("负面清单：没有违法、广告、歧视的内容"),
    "plays": message("媒体能放：每一课都打得开"),
    "different": message("不重复：和已有课程不雷同，或者说明了不同"),
    "people": message("没有个人信息：没有任何人的号码"),
}
YES_NO: dict[str, Message] = {"yes": message("是"), "no": message("不是")}
TASKS: dict[str, Message] = {
    "find": message("找到这门课，看懂它教什么"),
    "learn": message("学完一课"),
    "quiz": message("做完考核的题"),
    "help": message("找到求助的地方"),
}
# Each way is tried by those who learn that way; with the keyboard both do.
WAYS_OF_PART: dict[Part, tuple[str, ...]] = {
    Part.BLIND_TESTER: ("listen", "keyboard", "braille"),
    Part.DEAF_TESTER: ("look", "keyboard", "sign"),
}
TASK_RESULTS: dict[str, Message] = {
    "done": message("做完了"),
    "hard": message("做完了，很费力"),
    "not": message("做不完"),
}
FAULT_GRADES: dict[str, Message] = {
    "": message("没有发现问题"),
    "P0": message("P0，挡住学员，不改不能开放"),
    "P1": message("P1，开放以后限期改"),
    "P2": message("P2，建议改"),
}
WHOLE_COURSE = message("整门课")
Answers = dict[str, str]


class NamingForm(KeyForm):
    """Who is to be asked."""

    person: str = ""
    part: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        return {} if self.person.isdecimal() and len(self.person) < 19 else {"person": message("人选：选一位")}


class LetterForm(KeyForm):
    """A decision with a letter to the author."""

    decision: str = ""
    letter: str = ""

    def errors(self, choices: Sequence[str], needs_letter: Sequence[str]) -> dict[str, Message]:
        """What to put right; some decisions need their letter."""
        if self.decision not in choices:
            return {"decision": message("结论：选一个")}
        if self.decision in needs_letter and not self.letter.strip():
            return {"letter": message("给提交市的信：写清要改什么")}
        return too_long({"letter": (message("给提交市的信"), self.letter)})


def formal_fields() -> tuple[str, ...]:
    """The fields of the formal checklist."""
    return (*FORMAL_ITEMS, "letter", "key")


def formal_errors(answers: Answers) -> dict[str, Message]:
    """What to put right: every item is answered, and whatever is wrong stands in the one letter."""
    found = {
        item: message("%(label)s：选一个", label=words)
        for item, words in FORMAL_ITEMS.items()
        if answers[item] not in YES_NO
    }
    if not found and not is_in_order(answers) and not answers["letter"].strip():
        found["letter"] = message("给提交市的信：有“不是”，就写清要改什么。一次说全")
    return found or too_long({"letter": (message("给提交市的信"), answers["letter"])})


def is_in_order(answers: Answers) -> bool:
    """Whether every item of the formal checklist is met."""
    return all(answers[item] == "yes" for item in FORMAL_ITEMS)


def report_fields(lessons: Sequence[Any], part: Part) -> tuple[str, ...]:
    """The fields of a tester's report on a course with these lessons; number 0 is the whole course."""
    numbers = [0, *[lesson.number for lesson in lessons]]
    faults = [f"{kind}_{number}" for number in numbers for kind in ("grade", "words")]
    tasks, ways = [f"task_{task}" for task in TASKS], [f"way_{way}" for way in WAYS_OF_PART[part]]
    return (*tasks, *ways, *faults, "summary", "key")


def report_errors(answers: Answers, lessons: Sequence[Any], part: Part) -> dict[str, Message]:
    """What keeps a report from being handed in."""
    asked = [(f"task_{task}", words, TASK_RESULTS) for task, words in TASKS.items()]
    asked += [(f"way_{way}", WAYS[way], VERDICTS) for way in WAYS_OF_PART[part]]
    found = {
        name: message("%(label)s：选一个", label=words)
        for name, words, choices in asked
        if answers[name] not in choices
    }
    for number, words in places(lessons).items():
        found |= _fault_errors(answers, number, words)
    if not answers["summary"].strip():
        found["summary"] = message("总的感受：写几句")
    return found or too_long({"summary": (message("总的感受"), answers["summary"])})


def _fault_errors(answers: Answers, number: int, place: Message) -> dict[str, Message]:
    grade, said = answers[f"grade_{number}"], answers[f"words_{number}"].strip()
    if grade not in FAULT_GRADES:
        return {f"grade_{number}": message("%(label)s：选一个", label=place)}
    if bool(grade) != bool(said):
        return {f"words_{number}": message("%(label)s的问题：有问题就选一级，写清在哪里、怎么了", label=place)}
    return {}


def report_of(answers: Answers, lessons: Sequence[Any], part: Part) -> Report:
    """The report, once it has no errors."""
    slugs = {0: "", **{lesson.number: lesson.slug for lesson in lessons}}
    faults = [
        {"grade": answers[f"grade_{number}"], "lesson": slug, "words": answers[f"words_{number}"].strip()}
        for number, slug in slugs.items()
        if answers[f"grade_{number}"]
    ]
    return Report(
        tasks={task: answers[f"task_{task}"] for task in TASKS},
        ways={way: answers[f"way_{way}"] for way in WAYS_OF_PART[part]},
        faults=faults,
        summary=answers["summary"].strip(),
    )


def places(lessons: Sequence[Any]) -> dict[int, Message]:
    """Where a fault can be: the whole course, and each lesson."""
    named = {
        lesson.number: message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)
        for lesson in lessons
    }
    return {0: WHOLE_COURSE, **named}
