"""A registry behind HTTP, asked as registry-openapi.yaml says.

A number goes in the body of a POST, never in an address. Nothing is tried twice, no redirect is followed, no proxy of
the environment is used. An answer that is not of the contract is Unavailable, never "not found" or "not insured".
"""

from __future__ import annotations

import json
import logging
import secrets
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection

from lookup.answer import BadAnswer, read_answer
from lookup.guard import DEADLINE, LANES
from lookup.provider import Record, Unavailable

LARGEST = 64 * 1024  # bytes: an answer with every month of 80 years, twice, has 20 KB
CONNECT = 1.5  # seconds: a first packet that is lost is sent again after 1 s
# urllib3 logs headers that it cannot read as they came: whoever broke them could have put a number there
logging.getLogger("urllib3.connection").addFilter(lambda record: record.levelno < logging.WARNING)


class HttpProvider:
    """A registry at an address. Its connections are kept for the next question, one for each lane."""

    def __init__(self, url: str, token: str = "", ca: Path | None = None, deadline: float = DEADLINE) -> None:
        """Take the address and, if the registry asks for one, a bearer token. Raises ValueError on a bad address.

        `ca` names a file of certificates to trust in place of the system's: the State's own root is not among those.
        """
        self._pool, base = _pool_of(url, ca)
        self._path = f"{base}/find"
        self._timeout = urllib3.Timeout(connect=min(CONNECT, deadline), total=deadline)
        self._headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "komek"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def find(self, iin: str) -> Record | None:
        """Ask for a number. Raises Unavailable, whose context holds nothing of what was asked."""
        request = secrets.token_hex(16)
        try:
            return read_answer(self._post(json.dumps({"iin": iin, "request": request})), request)
        except BadAnswer as bad:
            trouble = f"the registry's answer is refused: {bad}"
        except Exception as error:  # whatever it is, nothing is known of the person
            trouble = f"the registry does not answer: {type(error).__name__}"
        raise Unavailable(trouble)

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    def _post(self, body: str) -> bytes:
        with self._response(body) as response:
            _check(response)
            read = b""
            while piece := response.read(LARGEST + 1 - len(read)):
                read += piece
                if len(read) > LARGEST:
                    raise BadAnswer("it is longer than 64 KB")
            return read

    @contextmanager
    def _response(self, body: str) -> Iterator[urllib3.BaseHTTPResponse]:
        response = self._pool.urlopen(
            "POST",
            self._path,
            body=body,
            headers=self._headers,
            retries=False,
            redirect=False,
            timeout=self._timeout,
            preload_content=False,
            decode_content=False,
        )
        try:
            yield response
        finally:
            response.close()  # of one read to its end the connection is kept already


def _check(response: urllib3.BaseHTTPResponse) -> None:
    if response.status != 200:
        raise BadAnswer(f"status {response.status}")
    media, _, charset = response.headers.get("Content-Type", "").lower().replace(" ", "").partition(";")
    if media != "application/json" or charset not in ("", "charset=utf-8"):
        raise BadAnswer("its type is not application/json")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise BadAnswer("it is compressed")


def _pool_of(url: str, ca: Path | None) -> tuple[urllib3.HTTPConnectionPool, str]:
    """Return the pool of connections to an address, and its path. Raises ValueError, without the address in it."""
    try:
        parsed = urllib3.util.parse_url(url)
    except urllib3.exceptions.LocationParseError:
        parsed = urllib3.util.Url()
    host, path = parsed.host or "", (parsed.path or "").rstrip("/")
    if not host or parsed.auth or parsed.query is not None or parsed.fragment is not None:
        raise ValueError("write the registry's address like https://registry.example/v1, without a name or a question")
    if parsed.scheme == "https":
        context = ssl.create_default_context(cafile=ca)
        context.sslsocket_class = _TimedTls
        return urllib3.HTTPSConnectionPool(host, parsed.port, maxsize=LANES, ssl_context=context), path
    if parsed.scheme == "http" and _is_loopback(host):
        return _Pool(host, parsed.port, maxsize=LANES), path
    raise ValueError("the registry's address begins with https://; http:// is for this machine alone, 127.0.0.1")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class _Timed(socket.socket):
    """A socket whose timeout is for all that is received after it was set, not for each piece of it.

    Otherwise an answer that drips, a byte now and then, would never time out.
    """

    _ends: float | None = None

    def settimeout(self, value: float | None) -> None:
        self._ends = None if value is None else time.monotonic() + value
        super().settimeout(value)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        if self._ends is not None:
            left = self._ends - time.monotonic()
            if left <= 0:
                raise TimeoutError
            super().settimeout(left)
        return super().recv_into(*args, **kwargs)


class _TimedTls(_Timed, ssl.SSLSocket):
    """The same, encrypted."""


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        timeout = self.sock.gettimeout()
        self.sock = _Timed(fileno=self.sock.detach())
        self.sock.settimeout(timeout)


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection
