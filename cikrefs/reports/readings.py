"""How printed references were read: each string with its fields marked, for people or as JSON.

This is about references before any check; so it is no row of REPORTS, whose functions take
checks. `text` marks fields in the string itself if it may use colours, and names them below.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cikrefs import __version__
from cikrefs.citations.citation import Citation, by_reference, undefined
from cikrefs.errors import visible
from cikrefs.models import Date, Reference
from cikrefs.reports.summary import shown
from cikrefs.reports.text_report import Style

VERSION = 1
_COLOURS = ("ok", "note", "warning", "unchecked")
"""Neighbouring fields get neighbouring colours; what is unread gets the colour of errors."""


def text(references: Sequence[Reference], style: Style = lambda text, _: text) -> str:
    """Return, for each reference, its string, how sure its reading is, and its fields."""
    return "\n".join(_block(reference, style) for reference in references)


def _block(reference: Reference, style: Style) -> str:
    source = reference.source
    label = f"[{source.label}] " if source.label else ""
    sure = reference.source.confidence or "tagged"
    head = f"{label}{shown(reference.id)}  {reference.type}, {sure}, line {source.line}"
    lines = [head, _marked(reference, style)]
    lines += [f"  {name:<22}{shown(value)}" for name, value in _fields(reference).items()]
    unparsed = style(f"{'unparsed':<22}", "error")
    lines += [f"  {unparsed}{shown(text)}" for text in source.unparsed_text]
    return "\n".join(line for line in lines if line) + "\n"


def _marked(reference: Reference, style: Style) -> str:
    """Return the printed string with its fields and unread pieces in colour."""
    source = reference.source
    ordered = sorted(source.spans.values())
    colours = {span: _COLOURS[i % len(_COLOURS)] for i, span in enumerate(ordered)}
    colours |= dict.fromkeys(source.unparsed, "error")
    pieces, at, printed = list[str](), 0, source.text or ""
    for start, end in sorted(colours):
        pieces += [visible(printed[at:start])]
        pieces += [style(visible(printed[start:end]), colours[start, end])]
        at = end
    return "".join([*pieces, visible(printed[at:])])


def _fields(reference: Reference) -> dict[str, str]:
    """Return the fields read, CSL's names for them, in the order they stand in."""
    spans = reference.source.spans
    names = sorted(spans, key=lambda name: spans[name])
    return {name.replace("_", "-"): _value(getattr(reference, name, "")) for name in names}


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(name) for name in value)
    return str(value)


def as_json(references: Sequence[Reference], found: Sequence[Citation]) -> str:
    """Return the readings as JSON text: fields with spans, and the sentences that cite each."""
    cited_in = by_reference(found)
    report = {
        "version": VERSION,
        "tool": f"cikrefs {__version__}",
        "references": [
            _reference(one, cited_in.get(index, [])) for index, one in enumerate(references)
        ],
        "undefined_citations": [
            {"label": label, "text": one.text, "line": one.line, "column": one.column}
            for label, one in undefined(found)
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _reference(reference: Reference, cited_in: Sequence[str]) -> dict[str, object]:
    source = reference.source
    return {
        "id": reference.id,
        "label": source.label,
        "line": source.line,
        "text": source.text,
        "type": reference.type,
        "confidence": source.confidence,
        "fields": {
            name.replace("_", "-"): {
                "value": _json(getattr(reference, name, None)),
                "span": list(source.spans[name]),
            }
            for name in sorted(source.spans, key=lambda name: source.spans[name])
        },
        "unparsed": [
            {"text": text, "span": list(span)}
            for text, span in zip(source.unparsed_text, source.unparsed, strict=True)
        ],
        "cited_in": cited_in,
    }


def _json(value: object) -> object:
    if isinstance(value, tuple):
        people = ("family", "given", "suffix", "literal")
        return [{p: getattr(name, p) for p in people if getattr(name, p)} for name in value]
    return str(value) if isinstance(value, Date) else value
