"""`newscrawl new`: write the beginnings of a site or of a comment engine."""

import argparse
import sys
from pathlib import Path
from typing import cast

from scrapy.exceptions import UsageError

from newscrawl.command import NewscrawlCommand
from newscrawl.program import typed
from newscrawl.runs.exits import Exit, Refused
from newscrawl.skeletons import Kind, Skeleton, check_name, host_of, is_checkout


class Command(NewscrawlCommand):
    """Nothing is fetched, and no file is overwritten."""

    def syntax(self) -> str:
        return "site NAME URL | engine NAME [options]"

    def short_desc(self) -> str:
        return "Write a new site or comment engine: a file, its test, a folder for saved cases"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--into", metavar="DIR", default=".", help="the folder (default: this one)"
        )
        parser.add_argument(
            "--language", metavar="TAG", default="en", help="of a site, as BCP 47 (default: en)"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != {"site": 3, "engine": 2}.get(args[0] if args else ""):
            raise UsageError("give `site NAME URL` or `engine NAME`")
        kind, name = cast("Kind", args[0]), args[1]
        try:
            check_name(kind, name)
            host = host_of(args[2]) if kind == "site" else ""
            folder = _folder(opts.into)
            skeleton = Skeleton(kind, name, folder, host, _language(opts.language))
            skeleton.write()
            print(next_steps(skeleton, args[2] if host else "URL"))
        except (Refused, OSError) as problem:
            print(f"newscrawl: {problem}", file=sys.stderr)
            self.exitcode = int(Exit.USAGE)


def _folder(given: str) -> Path:
    folder = Path(given)
    if not folder.is_dir():
        raise Refused(f"--into {given}: there is no such folder")
    return folder


def _language(tag: str) -> str:
    if not tag.replace("-", "").isalnum() or not tag.isascii():
        raise Refused(f"--language {tag!r}: a BCP 47 tag as `en` or `pt-BR`")
    return tag


def next_steps(skeleton: Skeleton, url: str) -> str:
    """Return what was written, and what to do now."""
    kind, name, file = skeleton.kind, skeleton.name, skeleton.file
    ours = is_checkout(skeleton.folder)
    setting = "" if ours else f" -s {kind.upper()}_MODULES={file}"
    shown = "an article, then the pages that list articles"
    if kind == "engine":
        shown = "a page with comments, then the answers its script fetches"
    crawl = f"crawl {name}" if kind == "site" else "crawl news -a url=URL"
    lines = [
        f"{file}: works by first guesses; mend them",
        f"{skeleton.test}: fails until a case is saved",
        f"{skeleton.cases}/: for saved cases",
        "",
        "Next:",
        f"  {typed(f'save {url} --{kind} {name}{setting}')}",
        f"      saves {shown}; read each expected.json: it is what the test holds",
        f"  pytest {skeleton.test}    (pip install pytest)",
        f"  {typed(f'{crawl}{setting} -a limit=3')}",
    ]
    if not ours:
        group = f'[project.entry-points."newscrawl.{kind}s"]'
        lines.append(f'In a package of your own, {group} {name} = "{file.stem}" names it for good.')
    return "\n".join(lines)
