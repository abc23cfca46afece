"""The words around a number: which make it a phone, which make it something else (Russian, English and neighbours).

Patterns are read against the text directly before or after the digits. A label nearest to the digits wins.
"""

from __future__ import annotations

import re

_LONG = (
    r"тел(?:ефон)?(?:ы|а|у|ам|ов)?(?:\s?/\s?факс)?|моб(?:ильный)?|сот(?:овый)?|факс|автоответчик|звоните|позвоните|"
    r"номер(?:а)? телефона|call(?: us)?(?: (?:at|on|now|today|toll[- ]free))*|phones?|tel(?:ephone)?s?|tlf|ph|fax|mobile|mob|cell(?:ular)?|"
    r"hotline|toll[- ]free|direct line|горячая линия|единый номер|справочная|диспетчер(?:ская)?|регистратура|"
    r"приёмная|приемная|бухгалтерия|whats\s?app|viber|вайбер|ватсап|telefon|tél(?:éphone)?|teléfono|"
    r"telefono|telefone|fono|fon|handy|mobil|rufnummer|reservations?|bookings?|office|sales|"
    r"電話(?:番号)?|电话|通話(?:料)?無料|フリーダイヤル|热线|传真|전화(?:번호)?|팩스"
)
_SHORT = r"т|ф|t|p|m|f|c|o|d|h|w|b"
_ALONE = r"(?<!\b[A-Za-z]\.)(?<!\b[A-Za-z]\. )"
"""not the end of an abbreviation: C.F. and P.T. announce tax numbers and companies"""
_NUMBER = r"(?:\s*(?:numbers?|номер|№|no\.?|nr\.?|#|is|us))?"

PHONE_WORD = re.compile(
    rf"(?<![\w/])(?:(?:{_LONG}){_NUMBER}(?:\s*\([^()\d]{{0,30}}\))?\s*(?:[:.]\s*)+|(?:{_LONG}){_NUMBER}\s*[-–—\s|]\s*|{_ALONE}(?:{_SHORT})\s*[:.]\s*)"
    r"[(\s]*$",
    re.IGNORECASE,
)
"""Ends directly before the digits; a one-letter word must carry its colon or dot."""

CLEAR_PHONE_WORD = re.compile(
    rf"(?<![\w/])(?:(?:{_LONG}){_NUMBER}(?:\s*\([^()\d]{{0,30}}\))?\s*(?:[:.]\s*|\n\s*)+|{_ALONE}(?:{_SHORT})\s*[:.]\s*)[(\s]*$",
    re.IGNORECASE,
)
"""As above, but with a colon, dot or line end: strong enough to believe a number no plan knows."""

LOCAL_WORD = re.compile(
    r"(?<![\w/])(?:тел(?:ефон)?(?:ы|а|у)?(?:\s?/\s?факс)?|факс|т|ф|phones?|tel(?:ephone)?|fax|call(?: us)?)(?:\s?(?:number|номер|№))?\s*[.:]*\s*[.:]?[(\s]*$",
    re.IGNORECASE,
)
"""Words strong enough for a number without its area code."""

PHONE_NEARBY = re.compile(
    rf"(?<!\w)(?:{_LONG}|связь|связаться|контакты?|contacts?|звонок|звонки|звонить|call|консультаци\w+|менеджер\w*)(?!\w)",
    re.IGNORECASE,
)

NOT_A_PHONE = re.compile(
    r"(?<!\w)(?:"
    r"инн(?:\s?/\s?кпп)?|кпп|огрн(?:ип)?|бик|окпо|окато|октмо|оквэд2?|огрнип|снилс|унп|бин|иин|едрпоу|єдрпоу|"
    r"р\s?/\s?с(?:ч[её]т)?|к\s?/\s?с(?:ч[её]т)?|л\s?/\s?с|расч[её]тный сч[её]т|корр?\.?\s?(?:есп\w*\.?)?\s?сч[её]т|сч[её]т|"
    r"артикул|арт|код(?! города| страны)(?:\s+\w+)?|заказ[а-я]*|sku|article|item|model|модель|part|серия|серийный номер|"
    r"лиценз\w+|свидетельств\w+|договор\w*|удостоверени\w+|паспорт|аттестат|сертификат\w*|регистрационный|рег|"
    r"гост|ту|снип|кадастровый номер|индекс|вакансия|"
    r"isbn|issn|ean|upc|gtin|vat|eu vat|ust-?id(?:nr)?|steuernummer|tax|tax id|tin|ein|abn|acn|npi|nip|regon|nif|c\.?\s?f\.?|cod(?:ice|\.)? ?fisc(?:ale|\.)?|p\.?\s?i(?:va)?\.?|p\.?\s?iva|partita iva|r\.?e\.?a\.?|dič|ičo|ič|cui|oib|pib|사업자(?:등록)?번호|krs|kvk|btw|siret|siren|cif|nif|"
    r"cnpj|cpf|company|registration|registered|charity|reg|iban|account|acct|bic|sort code|routing|card|licen[cs]e|lic|"
    r"clause|section|dfars|cfr|пункт\w*|стать\w+|patent|order|invoice|serial|s/n|p/n|id|ref|case|ticket|dre|cslb|dot|mc|po box|zip|duns|barcode|штрих-?код"
    r")(?:\s*(?:no|nr|num(?:ber)?|номер|code|id|registration|количество))?[\s.:#№=()]*(?:(?:от|from)\s*[\d.]+\s*)?"
    r"(?:\d[\d \xa0]*\s?/\s?)?$",
    re.IGNORECASE,
)
WEAK_LABEL = re.compile(
    r"(?<!\w)(?:заказ\w*|order|company|card|case|registration|registered|id|mc|dot|part|рег|charity|item)\s*$",
    re.IGNORECASE,
)
"""Words that name an article before bare digits, but stand before phones too ("Order 212-736-5000")."""

NUMBER_SIGN = re.compile(r"(?:№|#|\bn°)\s*$", re.IGNORECASE)

MONEY_AFTER = re.compile(
    r"^\s?(?:₽|руб|р\.|р(?!\w)|тг\b|тенге|₸|грн|₴|\$|€|£|usd|eur|gbp|byn|сум\b|сом\b|%|шт\b|кг\b|тыс|млн|м²|м2|кв\.|км\b|мм\b|см\b|квт|гц|views|просмотр|dollars|euros|(?:g|gr|grams?|kg|ml|mm|cm|pcs|гр?|мл|л)(?![\w/]))",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(
    r"(?:₽|\$|€|£|₸|₴|цена|стоимость|price|итого|сумма|total)\s*:?\s*(?:от\s|from\s)?$", re.IGNORECASE
)

IBAN_BEFORE = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4})*\s?$")
"""ISO 13616: the head of an account number whose tail looks like a phone."""

HINT_BEFORE = re.compile(
    r"(?<!\w)(?:например|пример\w*|формат\w*|образец|в виде|маск[аеу]|e\.?\s?g\.?|examples?|formats?|such as|like|es\.|p\.?\s?ej\.|p\.\s?ex\.|z\.\s?b\.|np\.|napr\.)(?!\w)\W{0,3}(?:\w+\W{1,4}){0,2}$",
    re.IGNORECASE,
)

EXTENSION = re.compile(
    r"^[\s,;(]*(?:доб(?:авочный)?\.?|вн(?:утр(?:енний)?)?\.?|ext(?:ension|n)?\.?|x\.?|#)\s*(?:номер)?\s*:?\s*(?P<digits>\d{1,6})\)?(?!\d)",
    re.IGNORECASE,
)

ROLES = (
    ("fax", re.compile(r"(?<!\w)(?:факс|fax|telefax)(?!\w)", re.IGNORECASE)),
    ("director", re.compile(r"директор|руководител|director|\bceo\b|\bowner\b|владел", re.IGNORECASE)),
    (
        "emergency",
        re.compile(
            r"аварийн|круглосуточн|экстренн|emergency|24\s?/\s?7|after[- ]hours|нерабоч|вне рабочего", re.IGNORECASE
        ),
    ),
    ("sales", re.compile(r"отдел\w* продаж|продаж|sales|заказ|orders?\b", re.IGNORECASE)),
    ("support", re.compile(r"поддержк|сервис|support|service|help", re.IGNORECASE)),
    ("delivery", re.compile(r"доставк|курьер|delivery|shipping", re.IGNORECASE)),
    ("accounts", re.compile(r"бухгалтери|accounts?\b|billing", re.IGNORECASE)),
    ("mobile", re.compile(r"моб\.?|мобильн|сотов|mobile|\bcell\b|whats\s?app|viber", re.IGNORECASE)),
)
"""Role of a number by the nearest words before it, first hit wins."""

KEYPAD = {
    letter: digit
    for digit, letters in {
        "2": "ABCАБВГ", "3": "DEFДЕЁЖЗ", "4": "GHIИЙКЛ", "5": "JKLМНОП",
        "6": "MNOРСТУ", "7": "PQRSФХЦЧ", "8": "TUVШЩЪЫ", "9": "WXYZЬЭЮЯ",
    }.items()
    for letter in letters
}  # fmt: skip
"""Letters on a phone's keys, Latin (ITU E.161) and Cyrillic."""


def role_of(before: str, after: str = "") -> str:
    """ "fax", "director", "sales", … or "main", from the words around a number."""
    for text in (before[-60:], after[:25]):
        found = [(match.end(), role) for role, pattern in ROLES for match in pattern.finditer(text)]
        if found:
            return max(found)[1] if text == before[-60:] else min(found)[1]
    return "main"
