"""Bringing an installation up: its tables, its first organisation, the demo, and whether all is well."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import connection

from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import names
from lerendwerken.config import environment
from lerendwerken.foundation.ground import audit, erasures
from lerendwerken.foundation.ground.health import missing_migrations
from lerendwerken.foundation.ground.together import atomic
from lerendwerken.foundation.organisations import actions, exporting, inviting, queries
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
        problem = (_migrate_as(owner) if owner else "") or problem_of_database()
        if problem:
            print(problem, file=sys.stderr)
        return not problem
    if missing_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    return True


def erase_again() -> int:
    """Erase what the ledger knows and the database does not: somebody put an older database back. How much it was."""
    known = erasures.unknown()
    if not known:
        return 0
    with acting(System.KEEPER):
        return rights.replay(known)


def problem_of_database() -> str:
    """Why the application may not work with this database: a role above the wall, or missing tables. Empty: it may."""
    if connection.vendor == "postgresql" and (problem := _role_problem()):
        return problem
    if missing_migrations():
        return (
            "The tables are missing or old. Start `lerendwerken serve`, on PostgreSQL with the address of the owner "
            "in LERENDWERKEN_OWNER_DATABASE_URL (see docs/operations)."
        )
    return ""


def init(
    *, name: str, slug: str, email: str, administrator: str, country: str, zone: str, language: str = "nl"
) -> int:
    """Make an organisation and its first administrator, who chooses a password by a link: mailed, or printed here."""
    if not bring_up_to_date():
        return 2
    if Organisation.objects.filter(slug=slug).exists():
        print(f"There is an organisation named {slug} already; nothing was changed.", file=sys.stderr)
        return 2
    with acting(System.SETUP), atomic():
        organisation = actions.found_organisation(
            name=name, slug=slug, zone=zone, country=country, language=language
        )
        member = actions.join(organisation, email=email, name=administrator, roles=[Role.ADMINISTRATOR])
    print(f"{name} is there. {administrator} signs in at /accounts/login/.")
    print("No agreement about what is recorded is in force yet, so no team begins its week: write one at")
    print("/transparency/agreement/.")
    if member.person.has_usable_password():
        return 0
    if settings.SENDS_MAIL:
        print("A password is chosen first, at /accounts/password/reset/ (a mail with a link follows).")
    else:
        _print_link(member.person)
    return 0


def link(email: str) -> int:
    """Print a link with which one person chooses a password: for whoever runs a server that sends no mail."""
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        print("Nobody signs in with this address.", file=sys.stderr)
        return 2
    with acting(System.SETUP), atomic():
        audit.write(System.SETUP, "organisations.print_link", person.pk)
    _print_link(person)
    return 0


def _print_link(person: Person) -> None:
    print(
        f"With this link {person.name} chooses a password, once and within {inviting.days_valid()} days. Who has it can"
    )
    print("become this person: hand it over, and keep it nowhere. After the address of the server:")
    print(inviting.path_for(person))


def demo() -> int:
    """Make the demo organisations, unless they are there."""
    if not bring_up_to_date():
        return 2
    build_demo()
    return 0


def demo_of(people: int | None, weeks: int | None) -> int:
    """Make the one large organisation: so many people who learn, for so many weeks (12 when it is not said)."""
    from lerendwerken.front.demo import building, crowd
    from lerendwerken.front.demo.stories import WEEKS

    if people is None:
        print("Say with --people how many people learn.", file=sys.stderr)
        return 2
    try:
        story = crowd.story(people, WEEKS if weeks is None else weeks)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    if not bring_up_to_date():
        return 2
    if Organisation.objects.filter(slug=story.slug).exists():
        print(
            f"There is an organisation named {story.slug} already; nothing was changed. For another size choose "
            "another LERENDWERKEN_DATA_DIR or database.",
            file=sys.stderr,
        )
        return 2
    _refuse_among_others()
    building.build(_show, story)
    print(f"Sign in as {crowd.login(0)}@{story.slug}.example, or kader@, beheer@, or@ and leiding1@ it.")
    return 0


def build_demo() -> None:
    """Make the demo organisations that are not there yet, and show how far it is."""
    from lerendwerken.front.demo import building, stories

    here = set(Organisation.objects.values_list("slug", flat=True))
    if not {story.slug for story in stories.stories()} <= here:
        _refuse_among_others()
    building.build(_show)


def _refuse_among_others() -> None:
    """No demo beside real people: its passwords are public, and the installation would not be served any more."""
    from lerendwerken.front.demo import crowd, stories

    ours = [crowd.SLUG, *(story.slug for story in stories.stories())]
    if Organisation.objects.exclude(slug__in=ours).exists():
        raise environment.Unusable(
            "This database holds an organisation of your own, and the demo's passwords are public. Choose another "
            "LERENDWERKEN_DATA_DIR or database for the demo."
        )


def holds_demo() -> bool:
    """Whether people of the demo, whose password everybody knows, can sign in here."""
    from lerendwerken.front.demo.building import PASSWORD

    # Nobody has such an address (RFC 2606), and the demo's people share one hash.
    people = Person.objects.filter(email__endswith=".example", is_active=True)
    hashes = people.values_list("password", flat=True).distinct()
    return any(check_password(PASSWORD, kept) for kept in hashes[:20])


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
    rows = queries.memberships_of(person, ended_too=True) if person else []
    found = [membership for membership in rows if membership.organisation.slug == slug]
    if not person or not found:
        print("There is no such person in that organisation.", file=sys.stderr)
        return 2
    viewer = queries.viewer_for(person, found[0])
    with acting(viewer), atomic():
        written = rights.export(viewer)
        audit.write(viewer, "organisations.export", viewer.member)
    print(exporting.as_json(written))
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


def _migrate_as(owner: str) -> str:
    """Migrate in a process of its own, with the rights of the owner. What went wrong; empty when nothing did."""
    ended = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input"],
        env={
            **os.environ,
            "LERENDWERKEN_DATABASE_URL": owner,
            "DJANGO_SETTINGS_MODULE": "lerendwerken.config.settings",
        },
        check=False,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if ended.returncode == 0:
        return ""
    last = (ended.stderr.strip().splitlines() or [""])[-1]
    return (
        "The tables could not be made or changed with the role of LERENDWERKEN_OWNER_DATABASE_URL: "
        + last.partition(": ")[2]
    )


def _role_problem() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_above = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM pg_tables "
            "WHERE schemaname = current_schema() AND pg_has_role(current_user, tableowner, 'MEMBER')"
        )
        owned = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM pg_roles "
            "WHERE rolname IN ('lw_web', 'lw_jobs') AND pg_has_role(current_user, oid, 'MEMBER')"
        )
        member_of = cursor.fetchone()[0]
    if is_above or owned:
        return (
            "The database role of LERENDWERKEN_DATABASE_URL stands above the wall: it is a superuser, may bypass "
            "row-level security or owns tables. Give the application a role of its own that is a member of lw_web "
            "and lw_jobs, and the owner's address in LERENDWERKEN_OWNER_DATABASE_URL (see docs/operations)."
        )
    if member_of < 2:
        return (
            "The database role of LERENDWERKEN_DATABASE_URL is no member of lw_web and lw_jobs: "
            "GRANT lw_web, lw_jobs TO it (see docs/operations)."
        )
    return ""


def _checks() -> Iterator[tuple[str, bool]]:
    problem = problem_of_database()
    yield problem or "the database answers, has its tables and stands behind the wall", not problem
    if problem:
        return
    organisations = list(Organisation.objects.all())
    yield f"{len(organisations)} organisation(s)", bool(organisations)
    yield (
        "the audit chain of each organisation holds",
        all(audit.broken_at(organisation.pk) is None for organisation in organisations),
    )
    yield "the data directory can be written", os.access(settings.DATA_DIR, os.W_OK)
    yield "every erasure stands in the ledger beside the database", _ledger_is_whole()
    yield "nobody else on this machine can read the key and the database", _is_ours_alone()
    yield _MAIL if settings.SENDS_MAIL else _NO_MAIL, True
    yield "personal data is found before it leaves", bool(masking.find(_SOMEBODY, names=names.find))


_MAIL = "mail is sent"
_NO_MAIL = (
    "no mail is sent (LERENDWERKEN_EMAIL_URL is not set) and none is written to a log; a forgotten password is renewed "
    "with `lerendwerken link`"
)
_SOMEBODY = "Mevrouw A. de Boer belde."


def _ledger_is_whole() -> bool:
    try:
        erasures.carry_over()
    except OSError:
        return False
    return True


def _is_ours_alone() -> bool:
    kept = [settings.DATA_DIR / "secret_key"]
    if connection.vendor == "sqlite":
        kept.append(Path(str(connection.settings_dict["NAME"])))
    return all(
        not path.exists() or not path.stat().st_mode & 0o077 or not path.parent.stat().st_mode & 0o077
        for path in kept
    )


def _show(words: str, done: int, of: int) -> None:
    end = "\n" if done >= of or not sys.stdout.isatty() else "\r"
    if sys.stdout.isatty() or done >= of:
        print(f"{words}: {done} of {of}", end=end, flush=True)
