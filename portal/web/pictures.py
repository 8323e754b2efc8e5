"""A page without its pictures, for slow and costly lines: each stands there in its words, and is fetched by a link."""

import html
import re

from portal.text import message

# All markup comes from our own templates or through our sanitiser: attributes stand in double quotes.
PICTURE = re.compile(r'<img((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*/?>')
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
POSTER = re.compile(r'(<video\b[^>]*?) poster="[^"]*"')
ICON = re.compile(r'<link rel="icon"[^>]*>')
NO_ICON = '<link rel="icon" href="data:,">'  # else the browser looks for one by itself


def without_pictures(page: str) -> str:
    """The same page; nothing in it makes a browser fetch a picture. What only decorates is gone."""
    page = POSTER.sub(r"\1", ICON.sub(NO_ICON, page))
    return PICTURE.sub(_in_words, page)


def _in_words(picture: re.Match[str]) -> str:
    given = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(picture[1])}
    if not given.get("alt"):
        return ""
    words = str(message("看图片：%(words)s", words=given["alt"]))
    return f'<a href="{html.escape(given.get("src", ""))}">{html.escape(words)}</a>'
