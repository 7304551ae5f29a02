"""References for the tests of the formats: the four of the golden files, and one of everything."""

from dataclasses import fields
from pathlib import Path
from typing import Any

from cikrefs.formats.bibtex.fields import TYPES
from cikrefs.models import OTHERS, Date, Name, Reference

GOLDEN = Path(__file__).parent / "golden"

FOUR = [
    Reference(
        id="desouza2025",
        title="Effect of DC-CIK cells on Alzheimer's disease: 100% safe & sound, γ_1",
        author=(
            Name("de Souza", "P. B."),
            Name("Dalla Pietà", "A."),
            Name(literal="The CIK Consortium"),
        ),
        container_title="Journal of Translational Medicine",
        container_title_short="J Transl Med",
        volume="23",
        issue="1",
        page="511-518",
        issued=Date(2025, 5, 19),
        DOI="10.1186/s12967_025%06416-3",
        ISSN="1479-5876",
        PMID="40390000",
        language="en",
    ),
    Reference(
        id="mesiano2018",
        title="Killer cells",
        author=(Name("Mesiano", "G.", "Jr"), OTHERS),
        container_title="Oncoimmunology",
        container_title_short="Oncoimmunology",
        volume="7",
        issue="6",
        page="e1465161",
        issued=Date(2018),
    ),
    Reference(
        id="chapter1",
        type="chapter",
        title="A chapter",
        author=(Name("Knuth", "D. E."),),
        editor=(Name("Ed", "I. T."),),
        container_title="The Handbook of Cells",
        page="1-9",
        edition="2",
        publisher="Springer",
        publisher_place="Rome",
        issued=Date(1999),
        ISBN="978-3-16-148410-0",
    ),
    Reference(
        id="preprint1",
        type="article",
        title="A preprint",
        author=(Name("Liu", "T."),),
        publisher="bioRxiv",
        issued=Date(2024),
        accessed=Date(2025, 1, 2),
        URL="https://example.org/a_b%20c",
    ),
]

ALL_TYPES = (*TYPES, "standard", "map", "interview", "periodical", "no-type-of-csl")


_TYPED = Reference(
    title="A title of CIK cells & “more”",
    author=(
        Name("de Souza", "P. B."),
        Name(literal="The Consortium, and Co"),
        Name("van Gogh"),
        Name("Smith", "J.", "Jr."),
        OTHERS,
    ),
    editor=(Name("D'Ambrosio", "I. G. H."),),
    container_title="The Container of Things",
    container_title_short="Cont",
    collection_title="A Series",
    volume="12A",
    issue="3-4",
    page="511-518",
    number="N 7",
    edition="2nd",
    publisher="Wiley & Sons",
    publisher_place="Köln",
    event_title="The 5th Conference",
    genre="White paper",
    issued=Date(2024, 11, 2),
    accessed=Date(2025, 1, 31),
    DOI="10.1000/a_b%c(1)<2>",
    URL="https://example.org/a_b%20c?x=1&y=~z#q",
    ISSN="1234-5679",
    ISBN="978-3-16-148410-0",
    PMID="123456",
    PMCID="PMC987",
    language="de",
    abstract="Half of it, 50%, {in} $ and #.",
    note="A note",
    keyword="one, two",
    title_short="Short",
    translator=(Name("Übersetzer", "T."),),
    collection_editor=(Name("Series", "E."), Name(literal="Editors & Co")),
    container_author=(Name("van Book", "A."),),
    director=(Name("Director", "D."),),
    recipient=(Name("Recipient", "R."),),
    collection_number="7",
    number_of_volumes="3",
    number_of_pages="412",
    chapter_number="4",
    section="A 2",
    version="1.2.3",
    authority="A Court",
    event_place="Rome, Italy",
    event_date=Date(2024, 9, 30),
    medium="DVD",
    status="forthcoming",
    archive="The Archive",
    archive_location="Box 3",
    call_number="QA 76",
    original_date=Date(1904, 6),
    submitted=Date(2023, 12, 1),
)
_BY_KIND: dict[str, object] = {
    "str": "Said of it",
    "tuple[Name, ...]": (Name("Somebody", "S."),),
    "Date | None": Date(2001, 2, 3),
}
EACH_FIELD: dict[str, Any] = {
    field.name: getattr(_TYPED, field.name) or _BY_KIND[str(field.type)]
    for field in fields(Reference)
    if field.name not in {"id", "type", "extra", "source"}
}
"""A value for every field there is; a new field that is not typed above has one of its kind."""


def full(type_: str) -> Reference:
    """Return a reference of the type with every field there is."""
    return Reference(id=f"key:{type_}", type=type_, **EACH_FIELD)
