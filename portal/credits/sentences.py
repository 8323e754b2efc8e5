"""What an entry says of itself: the sentence, the rule and who proved it. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.text import Message, language, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date

# What a cause must say, by its kind, and of which type. More may stand there: title_en, lesson_en, provider.
CAUSES: dict[str, dict[str, type]] = {
    "course_passed": {"title": str, "mark": int},
    "lesson_finished": {"title": str, "number": int, "lesson": str},
    "reversed": {"title": str, "reason": str, "record": str},
    "use_lapsed": {"title": str, "record": str, "credit_hundredths": int, "until": str},
    "use_restored": {"title": str, "record": str, "credit_hundredths": int, "until": str, "by": str},
    "transferred": {"title": str, "provider": str, "badge": str},
    "freed": {"title": str, "record": str},
    "restored_on_appeal": {"title": str, "record": str, "appeal": str},
    "recognised": {"title": str, "award": str, "awarded_by": str, "table": str, "row": str, "family": str},
    "locked": {"title": str, "college": str, "target": str},
    "unlocked": {"title": str, "college": str, "target": str},
    "converted": {"title": str, "college": str, "target": str},
    "converted_back": {"title": str, "college": str, "target": str},
    "replaced": {"title": str, "record": str, "by": str, "mark": int},
}
REASONS = {  # why earned credit may be taken back; a flaw of the course never is a reason
    "error": message("记错了"),
    "duplicate": message("同一件事记了两次"),
    "fraud": message("不是本人学的或考的"),
    "provider_failure": message("培训机构出的证明不真实"),
}


def why_not_cause(cause: Mapping[str, Any]) -> str | None:
    """What keeps a cause from explaining its entry, in English for the log; None when it does."""
    wanted = CAUSES.get(cause.get("kind", ""))
    if wanted is None:
        return f"unknown kind of cause: {cause.get('kind')!r}"
    for name, kind in wanted.items():
        if type(cause.get(name)) is not kind or cause[name] == "":
            return f"a cause {cause['kind']} needs {name} ({kind.__name__})"
    return None


def explain(cause: Mapping[str, Any]) -> Message:
    """The one sentence in which an entry explains itself, titles in the reader's language where both are known."""
    if why_not_cause(cause):
        return message("说明读不出来。这笔记录要核对。")
    return SENTENCES[cause["kind"]](cause, in_their_language(cause, "title"))


def _passed(cause: Mapping[str, Any], title: str) -> Message:
    if "appeal" in cause:
        return message(
            "学完《%(title)s》，申诉以后不算重复，记上。申诉 %(appeal)s。", title=title, appeal=cause["appeal"]
        )
    if "waited" in cause.get("sum", {}):
        return message("学完《%(title)s》，原来未计入的，现在记上。", title=title)
    return message("学完《%(title)s》，考核 %(mark)s 分。", title=title, mark=cause["mark"])


def _finished(cause: Mapping[str, Any], title: str) -> Message:
    values = {"title": title, "number": cause["number"], "lesson": in_their_language(cause, "lesson")}
    return message("学完《%(title)s》第 %(number)s 课《%(lesson)s》。", **values)


def _reversed(cause: Mapping[str, Any], title: str) -> Message:
    values = {"title": title, "record": cause["record"], "reason": REASONS.get(cause["reason"], cause["reason"])}
    return message("收回《%(title)s》的学分，记录 %(record)s。原因：%(reason)s。", **values)


def _freed(cause: Mapping[str, Any], title: str) -> Message:
    return message("先放回《%(title)s》失时效的学分，再收回。记录 %(record)s。", title=title, record=cause["record"])


def _restored_on_appeal(cause: Mapping[str, Any], title: str) -> Message:
    values = {"title": title, "record": cause["record"], "appeal": cause["appeal"]}
    return message("申诉以后，还回《%(title)s》的学分。收回的记录 %(record)s，申诉 %(appeal)s。", **values)


def _lapsed(cause: Mapping[str, Any], title: str) -> Message:
    values = {"credit": format_credit(cause["credit_hundredths"]), "day": _day(cause, "until")}
    return message("《%(title)s》的 %(credit)s 学分，能用到%(day)s，现在已失时效。记录还在。", title=title, **values)


def _restored(cause: Mapping[str, Any], title: str) -> Message:
    values = {"credit": format_credit(cause["credit_hundredths"]), "day": _day(cause, "until")}
    by = in_their_language(cause, "by")
    return message(
        "学完《%(by)s》，《%(title)s》的 %(credit)s 学分恢复使用，能用到%(day)s。", title=title, by=by, **values
    )


def _day(cause: Mapping[str, Any], name: str) -> str:
    """A day of the cause in words; as it stands there when it is none."""
    try:
        return format_date(date.fromisoformat(cause[name]))
    except ValueError:
        return str(cause[name])


def _transferred(cause: Mapping[str, Any], title: str) -> Message:
    return message("转入《%(title)s》的学分，凭%(provider)s发的徽章。", title=title, provider=cause["provider"])


def _recognised(cause: Mapping[str, Any], title: str) -> Message:
    return message("认定《%(title)s》，%(by)s发的。", title=title, by=cause["awarded_by"])


def _towards(said: Message) -> Callable[[Mapping[str, Any], str], Message]:
    """What happened to credit on its way to a target course of a college."""

    def explained(cause: Mapping[str, Any], title: str) -> Message:
        named = {name: in_their_language(cause, name) for name in ("college", "target")}
        return message(said.msgid, title=title, **named)

    return explained


def _replaced(cause: Mapping[str, Any], title: str) -> Message:
    values = {"title": title, "record": cause["record"], "mark": cause["mark"], "by": in_their_language(cause, "by")}
    if cause["by"] == cause["title"]:
        return message("《%(title)s》的学分，记录 %(record)s，换成重考的 %(mark)s 分来记。", **values)
    return message("《%(title)s》的学分，记录 %(record)s，改由《%(by)s》来记，考核 %(mark)s 分。", **values)


SENTENCES: dict[str, Callable[[Mapping[str, Any], str], Message]] = {  # by the kind of a cause; gets its title too
    "course_passed": _passed,
    "lesson_finished": _finished,
    "reversed": _reversed,
    "freed": _freed,
    "restored_on_appeal": _restored_on_appeal,
    "use_lapsed": _lapsed,
    "use_restored": _restored,
    "transferred": _transferred,
    "recognised": _recognised,
    "locked": _towards(message("《%(title)s》的学分锁定：申请换%(college)s的“%(target)s”。")),
    "unlocked": _towards(message("《%(title)s》的学分解锁，原来为%(college)s的“%(target)s”锁定。")),
    "converted": _towards(message("《%(title)s》的学分已用于%(college)s的“%(target)s”。")),
    "converted_back": _towards(message("《%(title)s》的学分从%(college)s的“%(target)s”换回来。")),
    "replaced": _replaced,
}


def in_their_language(cause: Mapping[str, Any], name: str) -> str:
    """A title of the cause in the reader's language where it is known, else as the course has it."""
    english = cause.get(f"{name}_en") if language() == "en" else ""
    return str(english or cause.get(name, ""))


PROOFS: dict[str, Message] = {  # who stands for a deed, by the kind of its cause, where that is not our own record
    "course_passed": message("考核由无碍学堂判分。"),
    "reversed": message("由两位学分管理员先后核对。"),
    "freed": message("由两位学分管理员先后核对。"),
    "restored_on_appeal": message("由申诉处理员决定，不是原来决定的人。"),
    "use_lapsed": message("由无碍学堂按规则和日期算出。"),
    "use_restored": message("由无碍学堂按规则和日期算出。"),
    "transferred": message("徽章的签名由无碍学堂核对过，换算由学分管理员决定。"),
    "recognised": message("由两位学分管理员先后核对证书和材料。"),
    "locked": message("由本人申请。"),
    "unlocked": message("由学分银行按申请的结果记下。"),
    "converted": message("由学校的老师决定。"),
    "converted_back": message("由两位学分管理员先后核对。"),
    "replaced": message("按规则自动换记：只记一次，记成绩最好的。"),
}


def who_proved(cause: Mapping[str, Any]) -> Message:
    """By whom the deed behind an entry was offered and judged."""
    judged = PROOFS.get(cause.get("kind", ""), message("由无碍学堂按学习记录记下。"))
    if not cause.get("provider"):
        return judged
    return message("课程由%(provider)s提供。%(judged)s", provider=cause["provider"], judged=judged)
