"""Serve the assistant: `python -m app`."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from app import create_app
from app.knowledge.keeper import NoLibrary
from app.partner import partner
from app.settings import BadSettings, Settings

THREADS = 8
CONNECTIONS = 1000  # waitress buffers a body before a thread sees it, so slow senders only cost a connection
CHANNEL_TIMEOUT = 30  # seconds a silent connection is kept
MAX_BUFFERED = 1 << 20  # bytes of a body taken in, to be refused in a clear sentence; above it, by the server


def listen(app: Callable[..., Any], **where: Any) -> BaseWSGIServer | MultiSocketServer:
    """Return a server that listens, on `host` and `port` or on `sockets`. Raises OSError, ValueError."""
    return create_server(
        app,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=CHANNEL_TIMEOUT,
        max_request_body_size=MAX_BUFFERED,
        clear_untrusted_proxy_headers=False,  # who asks is read from them, by app/gate/client.py
        ident=None,
        **where,
    )


def _partner(settings: Settings, komek: str) -> str:
    """Serve a partner's site on the next port, for a demonstration; return the line that tells where."""
    port = settings.port + 1
    try:
        server = listen(partner(komek), host=settings.host, port=port)
    except (OSError, OverflowError, ValueError):
        return f"  (no partner's site: port {port} is taken)\n"
    threading.Thread(target=server.run, daemon=True).start()
    return f"  on another site: http://{settings.host}:{port}/\n"


def main() -> int:
    """Read the content, then listen; print the addresses to open."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("waitress").setLevel(logging.WARNING)
    try:
        settings = Settings.from_env()
        app = create_app(settings)
        keeper = app.extensions["komek"]().keeper
    except BadSettings as error:
        print(error, file=sys.stderr)
        return 2
    except NoLibrary as error:
        print(f"The content cannot be served; mend this and start again:\n{error}", file=sys.stderr)
        return 1
    try:
        server = listen(app, host=settings.host, port=settings.port)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such address"
        print(
            f"Cannot listen on {settings.host}:{settings.port}: {reason}. Choose another HOST or PORT.",
            file=sys.stderr,
        )
        return 1
    address = f"http://{settings.host}:{settings.port}"
    beside = _partner(settings, address) if settings.demo else ""
    print(f"Komek · {len(keeper.library.articles)} articles · {keeper.library.version}")
    print(f"  қазақша   {address}/kk/\n  по-русски {address}/ru/\n  API       {address}/api/docs")
    print(beside, end="", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
