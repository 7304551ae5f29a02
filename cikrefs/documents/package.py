"""Office documents as packages: named parts in a ZIP archive, and how a part refers to others.

Parts are found by their relationships (ECMA-376 part 2, clause 9), not by their usual names, since
writers differ. A part is read up to a limit, so that a bomb of zeros stays small.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from posixpath import dirname, join, normpath, split

from cikrefs.documents import trees
from cikrefs.documents.trees import Element
from cikrefs.errors import InputError

PART_LIMIT = 50_000_000
"""The longest part that is read, in bytes; a thousand pages of text are about a tenth of it."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, LZMAError),
    *(EOFError, OSError, ValueError, struct.error, OverflowError),
)
"""What zipfile lets through where an archive is broken."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """From a part to a `target`: the name of another part, or an address outside."""

    kind: str
    target: str


class Package:
    """The parts of a ZIP archive. Every method raises InputError where the archive is broken."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except _BROKEN as error:
            raise InputError(f"is a broken ZIP archive: {error}; ask for it anew") from error
        self.names = frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """Return a part's content."""
        try:
            with self._archive.open(name) as part:
                content = part.read(PART_LIMIT + 1)
        except KeyError as error:
            raise InputError(f"is an incomplete document: it has no part {name}") from error
        except _BROKEN as error:
            raise InputError(
                f"is a broken ZIP archive ({name}: {error}); ask for it anew"
            ) from error
        except (RuntimeError, NotImplementedError) as error:  # zipfile's words for a password
            raise InputError(f"cannot be unpacked ({name}: {error}); save it anew") from error
        if len(content) > PART_LIMIT:
            message = f"holds a part of more than {PART_LIMIT // 10**6} MB ({name}) and is not read"
            raise InputError(f"{message}; give its reference list alone")
        return content

    def tree(self, name: str) -> Element:
        """Return the root of a part that is XML."""
        return trees.xml(self.read(name))

    def relationships(self, part: str = "") -> dict[str, Relationship]:
        """Return where `part` (or the package as a whole) points, by relationship id.

        `kind` is the last word of the relationship's type ("officeDocument", "hyperlink").
        """
        folder, file = split(part)
        name = join(folder, "_rels", f"{file}.rels")
        if name not in self.names:
            return {}
        found = {}
        for element in self.tree(name):
            target = element.get("Target") or ""
            if element.get("TargetMode") != "External":
                target = normpath(join("/", dirname(part), target)).lstrip("/")
            kind = (element.get("Type") or "").rsplit("/", 1)[-1]
            found[element.get("Id") or ""] = Relationship(kind, target)
        return found

    def related(self, part: str, kind: str) -> str | None:
        """Return the name of the part that `part` points at as its `kind`."""
        targets = (one.target for one in self.relationships(part).values() if one.kind == kind)
        return next((target for target in targets if target in self.names), None)
