"""The browser's proxy: who may use it, and what it opens no tunnel for."""

import asyncio
import getpass
import os
import shutil
import subprocess

import pytest

from newscrawl.net.tls import offers_pages
from tests.support.forwarding import HELLO, forward_to, greeting, knock, login

PLAIN_SOCKET = b"GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n\r\n"


async def asked(*heads: str, first: bytes = b"") -> tuple[list[bytes], int]:
    """Return the status line of each answer, and how many connections the server got."""
    met = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal met
        met += 1
        await reader.read(2**16)
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        forward = forward_to(port)
        got = []
        for head in heads:
            reader, writer = await knock(forward)
            lines = head.format(port=port, login=login(forward))
            writer.write(f"{lines}\r\n".encode() + first)
            async with asyncio.timeout(10):
                got.append((await reader.read()).partition(b"\r\n")[0])
            writer.close()
        await forward.close()
    return got, met


@pytest.mark.parametrize(
    "header", ["", "Proxy-Authorization: Basic bmV3c2NyYXdsOng=\r\n", "Proxy-Authorization: x\r\n"]
)
def test_who_has_no_password_reaches_nothing(header: str) -> None:
    calls = "GET http://127.0.0.1:{port}/ HTTP/1.1\r\n", "CONNECT 127.0.0.1:{port} HTTP/1.1\r\n"
    lines, met = asyncio.run(asked(*(call + header for call in calls), first=HELLO))
    assert [line.split()[1] for line in lines] == [b"407", b"407"]
    assert met == 0


def test_a_browser_of_the_run_reaches_what_the_gate_opens() -> None:
    calls = "GET http://127.0.0.1:{port}/ HTTP/1.1\r\n", "CONNECT 127.0.0.1:{port} HTTP/1.1\r\n"
    lines, met = asyncio.run(asked(*(call + "{login}" for call in calls), first=HELLO))
    assert [line.split()[1] for line in lines] == [b"200", b"200"]
    assert met == 2


def test_a_way_that_is_shut_lets_nothing_out_and_cuts_what_it_carried() -> None:
    async def ask() -> tuple[list[bytes], int]:
        met = 0

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal met
            met += 1
            begun.set()
            await reader.read()
            writer.close()

        begun, got = asyncio.Event(), []
        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            forward = forward_to(port)
            line = f"GET http://127.0.0.1:{port}/ HTTP/1.1\r\n"
            first, one = await knock(forward)
            one.write(f"{line}{login(forward)}\r\n".encode())
            way = forward.ways[-1]
            async with asyncio.timeout(10):
                await begun.wait()
                way.shut()
                got.append(await first.read())
                second, other = await knock(forward)
                token = way.token.decode()
                other.write(f"{line}Proxy-Authorization: Basic {token}\r\n\r\n".encode())
                got.append((await second.read()).split()[1])
            one.close()
            other.close()
            await forward.close()
        return got, met

    assert asyncio.run(ask()) == ([b"", b"407"], 1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs root, to be another user")
@pytest.mark.skipif(shutil.which("runuser") is None, reason="needs runuser")
def test_another_user_of_the_machine_reaches_nothing() -> None:
    code = (
        "import socket, sys; s = socket.create_connection(('127.0.0.1', int(sys.argv[1])));"
        "s.sendall(b'GET http://127.0.0.1:%d/ HTTP/1.1\\r\\n\\r\\n' % int(sys.argv[2]));"
        "print(s.recv(100).split()[1].decode())"
    )

    async def ask() -> tuple[str, bool]:
        met = asyncio.Event()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            met.set()
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            forward = forward_to(server.sockets[0].getsockname()[1])
            port = str((await forward.way()).port)
            other = str(server.sockets[0].getsockname()[1])
            command = ["runuser", "-u", "nobody", "--", "/usr/bin/python3", "-c", code, port, other]
            done = await asyncio.to_thread(
                subprocess.run, command, capture_output=True, text=True, timeout=30, check=True
            )
            await forward.close()
        return done.stdout.strip(), met.is_set()

    assert getpass.getuser() != "nobody"
    assert asyncio.run(ask()) == ("407", False)


@pytest.mark.parametrize("first", [greeting("http/1.1"), greeting(), PLAIN_SOCKET, b"\x16\x03\x01"])
def test_no_tunnel_leads_a_websocket_out(first: bytes) -> None:
    call = "CONNECT 127.0.0.1:{port} HTTP/1.1\r\n{login}"

    async def ask() -> int:
        if len(first) > 5:
            return (await asked(call, first=first))[1]
        # Cut within its head: nothing is opened while the rest is missing.
        return (await asked(call, first=first + b"\x00\x01\x01"))[1]

    assert asyncio.run(ask()) == 0


def test_what_is_fetched_on_suspicion_does_not_leave() -> None:
    call = "GET http://127.0.0.1:{port}/ HTTP/1.1\r\n{login}Sec-Purpose: prefetch;prerender\r\n"
    lines, met = asyncio.run(asked(call))
    assert (lines[0].split()[1], met) == (b"204", 0)


@pytest.mark.parametrize("length", range(0, len(HELLO), 7))
def test_a_greeting_that_is_cut_or_broken_is_none(length: int) -> None:
    assert offers_pages(HELLO)
    offers_pages(HELLO[:length])  # never raises
    broken = bytes(byte ^ 0xFF for byte in HELLO[:60]) + HELLO[60:]
    assert not offers_pages(broken)
