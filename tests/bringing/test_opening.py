"""Files that nobody honest made, or that are of another kind: refused with what to do."""

import io
import zipfile

import pytest

from portal.bringing.office.bringing import bring
from portal.bringing.office.opening import BROKEN, LOCKED, MACROS, OLD, OTHER, TOO_MUCH, UNSAFE
from portal.bringing.office.pictures import Made, make_picture
from portal.errors import Refused
from portal.text import Message
from tests.bringing.builders import SPACES, TYPES, links, para, picture, png, word, zipped

GOOD = word(para("字"))
DOCUMENT = f"<w:document {SPACES}><w:body>{para('字')}</w:body></w:document>"
ROOT = links({"d": ("officeDocument", "word/document.xml")})


def parts(**changed: str | bytes) -> dict[str, str | bytes]:
    own: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "_rels/.rels": ROOT, "word/document.xml": DOCUMENT}
    return own | {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in changed.items()}


ENTITIES = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", BROKEN),
        (b"hello", OTHER),
        (b"%PDF-1.7", OTHER),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, OLD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (GOOD[: len(GOOD) // 2], BROKEN),
        (zipped({"a.txt": "x"}), OTHER),
        (zipped(parts() | {"word/vbaProject.bin": b"x"}), MACROS),
        (zipped(parts() | {"[Content_Types].xml": TYPES.replace("application/xml", "a.macroEnabled.main+xml")}), MACROS),
        (zipped(parts() | {"word/document.xml": ENTITIES + DOCUMENT}), UNSAFE),
        (zipped(parts() | {"word/document.xml": OUTSIDE + DOCUMENT}), UNSAFE),
        (zipped(parts() | {"word/document.xml": ("<?xml version='1.0' encoding='UTF-16'?>" + OUTSIDE + DOCUMENT).encode("utf-16")}), UNSAFE),
        (zipped(parts() | {"word/document.xml": DOCUMENT[:-20]}), BROKEN),
        (zipped(parts() | {"../../etc/x": b"x"}), UNSAFE),
        (zipped(parts() | {"C:\\x": b"x"}), UNSAFE),
        (zipped(parts() | {"word/DOCUMENT.xml": DOCUMENT}), UNSAFE),
        (zipped(parts() | {"word/document.xml": "<w:document " + SPACES + "><w:body>" + " " * 25_000_000 + "</w:body></w:document>"}), TOO_MUCH),
        (zipped(parts() | {f"x{number}": b"" for number in range(5001)}), TOO_MUCH),
        (zipped(parts() | {"word/document.xml": DOCUMENT.replace("w:document", "w:workbook")}), OTHER),
        (zipped({"[Content_Types].xml": TYPES, "_rels/.rels": links({"d": ("officeDocument", "../../x.xml")})}), OTHER),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_to_do(content: bytes, said: Message):
    with pytest.raises(Refused) as refused:
        bring("x.docx", content)
    assert refused.value.message == said


def test_a_file_that_unpacks_to_far_more_than_it_says_is_read_no_further_than_it_says():
    written = io.BytesIO(zipped(parts() | {"word/media/a.png": b"\0" * 50_000_000}))
    assert written.getbuffer().nbytes < 100_000
    assert bring("x.docx", written.getvalue()).lessons[0].body == "字\n"  # what nothing points to is never unpacked


def test_boxes_in_boxes_end_in_words_or_in_a_refusal():
    deep = "<w:sdt><w:sdtContent>" * 120 + para("深") + "</w:sdtContent></w:sdt>" * 120
    try:
        assert "深" in bring("x.docx", word(deep)).lessons[0].body
    except Refused as refused:
        assert refused.message in (BROKEN, UNSAFE)


def test_a_part_in_an_old_encoding_under_a_chinese_name_is_found():
    body = para("汉字", picture("p", "和面用的大盆，盆里有面粉"))
    content = word(body, {"media/图.png": png()}, {"p": ("image", "media/图.png")})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        raw = {info.filename: archive.read(info) for info in archive.infolist()}
    raw["word/document.xml"] = b'<?xml version="1.0" encoding="GB18030"?>' + raw["word/document.xml"].decode().encode(
        "gb18030"
    )
    written = zipped({name.replace("图", "XX"): content for name, content in raw.items()})
    old = written.replace(b"word/media/XX.png", "word/media/图.png".encode("gbk"))  # the same length, without the mark
    brought = bring("x.docx", old)
    assert "汉字" in brought.lessons[0].body and len(brought.pictures) == 1


def test_links_to_pictures_outside_are_never_followed():
    content = word(para(picture("p", "外面的图")), {}, {"p": ("image", "http://127.0.0.1:9/x.png")}, frozenset({"p"}))
    brought = bring("x.docx", content)
    assert not brought.pictures and [note.rule for note in brought.notes] == ["picture-outside", "empty-paragraphs"]


def test_pictures_are_opened_within_bounds():
    assert make_picture(b"\xd7\xcd\xc6\x9a" + b"x" * 50) == "picture-vector"
    assert make_picture(png()[:60]) == "picture-broken"
    assert make_picture(png(60_000, 2)[:30] + b"") == "picture-broken"
    assert make_picture(_bomb()) == "picture-broken"
    small = make_picture(png())
    assert isinstance(small, Made) and small.content == png()
    large = make_picture(png(4000, 10))
    assert isinstance(large, Made) and large.rules == ("picture-smaller",)


def _bomb() -> bytes:
    head = bytearray(png())
    head[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(head)
