"""Serve the assistant: `python -m app`."""

from __future__ import annotations

import logging
import sys

from waitress.server import create_server

from app import create_app
from app.knowledge.keeper import NoLibrary
from app.settings import BadSettings, Settings

THREADS = 8
CONNECTIONS = 1000  # waitress buffers a body before a thread sees it, so slow senders only cost a connection
CHANNEL_TIMEOUT = 30  # seconds a silent connection is kept
MAX_BUFFERED = 1 << 20  # bytes of a body taken in, to be refused in a clear sentence; above it, by the server


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
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=CHANNEL_TIMEOUT,
            max_request_body_size=MAX_BUFFERED,
            clear_untrusted_proxy_headers=False,  # else X-Forwarded-For is gone; PROXIES says what of it to believe
            ident=None,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such address"
        print(
            f"Cannot listen on {settings.host}:{settings.port}: {reason}. Choose another HOST or PORT.",
            file=sys.stderr,
        )
        return 1
    address = f"http://{settings.host}:{settings.port}"
    print(f"Komek · {len(keeper.library.articles)} articles · {keeper.library.version}")
    print(f"  қазақша   {address}/kk/\n  по-русски {address}/ru/\n  API       {address}/api/docs", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
