"""Findings as plain lines that a screen reader can follow, and as data for programs."""

from collections.abc import Iterator
from typing import Any

from portal.library.packages.findings import Finding, Grade, in_order
from portal.text import message


def as_data(findings: list[Finding]) -> list[dict[str, Any]]:
    """For programs: grade, file, line, rule, who, message, mend; worst first, in the reader's language."""
    return [
        {
            "grade": finding.grade.value,
            "file": finding.file,
            "line": finding.line,
            "rule": finding.rule,
            "who": str(finding.who),
            "message": str(finding.message),
            "mend": str(finding.mend),
        }
        for finding in in_order(findings)
    ]


def as_lines(findings: list[Finding]) -> Iterator[str]:
    """Worst first, numbered through, so that a finding can be named on the telephone; the count comes last."""
    counts = {grade: sum(finding.grade is grade for finding in findings) for grade in Grade}
    before: Grade | None = None
    for number, finding in enumerate(in_order(findings), 1):
        if finding.grade is not before:
            before = finding.grade
            yield str(message("%(grade)s，%(count)s 处", grade=before.label, count=counts[before]))
            yield ""
        yield f"{number}. {finding.message}"
        yield f"   {place(finding)}"
        yield "   " + str(message("影响谁：%(who)s", who=finding.who))
        yield "   " + str(message("怎么改：%(mend)s", mend=finding.mend))
        yield ""
    if not findings:
        yield str(message("没有要改的地方。"))
        return
    yield str(
        message(
            "共 %(total)s 处。不改不能开放 %(blockers)s 处，必须改 %(must_fix)s 处，建议 %(advice)s 处。",
            total=len(findings),
            blockers=counts[Grade.BLOCKER],
            must_fix=counts[Grade.MUST_FIX],
            advice=counts[Grade.ADVICE],
        )
    )


def place(finding: Finding) -> str:
    """Where it is, in words: the file and its line."""
    if not finding.file:
        return str(message("在哪里：整个课程包"))
    if finding.line is None:
        return str(message("在哪里：%(file)s", file=finding.file))
    return str(message("在哪里：%(file)s，第 %(line)s 行", file=finding.file, line=finding.line))
