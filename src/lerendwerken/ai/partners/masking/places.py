"""Where somebody lives: postcodes, and streets with a house number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_I: Final = re.IGNORECASE

HOUSE_NUMBER: Final = (
    r"\d{1,5}(?:[-/ ]?(?:bis|hs|huis|rood|zwart|boven|beneden|I{1,3}V?)(?!\w)|\s?[-/]\s?(?:\d{1,4}|"
    r"[A-Za-z])(?![\w-])"
    r"|[A-Za-z](?:-?\d{1,3})?(?!\w)| [A-HJ-Z](?=[,.;)\n]|$| [1-9]\d{3}| [a-z]{2,20})"
    r"| (?:t/m|tot en met|en) \d{1,4}(?![\w.,:]\d|\w))?(?![\w]|[.,:]\d|\s?(?:euro|"
    r"procent|%|uur|km|jaar|m2)\b)"
)
_COMPASS: Final = r"(?: (?:Noord|Zuid|Oost|West|[NZOW]\.?Z\.?))?"
_NUMBER: Final = rf"{_COMPASS}(?:,? ?(?:nr\.?|nummer|no\.?|huisnummer|number))?[ ,]{{0,2}}({HOUSE_NUMBER})"

_ENDING = (
    r"(?:straat|straatje|str\.|laan|laantje|weg|weggetje|plein|pleintje|gracht|kade|dijk|singel|steeg|hof|"
    r"hofje|pad|paadje|"
    r"dreef|park|plantsoen|markt|burcht|kamp|erf|hage|horst|boulevard|allee|brink|stede|meent|gaarde|rade|"
    r"hoeve|buurt|"
    r"buorren|leane|strjitte|reed|dyk|oord|donk|kwartier|promenade|esplanade)"
)
_SURE = (
    r"(?:straat|straatje|str\.|laan|laantje|weg|weggetje|plein|pleintje|gracht|kade|dijk|singel|steeg|"
    r"hofje|paadje|dreef|"
    r"plantsoen|strjitte|leane|boulevard)"
)
_LEAD = (
    r"(?:Burgemeester|Burg\.|Prins|Prinses|Koning|Koningin|Graaf|Gravin|Hertog|Keizer|Dokter|Dr\.|Doctor|"
    r"Professor|Prof\.|"
    r"Sint|St\.|Generaal|Gen\.|Admiraal|Meester|Mr\.|Pastoor|Dominee|Ds\.|Kapelaan|Deken|Minister|Pater|"
    r"Zuster|Monseigneur|"
    r"Mgr\.|Wethouder|President|Van|De|Den|Ten|Ter|Het|Op|Oude|Nieuwe|Lange|Korte|Grote|Kleine|Hoge|Lage|"
    r"Achter|Voor|Eerste|"
    r"Tweede|Derde|Vierde|[1-4]e|Jan|Johan|Willem|Pieter|Anna|Maria|Jacob|Karel|Lodewijk|Frans|Martin|"
    r"Nelson|Anne|Joan|"
    r"Albert|Cornelis|Hugo|Theo|Thorbecke|Rosa|Mahatma|Kromme|Noorder|Zuider|Ooster|Wester|Laan|[A-Z]\.)"
)
_SMALL = r"(?:van|der|den|de|het|ten|ter|'t|te|la|du|von|d')"
_STREET = re.compile(
    rf"(?<![\w-])(?:{_LEAD} (?:(?:{_SMALL}|[A-Z][\w'.-]{{0,25}}) ){{0,4}})?"
    rf"[A-Z][\w'-]{{1,40}}{_ENDING}{_NUMBER}"
)
_STREET_ALONE = re.compile(
    rf"(?<![\w-])[A-Z]\w{{0,25}}(?: (?:{_SMALL}|[A-Z]\w{{0,25}})){{0,3}} "
    rf"(?:Weg|Straat|Laan|Plein|Dijk|Kade|Pad|Hof|Dreef|Singel|Gracht|Park|Markt){_NUMBER}"
)
_LANE_OF = re.compile(
    r"(?<![\w-])(?:Laan|Weg|Plein|Hof|Kade|Straat|Park|Singel)"
    rf"(?: (?:van|naar|der|de|het|den|tot|'t|in|aan|\d{{4}}|[A-Z][\w'-]{{1,30}})){{1,5}}{_NUMBER}"
)
_BY_ITSELF = re.compile(
    r"(?<![\w-])(?:Singel|Markt|Plein|Brink|Dijk|Kade|Haven|Dreef|Dam|Gracht|Achterom|Achterweg|Hof|Wal|Vest|Burcht|"
    rf"Meent|Hoek|Heuvel|Nieuwmarkt|Kerkhof|Rijksweg|Ring|Zandpad|Voorhout|Spui|Buitenhof|Binnenweg){_NUMBER}"
)
_AT_HOME = re.compile(
    r"\b(?:(?:woon|verblijfs|bezoek|post|huis|verhuis|thuis)?adres(?: is)?|straat|address|"
    r"(?:woon|verblijf|sta|slaap)t(?: nu| thans| alleen| samen)?(?: op| aan| in)?|wonende(?: op| aan| te)?|"
    r"ingeschreven (?:op|aan|in)|huisbezoek|verhuis\w{0,3} naar|liv(?:es|ing) (?:at|on|in)|moved to|resid(?:es|ing) at)"
    r":?\s(?:(?:aan|op|in) )?(?:de |het |the )?"
    rf"((?:1e|2e|3e|4e|'[st]-?|[A-Z])[\w'.-]{{1,40}}(?: (?:{_SMALL}|[A-Z][\w'.-]{{0,30}})){{0,4}}{_NUMBER})"
)
_ROADS_OF_NOBODY = (
    r"(?:half|onder|snel|rijks|fiets|voet|door|spoor|lucht|ver|vaar|wandel|levens|water|hoofd|provinciale|"
    r"auto|zand|"
    r"ruiter|toegangs|uit|gans)weg"
)
_STREET_HURRIED = re.compile(rf"(?<![\w-])(?!{_ROADS_OF_NOBODY})[a-zà-ÿ'-]{{3,35}}{_SURE}{_NUMBER}")
_STREET_ENGLISH = re.compile(
    r"(?<![\w-])(?:(?:flat|apartment|unit) \d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]? (?:[A-Z][\w'-]{1,25} ){1,3}"
    r"(?:Street|Road|Avenue|Lane|Drive|Close|Square|Court|Place|Way|Terrace|Crescent|Gardens|Grove|Hill|"
    r"Mews|St|Rd|Ave)\b",
)
_STREET_BEFORE_POSTCODE = re.compile(
    rf"(?<![\w-])[A-Z][\w'-]{{1,30}}(?: (?:{_SMALL}|[A-Z][\w'-]{{1,30}})){{0,4}} ({HOUSE_NUMBER})"
    r"(?=[, (]{1,3}[1-9]\d{3} ?[A-Z]{2}\b)"
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where a street with a house number stands. A street alone is a public place, and stays."""
    for expression in (
        _STREET,
        _STREET_ALONE,
        _LANE_OF,
        _BY_ITSELF,
        _STREET_HURRIED,
        _STREET_BEFORE_POSTCODE,
    ):
        for street in expression.finditer(text):
            if is_house_number(street[1]):
                yield street.span()
    for home in _AT_HOME.finditer(text):
        if is_house_number(home[2]):
            yield home.span(1)
    for street in _STREET_ENGLISH.finditer(text):
        yield street.span()


def is_house_number(number: str) -> bool:
    """False for what will be a year or no number of a house at all."""
    return not re.fullmatch(r"(?:19|20)\d\d|0\d*|\d{5}", number)


_POSTCODE = re.compile(r"(?<![\w/€$:-])(?<![€$] )(?<!\d[.,])[1-9]\d{3}( ?)([A-Z]{2})(?![\w&]|-\w)")
_POSTCODE_HURRIED = re.compile(r"(?<![\w.,/€$:-])[1-9]\d{3}[a-z]{2}(?![\w-])")
_POSTCODE_NAMED = re.compile(
    r"\b(?:postcode|postal code|zip)\b[: ]{0,2}(?:is |van )?([1-9]\d{3} ?[A-Z]{2})(?!\w)", _I
)
_POSTCODE_AFTER_NUMBER = re.compile(
    r"[^\W\d_]{3}\.? \d{1,4}[a-zA-Z]?[,;]? ([1-9]\d{3} [a-z]{2})(?= [a-z]{3})"
)
_ARTICLE = re.compile(r"\b(?:artikel|article|art\.?)\s$", _I)
_UNITS = frozenset(
    [
        "KG",
        "KM",
        "MB",
        "GB",
        "KB",
        "TB",
        "KW",
        "MW",
        "ML",
        "MM",
        "CM",
        "EU",
        "BV",
        "NV",
        "PK",
        "UU",
        "KM",
        "WH",
        "BC",
        "AD",
        "AM",
        "PM",
        "BW",
        "SA",
        "SD",
        "SS",
    ]
)
_SHOUTED_WORDS = frozenset(
    [
        "EN",
        "IN",
        "IS",
        "OP",
        "OF",
        "OM",
        "TE",
        "WE",
        "ZE",
        "AL",
        "AF",
        "ER",
        "DE",
        "HE",
        "IK",
        "JE",
        "ME",
        "NA",
        "ZO",
        "TO",
        "OR",
        "AT",
        "BY",
        "ON",
        "IT",
    ]
)


def postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Dutch postcodes, also hurried ones ("3811ab")."""
    for code in _POSTCODE.finditer(text):
        year = code[0][:2] in ("19", "20")
        shouted = code[2] in _UNITS or (code[1] and year and code[2] in _SHOUTED_WORDS)
        before_town = re.match(r",? [A-Z][a-z]", text[code.end() : code.end() + 4])
        of_a_law = _ARTICLE.search(text[max(0, code.start() - 9) : code.start()])
        if (before_town or not shouted) and not of_a_law:
            yield code.span()
    for code in _POSTCODE_HURRIED.finditer(text):
        if code[0][4:].upper() not in _UNITS and code[0][4:] not in ("st", "nd", "rd", "th"):
            yield code.span()
    for expression in (_POSTCODE_NAMED, _POSTCODE_AFTER_NUMBER):
        for code in expression.finditer(text):
            yield code.span(1)
