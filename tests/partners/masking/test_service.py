"""The process that knows names, and what happens without it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import search


def test_it_finds_through_the_socket(name_socket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_client", None)
    masking.connect(name_socket)
    text = "Mevrouw De Boer, 06-12345678"
    assert [(s.kind, text[s.start : s.end]) for s in masking.find(text)] == [
        ("person", "De Boer"),
        ("phone", "06-12345678"),
    ]


def test_nothing_is_found_at_all_when_the_service_is_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_client", masking.Client(tmp_path / "nobody", timeout=0.2))
    with pytest.raises(masking.MaskerDown):
        masking.find("BSN 123456782")


def test_nothing_is_found_before_it_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_client", None)
    with pytest.raises(masking.MaskerDown):
        masking.find("BSN 123456782")


@pytest.mark.parametrize(
    "reply",
    [
        b'{"error": "failed"}\n',
        b"nonsense\n",
        b'{"spans": [[0, 999, "person"]]}\n',
        b'{"spans": [[0, 1, "x"]]}\n',
        b'{"spans": [[0]]}\n',
        b"",
    ],
)
def test_an_answer_that_cannot_be_trusted_is_no_answer(short_folder: Path, reply: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(short_folder / "s"))
        server.listen()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(reply)
            server.close()

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(masking.MaskerDown):
            masking.Client(short_folder / "s", timeout=1).find("Fatima")
        thread.join()


def test_a_silent_service_is_given_up_in_time(short_folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(short_folder / "s"))
        server.listen()
        with pytest.raises(masking.MaskerDown):
            masking.Client(short_folder / "s", timeout=0.3).find("Fatima")


def test_many_threads_share_one_client(names: masking.Client) -> None:
    def ask(number: int) -> list[tuple[int, int]]:
        return [(s.start, s.end) for s in names.find("x" * (number % 7) + " Fatima Bouzid belde")]

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(200)))
    assert answers == [[(n % 7 + 1, n % 7 + 14)] for n in range(200)]


def test_bad_input_gets_an_error_and_the_next_question_an_answer(name_socket: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(name_socket))
        lines = connection.makefile("rwb")
        for bad in (b"nonsense", b"{}", b"[]", b'{"text": 1}', b"\xff\xfe", b"[" * 5000):
            lines.write(bad + b"\n")
            lines.flush()
            assert "error" in json.loads(lines.readline())
        lines.write(b'{"text": "Fatima Bouzid belde"}\n')
        lines.flush()
        assert json.loads(lines.readline()) == {"spans": [[0, 13, "person"]]}


def test_the_second_process_takes_over_when_the_first_ends(short_folder: Path) -> None:
    path = short_folder / "s"
    first = masking.start(path)
    client = masking.Client(path, timeout=30)
    assert client.find("Fatima belde")
    second = masking.start(path)
    try:
        first.kill()
        first.wait()
        assert client.find("Fatima belde")
        assert second.poll() is None
    finally:
        second.kill()
        second.wait()


def test_only_its_owner_reaches_the_socket(name_socket: Path) -> None:
    assert name_socket.stat().st_mode & 0o077 == 0


def test_it_ends_with_its_parent(short_folder: Path) -> None:
    code = (
        "import pathlib, sys\n"
        "from lerendwerken.ai.partners import masking\n"
        f"path = pathlib.Path({str(short_folder / 's')!r})\n"
        "process = masking.start(path)\n"
        "masking.Client(path, timeout=30).find('Fatima')\n"
        "print(process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    while _answers(short_folder / "s"):
        pass
    assert child > 1


def _answers(path: Path) -> bool:
    try:
        return bool(masking.Client(path, timeout=0.1).find("Fatima belde"))
    except masking.MaskerDown:
        return False


def test_a_web_process_does_not_load_the_lists() -> None:
    code = (
        "import sys, lerendwerken.ai.partners.masking\n"
        "print('lerendwerken.ai.partners.masking.lists' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert result.stdout.strip() == "False"
