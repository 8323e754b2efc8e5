"""Course packages, version 1: files only, no database, no web. courses/README.md is their public specification."""

from portal.library.packages.archive import unpack
from portal.library.packages.checker import check_package
from portal.library.packages.facts import AccessFact, access_facts
from portal.library.packages.findings import Finding, Grade, PackageRefused, has_blocker
from portal.library.packages.markdown import render_markdown
from portal.library.packages.marking import is_right
from portal.library.packages.parts import (
    Assessment,
    Checkpoint,
    Claim,
    Download,
    MediaFile,
    Package,
    PackageLesson,
    Person,
    Question,
    Right,
    TranscriptLine,
)
from portal.library.packages.plain import plain_text
from portal.library.packages.reader import read_package

__all__ = [
    "AccessFact",
    "Assessment",
    "Checkpoint",
    "Claim",
    "Download",
    "Finding",
    "Grade",
    "MediaFile",
    "Package",
    "PackageLesson",
    "PackageRefused",
    "Person",
    "Question",
    "Right",
    "TranscriptLine",
    "access_facts",
    "check_package",
    "has_blocker",
    "is_right",
    "plain_text",
    "read_package",
    "render_markdown",
    "unpack",
]
