"""A statement as a document, from which text, braille and paper are made."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from portal.certificates.models import Certificate
from portal.credits.queries import Entry
from portal.formats.braille import as_brf, lay_out
from portal.formats.document import Block, Heading, Inlines, Listing, Paragraph, Words
from portal.formats.document.linear import Piece, block_pieces
from portal.formats.document.markup import Manner, blocks_html, element
from portal.formats.document.text import as_text
from portal.formats.print.page import STYLE, outside
from portal.formats.rules import NOT_CHECKED, braille_note
from portal.settings import Settings
from portal.sharing.contents import Said
from portal.sharing.rules import title_in_their_language
from portal.text import Message, inside, language, message
from portal.text.amounts import format_credit
from portal.text.codes import group
from portal.text.dates import format_date

TITLE = message("学分证明")
DEMO = message("这份证明出自演示站，人和记录都是样例，不能用来证明什么。")
HIDES = message("这份证明不写残疾类别，不写住址，不写完整证号。")
PICKED = message("这份证明上只有本人选的内容，不是全部。选的学分后来有变动，变动也在上面。")


def facts(said: Said, settings: Settings) -> list[tuple[Message, Message | str]]:
    """What stands at the head: term and words."""
    credit = message("%(credit)s 学分", credit=format_credit(said.credit_hundredths))
    found: list[tuple[Message, Message | str]] = [
        (message("姓名"), said.holder_name),
        (message("总学分") if said.is_whole else message("选的学分合计"), credit),
    ]
    if said.points is not None:
        found.append((message("积分"), message("%(points)s 分。积分记努力，不能换学分。", points=said.points)))
    if said.period:
        first, last = map(format_date, said.period)
        found.append((message("时间"), message("%(first)s至%(last)s", first=first, last=last)))
    found += [(message("截至"), format_date(said.as_of)), (message("出具"), message("无碍学堂"))]
    if said.code and said.ends_on:
        found += [
            (message("验证码"), group(said.code)),
            (message("核对网址"), f"{settings.origin}/verify"),
            (message("能核对到"), format_date(said.ends_on)),
        ]
    return found


def notes(said: Said, is_demo: bool) -> list[Message]:
    """What a reader has to know of the whole."""
    found = [DEMO] if is_demo else []
    if said.is_whole and said.count > len(said.entries):
        most = len(said.entries)
        found.append(
            message(
                "一共 %(count)s 笔，这里是最新的 %(most)s 笔。CSV 和 JSON 文件里有全部。", count=said.count, most=most
            )
        )
    if not said.is_whole:
        found.append(PICKED)
    return [*found, HIDES]


def blocks(said: Said, settings: Settings) -> list[Block]:
    """Everything, without the title."""
    found: list[Block] = [
        Listing(
            tuple(
                (_paragraph(message("%(term)s：%(words)s", term=term, words=words)),)
                for term, words in facts(said, settings)
            )
        ),
        *map(_paragraph, notes(said, settings.mode == "demo")),
    ]
    if said.is_whole or said.entries:
        found += [_heading(message("每一笔学分")), *_entries(said)]
    if said.certificates:
        found += [_heading(message("培训合格证书")), _certificates(said)]
    for heading, lines in said.own_lines:
        found += [_heading(heading), Listing(tuple((_paragraph(line),) for line in lines))]
    return found


def _entries(said: Said) -> Iterator[Block]:
    """One entry after the other in sentences: a table of so many columns is too wide for large print."""
    if not said.entries:
        yield _paragraph(message("还没有学分。"))
        return
    yield Listing(tuple((_paragraph(in_sentences(said, entry)),) for entry in said.entries))


def in_sentences(said: Said, entry: Entry) -> Message:
    """When, what, how much, who proved it, and the number by which it is found."""
    total = message("之后共 %(credit)s 学分。", credit=format_credit(entry.total_after)) if said.is_whole else ""
    return message(
        "%(date)s，%(what)s变动：%(change)s。%(total)s%(proof)s记录号：%(number)s。",
        date=format_date(entry.happened_at), what=entry.sentence, change=entry.change_in_words, total=total,
        proof=said.proof(entry), number=group(entry.number),
    )  # fmt: skip


def _certificates(said: Said) -> Listing:
    return Listing(tuple((_paragraph(_certificate(said, one)),) for one in said.certificates))


def _certificate(said: Said, one: Certificate) -> Message:
    return message(
        "《%(title)s》，%(credit)s 学分，%(date)s考核合格，%(state)s。证书号：%(number)s。",
        title=title_in_their_language(one.title, one.title_en), credit=format_credit(one.credit_hundredths),
        date=format_date(one.passed_at), state=inside(STANDS[one.state]), number=group(said.number(one)),
    )  # fmt: skip


STANDS = {"issued": message("有效"), "revoked": message("已撤销"), "replaced": message("已换发")}


def as_plain_text(said: Said, settings: Settings) -> bytes:
    """Plain text that opens on anything."""
    return as_text(pieces(said, settings))


def as_braille(said: Said, settings: Settings, size: tuple[int, int]) -> bytes:
    """For embossers and displays, in pages of this many cells and lines."""
    title, *rest = pieces(said, settings)
    note = Piece("paragraph", _inlines(braille_note(size, NOT_CHECKED)))
    return as_brf(lay_out([title, note, *rest], *size))


def pieces(said: Said, settings: Settings) -> Iterator[Piece]:
    """The document as one line after the other."""
    yield Piece("title", _inlines(TITLE))
    yield from block_pieces(blocks(said, settings))


def as_large_print(said: Said, settings: Settings) -> str:
    """One HTML file in large print, of which the PDF is made."""
    manner = Manner(picture=lambda name: "", link=outside)
    body = element("h1", escape(TITLE)) + Markup("\n") + blocks_html(blocks(said, settings), manner)
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
            "<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
        ).format(language=language(), title=f"{TITLE} {said.holder_name}", style=Markup(STYLE), body=body)
    )


def _heading(words: Message) -> Heading:
    return Heading(2, _inlines(words))


def _paragraph(words: object) -> Paragraph:
    return Paragraph(_inlines(words))


def _inlines(words: object) -> Inlines:
    return (Words(str(words)),)
