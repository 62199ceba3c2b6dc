"""Where engines live while they are tested: scratch folders, processes, ports, Debian packages."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

LOOPBACK = "127.0.0.1"
REPOSITORY = Path(__file__).resolve().parents[2]
FILES = Path(__file__).with_name("files")
POLICY = Path("/usr/sbin/policy-rc.d")
PATIENCE = 10.0
"""Seconds a server has to end itself before it is killed."""


def directory() -> Path:
    """Return what outlives a run (downloads): `NEWSCRAWL_LAB`, else `.lab` in the repository."""
    path = Path(os.environ.get("NEWSCRAWL_LAB") or REPOSITORY / ".lab").resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give a fresh folder for one run's data and logs; it is removed afterwards."""
    path = Path(tempfile.mkdtemp(prefix=f"run-{name}-", dir=directory()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as taken:
        return int(taken.getsockname()[1])


def run(command: Sequence[str | Path], *, seconds: float = 300, **options: object) -> str:
    """Run a command to its end and return its output; a failure shows what it printed."""
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds, check=False, **options
    )  # type: ignore[call-overload]
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-3000:]}")
    return str(done.stdout)


def environment(name: str, packages: Sequence[str]) -> Path:
    """Return the Python of an environment with such packages; make it if need be."""
    kept = directory() / f"{name}-{'-'.join(packages).replace('=', '').replace('<', '')}"
    with (directory() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests side by side: one makes it, the others wait
        if not (kept / "bin/python").exists():
            fresh = Path(tempfile.mkdtemp(prefix=f"run-{name}-", dir=directory()))
            run([sys.executable, "-m", "venv", fresh])
            pip: list[str | Path] = [fresh / "bin/python", "-m", "pip", "install", "-q"]
            run([*pip, "--disable-pip-version-check", *packages], seconds=600)
            shutil.rmtree(kept, ignore_errors=True)
            fresh.rename(kept)
    return kept / "bin/python"


@contextmanager
def server(
    command: Sequence[str | Path],
    port: int,
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> Iterator[None]:
    """Run a server in its own process group from when `port` answers until the block ends.

    Raises RuntimeError with the end of its log if it exits or is not up after `seconds`, if it
    listens on anything but loopback, and if one of its processes outlives it.
    """
    log = folder / f"{Path(command[0]).name}-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_dies_with_us(), *command],
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _until(lambda: _answers(port) or process.poll() is not None, seconds)
        if not _answers(port):
            state = process.poll()
            raise RuntimeError(f"{command[0]} (exit {state}): {log.read_text('utf-8')[-3000:]}")
        _only_loopback(process.pid)
        yield
    finally:
        _stop(process)


def _dies_with_us() -> list[str]:
    # A killed pytest runs no teardown; Linux then ends the server for us.
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return met


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False


def group(leader: int) -> list[psutil.Process]:
    """Return the living processes of a process group."""
    found = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getpgid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _only_loopback(leader: int) -> None:
    for process in group(leader):
        for open_ in process.net_connections("inet"):
            if open_.status == psutil.CONN_LISTEN and open_.laddr.ip != LOOPBACK:
                raise RuntimeError(f"{process.name()} listens on {open_.laddr.ip}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    def gone() -> bool:
        process.poll()
        return not group(process.pid)

    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal_)
        if _until(gone, PATIENCE):
            break
    else:
        raise RuntimeError(f"still running: {group(process.pid)}")
    process.wait(5)


def need(present: Callable[[], bool], packages: Sequence[str]) -> None:
    """Install Debian packages unless `present`; skip the test where we may not.

    A machine that has the tools and fails to install raises: that is a defect, not a skip.
    """
    if present():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        pytest.skip(f"needs: apt-get install {' '.join(packages)}")
    with _no_services():
        run(["apt-get", "update", "-qq"])
        wait = ["-o", "DPkg::Lock::Timeout=120"]
        install = ["apt-get", *wait, "install", "-y", "-qq", "--no-install-recommends", *packages]
        run(install, seconds=600, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not present():
        raise RuntimeError(f"installed, yet not complete: {packages}")


@contextmanager
def _no_services() -> Iterator[None]:
    # wordpress pulls in apache2, which would start and listen on every interface.
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
