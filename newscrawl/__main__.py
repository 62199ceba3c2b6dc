"""`newscrawl`: the commands of this package, in any folder, without a Scrapy project.

The settings are those of `newscrawl/settings.py` and of `-s`. Neither a `scrapy.cfg` nor the
variable SCRAPY_SETTINGS_MODULE is read: in a project of one's own the add-on is the way.
"""

import gc

if __name__ == "__main__":
    gc.disable()  # see `_loading`

import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from cProfile import Profile
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

import scrapy
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl import commands
from newscrawl.agent import VERSION
from newscrawl.runs.exits import Exit

HELP = """newscrawl {version}: news articles and their comments, as JSON Lines

Usage:
  newscrawl <command> [options] [arguments]

Commands:
{commands}

The articles of the last two days of any news site, and their comments, into ./output:
  newscrawl crawl news -a url=https://paper.example

`newscrawl <command> -h` says more about a command, `newscrawl sites` what can be crawled.
"""


def main() -> None:
    """Run the command line, and exit with its status."""
    # As Scrapy does in a project's folder: modules that settings name may lie there.
    sys.path.append(str(Path.cwd()))
    try:
        sys.exit(_run(*sys.argv[1:]))
    except KeyboardInterrupt:
        print("newscrawl: stopped", file=sys.stderr)
        sys.exit(int(Exit.INTERRUPTED))


def _run(name: str = "--help", *argv: str) -> int:
    if name in {"-h", "--help", "help"}:
        print(HELP.format(version=VERSION, commands=_listed()), end="")
    elif name in {"--version", "version"}:
        python = ".".join(map(str, sys.version_info[:3]))
        print(f"newscrawl {VERSION} (Scrapy {scrapy.__version__}, Python {python})")
    elif name not in _names():
        near = "".join(f"did you mean {one}? " for one in get_close_matches(name, _names(), 1))
        print(f"newscrawl: no command {name!r}: {near}`newscrawl` lists them", file=sys.stderr)
        return int(Exit.USAGE)
    else:
        return _command(name, list(argv))
    return 0


def _names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))


def _load(name: str) -> ScrapyCommand:
    command = import_module(f"{commands.__name__}.{name}").Command()
    assert isinstance(command, ScrapyCommand)  # noqa: S101
    return command


@contextmanager
def _loading() -> Iterator[None]:
    """Look for no waste while modules are loaded, which stay: it takes a quarter of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def _listed() -> str:
    found = {name: _load(name).short_desc() for name in _names()}
    found["version"] = "Print the version"
    return "\n".join(f"  {name:<9} {found[name]}" for name in sorted(found))


def _command(name: str, argv: list[str]) -> int:
    """Run a command as `scrapy.cmdline.execute` does; return its exit status."""
    with _loading():
        command = _load(name)
    settings = command.settings = Settings()
    settings.setmodule("newscrawl.settings", "project")
    settings.setdict(command.default_settings, "command")
    parser = ScrapyArgumentParser(
        prog=f"newscrawl {name}",
        usage=f"newscrawl {name} {command.syntax()}",
        description=command.long_desc(),
        formatter_class=ScrapyHelpFormatter,
        conflict_handler="resolve",
    )
    command.add_options(parser)
    options, arguments = parser.parse_known_args(argv)
    try:
        command.process_options(arguments, options)
        if command.requires_crawler_process:
            command.crawler_process = AsyncCrawlerProcess(settings)
        with Profile() if options.profile else nullcontext() as profile:
            command.run(arguments, options)
    except UsageError as error:
        parser.error(str(error))
    if profile:
        profile.dump_stats(options.profile)
    return command.exitcode


if __name__ == "__main__":
    main()
