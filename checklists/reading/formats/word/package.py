"""The parts of a Word file: unpacked within limits, parsed without entities and without the network. Pure."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from checklists.reading.formats.refusals import Bomb, Broken, Encrypted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = ("/officeDocument",)
LARGEST_PART = 48 * 1024 * 1024  # a thousand pages of text are about five
LARGEST_FILE = 1024 * 1024 * 1024  # with its pictures
MOST_PARTS = 10_000
STEEPEST = 400  # times smaller when packed: repeated tables reach a hundred
SMALL = 1024 * 1024  # below this the ratio does not matter


class Package:
    """A Word file, opened; its parts are parsed as they are asked for."""

    def __init__(self, name: str, data: bytes):
        self.name = name
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as wrong:
            raise Broken(name=name) from wrong
        self._check_sizes()
        self.main = self._main()
        self.folder = posixpath.dirname(self.main)

    def _check_sizes(self) -> None:
        members = self.archive.infolist()
        if len(members) > MOST_PARTS or sum(member.file_size for member in members) > LARGEST_FILE:
            raise Bomb(name=self.name)
        for member in members:
            if member.flag_bits & 1:
                raise Encrypted(name=self.name)
            if member.file_size > SMALL and member.file_size > STEEPEST * max(1, member.compress_size):
                raise Bomb(name=self.name)

    def _main(self) -> str:
        relations = self.part("_rels/.rels", whole_name=True)
        targets = [] if relations is None else relations
        for relation in targets:
            if (relation.get("Type") or "").endswith(MAIN):
                return (relation.get("Target") or "").lstrip("/")
        return "word/document.xml"

    def document(self):
        """The main part; every Word file has one."""
        root = self.part(self.main, whole_name=True)
        if root is None:
            raise Broken(name=self.name)
        return root

    def part(self, name: str, whole_name: bool = False):
        """The root of that part beside the main one; None where the file has none."""
        path = name if whole_name else posixpath.join(self.folder, name)
        raw = self._bytes(path)
        if raw is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(raw.replace(STRICT, TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError) as wrong:
            raise Broken(name=self.name) from wrong
        if root.getroottree().docinfo.doctype:
            raise Broken(name=self.name)  # no Word file has a DTD; one that has may mean harm
        return root

    def _bytes(self, path: str) -> bytes | None:
        try:
            with self.archive.open(path) as member:
                raw = member.read(LARGEST_PART + 1)
        except KeyError:
            return None
        except RuntimeError as wrong:
            raise Encrypted(name=self.name) from wrong
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as wrong:
            raise Broken(name=self.name) from wrong
        if len(raw) > LARGEST_PART:
            raise Bomb(name=self.name)
        return raw


def value(element, path: str, attribute: str = "val") -> str | None:
    """An attribute of the child at that path of short names; None where either is missing."""
    found = element.find("/".join(W + step for step in path.split("/"))) if element is not None else None
    return None if found is None else found.get(W + attribute)


def is_on(element, path: str) -> bool | None:
    """Whether the switch at that path is on; None where it is not set."""
    found = element.find("/".join(W + step for step in path.split("/"))) if element is not None else None
    return None if found is None else found.get(W + "val", "1") not in ("0", "false", "off", "none")
