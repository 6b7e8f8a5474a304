"""A running search for names, shared by all tests of masking."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lerendwerken.ai.partners import masking


@pytest.fixture(scope="session")
def name_socket() -> Iterator[Path]:
    """The socket of a service that is up; a short path, since sockets allow no long ones."""
    with tempfile.TemporaryDirectory(prefix="lw-") as folder:
        path = Path(folder) / "names"
        process = masking.start(path)
        try:
            masking.Client(path, timeout=30).find("Hallo")
            yield path
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def names(name_socket: Path) -> Iterator[masking.Client]:
    """A client of the running service."""
    client = masking.Client(name_socket, timeout=30)
    yield client
    client.close()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """An empty folder with a path short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="lw-") as folder:
        yield Path(folder)
