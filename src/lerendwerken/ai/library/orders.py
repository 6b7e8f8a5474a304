"""What orders to an AI are made of, as rules about one sentence, in Dutch and English.

A rule asks for several things in the same sentence: who is ordered (the AI, "you"), what (its rules, its answer, the
conversation) and to do what. So it finds sentences of the kind, and not only those that somebody once wrote down; and
one of the things alone, which any letter may hold, is not enough. Sentences come in small letters, see `plainly`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lerendwerken.ai.library import wording as w


class FoundKind(StrEnum):
    """What an order is after."""

    OVERRIDE = "override"
    """to drop earlier instructions"""
    ROLE = "role"
    """marks with which a conversation is written, to speak as the system"""
    PERSONA = "persona"
    """to be somebody without rules, or with more rights"""
    REVEAL = "reveal"
    """to show its instructions, or what others wrote"""
    SEND = "send"
    """to carry the conversation out"""
    ADDRESSED = "addressed"
    """addresses the AI in so many words"""
    CONCEAL = "conceal"
    """to keep something from the person"""
    ENCODED = "encoded"
    """an order that is written in a code or with spaces between the letters"""
    HIDDEN = "hidden"
    """text that a reader does not see, whatever it says"""


@dataclass(frozen=True)
class Rule:
    """A kind is found where all of `all_of` stand in one sentence (a wide one: or two), and nothing of `none_of`."""

    kind: FoundKind
    all_of: tuple[re.Pattern[str], ...]
    none_of: re.Pattern[str] | None
    wide: bool = False

    def fits(self, sentence: str) -> bool:
        """Whether the sentence is such an order."""
        if not all(pattern.search(sentence) for pattern in self.all_of):
            return False
        return self.none_of is None or not self.none_of.search(sentence)


def _rule(kind: FoundKind, *all_of: str, none_of: str = "", wide: bool = False) -> Rule:
    return Rule(kind, tuple(map(re.compile, all_of)), re.compile(none_of) if none_of else None, wide)


RULES: Final[tuple[Rule, ...]] = (
    _rule(
        FoundKind.OVERRIDE,
        rf"{w.STARTS}{w.DROP}.{{0,60}}?(?:{w.THEM}|{w.ALL_BEFORE}|{w.ASKED})",
        none_of=w.OF_OTHERS,
    ),
    _rule(FoundKind.OVERRIDE, rf"{w.STARTS}{w.DROP}.{{0,30}}?{w.ASKED}"),
    _rule(
        FoundKind.OVERRIDE,
        rf"\b(?:gelieve|(?:je|jij)\s+(?:moet|dient|mag|kunt|kan)|wil\s+je|verzoek)\b.{{0,30}}?{w.THEM}",
        r"\b(?:negeren|vergeten|overschrijven|omzeilen|verwerpen|los\s+te\s+laten|loslaten|laten\s+vallen)\b",
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:niet\s+(?:langer|meer)\s+(?:van\s+toepassing|geldig)|no\s+longer\s+(?:apply|valid|apply|binding)|veranderd|gewijzigd|"
        r"changed|replaced)\b",
        rf"(?:\b(?:op|voor|to|for)\s+(?:jou|je|you)\b|:\s*{w.DO})",
        rf"\b{w.THEM}",
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:lees\s+niet\s+verder|stop\s+met\s+lezen|stop\s+reading|do\s+not\s+read\s+(?:on|further))\b",
        w.ANSWER,
    ),
    _rule(
        FoundKind.OVERRIDE,
        rf"{w.STARTS}(?:volg|houd\s+je|hou\s+je|gehoorzaam|do\s+not\s+(?:follow|obey)|don't\s+(?:follow|obey)|never\s+follow)\b"
        rf".{{0,40}}?{w.THEM}",
        r"\b(?:niet|nooit|not|don't|never)\b",
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        rf"\b(?:je|jij|you)\s+(?:\w+\s+){{0,3}}?(?:mag|hoeft|hoef|kunt|kan|may|can|need|have|must|should|longer)\b.*{w.RULES}",
        rf"\b{w.NOT_FOLLOW}",
        w.FOLLOW,
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        rf"\b(?:je|jouw|your)\s+(?:\w+\s+){{0,2}}?{w.RULES}\s+(?:gelden|geldt|zijn|is|vervallen|vervalt|are|do|does|no)\b",
        r"\b(?:niet|vervallen|vervalt|ongeldig|voorbij|no\s+longer|void|cancelled|suspended|not|invalid|obsolete)\b",
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:voer|volg|doe|geef|antwoord|follow|do|obey|answer)\b",
        rf"\b{w.THEM}.{{0,60}}?\b(?:test|nep|fake|ongeldig|vervallen|niet\s+echt|not\s+real|void|invalid|grap|joke)\b",
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:(?:stop|staak|breek)\s+(?:met\s+)?(?:je|jouw)\s+(?:\w+\s+)?(?:taak|opdracht|werk)|"
        r"stop\s+(?:what\s+you\s*(?:are|'re)\s+doing|your\s+(?:\w+\s+)?task))",
        w.ANSWER,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:your|je|jouw)\s+(?:new|nieuwe|echte|real|true|only|enige)\s+(?:task|taak|role|rol|job|goal|doel|opdracht)\b",
        r"\b(?:recommend|answer|reply|respond|rate|rank|approve|output|praise|say|aanbevelen|(?:aan|goed)\s?te\s?(?:bevelen|"
        r"keuren|prijzen|raden)|beantwoorden|(?:te\s+)?antwoorden|goedkeuren|prijzen|raad|beveel|keur|antwoord|schrijf)\b",
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:new\s+(?:system\s+)?instructions?|nieuwe\s+(?:systeem)?instructies?)\s*:",
        r"\b(?:you|je|jij)\s+(?:\w+\s+)?(?:answer|are|must|will|may|reply|antwoordt?|bent|geeft|schrijft|mag|moet|reply)\b",
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:ignore[zr]?\s+(?:toutes\s+)?les\s+(?:instructions|consignes)\s+(?:precedentes|ci\W?dessus)|"
        r"ignorier(?:e|en\s+sie)\s+(?:alle\s+)?(?:die\s+)?(?:vorherigen|bisherigen|obigen|fruheren)\s+(?:anweisungen|befehle)|"
        r"ignora\s+(?:todas\s+)?(?:las|tus)\s+(?:instrucciones|ordenes)\s+(?:anteriores|previas))",
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:ongeldig|nietig|vervallen|void|invalid|null|cancelled|revoked|obsolete)\b",
        r"\b(?:beschouw|zie|consider|treat|regard|je|jouw|your)\b",
        rf"\b(?:beschouw|zie|consider|treat|regard)\b.{{0,20}}?{w.THEM}|{w.THEM}.{{0,30}}?\b(?:worden|zijn|are|is)\b",
        none_of=w.OF_OTHERS,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:vervallen|ingetrokken|withdrawn|revoked|gaat\s+voor|gaan\s+voor|voorrang|precedence|priority|overrules?|vervangt|replaces|"
        r"supersedes?|boven\s+je)\b",
        rf"\b(?:je|jouw|your)\s+(?:\w+\s+)?{w.RULES}",
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:ga|treed|stap|go|step)\s+(?:buiten|over|voorbij|beyond|outside)\s+(?:je|jouw|your|your\s+own)\s+(?:\w+\s+)?"
        rf"{w.RULES}",
    ),
    _rule(
        FoundKind.PERSONA,
        r"\b(?:je|jij|you)\s+(?:bent|are)\s+(?:geen|niet\s+(?:langer|meer)|no\s+longer|not)\b.*[;,.]\s*(?:je|jij|you)\s+(?:bent|are)\b",
        r"\b(?:sparringpartner|sparring\s+partner|assistent|assistant|ai|chatbot|model|coach|robot)\b",
        wide=True,
    ),
    _rule(
        FoundKind.PERSONA,
        r"\b(?:antwoord|answer|respond|reply)\b",
        r"\b(?:voortaan|vanaf\s+nu|from\s+now\s+on|always|altijd)\b",
        w.FREE,
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:wis|erase|clear|reset|leeg)\s+(?:je|jouw|your)\s+(?:geheugen|memory|context|sessie|session)\b",
    ),
    _rule(
        FoundKind.OVERRIDE,
        r"\b(?:alleen|only|uitsluitend)\s+(?:nog\s+)?(?:deze|this|the\s+following|de\s+volgende)\s+(?:opdracht|instructies?|"
        r"instructions?|order|rule)\b",
        rf"(?:{w.DO}|\b(?:geldt|gelden|counts?|applies|apply)\b)",
    ),
    _rule(
        FoundKind.OVERRIDE,
        rf"{w.STARTS}(?:{w.DROP}|overtreed|break|breek|violate|schend)\W+(?:\w+\W+){{0,2}}?(?=je|jouw|your){w.YOUR_RULES}",
        none_of=r"\b(?:niet|not|nooit|never)\b",
    ),
    _rule(
        FoundKind.PERSONA,
        rf"{w.STARTS}(?:wees|stop\s+being|stop\s+met)\b.{{0,25}}?\b(?:assistent|assistant|ai|chatbot|sparringpartner)\b(?!\W(?:te|to)\b)",
        r"\b(?:wees|be|een|a|maar|but)\b",
    ),
    _rule(FoundKind.PERSONA, rf"{w.BECOMES}(?:{w.AS_AI}|.*{w.FREE})"),
    _rule(
        FoundKind.PERSONA,
        r"(?:^|[:,]\s*)(?:you\s+are|je\s+bent|jij\s+bent|u\s+bent)\s+(?:an?|een)\s+(?:\w+\s+){0,2}?(?:(?:helpful|behulpzame|virtual|"
        r"virtuele|digitale|digital|obedient|gehoorzame)\s+(?:\w+\s+)?(?:assistant|assistent|agent|bot|hulp)|ai\b|chatbot|taalmodel|"
        r"language\s+model)",
    ),
    _rule(
        FoundKind.PERSONA,
        r"\b(?:speel|roleplay|doe\s+alsof\s+je|pretend|act)\s+(?:as\s+|to\s+be\s+)?(?:een|an?)\s+(?:\w+\s+)?ai\b",
    ),
    _rule(
        FoundKind.PERSONA,
        r"\b(?:you\s+will\s+(?:now\s+)?(?:respond|answer|act|speak|reply)\s+(?:as|in\s+the\s+voice|like)|(?:je|jij)\s+(?:antwoordt|spreekt)"
        r"\s+(?:vanaf\s+nu|voortaan|nu)\s+als)\b",
    ),
    _rule(
        FoundKind.PERSONA,
        rf"{w.PLAYS}.*{w.FREE}",
        r"\b(?:je|jij|you|your|als|as|answer|antwoord|respond|reply)\b",
    ),
    _rule(
        FoundKind.ROLE,
        r"(?:^|[.:]\s*)(?:systeembericht|systeemmelding|system\s+(?:notice|message|notification|update))\s*:",
        r"\b(?:gebruiker|user|je|jij|you|assistent|assistant)\b",
        r"\b(?:beheerder|administrator|admin|toestemming|authori[sz]ed|allowed|vrijgegeven|alles|anything|regels|rules|filters?)\b",
    ),
    _rule(FoundKind.PERSONA, w.ADMIN, r"\b(?:en|and|with|met)\b"),
    _rule(
        FoundKind.PERSONA,
        r"\b(?:developer|god|jailbreak|dan|debug|onbeperkte?|unrestricted|ontwikkelaars)\W?(?:mode|modus)\b",
        rf"(?:{w.ANSWER}|{w.FREE}|\b(?:je|jij|you|your|enabled|activated|ingeschakeld|geactiveerd)\b)",
    ),
    _rule(
        FoundKind.PERSONA,
        r"\b(?:je|jouw|your|all|alle)\s+(?:\w+\s+)?(?:veiligheids(?:regels|filters|instructies|richtlijnen)|safety\s+\w+|"
        r"guardrails|(?<=je\s)filters|(?<=jouw\s)filters|(?<=your\s)filters|content\s?filters)\b",
        r"\b(?:uit|uitgeschakeld|off|disabled?|deactiveer|remove[d]?|verwijder)\b",
    ),
    _rule(
        FoundKind.REVEAL,
        w.PROMPT,
        rf"(?:{w.SHOW}|\b(?:vat|samenvatting|vertaal|summari[sz]e|summary|translate|describe|beschrijf)\b|{w.TO_THE_LETTER}|"
        r"\b(?:wat|what)\b)",
        none_of=r"\b(?:register|steward)\b",
    ),
    _rule(FoundKind.REVEAL, w.YOUR_RULES, w.SHOW, w.TO_THE_LETTER),
    _rule(
        FoundKind.REVEAL,
        r"\b(?:toon|herhaal|onthul|print|reveal|repeat|show|output|leak|disclose)\s+(?:(?:me|mij|us|ons|al|all|hier)\s+)*"
        rf"{w.YOUR_RULES}\W*$",
    ),
    _rule(
        FoundKind.REVEAL,
        r"\b(?:wat|welke|what|which)\b.*(?:instruct|opdracht|regels|rules|prompt)",
        r"\b(?:heb\s+je|kreeg\s+je|je|jouw|your|you)\b",
        rf"(?:{w.TO_THE_LETTER}|\boutput\b|\bprint\s+(?:them|it)\b)",
        wide=True,
    ),
    _rule(
        FoundKind.REVEAL,
        rf"{w.SHOW}|\blaat\s+zien\b|\b(?:zichtbaar|visible)\b",
        r"\b(?:privately|prive\w*\s+(?:sessies|teksten|notities|berichten)|prive(?:sessies|teksten|notities|berichten)|besloten\s+"
        r"(?:sessies|heeft|hebben|schreef|schreven))\b",
    ),
    _rule(
        FoundKind.REVEAL,
        rf"{w.SHOW}|\blaat\b.*\bzien\b|\b(?:zichtbaar|visible|open)\b",
        r"\b(?:sessies?|sessions?|drafts?|concepten|chats?|gesprekken|conversations|invoer)\s+(?:van|of)\s+(?:mijn|my|andere|other|"
        r"een\s+andere|alle|all|the\s+other|de\s+andere)\s+(?:\w+\s+)?(?:collega|colleague|gebruiker|user|people|mensen|staff|team)",
    ),
    _rule(
        FoundKind.REVEAL,
        w.SHOW,
        r"\b(?:(?:andere|other)\s+(?:gebruikers|users|clienten|clients|collega's|colleagues)|(?:alle|all)\s+(?:gebruikers|users))\s+"
        r"(?:van|of|in)\s+(?:dit|this|het|the)\s+(?:systeem|system|applicatie|application|platform|gesprek|conversation)\b",
    ),
    _rule(
        FoundKind.REVEAL,
        r"\b(?:kopieer|herhaal|druk|geef|copy|repeat|print|output|translate|vertaal|echo)\s+(?:me\s+)?(?:alles|everything|all\s+text|"
        r"all\s+the\s+text|de\s+tekst|the\s+text|(?:the\s+|de\s+)?words)\s+(?:\w+\s+)?(?:boven|hierboven|above|before|preceding|"
        r"voorafgaand)\b",
    ),
    _rule(
        FoundKind.REVEAL,
        r"\b(?:welke|wat|which|what)\b.*\b(?:regels|instructies|opdracht|rules|instructions|prompt)\b",
        r"\b(?:je|your)\s+(?:maker|makers|ontwikkelaars?|bouwers?|developers?|creators?)\b",
    ),
    _rule(FoundKind.SEND, w.CARRY, w.TALK, w.URL),
    _rule(
        FoundKind.SEND,
        r"https?://\S*[?&=]",
        r"\b(?:naam|vraag|invoer|gesprek|antwoord|name|question|input|conversation|answer)\b",
        r"\b(?:gebruiker|user|gesprek|conversation|sessie|session)\b",
    ),
    _rule(
        FoundKind.SEND,
        w.URL,
        r"\b(?:maak|zet|neem|voeg|plaats|bouw|roep|open|haal|make|create|put|add|append|insert|include|call|fetch|load|visit)\b",
        r"\b(?:met\s+daarin|gevolgd\s+door|followed\s+by|containing|with\b.*\bin\s+it|in\s+(?:de|the)\s+url|erachter|achteraan|"
        r"met\s+(?:de|het)\s+(?:\w+\s+){0,2}(?:vraag|gesprek)|with\s+the\s+(?:\w+\s+){0,2}(?:question|conversation))\b",
        r"\b(?:vraag|namen?|gesprek|gebruikers?|question|names?|conversation|users?|prompt|antwoord|answer|invoer|input|client)\b",
    ),
    _rule(FoundKind.SEND, w.CARRY, r"\b(?:chat\s?(?:history|geschiedenis)|user\s+data|gebruikersgegevens)\b"),
    _rule(
        FoundKind.SEND,
        r"\b(?:zet|voeg|plaats|neem|toon|include|insert|add|embed|put|append|render|display)\b",
        w.URL,
        r"\b(?:(?:je|jouw)\s+antwoord|your\s+(?:answer|response|reply|output))\b",
    ),
    _rule(
        FoundKind.ADDRESSED,
        rf"(?:{w.AI}.*{w.THIS}|{w.THIS}.*{w.AI}).*(?:[:,]|\b(?:moet|moeten|must|should|shall|have\s+to|dan|dient|dienen)\b).{{0,80}}"
        rf"(?:{w.DO}|\bleave\s+out\b|\bweglaten\b|\b(?:uitkomst|outcome)\b|\b(?:scores?|oordeel|verdict)\b.*\b(?:definitief|final)\b|"
        rf"\b(?:juiste|right|correct|enige|only)\s+(?:conclusie|conclusion|antwoord|answer|oordeel|verdict)\b)",
        none_of=w.HELPED,
    ),
    _rule(FoundKind.ADDRESSED, rf"{w.SAYS_TO}[^:,]{{0,40}}[:,].*{w.DO}", none_of=w.HELPED),
    _rule(
        FoundKind.ADDRESSED,
        rf"\b(?:opmerking|bericht|instructie|opdracht|aanwijzing|notitie|note|message|instruction|attention|hint)s?\s+{w.SAYS_TO}"
        r"[^:]{0,40}:",
    ),
    _rule(FoundKind.ADDRESSED, rf"^\W*(?:beste|geachte|lieve|dear|hey|hi|hello|hallo)\s+{w.AI}\s*[,:!]"),
    _rule(FoundKind.ADDRESSED, rf"^\W*{w.AI}\s*[,:]\s*{w.DO}"),
    _rule(
        FoundKind.ADDRESSED,
        rf"(?:\b(?:als|indien|wanneer)\s+(?:je|jij|u)\s+(?:een\s+)?(?:groot\s+)?{w.AI}\s+bent|\bben\s+(?:je|jij)\s+(?:een\s+)?{w.AI}|"
        rf"\bif\s+you\s*(?:are|'re)\s+(?:an?\s+)?(?:large\s+)?{w.AI})",
    ),
    _rule(
        FoundKind.ADDRESSED,
        rf"\b(?:als|as)\s+(?:(?:een|an?)\s+)?{w.AI}\W.{{0,10}}?\b(?:moet\s+je|dien\s+je|je\s+moet|you\s+(?:must|should|have\s+to|will))\b",
    ),
    _rule(
        FoundKind.ADDRESSED,
        rf"{w.AI}\s+(?:die|dat|that|which|who)\s+(?:(?:dit|deze|this|these)\b|\w+\s+(?:dit|deze|this|these)\b)",
        r"\b(?:geeft|noemt|kiest|zet|keurt|gives?|names?|chooses?|puts?|approves?)\b",
        r"\b(?:hoogste|highest|beste|best|bovenaan|top|goed|positieve?|positive)\b",
        none_of=w.HELPED,
    ),
    _rule(
        FoundKind.ADDRESSED,
        rf"{w.AI}\s+(?:must|should|moeten|moet|dienen|dient)\b.*\b(?:highest|hoogste|best|beste|positive|positief|positieve|"
        r"goedkeuren|approve)\b",
        none_of=w.HELPED,
    ),
    _rule(
        FoundKind.CONCEAL,
        r"\b(?:vertel|zeg|meld|laat|do\s+not|don't|never|vermeld)\b",
        r"\b(?:niet|nooit|niets|not|don't|never)\b",
        w.PEOPLE,
        r"\b(?:instructie|opdracht|instruction|prompt|(?:dat|that)\s+(?:je|you)|deze\s+tekst|this\s+text|(?:about|over)\s+this)\b",
    ),
    _rule(
        FoundKind.CONCEAL,
        r"\b(?:zwijg|verzwijg|laat|toon|do\s+not\s+show|say\s+nothing|zeg\s+niets|do\s+not\s+mention|don't\s+mention|noem\s+niets|vermeld)\b",
        r"\b(?:deze|dit|this|these)\s+(?:\w+\s+)?(?:regel|zin|instructies?|opdracht|tekst|line|sentence|instructions?|text|prompt)\b",
        r"\b(?:je\s+antwoord|your\s+(?:answer|reply|response|output|summary)|je\s+samenvatting)\b",
    ),
    _rule(
        FoundKind.CONCEAL,
        r"\b(?:geef\s+(?:nooit|niet)\s+toe|never\s+admit|do\s+not\s+admit|don't\s+admit)\b",
        r"\b(?:gebruiker|user|lezer|reader)\b",
    ),
    _rule(
        FoundKind.CONCEAL,
        r"\b(?:gebruiker|user|lezer|reader)\s+(?:mag|moet|may|must|should|hoeft)\s+(?:dit\s+)?(?:niet|nooit|not|never)\s+(?:weten|know|"
        r"zien|see|merken|notice)",
        r"\b(?:instructie|opdracht|regel|instruction|prompt|line|tekst|text|dit|this)\b",
    ),
    _rule(
        FoundKind.CONCEAL,
        r"\b(?:deze|dit|this|these)\s+(?:\w+\s+)?(?:instructi\w+|opdracht|tekst|text|bericht|message|prompt)\b",
        r"\b(?:geheim|verborgen|verberg|secret|hidden|hide|verzwijg|conceal)\b",
        w.PEOPLE,
    ),
)

TRIGGER: Final = re.compile(w.TRIGGER)

MARKS: Final = re.compile(
    r"<\|\s*(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)[^|\n]{0,20}\|>"
    r"|\[/?inst\]|<</?sys>>|</?(?:system|systeem|system_prompt|assistant|instructions?_for_ai)>"
    r"|\b(?:begin|start|end|einde)\s+(?:of\s+)?(?:system|systeem)\W?(?:message|prompt|bericht|instruct\w+)\b"
    r"|(?:^|\n)[ \t]*#{1,4}[ \t]*(?:system|systeem|assistant|instruction)[ \t]*(?::|\n)"
    r"|(?:^|\n)[ \t]*(?:system|systeem|developer)[ \t]*:[ \t]*(?:you\b|je\b|jij\b|ignore|negeer|(?:de"
    r"|the)\s+assistent|geef"
    r"|vergeet|forget)"
    r"|(?:^|\n)[ \t]*(?:assistant|assistent|ai)[ \t]*:[ \t]*(?:zeker|natuurlijk|ik\b|sure|certainly|of\s+course|i\b|ok)"
)
"""Marks of the role in which is spoken, wherever they stand."""
