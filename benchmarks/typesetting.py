"""Articles whose references are tagged (JATS), typeset as people have them: PDF, HTML, Word, LaTeX.

The tags are the answer. So only references are set whose tags say a title, authors and a year, each
from the tags alone, in one of three styles; the text of the article stands around them. What is set
is constructed: the words are the article's, the pages are not those that its journal prints.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from lxml import etree

from tests.documents.build import docx

_PRINTED = "name string-name collab".split()


@dataclass(frozen=True, slots=True)
class Work:
    """A tagged reference: authors as (family, given), and fields as they are tagged."""

    authors: tuple[tuple[str, str], ...]
    year: str
    title: str
    source: str
    volume: str
    issue: str
    first: str
    last: str
    doi: str

    @property
    def pages(self) -> str:
        """First and last page with a dash."""
        return f"{self.first}–{self.last}" if self.last and self.last != self.first else self.first


@dataclass(frozen=True, slots=True)
class Article:
    """A JATS file, its paragraphs, how many references it has, and those that are to be set."""

    path: Path
    paragraphs: tuple[str, ...]
    count: int
    works: tuple[Work, ...]


def articles(folder: Path) -> list[Article]:
    """Return the articles of a folder that have works to be set, those with fewest first."""
    found = [_article(path) for path in folder.glob("jats-*.xml")]
    return sorted((one for one in found if len(one.works) > 4), key=lambda one: len(one.works))


def _article(path: Path) -> Article:
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
    references = root.findall(".//ref")
    works = tuple(work for one in references if (work := _work(one)))
    texts = tuple(text for one in root.iterfind("./body//p") if len(text := _text(one)) > 200)
    return Article(path, texts, len(references), works)


def _work(reference: etree._Element) -> Work | None:
    tagged = [one for one in reference.iter() if "citation" in str(one.tag)]
    tagged.sort(key=lambda one: "element" not in str(one.tag))
    if not tagged or tagged[0].get("publication-type") not in {"journal", "article"}:
        return None
    cited = tagged[0]
    said = {name: _text(cited.find(f".//{name}")) for name in ("article-title", "source", "volume")}
    said |= {name: _text(cited.find(f".//{name}")) for name in ("issue", "fpage", "lpage")}
    year = re.match(r"(?:19|20)\d\d$", _text(cited.find(".//year")))
    people = tuple(_people(cited))
    links = (one.get("{http://www.w3.org/1999/xlink}href", "") for one in cited.iter("ext-link"))
    said_doi = re.search(r"10\.\d{4,9}/[^\s<>\"]+", " ".join([_text(cited), *links]))
    doi = _text(cited.find(".//pub-id[@pub-id-type='doi']")) or (said_doi[0] if said_doi else "")
    title = said["article-title"].rstrip(" .")
    if not (people and year and title and said["source"] and said["volume"].isdigit()):
        return None
    rest = (said["source"].rstrip("."), said["volume"], said["issue"], said["fpage"], said["lpage"])
    return Work(people, year[0], title, *rest, doi)


def _people(cited: etree._Element) -> Iterator[tuple[str, str]]:
    for name in cited.iter("name", "string-name"):
        group = name.getparent()
        if group is None or group.get("person-group-type", "author") != "author":
            continue
        given = _text(name.find("given-names"))
        yield _text(name.find("surname")), re.sub(r"[^A-ZÀ-Þ]", "", given) or given


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def vancouver(work: Work) -> str:
    """Set a reference as medicine does."""
    names = ", ".join(f"{family} {given}".strip() for family, given in work.authors)
    issue = f"({work.issue})" if work.issue else ""
    pages = f":{work.pages}" if work.first else ""
    doi = f" doi:{work.doi}" if work.doi else ""
    place = f"{work.source}. {work.year};{work.volume}{issue}{pages}."
    return f"{names}. {work.title}{_stop(work)} {place}{doi}"


def apa(work: Work) -> str:
    """Set a reference as the social sciences do."""
    names = [f"{family}, {_initials(given)}".strip(", ") for family, given in work.authors]
    people = ", & ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    issue = f"({work.issue})" if work.issue else ""
    pages = f", {work.pages}" if work.first else ""
    doi = f" https://doi.org/{work.doi}" if work.doi else ""
    place = f"{work.source}, {work.volume}{issue}{pages}."
    return f"{people} ({work.year}). {work.title}{_stop(work)} {place}{doi}"


def ieee(work: Work) -> str:
    """Set a reference as engineers do."""
    names = [f"{_initials(given)} {family}".strip() for family, given in work.authors]
    people = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    issue = f", no. {work.issue}" if work.issue else ""
    pages = f", pp. {work.pages}" if work.last else f", {work.first}" if work.first else ""
    doi = f", doi: {work.doi}" if work.doi else ""
    place = f"{work.source}, vol. {work.volume}{issue}{pages}, {work.year}{doi}."
    return f"{people}, “{work.title},” {place}"


def _initials(given: str) -> str:
    return " ".join(f"{letter}." for letter in given) if given.isupper() else given


def _stop(work: Work) -> str:
    return "" if work.title.endswith(("?", "!")) else "."


Style = Callable[[Work], str]


def numbered(works: Sequence[Work], style: Style, label: str) -> list[str]:
    """Return entries with their numbers, as `label` ("[%d] ") has them."""
    return [label % number + style(work) for number, work in enumerate(works, 1)]


def page(article: Article, printed: Sequence[str], heading: str, css: str, after: str = "") -> str:
    """Return an HTML page to be printed: text, a heading if any, entries, what follows."""
    head = f"<h2>{heading}</h2>" if heading else ""
    text = "".join(f"<p>{escape(one)}</p>" for one in article.paragraphs[:14])
    entries = "".join(f"<p class=e>{escape(one)}</p>" for one in printed)
    style = f"body{{font:10pt serif;text-align:justify;hyphens:auto}} .e{{margin:2pt 0}}{css}"
    return (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><style>{style}</style><body>{text}{head}"
        f"{entries}{after}</body></html>"
    )


def lines_page(article: Article, printed: Sequence[str], *, right: bool) -> str:
    """Return an HTML page of a manuscript whose lines are numbered at the left or right edge."""
    rows = [row for one in article.paragraphs[:6] for row in [*textwrap.wrap(one, 84), ""]]
    rows += ["References", *(row for one in printed for row in textwrap.wrap(one, 84))]
    style = (
        "body{font:10pt serif} div{height:14pt;position:relative} b{position:absolute;width:3em;"
    )
    style += "left:100%;margin-left:-2em}" if right else "left:-1em;text-align:right}"
    style += "" if right else " div{padding-left:3em}"
    shown = "".join(f"<div><b>{at}</b>{escape(row)}</div>" for at, row in enumerate(rows, 1))
    return f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>{shown}"


def pdf(html: str) -> bytes:
    """Print a page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html, encoding="utf-8")
        options = "--headless --no-sandbox --disable-gpu --no-pdf-header-footer".split()
        command = ["chromium", *options, f"--user-data-dir={folder}/profile"]
        command += [f"--print-to-pdf={made}", source.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return made.read_bytes()


def link_words(article: Article) -> str:
    """Return a publisher's page: a numbered list with words that lead to databases."""
    links = "<a href='#'>Google Scholar</a>] [<a href='#'>CrossRef</a>]"
    items = "".join(f"<li>{escape(vancouver(one))} [{links}</li>" for one in article.works)
    return _html(article, f"<ol>{items}</ol>")


def nested_lists(article: Article) -> str:
    """Return a page as HighWire makes it: the authors of each item are a list in it."""
    items = []
    for work in article.works:
        names = [f"<span>{escape(f'{f} {g}'.strip())}</span>" for f, g in work.authors]
        people = "".join(f"<li>{one}, </li>" for one in names[:-1]) + f"<li>{names[-1]}</li>"
        rest = vancouver(work)[len(", ".join(f"{f} {g}".strip() for f, g in work.authors)) :]
        back = "<span class=ref-label><a class=rev-xref-ref href='#x'>↵</a></span>"
        cited = f"<ol class=cit-auth-list>{people}</ol><cite>{escape(rest)}</cite>"
        items.append(f"<li>{back}<div class=cit>{cited}</div></li>")
    return _html(article, f"<ol class=cit-list>{''.join(items)}</ol>")


def paragraphs(article: Article) -> str:
    """Return a page with a paragraph for each field of a reference."""
    items = []
    for number, work in enumerate(article.works, 1):
        names = ", ".join(f"{family} {given}" for family, given in work.authors)
        place = f"<i>{escape(work.source)}</i> {work.volume}:{work.pages}."
        doi = f"<p><a href='https://doi.org/{work.doi}'>https://doi.org/{work.doi}</a></p>"
        said = f"<p>{escape(work.title)}</p><ol><li>{escape(names)}</li></ol><p>({work.year})</p>"
        said += f"<p>{place}</p>{doi if work.doi else ''}"
        items.append(f"<li><div><span>{number}</span><div>{said}</div></div></li>")
    return _html(article, f"<ol class=reference-list>{''.join(items)}</ol>")


def _html(article: Article, list_: str) -> str:
    text = "".join(f"<p>{escape(one)}</p>" for one in article.paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body>{text}"
        f"<h2>References</h2>{list_}</body></html>"
    )


def word(article: Article) -> bytes:
    """Return a Word document whose citations are Zotero's fields, with the list it prints."""
    paragraphs = [f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in article.paragraphs]
    for number, work in enumerate(article.works, 1):
        item = {
            "id": number, "type": "article-journal", "title": work.title, "volume": work.volume,
            "issue": work.issue, "page": work.pages.replace("–", "-"), "DOI": work.doi,
            "container-title": work.source, "issued": {"date-parts": [[int(work.year)]]},
            "author": [{"family": family, "given": given} for family, given in work.authors],
        }  # fmt: skip
        cited = {"citationItems": [{"id": number, "uris": [f"u{number}"], "itemData": item}]}
        code = escape(f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(cited)}")
        paragraphs.append(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
            f'{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>'
            f'<w:t>[{number}]</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
    listed = ["References", *numbered(article.works, vancouver, "%d. ")]
    paragraphs += [f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in listed]
    return docx("".join(paragraphs))


def thebibliography(article: Article) -> str:
    """Return LaTeX with a list of its own."""
    items = "\n".join(
        f"\\bibitem{{k{number}}} {_tex(vancouver(work))}"
        for number, work in enumerate(article.works)
    )
    text = "\n\n".join(map(_tex, article.paragraphs[:10]))
    return (
        f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\begin{{thebibliography}}{{99}}\n"
        f"{items}\n\\end{{thebibliography}}\n\\end{{document}}\n"
    )


def bbl(article: Article) -> str:
    """Return what biblatex's biber writes."""
    entries = []
    for number, work in enumerate(article.works):
        people = "".join(
            f"{{{{hash=h}}{{%\n family={{{_tex(family)}}},\n given={{{_tex(given)}}}}}}}%\n"
            for family, given in work.authors
        )
        named = {"journaltitle": work.source, "number": work.issue, "title": work.title}
        named |= {"volume": work.volume, "year": work.year}
        fields = [f"\\field{{{key}}}{{{_tex(text)}}}" for key, text in named.items() if text]
        pages = work.pages.replace("–", "\\bibrangedash ")
        fields += [f"\\field{{pages}}{{{pages}}}"] if work.first else []
        fields += [f"\\verb{{doi}}\n\\verb {work.doi}\n\\endverb"] if work.doi else []
        body = "\n".join(fields)
        entries.append(
            f"\\entry{{k{number}}}{{article}}{{}}{{}}\n\\name{{author}}{{{len(work.authors)}}}{{}}{{%\n"
            f"{people}}}\n{body}\n\\endentry"
        )
    listed = "\n".join(entries)
    return (
        f"\\refsection{{0}}\n\\datalist[entry]{{nty}}\n{listed}\n\\enddatalist\n\\endrefsection\n"
    )


def _tex(text: str) -> str:
    return re.sub(
        r"([&%$#_{}])", r"\\\1", text.replace("\\", " ").replace("~", " ").replace("^", " ")
    )
