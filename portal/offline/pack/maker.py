"""The pack of a course as it is the same for everybody: reading only, nothing of a person in it."""

import mimetypes
from pathlib import Path

from portal.formats.epub.archive import Archive
from portal.formats.epub.book import picture_name
from portal.formats.making import Content, Making, maker
from portal.formats.rules import Kind
from portal.offline.pack import pages
from portal.offline.pack.pages import Medium
from portal.text import message

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
LARGEST_MEDIUM = 15_000_000  # bytes of one lesson's film where no small one has been made


@maker(Kind.PACK)
def make_pack(making: Making) -> Content:
    """A zip file of static pages, pictures, and films for slow lines where there are such."""
    to = making.folder / "pack.zip"
    archive, document = Archive(to), making.document
    archive.add(pages.INDEX, pages.index_page(document))
    archive.add("style.css", STYLE)
    for name in dict.fromkeys(name for lesson in document.lessons for name in lesson.pictures()):
        if (content := making.read_file(name)) is not None:
            archive.add(picture_name(name), content)
    for place in range(len(document.lessons)):
        add_lesson(archive, making, place)
    archive.add(pages.SOLUTIONS, pages.solutions_page(document))
    archive.add(pages.ANSWERS, pages.reading_only_page(document))  # the last: a personal one takes its place
    archive.close()
    return to


def add_lesson(archive: Archive, making: Making, place: int) -> None:
    """The page of a lesson and its film or sound."""
    lesson = making.document.lessons[place]
    medium = Medium()
    if lesson.media.file:
        digest = making.small.get(lesson.media.file) or making.digests[lesson.media.file]
        if making.files.size(digest) > LARGEST_MEDIUM:
            why_not = message("这一课的视频或音频太大，没有放进来。文字稿里什么都有。")
            medium = Medium(why_not=why_not)
        else:
            ending = ".mp4" if lesson.media.kind == "video" else Path(lesson.media.file).suffix
            file = making.folder / "medium"
            making.files.copy_to(digest, file)
            name = f"media/{lesson.slug}{ending}"
            archive.add(name, file)
            file.unlink()
            medium = Medium(name, mimetypes.guess_type(name)[0] or "application/octet-stream")

    def picture(name: str) -> str:
        return picture_name(name) if name in making.digests else ""

    archive.add(f"{lesson.slug}.html", pages.lesson_page(making.document, place, medium, picture))
