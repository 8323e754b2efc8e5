"""No numbers of people in what is opened to everybody."""

from collections.abc import Iterator

from portal.library.packages.findings import PEOPLE_SHOWN, Finding, Grade
from portal.library.packages.source import Source
from portal.text import message
from portal.text.personal_data import find_personal_data

KIND_LABELS = {
    "identity": message("身份证号"),
    "card": message("残疾人证号"),
    "mobile": message("手机号"),
    "table": message("姓名和号码的表"),
}


def numbers_of_people(source: Source) -> Iterator[Finding]:
    """Every text and every file name, each number at its line and masked."""
    for name in source.files:
        texts = [(name, False)]
        if name in source.text_names:
            texts.append((source.content(name), True))
        for text, has_lines in texts:
            for found in find_personal_data(text):
                yield Finding(
                    Grade.BLOCKER,
                    name,
                    text.count("\n", 0, found.start) + 1 if has_lines else None,
                    "personal-data",
                    PEOPLE_SHOWN,
                    message("这里像是有%(kind)s：%(masked)s。", kind=KIND_LABELS[found.kind], masked=found.masked),
                    message("去掉它。要举例，就用一看便知是假的号码，例如“××××”。"),
                )
