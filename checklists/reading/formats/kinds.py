"""What a file is by its bytes, and which formats have to be saved as another. Pure."""

import io
import re
import zipfile
from pathlib import PurePath

from checklists.reading.formats.refusals import SaveAsPdf, SaveAsPicture, SaveAsWord, Unpack
from core.errors import N_

WORD, PDF, PAGE, PHOTO = N_("Word 文档（.docx）"), N_("PDF 文件"), N_("网页"), N_("图片")
OLD_OFFICE = N_("旧版 Office 文件（.doc、.xls、.wps 等）")
TABLE, SLIDES, OFD = N_("电子表格"), N_("演示文稿"), N_("OFD 版式文件")
OPEN_TEXT, RICH, ARCHIVE, PICTURE = N_("OpenDocument 文档"), N_("RTF 文档"), N_("压缩包"), N_("其他格式的图片")
OLD_WORD, WPS, FIXED, MHT = N_("旧版 Word 文档（.doc）"), N_("WPS 文档"), N_("版式文件"), N_("网页归档")

STARTS = (
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"{\\rtf", RICH),
    (b"\x89PNG", PHOTO),
    (b"\xff\xd8\xff", PHOTO),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"RIFF", PICTURE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
)
MEMBERS = (
    (re.compile(r"word/"), WORD),
    (re.compile(r"xl/"), TABLE),
    (re.compile(r"ppt/"), SLIDES),
    (re.compile(r"OFD\.xml"), OFD),
    (re.compile(r"content\.xml"), OPEN_TEXT),
)
ENDINGS = {WORD: ".docx", PDF: ".pdf", PAGE: ".html", PHOTO: ".jpg"}
REFUSED = {
    OLD_OFFICE: SaveAsWord,
    OLD_WORD: SaveAsWord,
    WPS: SaveAsWord,
    RICH: SaveAsWord,
    OPEN_TEXT: SaveAsWord,
    MHT: SaveAsWord,
    TABLE: SaveAsPdf,
    SLIDES: SaveAsPdf,
    OFD: SaveAsPdf,
    FIXED: SaveAsPdf,
    PICTURE: SaveAsPicture,
    ARCHIVE: Unpack,
}
NAMED = {
    OLD_WORD: ".doc .dot",
    WPS: ".wps .wpt",
    RICH: ".rtf",
    OPEN_TEXT: ".odt .fodt",
    MHT: ".mht .mhtml",
    TABLE: ".xls .xlsx .xlsm .et .ods .csv",
    SLIDES: ".ppt .pptx .dps .odp",
    OFD: ".ofd",
    FIXED: ".ceb .caj .sep .gd .xps .djvu .epub",
    PICTURE: ".gif .tif .tiff .bmp .webp .heic .heif .avif",
    ARCHIVE: ".zip .rar .7z .gz .tar .tgz",
}
BY_ENDING = {ending: kind for kind, endings in NAMED.items() for ending in endings.split()}
HTML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)


def ending_of(name: str) -> str:
    """The ending of the name in small letters, with its dot."""
    return PurePath(name.replace("\\", "/")).suffix.lower()


def kind_of(data: bytes) -> str | None:
    """What the bytes are, where they say so; None for what may be text."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if HTML_START.match(data[:2000].removeprefix(b"\xef\xbb\xbf")):
        return PAGE
    return next((kind for start, kind in STARTS if data.startswith(start)), None)


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return WORD if b"word/" in data else ARCHIVE
    return next((kind for pattern, kind in MEMBERS if any(map(pattern.match, names))), ARCHIVE)
