"""`python -m app` with all logs at DEBUG; with the word `leaky`, behind a wrapper that leaks numbers on purpose.

python -m tests.leak.serve [leaky]
"""

from __future__ import annotations

import logging
import runpy
import sys

from waitress import server

from tests.leak.leaky import Leaky

if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s %(message)s")
    if "leaky" in sys.argv:
        create = server.create_server
        vars(server)["create_server"] = lambda app, **options: create(Leaky(app), **options)
    runpy.run_module("app", run_name="__main__")
