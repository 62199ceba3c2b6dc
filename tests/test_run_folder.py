"""Where a run's folder lies, and which folders of dead runs are cleared."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl.browser import run_folder
from newscrawl.browser.run_folder import PREFIX, RunFolder, clear_orphans
from newscrawl.net.failures import BrowserFailed


@pytest.fixture
def short() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / ("t" * max(8, 99 - len(str(tmp_path))))
    path.mkdir()
    return path


def parent_with(tmpdir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmpdir))
    folder = RunFolder()
    try:
        assert folder.path.stat().st_mode & 0o777 == 0o700
        assert list(folder.path.iterdir()) == []
        return folder.path.parent
    finally:
        folder.close()
        assert not folder.path.exists()


def test_it_lies_in_tmpdir_if_a_socket_can(
    short: Path, long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parent_with(short, monkeypatch) == short
    assert parent_with(long, monkeypatch) == Path("/tmp")
    assert list(long.iterdir()) == []
    # Up to the last letter: with 73 of ours and of Chromium it has the 107 of a socket.
    for letters, parent in ((34, None), (35, Path("/tmp"))):
        folder = short / ("t" * (letters - len(str(short)) - 1))
        folder.mkdir()
        assert parent_with(folder, monkeypatch) == (parent or folder)


def test_it_lies_where_no_other_user_can_exchange_it(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short.chmod(0o777)
    assert parent_with(short, monkeypatch) == Path("/tmp")
    short.chmod(0o1777)
    assert parent_with(short, monkeypatch) == short


def test_where_no_socket_can_be_made_that_is_said(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_folder, "SHORT", ())
    with pytest.raises(BrowserFailed, match=r"path is too long.*TMPDIR=/folder selects another"):
        parent_with(long, monkeypatch)
    assert list(long.iterdir()) == []


def test_dead_runs_are_cleared_in_tmpdir_and_in_tmp(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    name = f"{PREFIX}{os.getpid()}"
    dead = [long / name, Path("/tmp", name)]
    living, stranger = long / f"{name}-living", long / f"{name}-link"
    for folder in (*dead, living):
        folder.mkdir()
    stranger.symlink_to(long)
    descriptor = os.open(living, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    clear_orphans()
    os.close(descriptor)
    assert [folder.exists() for folder in dead] == [False, False]
    assert living.exists()
    assert stranger.is_symlink()
