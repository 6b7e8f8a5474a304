"""The reading process may do nothing but read, and this process ends it, whatever it does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from lerendwerken.ai.library import reading
from lerendwerken.ai.library.bounds import CannotRead, Reason
from tests.library import making


def confined(code: str) -> str:
    """What a confined process prints when it runs this; the name of the error when it was not let."""
    script = (
        "import os, socket, subprocess\nfrom lerendwerken.ai.library.confined import confine\nconfine()\n"
        f"try:\n    {code}\nexcept BaseException as problem:\n    print(type(problem).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.getaddrinfo('waterrijk.example', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "open('brief.txt', 'w')",
        "os.open('brief.txt', os.O_CREAT | os.O_WRONLY)",
        "os.remove('brief.txt')",
        "os.mkdir('map')",
    ],
)
def test_it_is_not_let(code: str) -> None:
    assert confined(code) == "PermissionError"


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not hold a process to its address space")
def test_it_gets_no_more_memory_than_its_share() -> None:
    assert confined("bytearray(2 << 30)") == "MemoryError"


def test_it_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERENDWERKEN_SECRET_KEY", "geheim")
    _answers_with(
        monkeypatch,
        "import os, json; print(json.dumps({'refused': 'broken' if 'LERENDWERKEN_SECRET_KEY' in os.environ else 'scanned'}))",
    )
    assert _reason() is Reason.SCANNED


def test_this_process_loads_nothing_that_reads_files() -> None:
    code = (
        "import sys\nfrom lerendwerken.ai.library import reading, instructions\n"
        "found = reading.read(sys.stdin.buffer.read(), name='a.pdf')\n"
        "instructions.found_instructions(found.passages)\n"
        "print([name for name in ('pypdfium2', 'lxml', 'xml.parsers.expat', 'lerendwerken.ai.library.pdf') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=making.pdf([making.words("x")]), capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


def _answers_with(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-I", "-c", code))


def _reason(seconds: float = 20) -> Reason:
    with pytest.raises(CannotRead) as refusal:
        reading.read(b"tekst" * 100_000, name="x", seconds=seconds)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Reason.TOO_MUCH_MEMORY),
        ("import os; os.abort()", Reason.TOO_MUCH_MEMORY),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", Reason.TOO_SLOW),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Reason.BROKEN),
        ("raise SystemExit(3)", Reason.BROKEN),
        ("print('geen json')", Reason.BROKEN),
        ("print('[]')", Reason.BROKEN),
        ("print('12')", Reason.BROKEN),
        ("import sys; sys.stdout.buffer.write(bytes([255, 10]))", Reason.BROKEN),
        ('print(\'{"refused": "zomaar"}\')', Reason.BROKEN),
        ("print('{\"passage\": [1, 2]}')", Reason.BROKEN),
        ('print(\'{"end": {"kind": "virus"}}\')', Reason.BROKEN),
        ("while True: print('{}' * 1000)", Reason.BROKEN),
        ("while True: print('x' * 10**6, end='')", Reason.BROKEN),
        (
            'while True: print(\'{"page": 1, "of": 2, "x": "\' + \'x\' * 10**5 + \'"}\')',
            Reason.TOO_MANY_PAGES,
        ),
    ],
)
def test_however_it_ends_there_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, code: str, reason: Reason
) -> None:
    _answers_with(monkeypatch, code)
    assert _reason() is reason


def test_what_takes_too_long_is_ended_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    code = f"import os, time, pathlib\npid = os.fork()\nif pid: pathlib.Path({str(note)!r}).write_text(str(pid))\ntime.sleep(300)"
    _answers_with(monkeypatch, code)
    begun = time.monotonic()
    assert _reason(seconds=2) is Reason.TOO_SLOW
    assert time.monotonic() - begun < 60
    grandchild = int(note.read_text())
    for _ in range(200):
        if not _lives(grandchild):
            return
        threading.Event().wait(0.05)
    pytest.fail("the grandchild lives on")


def _lives(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    if state.exists():
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path("/proc").exists()


def test_nothing_is_left_open_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = reading._start

    def noting(given: object) -> subprocess.Popen[bytes]:
        started.append(start(given))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr(reading, "_start", noting)
    reading.read(b"tekst", name="a")
    with pytest.raises(CannotRead):
        reading.read(b"%PDF-1.4 stuk" * 400_000, name="a")
    with pytest.raises(CannotRead):
        reading.read(b"tekst", name="a", seconds=0)
    for process in started:
        assert process.returncode is not None
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdin.closed
        assert process.stdout.closed


def test_a_caller_that_gives_up_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(page: int, of: int) -> None:
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        reading.read(making.pdf([making.words("x")] * 20), name="a", progress=gives_up)


@pytest.mark.skipif(sys.platform != "linux", reason="leaving the network is Linux")
def test_code_outside_python_has_no_network_where_the_system_lets_it_leave() -> None:
    allowed = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    if not allowed:
        pytest.skip("this system does not let a process leave the network")
    code = "print(json.dumps(sorted(os.listdir('/sys/class/net')) and open('/proc/net/route').read().count(chr(10))))"
    assert json.loads(confined(f"import json; {code}")) <= 1
    assert socket.socket  # ours is untouched
