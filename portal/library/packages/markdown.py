"""Markdown of strangers made into HTML that cannot act, for a page that already has its h1."""

import re
from collections.abc import Callable
from urllib.parse import SplitResult, unquote, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from portal.library.packages.notes import to_html
from portal.text import message, speaking

SERVED = ("media", "captions", "descriptions", "sign", "transcripts")  # what learners get as files; never checks/
OUTSIDE = ("http", "https", "mailto", "tel")

_TAGS = set(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "s",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "img",
        "span",
        "sup",
        "section",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
_ATTRIBUTES = {
    "*": {"id", "lang", "class"},
    "a": {"href", "rel"},
    "img": {"src", "alt", "loading"},
    "th": {"scope"},
    "ol": {"start"},
}
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_CLASSES = {"footnotes", "fit", "cell-label", "away", "note"}

_DEEPEST_BRACKETS = 50
_MOST_CELLS = 20_000  # of all tables of a text
_UNDER_A_HEAD = frozenset(" \t>|:-")  # the signs of the line under a table's head

FileUrl = Callable[[str], str]


def parser(html: bool = False) -> MarkdownIt:
    """CommonMark with tables, footnotes and `[word]{lang=en}` spans. With `html`, raw HTML becomes tokens to be found."""
    reader = MarkdownIt("commonmark", {"html": html}).enable("table")
    reader.use(front_matter_plugin).use(footnote_plugin, inline=False)
    reader.use(attrs_plugin, spans=True, allowed=["lang"])
    if html:
        reader.validateLink = lambda url: True  # type: ignore[method-assign]  # bad addresses are to be found, too
    return reader


def tangled_line(text: str) -> int | None:
    """The line (from 1) where square brackets begin to nest deeper, or tables to be larger, than anybody writes.

    None in all honest texts. A row of a table is as long as its head, however short it is written.
    """
    depth = columns = cells = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            depth = columns = 0
        elif "|" in line and "-" in line and _UNDER_A_HEAD.issuperset(line):
            columns = max(columns, sum("-" in cell for cell in line.split("|")))
        cells += columns
        for sign in line:
            depth += (sign == "[") - (sign == "]")
            if depth > _DEEPEST_BRACKETS or cells > _MOST_CELLS:
                return number
        depth = max(depth, 0)
    return None


def untangled(text: str) -> str:
    """The text as the readers take it: in a tangled one brackets and bars are plain signs, else reading takes hours."""
    return text if tangled_line(text) is None else text.replace("[", "\\[").replace("|", "\\|")


def render_markdown(
    text: str,
    file_url: FileUrl,
    lesson_url: FileUrl | None = None,
    *,
    language: str = "zh-CN",
    ids: str = "text",
) -> str:
    """Sanitised HTML whose headings start at h2.

    `file_url` gives the address of a file of the package by its name (“media/oven.png”), `lesson_url` that of a lesson
    by its slug; a link that neither knows keeps only its words. `ids` begins every id, so that two texts fit one page.
    The few words that are added (“外部网站”) are in the language of the content.
    """
    reader = parser()
    tokens = reader.parse(untangled(text), {})
    _shift_headings(tokens, ids)
    for token in tokens:
        for child in token.children or []:
            _set_address(child, file_url, lesson_url, ids)
    _mark_tables(tokens)
    with speaking("en" if language.startswith("en") else "zh-CN"):
        html = to_html(reader, _mark_outside(tokens), ids)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        link_rel=None,
        url_schemes=set(OUTSIDE),
    )


def resolve(address: str) -> str | None:
    """The name inside the package that a relative address of a text means; None for every other address."""
    parts = split_address(address)
    if parts is None or parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = unquote(parts.path).removeprefix("./").removeprefix("../")
    if "/" not in path:
        return f"lessons/{path}" if path.endswith(".md") else f"media/{path}"
    return path if path.split("/")[0] in (*SERVED, "lessons") and ".." not in path.split("/") else None


def split_address(address: str) -> SplitResult | None:
    """The parts of an address; None for one that is no address at all, like “http://[”."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def anchor(heading: str) -> str:
    """What follows the `#` in a link to a heading: its words, spaces as hyphens, Latin letters in lower case."""
    return re.sub(r"\s+", "-", heading.strip()).lower()


def words(children: list[Token] | None) -> str:
    """The words of inline tokens, pictures by their description."""
    texts = []
    for child in children or []:
        if child.type in ("text", "code_inline"):
            texts.append(child.content)
        elif child.type == "image":
            texts.append(words(child.children))
        elif child.type in ("softbreak", "hardbreak"):
            texts.append("\n")
    return "".join(texts)


def _shift_headings(tokens: list[Token], ids: str) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = 2 - min(levels, default=2)
    used: dict[str, int] = {}
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        opening.tag = closing.tag = f"h{min(6, int(opening.tag[1]) + shift)}"
        name = anchor(words(inline.children))
        used[name] = used.get(name, 0) + 1
        opening.attrSet("id", f"{ids}-{name}" + (f"-{used[name]}" if used[name] > 1 else ""))


def _set_address(token: Token, file_url: FileUrl, lesson_url: FileUrl | None, ids: str) -> None:
    if token.type == "image":
        name = resolve(str(token.attrs.get("src", "")))
        token.attrs = {"src": file_url(name) if name else "", "alt": "", "loading": "lazy"}
    elif token.type == "link_open":
        address = _link_address(str(token.attrs.get("href", "")), file_url, lesson_url, ids)
        token.attrs = {"href": address} if address else {}


def _link_address(address: str, file_url: FileUrl, lesson_url: FileUrl | None, ids: str) -> str:
    if address.startswith("#"):
        return f"#{ids}-{anchor(unquote(address[1:]))}"
    name = resolve(address)
    if name is None:
        parts = split_address(address)
        return address if parts is not None and parts.scheme in OUTSIDE else ""
    if name.startswith("lessons/"):
        return lesson_url(name[len("lessons/") : -len(".md")]) if lesson_url else ""
    return file_url(name)


def _mark_outside(tokens: list[Token]) -> list[Token]:
    """Say after each link to another site that it leads there."""
    for token in tokens:
        marked: list[Token] = []
        leads_out = False
        for child in token.children or []:
            if child.type == "link_open":
                leads_out = str(child.attrs.get("href", "")).startswith(("http:", "https:"))
                if leads_out:
                    child.attrs = {**child.attrs, "rel": "external noopener noreferrer"}
            if child.type == "link_close" and leads_out:
                marked.append(Token("text", "", 0, content=str(message("（外部网站）"))))
            marked.append(child)
        if token.children is not None:
            token.children = marked
    return tokens


def _mark_tables(tokens: list[Token]) -> None:
    """Scope on header cells; the first cell of a row names the row; the others carry their column's name for narrow pages."""
    heads: list[str] = []
    column = 0
    for number, token in enumerate(tokens):
        if token.type == "thead_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
            heads.append(words(tokens[number + 1].children))
        elif token.type == "td_open":
            _mark_cell(tokens[number : number + 3], column, heads)
            column += 1


def _mark_cell(cell: list[Token], column: int, heads: list[str]) -> None:
    opening, inline, closing = cell
    opening.attrs = {"scope": "row"} if column == 0 else {}
    if column == 0:
        opening.tag = closing.tag = "th"
    elif column < len(heads) and heads[column] and inline.children is not None:
        label = Token("cell_label", "span", 0, content=f"{heads[column]}：")
        inline.children = [label, *inline.children]


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "lang":
        return value if _LANGUAGE.match(value) else None
    if attribute == "class":
        return value if value in _CLASSES else None
    return value
