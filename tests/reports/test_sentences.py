"""The rules of MEASURING §5, over every k ≤ n ≤ 200, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from math import floor
from typing import Any

import nouns
import pytest

from monitor.domain.programme import ClockKind
from reports.figures import ENQUIRY, enquiries_through
from reports.narrative import Act, Claim, Deed, Unsayable, Voice, sentence, speaker

TARGET = Fraction(4, 5)


def claim(k: int, n: int | None, **more: Any) -> Claim:
    fields: dict[str, Any] = {"unit": nouns.COMPANY, "deeds": (Deed(act=Act.ANSWERED, object=nouns.FORM),)}
    return Claim(k=k, n=n, **{**fields, **more})


def test_the_published_manner() -> None:
    fitness = claim(3, 11, unit=nouns.FITNESS, threshold=timedelta(minutes=45))
    assert sentence(fitness, "en") == "3 of the 11 fitness centres answered the question form within 45\u00a0minutes."
    assert sentence(fitness, "ru") == "3 из 11 фитнес-центров ответили на форму вопроса за 45\u00a0минут."
    chain = (Deed(act=Act.ANSWERED), Deed(act=Act.OFFERED, object=nouns.VIEWING))
    lessors = claim(4, 20, unit=nouns.LESSOR, deeds=chain)
    assert sentence(lessors, "en") == "4 of the 20 lessors answered and offered a viewing."
    assert sentence(lessors, "ru") == "4 из 20 арендодателей ответили и предложили просмотр."
    called = claim(
        4, 20, unit=nouns.LESSOR, deeds=(Deed(act=Act.CALLED_BACK), Deed(act=Act.HELD, object=nouns.VIEWING))
    )
    assert sentence(called, "en") == "4 of the 20 lessors called back and held a viewing."
    assert sentence(called, "ru") == "4 из 20 арендодателей перезвонили и провели просмотр."


def test_no_denominator_no_sentence() -> None:
    with pytest.raises(Unsayable, match="of how many"):
        sentence(claim(4, None, threshold=timedelta(minutes=10)), "en")
    with pytest.raises(Unsayable, match="cannot be"):
        sentence(claim(5, 4), "ru")
    with pytest.raises(Unsayable, match="no sentences in language"):
        sentence(claim(1, 2), "fr")


def _numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


@pytest.mark.parametrize("shares", [False, True])
def test_every_share_up_to_two_hundred(shares: bool) -> None:
    """Words never say more than the data, checked by the score test, not by our own interval."""
    for n in range(2, 201):
        for k in range(n + 1):
            en, ru = (sentence(claim(k, n, target=TARGET), lang, shares=shares) for lang in ("en", "ru"))
            assert _numbers(en) == _numbers(ru), (k, n)
            assert ("%" in en) == ("%" in ru)
            if "%" in en:
                assert shares
                assert n >= 20
                assert f"{floor(Fraction(100 * k, n) + Fraction(1, 2))}\u00a0%" in en
            assert ("So far" in en) == ("Пока" in ru) == (n < 5)
            assert (" none of" in en or en.startswith("None of")) == (k == 0) == ("ни одна из" in ru.lower())
            assert ("all " in en.lower().split(" companies")[0]) == (k == n) == ("все " in ru.lower())
            _words_are_carried(en, ru, k, n)


def _refutes(k: int, n: int, share: Fraction) -> bool:
    """The score test rejects `share` at 5 %: what it means that Wilson's interval lies beside it."""
    z = Fraction(1959964, 1000000)
    return n * (Fraction(k, n) - share) ** 2 > z * z * share * (1 - share)


def _words_are_carried(en: str, ru: str, k: int, n: int) -> None:
    if not any(word in en for word in ("nly ", "Most", "Half")):
        assert not any(word in ru for word in ("Лишь", "лишь", "Большинство", "Половина"))
        return
    if "nly " in en:
        assert _refutes(k, n, TARGET)
        assert "ишь " in ru
    if "Most" in en:
        assert 2 * k > n
        assert _refutes(k, n, Fraction(1, 2))
        assert "Большинство" in ru
    if "Half" in en:
        assert 45 * n <= 100 * k <= 55 * n
        assert n >= 20
        assert "Половина" in ru


def test_words_are_used_where_they_may_be() -> None:
    said = dict.fromkeys(("Only", "Most", "Half"), 0)
    for k in range(41):
        text = sentence(claim(k, 40, target=TARGET if k < 15 else None), "en", shares=True)
        for word in said:
            said[word] += text.startswith(word)
    assert all(said.values()), said


RUSSIAN = {
    1: ("1 компания", "1 из 300 компаний ответила", "из 1 компании"),
    2: ("2 компании", "2 из 300 компаний ответили", "из 2 компаний"),
    5: ("5 компаний", "5 из 300 компаний ответили", "из 5 компаний"),
    11: ("11 компаний", "11 из 300 компаний ответили", "из 11 компаний"),
    21: ("21 компания", "21 из 300 компаний ответила", "из 21 компании"),
    111: ("111 компаний", "111 из 300 компаний ответили", "из 111 компаний"),
}


@pytest.mark.parametrize("count", RUSSIAN)
def test_russian_agreement(count: int) -> None:
    nominative, subject, genitive = RUSSIAN[count]
    assert speaker("ru").counted_units(count, nouns.COMPANY) == nominative
    assert sentence(claim(count, 300), "ru").startswith(subject)
    if count > 1:
        assert genitive in sentence(claim(1, count), "ru")
        assert sentence(claim(count, count), "ru").lower().removeprefix("пока ").startswith(f"все {nominative}")


@pytest.mark.parametrize(
    ("count", "said"), [(1, "One company was counted"), (2, "all 2 companies"), (21, "All 21 companies")]
)
def test_english_agreement(count: int, said: str) -> None:
    assert said in sentence(claim(count, count), "en")


@pytest.mark.parametrize(
    ("minutes", "clock", "en", "ru"),
    [
        (1, ClockKind.WORKING, "within 1 working minute.", "за 1 рабочую минуту."),
        (2, ClockKind.WORKING, "within 2 working minutes.", "за 2 рабочие минуты."),
        (10, ClockKind.WORKING, "within 10 working minutes.", "за 10 рабочих минут."),
        (21, ClockKind.WALL, "within 21 minutes.", "за 21 минуту."),
        (60, ClockKind.WALL, "within 1 hour.", "за 1 час."),
        (240, ClockKind.WORKING, "within 4 working hours.", "за 4 рабочих часа."),
        (4320, ClockKind.WALL, "within 3 days.", "за 3 дня."),
        (4320, ClockKind.WORKING, "within 72 working hours.", "за 72 рабочих часа."),
    ],
)
def test_thresholds(minutes: int, clock: ClockKind, en: str, ru: str) -> None:
    made = claim(3, 11, threshold=timedelta(minutes=minutes), clock=clock)
    assert sentence(made, "en").replace("\u00a0", " ").endswith(en)
    assert sentence(made, "ru").replace("\u00a0", " ").endswith(ru)


def test_pending_and_unmeasured_in_the_same_breath() -> None:
    made = claim(3, 11, pending=1, inconclusive=2)
    assert sentence(made, "en").endswith("; 1 more may still do so; 2 could not be measured.")
    assert sentence(made, "ru").endswith("; ещё 1 может успеть; 2 измерить не удалось.")
    assert sentence(claim(0, 0, pending=3), "ru") == "Пока не засчитана ни одна компания; ещё 3 могут успеть."
    assert sentence(claim(0, 0, inconclusive=3), "en") == "No company can be counted yet; 3 could not be measured."


def test_one_is_told_as_an_event() -> None:
    assert sentence(claim(1, 1), "ru") == "Единственная засчитанная компания ответила на форму вопроса."
    assert sentence(claim(0, 1), "ru") == "Единственная засчитанная компания не ответила на форму вопроса."
    assert sentence(claim(0, 1), "en") == "One company was counted: it did not answer the question form."


def test_enquiries_speak_in_their_own_voice() -> None:
    made = claim(1, 11, unit=enquiries_through(nouns.FORM), voice=Voice.ENQUIRY)
    assert sentence(made, "en") == "1 of the 11 enquiries through the question form got an answer from a person."
    assert sentence(made, "ru") == "1 из 11 обращений через форму вопроса получило ответ человека."
    nobody = claim(0, 11, unit=ENQUIRY, voice=Voice.ENQUIRY)
    assert sentence(nobody, "ru") == "Ни одно из 11 обращений не получило ответа человека."
    chain = (Deed(act=Act.ANSWERED), Deed(act=Act.OFFERED, object=nouns.VIEWING))
    both = claim(3, 11, unit=ENQUIRY, voice=Voice.ENQUIRY, deeds=chain)
    assert sentence(both, "en") == "3 of the 11 enquiries got an answer from a person and an offer of a viewing."
    assert sentence(both, "ru") == "3 из 11 обращений получили ответ человека и предложение просмотра."


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("voice", list(Voice))
def test_every_act_has_its_words(act: Act, voice: Voice) -> None:
    deed = Deed(
        act=act,
        object=nouns.VIEWING,
        name_en="Phone" if act is Act.KEPT else "",
        name_ru="Телефон" if act is Act.KEPT else "",
    )
    for k, n in ((0, 5), (1, 1), (0, 1), (3, 5), (5, 5)):
        for language in ("en", "ru"):
            said = sentence(claim(k, n, deeds=(deed,), voice=voice), language)
            assert said.endswith(".")
            assert "{" not in said
            assert "  " not in said
            assert " ." not in said


def test_the_other_sentences_agree() -> None:
    ru, en = speaker("ru"), speaker("en")
    assert (
        ru.never(1, 21, ENQUIRY, ru.last_weeks(13))
        == "1 из 21 обращения за последние 13 недель так и не получило ответа от человека."
    )
    assert (
        en.never(1, 21, ENQUIRY, en.last_weeks(1)) == "1 of 21 enquiries got no answer from a person in the last week."
    )
    assert [ru.last_weeks(n) for n in (1, 2, 21)] == ["последнюю неделю", "последние 2 недели", "последнюю 21 неделю"]
    assert ru.robots(21, ENQUIRY) == "21 обращение получило автоответ, и на этом всё закончилось."
    assert ru.phone(1, 21) == "На 1 из 21 страницы телефона нет или он не нажимается."
    assert ru.dead_ways(1, 2, "чат") == "1 из 2 каналов связи не работает совсем: чат."
    assert [ru.unknown(n, "капча").split(" (")[0] for n in (1, 3, 5)] == [
        "1 проверка ничего не доказывает",
        "3 проверки ничего не доказывают",
        "5 проверок ничего не доказывают",
    ]
    assert en.unknown(1, "captcha") == "1 check proves nothing (captcha) and is not counted."
