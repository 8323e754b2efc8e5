"""Archives of strangers: refused or mended with a finding, and nothing left behind."""

import stat
import struct
import unicodedata
import zipfile
from contextlib import nullcontext

import pytest

from portal.library.packages import check_package, limits, unpack
from tests.library.packages.archives import Entries, Place, info, minimal, zipped

DOUGH = "面粉五百克，水二百五十克。".encode()


@pytest.mark.parametrize("top", ["", "dough-by-hand/", "我的 课程/"])
def test_a_zip_of_the_files_and_a_zip_of_the_folder_are_the_same(place: Place, top: str) -> None:
    assert place.unpack(zipped(minimal(top))) == []
    assert check_package(place.into) == []
    assert place.left == {"course"}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "media/../../evil.txt",
        "/etc/evil.txt",
        "//server/evil.txt",
        "C:/evil.txt",
        "c:evil.txt",
        "..\\evil.txt",
        "C:\\evil.txt",
        "media//evil.txt",
        "./media/evil.txt",
        "media/./evil.txt",
        "..",
        "media/evil\x1b[31m.txt",
        "media/\u202etxt.exe",
        "media/evil.txt ",
        "media/evil.",
        "media/NUL.txt",
        "media/evil:stream.txt",
        "a/b/c/d/e/f/g.txt",
        "media/" + "面" * 81 + ".txt",
    ],
)
def test_names_that_lead_out_or_cannot_be_stored_are_refused(place: Place, name: str) -> None:
    rules = place.unpack(zipped([*minimal(), (name, DOUGH)]))
    assert [rule for rule in rules if rule != "archive-backslash"] == ["archive-name"]
    assert place.left == set()
    assert not (place.into.parent.parent / "evil.txt").exists()


def test_a_file_without_a_name_is_refused(place: Place) -> None:
    content = zipped([*minimal(), ("X", DOUGH)])
    at = content.rfind(b"PK\x01\x02")
    changed = bytearray(content[: at + 46] + content[at + 47 :])
    struct.pack_into("<H", changed, at + 28, 0)
    struct.pack_into("<I", changed, len(changed) - 10, struct.unpack_from("<I", changed, len(changed) - 10)[0] - 1)
    assert place.unpack(bytes(changed)) in (["archive-name"], ["archive-broken"])
    assert place.left == set()


def test_every_wrong_name_is_told_not_only_the_first(place: Place) -> None:
    assert place.unpack(zipped([("../a", b"1"), ("/b", b"2"), ("C:/c", b"3")])).count("archive-name") == 3


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(place: Place, kind: int) -> None:
    assert place.unpack(zipped([*minimal(), (info("media/link", kind | 0o777), b"/etc/passwd")])) == ["archive-link"]
    assert place.left == set()


def test_a_link_and_a_file_through_it_are_refused(place: Place) -> None:
    entries: Entries = [(info("media", stat.S_IFLNK | 0o777), b"/tmp"), ("media/evil.txt", b"x")]
    assert "archive-link" in place.unpack(zipped([*minimal(), *entries]))
    assert place.left == set()


def test_encrypted_files_are_refused(place: Place) -> None:
    content = bytearray(zipped([("course.toml", b"x")]))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert place.unpack(bytes(content)) == ["archive-encrypted"]
    assert place.left == set()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_compression_are_refused(place: Place, method: int) -> None:
    assert set(place.unpack(zipped(minimal(), method))) == {"archive-method"}
    assert place.left == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("media/more.zip", zipped([("a.txt", b"a")])),
        ("media/photo.png", zipped([("a.txt", b"a")])),
        ("media/notes.txt", b"\x1f\x8b\x08" + bytes(40)),
        ("media/more.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
        ("media/more.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
        ("media/notes.docx", zipped([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")])),
    ],
)
def test_archives_in_the_archive_are_refused_whatever_their_name(place: Place, name: str, content: bytes) -> None:
    assert place.unpack(zipped([*minimal(), (name, content)])) == ["archive-nested"]
    assert place.left == set()


def test_a_bomb_is_refused_by_what_it_claims(place: Place) -> None:
    assert place.unpack(zipped([*minimal(), ("media/bomb.txt", bytes(20_000_000))])) == ["archive-bomb"]
    assert place.left == set()


def test_a_bomb_beside_much_else_is_refused_by_what_it_does(place: Place) -> None:
    noise = bytes(range(256)) * 4
    stored = zipfile.ZipInfo("media/noise.txt")
    entries: Entries = [*minimal(), (stored, noise * 400), ("media/bomb.txt", bytes(5_000_000))]
    assert place.unpack(zipped(entries)) == ["archive-bomb"]
    assert place.left == set()


def test_small_text_may_shrink_a_thousandfold(place: Place) -> None:
    assert place.unpack(zipped([*minimal(), ("media/lines.txt", b"-\n" * 100_000)])) == []


def with_claimed_size(content: bytes, size: int) -> bytes:
    """The same archive, whose directory claims another size for its last entry."""
    changed = bytearray(content)
    struct.pack_into("<I", changed, changed.rfind(b"PK\x01\x02") + 24, size)
    return bytes(changed)


@pytest.mark.parametrize("size", [3, 5_000, 200_000_000])
def test_sizes_that_lie_are_found(place: Place, size: int) -> None:
    stored = zipfile.ZipInfo("media/lie.txt")
    rules = place.unpack(with_claimed_size(zipped([*minimal(), (stored, DOUGH * 10)]), size))
    assert rules and set(rules) <= {"archive-broken", "archive-size-lies", "archive-bomb"}
    assert place.left == set()


def test_a_size_beyond_the_limit_is_not_even_tried(place: Place) -> None:
    assert place.unpack(with_claimed_size(zipped(minimal()), 0xF0000000)) == ["archive-too-big"]


def test_thousands_of_files_are_refused(place: Place) -> None:
    assert place.unpack(zipped([(f"media/{number}.txt", b"x") for number in range(1001)])) == ["archive-too-many"]
    content = bytearray(zipped(minimal()))
    struct.pack_into("<H", content, len(content) - 14, 60_000)
    struct.pack_into("<H", content, len(content) - 12, 60_000)
    assert place.unpack(bytes(content)) == ["archive-too-many"]
    assert place.left == set()


@pytest.mark.parametrize(
    "names",
    [
        ("media/dough.txt", "media/dough.txt"),
        ("media/dough.txt", "media/Dough.TXT"),
        ("media/straße.txt", "media/STRASSE.txt"),
        ("media/ﬁ.txt", "media/fi.txt"),
        ("media/１.txt", "media/1.txt"),
        ("media/" + unicodedata.normalize("NFC", "é.txt"), "media/" + unicodedata.normalize("NFD", "é.txt")),
        ("media/dough", "media/dough/a.txt"),
    ],
)
def test_names_that_are_one_on_another_computer_are_refused(place: Place, names: tuple[str, str]) -> None:
    with pytest.warns(UserWarning) if names[0] == names[1] else nullcontext():
        content = zipped([*minimal(), *((name, DOUGH) for name in names)])
    assert "archive-name-twice" in place.unpack(content)
    assert place.left == set()


def test_gbk_names_become_chinese(place: Place) -> None:
    content = zipped([*minimal(), ("media/XXXX.txt", DOUGH)]).replace(b"XXXX", "面团".encode("gbk"))
    assert place.unpack(content) == ["archive-gb18030"]
    assert (place.into / "media" / "面团.txt").read_bytes() == DOUGH


def test_utf8_names_without_their_flag_are_read(place: Place) -> None:
    content = zipped([*minimal(), ("media/XXXXXX.txt", DOUGH)]).replace(b"XXXXXX", "面团".encode())
    assert place.unpack(content) == []
    assert (place.into / "media" / "面团.txt").read_bytes() == DOUGH


def test_backslashes_become_folders_and_decomposed_names_are_composed(place: Place) -> None:
    decomposed = unicodedata.normalize("NFD", "média")
    content = zipped([*minimal(), ("media/XXXX.txt", DOUGH), (f"media/{decomposed}.txt", DOUGH)])
    content = content.replace(b"media/XXXX.txt", b"media\\XXXX.txt")
    assert sorted(place.unpack(content)) == ["archive-backslash", "archive-composed"]
    assert (place.into / "media" / "XXXX.txt").exists()
    assert (place.into / "media" / unicodedata.normalize("NFC", "média.txt")).exists()


def test_what_systems_add_by_themselves_is_left_out(place: Place) -> None:
    junk: Entries = [(name, b"x") for name in ("__MACOSX/._course.toml", ".DS_Store", "media/._a.png", "Thumbs.db")]
    assert place.unpack(zipped([*minimal("course/"), *junk])) == ["archive-junk"]
    assert check_package(place.into) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "archive-not-zip"),
        (b"hello", "archive-not-zip"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), "archive-not-zip"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "archive-not-zip"),
        (b"<html>" + bytes(5000), "archive-not-zip"),
        (zipped(minimal())[:900], "archive-broken"),
        (zipped(minimal())[:-30], "archive-broken"),
        (zipped(minimal())[700:], "archive-broken"),
        (zipped([]), "archive-empty"),
    ],
)
def test_what_is_no_whole_zip_is_refused(place: Place, content: bytes, rule: str) -> None:
    assert place.unpack(content) == [rule]
    assert place.left == set()


def test_an_archive_larger_than_any_package_is_not_read(place: Place) -> None:
    with place.archive.open("wb") as file:
        file.truncate(limits.PACKAGE_BYTES + 1)
    assert [finding.rule for finding in unpack(place.archive, place.into)] == ["archive-too-big"]


def test_an_existing_folder_is_never_touched(place: Place) -> None:
    place.into.mkdir()
    with pytest.raises(FileExistsError):
        place.unpack(zipped(minimal()))
    assert list(place.into.iterdir()) == []


def test_a_failing_disk_leaves_nothing_behind(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.library.packages.archive.os.rename", full)
    with pytest.raises(OSError, match="No space left"):
        place.unpack(zipped(minimal()))
    assert place.left == set()


def test_a_second_end_for_larger_archives_is_not_believed(place: Place) -> None:
    """Its record would say millions of entries, which would all be read into memory before they are counted."""
    content = zipped(minimal())
    end = content.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<2L", content, end + 12)
    many = 70_000
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, many, many, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    assert place.unpack(content[:end] + record + locator + content[end:]) == ["archive-broken"]
    assert place.left == set()


def test_the_end_of_a_large_archive_is_read_and_not_believed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above 2 GB zip programs write another end, with other counts; here every archive is large."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    large = zipped(minimal())
    assert b"PK\x06\x06" in large
    assert place.unpack(large) == []


def test_the_two_ends_of_a_large_archive_must_agree(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    large = zipped(minimal())
    at = large.index(b"PK\x06\x06")
    for count in (1, 100_000):
        lying = large[: at + 24] + count.to_bytes(8, "little") * 2 + large[at + 40 :]
        assert place.unpack(lying) == ["archive-broken"]
    assert place.unpack(large[:at] + large[at + 56 :]) == ["archive-broken"]
