"""What people and officers fill in for badges from elsewhere."""

from typing import Any

from fastapi import Request

from portal.review.credit.rules import read_credit
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.transfers.keys import keys_in
from portal.transfers.rules import LONGEST_WORDS
from portal.web.forms import Form, bounded

LARGEST_FILE = 200_000  # bytes
LONGEST_NAME = 100
LONGEST_ID = 500


async def read_brought(request: Request, name: str) -> str:
    """A file, or what was pasted into the field `name` when there is none. What is no text is nothing."""
    async with bounded(request).form(max_files=1, max_fields=10, max_part_size=1_000_000) as posted:
        uploaded: Any = posted.get("file")
        if uploaded is not None and not isinstance(uploaded, str) and uploaded.filename:
            content: bytes = await uploaded.read(LARGEST_FILE + 1)
            return content.decode("utf-8", "replace").replace("\x00", "")
        pasted = posted.get(name)
        return pasted.replace("\x00", "").encode("utf-8", "replace").decode() if isinstance(pasted, str) else ""


class IssuerForm(Form):
    """An issuer that is to be trusted, and its DID document, which has its keys."""

    did: str = ""
    name: str = ""
    name_en: str = ""
    document: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        did = self.did.strip()
        if not did.startswith(("did:", "https://")) or len(did) > 300 or any(letter.isspace() for letter in did):
            found["did"] = message("发证单位的标识：照它的说明抄，以 did: 或者 https:// 开头")
        if not 0 < len(self.name.strip()) <= LONGEST_NAME:
            found["name"] = message("中文名称：写 1 到 %(count)s 个字", count=LONGEST_NAME)
        if not 0 < len(self.name_en.strip()) <= LONGEST_NAME:
            found["name_en"] = message("英文名称：写 1 到 %(count)s 个字母", count=LONGEST_NAME)
        if not keys_in(self.document, did):
            found["document"] = message("钥匙文件：没有找到这家单位的钥匙。把它公布的 DID 文件整个贴进来")
        return found


class RuleForm(Form):
    """What one achievement counts for, and why so much."""

    achievement: str = ""
    title: str = ""
    credit: str = ""
    reason: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if not 0 < len(self.achievement.strip()) <= LONGEST_ID:
            found["achievement"] = message("成果的标识：照徽章里 achievement 的 id 抄")
        if not 0 < len(self.title.strip()) <= 200:
            found["title"] = message("成果的名称：写 1 到 200 个字")
        if read_credit(self.credit) is None:
            found["credit"] = message("换算成几个学分：写数字，从 0.01 到 100，最多两位小数")
        if not 0 < len(self.reason.strip()) <= LONGEST_WORDS:
            found["reason"] = message("为什么换算成这么多：写水平、学习量、内容和结果")
        return found


class DecisionForm(Form):
    """What an officer decides says to the person."""

    words: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        if not 0 < len(self.words.strip()) <= LONGEST_WORDS:
            return {"words": message("写给学员的话：写清为什么这样决定")}
        if find_personal_data(self.words):
            return {"words": message("写给学员的话：里面像是有个人的号码。去掉号码")}
        return {}
