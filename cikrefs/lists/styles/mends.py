"""Styles rewritten so that pandoc formats them as CSL means them.

Where `<names>` has a `<label>` but leaves its `<name>` out, as CSL allows, pandoc (3.9) prints the
label before the names and drops what is around it: "In, eds.Doe J" for "In: Doe J, eds." The
styles of the AMA and of the NLM (Vancouver) are among the 26 published ones that do so.
"""

from __future__ import annotations

from pathlib import Path

from cikrefs.documents import trees
from cikrefs.lists.styles.heads import CSL


def mended(path: Path, folder: Path) -> Path:
    """Return a copy of the style at `path`, put in `folder`, with each name's place said.

    A style that needs no change is returned itself.
    """
    root = trees.xml(path.read_bytes())
    unsaid = [
        names
        for names in root.iter(f"{CSL}names")
        if names.find(f"{CSL}label") is not None and names.find(f"{CSL}name") is None
    ]
    if not unsaid:
        return path
    for names in unsaid:
        names.insert(0, names.makeelement(f"{CSL}name"))
    copy = folder / "mended.csl"
    copy.write_bytes(trees.to_bytes(root))
    return copy
