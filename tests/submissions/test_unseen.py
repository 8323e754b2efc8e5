"""Nobody signs a file that was put in place of the one they have read."""

from typing import Any

from portal.accounts.models import Person
from tests.browser import SignIn
from tests.submissions.parcels import MENDED
from tests.submissions.test_pages import PROMISED, check, upload

__all__ = ["check"]  # the fixture that does the waiting jobs


def test_a_promise_is_for_the_file_that_was_shown(sign_in: SignIn, zz_author: Person, check: Any) -> None:
    author = sign_in(zz_author)
    page = upload(author)
    check()
    promise = author.open(f"{page.path}/promise")
    another = author.open(f"{page.path}/packages/new")
    another.press("上传课程包", files={"package": ("mended.zip", MENDED, "application/zip")})
    check()
    refused = promise.press("签承诺书，交给审核人", PROMISED, expect=409)
    assert refused.says("这门课刚换了文件。")
    assert refused.follow("看新的文件").says("可以交给审核人")
