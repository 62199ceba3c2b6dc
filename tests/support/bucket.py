"""A bucket of S3 on moto's server."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engines.lab import LOOPBACK, environment, free_port, scratch, server

PACKAGES = ("moto[s3]==5.2.5", "flask<4", "flask-cors<7")


@contextmanager
def served_bucket() -> Iterator[tuple[str, pytest.MonkeyPatch]]:
    """Serve an empty bucket; yield its address, and what sets the variables that lead there.

    The environment holds its keys meanwhile, and AWS_ENDPOINT.
    """
    python, port = environment("moto", PACKAGES), free_port()
    endpoint = f"http://{LOOPBACK}:{port}"
    given = {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "us-east-1"}
    command: list[str | Path] = [python, "-m", "moto.server", "-H", LOOPBACK, "-p", str(port)]
    with pytest.MonkeyPatch.context() as variables:
        for name, value in {**given, "ENDPOINT": endpoint}.items():
            variables.setenv(f"AWS_{name}", value)
        with scratch("moto") as folder, server(command, port, folder):
            request = urllib.request.Request(f"{endpoint}/news", method="PUT")
            urllib.request.urlopen(request).close()
            yield "s3://news/record", variables
