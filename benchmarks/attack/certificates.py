"""Certificates nobody should trust, made with the openssl program; nothing where there is none."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path


def contexts(folder: Path) -> Iterator[tuple[str, str, ssl.SSLContext | None, Mapping[str, str]]]:
    """Yield what is wrong, the host to listen at, its TLS (None: none), and what makes it trusted.

    127.0.0.2 is this machine too, but as any other host is: proxies and certificates that the
    environment names hold for it.
    """
    yield "plain on a TLS port", "127.0.0.1", None, {}
    if not shutil.which("openssl"):
        return
    itself = _made(folder, "itself", "127.0.0.2", "2099")
    stranger = _made(folder, "stranger", "192.0.2.1", "2099")
    expired = _made(folder, "expired", "127.0.0.2", "2021")
    yield "TLS on a plain port", "127.0.0.2", _context(itself), {}
    yield "self-signed", "127.0.0.2", _context(itself), {}
    yield "self-signed, on this machine", "127.0.0.1", _context(itself), _trusting(itself)
    yield "of another host", "127.0.0.2", _context(stranger), _trusting(stranger)
    yield "expired", "127.0.0.2", _context(expired), _trusting(expired)
    yield "good", "127.0.0.2", _context(itself), _trusting(itself)


def _made(folder: Path, name: str, host: str, until: str) -> Path:
    """Return the file of a certificate and its key, for a host, until a year."""
    place = folder / name
    place.mkdir()
    key, request, made, config = (str(place / one) for one in ("key", "csr", "pem", "cnf"))
    (place / "index").touch()
    Path(config).write_text(
        f"[ca]\ndefault_ca=d\n[d]\ndatabase={place / 'index'}\nnew_certs_dir={place}\n"
        "rand_serial=yes\ndefault_md=sha256\npolicy=p\nx509_extensions=x\n"
        f"[p]\ncommonName=supplied\n[x]\nsubjectAltName=IP:{host}\nbasicConstraints=CA:TRUE\n",
        "utf-8",
    )
    subject = ["-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}"]
    _openssl("req", *subject, "-keyout", key, "-out", request)
    days = ["-startdate", "20200101000000Z", "-enddate", f"{until}0101000000Z"]
    signed = ["-selfsign", "-keyfile", key, "-in", request, "-out", made, "-notext", "-batch"]
    _openssl("ca", "-config", config, *signed, *days)
    Path(made).write_text(Path(made).read_text("utf-8") + Path(key).read_text("utf-8"), "utf-8")
    return Path(made)


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)  # noqa: S607


def _context(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _trusting(file: Path) -> dict[str, str]:
    names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    return {**dict.fromkeys(names, str(file)), "NO_PROXY": "*"}
