r"""The journals that astronomers' .bib files name by a macro: `journal = {\apj}`.

NASA's ADS exports them so (https://ui.adsabs.harvard.edu/help/actions/journal-macros), and the
classes of astronomy's journals define the macros (AASTeX's `aastex631.cls`). No other program knows
what they stand for, and no registry; the full names here are those by which Crossref knows the
journals, the short ones those that AASTeX prints.
"""

from __future__ import annotations

import re

_MACRO = re.compile(r"\{?\\([a-z]+) ?(?:\{\})?\}?")

_JOURNALS = {
    "aas": ("American Astronomical Society Meeting Abstracts", "AAS Meeting Abstracts"),
    "aj": ("The Astronomical Journal", "AJ"),
    "actaa": ("Acta Astronomica", "AcA"),
    "araa": ("Annual Review of Astronomy and Astrophysics", "ARA&A"),
    "areps": ("Annual Review of Earth and Planetary Sciences", "AREPS"),
    "apj": ("The Astrophysical Journal", "ApJ"),
    "apjl": ("The Astrophysical Journal Letters", "ApJL"),
    "apjs": ("The Astrophysical Journal Supplement Series", "ApJS"),
    "ao": ("Applied Optics", "ApOpt"),
    "apss": ("Astrophysics and Space Science", "Ap&SS"),
    "aap": ("Astronomy & Astrophysics", "A&A"),
    "aapr": ("The Astronomy and Astrophysics Review", "A&A Rv"),
    "aaps": ("Astronomy and Astrophysics Supplement Series", "A&AS"),
    "aplett": ("Astrophysical Letters", "Astrophys. Lett."),
    "apspr": ("Astrophysics and Space Physics Research", "Astrophys. Space Phys. Res."),
    "azh": ("Astronomicheskii Zhurnal", "AZh"),
    "baas": ("Bulletin of the American Astronomical Society", "BAAS"),
    "bac": ("Bulletin of the Astronomical Institutes of Czechoslovakia", "BAICz"),
    "bain": ("Bulletin of the Astronomical Institutes of the Netherlands", "BAN"),
    "caa": ("Chinese Astronomy and Astrophysics", "ChA&A"),
    "cjaa": ("Chinese Journal of Astronomy and Astrophysics", "ChJA&A"),
    "dps": ("AAS/Division for Planetary Sciences Meeting Abstracts", "AAS/DPS Meeting Abstracts"),
    "fcp": ("Fundamentals of Cosmic Physics", "FCPh"),
    "gca": ("Geochimica et Cosmochimica Acta", "GeCoA"),
    "grl": ("Geophysical Research Letters", "GeoRL"),
    "iaucirc": ("International Astronomical Union Circular", "IAUC"),
    "icarus": ("Icarus", "Icarus"),
    "jaavso": ("Journal of the American Association of Variable Star Observers", "JAAVSO"),
    "jcap": ("Journal of Cosmology and Astroparticle Physics", "JCAP"),
    "jcp": ("The Journal of Chemical Physics", "JChPh"),
    "jgr": ("Journal of Geophysical Research", "JGR"),
    "jqsrt": ("Journal of Quantitative Spectroscopy and Radiative Transfer", "JQSRT"),
    "jrasc": ("Journal of the Royal Astronomical Society of Canada", "JRASC"),
    "maps": ("Meteoritics & Planetary Science", "M&PS"),
    "memras": ("Memoirs of the Royal Astronomical Society", "MmRAS"),
    "memsai": ("Memorie della Società Astronomica Italiana", "MmSAI"),
    "mnras": ("Monthly Notices of the Royal Astronomical Society", "MNRAS"),
    "na": ("New Astronomy", "NewA"),
    "nar": ("New Astronomy Reviews", "NewAR"),
    "nat": ("Nature", "Nature"),
    "nphysa": ("Nuclear Physics A", "NuPhA"),
    "pasa": ("Publications of the Astronomical Society of Australia", "PASA"),
    "pasj": ("Publications of the Astronomical Society of Japan", "PASJ"),
    "pasp": ("Publications of the Astronomical Society of the Pacific", "PASP"),
    "physrep": ("Physics Reports", "PhR"),
    "physscr": ("Physica Scripta", "PhyS"),
    "planss": ("Planetary and Space Science", "P&SS"),
    "pra": ("Physical Review A", "PhRvA"),
    "prb": ("Physical Review B", "PhRvB"),
    "prc": ("Physical Review C", "PhRvC"),
    "prd": ("Physical Review D", "PhRvD"),
    "pre": ("Physical Review E", "PhRvE"),
    "prl": ("Physical Review Letters", "PhRvL"),
    "procspie": ("Proceedings of SPIE", "Proc. SPIE"),
    "psj": ("The Planetary Science Journal", "PSJ"),
    "qjras": ("Quarterly Journal of the Royal Astronomical Society", "QJRAS"),
    "rmxaa": ("Revista Mexicana de Astronomía y Astrofísica", "RMxAA"),
    "skytel": ("Sky and Telescope", "S&T"),
    "solphys": ("Solar Physics", "SoPh"),
    "sovast": ("Soviet Astronomy", "SvA"),
    "ssr": ("Space Science Reviews", "SSRv"),
    "zap": ("Zeitschrift für Astrophysik", "ZA"),
}
"""The full and the short name by macro."""

_JOURNALS |= {
    other: _JOURNALS[macro]
    for other, macro in (
        ("astap", "aap"),
        ("apjlett", "apjl"),
        ("apjsupp", "apjs"),
        ("applopt", "ao"),
    )
}


def names(latex: str) -> tuple[str, str] | None:
    """Return the full and the short name of the journal if `latex` is a macro, else None."""
    macro = _MACRO.fullmatch(latex)
    return _JOURNALS.get(macro[1]) if macro else None
