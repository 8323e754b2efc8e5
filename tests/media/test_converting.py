"""The job: what a film becomes, once for each content; failures in words; nothing lost when a worker dies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.files import Files
from portal.jobs import JobState, run_waiting
from portal.jobs.models import Job
from portal.library import converting
from portal.library.queries import library_numbers
from portal.media import actions, confined, queries
from portal.media.models import Rendition
from portal.settings import Settings
from tests.cast import NOW
from tests.media.films import film, sound


class Given:
    """A file as a version has it."""

    def __init__(self, digest: str, media_type: str) -> None:
        self.digest, self.media_type = digest, media_type


@pytest.fixture
def files(settings: Settings) -> Files:
    return Files(settings.files_url, settings.data / "incoming")


@pytest.fixture
def made_film(tmp_path: Path, files: Files) -> Iterator[Given]:
    yield Given(files.put(film(tmp_path / "film.mp4", width=960, height=720)), "video/mp4")


def want(engine: Engine, *given: Given) -> None:
    with Session(engine) as session, session.begin():
        actions.want_forms(session, given, NOW)


def renditions(engine: Engine) -> list[Rendition]:
    with Session(engine) as session:
        return list(session.exec(select(Rendition).order_by(col(Rendition.id))))


def job_of(engine: Engine, given: Given) -> Job:
    with Session(engine) as session:
        return queries.jobs_of(session, [given.digest])[given.digest]


def number(engine: Engine) -> int:
    with engine.connect() as connection:
        return library_numbers(connection).version


def test_a_film_is_made_over_once_for_all_who_hold_it(
    engine: Engine, settings: Settings, files: Files, made_film: Given
):
    before = number(engine)
    want(engine, made_film, Given("0" * 64, "text/vtt"))
    want(engine, made_film)
    assert run_waiting(engine, files, settings, NOW) == 1
    made = renditions(engine)
    assert [one.kind for one in made] == ["normal", "slow", "sound", "poster"]
    assert all(files.size(one.digest) == one.size for one in made)
    assert [(one.width, one.height) for one in made] == [(960, 720), (480, 360), (0, 0), (960, 720)]
    assert made[1].size < made[0].size
    assert all(-1750 < (one.loudness_hundredths or 0) < -1450 for one in made[:3])
    assert all(abs(one.milliseconds - 6000) < 300 for one in made[:3])
    assert number(engine) == before + 4  # kept pages learn of each
    assert job_of(engine, made_film).state == JobState.DONE
    assert not (settings.data / "converting" / made_film.digest).exists()
    want(engine, made_film)
    assert run_waiting(engine, files, settings, NOW) == 0


def test_what_a_dead_worker_had_made_stays(
    engine: Engine, settings: Settings, files: Files, made_film: Given, monkeypatch: pytest.MonkeyPatch
):
    class Killed(Exception):
        pass

    real, calls = confined.do, []

    def killed_at_the_sound(verb: str, values: dict[str, object], *more: object) -> object:
        recipe = values.get("recipe")
        calls.append(verb)
        if isinstance(recipe, dict) and recipe["kind"] == "sound":
            raise Killed
        return real(verb, values, *more)  # type: ignore[arg-type]

    want(engine, made_film)
    monkeypatch.setattr(confined, "do", killed_at_the_sound)
    with pytest.raises(Killed):
        run_waiting(engine, files, settings, NOW)
    monkeypatch.setattr(confined, "do", real)
    first = [(one.kind, one.digest) for one in renditions(engine)]
    assert [kind for kind, _ in first] == ["normal", "slow"]
    with Session(engine) as session, session.begin():
        session.exec(select(Job)).one().not_before = NOW
    assert run_waiting(engine, files, settings, NOW) == 1
    after = [(one.kind, one.digest) for one in renditions(engine)]
    assert after[:2] == first
    assert [kind for kind, _ in after] == ["normal", "slow", "sound", "poster"]


def test_a_broken_file_fails_in_words_and_can_be_tried_again(engine: Engine, settings: Settings, files: Files):
    broken = Given(files.put(b"#EXTM3U\nhttp://127.0.0.1/x.ts\n"), "video/mp4")
    want(engine, broken)
    run_waiting(engine, files, settings, NOW)
    job = job_of(engine, broken)
    assert job.state == JobState.FAILED
    assert "打不开" in str(job.message)
    assert "再交一次" in str(job.message)
    assert renditions(engine) == []
    with Session(engine) as session, session.begin():
        assert actions.want_again(session, broken.digest, NOW)
        assert not actions.want_again(session, broken.digest, NOW)
    assert run_waiting(engine, files, settings, NOW) == 1


def test_a_sound_gets_a_small_twin(engine: Engine, settings: Settings, files: Files, tmp_path: Path):
    given = Given(files.put(sound(tmp_path / "sound.mp3")), "audio/mpeg")
    want(engine, given)
    run_waiting(engine, files, settings, NOW)
    assert [(one.kind, one.media_type) for one in renditions(engine)] == [
        ("normal", "audio/mpeg"),
        ("slow", "audio/mpeg"),
    ]


def test_the_job_is_known_to_workers():
    assert converting.actions.JOB == "convert_media"
