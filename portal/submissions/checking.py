"""The job that checks a package: unpack within bounds, find everything, keep it for the reviewers."""

import shutil
from pathlib import Path

from portal.jobs.context import JobContext
from portal.jobs.models import stored
from portal.jobs.registry import job
from portal.library.actions import stage
from portal.library.packages import (
    Finding,
    Grade,
    Package,
    PackageRefused,
    check_package,
    has_blocker,
    read_package,
    unpack,
)
from portal.library.packages.findings import CHOOSING, in_order
from portal.library.queries import files_of
from portal.media.actions import want_forms
from portal.submissions import actions, queries
from portal.submissions.models import Submission, SubmittedPackage
from portal.text import message

STEPS = 4


@job("check_package", minutes=30)
def check_submitted_package(context: JobContext) -> None:
    """Check one uploaded package. Doing it twice gives the same."""
    package_id: int = context.payload["package_id"]
    with context.reading() as session:
        uploaded = session.get_one(SubmittedPackage, package_id)
        if uploaded.checked_at:
            return
        digest = uploaded.digest
        region_code = session.get_one(Submission, uploaded.submission_id).region_code
    folder = context.settings.data / "checking" / str(package_id)
    shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
    folder.mkdir(parents=True)
    try:
        findings, package = _look_into(context, digest, folder)
        if package:
            findings = in_order(findings + _about_place(context, package, region_code))
        _keep(context, package_id, digest, findings, package, folder / "package")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _look_into(context: JobContext, digest: str, folder: Path) -> tuple[list[Finding], Package | None]:
    archive, into = folder / "package.zip", folder / "package"
    context.progress(1, STEPS, message("取出文件"))
    context.files.copy_to(digest, archive)
    context.progress(2, STEPS, message("解开压缩包"))
    findings = unpack(archive, into)
    archive.unlink()
    if not into.exists():
        return findings, None
    context.progress(3, STEPS, message("查每一课、每一个文件"))
    findings = findings + check_package(into)
    try:
        return in_order(findings), read_package(into)
    except PackageRefused:
        return in_order(findings), None


def _about_place(context: JobContext, package: Package, region_code: str) -> list[Finding]:
    """What only the portal can know: whose course this is."""
    found = []
    if package.region != region_code:
        what = message("课程写的地区是 %(written)s，提交的市是 %(own)s。", written=package.region, own=region_code)
        mend = message('在 course.toml 里写：region = "%(own)s"。', own=region_code)
        found.append(Finding(Grade.BLOCKER, "course.toml", None, "region-of-submission", CHOOSING, what, mend))
    with context.reading() as session:
        if queries.other_owner(session, package.id, region_code):
            what = message("编号 %(slug)s 已经是别的市的课程。", slug=package.id)
            mend = message("在 course.toml 里换一个 id。")
            found.append(Finding(Grade.BLOCKER, "course.toml", None, "id-taken", CHOOSING, what, mend))
    return found


def _keep(
    context: JobContext, package_id: int, digest: str, findings: list[Finding], package: Package | None, folder: Path
) -> None:
    context.progress(4, STEPS, message("保存结果"))
    opens = package is not None and not has_blocker(findings)
    if package and opens:
        for file in package.files:  # copied before the transaction, which then only finds them there
            context.files.put(folder / file.name)
    rows = [as_row(finding) for finding in findings]
    grades = {str(grade): sum(finding.grade is grade for finding in findings) for grade in Grade}
    with context.writing() as session:
        read = None
        if package:
            version = stage(session, context.files, package, folder, digest) if opens else None
            if version:
                want_forms(session, files_of(session, version.id).values(), context.now())
            titles = {"title": package.title, "title_en": package.title_en}
            read = {"version_id": version and version.id, "slug": package.id, **titles}
        actions.keep_findings(session, package_id, rows, grades, read, context.now())


def as_row(finding: Finding) -> dict[str, object]:
    """A finding as it is kept: in no language, so that each reader gets their own."""
    return {
        "grade": str(finding.grade),
        "file": finding.file,
        "line": finding.line,
        "rule": finding.rule,
        "who": stored(finding.who),
        "message": stored(finding.message),
        "mend": stored(finding.mend),
    }
