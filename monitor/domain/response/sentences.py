"""Ground floor: what each sentence of a letter does: confirm, promise, tell how to wait, or say something.

A receipt nobody marked as one gives itself away by this: something of ours "was received", somebody else "will
answer", and nothing is said besides. Phrases alone do not carry that far: every company words its receipt anew, but
all put the same few things together. Sentences are in the form `traits.normal` gives text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.domain.response.traits import found, normal
from monitor.domain.response.words import machine, person

MOST = 14
"""Sentences beyond which a letter is no receipt."""

_THING_EN = r"(?:message|e-?mail|mail|letter|enquiry|inquiry|query|request|application|form|submission|booking|reservation|registration|question|feedback|details)"
_CAME_EN = (
    r"(?:received|arrived|landed|reached (?:us|our)|delivered to|gone (?:straight )?(?:to|through)|made it|is (?:now |safely )?(?:with us|in (?:our|the) )|(?:came|come) (?:in|through)\b"
    r"|been (?:sent|passed|forwarded|logged|registered|submitted|accepted|created|opened|added|queued|assigned|recorded|placed|escalated))"
)
_WHO_EN = (
    r"(?:we|you|somebody|someone|(?:one|a member|members) of (?:us|our|the)|(?:our|the|a|an|your) (?:[\w-]+ ){0,3}"
    r"(?:team|manager|staff|specialists?|representative|rep|agent|advis[eo]r|consultant|office|crew|people|human|person|expert)s?)"
)
_DOES_EN = (
    r"(?:repl|answer|respon|get back|be in touch|get in touch|call|contact|come back|read|review|reach out|be with you"
    r"|write|look into|look at|process|handle|give you a (?:call|ring)|ring you|hear from|hear back|receive|follow up|be back|assist|help)"
)
_THING_RU = r"(?:сообщени|письм|заявк|обращени|запрос|вопрос|заказ|анкет|форм|данны|отзыв|звон|брон|запис)"
_CAME_RU = (
    r"(?:получен|принят|поступил|зарегистр|передан|отправлен|у нас\b|доставлен|в обработк|в работ|создан|сохранен|дошл|оформлен"
    r"|на рассмотрени|на модераци|записан|ожидает|присвоен|опубликован)"
)
_WHO_RU = r"(?:куратор|партнер|юрист|врач|доктор|инженер|мастер|агент|менеджер|специалист|администратор|сотрудник|оператор|консультант|эксперт|команда|мы\b|коллег|ответственн)"
_DOES_RU = r"(?:свяж|перезвон|позвон|ответ[иья]|напиш|рассмотр|рассматрива|обработа|обрабатыва|изуча|помо[жг]|набер|подбер|подбира|готовит|расскаж|рассчита|подготов|отправ[ия]т|пришл)"

CONFIRMS = re.compile(
    rf"\b{_THING_EN}\b[^.!?]{{0,40}}\b{_CAME_EN}|\bwe(?: have| just|'ve|,? too,?| also)*(?: just)? (?:got|received|have) (?:your|you)\b"
    rf"|\bvotre (?:message|demande|mail)\b[^.!?]{{0,30}}\breçu|\bavons (?:bien )?reçu\b"
    rf"|\b(?:bestätigen (?:wir )?(?:ihnen )?(?:den|hiermit)|eingang ihrer|eingegangen|ist bei uns angekommen)\b"
    rf"|\b{_THING_RU}\w{{0,4}}\b[^.!?]{{0,40}}\b{_CAME_RU}"
    rf"|\b(?:получили|приняли|увидели|зарегистрировали)\s+(?:от вас|ваш\w*|\w+\s+(?:сообщ|заявк|письм|запрос|обращ))"
    r"|\b(?:confirm(?:ing|s)?|acknowledg\w+) (?:the )?(?:receipt|that we)\b|\bthis is to confirm\b|\byou(?:'re| are) in (?:the|our|a) queue\b"
    r"|\bподтвержда\w+ (?:получение|прием|регистрацию)|\bкопия ваше|\bcopy of your\b"
    r"|\bвы (?:успешно )?(?:записаны|записались|заказали|оставили|заполнили|отправили|запросили)\b"
)
PROMISES = re.compile(
    rf"\b{_WHO_EN}(?: [\w-]+){{0,4}}? ?(?:will|'ll|shall|are going to|aim to|try to|can expect|should|usually|normally|typically|generally)"
    rf"\b[^.!?]{{0,40}}\b{_DOES_EN}"
    r"|\b(?:is|are) (?:staffed|dealt with|answered in|monitored|read (?:on|once|every))\b|\b(?:answers?|replies|responses?) (?:can|may|might|will|usually|normally|should)\b|\b(?:response|reply|answer|waiting) times?\b|\bwill be (?:\w+ed|with you|sent|dealt)\b|\bplease (?:allow|bear with)\b"
    rf"|\b(?:a|an|our|your|the) (?:[\w-]+ ){{1,4}}?(?:will|'ll)\b[^.!?]{{0,25}}\b{_DOES_EN}"
    r"|\b(?:respond(?:er[áe]|erem)|rispond(?:erà|erem)|contactar[áe]|contatt(?:erà|erem)|antwort(?:et|en) (?:ihnen|dir)|in verbindung setzen)\w*"
    r"|\b(?:répondr|recontacter|melden uns|bearbeite[nt]|antworten ihnen|kommen auf sie zu)\w*"
    rf"|\b{_WHO_RU}\w*\b[^.!?]{{0,60}}\b{_DOES_RU}|\b(?:пришлем|подберем|ответим|свяжемся|перезвоним|позвоним|напишем|рассмотрим|обработаем|постараемся|отвечаем)\b"
    r"|\b(?:ожидайте|ждите)\b|\bвы получите\b|\bсрок ответа|\bна линии\b|\bвам (?:перезвонят|позвонят|ответят|напишут)\b|\b(?:с вами|он|она) (?:свяж|перезвон|позвон|ответ)"
    r"|\b(?:ответ|решение) (?:придет|поступит|будет)\b|\bбуд(?:ет|ут) \w+(?:ен|ан|ят|ено|ана|ены|аны|яты|ена)\b|\b(?:время|срок\w*) (?:ответа|рассмотрения|обработки)\b"
)
_FILLS = re.compile(
    r"^(?:(?:but |and )?in the meantime|meanwhile|while you(?:'re)? wait|until then|(?:а )?пока\b|тем временем|follow us|got it\b|thanks|thank you|спасибо|благодар|sit tight|hang tight|we're on it|please check your (?:spam|junk)|подпи|talk soon|speak soon|до связи)"
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
_SINGULAR = re.compile(r"\b(?:i|i'm|i'll|i've|я|мне|меня|перезвоню|отвечу|напишу|уточню|посчита\w+|посмотр\w+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`confirms`, `promises`: the first sentence that does, "" when none. `empty`: sentences that belong into a receipt;
    `saying`: those that say something else."""

    confirms: str
    promises: str
    empty: int
    saying: int

    @property
    def share(self) -> float:
        """Of the sentences, how many belong into a receipt; 0 when nothing of a receipt is there at all."""
        return self.empty / (self.empty + self.saying) if self.empty else 0.0


def told_by(own_text: str) -> Told:
    """What the sentences of a writer's own words do."""
    sentences = [normal(piece).strip(" *-•") for piece in _END.split(own_text[:1_500])]
    sentences = [sentence for sentence in sentences if len(sentence) > 2]
    if not sentences or len(sentences) > MOST:
        return Told(confirms="", promises="", empty=0, saying=len(sentences))
    confirms = promises = ""
    empty = saying = 0
    for sentence in sentences:
        if CONFIRMS.search(sentence):
            confirms, empty = confirms or sentence, empty + 1
        elif PROMISES.search(sentence) and not _SINGULAR.search(sentence) and "?" not in sentence:
            promises, empty = promises or sentence, empty + 1
        elif found(sentence, _PHRASES, 1) or _FILLS.search(sentence):
            empty += 1
        elif _says(sentence):
            saying += 1
    return Told(confirms=confirms, promises=promises, empty=empty, saying=saying)


def _says(sentence: str) -> bool:
    """Greetings and the lines of a signature say nothing."""
    if sentence.startswith(_POLITE):
        return len(sentence) > 60
    return len(sentence) > 30 or sentence.endswith("?") or sentence.count(" ") >= 3
