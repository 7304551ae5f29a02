"""The ways in which an HTTP answer can fail, by name.

Those in RIGHT bring what is right all the same, in an odd way, so that the verdict may be right.
"""

from __future__ import annotations

import gzip
import socket
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from benchmarks.attack.servers import Exchange, Fault

_HTML = b"<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>"
_TYPE = "Content-Type: application/json\r\n"


def _whole(status: str = "200 OK", body: bytes | None = None, headers: str = "") -> Fault:
    return lambda exchange: exchange.answer(status, body, headers)


def _to(target: str, status: str = "302 Found") -> Fault:
    """Return a redirect; {here} and {elsewhere} are the addresses of the servers."""

    def redirect(exchange: Exchange) -> None:
        place = target.format(here=exchange.here, elsewhere=exchange.elsewhere)
        exchange.answer(status, b"", f"Location: {place}\r\n")

    return redirect


def _raw(*pieces: bytes, every: float = 0.0) -> Fault:
    return lambda exchange: exchange.send(*pieces, every=every)


def _of_right(change: Callable[[bytes], bytes], headers: str = _TYPE) -> Fault:
    return lambda exchange: exchange.answer("200 OK", change(exchange.right), headers)


def _hang(exchange: Exchange) -> None:
    exchange.ended.wait(15)


def _reset(exchange: Exchange) -> None:
    linger = struct.pack("ii", 1, 0)
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def _reset_within(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + exchange.right[:50])
    _reset(exchange)


def _hang_within(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + exchange.right)
    _hang(exchange)


def _drip(exchange: Exchange) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(exchange.right)
    exchange.send(head, *(bytes([byte]) for byte in exchange.right), every=0.3)


def _drip_head(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n", *(b"X: y\r\n" for _ in range(100)), every=0.3)


def _endless_body(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not exchange.ended.is_set():
        exchange.send(b" " * 1_000_000)


def _endless_headers(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while not exchange.ended.is_set():
        exchange.send(b"X-Y: z\r\n" * 1000)


def _endless_chunks(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not exchange.ended.is_set():
        exchange.send(b"1\r\n \r\n" * 10_000)


def _chunked(after: bytes, first: bytes = b"") -> Fault:
    """Return the right body in one chunk, `first` before its size and `after` behind it."""

    def send(exchange: Exchange) -> None:
        size = first or b"%x" % len(exchange.right)
        exchange.send(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + size + b"\r\n" + exchange.right + after
        )  # fmt: skip

    return send


def _continued(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    exchange.answer()


@cache
def bomb(encoding: str) -> bytes:
    """Return what a few bytes of an encoding, or of two, become when they are unpacked."""
    if encoding == "gzip":
        return gzip.compress(b" " * 400_000_000, 1)
    if encoding == "gzip, gzip":
        return gzip.compress(bomb("gzip"), 9)
    return zlib.compress(b" " * 200_000_000, 1)


def _bombs(encoding: str) -> Fault:
    headers = f"{_TYPE}Content-Encoding: {encoding}\r\n"
    return lambda exchange: exchange.answer("200 OK", bomb(encoding), headers)


_STATUSES = (
    "201 Created, 202 Accepted, 204 No Content, 206 Partial Content, 300 Multiple Choices,"
    " 304 Not Modified, 401 Unauthorized, 403 Forbidden, 404 Not Found, 405 No, 406 No,"
    " 408 Request Timeout, 410 Gone, 413 Too Large, 414 Too Long, 418 Teapot, 421 Misdirected,"
    " 429 Too Many Requests, 451 Legal, 500 Error, 501 No, 502 Bad Gateway, 503 Unavailable,"
    " 504 Timeout, 511 Sign In, 520 Web, 599 x, 600 x, 999 x, 099 x, 20 OK, -1 x, abc x"
).split(", ")
_WAITS = (
    "0", "1", "99999999999", "-1", "soon", "Fri, 31 Dec 99999999999 23:59:59 GMT", "1e9",
    "Fri, 31 Dec 1999 23:59:59 +99999999999999999", "Wed, 21 Oct 2065 07:28:00 GMT", "\xff\x00",
)  # fmt: skip
_TARGETS = (
    "{elsewhere}/works/10.1/x", "{elsewhere}", "//evil.invalid/x", "file:///etc/passwd",
    "ftp://127.0.0.1/x", "data:application/json,[]", "http://[::1", "http://a:b@:99999/", "",
    "javascript:alert(1)", "{here}/ra/loop", "?x", "gopher://127.0.0.1:70/x", "\xe9\xff", "http:",
    "https://127.0.0.1:1/", "/works/", "/dois/%ff%00",
)  # fmt: skip

RIGHT: Final[Mapping[str, Fault]] = {
    "HTTP/1.0": lambda exchange: exchange.answer(http="1.0"),
    "status 400": _whole("400 Bad Request", b"no"),
    "status 203": _whole("203 Other"),
    "called HTML": _whole(headers="Content-Type: text/html\r\n"),
    "called UTF-16": _whole(headers="Content-Type: application/json; charset=utf-16\r\n"),
    "called nonsense": _whole(headers="Content-Type: \xff; charset=no-such\r\n"),
    "without type": _whole(headers="X: y\r\n"),
    "with a mark": _of_right(lambda body: b"\xef\xbb\xbf" + body),
    "in UTF-16": _of_right(lambda body: body.decode().encode("utf-16")),
    "in gzip": _of_right(gzip.compress, f"{_TYPE}Content-Encoding: gzip\r\n"),
    "not in gzip as said": _of_right(lambda body: body, f"{_TYPE}Content-Encoding: gzip\r\n"),
    "in an encoding nobody knows": _of_right(lambda body: body, f"{_TYPE}Content-Encoding: zz\r\n"),
    "two lengths": _of_right(
        lambda body: body, f"{_TYPE}Content-Length: 1\r\nContent-Length: 2\r\n"
    ),
    "chunked": _chunked(b"\r\n0\r\n\r\n"),
    "chunked, trailers": _chunked(b"\r\n0\r\nX: y\r\n\r\n"),
    "100 first": _continued,
    "a header of 30 kB": _whole(headers=f"X: {'y' * 30_000}\r\n"),
    "odd headers": _whole(headers="no colon\r\n: x\r\n\tfolded\r\nA\x00B: c\r\n"),
    "cookies": _whole(headers="Set-Cookie: a=b; domain=.\r\n" * 50),
}  # fmt: skip

WRONG: Final[Mapping[str, Fault]] = {
    **{f"status {status}": _whole(status, _HTML, "Content-Type: text/html\r\n")
       for status in _STATUSES},
    **{f"status {status[:3]}, empty": _whole(status, b"")
       for status in ("404 x", "410 x", "500 x", "403 x")},
    **{f"404 {body!r}": _whole("404 Not Found", body, _TYPE)
       for body in (b"{}", b"[]", b"null", b'{"errors": []}', b'{"message": "no Route"}')},
    **{f"200 {body[:20]!r}": _whole("200 OK", body, _TYPE)
       for body in (b"", b" ", _HTML, b"null", b"[]", b"{}", b"17", b'"text"', b"[" * 100_000,
                    b"9" * 6000, b'{"message": null}', b'{"message": {"items": 1}}', b"\xff\xfe",
                    b"NaN", b'{"a":1}{"b":2}', b'[{"DOI": 3, "RA": 4}]', b'{"data": [3]}')},
    **{f"429, Retry-After {wait!r}": _whole("429 x", b"", f"Retry-After: {wait}\r\n")
       for wait in _WAITS},
    **{f"302 to {target!r}": _to(target) for target in _TARGETS},
    "307 elsewhere": _to("{elsewhere}/ra/10.1/x", "307 x"),
    "308 elsewhere": _to("{elsewhere}/dois/10.1/x", "308 x"),
    "a refresh elsewhere": lambda exchange: exchange.answer(
        body=_HTML, headers=f"Refresh: 0; url={exchange.elsewhere}\r\n"
    ),
    "cut": _of_right(lambda body: body[: len(body) // 2]),
    "cut, with its length": _of_right(
        lambda body: body[: len(body) // 2], "Content-Length: 999999\r\n"
    ),
    "in gzip, cut": _of_right(
        lambda body: gzip.compress(body)[:-20], f"{_TYPE}Content-Encoding: gzip\r\n"
    ),
    "a length that is none": _of_right(lambda _: b"", "Content-Length: x\r\n"),
    "chunked, cut": _chunked(b"", b"ffffff"),
    "chunked, a size that is none": _chunked(b"\r\n0\r\n\r\n", b"zz"),
    "chunked, a negative size": _chunked(b"\r\n0\r\n\r\n", b"-5"),
    "closed at once": lambda _: None,
    "reset": _reset,
    "reset within": _reset_within,
    "hanging": _hang,
    "hanging within": _hang_within,
    "dripping": _drip,
    "dripping headers": _drip_head,
    "endless body": _endless_body,
    "endless headers": _endless_headers,
    "endless chunks": _endless_chunks,
    "a header of 200 kB": _raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n{}"),
    "10,000 headers": _raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n{}"),
    "a gzip bomb": _bombs("gzip"),
    "a deflate bomb": _bombs("deflate"),
    "a bomb packed twice": _bombs("gzip, gzip"),
    "no HTTP": _raw(b"220 mail.example ESMTP\r\n"),
    "noise": _raw(bytes(range(256)) * 20),
    "HTTP/0.9": _raw(_HTML),
    "HTTP/9.9": _raw(b"HTTP/9.9 200 OK\r\n\r\n"),
    "TLS": _raw(b"\x15\x03\x01\x00\x02\x02\x28"),
    "a line end in the status": _raw(b"HTTP/1.1 500 a\x1b[31m\x0b::error::x\r\n\r\n"),
}  # fmt: skip
