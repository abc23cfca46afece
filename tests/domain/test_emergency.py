"""Lines on which people call for help: told by host, by words and by address; ordinary trades are left alone."""

from __future__ import annotations

import pytest

from monitor.domain.emergency import cry_for_help, public_service


@pytest.mark.parametrize(
    "host",
    [
        "www.nalog.gov.ru", "usa.gov", "army.mil", "service.gov.uk", "www.gob.mx", "impots.gouv.fr", "police.uk",
        "west.police.uk", "111.nhs.uk", "www.mofa.go.jp", "canada.gc.ca", "gosuslugi.ru", "lk.gosuslugi.ru",
        "samaritans.org", "112.ru", "GOV.UK.",
    ],
)  # fmt: skip
def test_hosts_of_the_state_and_of_help(host: str) -> None:
    assert public_service(host)


@pytest.mark.parametrize(
    "host",
    ["government-jobs.example", "gov.example", "mygov.ru", "police-cars.example", "samil.com", "go.com", "nhsuk.example",
     "shop.go.it", "army-shop.ru", ""],
)  # fmt: skip
def test_hosts_of_others(host: str) -> None:
    assert not public_service(host)


@pytest.mark.parametrize(
    "said",
    [
        "Аварийно-диспетчерская служба", "Заявка в аварийную службу", "Вызов скорой помощи", "Скорая медицинская помощь",
        "Неотложная помощь на дому", "Телефон доверия", "Экстренный вызов", "Кризисная линия для подростков",
        "Служба спасения", "Emergency services", "24/7 emergency call-out", "Crisis line", "Suicide hotline",
        "Book an ambulance", "Report a gas leak", "Fire department", "Emergency helpline",
    ],
)  # fmt: skip
def test_words_of_a_line_for_help(said: str) -> None:
    assert cry_for_help(said)


@pytest.mark.parametrize(
    "said",
    [
        "Задать вопрос", "Обратная связь", "Помощь в выборе", "Скорая доставка цветов", "Скорый поезд", "Служба доставки",
        "Пожарная безопасность: расчёт", "Emergency contact (name and phone)", "In case of emergency call reception",
        "Urgent delivery", "Help and support", "Crisis management course", "Text us", "Report a problem", "Call us",
        "Доверьте ремонт нам", "Спасибо за обращение", "Кризис-менеджмент",
    ],
)  # fmt: skip
def test_words_of_ordinary_trades(said: str) -> None:
    assert not cry_for_help(said)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://utility.example/emergency", True),
        ("https://utility.example/avariynaya-sluzhba/zayavka", True),
        ("https://911.example/ask", True),
        ("https://ambulance.example", True),
        ("https://utility.example/contact", False),
        ("https://shop.example/goods/9112/", False),
        ("https://emergencylights.example/shop", False),
    ],
)
def test_addresses(address: str, found: bool) -> None:
    assert bool(cry_for_help("", address)) is found
