"""Ten lessors of flats and rooms; three offer a viewing in time."""

from monitor.testing.company import Company, Door, Form, Hide, Look, Means, Place, Press, Tag, Trade, Way
from monitor.testing.shorthand import bulk, may, need, person, robot, trap

HOMES = (
    Company(
        key="klyuchi", name="Ключи", trade=Trade.HOMES, language="ru", zone="Europe/Moscow",
        city="Москва, Садовая-Кудринская, 7", hours="Mo-Fr 09:00-20:00; Sa-Su 10:00-18:00",
        phone="+74951370123", domain="klyuchi-arenda.example", pitch="Аренда квартир без посредников",
        offers=(("1-комнатная, Сокол", "62 000 ₽"), ("2-комнатная, Аэропорт", "85 000 ₽"), ("Студия, Ховрино", "48 000 ₽")),
        look=Look(skin="airy", accent="#0b7a4b", search=True),
        form=Form(
            heading="Обратная связь", button="Отправить", page="/contacts", way=Way.REDIRECT, tag=Tag.WRAP,
            thanks="Спасибо! Мы получили ваше сообщение и скоро ответим.",
            controls=(
                need(Means.NAME, "fio", "Фамилия, имя"),
                need(Means.EMAIL, "mail", "Электронная почта"),
                need(Means.PHONE, "tel", "Мобильный телефон", mask="ru"),
                need(Means.MESSAGE, "comment", "Комментарий"),
                need(Means.CONSENT, "pd", "Согласен на обработку персональных данных"),
            ),
        ),
        staff=(person(4, "klyuchi", offers=True),),
    ),
    Company(
        key="harbour", name="Harbour Lettings", trade=Trade.HOMES, language="en", zone="Europe/London",
        city="3 Quay Street, Plymouth", hours="Mo-Fr 09:00-18:00; Sa 09:00-16:00",
        phone="+441752960145", domain="harbourlettings.example", pitch="Homes to rent by the sea",
        offers=(("One bedroom, Hoe", "£795 pcm"), ("Two bedrooms, Mutley", "£950 pcm"), ("Studio, Barbican", "£640 pcm")),
        look=Look(skin="cards", accent="#1f4e79", subscribe=True, cookies=True),
        form=Form(
            heading="Send us an enquiry", button="Send enquiry", page="/enquiry", way=Way.CF7, tag=Tag.LABEL,
            thanks="Thank you for your enquiry. A member of the team will reply by email.",
            controls=(
                need(Means.FIRST, "text-101", "First name"),
                need(Means.LAST, "text-102", "Surname"),
                need(Means.EMAIL, "email-55", "Email"),
                need(Means.PHONE, "tel-9", "Telephone"),
                may(Means.DATE, "date-3", "Move-in date"),
                need(Means.MESSAGE, "textarea-1", "Your message"),
                trap("website-7", Hide.CLIPPED, "Leave this field blank"),
            ),
        ),
        staff=(person(7, "harbour", offers=True, html=True),),
    ),
    Company(
        key="domovoy", name="Домовой", trade=Trade.HOMES, language="ru", zone="Europe/Moscow",
        city="Нижний Новгород, ул. Рождественская, 24", hours="Mo-Su 09:00-21:00",
        phone="+78312700164", domain="domovoy-nn.example", pitch="Сдаём своё жильё в центре города",
        offers=(("Комната", "14 000 ₽"), ("1-комнатная", "27 000 ₽"), ("2-комнатная", "36 000 ₽")),
        look=Look(skin="plain", accent="#7c4a1e"),
        form=Form(
            heading="Напишите хозяину", button="Написать", way=Way.BITRIX, tag=Tag.BEFORE, native=False,
            thanks="Ваше сообщение отправлено.",
            controls=(
                need(Means.MESSAGE, "form_text_4", "Что вас интересует"),
                need(Means.NAME, "form_text_1", "Представьтесь, пожалуйста"),
                need(Means.EMAIL, "form_email_2", "Ваш e-mail"),
                may(Means.PHONE, "form_text_3", "Телефон для связи"),
            ),
        ),
        staff=(robot(0.3, "domovoy_robot"), person(25, "domovoy", offers=True)),
    ),
    Company(
        key="uyut", name="Уют", trade=Trade.HOMES, language="ru", zone="Asia/Yekaterinburg",
        city="Пермь, ул. Ленина, 44", hours="Mo-Fr 09:00-20:00; Sa 10:00-17:00", phone="+73422700128", domain="uyut-perm.example",
        pitch="Квартиры посуточно и надолго", look=Look(skin="split", accent="#b45309", cookies=True),
        offers=(("Сутки", "2 400 ₽"), ("Неделя", "14 000 ₽"), ("Месяц", "26 000 ₽")),
        form=Form(
            heading="Форма обратной связи", button="Отправить", opener="Написать нам", place=Place.MODAL, way=Way.JSON,
            tag=Tag.LABELLEDBY, thanks="Сообщение успешно отправлено! Спасибо за обращение.",
            controls=(
                need(Means.NAME, "tildaspec-name", "Имя"),
                need(Means.EMAIL, "tildaspec-email", "Почта"),
                need(Means.PHONE, "tildaspec-phone", "Телефон", mask="ru"),
                need(Means.MESSAGE, "tildaspec-text", "Сообщение"),
                need(Means.CONSENT, "tildaspec-agree", "Я согласен с политикой конфиденциальности"),
            ),
        ),
        staff=(person(5, "uyut", quotes=False),),
    ),
    Company(
        key="maple", name="Maple Homes", trade=Trade.HOMES, language="en", zone="Europe/London",
        city="51 High Street, Oxford", hours="Mo-Fr 08:30-18:30; Sa 10:00-14:00", phone="+441865960117", domain="maplehomes.example",
        pitch="Family houses to let", look=Look(skin="airy", accent="#a63a1e"),
        offers=(("Two-bed terrace", "£1,350 pcm"), ("Three-bed semi", "£1,700 pcm"), ("Garage", "£120 pcm")),
        form=Form(
            heading="Contact Maple Homes", button="Send", page="/contacts", way=Way.SAME, tag=Tag.LABEL,
            thanks="Thank you. Your message has been received.",
            controls=(
                need(Means.NAME, "cname", "Name"),
                need(Means.EMAIL, "cemail", "Email"),
                need(Means.TOPIC, "csubject", "I am interested in", options=("Renting a home", "Letting my home", "Something else")),
                need(Means.MESSAGE, "cmessage", "Message"),
            ),
        ),
        staff=(robot(0.5, "maple_robot", null_sender=True),),
    ),
    Company(
        key="pokrov", name="Покров", trade=Trade.HOMES, language="ru", zone="Europe/Moscow",
        city="Владимир, ул. Большая Московская, 19", hours="Mo-Fr 09:00-19:00; Sa 10:00-16:00",
        phone="+74922370139", domain="pokrov33.example", pitch="Дома и дачи в аренду",
        offers=(("Дача на лето", "45 000 ₽"), ("Дом, 3 комнаты", "60 000 ₽"), ("Баня, сутки", "5 000 ₽")),
        look=Look(skin="plain", accent="#3f6b2a", phone="text"),
        form=Form(
            heading="Связаться с нами", button="Послать", page="/feedback", way=Way.REDIRECT, tag=Tag.CELL, press=Press.INPUT,
            thanks="Ваше письмо отправлено.",
            controls=(
                need(Means.NAME, "f1", "Ваше имя:"),
                may(Means.CITY, "f2", "Город:"),
                need(Means.EMAIL, "f3", "E-mail:"),
                may(Means.SUBJECT, "f4", "Тема:"),
                need(Means.MESSAGE, "f5", "Сообщение:"),
            ),
        ),
    ),
    Company(
        key="oldtown", name="Old Town Rooms", trade=Trade.HOMES, language="en", zone="Europe/London",
        city="9 Castle Hill, Edinburgh", hours="Mo-Su 08:00-20:00", phone="+441314960153", domain="oldtownrooms.example",
        pitch="Rooms and studios, bills included", look=Look(skin="dark", accent="#b38b2d", off_hours=("night porter, 0131 496 0199", "tel:+441314960199")),
        offers=(("Single room", "£520 pcm"), ("Double room", "£640 pcm"), ("Studio", "£830 pcm")),
        form=Form(
            heading="Write to us", button="Send message", way=Way.TICKET, tag=Tag.PLACEHOLDER, thanks="Received.",
            controls=(
                need(Means.EMAIL, "q3_email", "Email address"),
                need(Means.NAME, "q1_name", "Your full name"),
                need(Means.MESSAGE, "q7_message", "Tell us what you are looking for"),
            ),
        ),
        staff=(person(55, "oldtown", offers=True),),
    ),
    Company(
        key="parus", name="Парус", trade=Trade.HOMES, language="ru", zone="Europe/Moscow",
        city="Сочи, Курортный проспект, 50", hours="Mo-Su 09:00-21:00", phone="+78622700185", domain="parus-sochi.example",
        pitch="Апартаменты у моря", look=Look(skin="cards", accent="#0284c7", cookies=True, subscribe=True),
        offers=(("Апартаменты, сутки", "4 800 ₽"), ("Неделя", "30 000 ₽"), ("Месяц (не сезон)", "55 000 ₽")),
        form=Form(
            heading="Отправьте нам сообщение", button="Отправить сообщение", way=Way.CF7, tag=Tag.ARIA, gate=True, native=False, press=Press.INPUT,
            thanks="Спасибо за Ваше сообщение. Оно успешно отправлено.",
            controls=(
                need(Means.NAME, "text-77", "Имя"),
                need(Means.CONTACT, "text-78", "E-mail или телефон"),
                need(Means.MESSAGE, "textarea-79", "Сообщение"),
                need(Means.CONSENT, "acceptance-80", "Даю согласие на обработку моих персональных данных", tag=Tag.WRAP),
            ),
        ),
        staff=(robot(0.2, "parus_robot"),),
    ),
    Company(
        key="kvartal", name="Квартал", trade=Trade.HOMES, language="ru", zone="Europe/Moscow",
        city="Казань, ул. Баумана, 33", hours="Mo-Fr 09:00-20:00; Sa-Su 10:00-18:00",
        phone="+78432700111", domain="kvartal-kzn.example", pitch="Новые дома, аренда от застройщика",
        offers=(("Студия", "32 000 ₽"), ("1-комнатная", "41 000 ₽"), ("2-комнатная", "54 000 ₽")),
        look=Look(skin="split", accent="#4338ca"),
        form=Form(
            heading="Оставьте сообщение", button="Отправить", way=Way.JSON, tag=Tag.WRAP, door=Door.BROKEN,
            thanks="Спасибо! Ваша заявка принята.",
            controls=(
                need(Means.FIRST, "Name", "Имя"),
                need(Means.PHONE, "Phone", "Телефон", mask="ru"),
                need(Means.EMAIL, "Email", "E-mail"),
                need(Means.MESSAGE, "Textarea", "Сообщение"),
            ),
        ),
    ),
    Company(
        key="riverside", name="Riverside Flats", trade=Trade.HOMES, language="en", zone="Europe/London",
        city="2 Wharf Road, York", hours="Mo-Fr 09:00-18:00; Sa 10:00-16:00", phone="+441904960129", domain="riversideflats.example",
        pitch="Serviced flats by the Ouse", look=Look(skin="airy", accent="#3b7a78", search=True, phone="desktop"),
        offers=(("Week", "£410"), ("Month", "£1,250"), ("Long let", "£990 pcm")),
        form=Form(
            heading="Get in touch", button="Submit", page="/contacts", way=Way.REDIRECT, tag=Tag.LABEL,
            thanks="Thanks! Your message is on its way to our team.",
            controls=(
                need(Means.NAME, "Contact0FullName", "Full name"),
                need(Means.EMAIL, "Contact0Email", "Your email address"),
                may(Means.PHONE, "Contact0Phone", "Phone"),
                need(Means.MESSAGE, "Contact0Message", "How can we help?"),
                need(Means.CONSENT, "Contact0Gdpr", "I have read and accept the privacy policy", tag=Tag.WRAP),
                may(Means.MARKETING, "Contact0News", "Keep me posted about new flats", tag=Tag.WRAP),
            ),
        ),
        staff=(bulk(12, "riverside_news"),),
    ),
)  # fmt: skip
