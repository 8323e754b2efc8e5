"""Tables and footnotes as the pages of the portal have them: words instead of arrows, one id for each place."""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from portal.text import message

Env = dict[str, str]


def to_html(reader: MarkdownIt, tokens: list[Token], ids: str) -> str:
    """HTML, not yet sanitised. The words that are added are in the language of the moment."""
    renderer = RendererHTML()
    renderer.rules.update(_RULES)
    return str(renderer.render(tokens, reader.options, {"ids": ids}))


def _number(tokens: list[Token], place: int) -> int:
    return int(tokens[place].meta["id"]) + 1


def _reference(tokens: list[Token], place: int, options: Any, env: Env) -> str:
    number, again = _number(tokens, place), tokens[place].meta.get("subId", 0)
    own_id = f"{env['ids']}-note-{number}-from" + (f"-{again}" if again else "")
    label = escapeHtml(str(message("注 %(number)s", number=number)))
    return f'<sup><a href="#{env["ids"]}-note-{number}" id="{own_id}">{label}</a></sup>'


def _way_back(tokens: list[Token], place: int, options: Any, env: Env) -> str:
    if tokens[place].meta.get("subId", 0):
        return ""
    label = escapeHtml(str(message("回到正文")))
    return f' <a class="note" href="#{env["ids"]}-note-{_number(tokens, place)}-from">{label}</a>'


def _notes_open(tokens: list[Token], place: int, options: Any, env: Env) -> str:
    heading = escapeHtml(str(message("注释")))
    return f'<section class="footnotes"><h2 id="{env["ids"]}-notes">{heading}</h2>\n<ol>\n'


def _note_open(tokens: list[Token], place: int, options: Any, env: Env) -> str:
    return f'<li id="{env["ids"]}-note-{_number(tokens, place)}">'


def _cell_label(tokens: list[Token], place: int, options: Any, env: Env) -> str:
    return f'<span class="cell-label">{escapeHtml(tokens[place].content)}</span>'


_RULES: dict[str, Any] = {
    "cell_label": _cell_label,
    "table_open": lambda *_: '<div class="fit"><table>\n',
    "table_close": lambda *_: "</table></div>\n",
    "footnote_ref": _reference,
    "footnote_anchor": _way_back,
    "footnote_block_open": _notes_open,
    "footnote_block_close": lambda *_: "</ol>\n</section>\n",
    "footnote_open": _note_open,
    "footnote_close": lambda *_: "</li>\n",
}
