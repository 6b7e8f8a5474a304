"""What can be said to `lerendwerken eval partner`. Loads nothing of the rubric itself."""

from __future__ import annotations

import argparse


def add_options(evaluate: argparse.ArgumentParser) -> None:
    """The options that only measuring a partner has."""
    partner = evaluate.add_argument_group("partner")
    partner.add_argument(
        "--provider",
        metavar="NAME",
        help="who answers: coach, environment, environment/MODEL, or a connection",
    )
    partner.add_argument("--organisation", metavar="SLUG", help="NAME is a connection of this organisation")
    partner.add_argument("--administrator", metavar="EMAIL", help="for whom that connection is used")
    partner.add_argument("--judge", metavar="NAME", help="a model that decides where rules are not sure")
    partner.add_argument("--write-prompts", metavar="FILE", help="write the exact requests, and ask nobody")
    partner.add_argument("--read-answers", metavar="FILE", help="measure answers, {id, text} a line")
    partner.add_argument(
        "--plain", action="store_true", help="the same words as plain chat, without the method"
    )
    partner.add_argument("--sample", type=int, metavar="N", help="so many cases, spread over the file")
    partner.add_argument(
        "--keep", metavar="PLACE", help="keep the result in a folder, or in a file ending in .json"
    )
    partner.add_argument("--name", metavar="NAME", help="what to call the model in what is kept")
    partner.add_argument(
        "--compare", nargs="+", metavar="FILE", help="print results that were kept side by side"
    )
    partner.add_argument(
        "--blind-sheet", metavar="FILE", help="write a sheet (.html or .md) for people to judge"
    )
    partner.add_argument(
        "--answers", nargs="+", metavar="NAME=FILE", default=[], help="the answers on that sheet"
    )
    partner.add_argument("--seed", type=int, help="for the order on the sheet")
