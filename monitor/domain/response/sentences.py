"""Ground floor: what each sentence of a letter does: confirm, promise, tell how to wait, or say something.

A receipt nobody marked as one gives itself away by this: something of ours "was received", somebody else "will
answer", and nothing is said besides. Phrases alone do not carry that far: every company words its receipt anew, but
all put the same few things together. Sentences are in the form `traits.normal` gives text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.domain.response.traits import found, normal
from monitor.domain.response.words import machine, person

MOST = 14
"""Sentences beyond which a letter is no receipt."""

_THING_EN = r"(?:message|e-?mail|mail|letter|enquiry|inquiry|query|request|application|form|submission|booking|reservation|registration|question|feedback|details|note|words)"
_CAME_EN = (
    r"(?:received|arrived|landed|reached (?:us|our)|delivered to|gone (?:straight )?(?:to|through)|made it|is (?:now |safely )?(?:with us|in (?:our|the) )|(?:came|come) (?:in|through)\b"
    r"|been (?:sent|passed|forwarded|logged|registered|submitted|accepted|created|opened|added|queued|assigned|recorded|placed|escalated))"
)
_WHO_EN = (
    r"(?:we|you|somebody|someone|(?:one|a member|members) of (?:us|our|the|them)|(?:our|the|a|an|your) (?:[\w-]+ ){0,3}"
    r"(?:team|manager|staff|specialists?|representative|rep|agent|advis[eo]r|consultant|office|crew|people|human|person|expert)s?)"
)
_DOES_EN = (
    r"(?:repl|answer|respon|get back|be in touch|get in touch|call|contact|come back|read|review|reach out|be with you"
    r"|write|look into|look at|process|handle|give you a (?:call|ring)|ring you|hear from|hear back|receive|follow up|be back|assist|help)"
)
_THING_RU = r"(?:сообщени|письм|заявк|обращени|запрос|вопрос|заказ|анкет|форм|данны|отзыв|звон|брон|запис)"
_CAME_RU = (
    r"(?:попал|получен|принят|поступил|зарегистр|передан|отправлен|у нас\b|доставлен|в обработк|в работ|создан|сохранен|дошл|оформлен"
    r"|на рассмотрени|на модераци|записан|ожидает|присвоен|опубликован)"
)
_WHO_RU = r"(?:куратор|партнер|юрист|врач|доктор|инженер|мастер|агент|менеджер|специалист|администратор|сотрудник|оператор|консультант|эксперт|команда|мы\b|коллег|ответственн)"
_DOES_RU = r"(?:свяж|перезвон|позвон|ответ[иья]|напиш|рассмотр|рассматрива|обработа|обрабатыва|изуча|помо[жг]|набер|подбер|подбира|готовит|расскаж|рассчита|подготов|отправ[ия]т|пришл)"

CONFIRMS = re.compile(
    rf"\b{_THING_EN}\b[^.!?]{{0,40}}\b{_CAME_EN}|\bwe(?: have| just|'ve|,? too,?| also)*(?: just)? (?:got|received|have) (?:your|you)\b"
    rf"|\bvotre (?:message|demande|mail)\b[^.!?]{{0,30}}\breçu|\bavons (?:bien )?reçu\b"
    rf"|\b(?:bestätigen (?:wir )?(?:ihnen )?(?:den|hiermit)|eingang ihrer|eingegangen|ist bei uns (?:angekommen|\w*gelaufen)|(?:nachricht|anfrage|anliegen|mail|vorgang)\w*\b[^.!?]{{0,50}}\b(?:erhalten|erfasst|zugeordnet|weitergeleitet|ist da|verteilt))\b"
    rf"|\b{_THING_RU}\w{{0,4}}\b[^.!?]{{0,40}}\b{_CAME_RU}"
    rf"|\b(?:получили|приняли|увидели|зарегистрировали)\s+(?:от вас|ваш\w*|\w+\s+(?:сообщ|заявк|письм|запрос|обращ))"
    rf"|\byour {_THING_EN} (?:reference|number|id) is\b|\byou (?:have )?contacted us\b"
    r"|\b(?:confirm(?:ing|s)?|acknowledg\w+) (?:the )?(?:receipt|that we)\b|\bthis is to confirm\b|\byou(?:'re| are) in (?:the|our|a) queue\b"
    r"|\bподтвержда\w+ (?:получение|прием|регистрацию)|\bкопия ваше|\bcopy of your\b"
    r"|\bвы (?:успешно )?(?:записаны|записались|заказали|оставили|задали|заполнили|отправили|запросили)\b"
)
PROMISES = re.compile(
    rf"\b{_WHO_EN}(?: [\w-]+){{0,4}}? ?(?:will|'ll|shall|are going to|aim to|try to|can expect|should|usually|normally|typically|generally)"
    rf"\b[^.!?]{{0,40}}\b{_DOES_EN}"
    r"|\b(?:is|are) (?:staffed|dealt with|answered in|monitored|read (?:on|once|every))\b|\b(?:answers?|replies|responses?) (?:can|may|might|will|usually|normally|should)\b|\b(?:response|reply|answer|waiting) times?\b|\bwill be (?:\w+ed|with you|sent|dealt)\b|\bplease (?:allow|bear with)\b"
    r"|\bgive us (?:a|an|one|two|some|up to|until|till)\b(?! (?:call|ring|bell))"
    rf"|\b(?:a|an|our|your|the) (?:[\w-]+ ){{1,4}}?(?:will|'ll|typically|usually|normally|generally)\b[^.!?]{{0,25}}\b{_DOES_EN}"
    r"|\b(?:respond(?:er[áe]|erem)|rispond(?:erà|erem)|contactar[áe]|contatt(?:erà|erem)|antwort(?:et|en) (?:ihnen|dir)|in verbindung setzen)\w*"
    r"|\b(?:répondr|recontacter|melden uns|bearbeite[nt]|antworten ihnen|kommen auf sie zu)\w*"
    rf"|\b{_WHO_RU}\w*\b[^.!?]{{0,60}}\b{_DOES_RU}|\b(?:пришлем|подберем|ответим|свяжемся|перезвоним|позвоним|напишем|рассмотрим|обработаем|постараемся|отвечаем)\b"
    r"|\b(?:ожидайте|ждите)\b|\bвы получите\b|\bсрок ответа|\bна линии\b|\bвам (?:перезвонят|позвонят|ответят|напишут)\b|\b(?:с вами|он|она) (?:свяж|перезвон|позвон|ответ)"
    r"|\b(?:ответ|решение) (?:придет|поступит|будет|может (?:занять|прийти|поступить))\b|\bбуд(?:ет|ут) \w+(?:ен|ан|ят|ено|ана|ены|аны|яты|ена)\b|\b(?:время|срок\w*) (?:ответа|рассмотрения|обработки)\b"
)
_FILLS = re.compile(
    r"\b(?:is|are) (?:very |really )?important to us|\bdue to (?:a |an |the )?(?:high|large|unusual|current)|\bif (?:your|the|this|it)(?: [\w-]+)?(?: is|'s)? urgent|\bfor urgent|\bfor your (?:patience|records)\b"
    r"|\bif it can(?:'|no)t wait|\bgive us a (?:call|ring|bell)\b|\b(?:great|good|lovely|nice) to hear from you|\bhave a look at our\b|\bplease be advised\b|\bour (?:office|shop|branch|reception|lines?) (?:is|are) open\b"
    r"|\blook forward to (?:hearing|speaking|helping|welcoming|seeing|meeting)|\bwhy not (?:check|take|have|follow|browse)|\bneed (?:help|an answer|us|to speak)\b[^.!?]{0,30}\b(?:sooner|faster|now|urgent|immediate)|\bvisit our (?:website|site|faq|help)"
    r"|\bважно для нас|\bза (?:терпение|понимание|ожидание|доверие)|\bмного (?:обращений|заявок|запросов|писем)|\bбольш\w+ (?:количеств|числ|объем|поток)\w* (?:обращ|заяв|запрос)|\bесли (?:ваш )?(?:вопрос|дело|это)?\s?(?:очень )?срочн|\bзвоните (?:по|нам|на)\b"
    r"|^(?:(?:but |and )?in the meantime|meanwhile|while you(?:'re)? wait|until then|(?:а )?пока\b|тем временем|follow us|got it\b|thanks|thank you|спасибо|благодар|sit tight|hang tight|we're on it|please check your (?:spam|junk)|подпи|talk soon|speak soon|до связи)"
    r"|\b(?:faq|frequently asked|view the status|status of (?:the|your)|track (?:the|your)|add (?:additional )?comments|quote (?:the|this) ref)"
    r"|\b(?:если (?:вы|это)\b[^.!?]{0,60}\b(?:не|ошиб)|if you (?:did not|didn't|have not|haven't))|проигнорируйте|не отклоняйте|незнакомого номера|проверьте (?:папку )?спам|личном кабинете|отследить|статус\w* (?:заявк|обращ)"
    r"|\b(?:часы работы|рабочее время|график|режим работы|(?:working|opening|office|business) hours|пн-пт|mon-fri|monday (?:to|-) friday)\b"
    r"|^(?:статус|приоритет|status|priority|expected)\b|\bnothing (?:more|else) to do\b|\b(?:your|the|ваш) (?:reference|ticket|case|номер)\b"
)
_POLITE = (
    "hello", "hi", "hey", "dear", "good day", "good morning", "greetings", "bonjour", "guten tag", "sehr geehrte",
    "здравствуйте", "добрый день", "доброго дня", "добрый вечер", "уважаем", "приветствуем", *person.CLOSINGS,
)  # fmt: skip
_PHRASES = machine.RECEIPT + machine.THANKS + machine.PROMISE + machine.NO_REPLY_WORDS + machine.AUTOMATED
_END = re.compile(r"(?<=[.!?])\s+|\n")
ECHOED = re.compile(
    r"^[ \t>*•-]*(?:full name|preferred date|preferred time|ваш телефон|ваш вопрос|контактный телефон|name|your name|first name|last name|e-?mail|phone|telephone|message|your (?:question|message)|comments?|subject|имя|ваше имя|фио|телефон|"
    r"сообщение|комментарий|почта|тема|вопрос|автор|e-mail автора|текст сообщения|anrede|nachricht|betreff|telefon|[qaво])\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
"""A line of a form, as robots paste it into their letters."""
_QUOTING_US = re.compile(r"^\s*(?:>.*|[«\"“„].{12,}[»\"”“][.!]?)\s*$", re.MULTILINE)
_YOU_SAID = re.compile(
    r"^\s*(?:you (?:asked|wrote|said|sent)|your (?:message|question|enquiry|inquiry|request)|(?:ваш\w*|текст) (?:вопрос|сообщени|обращени|запрос)\w*"
    r"|вы (?:написали|спросили|спрашивали)|ihre nachricht|votre message)(?: was| follows)?\s*:\s*$",
    re.IGNORECASE,
)
"""Above what we wrote ourselves, up to an empty line."""
_CLOSES = re.compile(
    rf"^(?:{'|'.join(map(re.escape, person.CLOSINGS))})(?!\s+(?:for|за|что|that|to|we|i)\b)"
    r"(?:,.*|[\s,!.—–-]*(?:[^\s,.!?]+\s?){0,3}[.!]?)$"
)
"""Below such a line stands who wrote, not what."""
_SINGULAR = re.compile(
    r"\b(?:i|i'm|i'll|i've|я|мне|меня|перезвоню|отвечу|напишу|уточню|посчита\w+|посмотр\w+|передала?|уточнила?|узнала?|узнаю|проверила?|проверю|спрошу|пришлю|подготовлю)\b"
)
_THANKED = re.compile(r"^(?:thanks?|thank you|many thanks|спасибо|благодар\w+)\b[^,.!?]{3,60},\s+(?=\w)", re.IGNORECASE)
"""A sentence may thank first and then say something."""
_DAY_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
NAMED_DAY = re.compile(
    rf"\b(?:tomorrow|(?:on|this|next|come|by|until|for|the) {_DAY_EN}|{_DAY_EN} (?:at|morning|afternoon|evening|would|is|works))\b(?! (?:to|until|-|–) )"
    r"|\b(?:послезавтра|завтра|(?:в|во|до|к|на) (?:понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресень[ея])|по (?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям))\b"
)
"""A day somebody has in mind; receipts know opening hours and "soon"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`confirms`, `promises`: the first sentence that does, "" when none. `empty`: sentences that belong into a receipt;
    `saying`: those that say something else; `asks`: the first question of the writer's own, "" when none."""

    confirms: str
    promises: str
    asks: str = ""
    empty: int
    saying: int

    @property
    def share(self) -> float:
        """Of the sentences, how many belong into a receipt; 0 when nothing of a receipt is there at all."""
        return self.empty / (self.empty + self.saying) if self.empty else 0.0


def told_by(own_text: str) -> Told:
    """What the sentences of a writer's own words do; what is echoed of ours and the signature say nothing."""
    sentences = [normal(piece).strip(" *-•") for line in _said(own_text[:1_500]) for piece in _pieces(line)]
    sentences = [sentence for sentence in sentences if len(sentence) > 2]
    if not sentences or len(sentences) > MOST:
        return Told(confirms="", promises="", empty=0, saying=len(sentences))
    confirms = promises = asks = ""
    empty = saying = 0
    for sentence in sentences:
        if CONFIRMS.search(sentence) and "?" not in sentence:
            confirms, empty = confirms or sentence, empty + 1
        elif PROMISES.search(sentence) and not _SINGULAR.search(sentence) and "?" not in sentence:
            promises, empty = promises or sentence, empty + 1
        elif _FILLS.search(sentence) or _is_phrase(sentence):
            empty += 1
        elif _says(sentence):
            saying += 1
            asks = asks or (sentence if "?" in sentence else "")
    return Told(confirms=confirms, promises=promises, asks=asks, empty=empty, saying=saying)


def _is_phrase(sentence: str) -> bool:
    return "?" not in sentence and not _SINGULAR.search(sentence) and bool(found(sentence, _PHRASES, 1))


def _pieces(line: str) -> Iterator[str]:
    for sentence in _END.split(line):
        thanked = _THANKED.match(sentence)
        yield from (thanked[0], sentence[thanked.end() :]) if thanked else (sentence,)


def said_by(own_text: str) -> str:
    """A writer's own words without signature, form lines and quotations of ours."""
    return "\n".join(_said(own_text))


def speaks_as_one(own_text: str) -> bool:
    """Whether one person says "I"."""
    return _SINGULAR.search(normal(own_text)) is not None


def _said(text: str) -> Iterator[str]:
    """The lines above the signature, without those of a form and those that quote us."""
    begun = echo = False
    for line in _QUOTING_US.sub("", text).split("\n"):
        echo = bool(_YOU_SAID.match(line)) or (echo and bool(line.strip()))
        if echo:
            continue
        if begun and _CLOSES.match(normal(line).strip()):
            return
        echo = bool(ECHOED.match(line))
        if not echo:
            begun = begun or len(line) > 25
            yield line


def _says(sentence: str) -> bool:
    """Greetings and the lines of a signature say nothing."""
    if sentence.startswith(_POLITE):
        _, comma, said = sentence.partition(",")
        return len(said) > 25 if comma else len(sentence) > 60
    return len(sentence) > 30 or sentence.endswith("?") or sentence.count(" ") >= 3
