"""How the registries are asked: by whom, where, for how long.

The mail address is for the services themselves. A server that the environment names in a service's
place gets it only on this machine, since anybody's server could stand there.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cikrefs.errors import InputError
from cikrefs.registry.services import REGISTRIES, SERVICES, urls, variable
from cikrefs.web.hosts import is_here

NCBI_KEYS: Final = ("CIKREFS_NCBI_API_KEY", "NCBI_API_KEY")
"""Environment variables of NCBI's API key, the first that is set; the second is NCBI's own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to ask: who asks, where, and how many seconds may be lost on services that fail.

    `mailto` goes to the registries and nowhere else; with it Crossref admits to its faster pool.
    `registries` are those that are asked, by their names in REGISTRIES; whose turn it is for which
    work is not theirs to say.
    `ncbi_key` is the user's API key for PubMed, which then may be asked ten times a second.
    `urls` names other addresses of services by the names in SERVICES ("crossref", "doi" …). With
    `whole` records are asked for whole, not only for what is compared, and have a `work`. Raises
    InputError for a value that could never work, which would otherwise look like an outage.
    """

    mailto: str | None = None
    registries: tuple[str, ...] = REGISTRIES
    urls: Mapping[str, str] = field(default_factory=dict, hash=False)
    timeout: float = 20.0
    ncbi_key: str | None = field(default=None, repr=False)
    whole: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Return the settings that the environment has (CIKREFS_MAILTO and so on), or `given`.

        `environ` is the process's own if none is given. Raises InputError.
        """
        environ = os.environ if environ is None else environ
        said: dict[str, Any] = {"urls": urls(environ)}
        if environ.get("CIKREFS_MAILTO"):
            said["mailto"] = environ["CIKREFS_MAILTO"]
        keys = (environ.get(name, "").strip() for name in NCBI_KEYS)
        said["ncbi_key"] = next(filter(None, keys), None)
        if environ.get("CIKREFS_REGISTRIES"):
            said["registries"] = names_in(environ["CIKREFS_REGISTRIES"])
        if environ.get("CIKREFS_TIMEOUT"):
            try:
                said["timeout"] = float(environ["CIKREFS_TIMEOUT"])
            except ValueError as error:
                message = f"CIKREFS_TIMEOUT: {environ['CIKREFS_TIMEOUT']!r} is no number"
                raise InputError(message) from error
        return cls(**{**said, **given})

    def __post_init__(self) -> None:
        for name in self.registries:
            if name not in REGISTRIES:
                known = ", ".join(REGISTRIES)
                raise InputError(f"{name!r} is no registry to ask; there are {known}")
        if not self.registries:
            raise InputError("no registry is left to ask")
        for name, url in self.urls.items():
            if name not in SERVICES:
                raise InputError(f"{name!r} is no service; there are {', '.join(SERVICES)}")
            if not url.startswith(("http://", "https://")):
                raise InputError(
                    f"{url!r} is no address of {SERVICES[name].name}: it must begin with https://"
                    f" ({variable(name)})"
                )
        if self.mailto is not None and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", self.mailto):
            raise InputError(f"{self.mailto!r} is no mail address")
        if self.ncbi_key is not None and not re.fullmatch(r"[0-9A-Za-z]+", self.ncbi_key):
            raise InputError("the API key for PubMed is none: it has letters and digits only")
        if not 0 < self.timeout < math.inf:
            raise InputError(f"a timeout of {self.timeout} s is none to ask within")

    def url(self, name: str) -> str:
        """Return the address of the service called `name` in SERVICES, without slash at its end."""
        return self.urls.get(name, SERVICES[name].url).rstrip("/")

    def mailto_for(self, name: str) -> str | None:
        """Return the mail address, if the service called `name` is asked at home or here."""
        return self.mailto if self._is_trusted(name) else None

    def key_for(self, name: str) -> str | None:
        """Return NCBI's API key, if the service called `name` is asked at home or here."""
        return self.ncbi_key if self._is_trusted(name) else None

    def _is_trusted(self, name: str) -> bool:
        url = self.url(name)
        return is_here(url) or SERVICES[name].is_home(url)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in "crossref, pubmed", each once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, text.lower().split(",")))))
