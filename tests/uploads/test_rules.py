"""What may be sent, and how an upload ends."""

import pytest

from portal.uploads.protocol import read_metadata, whole_number
from portal.uploads.rules import STEPS, State, Step, clean_name, is_of_kind, why_not_begin

GIGABYTE = 1_000_000_000
FINE = {"name": "course.zip", "size_bytes": 100, "endings": (".zip",), "most_bytes": 4 * GIGABYTE, "unfinished": 0}


def begin(**changes: object) -> str:
    values = FINE | {"free_bytes": 100 * GIGABYTE} | changes
    return str(why_not_begin(**values))  # type: ignore[arg-type]


def test_a_file_that_fits_may_be_sent():
    assert begin() == "None"
    assert begin(name="面.ZIP", size_bytes=4 * GIGABYTE, unfinished=2) == "None"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "course.rar"}, "这种文件不收。请选 .zip 文件。"),
        ({"name": "zip"}, "这种文件不收。请选 .zip 文件。"),
        ({"size_bytes": 0}, "这个文件是空的。换一个再传。"),
        ({"size_bytes": 4 * GIGABYTE + 100_000_000}, "文件有 4.1 GB，太大。最大 4 GB。"),
        ({"unfinished": 3}, "已有 3 个文件没有传完。先传完，或者放弃一个。"),
        ({"free_bytes": GIGABYTE}, "我们这边存不下这么大的文件。过一天再传，或者告诉管理员。"),
    ],
)
def test_what_is_refused_before_a_byte_is_sent(changes: dict[str, object], says: str):
    assert begin(**changes) == says


def test_only_an_open_upload_goes_on_or_ends():
    assert {state for state, _ in STEPS} == {State.OPEN}
    assert {step for _, step in STEPS} == set(Step)


def test_first_bytes_tell_the_kind():
    assert is_of_kind(b"PK\x03\x04", (b"PK",))
    assert is_of_kind(b"P", (b"PK",))
    assert not is_of_kind(b"%PDF", (b"PK",))


def test_a_name_is_only_a_name():
    assert clean_name("../../etc/面.zip") == "面.zip"
    assert clean_name("C:\\course\\a\u202e.zip") == "a.zip"
    assert clean_name("..") == ".." and clean_name("\x00") == "course.zip"


def test_headers_of_strangers_are_read_with_care():
    assert read_metadata("filename Y291cnNlLnppcA==,kind cGFja2FnZQ==,is_new") == {
        "filename": "course.zip",
        "kind": "package",
        "is_new": "",
    }
    assert read_metadata("filename ???,kind /w==") == {}
    assert [whole_number(text) for text in ("12", "", "-1", "1e9", "٣", "9" * 16)] == [12, None, None, None, None, None]
