"""No spelling of a forbidden address passes; ordinary public ones do."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.net.addresses import forbidden, forbidden_url, plain, read_address, target
from newscrawl.net.forward import read_call
from newscrawl.net.gate import named_by
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News

INNER = [
    ip_network(block)
    for block in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "0.0.0.0/8",
        "198.18.0.0/15",
        "192.0.0.0/24",
    )
]
INNER6 = [
    ip_network(block)
    for block in (
        *("::1/128", "::/128", "fe80::/10", "fc00::/7", "ff00::/8", "fec0::/10"),
        *("64:ff9b:1::/48", "3fff::/20", "5f00::/16", "2001:db8::/32", "100::/64"),
    )
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111", "2001:4860:4860::8888"]


def addresses(blocks: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(blocks).flatmap(
        lambda block: st.integers(0, block.num_addresses - 1).map(lambda at: block[at])
    )


def spellings(address: IPv4Address) -> list[str]:
    number, parts = int(address), str(address).split(".")
    low = number & 0xFFFFFF
    return [
        str(address),
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(f"0{int(part):o}" for part in parts),
        ".".join(hex(int(part)) for part in parts),
        f"{parts[0]}.{low}",
        f"[::ffff:{address}]",
        f"::ffff:{number >> 16:x}:{number & 0xFFFF:x}",
        f"::{number >> 16:x}:{number & 0xFFFF:x}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1",
        f"2606:4700::5efe:{number >> 16:x}:{number & 0xFFFF:x}",
        f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
        str(address).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]


@given(address=addresses(INNER), port=st.integers(1, 65535))
def test_no_spelling_of_an_inner_address_passes(address: IPv4Address, port: int) -> None:
    assert [one for one in spellings(address) if not forbidden(one, port)] == []


@given(address=addresses(INNER6), port=st.integers(1, 65535))
def test_no_inner_ipv6_address_passes(address: IPv6Address, port: int) -> None:
    assert forbidden(str(address), port)
    assert forbidden(f"[{address.exploded}]", port)
    assert forbidden(f"{address}%eth0", port)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert forbidden(address, 443) is None
    if "." in address:
        assert forbidden(f"64:ff9b::{address}", 443) is None


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "192.0.0.192"],
)
def test_metadata_is_named(address: str) -> None:
    assert forbidden(address, 80) == "metadata"


INNER4 = {"127.0.0.1": "loopback", "169.254.169.254": "metadata", "10.1.2.3": "private"}


@pytest.mark.parametrize(("inner", "word"), INNER4.items())
@pytest.mark.parametrize(
    "tunnel",
    [
        *("::ffff:{0:x}:{1:x}", "::{0:x}:{1:x}", "64:ff9b::{0:x}:{1:x}"),
        "2002:{0:x}:{1:x}::1",  # 6to4, RFC 3056
        *("2606:4700::5efe:{0:x}:{1:x}", "2606:4700::200:5efe:{0:x}:{1:x}"),  # ISATAP, RFC 5214
        "2001:0:{0:x}:{1:x}:0:0:f7f7:f7f7",  # Teredo's server, RFC 4380
        "2001:0:808:808:0:0:{2:x}:{3:x}",  # its client, whose bits are turned over
    ],
)
def test_a_tunnel_is_named_by_what_it_leads_to(tunnel: str, inner: str, word: str) -> None:
    number = int(IPv4Address(inner))
    high, low = number >> 16, number & 0xFFFF
    assert forbidden(tunnel.format(high, low, high ^ 0xFFFF, low ^ 0xFFFF), 80) == word


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    for word in (forbidden(text, 80), forbidden_url(text), forbidden_url(f"http://{text}/")):
        assert word is None or word.isidentifier()


@given(st.from_regex(r"[0-9a-fx.]{1,16}", fullmatch=True))
def test_what_the_system_takes_for_an_address_is_read_as_the_same(text: str) -> None:
    try:
        found = socket.getaddrinfo(text, 80, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    assert read_address(plain(text)) == ip_address(found[0][4][0])


@pytest.mark.parametrize("host", ["1.2.3.4.5", "127.0.0.256", "0x7g", "9" * 40, "1_0.1"])
def test_what_looks_like_an_address_and_is_none_is_a_name(host: str) -> None:
    assert read_address(host) is None
    assert forbidden(host, 80) is None


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://127.0.0.1:8008/a", None),
        ("http://127.0.0.1/a", "loopback"),
        ("https://127.0.0.1:8008/a", None),
        ("https://127.0.0.1/a", None),
        ("wss://127.0.0.1/a", None),
        ("http://[::1", "malformed"),
        ("http://127.0.0.1:99999/", "malformed"),
        ("http://:80/", "malformed"),
    ],
)
def test_a_url_names_the_port_of_its_scheme_unless_it_has_one(url: str, word: str | None) -> None:
    allowed = frozenset({("127.0.0.1", 8008), ("127.0.0.1", 443)})
    assert forbidden_url(url, allowed) == word


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "chrome", "view-source", "javascript"])
def test_other_schemes_are_refused(scheme: str) -> None:
    assert forbidden_url(f"{scheme}://paper.example/") == "scheme"


def test_only_the_named_loopback_server_is_open() -> None:
    given = {"url": "http://127.0.0.1:8008/news"}
    allowed = named_by(read_arguments(News, given).addresses, ["localhost:9", "10.0.0.1:80"])
    assert allowed == {("127.0.0.1", 8008), ("localhost", 9)}
    assert forbidden("127.0.0.1", 8008, allowed) is None
    assert forbidden("127.0.0.1", 8009, allowed) == "loopback"
    assert forbidden("localhost", 8008, allowed) == "loopback"
    assert forbidden("10.0.0.1", 80, allowed) == "private"


def test_a_public_site_opens_nothing() -> None:
    arguments = read_arguments(News, {"url": "https://paper.example"})
    assert named_by(arguments.addresses, []) == frozenset()


@given(st.binary())
def test_garbage_at_the_proxy_raises_only_value_errors(head: bytes) -> None:
    try:
        call = read_call(head)
    except ValueError:
        return
    assert call.path.startswith("/") or call.method == "CONNECT"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("http://paper.example/a?b=c", "/a?b=c"),
        ("http://paper.example", "/"),
        ("http://paper.example?x=/y", "/?x=/y"),
        ("http://paper.example:8080//c", "//c"),
    ],
)
def test_the_proxy_asks_for_the_path(line: str, path: str) -> None:
    call = read_call(f"GET {line} HTTP/1.1\r\nProxy-Connection: x\r\nHost: h\r\n\r\n".encode())
    assert call.path == path
    assert call.headers == [b"Host: h"]
    assert (call.host, call.port) == target(line)
    assert urlsplit(line).hostname == call.host
