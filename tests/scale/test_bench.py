"""`lerendwerken bench`: a real server, real turns, and a table; no timing passes or fails."""

from __future__ import annotations

import subprocess

import pytest

from lerendwerken.config.bench import listening
from tests import running


@pytest.mark.faults
@pytest.mark.once
def test_every_answer_comes_whole_through_the_front_door() -> None:
    told = subprocess.run(
        [*running.COMMAND, "bench", "--streams", "1", "3", "--rounds", "1"],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    table = [line.split() for line in told.stdout.splitlines()]
    place = next(number for number, cells in enumerate(table) if cells[:1] == ["streams"])
    assert [cells[0] for cells in table[place + 1 : place + 3]] == ["1", "3"]


@pytest.mark.once
def test_words_are_read_from_a_chunked_body_and_half_a_body_is_none() -> None:
    events = b'event: text\ndata: {"text": "Een "}\n\nevent: text\ndata: {"text": "brief."}\n\n'
    body = b"%x\r\n%s\r\n" % (len(events), events)
    assert listening.words_in(listening.whole(body + b"0\r\n\r\n"), "text") == "Een brief."
    with pytest.raises(ValueError, match="invalid literal"):
        listening.whole(body)
