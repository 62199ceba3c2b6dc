"""A small disk of its own: a tmpfs, which only root can mount."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """Yield an empty folder on a disk of that size; skip the test where that cannot be had."""
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(folder)):
        pytest.skip("mounting a small tmpfs needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def change(folder: Path, options: str) -> None:
    """Give a disk another size, or make it read-only."""
    assert mount("-o", f"remount,{options}", str(folder))


def mount(*arguments: str) -> bool:
    return not subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode
