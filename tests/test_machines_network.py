"""The network of one machine is cut: from the store, the site, or all; nothing is lost."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.bucket import served_bucket
from tests.support.faulty_links import Wire
from tests.support.fleets import until
from tests.support.machines import LEASE, Machines, WatchedPaper, machines
from tests.support.namespaces import Namespace, namespace

pytestmark = pytest.mark.machines
SERVICES = ("database", "store", "site")


@contextmanager
def cuttable(folder: Path, articles: int) -> Iterator[tuple[Machines, WatchedPaper, Namespace]]:
    """Serve a paper to machines, of which `one` reaches all it needs by a network of its own."""
    with ExitStack() as stack:
        network = stack.enter_context(namespace(*SERVICES))
        paper = WatchedPaper(articles, 5, host=network.services["site"])
        bucket, variables = stack.enter_context(served_bucket())
        port = urlsplit(os.environ["AWS_ENDPOINT"]).port
        assert port
        store = stack.enter_context(Wire(port, network.services["store"]))
        variables.setenv("AWS_ALLOW_HTTP", "true")
        given: dict[str, Any] = {"bucket": bucket, "more": {"DOWNLOAD_TIMEOUT": 3}, "add": False}
        fleet = stack.enter_context(machines(folder, paper, **given))
        database = stack.enter_context(Wire(fleet.server.folder, network.services["database"]))
        fleet.inside["one"] = network.inside
        fleet.wires["one"] = database.address
        fleet.stores["one"] = f"http://{network.services['store']}:{store.port}"
        fleet.obeyed("add", str(fleet.file()))
        yield fleet, paper, network


def begin(fleet: Machines, paper: WatchedPaper) -> None:
    fleet.start("one")
    until(lambda: len(paper.stories()) > 5 and fleet.head(paper).number, 60)


def test_a_machine_is_cut_off_from_the_store(tmp_path: Path) -> None:
    with cuttable(tmp_path, 40) as (fleet, paper, network):
        begin(fleet, paper)
        network.cut("store")
        number = fleet.head(paper).number
        until(lambda: len(paper.stories()) == 40, 60)
        time.sleep(LEASE / 2)  # its visit is at its end, and goes on holding its outlet
        assert fleet.head(paper).number - number <= 1
        network.mend("store")
        until(lambda: fleet.is_done(paper), 60)
        assert (fleet.head(paper).epoch, len(paper.stories())) == (1, 40)
        fleet.running[0].end()
        fleet.is_whole(paper)


def test_a_machine_is_cut_off_from_the_site(tmp_path: Path) -> None:
    with cuttable(tmp_path, 25) as (fleet, paper, network):
        begin(fleet, paper)
        network.cut("site")
        until(lambda: fleet.result(paper), 120)
        assert not fleet.is_done(paper)
        network.mend("site")
        fleet.visit_again([paper])
        assert fleet.is_done(paper)
        fleet.running[0].end()
        fleet.is_whole(paper)


def test_a_machine_is_cut_off_from_all(tmp_path: Path) -> None:
    with cuttable(tmp_path, 40) as (fleet, paper, network):
        begin(fleet, paper)
        network.cut(*SERVICES)
        gone = time.monotonic()
        fleet.start("two")
        until(lambda: paper.stories("two"), 60)
        assert LEASE / 3 < paper.stories("two")[0] - gone < 2 * LEASE
        network.mend(*SERVICES)
        until(lambda: fleet.is_done(paper), 60)
        assert [at for at in paper.stories("one") if at > gone + 0.5] == []
        for one in fleet.running:
            one.end()
        fleet.is_whole(paper)
