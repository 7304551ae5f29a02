"""biblatex's words that stand for others: localisation keys, names of languages, siunitx's units.

A .bib has `type = {patentus}`, `pubstate = {inpress}`, `langid = {ngerman}`; styles, which here are
CSL's, print "U.S. patent", "in press", and ask for the language's code. The keys are those of the
biblatex manual (§ 4.9.2), the words those of its english.lbx, the codes those that pandoc gives
them (https://www.ctan.org/pkg/biblatex, https://pandoc.org).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

KEYS: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "computer software",
    "datacd": "data CD",
    "audiocd": "audio CD",
    "patent": "patent",
    "patentau": "Australian patent",
    "patentuk": "British patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentde": "German patent",
    "patentus": "U.S. patent",
    "patreq": "patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
    "countryau": "Australia",
    "countryde": "Germany",
    "countryeu": "European Union",
    "countryep": "European Union",
    "countryfr": "France",
    "countrygb": "United Kingdom",
    "countryuk": "United Kingdom",
    "countryus": "United States of America",
    "countrywo": "Worldwide",
    "newseries": "New series",
    "oldseries": "Old series",
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "pre-published",
}
"""biblatex's keys as far as fields hold them, and what they print in English."""

LANGUAGES: Mapping[str, str] = {
    "acadian": "fr-CA", "afrikaans": "af-ZA", "american": "en-US", "arabic": "ar",
    "australian": "en-AU", "austrian": "de-AT", "basque": "eu-ES", "brazil": "pt-BR",
    "brazilian": "pt-BR", "british": "en-GB", "bulgarian": "bg-BG", "canadian": "en-CA",
    "canadien": "fr-CA", "catalan": "ca-AD", "chinese": "zh-CN", "croatian": "hr-HR",
    "czech": "cs-CZ", "danish": "da-DK", "dutch": "nl-NL", "english": "en-US",
    "estonian": "et-EE", "finnish": "fi-FI", "francais": "fr-FR", "french": "fr-FR",
    "frenchb": "fr-FR", "galician": "gl-ES", "german": "de-DE", "germanb": "de-DE",
    "greek": "el-GR", "hebrew": "he-IL", "hungarian": "hu-HU", "icelandic": "is-IS",
    "italian": "it-IT", "japanese": "ja-JP", "korean": "ko-KR", "latin": "la",
    "latvian": "lv-LV", "lithuanian": "lt-LT", "magyar": "hu-HU", "mongolian": "mn-MN",
    "naustrian": "de-AT", "newzealand": "en-NZ", "ngerman": "de-DE", "norsk": "nb-NO",
    "norwegian": "nb-NO", "nswissgerman": "de-CH", "nynorsk": "nn-NO", "persian": "fa-IR",
    "polish": "pl-PL", "portuges": "pt-PT", "portuguese": "pt-PT", "romanian": "ro-RO",
    "russian": "ru-RU", "serbian": "sr-RS", "slovak": "sk-SK", "slovene": "sl-SI",
    "slovenian": "sl-SI", "spanish": "es-ES", "swedish": "sv-SE", "swissgerman": "de-CH",
    "thai": "th-TH", "turkish": "tr-TR", "uk": "en-GB", "ukenglish": "en-GB",
    "ukrainian": "uk-UA", "usenglish": "en-US", "vietnamese": "vi-VN",
}  # fmt: skip
"""babel's and polyglossia's names of languages, which `langid` and `language` hold."""

UNITS: Mapping[str, str] = {
    "metre": "m", "meter": "m", "gram": "g", "kilogram": "kg", "second": "s", "ampere": "A",
    "kelvin": "K", "mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa",
    "joule": "J", "watt": "W", "volt": "V", "ohm": "Ω", "tesla": "T", "electronvolt": "eV",
    "litre": "L", "liter": "L", "minute": "min", "hour": "h", "day": "d", "percent": "%",
    "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "angstrom": "Å", "dalton": "Da",
    "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "centi": "c", "milli": "m", "micro": "µ",
    "nano": "n", "pico": "p", "femto": "f", "per": "/", "squared": "²", "square": "²", "cubed": "³",
}  # fmt: skip
"""siunitx's units and prefixes."""


def said(key: str) -> str:
    """Return what a localisation key stands for; any other text as it is."""
    return KEYS.get(key.strip().lower(), key)


def language(name: str) -> str:
    """Return the code of a language that biblatex names ("de-DE"); any other text as it is."""
    words = [word.strip().removeprefix("lang") for word in re.split(r",| and ", name.lower())]
    codes = [LANGUAGES.get(word, "") for word in words]
    return codes[0] if codes[0] and all(codes) else name
