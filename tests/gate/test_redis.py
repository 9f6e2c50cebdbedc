"""Redis alive, dead and hung: the limits hold all the same."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
import redis

from app.gate.gate import Gate
from app.gate.guarded import REST, Guarded
from app.gate.redis import RedisCounters
from tests.conftest import KEY
from tests.gate.conftest import Server
from tests.gate.visit import CLIENT, EASY, IIN, NOON, PATIENT, slot, walk_in

Serve = Callable[[], Server]
TEN = [slot("a", 10)]


def _pair(url: str) -> list[Guarded]:
    return [Guarded(RedisCounters(url, PATIENT), 2), Guarded(RedisCounters(url, PATIENT), 2)]


def _passed(guarded: Guarded, times: int, now: float = NOON) -> int:
    return sum(not guarded.take(TEN, now) for _ in range(times))


def _end(both: list[Guarded]) -> None:
    for guarded in both:
        guarded.close()


def test_two_machines_share_one_count(serve_redis: Serve) -> None:
    both = _pair(serve_redis().url)
    assert [_passed(both[0], 3), _passed(both[1], 100), _passed(both[0], 100)] == [3, 7, 0]
    _end(both)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_redis_killed_or_hung_midway(serve_redis: Serve, blow: signal.Signals) -> None:
    server = serve_redis()
    both = _pair(server.url)
    assert [_passed(guarded, 2) for guarded in both] == [2, 2]
    server.send(blow)
    assert [_passed(guarded, 100) for guarded in both] == [3, 3]
    _end(both)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_redis_killed_or_hung_before_the_first_look_up(serve_redis: Serve, blow: signal.Signals) -> None:
    server = serve_redis()
    server.send(blow)
    gate = Gate(KEY, Guarded(RedisCounters(server.url, PATIENT)), EASY)
    assert walk_in(gate, [(CLIENT, IIN, float(NOON))] * 100) == {"admitted": 5, "limit-client": 95}
    gate.close()


def test_redis_that_was_hung_is_used_again(serve_redis: Serve) -> None:
    server = serve_redis()
    guarded, watch = Guarded(RedisCounters(server.url, PATIENT)), RedisCounters(server.url, PATIENT)
    server.send(signal.SIGSTOP)
    assert _passed(guarded, 1) == 1
    server.send(signal.SIGCONT)
    assert _passed(guarded, 2, NOON + REST) == 2
    assert [list(watch.take([slot("a", 3)], NOON)) for _ in range(2)] == [[], [slot("a", 3)]]
    guarded.close()
    watch.close()


def test_redis_that_may_not_be_written_to(serve_redis: Serve) -> None:
    server = serve_redis()
    with redis.Redis.from_url(server.url) as admin:
        admin.config_set("maxmemory", "1")
    both = _pair(server.url)
    assert [_passed(guarded, 100) for guarded in both] == [5, 5]
    _end(both)


def test_keys_expire_and_name_nobody(serve_redis: Serve) -> None:
    server = serve_redis()
    gate = Gate(KEY, Guarded(RedisCounters(server.url, PATIENT)), EASY)
    assert walk_in(gate, [(CLIENT, IIN, float(NOON))] * 5) == {"admitted": 5}
    gate.close()
    with redis.Redis.from_url(server.url) as admin:
        keys = admin.keys()
        assert {(key[:13], len(key)) for key in keys} == {(b"komek:{gate}:", 29)}
        assert sorted({-(-admin.ttl(key) // 60) for key in keys}) == [1, 10, 60, 720]
        assert not [key for key in keys if IIN.encode() in key or b"203.0" in key]
