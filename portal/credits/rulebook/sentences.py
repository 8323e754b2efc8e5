"""A rule set in words, part by part. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.credits.rulebook.rules import Caps, Member, RuleSet
from portal.credits.sentences import in_their_language
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date

SOURCE_WORDS = {
    "courses": message("本网的课程"),
    "recognition": message("别处学的、经过认定"),
    "transfer_in": message("别处的徽章转入"),
}
DOMAIN_WORDS = {
    "employment": message("就业技能"),
    "advancement": message("岗位提升"),
    "entrepreneurship": message("创业创新"),
    "skilled": message("中高级技能"),
    "employer": message("雇主与服务人员"),
}
PERIOD_WORDS = {  # of a cap, as a posting's sum names it
    "year": message("这一年"),
    "term": message("这一学期"),
    "provider_year": message("这家培训机构的课，这一年"),
    "courses": message("本网的课程，这一年"),
    "recognition": message("别处学的、经过认定的，这一年"),
    "transfer_in": message("别处的徽章转入的，这一年"),
}


def earn_rule(rules: RuleSet) -> Message:
    """When a course that is passed gives credit."""
    return message(
        "考核 %(mark)s 分以上，必做的活动做完 %(percent)s%% 以上，身份核对过，就按课程公布的学分入账。一门课只入账一次。",
        mark=rules.pass_mark,
        percent=rules.required_percent,
    )


def size_rule(rules: RuleSet) -> Message:
    """How much credit a course is usually given."""
    return message(
        "学 %(minutes)s 分钟是 1 学时。%(hours)s 学时一般算 1 学分。每门课多少学分，由学分管理员定，写在课程页上。",
        minutes=rules.minutes_per_hour,
        hours=rules.hours_per_credit,
    )


def cap_rules(rules: RuleSet) -> list[Message]:
    """The most that counts, a sentence for each cap."""
    if rules.caps.is_empty:
        return [message("没有上限：得多少，记多少。")]
    return [*_cap_sentences(rules.caps), _period_sentence(rules), carry_rule(rules)]


def _cap_sentences(caps: Caps) -> list[Message]:
    found = []
    if caps.year is not None:
        found.append(message("一年最多记 %(credit)s 学分。", credit=format_credit(caps.year)))
    if caps.term is not None:
        found.append(message("一学期最多记 %(credit)s 学分。", credit=format_credit(caps.term)))
    if caps.provider_year is not None:
        credit = format_credit(caps.provider_year)
        found.append(message("同一家培训机构的课，一年最多记 %(credit)s 学分。", credit=credit))
    for source, most in caps.sources.items():
        named, credit = SOURCE_WORDS.get(source, source), format_credit(most)
        found.append(message("来自%(source)s的，一年最多记 %(credit)s 学分。", source=named, credit=credit))
    return found


def _period_sentence(rules: RuleSet) -> Message:
    if rules.caps.term is None or not rules.term_starts:
        return message("一年从 %(month)s 月 1 日算起，看学完的日子在哪一年。", month=rules.year_starts)
    months = "、".join(str(month) for month in rules.term_starts)
    values = {"month": rules.year_starts, "months": months}
    return message(
        "一年从 %(month)s 月 1 日算起。学期从这几个月的 1 日算起：%(months)s。看学完的日子在哪一段。", **values
    )


def carry_rule(rules: RuleSet) -> Message:
    """What becomes of credit over the cap."""
    if rules.carries:
        return message("超过上限的不会丢，先放在“未计入”，下一段开始时再记。")
    return message("超过上限的不记入学分，证书照发。")


def points_rules(rules: RuleSet) -> list[Message]:
    """What earns points, and that they are something else than credit."""
    found = []
    if rule := rules.points.get("lesson_finished"):
        found.append(
            message(
                "学完一课得 %(points)s 分积分，一天最多 %(most)s 分。看、听、读、用手语学，得的一样多。一课只得一次。",
                points=rule.points,
                most=rule.most_a_day,
            )
        )
    return [*found, message("积分记努力，永远不能换学分。")]


def once_rules(rules: RuleSet) -> list[Message]:
    """What is credited once only: retakes, new versions, and courses that prove the same thing."""
    retake = (
        message("重考的成绩更高，学分就换成高的那一次来记，多少不变。学新版，不再记一次。")
        if rules.best_of
        else message("重考、学新版，都不再记一次。")
    )
    if not rules.groups:
        return [retake]
    comma = str(message("、"))
    named = [
        message(
            "%(name)s：%(titles)s，算同一门。",
            name=group.name,
            titles=comma.join(str(message("《%(title)s》", title=_title(one))) for one in group.courses),
        )
        for group in rules.groups
    ]
    return [retake, message("下面每一组课只记一次，记成绩最好的那一门。改记不会让学分变少。"), *named]


def _title(member: Member) -> str:
    return in_their_language({"title": member.title, "title_en": member.title_en}, "title")


def validity_rules(rules: RuleSet) -> list[Message]:
    """How long credit can be used, a sentence for each domain in which that ends."""
    if not rules.validity:
        return [message("学分一直有效，没有期限。")]
    found = [
        message(
            "“%(domain)s”类课程的学分，从学完那天起 %(months)s 个月内可以用。到期前 %(days)s 天会提醒。",
            domain=DOMAIN_WORDS.get(domain, domain),
            months=said.months,
            days="、".join(str(days) for days in said.warn_days),
        )
        for domain, said in rules.validity.items()
    ]
    return [*found, message("其他课程的学分没有期限。到期的只是使用，学过什么一直留在账户里。")]


REVERSAL = message(
    "收回学分，要一位学分管理员提出，本人可以先说明，再由另一位学分管理员决定。课程自己的毛病，不收回学员的学分。"
)
VALIDITY = message("过了期限，学分还在记录里，只是不能再用。同类的课再考合格一次，期限重新算，已失时效的恢复。")
RECOGNITION = message("别处学的，按发证那一天的价值表认定。同一类只算最高的一个。")
CONVERSION = message("本人申请以后锁定；学校接受，就转换；没接受、撤回或者过了期限，就解锁。按和学校的协议办。")
UNKNOWN = message("这条规则的文字没有找到。")


RULES: dict[str, Callable[[RuleSet], list[Message]]] = {  # by the kind of an entry's cause
    "course_passed": lambda rules: [earn_rule(rules)],
    "lesson_finished": lambda rules: points_rules(rules)[:-1],
    "reversed": lambda _: [REVERSAL],
    "use_lapsed": lambda _: [VALIDITY],
    "use_restored": lambda _: [VALIDITY],
    "recognised": lambda _: [RECOGNITION],
    **dict.fromkeys(("locked", "unlocked", "converted"), lambda _: [CONVERSION]),
    "converted_back": lambda _: [REVERSAL],
    "replaced": once_rules,
}


def rule_in_words(rules: RuleSet | None, kind: str) -> list[Message]:
    """The rule by which an entry was posted, as it was then; `kind` is that of its cause."""
    said = RULES[kind](rules) if rules and kind in RULES else []
    return said or [UNKNOWN]


def since(rules: RuleSet, until: RuleSet | None) -> Message:
    """From when, and until when, the rules hold."""
    if until is None:
        return message("从%(day)s起。", day=format_date(rules.valid_from))
    values = {"day": format_date(rules.valid_from), "end": format_date(until.valid_from)}
    return message("从%(day)s起，到%(end)s的前一天为止。", **values)


def parts(rules: RuleSet) -> list[tuple[Message, list[Message]]]:
    """A whole rule set: its headings, each with its sentences."""
    return [
        (message("怎样得学分"), [earn_rule(rules), *once_rules(rules)]),
        (message("一门课多少学分"), [size_rule(rules)]),
        (message("最多记多少"), cap_rules(rules)),
        (message("学分能用多久"), validity_rules(rules)),
        (message("积分"), points_rules(rules)),
        (message("认定别处学的"), [RECOGNITION]),
        (message("收回和改正"), [REVERSAL]),
    ]


def sum_in_words(rules: RuleSet | None, cause: Mapping[str, Any], posted_hundredths: int) -> list[Message]:
    """The sum behind a posting, in sentences, from what its cause kept; none where the cause kept nothing."""
    done: Mapping[str, Any] = cause.get("sum", {})
    if rules is None or not done:
        return []
    if "waited" in done:
        return [carried_sum(done, posted_hundredths)]
    if "value" in done:
        return recognised_sum(done, posted_hundredths)
    if "rejected" in done:
        return appealed_sum(done, posted_hundredths)
    return [hours_sum(rules, done["learning_minutes"]), counted_sum(done, posted_hundredths)]


def appealed_sum(done: Mapping[str, Any], posted_hundredths: int) -> list[Message]:
    """What was rejected as a duplicate, the cap, and what therefore counts on appeal."""
    return [
        message("原来算重复、没有记的 %(credit)s 学分。", credit=format_credit(done["rejected"])),
        *_limit_and_posted(done, posted_hundredths),
    ]


def _limit_and_posted(done: Mapping[str, Any], posted_hundredths: int) -> list[Message]:
    said = []
    if "cap" in done:
        limit = {"before": format_credit(done["before"]), "most": format_credit(done["most"])}
        period = PERIOD_WORDS[done["cap"]]
        said.append(message("%(period)s已记 %(before)s 学分，上限 %(most)s 学分。", period=period, **limit))
    return [*said, message("这次记 %(posted)s 学分。", posted=format_credit(posted_hundredths))]


def recognised_sum(done: Mapping[str, Any], posted_hundredths: int) -> list[Message]:
    """What an award counts for, what its family counted before, and the cap."""
    values = {"value": format_credit(done["value"]), "before": format_credit(done["family_before"])}
    said = [message("认定 %(value)s 学分。", value=values["value"])]
    if done["family_before"]:
        said.append(message("同一类以前已记 %(before)s 学分，只补差额。", before=values["before"]))
    return [*said, *_limit_and_posted(done, posted_hundredths)]


def carried_sum(done: Mapping[str, Any], posted_hundredths: int) -> Message:
    """What waited since a cap left it out, and what of it counts in the period that began."""
    values: dict[str, Any] = {"waited": format_credit(done["waited"]), "posted": format_credit(posted_hundredths)}
    values["day"] = format_date(date.fromisoformat(done["counts_on"]))
    if "cap" not in done:
        return message("原来未计入 %(waited)s 学分，算在%(day)s起的一段里，记 %(posted)s 学分。", **values)
    values |= {"before": format_credit(done["before"]), "most": format_credit(done["most"])}
    return message(
        "原来未计入 %(waited)s 学分，算在%(day)s起的一段里：已记 %(before)s 学分，上限 %(most)s 学分，所以记 %(posted)s 学分。",
        **values,
    )


def hours_sum(rules: RuleSet, learning_minutes: int) -> Message:
    """What the course's length gives by the rule."""
    return message(
        "%(minutes)s 分钟 ÷ %(of_hour)s ＝ %(in_hours)s 学时，%(in_hours)s 学时 ÷ %(hours)s ＝ %(credit)s 学分。",
        minutes=learning_minutes,
        of_hour=rules.minutes_per_hour,
        in_hours=format_credit(learning_minutes * 100 // rules.minutes_per_hour),
        hours=rules.hours_per_credit,
        credit=format_credit(rules.usual_credit(learning_minutes)),
    )


def counted_sum(done: Mapping[str, Any], posted_hundredths: int) -> Message:
    """What the course announced, what was there before and the cap, and what therefore counts."""
    announced, posted = done["announced"], posted_hundredths
    values: dict[str, Any] = {"announced": format_credit(announced), "posted": format_credit(posted)}
    if "cap" not in done:
        return message("课程公布 %(announced)s 学分，没有上限，记 %(posted)s 学分。", **values)
    values = values | {
        "period": PERIOD_WORDS[done["cap"]],
        "before": format_credit(done["before"]),
        "most": format_credit(done["most"]),
    }
    return message(
        "课程公布 %(announced)s 学分。%(period)s已记 %(before)s 学分，上限 %(most)s 学分，所以这次记 %(posted)s 学分。",
        **values,
    )


def left_out(cap: str, before: int, most: int, left: int, next_on: date | None) -> list[Message]:
    """Why credit does not count yet, and when it will. Amounts are hundredths of a credit."""
    values = {"period": PERIOD_WORDS[cap], "before": format_credit(before), "most": format_credit(most)}
    reason = message("%(period)s已记 %(before)s 学分，上限 %(most)s 学分。", **values)
    if next_on is None:
        return [reason, message("按当时的规则，超过的 %(left)s 学分不记。", left=format_credit(left))]
    rest = {"left": format_credit(left), "day": format_date(next_on)}
    return [reason, message("未计入的 %(left)s 学分，%(day)s起再记。", **rest)]
