"""Large print on paper: a PDF with tags, language and title. WeasyPrint and Pango are loaded by the worker only."""

import io
import shutil
import subprocess
from typing import Any

from portal.errors import Refused
from portal.text import message

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
PRINTED = 4  # the flag of an annotation that is also printed


def as_pdf(page: str) -> bytes:
    """The page as PDF/UA-1. Raises Refused, with what to install, where the system lacks Pango or Chinese letters."""
    try:
        import weasyprint
    except OSError as error:  # the wheel is there, the system's libraries are not
        raise lacking() from error
    if not has_chinese_letters():
        raise lacking()
    inside_only = weasyprint.urls.URLFetcher(allowed_protocols={"data"})  # nothing is fetched from anywhere
    document = weasyprint.HTML(string=page, url_fetcher=inside_only)
    return mended(document.write_pdf(pdf_variant="pdf/ua-1"))


def lacking() -> Refused:
    """What an operator has to do, in words for everybody."""
    return Refused(message("这台服务器还不能做 PDF。请管理员安装这些程序包：%(packages)s。", packages=PACKAGES))


def has_chinese_letters() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    if not (program := shutil.which("fc-list")):
        return False
    found = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def mended(content: bytes) -> bytes:
    """The same with the scope of header cells and the print flag of links, which WeasyPrint 70 leaves out."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/StructTreeRoot" in pdf.Root:
            _mend(pdf.Root.StructTreeRoot)
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                annotation["/F"] = int(annotation.get("/F", 0)) | PRINTED
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _mend(top: Any) -> None:
    """Walk the tree of tags, without recursion: a long course nests lists deeply."""
    import pikepdf

    waiting: list[tuple[Any, str]] = [(top, "")]
    while waiting:
        node, section = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += [(child, section) for child in node]
        elif isinstance(node, pikepdf.Dictionary):
            tag = str(node.get("/S", ""))
            section = tag if tag in ("/THead", "/TBody", "/TFoot") else section
            if tag == "/TH":
                _give_scope(node, pikepdf.Name.Column if section == "/THead" else pikepdf.Name.Row)
            if "/K" in node:
                waiting.append((node["/K"], section))


def _give_scope(cell: Any, scope: Any) -> None:
    import pikepdf

    attributes = cell.get("/A")
    if isinstance(attributes, pikepdf.Array):
        attributes = attributes[0]
    if attributes is None:
        attributes = pikepdf.Dictionary(O=pikepdf.Name.Table)
        cell["/A"] = attributes
    attributes["/Scope"] = scope
