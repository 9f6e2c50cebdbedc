"""The registry in PostgreSQL, for more than one machine. Needs the extra `postgres`: psycopg and its pool.

Two tables, which `lookup.load` puts in place whole: komek_people holds the rows of lookup.row, komek_meta one row that
tells the day the data are of and knows the secret the keys were made with. The reader only reads.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from lookup.guard import DEADLINE, LANES
from lookup.key import keyer
from lookup.provider import Record, Unavailable
from lookup.row import Row, to_record
from lookup.snapshot import FORMAT, key_check

READ = DEADLINE / 2  # seconds for a connection, and for the row: both together end before a look-up is given up
IDLE = 300.0  # seconds that a connection is kept unused
# komek_meta comes first here and in the lock of a swap: with two orders, each would wait for the other
_SELECT = """
select m.format, m.key_check, m.as_of, p.key, p.insured, p.until, p.paid, p.state
from komek_meta m left join komek_people p on p.key = %s
"""


class _Connection(psycopg.Connection[Any]):
    """A connection that waits for its server no longer than READ, also when that is there and says nothing."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return super().wait(gen, interval, READ if timeout is None else timeout)


class PostgresProvider:
    """A registry in the database at a postgresql:// address.

    The pool starts its threads with the first look-up: what was opened before a fork could not be used after it.
    """

    def __init__(self, url: str, secret: bytes) -> None:
        """Take the address. Raises ValueError on a bad one; nothing is connected yet."""
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            url = ""
        if not url:
            raise ValueError("write the registry's address like postgresql://name:password@host/database") from None
        self._key, self._check = keyer(secret), key_check(secret)
        self._pool = ConnectionPool(
            url,
            connection_class=_Connection,
            kwargs={
                "autocommit": True,
                "application_name": "komek",
                "connect_timeout": 2,  # seconds, the least that libpq takes; the pool's own wait is shorter
                "options": f"-c statement_timeout={READ * 1000:.0f} -c default_transaction_read_only=on",
                "prepare_threshold": None,  # works behind PgBouncer too
            },
            min_size=0,
            max_size=LANES,
            max_idle=IDLE,
            timeout=READ,
            reconnect_timeout=READ,  # then the next look-up tries anew: a database that is back is found at once
            check=ConnectionPool.check_connection,
            open=False,
            name="registry",
        )

    def find(self, iin: str) -> Record | None:
        """Return the record of a number of twelve digits, None when the table has none. Raises Unavailable."""
        try:
            return self._read(self._key(iin))
        except Unavailable as unavailable:
            trouble = str(unavailable)
        except Exception as error:  # whatever it is, nothing is known of the person
            trouble = f"PostgreSQL does not answer: {type(error).__name__}"
        raise Unavailable(trouble)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _read(self, key: int) -> Record | None:
        self._pool.open()
        with self._pool.connection() as connection:
            told = connection.execute(_SELECT, (key,)).fetchall()
        if len(told) != 1:
            raise Unavailable("komek_meta does not say what is held: build the registry anew")
        form, check, as_of, *row = told[0]
        if form != FORMAT:
            raise Unavailable(f"the tables are of format {form}, not {FORMAT}: build the registry anew")
        if check != self._check:
            raise Unavailable("the registry was built with another REGISTRY_KEY")
        return None if row[0] is None else to_record(Row._make(row), as_of)
