"""Builds one and the same document in every format: from a gazette's text to .html, .docx, .pdf and a scan."""

import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
from PIL import Image

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
AUTOMATIC = (  # what Word is told to count: the label as printed, its level
    (re.compile(r"[一二三四五六七八九十]+、"), 0),
    (re.compile(r"（[一二三四五六七八九十]+）"), 1),
    (re.compile(r"\d+、"), 2),
)
LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3、"))
# this font has no bold of its own, so that bold text is drawn: the harder case
FONT = "body{font-family:'WenQuanYi Micro Hei'}"
PLAIN = FONT
OFFICIAL = (
    FONT + "@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font-size:16pt;line-height:28pt;margin:0}"
    "p,h3,h4,h5{text-indent:2em;margin:0;text-align:justify;font-size:16pt}h1,h2{text-align:center;font-size:22pt}"
)


@dataclass(frozen=True)
class Block:
    """A heading (level 1 to 6), a paragraph (level 0) or a row of a table; its text in pieces, each bold or not."""

    level: int
    pieces: list[tuple[str, bool]]
    cells: list[str]

    @property
    def text(self) -> str:
        """The words."""
        return "".join(text for text, _ in self.pieces)


def blocks(text: str) -> list[Block]:
    """The blocks of a gazette's text."""
    return [_block(line.rstrip()) for line in text.split("\n") if line.strip() and not re.fullmatch(r"-{3,}", line)]


def _block(line: str) -> Block:
    if "\t" in line.strip():
        return Block(0, [], [cell.strip() for cell in line.split("\t")])
    hashes, text = re.match(r"(#*)\s*(?:- )?(.*)", line).groups()
    parts = re.split(r"\*\*", text)
    return Block(len(hashes), [(part, n % 2 == 1) for n, part in enumerate(parts) if part], [])


def web_page(content: list[Block], style: str = PLAIN, lists: bool = True) -> str:
    """The document as a web page; plain numbers become list items."""
    body = "".join(_html(group, lists) for group in _grouped(content))
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><style>{style}table,td{{border:1px solid;\
border-collapse:collapse}}</style><title>x</title></head><body>{body}</body></html>'


def _grouped(content: list[Block]) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for block in content:
        if groups and block.cells and groups[-1][-1].cells:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _html(group: list[Block], lists: bool) -> str:
    block = group[0]
    if block.cells:
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row.cells) for row in group)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    number = re.match(r"(\d+)、", block.text)
    if number and lists and not block.level:
        return f'<ol start="{number[1]}"><li>{html.escape(block.text[number.end() :])}</li></ol>'
    inner = "".join(f"<b>{html.escape(text)}</b>" if bold else html.escape(text) for text, bold in block.pieces)
    tag = f"h{block.level}" if block.level else "p"
    return f"<{tag}>{inner}</{tag}>"


def word_file(content: list[Block], automatic: bool = True) -> bytes:
    """The document as a Word file whose numbers Word counts."""
    body = "".join(_word(group, automatic) for group in _grouped(content))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="h{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in range(1, 7)
    )
    levels = "".join(level(n, style, text) for n, (style, text) in enumerate(LEVELS))
    return docx(body, numbering=one_list(levels), styles=styles)


def _word(group: list[Block], automatic: bool) -> str:
    block = group[0]
    if block.cells:
        return table([[paragraph(cell) for cell in row.cells] for row in group])
    settings = f'<w:pStyle w:val="h{block.level}"/>' if block.level else ""
    pieces = list(block.pieces)
    for pattern, depth in AUTOMATIC if automatic else ():
        if found := pattern.match(block.text):
            settings += numbered(depth)
            pieces[0] = (pieces[0][0][found.end() :], pieces[0][1])
            break
    return paragraph("".join(run(text, bold) for text, bold in pieces), settings, raw=True)


def run(text: str, bold: bool = False) -> str:
    """A run of one face."""
    face = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{face}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, settings: str = "", raw: bool = False) -> str:
    """A paragraph of text, or of runs that are written already."""
    return f"<w:p><w:pPr>{settings}</w:pPr>{text if raw else run(text)}</w:p>"


def numbered(depth: int = 0, number: int = 1) -> str:
    """The settings of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def level(depth: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def one_list(levels: str, overrides: str = "") -> str:
    """A definition of those levels, a list 1 on it, and a list 2 that overrides it."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def table(rows: list[list[str]]) -> str:
    """A table; each cell is its blocks, or starts with its w:tcPr."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A Word file of that body; parts by name: numbering, styles, footnotes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {SPACES}>{inner}</w:{name}>")
    return packed.getvalue()


def printed(page: str, folder: Path, heads: bool = False) -> bytes:
    """The page as Chromium prints it to PDF, with its own heads and page numbers or without."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    quiet = [] if heads else ["--no-pdf-header-footer"]
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", *quiet]
    subprocess.run([*command, f"--print-to-pdf={target}", str(source)], check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def scans(pdf: bytes, dots: int = 170, turned: int = 0) -> list[bytes]:
    """Each page of the PDF as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = []
    for page in document:
        held = io.BytesIO()
        page.render(scale=dots / 72).to_pil().convert("L").rotate(turned, expand=True).save(held, "PNG")
        pictures.append(held.getvalue())
    document.close()
    return pictures


def pdf(pages: list[list[tuple]], lines: str = "", more: str = "", trailer: str = "") -> bytes:
    """A PDF of texts at (x, y, size, text), y from the bottom; `lines` are drawn on every page."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/DW 1000>>]>>"
    )
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", font]
    for number, texts in enumerate(pages):
        drawn = lines + "".join(
            f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, size, text in texts
        )
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * number} 0 R{more}>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}endstream")
    return _numbered_objects(objects, trailer)


def _numbered_objects(objects: list[str], trailer: str) -> bytes:
    written, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{inner}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(written)}\n%%EOF\n"
    )
    return written + end.encode()


def column(lines: list[str], x: float = 72, y: float = 770, size: float = 12, pitch: float = 20) -> list[tuple]:
    """Lines under one another."""
    return [(x, y - pitch * number, size, line) for number, line in enumerate(lines)]


def as_scan(pictures: list[bytes]) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    first, *others = [Image.open(io.BytesIO(picture)).convert("L") for picture in pictures]
    held = io.BytesIO()
    first.save(held, "PDF", resolution=150, save_all=True, append_images=others)
    return held.getvalue()
