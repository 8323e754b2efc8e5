"""The lesson's media page without scripts: which form plays, what is found, what is kept, and what is served."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.files import Files
from portal.library import actions as library
from portal.library.models import VersionFile
from portal.library.packages import read_package
from portal.library.player import marked
from portal.media import actions
from portal.media.models import Rendition
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.media.course import film_course

FILM, SOUND = "/library/dough-on-film/01-flour", "/library/dough-on-film/02-dough"
SIZES = {"normal": 500_000, "slow": 200_000, "sound": 90_000, "poster": 9_000}


@pytest.fixture
def on_film(engine: Engine, settings: Settings, tmp_path: Path) -> int:
    """The film course is open; nothing has been made of its films yet."""
    folder = film_course(tmp_path / "course")
    files = Files(settings.files_url, settings.data / "incoming")
    with Session(engine) as session, session.begin():
        version = library.stage(session, files, read_package(folder), folder, "1" * 64)
        library.publish(session, version, 50, {}, date(2028, 10, 12), NOW)
        return version.id


@pytest.fixture
def made(on_film: int, engine: Engine, settings: Settings) -> int:
    """All forms are there, each with content that tells what it is."""
    files = Files(settings.files_url, settings.data / "incoming")
    with Session(engine) as session, session.begin():
        for file in session.exec(select(VersionFile).where(col(VersionFile.name).regexp_match("mp[34]$"))):
            for kind, size in SIZES.items():
                if file.name.endswith(".mp3") and kind in ("sound", "poster"):
                    continue
                content = f"{kind} of {file.name}".encode().ljust(size, b".")
                kept = Rendition(
                    source_digest=file.digest,
                    kind=kind,
                    digest=files.put(content),
                    media_type="audio/mpeg" if kind == "sound" or file.name.endswith(".mp3") else "video/mp4",
                    size=size,
                    made_at=NOW,
                )
                actions.keep(session, kept)
    return on_film


def source(page: Browser, path: str) -> str:
    return str(page.open(path).html.select_one("[data-main] source")["src"])  # type: ignore[index]


def test_before_anything_is_made_the_original_plays(visitor: Browser, on_film: int):
    page = visitor.open(FILM)
    assert page.says("慢网用的小文件和只听的声音还没有做好。现在放原来的文件。")
    assert "form=" not in source(visitor, FILM)
    assert page.says("（现在）")
    assert set(page.links) >= {"只看文字，不放视频", "读文字稿"}


def test_each_form_is_one_link_away_with_its_size_and_is_remembered(visitor: Browser, made: int):
    page = visitor.open(FILM)
    assert "form=normal" in source(visitor, FILM)
    assert page.says("标准，500 KB（现在）")
    slow = page.follow("慢网用的，200 KB")
    assert slow.says("慢网用的，200 KB（现在）")
    again = visitor.open(FILM)
    assert "form=slow" in str(again.html.select_one("[data-main] source"))
    assert "form=slow" in str(again.html.select_one("[data-sign] source"))
    assert again.html.select_one("[data-main]")["preload"] == "none"  # type: ignore[index]
    sound = again.follow("只听声音，90 KB")
    assert sound.html.select_one("audio[data-main]")
    assert not sound.html.select_one("video[data-main]")
    words = sound.follow("只看文字，不放视频")
    assert words.says("现在只看文字，不放视频和音频。")
    assert not words.html.select("video, audio")
    headings = [heading.get_text() for heading in words.html.select("main h2")]
    assert headings.index("文字稿") < headings.index("视频")
    assert visitor.open(FILM).html.select("video") == []
    assert visitor.open(f"{FILM}?quality=normal").html.select("video")


def test_a_choice_on_one_device_is_not_kept_for_others(made: int, app: object, visitor: Browser):
    from fastapi.testclient import TestClient

    visitor.open(f"{FILM}?quality=words")
    visitor.open(FILM)
    other = Browser(TestClient(app))  # type: ignore[arg-type]
    assert other.open(FILM).html.select("video")
    assert other.open(f"{FILM}?quality=nonsense").html.select("video")


def test_what_was_made_is_served_in_ranges_to_who_may_have_the_file(visitor: Browser, made: int):
    address = source(visitor, f"{FILM}?quality=slow")
    answer = visitor.client.get(address, headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, b"slow")
    assert answer.headers["content-range"] == "bytes 0-3/200000"
    assert visitor.client.get(address.replace("form=slow", "form=nothing")).status_code == 404
    assert visitor.client.get(address.replace("01-flour.mp4", "09.mp4")).status_code == 404


def test_downloads_say_what_and_how_large(visitor: Browser, made: int):
    links = visitor.open(FILM).links
    assert {"下载小文件，视频，MP4，200 KB", "下载只听的声音，音频，MP3，90 KB"} <= set(links)
    assert any(words.startswith("下载原来的视频，媒体文件，") for words in links)


def test_words_are_found_in_the_transcript(visitor: Browser, on_film: int):
    page = visitor.open(FILM).press("找这个词", {"find": "面粉"})
    assert page.title.startswith("看一看面团，文字稿里找到 4 句")
    assert page.html.find(id="found").get_text() == "找到 4 句"  # type: ignore[union-attr]
    assert [mark.get_text() for mark in page.html.select(".transcript mark")] == ["面粉"] * 4
    assert "#line-1" in page.links.values()
    nothing = page.press("找这个词", {"find": "<b>没有</b>"})
    assert nothing.says("没有找到“<b>没有</b>”")
    assert nothing.follow("不找了，看全部文字稿").html.find(id="found") is None


@pytest.mark.parametrize(
    ("text", "find", "shown"),
    [
        ("按 ＮＶＤＡ 键", "nvda", "按 <mark>ＮＶＤＡ</mark> 键"),
        ("一…二", "二", "一…<mark>二</mark>"),
        ("a<b>c", "<b>", "a<mark>&lt;b&gt;</mark>c"),
        ("面面面", "面面", "<mark>面面</mark>面"),
    ],
)
def test_marks_stand_where_the_words_are(text: str, find: str, shown: str):
    assert marked(text, find) == (shown, True)


def test_settings_without_scripts_on_the_device_and_in_the_account(
    visitor: Browser, sign_in: SignIn, lin: Person, on_film: int
):
    chosen = {
        "caption_size": "200",
        "caption_colour": "yellow",
        "description": "show",
        "sign_place": "first",
        "keys": "off",
    }
    for browser in (visitor, sign_in(lin)):
        page = browser.open(FILM).press("存下播放设置", chosen)
        assert page.path == FILM
        group = page.html.select_one("[data-media]")
        assert group is not None
        assert {name: group[f"data-{name}"] for name in chosen} == chosen
        assert page.html.select_one("video").has_attr("data-sign")  # type: ignore[union-attr]
        needs = browser.open("/settings/needs").press("保存需求", {"text": "150"})
        assert needs.says("特大")
        kept = browser.open(FILM).html
        assert kept.html["data-text"] == "150"  # type: ignore[index]
        assert kept.select_one("[data-caption_size='200']"), "one page of needs takes the other's away"
        gone = browser.open(FILM).press("存下播放设置", {"sign_place": "off"})
        assert not gone.html.select("[data-sign]")
    saved = visitor.open("/settings/media").press("存下播放设置", {"caption_size": "150"})
    assert saved.title.startswith("播放设置，已存下")
    assert saved.typed("caption_size") == "150"


def test_settings_lead_back_only_to_our_own_pages(visitor: Browser):
    answer = visitor.client.post(
        "/settings/media", data={"to": "https://elsewhere.example/", "caption_size": "9"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/settings/media?saved=yes"


def test_described_sound_is_offered_beside_the_usual_one(visitor: Browser, on_film: int):
    page = visitor.open(SOUND)
    assert page.says("带口述影像的声音")
    assert len(page.html.select("audio")) == 2
    assert any(words.startswith("下载带口述影像的声音，音频，MP3，") for words in page.links)


def test_a_media_lesson_asks_the_database_once_more_and_no_text_lesson_does(
    visitor: Browser, made: int, engine: Engine
):
    from tests.counting import counted_queries

    visitor.open(FILM)
    with counted_queries(engine) as statements:
        visitor.client.get(f"{FILM}?quality=slow&find=x")
    assert sum("rendition" in statement for statement in statements) == 1
