"""Files that are meant to take all memory, all time, or a program down, each made on demand.

Every format gets every payload in a record of its own; what only one kind of file can do is in
SPECIAL.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from tests.documents import build
from tests.documents.test_pdf import BOMBS

LARGE: Final = 300_000
"""Characters of a payload; what takes time that grows with its square shows long before."""

RECORDS: Final[Mapping[str, str]] = {
    "bib": "@article{a,\n  title = {%s},\n  doi = {10.5555/a}\n}\n",
    "key.bib": "@article{%s,\n  title = {Cells}\n}\n",
    "field.bib": "@article{a,\n  title = {Cells}, %s = {x}\n}\n",
    "names.bib": "@article{a, author = {Lee, A. and %s}, title = {Cells}}\n",
    "ris": "TY  - JOUR\nTI  - %s\nAU  - Lee, A\nER  - \n",
    "names.ris": "TY  - JOUR\nAU  - %s\nSP  - %s\nER  - \n",
    "nbib": "PMID- 1\nTI  - %s\nFAU - Lee, Ann\n\n",
    "wos.txt": "FN Clarivate Analytics Web of Science\nPT J\nTI %s\nAU Lee, A\nER\n\nEF\n",
    "enw": "%%0 Journal Article\n%%T %s\n%%A Lee, A\n\n",
    "json": '[{"id": "a", "type": "article-journal", "title": "%s"}]',
    "names.json": '[{"id": "a", "type": "book", "author": [{"literal": "%s"}], "page": "%s"}]',
    "crossref.json": '{"status": "ok", "message": {"DOI": "10.5555/a", "title": ["%s"]}}',
    "datacite.json": '{"data": {"attributes": {"doi": "10.5555/a", "titles": [{"title": "%s"}]}}}',
    "yaml": "references:\n- id: a\n  type: book\n  title: '%s'\n",
    "endnote.xml": "<xml><records><record><ref-type name='Book'>6</ref-type><titles><title>%s"
    "</title></titles></record></records></xml>",
    "pubmed.xml": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
    "<ArticleTitle>%s</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    "</PubmedArticleSet>",
    "jats.xml": "<article><back><ref-list><ref id='a'><mixed-citation>Lee A (2019) %s. J Cell"
    " 12:45.</mixed-citation></ref></ref-list></back></article>",
    "html": "<html><body><h2>References</h2><ol><li>Lee A (2019) %s. J Cell 12:45.</li></ol>"
    "</body></html>",
    "txt": "Cells grow [1].\n\nReferences\n\n1. Lee A (2019) %s. J Cell 12:45.\n",
    "author.txt": "Cells grow.\n\nReferences\n\n%s (2019) Cells. J Cell 12:45.\n",
    "prose.txt": "Cells %s grow [1].\n\nReferences\n\n1. Lee A (2019) Cells. J Cell 12:45.\n",
    "md": "Cells grow [@a; %s].\n\n# References\n\n1. Lee A (2019) Cells. J Cell 12:45.\n",
    "tex": "\\documentclass{article}\\begin{document}\\cite{%s}\\begin{thebibliography}{9}"
    "\\bibitem{a} Lee A (2019) %s. J Cell 12:45.\\end{thebibliography}\\end{document}\n",
    "dois.txt": "10.5555/a\n10.5555/%s\n",
    "lock": '{"cikrefs-lock": 2}\n{"doi": "10.5555/a", "asked": "2026-01-01", "DOI": "10.5555/a",'
    ' "title": ["%s"]}\n',
}
"""By the end of a file's name; %s is where the payload goes."""


def _filled(name: str, payload: str) -> bytes:
    """Return a record with a payload, which in JSON stands between quotes."""
    if name.endswith(("json", "lock")):
        payload = json.dumps(payload)[1:-1]
    return RECORDS[name].replace("%%", "\0").replace("%s", payload).replace("\0", "%").encode()


def _many(name: str, piece: str, size: int) -> bytes:
    return _filled(name, piece * (size // len(piece)))


def _payloads(name: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    whole = partial(_filled, name, "Cells")
    for said, piece in (
        ("one letter", "x"), ("words", "ab "), ("blanks", " "), ("opening", "({["),
        ("backslashes", "\\'{"), ("line separators", "\u2028"), ("markup", "<i>&lt;$^{"),
        ("commas", ", and A. B., "), ("digits", "12(3):4-"), ("marks", "[1,2] (Lee 2019) "),
        ("lines", "a\n"), ("controls", "\x1b[31m\x9b\u202e"),
    ):  # fmt: skip
        size = LARGE // 20 if said == "controls" else LARGE
        yield said, partial(_many, name, piece, size)
    yield "repeated", lambda: whole() * (LARGE // len(whole()))
    yield "NUL", lambda: whole().replace(b"Cells", b"Ce\0ls")
    yield "UTF-16", lambda: whole().decode().encode("utf-16")
    yield "UTF-16, cut", lambda: whole().decode().encode("utf-16")[:-1]
    yield "marks of order", lambda: b"\xef\xbb\xbf" * 3 + whole()
    yield "no encoding", lambda: whole().replace(b"Cells", b"\xff\xfe\x80\xc3")
    yield "cut", lambda: whole()[: len(whole()) * 2 // 3]
    yield "carriage returns", lambda: whole().replace(b"\n", b"\r")


def _macros(levels: int) -> bytes:
    lines = [f"@string{{s{n} = {' # '.join([f's{n - 1}'] * 10)}}}" for n in range(1, levels + 1)]
    return "\n".join(['@string{s0 = "x"}', *lines, f"@book{{a, title = s{levels}}}"]).encode()


def _entities(root: str, inside: str) -> bytes:
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    doctype = f'<!DOCTYPE {root} [<!ENTITY e0 "ha">{"".join(lines)}]>'
    return f"<?xml version='1.0'?>{doctype}{inside % '&e9;'}".encode()


def _external(root: str, inside: str) -> bytes:
    doctype = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return f"<?xml version='1.0'?>{doctype}{inside % '&x;'}".encode()


def _nested_archive() -> bytes:
    inner = b"<x/>" * 1000
    for _ in range(30):
        inner = build.archive({"word/document.xml": inner})
    return inner


def _yaml_aliases() -> bytes:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(["a0: &a0 [x]", *lines, "references: *a9"]).encode()


_DOCX = "<w:p><w:r><w:t>1. Lee A (2019) Cells. J Cell 12:45.</w:t></w:r></w:p>"
_JATS = RECORDS["jats.xml"]

SPECIAL: Final[Mapping[str, Callable[[], bytes]]] = {
    **{f"{name}.pdf": partial(BOMBS.__getitem__, name) for name in BOMBS},
    "empty.pdf": lambda: b"%PDF-1.7\n",
    "noise.pdf": lambda: b"%PDF-1.4\n" + bytes(range(256)) * 4000,
    "deep.pdf": lambda: b"%PDF-1.4\n1 0 obj\n" + b"[" * LARGE,
    "cross references.pdf": lambda: b"%PDF-1.4\nxref\n0 999999999\ntrailer<</Size 999999999>>",
    "zeros.docx": lambda: build.docx("<w:p/>" + " " * 300_000_000),
    "paragraphs.docx": lambda: build.docx(_DOCX * 20_000),
    "runs.docx": lambda: build.docx(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 60_000}</w:p>"),
    "deep.docx": lambda: build.docx("<w:tbl>" * 50_000),
    "entities.docx": lambda: build.docx("&e9;", prolog=_entities("x", "%.0s").decode()[21:]),
    "archives in archives.docx": _nested_archive,
    "one part ten times.docx": lambda: build.docx(_DOCX, {"styles": "<x/>" * 1_000_000}),
    "cut.docx": lambda: build.docx(_DOCX)[:-40],
    "zeros.odt": lambda: build.archive({
        "mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b" " * 300_000_000,
    }),
    "deep.odt": lambda: build.archive({
        "mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a>" * 300_000,
    }),
    "packed.bib.gz": lambda: gzip.compress(b"@article{a, title={x}}" * 1_000_000),
    "packed zeros.gz": lambda: gzip.compress(b"\0" * 200_000_000),
    **{f"macros to the {levels}th.bib": partial(_macros, levels) for levels in (4, 6, 9, 40)},
    "a macro of itself.bib": lambda: b"@string{s = s # s}\n@book{a, title = s # s}",
    "macros in a line.bib": lambda: b"@book{a, title = " + b'"x" # ' * 200_000 + b'"y"}',
    "many macros.bib": lambda: b"".join(b"@string{s%d = {x}}\n" % n for n in range(50_000)),
    "a chain of parents.bib": lambda: b"".join(
        b"@book{k%d, title = {x}, crossref = {k%d}}\n" % (n, n + 1) for n in range(20_000)
    ),
    "a circle of parents.bib": lambda: b"@book{a, crossref={b}}\n@book{b, crossref={a}, xdata={a}}",
    "one parent.bib": lambda: b"@book{p, title = {" + b"x" * 100_000 + b"}}\n" + b"".join(
        b"@inbook{k%d, crossref = {p}}\n" % n for n in range(2_000)
    ),
    "braces.bib": lambda: b"@book{a, title = " + b"{" * 1_000_000,
    "closed braces.bib": lambda: b"@book{a, title = " + b"{" * 10_000 + b"}" * 10_000 + b"}",
    "at signs.bib": lambda: b"@" * LARGE,
    "comments.bib": lambda: b"@comment{" * 100_000,
    "equal keys.bib": lambda: b"@book{a, title={x}}\n" * 20_000,
    "fields.bib": lambda: b"@book{a" + b"".join(b", f%d = 1" % n for n in range(50_000)) + b"}",
    "one field.bib": lambda: b"@book{a" + b", note = {x}" * 50_000 + b"}",
    "authors.bib": lambda: b"@book{a, author = {" + b" and ".join([b"Lee, Ann"] * 50_000) + b"}}",
    "commands.bib": lambda: b"@book{a, title = {" + b"\\textbf{" * 20_000 + b"x" + b"}" * 20_000,
    "types.ris": lambda: b"TY  - JOUR\n" * 30_000,
    "tags.ris": lambda: b"TY  - JOUR\n" + b"ZZ  - x\n" * 200_000 + b"ER  - \n",
    "continued.ris": lambda: b"TY  - JOUR\nTI  - a\n" + b"and so on\n" * 200_000 + b"ER  - \n",
    "attributes.html": lambda: b"<p" + b"".join(b" a%d=1" % n for n in range(200_000)) + b">x</p>",
    "deep.html": lambda: b"<html><body>" + b"<div>" * 200_000 + b"x",
    "flat.html": lambda: b"<body><h2>References</h2>" + b"<p>Lee A (2019) C. J 1:2.</p>" * 9_000,
    "unclosed.html": lambda: b"<html><body><ol>" + b"<li>" * 300_000,
    "comment.html": lambda: b"<!--" + b"-" * LARGE,
    "entities.html": lambda: b"<html><body>" + b"&amp;" * 400_000,
    "prolog.xml": lambda: b"<?x ?>" * 300_000 + b"<article/>",
    "doctype.xml": lambda: b"<!DOCTYPE " + b"article " * 250_000,
    "entities.xml": lambda: _entities("article", _JATS),
    "external.xml": lambda: _external("article", _JATS),
    "entities endnote.xml": lambda: _entities("xml", RECORDS["endnote.xml"]),
    "external pubmed.xml": lambda: _external("PubmedArticleSet", RECORDS["pubmed.xml"]),
    "deep.xml": lambda: b"<article>" * 200_000,
    "sections.xml": lambda: b"<article><back><ref-list>" + b"<ref><label>1</label>" * 100_000,
    "deep.json": lambda: b"[" * LARGE,
    "deep objects.json": lambda: b'[{"a":' * 300_000,
    "deep value.json": lambda: b'[{"id":"a","title":' + b"[" * 900 + b"]" * 900 + b"}]",
    "number.json": lambda: b'[{"id": "a", "volume": ' + b"9" * 1_000_000 + b"}]",
    "items.json": lambda: b"[" + b",".join([b'{"id": "a"}'] * 30_000) + b"]",
    "members.json": lambda: json.dumps([{f"k{n}": n for n in range(100_000)}]).encode(),
    "surrogates.json": lambda: b'[{"id": "a", "type": "book", "title": "' + b"\\ud800" * 100_000
    + b'"}]',
    "nan.json": lambda: b'[{"id": NaN, "title": Infinity, "issued": {"date-parts": [[1e999]]}}]',
    "aliases.yaml": _yaml_aliases,
    "itself.yaml": lambda: b"references: &a\n- *a\n",
    "deep.yaml": lambda: b"references: " + b"[" * 100_000,
    "deep maps.yaml": lambda: b"references:\n- id: a\n  title: " + b"{a: " * 50_000,
    "tags.yaml": lambda: b"references:\n- !!python/object/apply:os.system ['true']\n",
    "merges.yaml": lambda: b"references:\n- &a {id: a}\n" + b"- {<<: [*a, *a]}\n" * 20_000,
    "number.yaml": lambda: b"references:\n- id: a\n  volume: " + b"9" * 100_000,
    "marks.txt": lambda: b"Frogs [1] " * 50_000 + b"\n\nReferences\n\n1. Lee A (2019) C. J 1:2.\n",
    "ranges.txt": lambda: b"Frogs [1-999999999].\n\nReferences\n\n1. Lee A (2019) C. J 1:2.\n",
    "headings.txt": lambda: b"References\n\n" * 100_000,
    "labels.txt": lambda: b"References\n\n" + b"1. 2. [3] (4) " * 100_000,
    "hyphens.txt": lambda: b"References\n\n1. Lee A (2019) " + b"a-\n" * 300_000,
    "dois.txt": lambda: b"10.5555/a\n" * 30_000,
    "endless doi.txt": lambda: b"10.5555/" + b"a/" * 900_000,
    "keys.md": lambda: b"[@a; @b] " * 100_000 + b"\n---\nbibliography: x.bib\n---\n",
    "front matter.md": lambda: b"---\nbibliography: [" + b"a.bib, " * 100_000 + b"]\n---\n[@a]\n",
    "itself.tex": lambda: b"\\documentclass{article}\\begin{document}\\input{itself}\\cite{a}"
    b"\\bibliography{itself}\\end{document}",
    "inputs.tex": lambda: b"\\documentclass{article}" + b"\\input{inputs.tex}" * 20_000,
    "includes of devices.tex": lambda: b"\\documentclass{article}\\begin{document}"
    b"\\input{/dev/zero}\\cite{a}\\bibliography{/dev/zero}\\end{document}",
}  # fmt: skip


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each file and what makes its content."""
    for name in RECORDS:
        for said, made in _payloads(name):
            yield f"{said}.{name}", made
    yield from SPECIAL.items()
