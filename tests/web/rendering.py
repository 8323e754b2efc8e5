"""Components and pages rendered by the real environment, without a server or a database."""

from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup

from portal.text import Language, speaking
from portal.web.needs import Needs
from portal.web.templates import build_environment

environment = build_environment("zh-CN")


def context(path: str = "/", **values: Any) -> dict[str, Any]:
    """What portal.web.page gives to every template; addresses are the names of their routes."""
    given: dict[str, Any] = {
        "request": SimpleNamespace(url=SimpleNamespace(path=path, query=""), method="GET"),
        "url_for": lambda name, **_: f"/{name}",
        "language": "zh-CN",
        "person": None,
        "needs": Needs(),
        "sections": [SimpleNamespace(name="library", label="课程", url="/library")],
        "errors": {},
        "demo": True,
    }
    return given | values


def rendered(source: str, language: Language = "zh-CN", **values: Any) -> BeautifulSoup:
    """A template, given as text, in a language. Names that it does not know fail the test."""
    with speaking(language):
        html = build_environment(language).from_string(source).render(context(language=language, **values))
    return BeautifulSoup(html, "html5lib" if "{% extends" in source else "html.parser")


def page(body: str = "", head: str = "", **values: Any) -> BeautifulSoup:
    """A whole page with this content."""
    return rendered(
        f'{{% extends "base.html" %}}{{% set heading = "我的学分" %}}{head}{{% block content %}}{body}{{% endblock %}}',
        **values,
    )


def words(element: Any) -> str:
    return " ".join(element.get_text().split())
