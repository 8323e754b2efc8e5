"""The readers never raise, whatever they are given, and always end."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.library.packages.captions import read_captions
from portal.library.packages.document import read_document
from portal.library.packages.front_matter import read_front_matter
from portal.library.packages.markdown import render_markdown
from portal.library.packages.media import found_type, read_film, read_picture
from portal.library.packages.plain import plain_text
from portal.library.packages.text_file import decode
from portal.library.packages.toml_file import read_toml
from portal.library.packages.transcript import read_transcript
from portal.text.personal_data import find_personal_data
from tests.library.packages.course import CAPTIONS, MINIMAL, TRANSCRIPT, Course, copy_minimal
from tests.library.packages.made_media import picture

quiet = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LESSON = (MINIMAL / "lessons" / "01-flour.md").read_text(encoding="utf-8")
MANIFEST = (MINIMAL / "course.toml").read_text(encoding="utf-8")
PIECES = st.sampled_from(
    list("[]{}()#*&!%|>'\"\\:-=,.\n\t 0aéX面🔥\x85\ufeff\u2028") + ["---\n", "a: b\n", "- ", "<<", "]]", "\\x"]
)


def mixed(text: str) -> st.SearchStrategy[str]:
    """A good text with something put into it, or nothing but that."""
    piece = st.lists(PIECES, max_size=12).map("".join)
    inserted = st.tuples(st.integers(0, len(text)), piece).map(lambda put: text[: put[0]] + put[1] + text[put[0] :])
    return st.one_of(inserted, piece, st.text(max_size=60))


@quiet
@given(text=mixed(LESSON))
def test_front_matter(text: str) -> None:
    front = read_front_matter(text)
    assert front.problem or isinstance(front.data, dict)


@quiet
@given(text=st.lists(PIECES, max_size=20).map("".join))
def test_yaml(text: str) -> None:
    read_front_matter(f"---\n{text}\n---\nbody")


@quiet
@given(text=mixed(MANIFEST))
def test_toml(text: str) -> None:
    file = read_toml(text)
    assert bool(file.problem) or isinstance(file.data, dict)


@quiet
@given(captions=mixed(CAPTIONS), transcript=mixed(TRANSCRIPT))
def test_captions_and_transcripts(captions: str, transcript: str) -> None:
    for cue in read_captions(captions).cues:
        assert cue.end > cue.start and any(cue.lines)
    for line in read_transcript(transcript).lines:
        assert line.start_seconds >= 0 and line.text


@quiet
@given(text=mixed(LESSON))
def test_no_markdown_makes_html_that_acts(text: str) -> None:
    html = render_markdown(text, lambda name: f"/files/{name}").lower()
    assert "<script" not in html and "<iframe" not in html and "<style" not in html
    assert 'href="javascript' not in html and 'src="data' not in html
    plain_text(text)


@quiet
@given(raw=st.binary(max_size=200))
def test_bytes(raw: bytes) -> None:
    text = decode(raw)
    assert text is None or "\r" not in text.content
    found_type(raw)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 400), junk=st.binary(min_size=1, max_size=20))
def test_broken_pictures_and_films(tmp_path: Path, film: bytes, place: int, junk: bytes) -> None:
    for name, content in (("a.png", picture()), ("a.mp4", film), ("a.mp3", film)):
        path = tmp_path / name
        path.write_bytes(content[:place] + junk + content[place + len(junk) :])
        read_picture(path)
        read_film(path, "video/mp4" if name.endswith("mp4") else "audio/mpeg")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_whole_course_with_anything_in_any_text_is_checked(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "course"
    course = Course(folder) if folder.exists() else copy_minimal(folder)
    name = data.draw(
        st.sampled_from(["course.toml", "lessons/01-flour.md", "checks/01-flour.toml", "checks/final.toml"])
    )
    good = (MINIMAL / name).read_text(encoding="utf-8")
    course.write(name, data.draw(mixed(good)).encode("utf-8", "replace"))
    for finding in course.findings():
        assert str(finding.message) and str(finding.who) and str(finding.mend)
    course.write(name, good)


def test_a_handful_of_aliases_cannot_stand_for_millions() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x]"] + [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]" for a, b in zip("abcdef", "bcdefg", strict=True)
    ]
    assert read_front_matter("---\n" + "\n".join(lines) + "\n---\n").problem is not None


def test_deep_nesting_is_told_not_raised() -> None:
    assert read_front_matter("---\na: " + "[" * 5000 + "\n---\n").problem is not None
    assert read_toml("a = " + "[" * 5000).problem is not None
    assert render_markdown("> " * 5000 + "面", str) != ""


@pytest.mark.parametrize(
    "piece", ["[", "![", "[[]", "[a](", "*a _b ", "`", "<a ", "|a|b|\n|-|-|\n", "[^1] ", "[a]{lang=en ", "> "]
)
def test_no_text_takes_long_to_read(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    read_document(text)
    plain_text(text)
    find_personal_data(text)
