"""The command `lerendwerken`: everything an administrator of the server does."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lerendwerken.config import environment, evaluating_options

Command = Callable[[argparse.Namespace], int]


def main() -> None:
    """Read the command line and do what it says; the exit code is 0 when it was done."""
    parser = argparse.ArgumentParser(prog="lerendwerken", description="Learning while working with AI.")
    commands = parser.add_subparsers(required=True, metavar="command")

    init = _command(commands, "init", _init, "make an organisation and its first administrator")
    init.add_argument("--name", required=True, help="the name of the organisation")
    init.add_argument("--slug", required=True, help="a short name for addresses: letters, digits, hyphens")
    init.add_argument("--administrator", required=True, metavar="EMAIL", help="who administers it")
    init.add_argument("--administrator-name", required=True, metavar="NAME")
    init.add_argument("--country", default="NL", help="for public holidays (ISO 3166)")
    init.add_argument("--zone", default="Europe/Amsterdam", help="the time zone of its weeks")
    init.add_argument("--language", default="nl", choices=["nl", "en"], help="what its people read at first")

    serve = _command(commands, "serve", _serve, "serve the application")
    serve.add_argument(
        "--demo", action="store_true", help="with the demo organisations, made first if need be"
    )
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, help="PORT, else 8000, when it is not given")

    _command(commands, "worker", _worker, "do background work in a process of its own")
    demo = _command(commands, "demo", _demo, "make the demo organisations, unless they are there already")
    demo.add_argument(
        "--people", type=int, metavar="N", help="make a large organisation instead, in which N people learn"
    )
    demo.add_argument("--weeks", type=int, metavar="M", help="for how many weeks they did so (12)")
    _command(commands, "check", _check, "look whether this installation is in order")

    link = _command(commands, "link", _link, "print a link with which one person chooses a password")
    link.add_argument("email")

    export = _command(commands, "export", _export, "write everything that one person wrote, as JSON")
    export.add_argument("email")
    export.add_argument("--organisation", required=True, metavar="SLUG")

    backup = _command(commands, "backup", _backup, "write everything but the secret key to one file")
    backup.add_argument(
        "target", nargs="?", default="", metavar="FILE|DIR", help="a new file, or a folder for one"
    )

    restore = _command(commands, "restore", _restore, "put a backup back, without what was erased since")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="also where there are people in the database")
    restore.add_argument(
        "--ledger", action="append", default=[], metavar="FILE", help="one more ledger of erasures to read"
    )

    evaluate = _command(commands, "eval", _eval, "measure on a file of examples")
    evaluate.add_argument("kind", choices=["coach", "masking", "partner", "search", "similar"])
    evaluate.add_argument("file", nargs="?", help="JSON lines, - for standard input; without it our own set")
    evaluate.add_argument("questions", nargs="?", help="for search: questions beside the file of passages")
    evaluate.add_argument("--json", action="store_true", help="print for machines")
    evaluate.add_argument("--out", metavar="FILE", help="write what was found per line")
    evaluating_options.add_options(evaluate)

    bench = _command(commands, "bench", _bench, "measure what the application adds to a language model here")
    bench.add_argument(
        "--streams", type=int, nargs="+", default=[1, 20, 100, 300], metavar="N", help="how many ask at once"
    )
    bench.add_argument(
        "--rounds", type=int, default=10, metavar="N", help="how often at most for each number"
    )

    arguments = parser.parse_args()
    os.umask(0o077)  # what we write on this machine is for its owner
    try:
        sys.exit(arguments.run(arguments))
    except Exception as fault:
        words = _in_words(fault)
        if not words:
            raise
        print(words, file=sys.stderr)
        sys.exit(2)


def _in_words(fault: Exception) -> str:
    """What an administrator can do something about, in one line; empty for a fault of ours."""
    from django.db.utils import OperationalError, ProgrammingError
    from django.utils import translation

    from lerendwerken.foundation.ground.errors import Refused

    if isinstance(fault, environment.Unusable):
        return str(fault)
    if isinstance(fault, Refused):
        with translation.override("en"):  # as everything else that a command says
            return str(fault.message)
    if isinstance(fault, PermissionError):
        return f"{fault.filename} cannot be read or written by the user that runs this"
    if isinstance(fault, OperationalError | ProgrammingError):
        return f"The database does not answer as it should: {str(fault).partition(chr(10))[0]}"
    return ""


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command, words: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words.capitalize() + ".")
    parser.set_defaults(run=run)
    return parser


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.config.settings")
    import django

    django.setup()


def _init(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import installation

    return installation.init(
        name=arguments.name,
        slug=arguments.slug,
        email=arguments.administrator,
        administrator=arguments.administrator_name,
        country=arguments.country,
        zone=arguments.zone,
        language=arguments.language,
    )


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.demo:
        os.environ["LERENDWERKEN_DEMO"] = "1"
    _django()
    from lerendwerken.config import serving

    port = environment.port() if arguments.port is None else arguments.port
    return serving.serve(arguments.host, port, with_demo=arguments.demo)


def _worker(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import serving

    return serving.work()


def _demo(arguments: argparse.Namespace) -> int:
    os.environ["LERENDWERKEN_DEMO"] = "1"
    _django()
    from lerendwerken.config import installation

    if arguments.people is None and arguments.weeks is None:
        return installation.demo()
    return installation.demo_of(arguments.people, arguments.weeks)


def _check(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import installation

    return installation.check()


def _link(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import installation

    return installation.link(arguments.email)


def _export(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import installation

    return installation.export(arguments.email, arguments.organisation)


def _backup(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import backups

    return backups.backup(arguments.target)


def _restore(arguments: argparse.Namespace) -> int:
    _django()
    from lerendwerken.config import backups

    return backups.restore(arguments.file, replace=arguments.replace, ledgers=arguments.ledger)


def _bench(arguments: argparse.Namespace) -> int:
    from lerendwerken.config.bench import running

    for name in [name for name in os.environ if name.startswith("LERENDWERKEN_")]:
        del os.environ[name]  # what is measured is an installation of its own
    with tempfile.TemporaryDirectory(prefix="lw-bench-") as folder:
        return running.run(Path(folder), arguments.streams, arguments.rounds)


def _eval(arguments: argparse.Namespace) -> int:
    from lerendwerken.config import evaluating, evaluating_finding, evaluating_partner

    if arguments.kind == "partner":
        return evaluating_partner.run(arguments)
    if arguments.kind in evaluating_finding.KINDS:
        return evaluating_finding.run(arguments)
    return evaluating.run(arguments.kind, arguments.file, as_json=arguments.json, out=arguments.out)


if __name__ == "__main__":
    main()
