"""What may be evidence, and what is said of it. Pure."""

from enum import StrEnum

from portal.discussions.recordings.rules import MARKS as RECORDING_MARKS
from portal.discussions.recordings.rules import MOST_BYTES
from portal.recognition.evidence.pictures import PNG_MARK
from portal.text import Message, message

PAPER_BYTES = 20_000_000  # a photo or a scan; what was recorded may be larger, and is made over
PDF_MARK = b"%PDF-"
MARKS = (b"\xff\xd8\xff", PNG_MARK, b"RIFF", PDF_MARK, *RECORDING_MARKS)
LARGEST = MOST_BYTES


class Form(StrEnum):
    """What an evidence is."""

    PICTURE = "picture"
    PDF = "pdf"
    VOICE = "voice"
    SIGN = "sign"
    TYPED = "typed"


class Sent(StrEnum):
    """What somebody says that they send."""

    PAPER = "paper"
    VOICE = "voice"
    SIGN = "sign"


SENT = {
    Sent.PAPER: message("证书或者文件的照片、扫描件"),
    Sent.VOICE: message("录音，说的话"),
    Sent.SIGN: message("手语视频"),
}
FORM_WORDS: dict[str, Message] = {
    Form.PICTURE: message("照片"),
    Form.PDF: message("PDF 扫描件"),
    Form.VOICE: message("录音"),
    Form.SIGN: message("手语视频"),
    Form.TYPED: message("写的说明"),
}
NO_CHOICE = message("这份材料是什么：选一个")
NO_FILE = message("文件：选一个文件")
OTHER_KIND = message("文件：打不开。照片用 JPEG、PNG 或者 WebP，扫描件用 PDF，录音和视频用手机自带的录")
NOT_PAPER = message("文件：这不是照片，也不是 PDF。录音和手语视频，在上面选对应的一项")
TOO_BIG = message("文件：照片和 PDF 最大 20 MB。拍小一点，再选一次")
BROKEN = message("文件：照片不完整，或者太大。再拍一张")
NOT_RECORDING = message("文件：这不是录音，也不是视频。照片和 PDF，在上面选第一项")
NO_DESCRIPTION = message("说明：写一句，材料上有什么，看不见的人也能明白")
NO_WORDS = message("您写的：写几句再加")
TOO_MANY = message("材料已经有 12 份。先去掉一份，再加。")
