"""Markdown as plain text: for search, for braille, for taking away."""

import re

from markdown_it.token import Token

from portal.library.packages.markdown import parser, untangled, words


def plain_text(markdown: str) -> str:
    """The words alone, a blank line between blocks. Pictures by their description, numbered items with their number,
    each row of a table as one line that repeats the names of its columns."""
    blocks: list[str] = []
    lists: list[int | None] = []
    item = ""
    tokens = parser().parse(untangled(markdown), {})
    for place, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            item = f"{number}. " if number is not None else "- "
            lists[-1] = number + 1 if number is not None else None
        elif token.type == "inline" and not _in_table(tokens, place):
            blocks.append(item + _joined(words(token.children)))
            item = ""
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
        elif token.type == "table_open":
            blocks.extend(_rows(tokens[place:]))
    return "\n\n".join(block for block in blocks if block.strip())


def _joined(text: str) -> str:
    """Chinese lines are joined without, Latin words with a space."""
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text).replace("\n", "")


def _in_table(tokens: list[Token], place: int) -> bool:
    return tokens[place - 1].type in ("th_open", "td_open")


def _rows(tokens: list[Token]) -> list[str]:
    heads: list[str] = []
    rows: list[str] = []
    cells: list[str] = []
    for before, token in zip(tokens, tokens[1:], strict=False):
        if token.type == "table_close":
            break
        if before.type == "th_open":
            heads.append(words(token.children))
        elif before.type == "td_open":
            head = heads[len(cells)] if len(cells) < len(heads) else ""
            cells.append(f"{head}：{words(token.children)}" if head else words(token.children))
        elif token.type == "tr_close" and cells:
            rows.append("；".join(cells))
            cells = []
    return rows
