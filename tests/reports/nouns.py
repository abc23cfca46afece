"""Nouns of the published sentences."""

from monitor.domain.programme import Words

FITNESS = Words(
    en_one="fitness centre",
    en_many="fitness centres",
    ru_one="фитнес-центр",
    ru_few="фитнес-центра",
    ru_many="фитнес-центров",
    ru_accusative="фитнес-центр",
)
LESSOR = Words(
    en_one="lessor", en_many="lessors", ru_one="арендодатель", ru_few="арендодателя", ru_many="арендодателей"
)
COMPANY = Words(
    en_one="company", en_many="companies", ru_one="компания", ru_few="компании", ru_many="компаний", ru_gender="f"
)
FORM = Words(
    en_one="question form",
    en_many="question forms",
    ru_one="форма вопроса",
    ru_few="формы вопроса",
    ru_many="форм вопроса",
    ru_accusative="форму вопроса",
    ru_gender="f",
)
VIEWING = Words(
    en_one="viewing",
    en_many="viewings",
    ru_one="просмотр",
    ru_few="просмотра",
    ru_many="просмотров",
    ru_accusative="просмотр",
)
