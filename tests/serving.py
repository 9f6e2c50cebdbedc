"""A WSGI application on a free port of this machine, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from waitress import wasyncore
from waitress.server import create_server


@contextmanager
def serving(app: Callable[..., Any]) -> Iterator[str]:
    """Serve the application and yield its address; at the end every socket is closed and every thread has ended.

    The loop of the server closes its sockets itself: closed from here, one could vanish while the loop waits on it.
    """
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    loop.join()
