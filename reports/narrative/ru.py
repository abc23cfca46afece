"""Reports, narrative: the sentences in Russian. Agreement comes from tables of forms and CLDR rules."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.programme import Words
from reports.narrative.claim import FEW, Act, Claim, Deed, Shape, Voice
from reports.plural import category, counted, out_of, threshold

LANGUAGE = "ru"


@dataclass(frozen=True, slots=True)
class _Past:
    """Past tense: masculine, feminine, neuter, plural."""

    m: str
    f: str
    n: str
    many: str

    def form(self, count: int, gender: str) -> str:
        """After a count the verb is singular in the "one" category (1, 21, 101) and plural otherwise."""
        return {"m": self.m, "f": self.f, "n": self.n}[gender] if category(count, LANGUAGE) == "one" else self.many


_REACTED = _Past("откликнулся", "откликнулась", "откликнулось", "откликнулись")
_SENT = _Past("прислал", "прислала", "прислало", "прислали")
_ANSWERED = _Past("ответил", "ответила", "ответило", "ответили")
_CALLED = _Past("перезвонил", "перезвонила", "перезвонило", "перезвонили")
_OFFERED = _Past("предложил", "предложила", "предложило", "предложили")
_HELD = _Past("провёл", "провела", "провело", "провели")
_CONFIRMED = _Past("подтвердил", "подтвердила", "подтвердило", "подтвердили")
_KEPT = _Past("выполнил", "выполнила", "выполнило", "выполнили")
_GOT = _Past("получил", "получила", "получило", "получили")
_LED = _Past("завершился", "завершилась", "завершилось", "завершились")
_FIT = _Past("уложился", "уложилась", "уложилось", "уложились")
_CHECKED = {"m": "засчитанный", "f": "засчитанная", "n": "засчитанное"}
_COUNTED = {"m": "засчитан", "f": "засчитана", "n": "засчитано"}
_SINGLE = {"m": "Единственный", "f": "Единственная", "n": "Единственное"}
_NOT_ONE = {"m": "ни один", "f": "ни одна", "n": "ни одно"}

# (verb, what follows, what follows under negation); {acc}, {gen}, {nom} are cases of the object
_COMPANY = {
    Act.REACTED: (_REACTED, "", ""),
    Act.RECEIPT: (_SENT, "подтверждение", "подтверждения"),
    Act.ANSWERED: (_ANSWERED, "на {acc}", "на {acc}"),
    Act.ANSWERED_QUESTION: (_ANSWERED, "на вопрос, заданный через {acc},", "на вопрос, заданный через {acc},"),
    Act.CALLED_BACK: (_CALLED, "", ""),
    Act.OFFERED: (_OFFERED, "{acc}", "{acc}"),
    Act.HELD: (_HELD, "{acc}", "{acc}"),
    Act.CONFIRMED: (_CONFIRMED, "приём обращения на странице", "приём обращения на странице"),
    Act.KEPT: (_KEPT, "стандарт «{nom}»", "стандарт «{nom}»"),
}
_ENQUIRY = {
    Act.REACTED: (_GOT, "отклик", "отклика"),
    Act.RECEIPT: (_GOT, "подтверждение", "подтверждения"),
    Act.ANSWERED: (_GOT, "ответ человека", "ответа человека"),
    Act.ANSWERED_QUESTION: (_GOT, "ответ по существу", "ответа по существу"),
    Act.CALLED_BACK: (_GOT, "ответный звонок", "ответного звонка"),
    Act.OFFERED: (_GOT, "предложение {gen}", "предложения {gen}"),
    Act.HELD: (_LED, "тем, что состоялось: {nom}", "тем, что состоялось: {nom}"),
    Act.CONFIRMED: (_GOT, "подтверждение на странице", "подтверждения на странице"),
    Act.KEPT: (_FIT, "в стандарт «{nom}»", "в стандарт «{nom}»"),
}


def verb_phrase(claim: Claim, shape: Shape) -> str:
    """All deeds joined by «и», agreeing with their subject, with the threshold."""
    negated = shape in {Shape.NONE, Shape.ONE_DID_NOT}
    # none did the last of a chain = none did all of it
    deeds = claim.deeds[-1:] if negated else claim.deeds
    verbs = [_verb(deed, claim.voice) for deed in deeds]
    phrases = [
        _deed(deed, claim, shape, negated=negated, silent=i > 0 and verbs[i] is verbs[i - 1])
        for i, deed in enumerate(deeds)
    ]
    within = f" за {threshold(claim.threshold, claim.clock, LANGUAGE)}" if claim.threshold is not None else ""
    text = " и ".join(phrases)
    return (text if within else text.removesuffix(",")) + within


def frame(claim: Claim, shape: Shape, n: int, *, so_far: bool, percent: str) -> str:
    """The core of the sentence, without what is pending and without a full stop. `percent` may be ""."""
    share, inner = (f" ({percent})", f", {percent}") if percent else ("", "")
    k, unit, doing = claim.k, claim.unit, verb_phrase(claim, shape)
    units = out_of(n, unit, LANGUAGE)
    if shape in {Shape.ONE_DID, Shape.ONE_DID_NOT}:
        return f"{_SINGLE[unit.ru_gender]} {_CHECKED[unit.ru_gender]} {unit.ru_one} {doing}"
    core = {
        Shape.NONE: f"{_NOT_ONE[unit.ru_gender]} из {n} {units} {doing}",
        Shape.ALL: f"все {n} {counted(n, unit, LANGUAGE)} {doing}",
        Shape.ONLY: f"лишь {k} из {n} {units}{share} {doing}",
        Shape.MOST: f"большинство {unit.ru_many} ({k} из {n}{inner}) {doing}",
        Shape.HALF: f"половина {unit.ru_many} ({k} из {n}{inner}) {doing}",
        Shape.PLAIN: f"{k} из {n} {units}{share} {doing}",
    }[shape]
    return f"пока {core}" if so_far else core


def nothing(claim: Claim) -> str:
    return f"Пока не {_COUNTED[claim.unit.ru_gender]} {_NOT_ONE[claim.unit.ru_gender]} {claim.unit.ru_one}"


def waiting(claim: Claim) -> str:
    """Companies may still act; enquiries wait; looks go on."""
    one = category(claim.pending, LANGUAGE) == "one"
    if claim.voice is Voice.COMPANY:
        return f"ещё {claim.pending} {'может' if one else 'могут'} успеть"
    if claim.deeds[0].act is Act.KEPT:
        return f"ещё {claim.pending} {'идёт' if one else 'идут'}"
    return f"ещё {claim.pending} {'ждёт' if one else 'ждут'} ответа"


def unmeasured(count: int) -> str:
    return f"{count} измерить не удалось"


def among(population: str) -> str:
    return f"среди {population}"


def never(k: int, n: int, unit: Words, window: str) -> str:
    if n == 1:
        return f"{_SINGLE[unit.ru_gender]} {unit.ru_one} за {window} так и не {_GOT.form(1, unit.ru_gender)} ответа от человека."
    none, got = _NOT_ONE[unit.ru_gender], _GOT.form(1 if k == n else k, unit.ru_gender)
    core = f"{none if k == n else k} из {n} {out_of(n, unit, LANGUAGE)} за {window} так и не {got} ответа от человека."
    return f"Пока {core}" if n < FEW else core[:1].upper() + core[1:]


def last_weeks(count: int) -> str:
    """After «за»: последнюю неделю, последние 2 недели, последнюю 21 неделю."""
    if count == 1:
        return "последнюю неделю"
    kind = category(count, LANGUAGE)
    noun = {"one": "неделю", "few": "недели"}.get(kind, "недель")
    return f"{'последнюю' if kind == 'one' else 'последние'} {count} {noun}"


def robots(k: int, unit: Words) -> str:
    return f"{counted_units(k, unit)} {_GOT.form(k, unit.ru_gender)} автоответ, и на этом всё закончилось."


def median(time: str, n: int) -> str:
    half = "Пока половина" if n < FEW else "Половина"
    return f"{half} обращений получает ответ за {time}, считая и те, что остались без ответа."


def no_median(n: int) -> str:
    answered = "Пока ответили" if n < FEW else "Ответили"
    return f"{answered} меньше чем на половину обращений, поэтому «типичного» времени ответа нет."


def two_clocks(wall: str, work: str) -> str:
    return f"Клиент ждал {wall}, из них {work} — ваше рабочее время."


def off_hours(time: str, what: str, until: str) -> str:
    return f"{time}, после закрытия: на сайте {what}; до {until} никто не ответил."


def phone(k: int, n: int) -> str:
    if k in {0, n}:
        pages = "странице" if category(n, LANGUAGE) == "one" else "страницах"
        where = "На проверенной странице" if n == 1 else f"На всех {n} {pages}"
        return f"{where} телефон есть и нажимается." if k == 0 else f"{where} телефона нет или он не нажимается."
    pages = "страницы" if category(n, LANGUAGE) == "one" else "страниц"
    return f"На {k} из {n} {pages} телефона нет или он не нажимается."


def dead_ways(k: int, n: int, names: str) -> str:
    ways = "канала" if category(n, LANGUAGE) == "one" else "каналов"
    if k == n:
        return f"{'Единственный канал' if n == 1 else f'Ни один из {n} {ways}'} связи не работает: {names}."
    work = "работает" if category(k, LANGUAGE) == "one" else "работают"
    return f"{k} из {n} {ways} связи не {work} совсем: {names}."


def belief(expected: str, measured: str) -> str:
    return f"Вы ожидали {expected}; на деле {measured}."


def unknown(k: int, reasons: str) -> str:
    forms = {"one": ("проверка", "доказывает", "вошла"), "few": ("проверки", "доказывают", "вошли")}
    noun, proves, came = forms.get(category(k, LANGUAGE), ("проверок", "доказывают", "вошли"))
    return f"{k} {noun} ничего не {proves} ({reasons}) и в расчёт не {came}."


def counted_units(count: int, words: Words) -> str:
    return f"{count} {counted(count, words, LANGUAGE)}"


def _verb(deed: Deed, voice: Voice) -> _Past:
    return (_COMPANY if voice is Voice.COMPANY else _ENQUIRY)[deed.act][0]


def _deed(deed: Deed, claim: Claim, shape: Shape, *, negated: bool, silent: bool) -> str:
    """One deed; `silent` leaves out a verb the deed before has just used."""
    verb, rest, rest_negated = (_COMPANY if claim.voice is Voice.COMPANY else _ENQUIRY)[deed.act]
    words = deed.object
    if words is None and not deed.name_ru:
        bare = {"на {acc}": "", "на вопрос, заданный через {acc},": "на заданный вопрос"}
        rest, rest_negated = bare.get(rest, rest), bare.get(rest_negated, rest_negated)
    cases = {
        "acc": (words.ru_accusative or words.ru_one) if words else "",
        # a word of which no other case is known stays in the nominative, in quotes
        "gen": "" if words is None else words.ru_few if words.ru_few != words.ru_one else f"«{words.ru_one}»",
        "nom": deed.name_ru or (words.ru_one if words else ""),
    }
    said = "" if silent else _agreed(verb, claim, shape)
    text = f"{said} {(rest_negated if negated else rest).format(**cases)}".strip()
    return f"не {text}" if negated else text


def _agreed(verb: _Past, claim: Claim, shape: Shape) -> str:
    """The subject decides: «все …» is plural, «большинство» neuter, «половина» feminine, a count by its category."""
    if shape is Shape.ALL:
        return verb.many
    if shape is Shape.MOST:
        return verb.n
    if shape is Shape.HALF:
        return verb.f
    if shape in {Shape.NONE, Shape.ONE_DID, Shape.ONE_DID_NOT}:
        return verb.form(1, claim.unit.ru_gender)
    return verb.form(claim.k, claim.unit.ru_gender)
