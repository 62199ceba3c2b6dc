"""A browser that does not start: one line says why and what mends it; nothing hangs on it.

And one that starts: whatever it and its launch script print, whatever TMPDIR is.
"""

import asyncio
import gc
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import newscrawl.browser.driver  # noqa: F401 - what it says to the log
from newscrawl.browser.causes import cause_of
from newscrawl.browser.chromium import find_chromium
from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.launching import launch
from tests.support.warm import ran
from tests.support.watching import Crawl, check, needs_chromium, running, wait_for

pytestmark = [pytest.mark.browser, needs_chromium]

NODE, CHROMIUM = "PLAYWRIGHT_NODEJS_PATH", "NEWSCRAWL_CHROMIUM"
REAL = find_chromium()
TALKS = f"""
printf 'out: starting \\033[1m1.2.3.4 ?token=secret\\n'; echo "err: [: 25: unexpected operator" >&2
exec {REAL} "$@"
"""


def program(folder: Path, text: str | bytes, name: str = "program") -> str:
    """Write a script that stands in for a program, or a program as bytes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else f"#!/bin/sh\n{text}\n".encode())
    path.chmod(0o755)
    return str(path)


def long_tmp(folder: Path, letter: str = "t") -> Path:
    """Return a new folder whose path has a hundred letters, or more where TMPDIR is long."""
    path = folder / (letter * max(8, 99 - len(str(folder))))
    path.mkdir()
    assert len(str(path)) >= 100
    return path


def scrapy(*words: str, chromium: Path) -> subprocess.CompletedProcess[str]:
    return ran("scrapy", *words, environment={CHROMIUM: str(chromium)})


def test_its_version_is_told_without_what_its_launch_script_prints(tmp_path: Path) -> None:
    talks = Path(program(tmp_path, TALKS))
    done = scrapy("browser", chromium=talks)
    assert (done.returncode, done.stderr) == (0, "")
    version = subprocess.run([str(REAL), "--version"], capture_output=True, text=True, check=True)
    number = next(one for one in version.stdout.split() if one.count(".") == 3)
    assert done.stdout == f"Chromium: {talks} ({number})\n"


@pytest.mark.slow
def test_a_whole_crawl_with_a_talking_launch_script_and_a_long_tmpdir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CHROMIUM, program(tmp_path, TALKS))
    with Demo(articles=12) as demo, running(demo, tmp_path, tmp=long_tmp(tmp_path)) as crawl:
        wait_for(lambda: bool(crawl.find("renderer")), 90)
        assert crawl.end() == (Exit.DONE, "")
        check(crawl, demo)


CRASHPAD = "[1125/200727.7:ERROR:third_party/crashpad/file_io_posix.cc:145] open scaling_max_freq"
NOISE = f"""
echo "{CRASHPAD}" >&2
echo "[7:9:1125/2007:ERROR:dbus/bus.cc:405] Failed to connect to the bus" >&2
echo "[7:9:1125/2007:ERROR:ui/gl/init.cc:1] GPU process failed" >&2
"""
FATAL = "[7:7:1125/2007:FATAL:content/browser/x.cc:103] it is over"
NO_LIBRARY = "x: error while loading shared libraries: libnss3.so: cannot open shared object file"
ILL: Mapping[str, tuple[str | bytes, str]] = {
    "noise alone": (f"{NOISE}exit 4", "it ended with exit code 4; LOG_LEVEL=DEBUG"),
    "killed": (f"{NOISE}kill -9 $$", "it was ended by SIGKILL, as happens when memory"),
    "fatal": (
        f'echo "{FATAL}" >&2{NOISE}kill -ABRT $$',
        "it says: it is over (and was ended by SIGABRT); LOG_LEVEL=DEBUG",
    ),
    "no library": (
        f'{NOISE}echo "{NO_LIBRARY}" >&2; exit 127',
        "a shared library is missing, libnss3.so; `playwright install-deps chromium` as root",
    ),
    "no such machine": (
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\xff\xff" + b"\n(no)\n" * 9,
        "exec format error, its program is not for this machine",
    ),
    "no interpreter": (
        b"#!/no/such/shell\n",
        "No such file or directory; the file, or the interpreter that its first line names",
    ),
}
"""Programs in place of a Chromium, and what is said of them."""
REALLY_ILL = {
    "path too long": (
        f'export TMPDIR={{long}}; exec {REAL} "$@"',
        "the path of its socket is too long, {long}/org.chromium",
    ),
    "no screen": (
        f"unset DISPLAY WAYLAND_DISPLAY; exec {REAL} --no-sandbox --user-data-dir=$TMPDIR/p",
        "there is no screen; leave headless out of",
    ),
}
"""Ways to start the real one in which it fails."""


@pytest.fixture(scope="module")
def launched(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str]:
    """Return what is said of each program where TMPDIR is long, and the log."""
    folder = tmp_path_factory.mktemp("ill")
    tmp, long, log = long_tmp(folder), long_tmp(folder, "o"), folder / "log"
    texts = {name: text for name, (text, _) in ILL.items()}
    texts |= {name: text.replace("{long}", str(long)) for name, (text, _) in REALLY_ILL.items()}
    texts["talks"] = TALKS
    names = [name.replace(" ", "_") for name in texts]
    files = [program(folder, text, name) for name, text in zip(names, texts.values(), strict=True)]
    causes = [why.replace(str(long), "{long}") for why in launch(files, tmp, log)]
    assert list(tmp.iterdir()) == []
    return dict(zip(texts, causes, strict=True)), log.read_text("utf-8")


def test_what_it_prints_is_in_the_log_alone_and_tmpdir_may_be_long(
    launched: tuple[dict[str, str], str],
) -> None:
    causes, log = launched
    assert causes["talks"] == ""
    for words in (
        r"[out] out: starting \x1b[1m1.2.3.4 ?token=...",
        "[err] err: [: 25: unexpected operator",
    ):
        (line,) = [one for one in log.splitlines() if one.endswith(words)]
        assert line.startswith("DEBUG:newscrawl.browser.chatter:")


@pytest.mark.parametrize("name", [*ILL, *REALLY_ILL])
def test_the_cause_is_named_and_the_mend(launched: tuple[dict[str, str], str], name: str) -> None:
    cause = launched[0][name]
    assert {**ILL, **REALLY_ILL}[name][1] in cause
    assert "\n" not in cause
    assert "; " in cause
    for noise in ("crashpad", "scaling", "bus", "GPU"):
        assert noise not in cause


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("[pid=7][out] install another\n[pid=7][err] crashpad", "it says: install another; LOG_"),
        (
            "[pid=7][err] [8:ERROR:x.cc:162] pthread_create: Resource temporarily unavailable (11)",
            "no more processes or threads may be started; raise the limit",
        ),
        (
            "[pid=7][err] /usr/bin/chromium: 9: Cannot fork: Resource temporarily unavailable",
            "no more processes or threads may be started; raise the limit",
        ),
        ("[pid=7][err] mkdir: No space left on device", "no space is left on the device; make"),
        ("[pid=7][err] x: cannot execute binary file: Exec format error", "exec format error, its"),
        (
            "[pid=7][err] Bad call\n[pid=7] <process did exit: exitCode=null, signal=SIGSYS>",
            "it says: Bad call (and was ended by SIGSYS, so a system call filter forbids",
        ),
        (
            "[pid=7] <process did exit: exitCode=null, signal=SIGKILL>\nTimeout 9ms exceeded.",
            "it did not answer in time; LOG_LEVEL",
        ),
        ("", "Closed; LOG_LEVEL"),
    ],
)
def test_the_cause_in_what_was_printed(printed: str, why: str) -> None:
    assert cause_of("Closed\nCall log:", printed, "/chromium").startswith(why)


@pytest.mark.parametrize(
    ("command", "mode", "why"),
    [
        ("crawl sputnik", None, "which does not exist"),
        ("browser", 0o644, "which is not executable; `chmod +x"),
    ],
)
def test_a_named_chromium_that_cannot_be_launched_is_said_at_once(
    tmp_path: Path, command: str, mode: int | None, why: str
) -> None:
    path = tmp_path / "chromium"
    if mode:
        path.write_text("#!/bin/sh\n")
        path.chmod(mode)
    done = scrapy(*command.split(), "-s", f"OUTPUT_DIR={tmp_path}", chromium=path)
    assert done.returncode == Exit.BROWSER
    assert done.stderr.startswith(f"newscrawl: NEWSCRAWL_CHROMIUM names {path}, {why}")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


SICK = {
    "no node": (NODE, None, "Cannot launch Node.js"),
    "node ends at once": (NODE, "exit 1", "ended at once; `python -m playwright --version` shows"),
    "node says why": (NODE, "echo GLIBC_9 not found >&2; exit 1", "it says: GLIBC_9 not found"),
    "a library is missing": (CHROMIUM, "echo no libnss3.so >&2; exit 127", "no libnss3.so"),
}


def said_of(crawl: Crawl) -> str:
    """Return the line of a run that did all it could without a browser."""
    status, said = crawl.end()
    assert status == Exit.BROWSER
    (line,) = [one for one in said.splitlines() if one.startswith("newscrawl:")]
    assert line.startswith("newscrawl: Chromium could not be started: ")
    assert "Traceback" not in said
    ways = [row["comments_status"] for row in crawl.rows().values()]
    assert len(ways) == 12
    assert "error" in ways
    assert crawl.left() == []
    assert list(crawl.tmp.iterdir()) == []
    return line


@pytest.mark.slow
@pytest.mark.parametrize("sick", SICK)
def test_why_it_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sick: str) -> None:
    variable, text, why = SICK[sick]
    path = str(tmp_path / "missing") if text is None else program(tmp_path, text)
    monkeypatch.setenv(variable, path)
    with Demo(articles=12) as demo, running(demo, tmp_path) as crawl:
        assert why in said_of(crawl)


@pytest.mark.slow
@pytest.mark.parametrize("variable", [NODE, CHROMIUM])
def test_a_signal_while_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, program(tmp_path, "exec sleep 300"))
    with Demo(articles=12) as demo, running(demo, tmp_path, "LOG_LEVEL=WARNING") as crawl:
        wait_for(lambda: crawl.runs("300"), 90)
        begun = time.monotonic()
        crawl.process.send_signal(signal.SIGTERM)
        status, said = crawl.end(40)
        assert time.monotonic() - begun < 20
        assert status == Exit.INTERRUPTED
        assert "Traceback" not in said
        assert crawl.left() == []
        assert list(crawl.tmp.iterdir()) == []


# A plain user, by the ids of a namespace of its own, in which no further one can be made.
NO_NAMESPACES = "echo 0 > /proc/sys/user/max_user_namespaces"
PLAIN = ("unshare", "-U", "--map-user=65534", "--map-group=65534", "--keep-caps", "sh", "-c")
THEN = 'exec setpriv --inh-caps=-all --ambient-caps=-all "$@"'
WITHOUT = (*PLAIN, f"{NO_NAMESPACES} && {THEN}", "sh")


@pytest.mark.slow
def test_a_plain_user_who_gets_no_sandbox(tmp_path: Path) -> None:
    able = shutil.which("setpriv") and shutil.which("unshare")
    if not able or subprocess.run([*WITHOUT, "true"], check=False).returncode:
        pytest.skip("no user namespace can be made here to take them away in")
    with Demo(articles=12) as demo, running(demo, tmp_path, prefix=WITHOUT) as crawl:
        line = said_of(crawl)
        assert "sandbox" in line
        assert "apt install chromium-sandbox" in line


WAITING = "import asyncio\nasync def waits(): await asyncio.get_running_loop().create_future()"


@pytest.mark.parametrize(("place", "told"), [("playwright/_impl", 0), ("newscrawl", 1)])
def test_what_still_waited_for_a_page_at_the_end_is_no_error(
    place: str, told: int, caplog: pytest.LogCaptureFixture
) -> None:
    made: dict[str, Any] = {}
    exec(compile(WAITING, f"/x/{place}/page.py", "exec"), made)
    loop = asyncio.new_event_loop()
    task = loop.create_task(made["waits"]())
    loop.run_until_complete(asyncio.sleep(0))
    del task
    gc.collect()
    loop.close()
    assert [one.name for one in caplog.records] == ["asyncio"] * told
