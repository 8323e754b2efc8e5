"""What an entry does, in words, and where credit is now. Pure."""

from collections.abc import Mapping

from portal.credits.rules import EntryType, Part, Unit
from portal.text import Message, message
from portal.text.amounts import format_credit

# What is locked, used or lapsed stays in the total: the words say that it does not change, and what moved.
CHANGES: dict[EntryType, Message] = {
    EntryType.EARN: message("增加 %(amount)s"),
    EntryType.RECOGNISE: message("增加 %(amount)s"),
    EntryType.TRANSFER_IN: message("增加 %(amount)s"),
    EntryType.LOCK: message("不变，锁定 %(amount)s"),
    EntryType.UNLOCK: message("不变，解锁 %(amount)s"),
    EntryType.CONVERT_OUT: message("不变，转换 %(amount)s"),
    EntryType.CONVERT_BACK: message("不变，退回转换的 %(amount)s"),
    EntryType.EXPIRE_USE: message("不变，%(amount)s 失时效"),
    EntryType.RESTORE: message("不变，恢复时效 %(amount)s"),
    EntryType.REVERSE: message("减少 %(amount)s"),
    EntryType.ADJUST: message("增加 %(amount)s"),
}
PLACES: dict[Part, Message] = {
    Part.FREE: message("%(credit)s 学分在账户里，没有锁定，没有用过。"),
    Part.LOCKED: message("%(credit)s 学分已锁定，等学校答复。"),
    Part.CONVERTED: message("%(credit)s 学分已转换，学校收下了。"),
    Part.LAPSED: message("%(credit)s 学分已失时效。学过的还在，只是不能再拿去用。"),
    Part.REVERSED: message("%(credit)s 学分已收回，不在总数里。"),
}


def change(entry_type: EntryType, amount: object) -> Message:
    """“增加 0.5”, “不变，锁定 0.5”: what became of the total, and how much moved."""
    return message(CHANGES[entry_type].msgid, amount=amount)


def amount_in_words(unit: Unit, amount: int) -> Message:
    """“0.5 学分”, “10 分积分”."""
    if unit is Unit.POINTS:
        return message("%(points)s 分积分", points=amount)
    return message("%(credit)s 学分", credit=format_credit(amount))


def places(parts: Mapping[Part, int]) -> list[Message]:
    """Where credit is, one sentence for each place that has some; parts are in hundredths."""
    return [message(said.msgid, credit=format_credit(parts[part])) for part, said in PLACES.items() if parts.get(part)]
