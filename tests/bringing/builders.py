"""Word files and slides written part by part, so that a test can put into them what no honest program would."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
STYLES = (
    f"<w:styles {SPACES}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [("Title", "Title"), ("TOC1", "toc 1"), *((f"{n}", f"heading {n}") for n in range(1, 7))]
    )
    + "</w:styles>"
)
NUMBERS = (
    f"<w:numbering {SPACES}>"
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="第%1步"/></w:lvl></w:abstractNum>'
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    + "</w:numbering>"
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these files in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def links(rows: Mapping[str, tuple[str, str]], outside: frozenset[str] = frozenset()) -> str:
    """A part of relations: id → kind and target."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{R}/{kind}" Target={quoteattr(target)}'
            f"{' TargetMode=' + quoteattr('External') if key in outside else ''}/>"
            for key, (kind, target) in rows.items()
        )
        + "</Relationships>"
    )


def word(body: str, more: Mapping[str, str | bytes] | None = None, rows: Mapping[str, tuple[str, str]] | None = None,
         outside: frozenset[str] = frozenset()) -> bytes:  # fmt: skip
    """A Word file with this body; `more` parts lie in word/."""
    own = {"s": ("styles", "styles.xml"), "n": ("numbering", "numbering.xml")} | dict(rows or {})
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": links({"d": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links(own, outside),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERS,
    }
    return zipped(parts | {f"word/{name}": content for name, content in (more or {}).items()})


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*inside: str, style: str = "", own: str = "") -> str:
    """A paragraph of runs; a text that is no XML becomes a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    held = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{named}{own}</w:pPr>{held}</w:p>"


def item(text: str, number_id: int = 1, level: int = 0) -> str:
    return para(run(text), own=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')


def table(rows: list[list[str]], marks: Mapping[tuple[int, int], str] | None = None) -> str:
    """A table; marks are what stands in the properties of a cell."""
    marks = marks or {}
    cells = [
        "".join(f"<w:tc><w:tcPr>{marks.get((r, c), '')}</w:tcPr>{para(run(text))}</w:tc>" for c, text in enumerate(row))
        for r, row in enumerate(rows)
    ]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def picture(link: str, words: str = "", decorative: bool = False) -> str:
    deco = '<a:extLst><a:ext uri="x"><adec:decorative val="1"/></a:ext></a:extLst>' if decorative else ""
    return (
        f"<w:r><w:drawing><wp:inline><wp:docPr id='1' name='图片 1' descr={quoteattr(words)}>{deco}</wp:docPr>"
        f"<a:graphic><a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr id='0' name='x'/></pic:nvPicPr><pic:blipFill>"
        f"<a:blip r:embed='{link}'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def box(*paragraphs: str) -> str:
    """A text box, written twice as Word does: once for new programs, once for old ones."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wp:docPr id='2' name='b'/><a:graphic>"
        f"<a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>"
    )


def png(width: int = 40, height: int = 30) -> bytes:
    """A plain picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x80" * width) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def shape(text: str, role: str | None = None, own: str = "") -> str:
    """A shape on a slide; each line is a paragraph."""
    holder = "" if role is None else f"<p:ph type='{role}'/>" if role else "<p:ph idx='1'/>"
    paragraphs = "".join(f"<a:p>{own}<a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr id='3' name='s'/><p:cNvSpPr/><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr/>"
        f"<p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def slides(decks: list[tuple[str, str]], more: Mapping[str, str | bytes] | None = None,
           rows: Mapping[str, tuple[str, str]] | None = None, after: str = "") -> bytes:  # fmt: skip
    """A deck: of each slide its shapes and what is said to it. `after` follows the shapes of every slide."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": links({"d": ("officeDocument", "ppt/presentation.xml")}),
    }
    listed = ""
    for number, (shapes, said) in enumerate(decks, 1):
        listed += f"<p:sldId id='{255 + number}' r:id='s{number}'/>"
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        own = dict(rows or {})
        if said:
            own["n"] = ("notesSlide", f"../notesSlides/n{number}.xml")
            notes = f"<p:cSld><p:spTree>{shape(said, 'body')}{shape('7', 'sldNum')}</p:spTree></p:cSld>"
            parts[f"ppt/notesSlides/n{number}.xml"] = f"<p:notes {SPACES}>{notes}</p:notes>"
        parts[f"ppt/slides/s{number}.xml"] = f"<p:sld {SPACES}>{tree}{after}</p:sld>"
        parts[f"ppt/slides/_rels/s{number}.xml.rels"] = links(own)
    show = {f"s{number}": ("slide", f"slides/s{number}.xml") for number in range(1, len(decks) + 1)}
    parts["ppt/presentation.xml"] = f"<p:presentation {SPACES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
    parts["ppt/_rels/presentation.xml.rels"] = links(show)
    return zipped(parts | {f"ppt/{name}": content for name, content in (more or {}).items()})
