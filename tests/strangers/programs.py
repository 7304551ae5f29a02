"""The other programs: where they are, and what each makes of a text.

A program that is missing skips the tests that need it, with the reason; but one that is named in
the environment variable CIKREFS_STRANGERS has been installed, so its absence fails them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pypandoc
import pytest

NODE_MODULES = Path(
    os.environ.get("CIKREFS_NODE_MODULES")
    or Path.home() / ".cache" / "cikrefs-node" / "node_modules"
)
_CITATION_JS = Path(__file__).with_name("citation.cjs")
_CITATION_JS_READS = {
    "bibtex": "@biblatex/text",
    "ris": "@ris/file",
    "csl-json": "@csl/list+object",
}


def _absent(name: str, how: str) -> None:
    message = f"{name} is not installed ({how})"
    if name in os.environ.get("CIKREFS_STRANGERS", "").split():
        pytest.fail(message)
    pytest.skip(message)


def _path(program: str, name: str, how: str) -> str:
    found = shutil.which(program)
    if found is None:
        _absent(name, how)
    return str(found)


@cache
def _run(command: tuple[str, ...], text: str) -> tuple[str, str]:
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=60, check=True)
    return done.stdout.decode(), done.stderr.decode()


def pandoc(text: str, from_: str, to: str, *options: str) -> str:
    """Return what pandoc makes of `text`; the one that pypandoc brings is taken first."""
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    path = str(bundled) if bundled.exists() else _path("pandoc", "pandoc", "pypandoc-binary")
    return _run((path, "-f", from_, "-t", to, "--wrap=none", *options), text)[0]


def bibutils(text: str, from_: str, to: str) -> str:
    """Return `text` in another format by way of MODS, as ris2xml, bib2xml, xml2bib, xml2ris do."""
    how = "apt-get install bibutils"
    read, write = (_path(one, "bibutils", how) for one in (f"{from_}2xml", f"xml2{to}"))
    mods, _ = _run((read, "-i", "utf8", "/dev/stdin"), text)
    return _run((write, "-nb", "-o", "utf8", "/dev/stdin"), mods)[0]


def biber(text: str, folder: Path) -> tuple[str, list[str]]:
    """Return the .bib text as `biber --tool` writes it, and its warnings about the data model."""
    path = _path("biber", "biber", "apt-get install biber")
    source, target = folder / "source.bib", folder / "target.bib"
    source.write_text(text, encoding="utf-8")
    options = ("--tool", "--validate-datamodel", "--output-file", str(target))
    said, _ = _run((path, *options, str(source)), "")
    warnings = [line for line in said.splitlines() if line.startswith(("WARN", "ERROR"))]
    return target.read_text(encoding="utf-8"), warnings


def citation_js(text: str, from_: str, to: str) -> str:
    """Return `text`, in one of cikrefs' formats, as citation-js writes it: csl, bibtex or ris."""
    node = _path("node", "citation-js", "node and npm")
    if not (NODE_MODULES / "@citation-js" / "core").exists():
        _absent("citation-js", f"npm install, see .ci/run; it is looked for in {NODE_MODULES}")
    type_ = _CITATION_JS_READS[from_]
    return _run((node, str(_CITATION_JS), str(NODE_MODULES), type_, to), text)[0]
