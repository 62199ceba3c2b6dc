"""What reading an archive costs, beside iterating its records and calling `read_article`.

`python -m tests.tools.bench_archive [PAGES] [FOLDER]`. The pages are invented, short, and each has
two comments; or they are those of a folder (`*.html`, `*.html.gz`), whose comments are not read.
All is CPU time, that of a crawl with its start.
"""

import gzip
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from fastwarc.warc import ArchiveIterator, WarcRecordType

from newscrawl import read_article
from tests.support.crawling import crawl
from tests.support.warcs import HOST, ferry, packed, record


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def found(folder: Path, most: int) -> list[bytes]:
    """Return the pages of a folder, unpacked."""
    paths = sorted(folder.glob("*.html*"))[:most]
    return [
        gzip.decompress(one.read_bytes()) if one.suffix == ".gz" else one.read_bytes()
        for one in paths
    ]


def main(most: int, pages: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "kept.warc.gz")
        bodies = pages or [ferry(n % 9) for n in range(most)]
        path.write_bytes(
            packed(
                record(f"{HOST}/2025/03/{n % 28 + 1:02}/ferry-{n}", body)
                for n, body in enumerate(bodies)
            )
        )
        size = sum(map(len, bodies)) // len(bodies) // 1000
        sys.stdout.write(f"archive: {len(bodies)} pages of {size} kB each\n")
        begun = process_time()
        with path.open("rb") as file:
            for one in ArchiveIterator(file, record_types=WarcRecordType.response):
                read_article(one.reader.read(), one.headers["WARC-Target-URI"], timezone="UTC")
        alone = process_time() - begun
        for comments in ("no",) if pages else ("no", "yes"):
            begun = cpu()
            given = {"url": HOST, "archive": str(path), "comments": comments}
            run = crawl("news", Path(folder, comments), **given)
            seconds = cpu() - begun
            read = len(run.latest("articles"))
            times = f"{seconds / alone:.2f} times read_article alone"
            told = f"{read / seconds:.1f} a second of CPU, {times}"
            sys.stdout.write(f"archive, comments={comments}: {read} pages, {told}\n")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    sys.stdout.write(f"archive: {most} MiB of memory at most\n")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    main(number, found(Path(sys.argv[2]), number) if len(sys.argv) > 2 else [])
