"""A setting that cannot be is told by its name, in one sentence, before anything is started."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from portal.commands.serve import why_no_province
from portal.commands.terminal import sentences_about
from portal.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORTAL_MODE", "test", "PORTAL_MODE: input should be 'demo' or 'production'."),
        ("PORTAL_PORT", "abc", "PORTAL_PORT: input should be a valid integer, unable to parse string as an integer."),
        ("PORTAL_MODE", "production", "PORTAL_SECRET_KEY must be set to at least 32 secret characters in production."),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.delenv("PORTAL_SECRET_KEY", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert sentences_about(refused.value) == [sentence]


def test_a_province_without_numbers_is_refused_with_those_that_have_some(tmp_path: Path) -> None:
    assert why_no_province(Settings(data=tmp_path)) == ""
    sentence = "PORTAL_PROVINCE is nowhere, but the numbers are known of: henan."
    assert why_no_province(Settings(data=tmp_path, province="nowhere")) == sentence
