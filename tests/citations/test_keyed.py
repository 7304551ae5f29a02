"""Which keys a manuscript in Markdown cites: what pandoc, which prints it, takes for citations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cikrefs import pandoc
from cikrefs.citations import keyed
from cikrefs.errors import ProgramError

TEXTS = {
    "brackets": ("See [@lee; see @kim, p. 3; -@fox].", "fox kim lee"),
    "in the sentence": ("As @lee [p. 3] and -@kim said.", "kim lee"),
    "over lines": ("[see\n@lee, p. 3;\n@kim]", "kim lee"),
    "the end of a key": ("See @lee. (@kim), @fox's; @doe:10-a.", "doe:10-a fox kim lee"),
    "two signs in a row": ("See [@lee..x], [@kim--y], [@fox/x/].", "fox/x kim lee"),
    "braces": ("See @{https://doi.org/10.1000/x}.", "https://doi.org/10.1000/x"),
    "letters of all scripts": ("See [@müller2010; @Öz].", "müller2010 Öz"),
    "mail": ("Mail lee@kim.org or <a.lee@fox.org>, see [@fox].", "fox"),
    "escaped": (r"A \@lee and [\@kim] and [@fox].", "fox"),
    "span of code": ("Write `[@lee]` and ``[@kim] ` `` but [@fox].", "fox"),
    "span of code over lines": ("Write `[@lee]\nand @kim` but [@fox].", "fox"),
    "a lone tick": ("A ` tick [@lee].\n\nAnother ` [@fox].", "fox lee"),
    "fenced code": ("```{r}\n#| fig-cap: \"[@lee]\"\nx@kim\n```\n\n[@fox]", "fox"),
    "longer fence": ("````\n```\n[@lee]\n```\n````\n\n[@fox]", "fox"),
    "fence of tildes": ("~~~ {.r}\n[@lee]\n~~~\n\n[@fox]", "fox"),
    "fence in an item": ("- a\n\n  ```\n  x\n\n  [@lee]\n  ```\n\n[@fox]", "fox"),
    "fence that begins an item": ("1. ```\n   x\n\n   [@lee]\n   ```\n\n[@fox]", "fox"),
    "fence in a quotation": ("> ```\n> x\n>\n> [@lee]\n> ```\n\n[@fox]", "fox"),
    "no fence": ("```[@lee]``` is code.\n\n[@fox]\n\n```\n[@kim]\n```\n", "fox"),
    "comment": ("<!-- [@lee]\n\n@kim --> [@fox]", "fox"),
    "comment in code": ("`<!--` [@lee] `-->` [@fox]", "fox lee"),
    "footnotes": ("Text.[^1] Inline.^[See @lee.]\n\n[^1]: As [@kim] did.", "kim lee"),
    "table": ("| a | b |\n|---|---|\n| [@lee] | @kim |", "kim lee"),
    "heading": ("# On @lee {#sec-x}", "lee"),
    "link": ("A [link @lee](http://x.org/@kim) and <http://y.org/@fox>.", "lee"),
    "caption": ("![From [@lee].](a.png)", "lee"),
    "emphasis": ("**@lee** and *@kim*, _[@fox]_", "fox kim lee"),
    "div": ("::: {.note}\n[@lee]\n:::", "lee"),
}  # fmt: skip
HEADS = {
    "nocite": ("nocite: '@lee; @kim'", "kim lee"),
    "nocite over lines": ("nocite: |\n  @lee,\n\n  @kim\ntitle: On mice", "kim lee"),
    "nocite as a list": ("nocite:\n- '@lee'\n- '@kim'", "kim lee"),
    "nocite of all": ("nocite: '@*'", "*"),
    "abstract": ("abstract: As [@kim] said.", "kim"),
    "comment": ("# nocite: '@lee'\nlang: en  # as @kim", ""),
    "mail": ("author: lee@kim.org", ""),
}


def manuscript(text: str, head: str = "lang: en") -> str:
    return f"---\nbibliography: refs.bib\n{head}\n---\n\n{text}\n"


CASES = [
    *(pytest.param(manuscript(text), keys, id=name) for name, (text, keys) in TEXTS.items()),
    *(
        pytest.param(manuscript("Text.", head), keys, id=f"head: {name}")
        for name, (head, keys) in HEADS.items()
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_keys_are_cited_where_the_text_is_text(text: str, expected: str) -> None:
    assert sorted(keyed.first_lines(text)) == sorted(expected.split())


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pandoc_takes_the_same_for_citations(text: str, expected: str) -> None:
    try:
        printed = pandoc.run(["--from=markdown", "--to=json", "--sandbox"], text)
    except ProgramError as error:
        pytest.skip(str(error))
    assert sorted(set(_cited(json.loads(printed)))) == sorted(expected.split())


def _cited(node: Any) -> Iterator[str]:
    """Yield the keys of the citations in pandoc's tree of a document."""
    if isinstance(node, dict):
        if node.get("t") == "Cite":
            yield from (one["citationId"] for one in node["c"][0])
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from _cited(one)


@pytest.mark.parametrize("key", ["fig-one", "tbl-two", "eq-x", "alg-sort", "fig:one", "sec:a"])
def test_what_quarto_and_pandoc_crossref_number_is_not_cited(key: str) -> None:
    assert list(keyed.first_lines(manuscript(f"See @{key}, [@{key}], [@fox]."))) == ["fox"]


def test_an_unknown_key_in_nocite_is_told_and_one_in_another_setting_is_not() -> None:
    head = "nocite: '@gone'\nfilters: [a, '@lost']"
    found = keyed.find(manuscript("Text.", head), [])
    assert [list(keys) for _, keys in found or ()] == [["gone"]]


def test_citations_stand_where_they_are_printed() -> None:
    text = manuscript("Line one.\n`@kim`\nIn [@lee].", "nocite: '@fox'")
    assert keyed.first_lines(text) == {"fox": 3, "lee": 8}
