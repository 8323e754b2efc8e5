"""Ask the outside links of a course, each once a week, one server after the other, and say honestly what was not asked."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from portal.jobs.context import JobContext
from portal.text import message
from portal.upkeep import actions, queries, rules
from portal.upkeep.asking import Asker, host_of
from portal.upkeep.rules import LinkState

ASKER = Asker()
MOST_OF_A_COURSE = 100  # addresses asked at one look; those that waited longest in front, so that each has its turn
TIME_FOR_LINKS = timedelta(minutes=10)  # of one course: servers that drip must not hold up the other courses


@dataclass
class Heard:
    """What the outside links of a course are like now, by address. `state` as in the table of looks."""

    state: str = "asked"
    links: dict[str, LinkState] = field(default_factory=dict)

    @property
    def once_silent(self) -> int:
        """How many did not answer for the first time: nobody is told yet what they are."""
        return sum(bool(link.trouble) and not rules.is_told(link) for link in self.links.values())


def ask_outside(context: JobContext, addresses: Collection[str], by_hand: bool) -> Heard:
    """Ask those whose turn it is. With the setting off nobody is asked, and what was known is left as it is."""
    heard = Heard()
    with context.reading() as session:
        known = queries.links(session, {actions.link_digest(address) for address in addresses})
        rows = {row.address: (row.asked_at, _state(row)) for row in known.values()}
    heard.links = {address: state for address, (_, state) in rows.items()}
    if context.settings.outside_links == "leave":
        heard.state = "left"
        return heard
    now = context.now()
    due = [one for one in addresses if one not in rows or rules.is_due(rows[one][0], now, by_hand)]
    due.sort(key=lambda one: rows[one][0].timestamp() if one in rows else 0.0)
    for number, address in enumerate(due[:MOST_OF_A_COURSE], 1):
        if context.now() - now > TIME_FOR_LINKS:
            break
        say = message("打开外部链接，第 %(number)s 个，共 %(count)s 个", number=number, count=len(due))
        context.progress(3, 4, say)
        state, is_known = _ask(context, address)
        if not is_known:
            heard.state = "cut_off"
        heard.links[address] = state
    return heard


def _ask(context: JobContext, address: str) -> tuple[LinkState, bool]:
    """What is known of the address now, and whether the question told anything."""
    host = host_of(address)
    with context.reading() as session:
        asked_at = queries.host_asked_at(session, host)
    if asked_at is not None:
        left = ASKER.pause_seconds - (context.now() - asked_at).total_seconds()
        time.sleep(min(max(left, 0.0), ASKER.pause_seconds))
    with context.writing() as session:
        before = actions.claim_link(session, address, host, context.now())
    trouble = ASKER.ask(address, context.settings.origin)
    with context.writing() as session:
        state = rules.after_asking(before, trouble, context.now(), queries.heard_at(session, host))
        actions.keep_answer(session, address, state)
    return state, trouble is None or state is not before


def _state(row: object) -> LinkState:
    return LinkState(**{name: getattr(row, name) for name in ("trouble", "failures", "failed_in", "answered_at")})
