"""What reading an archive costs, beside iterating its records and calling `read_article`.

`python -m tests.tools.bench_archive [PAGES]`. The pages are invented, and each has two comments.
All is CPU time, that of a crawl with its start.
"""

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


def main(pages: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "kept.warc.gz")
        urls = [f"{HOST}/2025/03/{n % 28 + 1:02}/ferry-{n}" for n in range(pages)]
        path.write_bytes(packed(record(url, ferry(n % 9)) for n, url in enumerate(urls)))
        begun = process_time()
        with path.open("rb") as file:
            for one in ArchiveIterator(file, record_types=WarcRecordType.response):
                read_article(one.reader.read(), one.headers["WARC-Target-URI"], timezone="UTC")
        alone = process_time() - begun
        for comments in ("no", "yes"):
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
