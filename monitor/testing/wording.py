"""Small words of the town's pages in Russian and English: menus, buttons, notices, and how numbers are written."""

from __future__ import annotations

import phonenumbers

WORDS: dict[str, dict[str, str]] = {
    "ru": {
        "home": "Главная", "contacts": "Контакты", "prices": "Цены", "privacy": "Политика обработки персональных данных",
        "hours": "Часы работы", "address": "Адрес", "phone": "Телефон", "search": "Поиск по сайту", "find": "Найти",
        "subscribe": "Подпишитесь на новости", "subscribe_button": "Подписаться", "your_email": "Ваш e-mail",
        "login": "Личный кабинет", "login_name": "Логин", "password": "Пароль", "login_button": "Войти",
        "cookies": "Мы используем файлы cookie, чтобы сайт работал лучше.", "accept": "Принять", "reject": "Только необходимые",
        "closed": "Сейчас мы закрыты.", "off_hours": "Срочные вопросы в нерабочее время:", "close": "Закрыть",
        "choose": "— выберите —", "wrong": "Заполните это поле", "form_wrong": "Проверьте правильность заполнения полей формы.",
        "captcha_first": "Подтвердите, что вы не робот.", "captcha": "Я не робот", "error": "Внутренняя ошибка сервера",
        "error_more": "При обработке запроса произошла ошибка. Попробуйте позже.", "not_sent": "Не удалось отправить сообщение. Попробуйте ещё раз позже.",
        "thanks": "Спасибо!", "back": "Вернуться на главную", "ticket": "Обращение", "state": "Состояние", "state_new": "Новое",
        "text": "Текст", "created": "Создано", "nothing_found": "Ничего не найдено.", "required": "обязательное поле",
        "privacy_text": "Мы обрабатываем данные, которые вы указали в форме, только чтобы ответить на ваш вопрос.",
    },
    "en": {
        "home": "Home", "contacts": "Contact us", "prices": "Prices", "privacy": "Privacy policy",
        "hours": "Opening hours", "address": "Address", "phone": "Telephone", "search": "Search this site", "find": "Search",
        "subscribe": "Join our newsletter", "subscribe_button": "Subscribe", "your_email": "Your email",
        "login": "Members", "login_name": "Username", "password": "Password", "login_button": "Log in",
        "cookies": "We use cookies to make this site better.", "accept": "Accept all", "reject": "Only necessary",
        "closed": "We are closed at the moment.", "off_hours": "Urgent questions out of hours:", "close": "Close",
        "choose": "Please choose", "wrong": "Please fill in this field", "form_wrong": "One or more fields have an error. Please check and try again.",
        "captcha_first": "Please confirm that you are not a robot.", "captcha": "I'm not a robot", "error": "Internal Server Error",
        "error_more": "The server encountered an error and could not complete your request.", "not_sent": "Your message could not be sent. Please try again later.",
        "thanks": "Thank you!", "back": "Back to the home page", "ticket": "Request", "state": "Status", "state_new": "New",
        "text": "Message", "created": "Created", "nothing_found": "Nothing found.", "required": "required",
        "privacy_text": "We use what you type into the form only to answer your question.",
    },
}  # fmt: skip

_DAYS = {"Mo": "Пн", "Tu": "Вт", "We": "Ср", "Th": "Чт", "Fr": "Пт", "Sa": "Сб", "Su": "Вс"}
_ENGLISH = {"Mo": "Mon", "Tu": "Tue", "We": "Wed", "Th": "Thu", "Fr": "Fri", "Sa": "Sat", "Su": "Sun"}


def hours_shown(hours: str, language: str) -> str:
    """Opening hours as the site writes them: "Пн–Пт 09:00–18:00, Сб 10:00–14:00"."""
    for short, word in (_DAYS if language == "ru" else _ENGLISH).items():
        hours = hours.replace(short, word)
    return hours.replace("-", "–").replace(";", ",")


def phone_shown(number: str) -> str:
    """An E.164 number as people of its country write it; Russians write 8 for +7."""
    parsed = phonenumbers.parse(number)
    if parsed.country_code == 7:
        digits = str(parsed.national_number)
        return f"8 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}"
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
