"""The Jinja environment: strict, escaping, translated, and quick with addresses."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.routing import BaseRoute

from portal.text import Language, gettext, inside, language, ngettext, spoken, tongue
from portal.text.amounts import format_credit, format_duration, format_hours, format_size
from portal.text.codes import group
from portal.text.dates import format_date, format_datetime, format_time, iso
from portal.web.sentences import Spoken
from portal.web.statics import static_address

ROOT = Path(__file__).parent.parent.parent
NAME_IN_PATH = re.compile(r"\{(\w+)\}")


@cache
def build_environment(chosen: Language) -> Environment:
    """Templates that fail on a misspelt name, escape everything and speak this language."""
    environment = Spoken(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,  # a misspelt name fails the page's test instead of showing nothing
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # asking the disk for each template of each page costs more than translating them
    )
    environment.spoken = chosen
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"_": say, "gettext": say, "ngettext": say_counted}  # quicker than Jinja's
    environment.filters |= {
        "date": format_date,
        "datetime": format_datetime,
        "time_of_day": format_time,
        "iso": iso,
        "credit": format_credit,
        "hours": format_hours,
        "size": format_size,
        "duration": format_duration,
        "code": group,
        "spoken": spoken,
        "inside": inside,
        "tongue": tongue,
    }
    environment.globals |= {"static": static_address, "current_language": language}
    return environment


def say(text: str, **values: Any) -> Markup:
    """`_("…", name=…)` of a template: in the reader's language, values escaped."""
    said = Markup(gettext(text))
    return said % {name: spoken(value) for name, value in values.items()} if values or "%" in said else said


def say_counted(singular: str, plural: str, num: Any, **values: Any) -> Markup:
    """`ngettext` of a template. The count is also the value `num`."""
    return Markup(ngettext(singular, plural, num)) % (
        {"num": num} | {name: spoken(value) for name, value in values.items()}
    )


def address_maker(app: FastAPI) -> Callable[..., str]:
    """`url_for(name, **values)` by a table made once: path values fill the path, the others become the query."""
    patterns = {name: (pattern, set(NAME_IN_PATH.findall(pattern))) for name, pattern in _named_paths(app.routes)}

    def url_for(route_name: str, **values: Any) -> str:
        pattern, names = patterns[route_name]
        in_path = {key: quote(str(value), safe="/") for key, value in values.items() if key in names}
        address = pattern.format(**in_path) if names else pattern
        if len(in_path) == len(values):
            return address
        query = {key: value for key, value in values.items() if key not in names and value not in (None, "", ())}
        return address + (f"?{urlencode(query, doseq=True)}" if query else "")

    return url_for


def _named_paths(routes: list[BaseRoute]) -> list[tuple[str, str]]:
    return [(route.name, route.path_format) for route in routes if isinstance(route, APIRoute)]
