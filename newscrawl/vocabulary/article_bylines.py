"""What stands in the byline of an article beside names: by whom, jobs, controls, agencies."""

import re

from newscrawl.vocabulary.bylines import ALONE, WRITTEN

BY = re.compile(
    rf"^\W*(?:(?:{WRITTEN}|words|reported|story|authored|created|eingestellt|interview|gespeichert"
    r"|eingereicht|artikel|und|автор|text|reporting|analysis|opinion|zum profil)\s+)?"
    rf"(?:{ALONE}|von|di|av|af|od|about|text|words|interview|autor(?:en|in|es|as)?|authors?"
    r"|автор|yazar|yazan|skriven av|foto och text)\b\s*:?\s+",
    re.IGNORECASE,
)
OF = re.compile(r"^(?:de|του|της|των|per)\s+(?=\w+\s+\w)", re.IGNORECASE)
"""The same in languages where it is otherwise a part of names: at the beginning of a line alone."""
MORE = re.compile(
    r"^\W*(?:view|see|read|more|all|posts?|articles?|stories|other|zum|zeige|alle|mehr|weitere|"
    r"beiträge|artikel|voir|tous|toutes|plus|ver|todas|todos|más|mais|vedi|tutti|mostra|altri|bekijk|"
    r"meer|zobacz|wszystkie|visa|vis|flere|alla|все|посмотреть|показать|ещё|tüm)\b"
    r"(?:\s+[^\W\d_]+){0,5}?"
    r"\s+(?:by|from|of|about|von|par|de|del|di|da|door|van|av|af|autora|autorů|автора|от)\s+",
    re.IGNORECASE,
)
"""`View all posts by`, before a name."""
SECTION = re.compile(r"^[a-zäöüéèß]\w*\s+(?:von|by|par|por)\s+(?=[^\W\d_a-zäöü])")
"""`politics by`: what a template prints in small letters before a name."""
JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|journaliste|redakteur(?:in)?|writer|columnist|"
    r"contributor|staff|autor(?:in)?|professor|bureau|chief|photographer|published|updated|minutes?|"
    r"redaktion|team|editorial|desk|md|phd|korrespondent(?:in)?|posted|comments?|follow|director|"
    r"analyst|attorney|engineer|expert|specialist|educators?|ceo|cto|fellow|intern|manager)\b",
    re.IGNORECASE,
)
JOBS_BEHIND = re.compile(
    r"(?<!\s)\s+(?:(?:senior|junior|chief|staff|managing|deputy|associate|political|sports?|health|business|"
    r"science|guest|special|foreign|technology|education|freelance|investigative)\s+){0,3}"
    r"(?:reporter|correspondent|editor|journalist|journaliste|redakteur(?:in)?|writer|columnist|"
    r"contributor|korrespondent(?:in)?|ph\.?d|m\.?d|ceo|cto)\.?$",
    re.IGNORECASE,
)
"""What somebody is, behind the name."""
BEHIND = re.compile(
    r"(?<!\s)\s+(?:@[\w.]+|\+?\s?follow(?:ing)?\b|subscribe\b|view\s|see\s|read\s(?:more|bio)|more\s|bio\b|"
    r"last\s+updated|published|updated|posted|publiziert|veröffentlicht|aktualisiert|publié|publicado|"
    r"pubblicato|shares?\b|comments?\b|kommentare?\b|\d+\s|\d+$|[\w.+-]+@|→|›|»|\.\s+edited)(?s:.*)",
    re.IGNORECASE,
)
"""What belongs to the name no more: a control, a label, a count, an address."""
NOT_NAMED = re.compile(
    r"^\W*\d+\b|\bmin(?:utes?|uten|s)?\b|^(?:photo|image|foto|bild|credit|published|updated)\b|"
    r"^(?:datum|date|share|bio|email|contact|about|quelle|source|stand)\b|\bcomments?$|kommentar|"
    r"https?:|www\.|[@<>{}#=+?]|\d{3}|^\W*$",
    re.IGNORECASE,
)
CONTROL = re.compile(
    r"admin\w*|last|first|originally|zuletzt|null|none|undefined|unknown|guest|n/a|read|share|facebook|twitter|webmaster|author|by|"
    r"autor|autorin|auteur|autore|автор|user|edit|bearbeiten|staff|uncategori[sz]ed|drupal|wordpress|"
    r"website|homepage|blog|nachrichten|text|words|home|in|on|beitrag|the author|"
    r"(?:twitter|facebook|instagram|linkedin)\b.*|(?:sign|log)[ -]?(?:in|up|out)|following|"
    r"follow|(?:view|see|read|show|more|no|alle|alles|all|kein|keine|full|voir|ver)\s.*"
    r"\b(?:more|bio|profile|posts?|articles?|stories|archives?|authors?|artikel|beiträge|autor(?:in)?)|"
    r"more|all|(?:written|posted|reviewed|submitted|edited|geschrieben|verfasst|veröffentlicht|écrit|"
    r"escrito)(?:\s.*)?",
    re.IGNORECASE,
)
"""What a byline says instead of a name."""
OTHER_PART = re.compile(
    r"\b(?:photo(?:s|graph(?:s|y|er)?)?|pictures?|images?|videos?|illustrations?|illustrated|graphics?"
    r"|fotos?|fotografie|fotografía|bild(?:er)?|illustration(?:en)?|photographies|foto['’]?s|bilde"
    r"|edited|editing|reviewed|fact[- ]checked|translated|translation|compiled|produced|drawings"
    r"|übersetz(?:t|ung)|bearbeitet|lektorat|traduit|traduction|traducción|traducido|tradução|traduzione"
    r"|фото|перевод|(?:(?:medically|expert|clinically)\s+)reviewed)\s*(?:(?:by|von|par|por|de|di|da|av|af"
    r"|door)\b|:|\|)",
    re.IGNORECASE,
)
"""What stands before the name of somebody who had another part in an article than writing it."""
AGENCIES = re.compile(
    r"(?:and |und |et |other )?(?:(?:news |wire )?agenc(?:y|ies)|(?:nachrichten)?agenturen|agences"
    r"|agencias|agenzie|agências|agentschappen|wires?|wire (?:reports|services)|news services)",
    re.IGNORECASE,
)
"""Agencies that are not named."""
_AGENCY = (
    r"reuters|(?:the )?associated press|agence france[- ]presse|deutsche presse[- ]agentur|efe|ansa"
    r"|agencia efe|adnkronos|europa press|lusa|agência (?:lusa|brasil)|belga|ritzau|ntb|tasr|čtk"
    r"|pap|agerpres|hina|tanjug|anadolu(?: agency| ajansı)?|tass|тасс|ria novosti|риа новости"
    r"|interfax(?:-ukraine)?|интерфакс(?:-україна)?|укринформ|укрінформ|уніан|xinhua|新华社|新華社"
    r"|中央社|kyodo(?: news)?|共同通信(?:社)?|時事通信(?:社)?|jiji press|yonhap|연합뉴스|뉴시스"
    r"|press trust of india|pti|ians|bernama|antara|australian associated press|press association"
    r"|pa media|(?:the )?canadian press|la presse canadienne|keystone[- ]sda|keystone[- ]ats"
    r"|united press international|télam|notimex|prensa latina|bloomberg(?: news)?"
    r"|dow jones newswires"
    r"|sport-informations-dienst|epd|kna|(?-i:dpa|DPA|AP|AFP|UPI|APA|SDA|ATS|ANP|TT|STT|MTI|BTA|DHA"
    r"|İHA|AAP|PA|CP|sid|SID)"
)
AGENCY = re.compile(
    rf"(?:via |with |mit )?(?:{_AGENCY})(?: staff| agency| news agency)?", re.IGNORECASE
)
"""A news agency, whose texts papers print. Its short names are so in their own letters alone."""
AGENCY_BEHIND = re.compile(rf"(?<=\S)\s+(?:{_AGENCY})$", re.IGNORECASE)
"""The same behind somebody's name."""
