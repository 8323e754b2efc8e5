"""What a person says of the braille they have read, and the file that they bring."""

from dataclasses import dataclass, field

from fastapi import Request

from portal.formats.proofs.rules import LONGEST_NOTE, Verdict
from portal.text import Message, message
from portal.text.amounts import format_size
from portal.text.personal_data import find_personal_data
from portal.web import read_form
from portal.web.forms import Form, bounded

MOST_BYTES = 2_000_000
VERDICTS = {Verdict.AS_IS: message("读过了，没有错"), Verdict.CORRECTED: message("有错，我交改好的文件")}
VERDICT_WORDS = {
    Verdict.AS_IS: message("读过，没有错"),
    Verdict.CORRECTED: message("交了改好的文件"),
    Verdict.TAKEN_BACK: message("收回了校对"),
}


class ProofForm(Form):
    """`digest` is the text that was read."""

    digest: str = ""
    verdict: str = ""
    note: str = ""

    def errors(self, raw: bytes) -> dict[str, Message]:
        """What to put right."""
        found = {}
        if self.verdict not in VERDICTS:
            found["verdict"] = message("读的结果：选一个")
        elif self.verdict == Verdict.CORRECTED and not raw:
            found["file"] = message("改好的文件：选一个文件")
        elif self.verdict == Verdict.AS_IS and raw:
            found["file"] = message("改好的文件：选了“没有错”，就不要选文件")
        if len(raw) > MOST_BYTES:
            found["file"] = message("改好的文件：太大。最大 %(size)s", size=format_size(MOST_BYTES))
        if len(self.note) > LONGEST_NOTE:
            found["note"] = message("说明：太长。最多 %(count)s 个字", count=LONGEST_NOTE)
        elif find_personal_data(self.note):
            found["note"] = message("说明：里面有证件号或手机号。去掉号码")
        return found


class TakeBackForm(Form):
    """Which check, so that an old page takes back no newer one."""

    number: str = ""


@dataclass
class Sent:
    """The form and its file; empty when none was chosen."""

    form: ProofForm = field(default_factory=ProofForm)
    raw: bytes = b""


async def read_proof(request: Request) -> Sent:
    """The form with its file. Ends before the database is asked. Raises TooBig."""
    async with bounded(request).form(max_files=1, max_fields=10, max_part_size=1_000_000) as posted:
        file = posted.get("file")
        raw = b"" if isinstance(file, str) or file is None else await file.read(MOST_BYTES + 1)
        form = await read_form(request, ProofForm)
    form.note = form.note.strip().replace("\r\n", "\n")
    return Sent(form, raw)
