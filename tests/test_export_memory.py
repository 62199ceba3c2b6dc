"""An export needs no more memory for a long record than for a short one."""

from pathlib import Path

import pytest

from tests.tools.bench_export import FORMS, export, write_record


@pytest.mark.slow
def test_memory_does_not_grow_with_the_record(tmp_path: Path) -> None:
    peaks: dict[str, list[int]] = {name: [] for name in FORMS}
    for comments in (20_000, 80_000):
        output = tmp_path / f"{comments}"
        write_record(output / "paper", comments)
        for name, options in FORMS.items():
            peaks[name].append(export(output, output / f"x.{name}", *options)[1])
    for name, (short, long) in peaks.items():
        # SQLite's cache is 64 MiB, which the short record (30 MB) does not fill; the long one does.
        assert long < short + 100, (name, short, long)
