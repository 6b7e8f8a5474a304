"""Bringing an installation up: its tables, its first organisation, the demo, and whether all is well."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from subprocess import Popen

from django.conf import settings
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from lerendwerken.ai.partners import masking
from lerendwerken.config import environment
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.organisations import actions, queries
from lerendwerken.foundation.organisations.models import Organisation, Person
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System


def bring_up_to_date() -> bool:
    """Make or change the tables, and refuse a database role that stands above the wall. True when all is well.

    On PostgreSQL LERENDWERKEN_OWNER_DATABASE_URL names the role that owns the tables; it is used for this only.
    """
    if connection.vendor == "postgresql":
        owner = environment.value("OWNER_DATABASE_URL")
        if owner:
            _migrate_as(owner)
        problem = _role_problem()
        if problem:
            print(problem, file=sys.stderr)
            return False
        return True
    call_command("migrate", verbosity=0, interactive=False)
    return True


def init(*, name: str, slug: str, email: str, administrator: str, country: str, zone: str) -> int:
    """Make an organisation and its first administrator, who sets a password by the link of 'forgotten password'."""
    if not bring_up_to_date():
        return 2
    if Organisation.objects.filter(slug=slug).exists():
        print(f"There is an organisation named {slug} already; nothing was changed.", file=sys.stderr)
        return 2
    with acting(System.SETUP):
        organisation = actions.found_organisation(name=name, slug=slug, zone=zone, country=country)
        actions.join(organisation, email=email, name=administrator, roles=[Role.ADMINISTRATOR])
    print(f"{name} is there. {administrator} signs in at /accounts/login/ after choosing a password at")
    print("/accounts/password/reset/ (the mail goes where LERENDWERKEN_EMAIL_URL says).")
    return 0


def demo() -> int:
    """Make the demo organisations, unless they are there."""
    from lerendwerken.front.demo import building

    if not bring_up_to_date():
        return 2
    building.build(_show)
    return 0


def check() -> int:
    """Look at the database, the audit chain, the masker and the settings; 0 when all is in order."""
    problems = 0
    for words, is_well in _checks():
        print(f"{'ok  ' if is_well else 'NOT '} {words}")
        problems += not is_well
    return 1 if problems else 0


def export(email: str, slug: str) -> int:
    """Write what one person wrote as JSON to standard output: for whoever may ask for it by law."""
    person = Person.objects.filter(email__iexact=email).first()
    found = [m for m in queries.memberships_of(person) if m.organisation.slug == slug] if person else []
    if not person or not found:
        print("There is no such person in that organisation.", file=sys.stderr)
        return 2
    viewer = queries.viewer_for(person, found[0])
    with acting(viewer):
        written = rights.export(viewer)
    json.dump(written, sys.stdout, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    print()
    return 0


@dataclass
class Masker:
    """The process that knows names, beside the server."""

    process: Popen[bytes] | None

    def stop(self) -> None:
        """End it, if we started it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(5)


def start_masker() -> Masker:
    """Start the process that finds names of people; until it is ready nothing leaves."""
    return Masker(masking.start(settings.MASKING_SOCKET))


def _migrate_as(owner: str) -> None:
    """Migrate in a process of its own, with the rights of the owner."""
    import os
    import subprocess

    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={
            **os.environ,
            "LERENDWERKEN_DATABASE_URL": owner,
            "DJANGO_SETTINGS_MODULE": "lerendwerken.config.settings",
        },
        check=True,
    )


def _role_problem() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_super, bypasses = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = current_schema()"
        )
        owned = cursor.fetchone()[0]
    if is_super or bypasses or owned:
        return (
            "The database role of LERENDWERKEN_DATABASE_URL stands above the wall: it is a superuser, may bypass "
            "row-level security or owns tables. Give the application a role of its own that is a member of lw_web "
            "and lw_jobs, and the owner's address in LERENDWERKEN_OWNER_DATABASE_URL (see docs/operations)."
        )
    return ""


def _checks() -> list[tuple[str, bool]]:
    organisations = list(Organisation.objects.all())
    return [
        ("the database answers and has its tables", bool(connection.introspection.table_names())),
        (f"{len(organisations)} organisation(s)", bool(organisations)),
        (
            "the audit chain of each organisation holds",
            all(audit.broken_at(o.pk) is None for o in organisations),
        ),
        ("the data directory can be written", _is_writable()),
        ("a secret key is set", bool(settings.SECRET_KEY)),
    ]


def _is_writable() -> bool:
    import os

    return os.access(settings.DATA_DIR, os.W_OK)


def _show(words: str, done: int, of: int) -> None:
    end = "\n" if done >= of or not sys.stdout.isatty() else "\r"
    if sys.stdout.isatty() or done >= of:
        print(f"{words}: {done} of {of}", end=end, flush=True)
