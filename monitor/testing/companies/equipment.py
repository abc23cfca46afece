"""Ten lessors of machines and gear; one offers a viewing in time."""

from datetime import timedelta

from monitor.testing.company import Company, Form, Hide, Look, Means, Place, Press, Tag, Trade, Way
from monitor.testing.shorthand import bounce, may, need, person, robot, trap

EQUIPMENT = (
    Company(
        key="podyom", name="Подъём", trade=Trade.EQUIPMENT, language="ru", zone="Europe/Moscow",
        city="Ярославль, Промышленное шоссе, 4", hours="Mo-Fr 08:00-20:00; Sa 09:00-17:00",
        phone="+74852370166", domain="podyom76.example", pitch="Аренда подъёмников и вышек",
        offers=(("Ножничный, 8 м", "5 500 ₽ в день"), ("Коленчатый, 16 м", "11 000 ₽ в день"), ("Вышка-тура", "900 ₽ в день")),
        look=Look(skin="split", accent="#ea580c"),
        form=Form(
            heading="Обратная связь", button="Отправить", way=Way.SAME, tag=Tag.LABEL,
            thanks="Сообщение принято. Спасибо, что выбрали нас!",
            controls=(
                may(Means.COMPANY, "org", "Организация"),
                need(Means.NAME, "person", "Контактное лицо"),
                need(Means.PHONE, "person_phone", "Телефон"),
                need(Means.EMAIL, "person_mail", "Электронный адрес"),
                need(Means.MESSAGE, "request", "Текст сообщения"),
                trap("fax", Hide.DISPLAY),
            ),
        ),
        staff=(person(8, "podyom", offers=True, charset="windows-1251"),),
    ),
    Company(
        key="stroyka", name="Стройпрокат", trade=Trade.EQUIPMENT, language="ru", zone="Asia/Yekaterinburg",
        city="Челябинск, Троицкий тракт, 11", hours="Mo-Fr 08:00-20:00; Sa-Su 09:00-18:00",
        phone="+73512700103", domain="stroyprokat74.example", pitch="Прокат строительного инструмента",
        offers=(("Перфоратор", "600 ₽ в сутки"), ("Виброплита", "1 400 ₽ в сутки"), ("Бетономешалка", "700 ₽ в сутки")),
        look=Look(skin="cards", accent="#ca8a04", cookies=True),
        form=Form(
            heading="Есть вопрос? Напишите!", button="Отправить", page="/contacts", entry="/contacts", way=Way.BITRIX,
            tag=Tag.WRAP, thanks="Спасибо, ваше обращение принято!",
            controls=(
                need(Means.NAME, "WEB_FORM_11", "Имя"),
                need(Means.EMAIL, "WEB_FORM_12", "E-mail"),
                need(Means.MESSAGE, "WEB_FORM_14", "Вопрос"),
                need(Means.CONSENT, "WEB_FORM_15", "Согласен(на) на обработку персональных данных"),
                may(Means.MARKETING, "WEB_FORM_16", "Хочу получать акции и скидки"),
            ),
        ),
        staff=(person(14, "stroyka", slow_clock=timedelta(hours=2)),),
    ),
    Company(
        key="diggers", name="Diggers & Co", trade=Trade.EQUIPMENT, language="en", zone="Europe/London",
        city="Station Yard, Derby", hours="Mo-Fr 07:00-18:00; Sa 08:00-13:00", phone="+441332960176", domain="diggersandco.example",
        pitch="Mini excavators with or without operator", look=Look(skin="plain", accent="#946c00"),
        offers=(("1.5 t mini digger", "£85 a day"), ("3 t digger", "£120 a day"), ("Dumper", "£60 a day")),
        form=Form(
            heading="Feedback and enquiries", button="Submit", page="/feedback", way=Way.TICKET, tag=Tag.CELL, press=Press.INPUT, thanks="Received.",
            controls=(
                need(Means.NAME, "9f31c2ab", "Full Name"),
                need(Means.EMAIL, "77d01e5c", "Email Address"),
                may(Means.PHONE, "b01f44aa", "Phone Number"),
                need(Means.SUBJECT, "c6d9920f", "Issue Summary"),
                need(Means.MESSAGE, "e1a80733", "Details"),
            ),
        ),
        staff=(robot(0.3, "diggers_robot"),),
    ),
    Company(
        key="toolbox", name="Toolbox Hire", trade=Trade.EQUIPMENT, language="en", zone="Europe/London",
        city="Park Lane, Swindon", hours="Mo-Sa 07:30-18:00", phone="+441793960120", domain="toolboxhire.example",
        pitch="Every tool, by the day", look=Look(skin="dark", accent="#d62828", login=True, search=True),
        offers=(("Drill", "£14 a day"), ("Floor sander", "£38 a day"), ("Scaffold tower", "£45 a day")),
        form=Form(
            heading="Talk to us", button="Send feedback", way=Way.SAME, tag=Tag.PLACEHOLDER, native=False,
            thanks="We've got your message. Cheers!",
            controls=(
                need(Means.NAME, "entry.2005620554", "Name"),
                need(Means.EMAIL, "entry.1045781291", "Email"),
                need(Means.MESSAGE, "entry.839337160", "Comments"),
                trap("entry.000", Hide.OFFSCREEN, "Leave blank"),
            ),
        ),
    ),
    Company(
        key="svarka", name="Сварка-Сервис", trade=Trade.EQUIPMENT, language="ru", zone="Europe/Moscow",
        city="Липецк, ул. Московская, 30", hours="Mo-Fr 08:00-19:00; Sa 09:00-15:00",
        phone="+74742370149", domain="svarka48.example", pitch="Прокат сварочного оборудования",
        offers=(("Инвертор", "800 ₽ в сутки"), ("Полуавтомат", "1 500 ₽ в сутки"), ("Генератор сварочный", "2 900 ₽ в сутки")),
        look=Look(skin="plain", accent="#1e3a5f", phone="wrong"),
        form=Form(
            heading="Написать письмо", button="Отправить письмо", page="/mail", way=Way.REDIRECT, tag=Tag.BEFORE, press=Press.LINK,
            thanks="Письмо отправлено. Ответим в рабочее время.",
            controls=(
                need(Means.EMAIL, "from", "Ваш адрес электронной почты"),
                need(Means.NAME, "who", "Ваше имя"),
                may(Means.SUBJECT, "subj", "Тема письма"),
                need(Means.MESSAGE, "letter", "Текст письма"),
            ),
        ),
        staff=(person(55, "svarka"),),
    ),
    Company(
        key="generator", name="ГенПрокат", trade=Trade.EQUIPMENT, language="ru", zone="Europe/Moscow",
        city="Воронеж, ул. Димитрова, 2", hours="Mo-Su 08:00-20:00", phone="+74732370112", domain="genprokat.example",
        pitch="Генераторы от 2 до 200 кВт", look=Look(skin="airy", accent="#475569"),
        offers=(("5 кВт", "1 900 ₽ в сутки"), ("30 кВт", "7 000 ₽ в сутки"), ("100 кВт", "15 000 ₽ в сутки")),
        form=Form(
            heading="Оставить обращение", button="Отправить", opener="Обратная связь", page="/contacts", place=Place.MODAL,
            way=Way.CF7, tag=Tag.LABEL, thanks="Спасибо! Ваше обращение отправлено.",
            controls=(
                need(Means.NAME, "your-name", "Имя"),
                need(Means.PHONE, "your-tel", "Телефон", mask="ru"),
                need(Means.EMAIL, "your-email", "E-mail"),
                need(Means.MESSAGE, "your-message", "Сообщение"),
                need(Means.CONSENT, "your-consent", "Принимаю условия обработки данных"),
            ),
        ),
        staff=(bounce(1, "generator_bounce"),),
    ),
    Company(
        key="kran", name="Автокран 24", trade=Trade.EQUIPMENT, language="ru", zone="Europe/Moscow",
        city="Санкт-Петербург, Софийская ул., 60", hours="24/7", phone="+78122700150", domain="avtokran24.example",
        pitch="Автокраны круглосуточно", look=Look(skin="dark", accent="#b7860b", cookies=True),
        offers=(("16 тонн", "2 000 ₽ в час"), ("25 тонн", "2 400 ₽ в час"), ("50 тонн", "4 500 ₽ в час")),
        form=Form(
            heading="Обратная связь", button="Отправить", way=Way.JSON, tag=Tag.LABEL, gate=True,
            thanks="Спасибо! Данные успешно отправлены.",
            controls=(
                need(Means.NAME, "Name_2", "Ваше имя"),
                need(Means.EMAIL, "Email_2", "Ваш e-mail"),
                may(Means.DATE, "Date_2", "Желаемая дата"),
                need(Means.MESSAGE, "Text_2", "Опишите задачу"),
                need(Means.CONSENT, "Checkbox_2", "Согласен с политикой конфиденциальности"),
            ),
        ),
    ),
    Company(
        key="skylift", name="Skylift Platforms", trade=Trade.EQUIPMENT, language="en", zone="Europe/London",
        city="Airport Way, Luton", hours="Mo-Fr 07:00-18:30; Sa 08:00-14:00", phone="+441582960134", domain="skylift.example",
        pitch="Access platforms, delivered tomorrow", look=Look(skin="cards", accent="#0369a1", subscribe=True, phone="text"),
        offers=(("Scissor lift, 8 m", "£95 a day"), ("Cherry picker, 14 m", "£180 a day"), ("Delivery", "from £40")),
        form=Form(
            heading="Contact form", button="Send", page="/contact-us", way=Way.REDIRECT, tag=Tag.ARIA,
            thanks="Thank you, your form was submitted.",
            controls=(
                may(Means.COMPANY, "input_11", "Company"),
                need(Means.NAME, "input_12", "Contact name"),
                need(Means.EMAIL, "input_13", "Business email"),
                need(Means.PHONE, "input_14", "Phone"),
                need(Means.MESSAGE, "input_15", "What do you need, where and when?"),
                need(Means.CONSENT, "input_16", "I consent to Skylift storing my details", tag=Tag.BEFORE),
            ),
        ),
        staff=(robot(0.4, "skylift_robot"),),
    ),
    Company(
        key="vibro", name="Вибротех", trade=Trade.EQUIPMENT, language="ru", zone="Europe/Moscow",
        city="Краснодар, ул. Уральская, 98", hours="Mo-Fr 08:00-19:00; Sa 09:00-16:00",
        phone="+78612700147", domain="vibroteh.example", pitch="Виброплиты, катки, трамбовки",
        offers=(("Виброплита 90 кг", "1 300 ₽ в сутки"), ("Вибротрамбовка", "1 600 ₽ в сутки"), ("Каток ручной", "4 000 ₽ в сутки")),
        look=Look(skin="split", accent="#15803d", search=True),
        form=Form(
            heading="Ваше сообщение", button="Отправить", page="/contacts", place=Place.FRAME, way=Way.SAME, tag=Tag.PLACEHOLDER,
            thanks="Спасибо! Сообщение отправлено.",
            controls=(
                need(Means.NAME, "fields[name]", "Имя"),
                need(Means.EMAIL, "fields[email]", "E-mail"),
                need(Means.MESSAGE, "fields[msg]", "Сообщение"),
            ),
        ),
    ),
    Company(
        key="stage", name="Stage & Sound", trade=Trade.EQUIPMENT, language="en", zone="Europe/London",
        city="Brewery Lane, Brighton", hours="Mo-Fr 09:00-19:00; Sa 10:00-17:00", phone="+441273960158", domain="stageandsound.example",
        pitch="Sound and light for one night", look=Look(skin="dark", accent="#9333ea", cookies=True),
        offers=(("PA for 100 guests", "£140 a night"), ("Stage, 4 × 3 m", "£220 a night"), ("Lighting set", "£90 a night")),
        form=Form(
            heading="Drop us a line", button="Send", way=Way.BITRIX, tag=Tag.LABELLEDBY, bare=True, thanks="Message sent. Thank you!",
            controls=(
                need(Means.FIRST, "a1", "First name"),
                may(Means.LAST, "a2", "Last name"),
                need(Means.EMAIL, "a3", "E-mail"),
                need(Means.MESSAGE, "a4", "Your message"),
            ),
        ),
        staff=(robot(0.3, "stage_robot"),),
    ),
)  # fmt: skip
