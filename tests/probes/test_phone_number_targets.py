"""What a phone link would dial (RFC 3966 and what is not), and messenger links."""

import pytest

from probes.phone_number.messengers import read_messenger
from probes.phone_number.targets import is_dial_link, read_target, settled

M = "+74951112233"


@pytest.mark.parametrize(
    ("href", "country", "e164", "faults"),
    [
        ("tel:+74951112233", "RU", M, set()),
        ("tel:+7-495-111-22-33", "RU", M, set()),
        ("TEL:+74951112233", "RU", M, set()),
        ("tel:+7(495)111-22-33", "RU", M, {"brackets"}),
        ("tel: +74951112233", "RU", M, {"blank"}),
        ("tel:84951112233", "RU", M, {"national"}),
        ("tel:74951112233", "RU", M, {"no_plus"}),
        ("tel://+74951112233", "RU", M, {"slashes"}),
        ("tel:%2B74951112233", "RU", M, {"percent"}),
        ("callto:+74951112233", "RU", M, {"scheme"}),
        ("tel:+74951112233,5", "RU", M, {"pause"}),
        ("tel:+74951112233;ext=5", "RU", M, {"pause"}),
        ("tel:+74951112233доб.5", "RU", M, {"letters"}),
        ("tel:+88005553535", "RU", "+78005553535", {"foreign_plus"}),
        ("tel:+4951112233", "RU", "+4951112233", set()),
        ("tel:+784951112233", "RU", M, {"extra_digit"}),
        ("tel:+44 (0)20 7946 0018", "GB", "+442079460018", {"blank", "brackets", "extra_digit"}),
        ("tel:+2127365000", "US", "+12127365000", {"lost_code"}),
        ("tel:1-800-FLOWERS", "US", "+18003569377", {"letters"}),
        ("tel:+7495111223", "RU", "", {"impossible"}),
        ("tel:89161112233 89161112234", "RU", "", {"blank", "impossible"}),
        ("tel:+7XXXXXXXXXX", "RU", "", {"mask"}),
        ("tel:", "RU", "", {"empty"}),
        ("tel:#", "RU", "", {"empty"}),
    ],
)
def test_targets(href, country, e164, faults):
    target = read_target(href, country)
    assert is_dial_link(href)
    assert (target.e164, set(target.faults)) == (e164, faults)


def test_a_short_number_is_dialled_as_it_is():
    assert read_target("tel:112", "RU").diallable


def test_a_national_target_is_read_in_the_country_of_the_number_shown():
    target = settled(read_target("tel:8510007234", "US"), "+918510007234")
    assert (target.e164, target.diallable) == ("+918510007234", True)


@pytest.mark.parametrize(
    "href", ["/tel", "https://example.org/tel:1", "mailto:a@b.example", "sms:+74951112233", "skype:user?chat"]
)
def test_links_that_do_not_dial(href):
    assert not is_dial_link(href)


@pytest.mark.parametrize(
    ("href", "kind", "who", "fault"),
    [
        ("https://wa.me/79161112233", "whatsapp", "+79161112233", ""),
        ("https://wa.me/89161112233", "whatsapp", "+79161112233", "country_code"),
        ("https://api.whatsapp.com/send?phone=79161112233&text=hi", "whatsapp", "+79161112233", ""),
        ("whatsapp://send?phone=9161112233", "whatsapp", "+79161112233", "country_code"),
        ("https://t.me/aurora_shop", "telegram", "aurora_shop", ""),
        ("https://t.me/", "telegram", "", "nobody"),
        ("tg://resolve?domain=aurora", "telegram", "aurora", ""),
        ("viber://chat?number=%2B79161112233", "viber", "+79161112233", ""),
        ("https://vk.me/aurora", "vk", "aurora", ""),
        ("mailto:Info@Aurora.example?subject=x", "mail", "info@aurora.example", ""),
        ("mailto:info(at)aurora", "mail", "info(at)aurora", "address"),
    ],
)
def test_messengers(href, kind, who, fault):
    messenger = read_messenger(href, "RU")
    assert (messenger.kind, messenger.who, messenger.fault) == (kind, who, fault)


@pytest.mark.parametrize(
    "href",
    [
        "https://t.me/share/url?url=x",
        "https://vk.com/share.php?url=x",
        "https://www.whatsapp.com/",
        "https://api.whatsapp.com/send?text=x",
        "/contacts",
    ],
)
def test_share_buttons_are_no_way_in(href):
    assert read_messenger(href, "RU") is None
