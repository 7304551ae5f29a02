"""pandoc prints the same bibliography from all three formats."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from cikrefs.formats import bibtex, csl_json, ris
from cikrefs.models import Date, Name, Reference
from tests.formats.samples import FOUR


def _pandoc() -> str | None:
    on_path = shutil.which("pandoc")
    if on_path:
        return on_path
    try:
        import pypandoc
    except ImportError:
        return None
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else None


PANDOC = _pandoc()
pytestmark = pytest.mark.skipif(
    PANDOC is None, reason="pandoc is not installed (pip install pypandoc-binary)"
)

# pandoc's RIS reader knows the year only, takes each name for a person's and leaves ' straight
ARTICLES = [
    replace(FOUR[0], title="Effect of DC-CIK cells, 100% safe & sound, γ_1: A study of anti-CD3")
]
ARTICLES[0] = replace(ARTICLES[0], author=FOUR[0].author[:2], issued=Date(2025))
ARTICLES.append(replace(FOUR[1], author=(Name("Mesiano", "I. G. H."),)))
CHAPTER = replace(FOUR[2], title="IL-3-zetakine in Burkitt lymphoma")


def _printed(format_: str, text: str) -> str:
    assert PANDOC is not None
    command = [PANDOC, "-f", format_, "-t", "plain", "--citeproc", "--wrap=none"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


@pytest.mark.parametrize("reference", [*ARTICLES, CHAPTER], ids=lambda reference: reference.id)
def test_pandoc_prints_the_same_from_all_three_formats(reference: Reference) -> None:
    from_csl = _printed("csljson", csl_json.dumps([reference]))
    assert reference.DOI in from_csl
    assert str(reference.volume) in from_csl
    assert _printed("bibtex", bibtex.dumps([reference])) == from_csl
    assert _printed("ris", ris.dumps([reference])) == from_csl
