"""Visits to the seals of the credit bank, and to the proof of an entry. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

SEALED = (
    V("seals", "/ledger/seals",
      says=("账本的封存", "最近一次封存", "指纹", "怎样核对一份学分证明", "下载核对程序", "封存里写什么", "每一次封存", "下一页")),
    V("seals, English", "/ledger/seals", cookies=ENGLISH, says=("Seals of the ledger", "Every seal")),
    V("seals, page 2", "/ledger/seals?page=2", says=("第 2 页（本页）",)),
    V("entry, to be proven", "/credits/entries/{sealed_entry}", "新学员2", says=("给别人核对", "下载这一笔的凭据", "怎样核对")),
    V("entry, to be proven, English", "/credits/entries/{sealed_entry}", "新学员2", cookies=ENGLISH, says=("For others to check",)),
    V("proof, not sealed yet", "/ledger/proofs/{unsealed_entry}.json", "新学员2", status=409, says=("这一笔还没有封存",)),
)  # fmt: skip
