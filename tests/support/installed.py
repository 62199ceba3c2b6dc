"""newscrawl as others have it: a wheel, installed into an environment of its own."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.support.warm import ROOT, SECONDS

Done = subprocess.CompletedProcess[str]


def build_wheel(folder: Path) -> Path:
    """Build the wheel from a copy, so that the checkout stays as it is."""
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "newscrawl", source / "newscrawl", ignore=unwanted)
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source))
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path, *, everything: bool = False) -> Path:
    """Install a wheel into a new environment; return the folder of its commands.

    It sees the packages that are installed here, unless `everything` brings its own.
    """
    environment = folder / "environment"
    # Of the interpreter below this environment: one made by another points to that.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    if not everything:
        place = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
        (environment / place / "present.pth").write_text(sysconfig.get_path("purelib"))
    _pip("--python", str(python), "install", *([] if everything else ["--no-deps"]), str(wheel))
    return environment / "bin"


def _pip(*command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *command],
        check=True,
        capture_output=True,
    )


def run(command: Path, *arguments: str, cwd: Path) -> Done:
    """Run an installed command in a folder, with nothing of the checkout in its environment."""
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        [str(command), *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
