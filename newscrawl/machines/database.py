"""The database: how it is reached, and the tables that are newscrawl's own there."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.machines.store import NEEDS, one_line
from newscrawl.runs.exits import Exit, Refused

SCHEMA = """
CREATE TABLE IF NOT EXISTS newscrawl_scope (
    scope text PRIMARY KEY,
    line jsonb,
    paused boolean NOT NULL DEFAULT false,
    due timestamptz,
    epoch bigint NOT NULL DEFAULT 0,
    holder text,
    until timestamptz,
    number bigint NOT NULL DEFAULT 0,
    written_by bigint NOT NULL DEFAULT 0,
    token text,
    committed timestamptz,
    ledger jsonb NOT NULL DEFAULT '[]',
    small jsonb NOT NULL DEFAULT '{}',
    result jsonb,
    visited timestamptz
);
CREATE INDEX IF NOT EXISTS newscrawl_scope_due ON newscrawl_scope (due);
CREATE OR REPLACE VIEW newscrawl_standing AS SELECT *,
    until IS NULL OR until < clock_timestamp() AS free,
    line IS NOT NULL AND NOT paused AND (due IS NULL OR due <= clock_timestamp()) AS is_due
    FROM newscrawl_scope;
CREATE TABLE IF NOT EXISTS newscrawl_piece (
    scope text NOT NULL, file text NOT NULL, first bigint NOT NULL, past bigint NOT NULL,
    key text NOT NULL, PRIMARY KEY (scope, file, first)
);
CREATE TABLE IF NOT EXISTS newscrawl_home (scope text PRIMARY KEY, machine text NOT NULL);
CREATE TABLE IF NOT EXISTS newscrawl_host (host text PRIMARY KEY, free timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS newscrawl_budget (
    host text PRIMARY KEY, day date NOT NULL, requests bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS newscrawl_back_off (
    host text NOT NULL, scope text NOT NULL, failures integer NOT NULL, until timestamptz,
    cause text NOT NULL, asked boolean NOT NULL, PRIMARY KEY (host, scope)
);
CREATE TABLE IF NOT EXISTS newscrawl_robots (
    origin text PRIMARY KEY, read timestamptz, status integer, body bytea,
    asking timestamptz, asker text
);
CREATE TABLE IF NOT EXISTS newscrawl_fleet (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), id text NOT NULL
);
CREATE TABLE IF NOT EXISTS newscrawl_order (what text PRIMARY KEY, moment timestamptz NOT NULL);
"""
ALIVE: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""A connection whose other end is gone is given up in seconds, long before a lease is over."""


LEAST = {"FLEET_LEASE": 10, "FLEET_CHECKPOINT": 1}
"""Seconds. A crawl needs some to stop."""


def is_shared(settings: BaseSettings) -> bool:
    """Return whether several machines visit the outlets. Raises Refused if half of it is set."""
    database, store = settings.get("FLEET_DATABASE"), settings.get("FLEET_STORE")
    if bool(database) != bool(store):
        missing = "FLEET_STORE" if database else "FLEET_DATABASE"
        raise Refused(f"{missing} is not set: several machines need FLEET_DATABASE and FLEET_STORE")
    for name, least in LEAST.items():
        if database and settings.getfloat(name) < least:
            raise Refused(f"{name} {settings.get(name)!r}: give at least {least} seconds")
    return bool(database)


def connect(settings: BaseSettings) -> Any:
    """Return a connection that commits each statement, but for its transactions. Raises Refused."""
    address = settings.get("FLEET_DATABASE")
    if not address:
        raise Refused("FLEET_DATABASE is not set: name it as postgresql://user@host/newscrawl")
    for package in ("psycopg", "procrastinate"):
        if find_spec(package) is None:
            raise Refused(f"FLEET_DATABASE needs {package}: {NEEDS}")
    import psycopg  # noqa: PLC0415 - an extra

    with told():
        return psycopg.connect(address, autocommit=True, **ALIVE)


@contextmanager
def told() -> Iterator[None]:
    """Let what is wrong with the database be told in one line. Raises Refused."""
    import psycopg  # noqa: PLC0415 - an extra

    try:
        yield
    except psycopg.errors.UndefinedTable:
        raise Refused(
            "FLEET_DATABASE: tables are missing there: `newscrawl fleet init` makes them"
        ) from None
    except (psycopg.Error, UnicodeError) as problem:
        # A connection string may hold a password; what the server says does not.
        raise Refused(
            f"FLEET_DATABASE: {one_line(str(problem)) or type(problem).__name__}", Exit.DISK
        ) from None
