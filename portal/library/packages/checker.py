"""The one checker: all findings at once, in order, with no number of a person in them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from portal.library.packages.findings import Finding, has_blocker, in_order
from portal.library.packages.limits import FINDINGS_OF_ONE_RULE_IN_A_FILE
from portal.library.packages.reader import FORM_RULES, build_package
from portal.library.packages.rules import captions, claims, files, links, media, privacy, questions, words
from portal.library.packages.source import Source
from portal.text import Message, message
from portal.text.personal_data import mask_personal_data

LINES_NAMED = 100
Rule = Callable[[Source], Iterable[Finding]]

CONTENT_RULES: tuple[Rule, ...] = (
    files.places,
    files.names,
    files.contents,
    files.sizes,
    files.pictures,
    files.used,
    media.needed,
    media.files_there,
    media.playable,
    media.transcripts,
    media.stand_in,
    captions.syntax,
    captions.machine_made,
    captions.readable,
    captions.whole,
    words.raw_html,
    words.brackets,
    words.headings,
    words.tables,
    words.signs,
    words.unwritten,
    words.sentences,
    words.reading_time,
    words.bodies,
    words.english_titles,
    words.plain_summary,
    words.lesson_order,
    links.picture_descriptions,
    links.pictures_there,
    links.links_lead_somewhere,
    links.link_words,
    questions.final_assessment,
    questions.answerable_without_seeing,
    questions.explained,
    questions.right_answer_varies,
    claims.hours_and_credit,
    claims.rights,
    privacy.numbers_of_people,
)


def check_package(folder: Path) -> list[Finding]:
    """Everything that is to be put right in this folder, worst first. Never stops at the first, never raises for content."""
    source = Source(folder)
    form = [finding for rule in FORM_RULES for finding in rule(source)]
    findings = form + [finding for rule in CONTENT_RULES for finding in rule(source)]
    if not has_blocker(form):  # claims are counted against a course that can be read
        findings += claims.access_claims(source, build_package(source))
    return [_without_numbers(finding) for finding in _bounded(in_order(findings))]


def _bounded(findings: list[Finding]) -> list[Finding]:
    """Many of the same in one file are said as the first ten, and one that counts the others and names their lines."""
    kept: list[Finding] = []
    more: dict[tuple[str, str], list[Finding]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        key = finding.file, finding.rule
        counts[key] += 1
        if counts[key] <= FINDINGS_OF_ONE_RULE_IN_A_FILE:
            kept.append(finding)
        else:
            more.setdefault(key, []).append(finding)
    return in_order([*kept, *map(_summed_up, more.values())])


def _summed_up(findings: list[Finding]) -> Finding:
    lines = [str(finding.line) for finding in findings if finding.line]
    shown = "、".join(lines[:LINES_NAMED]) + ("……" if len(lines) > LINES_NAMED else "")
    what, count = findings[0].message, len(findings)
    says = message("%(what)s连这一处，同样的还有 %(count)s 处。", what=what, count=count)
    if lines:
        says = message(
            "%(what)s连这一处，同样的还有 %(count)s 处，在第 %(lines)s 行。", what=what, count=count, lines=shown
        )
    return replace(findings[0], message=says)


def _without_numbers(finding: Finding) -> Finding:
    """A finding may quote the package: names of files, headings, links. No quotation carries a number of a person."""
    return replace(
        finding,
        file=mask_personal_data(finding.file),
        who=_masked(finding.who),
        message=_masked(finding.message),
        mend=_masked(finding.mend),
    )


def _masked(value: Any) -> Any:
    if isinstance(value, Message):
        return Message(value.msgid, {name: _masked(inner) for name, inner in value.values.items()})
    return mask_personal_data(value) if isinstance(value, str) else value
