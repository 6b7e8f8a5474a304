"""The words of orders to an AI, in Dutch and English, as pieces of regular expressions; `orders` puts them together."""

from __future__ import annotations

from typing import Final

RULES: Final = (
    r"(?:systeem\W?|system\W?|veiligheids|safety\s+)?(?:instructies?|opdracht(?:en)?|aanwijzing(?:en)?|"
    r"regels?|prompts?|"
    r"richtlijn(?:en)?|beperking(?:en)?|instructions?|directions?|directives?|orders?|rules?|guidelines?|guardrails|"
    r"restrictions?|constraints?|commands?|programming|programmering|training)"
)
WHICH: Final = (
    r"(?:al|alle|elke|iedere|eerdere?|vorige|voorgaande|voorafgaande|bovenstaande|bestaande|huidige|"
    r"oorspronkelijke|je|jouw|"
    r"all|any|every|previous|prior|earlier|above|preceding|foregoing|existing|current|original|initial|your|"
    r"what(?:ever)?|"
    r"welke)"
)
THEM: Final = (
    rf"(?:{WHICH}\W+(?:\w+\W+){{0,3}}?{RULES}\b|"
    rf"{RULES}\W+(?:above|before|hierboven|hiervoor|hierna|die\s+je|you|that\s+(?:you|came)|(?:die\s+)?eerder)\b)"
)
ALL_BEFORE: Final = (
    r"(?:alles|al\s+het|wat|hetgeen|everything|anything|whatever|what|all\s+(?:of\s+)?(?:that|"
    r"the))\b(?:\W+\w+){0,4}?\W+(?:hierboven|hiervoor|eerder|"
    r"bovenstaande|voorgaande|voorafgaande|tot\s+nu\s+toe|above|before|prior|so\s+far|previously|earlier|"
    r"verteld|told|gezegd)\b|"
    r"(?:the\s+rest|de\s+rest)\s+(?:of|van)\s+(?:this|deze|dit|the)\s+(?:text|tekst|document|page|pagina)\b"
)
ASKED: Final = (
    r"(?:(?:vraag|verzoek|opdrachten|opdracht|instructies?)\s+van\s+(?:de|elke)\s+gebruikers?|"
    r"users?'?s?\s+(?:requests?|questions?|instructions?|query|prompts?))\b"
)
STARTS: Final = (
    r"(?:^|[,;:(\"'>*-]\s*|\b(?:en|dus|nu|dan|eerst|please|kindly|just|and|then|now|must|should|to|je\s+(?:moet|mag)|"
    r"you\s+can)\s+)"
)
DROP: Final = (
    r"(?:negeer|vergeet|verwerp|overschrijf|omzeil|schrap|wis|doorbreek|laat|sla|ignore|disregard|forget|"
    r"override|bypass|"
    r"overlook|discard|drop|abandon|overwrite|denk\s+niet\s+(?:meer\s+|langer\s+)?aan|trek\s+je\s+niets?\s+aan\s+van|"
    r"pay\s+no\s+attention\s+to|set\s+aside|let\s+go\s+of|luister\s+niet\s+(?:meer\s+)?naar|"
    r"do\s+not\s+listen\s+to)\b(?!\s+(?:niet|not)\b)"
)
NOT_FOLLOW: Final = (
    r"(?:niet|nooit|geen|not|never|no\s+longer|longer|negeren|omzeilen|overtreden|ignore|break|bypass|"
    r"disregard)\b"
)
FOLLOW: Final = (
    r"\b(?:volg(?:en)?|opvolgen|op\s+te\s+volgen|houd|hou|houden|gehoorza\w+|negeren|omzeilen|overtreden|"
    r"follow|obey|comply|"
    r"adhere|ignore|break|bypass|disregard)\b"
)
OF_OTHERS: Final = (
    rf"{RULES}\s+(?:(?:\w+\s+)?(?:van|aan|from|by|to|of)\s+(?:de|het|den|the|uw|our|onze|mijn|my|een|a)\s+(?!systeem|system|"
    r"gebruiker|user|ai\b)|(?:in|op|on|uit|over|about|voor|for)\s+(?!te\b|this|dit|deze|je\b|your))|"
    r"\b(?:lege|empty|blank|rijen|rows|kolom\w*|columns?)\b|\b(?:pagina|bladzijde|bijlage|hoofdstuk|artikel|"
    r"page|appendix|chapter|section)\s+\d"
)
ANSWER: Final = (
    r"\b(?:antwoord|geef|schrijf|zeg|toon|output|reply|respond|answer|write|say|print|return|display)\b"
)
AI: Final = (
    r"\b(?:ai|a\.i|llms?|chatgpt|gpt|copilot|claude|gemini|mistral|chatbots?|taalmodel(?:len)?|language\s+models?|"
    r"ai\W(?:assistente?n?|modellen|model|systeem|systemen|assistants?|models?|systems?|reviewers?|"
    r"beoordelaars?|agents?)|"
    r"(?:automated|automatic)\s+(?:system|reader|reviewer|assistant)s?|geautomatiseerde?\s+(?:systeem|"
    r"systemen|lezer|assistent)|"
    r"(?:model|bot|machine|computer|software)(?=\s+(?:dat|die|that|reading|which)\s+(?:dit|this|deze)?))\b"
)
THIS: Final = (
    r"\b(?:dit\s+(?:document|bestand|rapport|stuk|bericht|leest)|(?:deze|die\s+deze)\s+(?:tekst|pagina|mail|"
    r"brief|zin)|"
    r"(?:die|dat)\s+(?:dit|deze)\b|this\s+(?:document|text|file|paper|page|message|letter|line)|"
    r"reads?\s+this|reading\s+this|"
    r"processing\s+this|(?:summari[sz]|process|analy[sz])(?:ing|es)\s+this|wie\s+dit)\b"
)
DO: Final = (
    r"\b(?:beoordeel|noem(?:en)?|vermeld(?:en)?|meld(?:en)?|zeg(?:gen)?|schrijf|schrijven|geef|geven|keur|"
    r"goedkeuren|raad|"
    r"aanraden|antwoord(?:en)?|beoordelen|classify|grade|judge|conclude|concluderen|sla|kies|kiezen|"
    r"rangschik|zet|beveel|aanbevelen|rate|rank|say|give|recommend|mention|approve|"
    r"answer|write|praise|score|list|choose|select|accept|ignore|negeer|negeren|verzwijg|prefer|reply|"
    r"respond|stel|doe)\b"
)
HELPED: Final = (
    r"\b(?:gebruik\w*|used?|using|uses|inzet\w*|ingezet|gemaakt|geschreven|made|written|hulp|help|helpt|"
    r"volgens|according|"
    r"inkop\w+|koopt|buys?)\b"
)
SAYS_TO: Final = (
    r"\b(?:voor|aan|to|for|attention|attentie|let\s+op|beste|geachte|dear|hey|hello|hallo)[,\s]+(?:(?:de|"
    r"het|elke?|alle|ieder|"
    rf"een|the|any|all|every|an?)\s+)?{AI}"
)
PROMPT: Final = (
    r"(?:\b(?:system|systeem)\W?(?:prompts?|instructi\w+|bericht|message)\b|\b(?:initial|"
    r"hidden)\s+prompts?\b)"
)
YOUR_RULES: Final = (
    r"\b(?:je|jouw|your)\s+(?:\w+\s+){0,2}?(?:instructies?|instructions?|regels|rules|richtlijnen|"
    r"guidelines|opdracht)\b"
)
SHOW: Final = (
    r"\b(?:toon|geef|herhaal|druk|onthul|noem|kopieer|weer|print|reveal|repeat|show|output|display|tell|"
    r"list|leak|disclose|"
    r"dump|share|deel|plak)\b"
)
TO_THE_LETTER: Final = (
    r"\b(?:letterlijk|woord\s+voor\s+woord|word\s+for\s+word|verbatim|volledige\s+tekst|(?:full|exact|entire)\s+text|"
    r"helemaal)\b"
)
PEOPLE: Final = r"\b(?:gebruikers?|users?|lezer|reader|professional|medewerker\s+die\s+dit)\b"
URL: Final = r"(?:https?://|www\.)\S+"
CARRY: Final = (
    r"\b(?:stuur|verstuur|verzend|post|mail|upload|exporteer|send|forward|transmit|exfiltrate|export|"
    r"leak|lek)\b"
)
TALK: Final = (
    r"\b(?:(?:dit|this|the|our|whole|hele|van\s+het)\s+(?:gesprek|conversation|chat)|(?:deze|de|this|"
    r"the)\s+(?:sessie|session)|"
    r"chat\s?(?:history|geschiedenis)|user\s+data|gebruikersgegevens)\b"
)
AS_AI: Final = (
    r"(?:dan\b|(?:(?:een|an?|the|de)\s+)?(?:\w+\s+){0,2}?(?:onbeperkte?|unrestricted|ongecensureerde?|uncensored)\b|"
    r"(?:een|an?)\s+(?:\w+\s+){0,2}?(?:ai|assistente?|assistant|chatbot|taalmodel|language\s+model)\b)"
)
FREE: Final = (
    r"\b(?:geen|no|niet\s+gebonden\s+aan|zonder|without|not\s+(?:know|have)\s+any)\s+(?:\w+\s+)?(?:regels|"
    r"filters?|beperking(?:en)?|grenzen|richtlijnen|rules|"
    r"restrictions|limits|limitations|guidelines)\b"
)
BECOMES: Final = (
    r"\b(?:(?:je|jij|u)\s+bent\s+(?:nu|vanaf\s+nu|voortaan)|(?:vanaf\s+nu|voortaan|nu)\s+ben\s+(?:je|jij)|"
    r"you\s+are\s+(?:now|from\s+now\s+on)|from\s+now\s+on,?\s+you\s+(?:are|act\s+as|will\s+be))\s+"
)
PLAYS: Final = (
    r"\b(?:doe\s+(?:net\s+)?alsof|gedraag\s+je|speel|treed\s+op\s+als|handel\s+als|pretend|act\s+(?:as|"
    r"like)|behave|roleplay|antwoord|"
    r"answer|respond|reply)\b"
)
ADMIN: Final = (
    r"\b(?:treed\s+op|gedraag\s+je|handel|act|behave|doe\s+alsof\s+je)\s+(?:als\s+|as\s+|like\s+)?(?:(?:de|"
    r"een|the|an?)\s+)?"
    r"(?:system\s+)?(?:beheerder|administrator|admin|root|developer|ontwikkelaar)\b"
)

TRIGGER: Final = (
    r"\b(?:je|jij|jou|jouw|you|your|ai|a\.i|llms?|chatgpt|gpt|copilot|claude|gemini|mistral|model|models|bots?|machine|computer|"
    r"software|dan|laat|sla|wis|drop|set\s+aside|act|speel|treed|handel|mode|modus|stop|lees\s+niet|do\s+not\s+read)\b|"
    r"https?:|www\.|instructi|opdracht|aanwijzing|regel|prompt|richtlijn|beperking|direction|directive|orders?\b|rules?\b|"
    r"guideline|guardrail|restrict|constraint|command|program|training|negeer|negeren|vergeet|verwerp|overschrijf|omzeil|schrap|"
    r"doorbreek|denk\s+niet|trek\s+|luister|ignor|disregard|forget|overrid|bypass|overlook|discard|abandon|overwrite|attention|"
    r"chatbot|taalmodel|language\s+model|automat|geautomat|filter|veilig|safety|priv|besloten|sessi|gesprek|chat|conversation|"
    r"gebruiker|user|lezer|reader|colle[ag]|client|boven|above|before|voorafgaand|preceding|pretend|behave|roleplay|gedraag|"
    r"alsof|assistent|assistant|toegeven|geef\s+nooit\s+toe|admit|antwoord|answer|respond|reply|verzwijg|zwijg"
)
"""Without one of these no sentence is an order: looked for first, since most sentences hold none."""
