"""Personal data that has a shape: numbers, addresses, dates of birth.

Regular expressions with, where there is one, the check digit (`stdnum`). Every expression is bounded, so
that a pasted text of 100,000 characters takes a fraction of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from stdnum import iban as iban_numbers
from stdnum.nl import bsn as bsn_numbers

from lerendwerken.ai.partners.masking import places, tables
from lerendwerken.ai.partners.masking.clean import Clean
from lerendwerken.ai.partners.masking.spans import Kind, Span, merged

_I: Final = re.IGNORECASE


def find(text: str) -> list[Span]:
    """Every piece of personal data that its shape gives away, in order and without overlap."""
    clean = Clean(text)
    return merged(clean.back(found(clean.text)), text)


def found(text: str) -> Iterator[Span]:
    """As `find`, on a text that has been cleaned; overlaps are left in."""
    for kind, search in _SEARCHES:
        for start, end in search(text):
            yield Span(start, end, kind)


def after_names(text: str, people: Iterable[Span]) -> Iterator[Span]:
    """Dates right after a person's name: "mevrouw Bouzid (12-03-1971)". The name is the context."""
    for person in people:
        date = _DATE_AFTER_NAME.match(text, person.end)
        if date and not re.match(r"\s*(?:uur|\d{1,2}:)", text[date.end() :]):
            yield Span(*date.span(date.lastindex or 0), "birthdate")


def _before(text: str, place: int, length: int = 40) -> str:
    return text[max(0, place - length) : place]


# --- e-mail -----------------------------------------------------------------------------------------------

_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w+%-][\w.+%'-]{0,63}(?:@|\s?[\[(](?:at|apenstaartje)[\])]\s?)"
    r"(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w-])",
    _I,
)


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in _EMAIL.finditer(text))


# --- IBAN -------------------------------------------------------------------------------------------------

_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?=[ .-]?[A-Z0-9])", _I)
_IBAN_DUTCH = re.compile(r"NL\d\d[ .-]?[A-Z]{4}(?:[ .-]?\d){10}(?!\d)", _I)
_IBAN_NEXT = re.compile(r"[ .-]?[A-Z0-9]", _I)


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for start in _IBAN_START.finditer(text):
        dutch = _IBAN_DUTCH.match(text, start.start())
        end = dutch.end() if dutch else _iban_end(text, start.start(), start.end())
        if end:
            yield start.start(), end


def _iban_end(text: str, start: int, place: int) -> int:
    """Where the longest valid number that starts here ends; 0 when there is none."""
    ends: list[int] = []
    length = 4
    while length < 34 and (piece := _IBAN_NEXT.match(text, place)):
        place, length = piece.end(), length + 1
        if length >= 15 and not text[place : place + 1].isalnum():
            ends.append(place)
    return next((end for end in reversed(ends) if _iban_checks(text[start:end])), 0)


def _iban_checks(written: str) -> bool:
    """Length, shape and mod 97; not the national check, which refuses numbers that banks do use."""
    return bool(iban_numbers.is_valid(re.sub("[ .-]", "", written), check_country=False))


# --- citizen service number -------------------------------------------------------------------------------

_BSN = re.compile(r"(?<![\w.,/+€$-])\d(?:[ .-]?\d){8}(?![\w/]|[.,-]\d)")
_BSN_NAMED = re.compile(
    r"\b(?:bsn|burgerservice[ -]?nummer|burger service nummer|sofi[ -]?n(?:umme)?r|citizen service number|"
    r"service number)"
    r"\b[^\d\n]{0,25}(\d(?:[ .-]?\d){7,8})(?!\d)",
    _I,
)
_OTHER_NUMBER = re.compile(
    r"(?:factuur|order|bestel|artikel|kvk|k\.v\.k|kamer van koophandel|rsin|btw|omzetbelasting|vestiging|"
    r"inkoop|product|serie|"
    r"debiteur|crediteur|grootboek|fiscaal|invoice|vat|chamber of commerce|purchase|serial|item)[\w.-]{0,15}"
    r"(?:\s(?:nummer|number|no|nr)\b)?[^\w\n]{0,4}(?:is |van |van de \w+ is )?$",
    _I,
)


def _bsns(text: str) -> Iterator[tuple[int, int]]:
    for named in _BSN_NAMED.finditer(text):
        yield named.span(1)
    for bare in _BSN.finditer(text):
        money = re.match(r"\s?(?:euro|eur\b|€|,-|dollar|inwoners|stuks|miljoen)", text[bare.end() :], _I)
        if money or re.search(r"[€$]\s?$|\beuro\s$", _before(text, bare.start(), 6), _I):
            continue
        if bsn_numbers.is_valid(re.sub(r"\D", "", bare[0])) and not _OTHER_NUMBER.search(
            _before(text, bare.start())
        ):
            yield bare.span()


# --- telephone --------------------------------------------------------------------------------------------

_PHONE_DUTCH = re.compile(r"(?<![\w+,.:€$])(?<!\d[-/])\(?0[ .\-/]?(?:\d[ .\-/()]{0,3}){8,9}\d(?!\d|[.,]\d)")
_PHONE_ABROAD = re.compile(
    r"(?<![\w+])(?:\(?\+ ?|00 ?(?=[1-9]))(?:\d[ .\-/]{0,3}(?:\(0\)[ .\-/]{0,2})?[()]? ?){7,14}\d(?!\d)"
)
_PHONE_NO_PLUS = re.compile(r"(?<![\w+.,])31[ -]?(?:\(0\))?[ -]?6[ -]?(?:\d[ -]?){7}\d(?!\d)")
_PHONE_NAMED = re.compile(
    r"\b(?:tel|telefoon|telefoonnr|telefoonnummer|telnr|mobiel|mob|gsm|06-nummer|bel|belt|bellen|phone|"
    r"mobile|cell|call)\b"
    r"(?:\s(?:nummer|number|no|op|on|is|me on|at|naar|mij op|me op|haar op|hem op|her on|him on))?[.: ]{1,3}"
    r"(\(?\d(?:[ .\-/()]{0,2}\d){5,11})(?!\d|[.,]\d)",
    _I,
)
_LOOKS_LIKE_DATE = re.compile(r"\(?\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d|(?:19|20)\d\d[-/]\d\d[-/]\d\d")


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for expression in (_PHONE_DUTCH, _PHONE_ABROAD, _PHONE_NO_PLUS):
        for number in expression.finditer(text):
            digits = re.sub(r"\D", "", number[0].replace("(0)", ""))
            service = digits.startswith(("00800", "0800", "0900", "0906", "0909", "14"))
            dutch = expression is not _PHONE_DUTCH or digits[1] != "0"
            if dutch and not service and 9 <= len(digits) <= 16 and not _LOOKS_LIKE_DATE.match(number[0]):
                yield number.start() + _opens(number[0]), number.end()
    for named in _PHONE_NAMED.finditer(text):
        digits = re.sub(r"\D", "", named[1])
        if not _LOOKS_LIKE_DATE.match(named[1]) and not digits.startswith(("0800", "0900", "140")):
            yield named.start(1) + _opens(named[1]), named.end(1)


def _opens(number: str) -> bool:
    """Whether the bracket before the number is not its own: "(0297-561 203", not "(0297) 561 203"."""
    return number.startswith("(") and ")" not in number


# --- date of birth ----------------------------------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|june?|juni|july?|juli|"
    r"aug(?:ustus|ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[ck](?:ember)?)\.?"
)
_FULL_DATE = (
    rf"(?:\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?(?:'?\d{{4}}|'?\d\d)|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|\d{{1,2}}(?:e|ste|de|st|nd|rd|th)?[ -](?:of )?{_MONTH}[ ,-]{{1,2}}(?:'?\d{{4}}|'?\d\d)"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} \d{{1,2}} (?:19|20)\d\d|(?:0[1-9]|[12]\d|"
    rf"3[01])(?:0\d|1[0-2])(?:19|20)\d\d)"
    r"(?!\d)"
)
_ONES = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_TEENS = r"(?:tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien)"
_DAY_IN_WORDS = (
    rf"(?:eerste|derde|achtste|(?:{_ONES}(?:en|ën))?(?:twintig|dertig)(?:ste)?|{_TEENS}(?:de)?|{_ONES}(?:de)?"
    r"|(?:twenty|thirty)(?:[ -](?:\w{3,5}(?:st|nd|rd|th)|one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:twen|thir)tieth|first|second|third|fifth|ninth|twelfth|(?:\w{3,7})th)"
)
_YEAR_IN_WORDS = (
    r"(?:negentien ?honderd|twee ?duizend|nineteen|two thousand)(?:[ -]?(?:en |and )?[a-zë-]{2,24})?"
)
_DATE_IN_WORDS = (
    rf"(?:{_DAY_IN_WORDS} (?:of )?{_MONTH} (?:\d{{4}}|{_YEAR_IN_WORDS})"
    rf"|\d{{1,2}} {_MONTH} {_YEAR_IN_WORDS})(?!\w)"
)
_DAY_AND_MONTH = (
    rf"(?:\d{{1,2}}(?:e|ste|de|st|nd|rd|th)?[ -](?:of )?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?!\w)"
)
_BORN = (
    r"(?:geboren|gebr?\.?|geb\.?\s?dat(?:um)?\.?|gebdat|geboortedatum|geboortedag|geboorte datum|"
    r"verjaardag|verjaart|jarig|"
    r"born|date of birth|d\.?o\.?b\.?|birth ?date|birthday|b\.)"
)
_BIRTH_DATE = re.compile(
    rf"(?<!\w){_BORN}(?!\w)[^\d\n;]{{0,45}}?(?<!\w)({_FULL_DATE}|{_DATE_IN_WORDS}|{_DAY_AND_MONTH})", _I
)
_DATE_THEN_BORN = re.compile(
    rf"(?<![\w.])({_FULL_DATE}|{_DATE_IN_WORDS})\s?(?:(?:is|als|as|in \w+|te \w+) )?(?:\w+ )?"
    rf"(?:geboren|born|jarig|\(geb|geboortedatum|geboortedag|date of birth|birthday|birth date)",
    _I,
)
_SOMEBODY_IS_OF = re.compile(
    rf"\b(?:hij|zij|ze|ik|moeder|vader|zoon|dochter|man|vrouw|kind|partner|cliënte?|bewoner|bewoonster) "
    rf"(?:is|was) van (?:de )?({_FULL_DATE}|{_DATE_IN_WORDS})",
    _I,
)
_GENEALOGIST = re.compile(rf"[*°]\s?({_FULL_DATE})", _I)
_BORN_COLUMN = re.compile(rf"\s*{_BORN}\s*", _I)
_DATE_AFTER_NAME = re.compile(
    r"(?: is| was)? van (\d{1,2} " + _MONTH + r" (?:19\d\d|200\d)|\d{1,2}[-/.]\d{1,2}[-/.](?:19\d\d|200\d))"
    r"(?!\d)|\s?[(,\-]\s?(\d{1,2}[-/.]\d{1,2}[-/.](?:19\d\d|20[01]\d)|\d{1,2} "
    + _MONTH
    + r" (?:19\d\d|20[01]\d)|(?:19\d\d|20[01]\d)-\d\d-\d\d)(?=\s?[),;.\-]|\s|$)",
    _I,
)


def _birth_dates(text: str) -> Iterator[tuple[int, int]]:
    for expression in (_BIRTH_DATE, _DATE_THEN_BORN, _SOMEBODY_IS_OF, _GENEALOGIST):
        for date in expression.finditer(text):
            yield date.span(1)
    for start, end in tables.cells(text, _BORN_COLUMN):
        if re.fullmatch(_FULL_DATE, text[start:end], _I):
            yield start, end


# --- licence plates ---------------------------------------------------------------------------------------

_OLD_PLATES = ["LL99LL", "9999LL", "LL9999", "99LLLL", "LLLL99", "99LL99"]
_NEW_PLATES = [
    "99LLL9",
    "9LLL99",
    "LL999L",
    "L999LL",
    "LLL99L",
    "L99LLL",
    "9LL999",
    "999LL9",
]
_PLATE_BARE = re.compile(
    r"(?<![\w/.-])(?:[A-Z]{1,3}|\d{1,3})( ?)(?:[A-Z]{1,3}|\d{1,3})\1(?:[A-Z]{1,3}|\d{1,3})(?![\w/-]|\.\d)"
)
_NOT_ON_PLATES = re.compile("[ACEIMOQUW]")
_PLATE_DASHED = re.compile(
    r"(?<![\w/.-])(?=[A-Z0-9-]{8}(?![\w/-]|\.\d))(?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{1,3}|"
    r"\d{1,3})-(?:[A-Z]{1,3}|\d{1,3})",
    _I,
)
_PLATE_NAMED = re.compile(
    r"\b(?:kenteken(?:nummer|plaat)?|kentekens|nummerplaat|auto|busje|bus|scooter|voertuig|bestelbus|"
    r"bestelwagen|vrachtwagen|aanhanger|motor|brommer|taxi|camper|van|truck|trailer|"
    r"number plate|licen[cs]e plate|"
    r"registration|plate|car|"
    r"vehicle)\b[^\n\d]{0,30}?\b([A-Z0-9]{1,3}[ -]?[A-Z0-9]{1,3}[ -]?[A-Z0-9]{1,3})(?![\w-])",
    _I,
)
_MONTHS_SHORT = re.compile(r"\d-(?:jan|feb|mrt|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)-\d", _I)


def _plates(text: str) -> Iterator[tuple[int, int]]:
    for expression, group in ((_PLATE_DASHED, 0), (_PLATE_NAMED, 1)):
        for plate in expression.finditer(text):
            shape = _shape(plate[group])
            mixed = len({c.islower() for c in plate[group] if c.isalpha()}) == 1
            hurried = plate[group].islower() and " " in plate[group]
            known = shape in _OLD_PLATES or shape in _NEW_PLATES
            if known and mixed and not hurried and not _MONTHS_SHORT.search(plate[group]):
                yield plate.span(group)
    for plate in _PLATE_BARE.finditer(text):
        # Without a word that tells, only the series of today, which have no vowels: "VG 045 R".
        if _shape(plate[0]) in _NEW_PLATES and not _NOT_ON_PLATES.search(plate[0]):
            yield plate.span()


def _shape(plate: str) -> str:
    return re.sub(r"[A-Za-z]", "L", re.sub(r"\d", "9", re.sub(r"[ -]", "", plate)))


# --- case and file numbers --------------------------------------------------------------------------------

_CODE = (
    r"(?:\d{2,4}(?: \d{2,4}){1,3}(?![\w/-])|"
    r"(?=[A-Z0-9./_\\-]{0,12}\d)[A-Z0-9]{1,12}(?:[./_\\-][A-Z0-9]{1,12}){0,5})"
)
_CASE_NAMED = re.compile(
    r"\b(?:(?:zaak|dossier|bezwaar|aanvraag|meldings?|client|cliënt|klant|patiënt|patient|personeels|"
    r"medewerkers?|leerling|"
    r"polis|registratie|referentie|relatie|inschrijf|correspondentie|klacht|besluit|verzoek|beschikking|"
    r"indicatie|pati[eë]nten|cli[eë]nten|pt\.?|cl\.?|kind|gezins|huurders?|inwoner|zorg|declaratie|boete|"
    r"schade|parket|rol|rekest|procedure|v-|vreemdelingen|student|lidmaatschaps?|deelnemers?|sedula|burger|"
    r"incident|ticket|woo-?|wmo-?|wob-?)[ -]?(?:nummer|nr|no|id|kenmerk|code|referentie)|"
    r"(?:ons |uw )?kenmerk|referentie|onder nummer|"
    r"(?:case|file|client|patient|customer|complaint|application|reference|policy|employee|dossier|student|"
    r"claim|objection|member)"
    r" ?(?:number|no|nr|id|ref|reference|code)|(?:our|your) ref(?:erence)?|reference|ref)\b"
    rf"[.:#]{{0,2}}\s?(?:is|was|van|of)?[:# (]{{0,2}}({_CODE})",
    _I,
)
_CASE_WORD = re.compile(
    rf"\b(?:zaak|dossier|case|file|bezwaar|melding|aanvraag|klacht|cliënt|client|patiënt|"
    rf"beschikking)(?: met)?(?: nr\.?| nummer| no\.?| #)?"
    rf"[: #]{{1,2}}((?!(?:19|20)\d\d(?![\w/-]|\.\d)){_CODE})(?![.,]?\d|\s?(?:euro|%))",
    _I,
)
_CASE_SHAPES = re.compile(
    r"(?<![\w./:€$-])(?:"
    r"[A-Z]{1,6}[-_/.]?(?:[A-Z]{1,6}[-_/])?(?:20\d\d|"
    r"\d\d)[-/._]\d{3,8}(?:[-/.]\d{1,4})?"  # Z26.1187, Z/2026/001234, WOO-2025-118
    r"|[ZDV][-/ ]?(?:20)?[12]\d\d{4,8}"  # Z2026001234
    r"|(?:19|20)\d\d[-/._]\d{4,8}(?:[-/.]\d{1,3})?"  # 2026-000123
    r"|[A-Z]{2,4}[ -]\d\d/\d{2,5}"  # UTR 25/1234
    r")(?![\w:/]|-\w|\.\d)"
)
_NOT_A_CASE = re.compile(
    r"(?:\(EU\)|\bEU|\bEG|\bEC|verordening|richtlijn|regulation|directive|ECLI\S*|\bStb\.?|\bStcrt\.?|"
    r"\bTrb\.?|\bGmb\.?|"
    r"\bPb\.?|kamerstuk\w*|factuur\w*|invoice|order\w*|bestel\w*|inkoop\w*|offerte\w*|ISO|NEN|IEC|RJ|"
    r"versie|version|"
    r"artikel|article|art\.|CAO|begroting|wet|verzekering|seizoen|schooljaar|boekjaar|periode|jaren)"
    r"[ :#-]{0,2}(?:\(EU\)|nummer|number|nr\.?|no\.?)?\s?$",
    _I,
)
_NORM = re.compile(
    r"(?:ISO|NEN|IEC|EN|RFC|CAO|COVID|BW|ECLI|AI|RJ|IFRS|IAS|HTTP|CVE|PDF|GPT|WIN|Q|A|N|E|W|H)[- _/.]?\d"
)


def _cases(text: str) -> Iterator[tuple[int, int]]:
    for named in _CASE_NAMED.finditer(text):
        if sum(c.isdigit() for c in named[1]) >= 2:
            yield named.span(1)
    for word in _CASE_WORD.finditer(text):
        if sum(c.isdigit() for c in word[1]) >= 4:
            yield word.span(1)
    for shape in _CASE_SHAPES.finditer(text):
        years = re.fullmatch(r"(?:19|20)\d\d[-/](?:19|20)\d\d", shape[0])
        if (
            not years
            and not _NORM.match(shape[0])
            and not _NOT_A_CASE.search(_before(text, shape.start(), 30))
        ):
            yield shape.span()


_SEARCHES: Final[tuple[tuple[Kind, Callable[[str], Iterator[tuple[int, int]]]], ...]] = (
    ("email", _emails),
    ("iban", _ibans),
    ("bsn", _bsns),
    ("casenumber", _cases),
    ("phone", _phones),
    ("birthdate", _birth_dates),
    ("plate", _plates),
    ("postcode", places.postcodes),
    ("address", places.addresses),
)
