"""Why Chromium did not start, and how to fix it: one line, drawn from everything it printed."""

import errno
import os
import platform
import re
from contextlib import suppress
from pathlib import Path

from newscrawl.browser.chatter import printable

LOOK = "LOG_LEVEL=DEBUG logs all it prints, NEWSCRAWL_CHROMIUM=/path selects another Chromium"
NO_SANDBOX = (
    "it cannot set up its sandbox here; `apt install chromium-sandbox`, or permission to create "
    "user namespaces (OPERATION.md, `A plain user`), mends that"
)
NO_DRIVER = "`python -m playwright --version` shows why"
FOREIGN = (
    f"exec format error, its program is not for this machine ({platform.machine()}); "
    "`apt install chromium` installs one that is, NEWSCRAWL_CHROMIUM=/path selects it"
)
KNOWN = {
    r"Running as root without --no-sandbox": (
        "it has no sandbox for root; crawl as a plain user, or leave chromium_sandbox out of "
        "PLAYWRIGHT_LAUNCH_OPTIONS"
    ),
    r"No usable sandbox|sandboxing failed": NO_SANDBOX,
    r"error while loading shared libraries: ([^\s:]+)": (
        "a shared library is missing, {0}; `playwright install-deps chromium` as root installs it"
    ),
    r"path too long: (\S+?)\.?(?:\s|$)": (
        "the path of its socket is too long, {0}; its launch script must leave TMPDIR alone, or "
        "name a short folder"
    ),
    r"No space left on device": (
        "no space is left on the device; make room where its temporary files are ({folder})"
    ),
    r"(?:pthread_create|[Ff]ork)\b[^\n]{0,40}: Resource temporarily unavailable": (
        "no more processes or threads may be started; raise the limit (`ulimit -u`, or pids.max of "
        "a container)"
    ),
    r"Exec format error|cannot execute binary file|spawn (?:(?!spawn ).)+ ENOEXEC": FOREIGN,
    r"Missing X server|without having a XServer": (
        "it was told to open a window, but there is no screen; leave headless out of "
        "PLAYWRIGHT_LAUNCH_OPTIONS"
    ),
}
"""Patterns in what is printed, and the cause and mend of each."""
MENDS = {
    "EACCES": "the file must be executable (`chmod +x`), and its disk not mounted with noexec",
    "ENOENT": "the file, or the interpreter that its first line names, is missing",
}
"""Mends by errno name; any other error means that a limit was reached."""
SIGNALS = {
    "SIGKILL": ", as happens when memory runs out",
    "SIGILL": ", so this processor lacks an instruction it needs",
    "SIGSYS": ", so a system call filter forbids something it needs",
}

DRIVER_LOST = "Connection closed while reading from the driver"
LAUNCH_ERROR = re.compile(
    r"Failed to launch: Error: spawn ((?:(?!: spawn ).)+) (E[A-Z0-9]+)$", re.MULTILINE
)
SAID = re.compile(r"\[pid=\d+\]\[(?:err|out)\] (.*\S)")
"""A line printed by Chromium or its launch script, as Playwright passes it on."""
FATAL = re.compile(r":FATAL:(?:(?!:FATAL:)[^\]])*\] ?(.+)")
EXIT = re.compile(r"<process did exit: exitCode=(\w+), signal=(\w+)>")
HARMLESS = re.compile(
    r"crashpad|scaling_[a-z]{3}_freq|dbus|gpu|\begl|gl_|angle|vulkan|vaapi|\bviz\b|swiftshader"
    r"|DevTools listening|: \[: ",  # the last one is a launch script's own
    re.IGNORECASE,
)
"""In lines that a working Chromium prints too, or that any crash prints."""
LONGEST = 300
"""Characters quoted at most."""


def cause_of(error: str, printed: str, program: str, folder: Path = Path()) -> str:
    r"""Return why a browser did not start, and how to fix it.

    `error` is Playwright's message, `printed` what its driver printed, `program` what was
    launched, `folder` where its temporary files are.

    >>> said = "[pid=7][err] a\n[pid=7][err] crashpad\n"
    >>> closed = "Closed\n[pid=7] <process did exit: exitCode=3, signal=null>"
    >>> cause_of(closed, said, "/chromium").partition(";")[0]
    'it says: a (and ended with exit code 3)'
    """
    first = error.strip().partition("\n")[0][:LONGEST]
    if DRIVER_LOST in error:
        return f"Playwright's driver ended at once{_of_node(printed)}; {NO_DRIVER}"
    if "Node.js" in first:
        return f"{first}; it comes with Playwright, or PLAYWRIGHT_NODEJS_PATH selects it"
    text = f"{printed}\n{error}"
    if cause := _known(text, folder) or _unlaunched(text) or _foreign(text, program):
        return cause
    said, ended = _said(text), _ended(text)
    if said:
        return f"it says: {said[:LONGEST]}{f' (and {ended})' if ended else ''}; {LOOK}"
    return f"{f'it {ended}' if ended else first}; {LOOK}"


def _known(text: str, folder: Path) -> str:
    for pattern, cause in KNOWN.items():
        if found := re.search(pattern, text):
            return cause.format(*(one[:LONGEST] for one in found.groups()), folder=folder)
    return ""


def _unlaunched(text: str) -> str:
    if not (found := LAUNCH_ERROR.search(text)):
        return ""
    program, name = found.groups()
    said = os.strerror(getattr(errno, name)) if hasattr(errno, name) else name
    return f"launch error of {program}, {said}; {MENDS.get(name, '`ulimit -a` shows the limits')}"


def _foreign(text: str, program: str) -> str:
    """Return the cause if a shell ran the program as a script, having failed to execute it."""
    with suppress(OSError), Path(program).open("rb") as file:
        if file.read(4) == b"\x7fELF" and re.search(rf"{re.escape(program)}: (line )?\d+: ", text):
            return FOREIGN
    return ""


def _said(text: str) -> str:
    said = SAID.findall(text)
    fatal = [found[1] for line in said if (found := FATAL.search(line))]
    telling = fatal or [line for line in said if not HARMLESS.search(line)]
    return printable(telling[-1]) if telling else ""


def _ended(text: str) -> str:
    if "ms exceeded" in text:  # so it was Playwright that ended it
        return "did not answer in time"
    if not (found := EXIT.findall(text)):
        return ""
    code, signal = found[-1]
    return (
        f"was ended by {signal}{SIGNALS.get(signal, '')}"
        if code == "null"
        else f"ended with exit code {code}"
    )


def _of_node(printed: str) -> str:
    lines = [line for line in printed.splitlines() if " pw:" not in line]
    telling = [line for line in lines if "rror" in line or "not found" in line] or lines[-1:]
    return f", it says: {printable(telling[0][:LONGEST])}" if telling else ""


def first_line(error: Exception) -> str:
    """Return what an error of Playwright says, without its call log."""
    return str(error).strip().partition("\n")[0]
