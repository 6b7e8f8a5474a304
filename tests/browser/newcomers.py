"""An organisation on its first morning: people and a team, and nothing else. Run inside an installation."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.running import Installation

NAME = "Accountantskantoor De Brug"
SLUG = "debrug"


def arrive(installation: Installation, name: str = "Iris Post") -> None:
    """Make the organisation in an installation that is not served yet; `name` is its newest member's."""
    command = [sys.executable, "-m", "tests.browser.newcomers", name]
    subprocess.run(command, env=installation.environ(), check=True, capture_output=True, timeout=60)


def _make(newest: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lerendwerken.config.settings"
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password

    from lerendwerken.foundation.organisations import actions
    from lerendwerken.foundation.wall.acting import acting
    from lerendwerken.foundation.wall.viewer import Role, System
    from tests.browser.living import PASSWORD

    with acting(System.SETUP):
        office = actions.found_organisation(name=NAME, slug=SLUG, zone="Europe/Amsterdam", country="NL")
        people = {
            login: actions.join(
                office,
                email=f"{login}@{SLUG}.example",
                name=name,
                job=job,
                roles=[role],
                password=make_password(PASSWORD),
            )
            for login, name, job, role in (
                ("nieuw", newest, "assistent-accountant", Role.PROFESSIONAL),
                ("baas", "Gerard Kok", "vestigingsleider", Role.MANAGER),
                ("bestuur", "Wil Mertens", "bestuurder", Role.STEWARD),
            )
        }
        team = actions.form_team(office, name="Samenstel", manager=people["baas"], mandate="")
        actions.place(team, people["nieuw"], facilitates=True)


if __name__ == "__main__":
    _make(sys.argv[1])
