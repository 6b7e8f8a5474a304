"""Build a demo in a folder of its own, measure, print the table, throw the folder away."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import running


def main() -> None:
    """Everything that is measured, on SQLite, with the clock on the same Wednesday each time."""
    folder = Path(tempfile.mkdtemp(prefix="lw-bench-"))
    try:
        print("building the demo ...", flush=True)
        installation = running.lived("sqlite", folder)
        for name in [name for name in os.environ if name.startswith("LERENDWERKEN_")]:
            del os.environ[name]
        os.environ.update(installation.environ(DJANGO_SETTINGS_MODULE="lerendwerken.config.settings"))
        _measure()
        print("\nThe front door, with a language model behind it:", flush=True)
        subprocess.run([*running.COMMAND, "bench"], check=False)
    finally:
        shutil.rmtree(folder)


def _measure() -> None:
    import django

    django.setup()
    from tests.scale import acts, covering, finding, measuring, pages

    rows = [row for part in (pages, covering, acts, finding) for row in part.rows()]
    print("\n" + measuring.told(rows))
    print("\nMedians. The ratio says how many times the floor; the floor is measured in the same run.")


if __name__ == "__main__":
    main()
