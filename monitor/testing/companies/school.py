"""A language school behind a captcha: nobody can say how fast it answers, and it counts nowhere."""

from monitor.testing.company import Company, Door, Form, Look, Means, Tag, Trade, Way
from monitor.testing.shorthand import may, need, person

SCHOOL = (
    Company(
        key="lingva", name="Лингва", trade=Trade.SCHOOL, language="ru", zone="Europe/Moscow",
        city="Москва, ул. Большая Ордынка, 20", hours="Mo-Fr 09:00-21:00; Sa 10:00-18:00",
        phone="+74951370171", domain="lingva-school.example", pitch="Английский и немецкий в малых группах",
        offers=(("Пробный урок", "бесплатно"), ("Месяц в группе", "6 800 ₽"), ("Индивидуально", "1 600 ₽ за урок")),
        look=Look(skin="airy", accent="#1d6f42"),
        form=Form(
            heading="Задать вопрос", button="Отправить", page="/feedback", way=Way.REDIRECT, tag=Tag.LABEL,
            door=Door.CAPTCHA, thanks="Спасибо, мы скоро ответим.",
            controls=(
                need(Means.NAME, "name", "Имя"),
                need(Means.EMAIL, "email", "E-mail"),
                may(Means.PHONE, "phone", "Телефон"),
                need(Means.MESSAGE, "message", "Вопрос"),
            ),
        ),
        staff=(person(2, "lingva"),),
    ),
)  # fmt: skip
