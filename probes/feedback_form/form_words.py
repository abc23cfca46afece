"""Words by which people recognise what a form is for. Lower case, ё → е; see `vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from probes.feedback_form import tongues

ONWARD = re.compile(
    r"next|continue|далее|дальше|продолжить|вперед|weiter|suivant|siguiente|следующ|preview|предпросмотр|предварительный просмотр|vorschau|aperçu|»|→"
)
"""what stands on a button that leads to a form's next page"""

_WORDS: Mapping[str, str] = {
    "contact": r"обратн\w+ связ|свяж|связаться|связь с|\bнапиш|написать|contact|feedback|get in touch|write (to )?us|drop us|message|сообщени|обращени|kontakt|contacto|nous [eé]crire|reach (out|us)|talk to us|say hello|email us|e-mail us|support|help ?desk|зворотн|звʼязатися|\bпишите|поддержк|прием\w*ая|ticket|байланыс|nachricht|comments? (and|or|&) (questions|suggestions)",
    "question": r"вопрос|спроси|question|ask (us|a|an|the|our)|сұрақ|frage|pregunt|питання|enquir|inquir|совет",
    "callback": r"перезвон|обратн\w+ звон|заказ\w* звон|заказать (обратный )?звон|закажите (обратный )?звон|call ?-?(me )?back|callback|request (a )?call|call me|обратный вызов|жду звонка|позвоните мне|вам позвон|мы позвон|перетелефон|зателефон|r[uü]ckruf|rappel|ll[aá]m|вызвать мастер|вызов мастер|звонок|zvonok|callme",
    "request": r"консультац|consult|заявк|запрос(?!\w* (кп|коммерч|прайс|цен))|request|quote|estimate|proposal|рассч[ие]т|расч[ие]т|оставь(те)?\b(?! .{0,12}(отзыв|коммент|мнени|оценк))|демо|\bdemo\b|подобрать|подбор|замер|получить(?! (прайс|кп))|посчита|\bсмет|application|apply|узнать|обсуд|\bбриф\w*|заказать (услуг|проект|консульт|расчет|замер|сайт|разработ|уборк)|angebot|devis|presupuesto|zayavk|zakaz uslug|запис(ать|ыв|аться|ь на)|appointment|free consultation|trial",
    "price_list": r"прайс|price-? ?list|узнать цен|запросить цен|получить цен|получить (кп|коммерческ)|коммерческ\w+ предлож|catalog|каталог",
    "order": r"оформ\w* заказ|сделать заказ|купить|корзин|\bcart\b|checkout|\bcheck out\b|(?<!my )(?<!your )\border\b(?! (number|status|tracking|id|no)\b)|\bbuy\b|purchase|add to|заказать$|заказать( ·|$)|\bзаказать (товар|в один|билет|пицц|доставк|столик)|заказ (товар|в один)|быстрый заказ|\bbook\b|booking|reserv|забронир|бронирован|бронь|резерв|бронюв|bestell|buchen|commander|r[eé]serv|pedido|place order|order form",
    "review": r"отзыв|review|коммент|comment|leave a reply|testimonial|guest ?book|гостев|оценит|оценк|rating|rate |ответить|обсужден|мнение|post comment|пікір|відгук|add a comment|reply",
    "subscription": r"подпис|рассыл|newsletter|subscri|mailing list|\bnews\b|новост|sign up for|stay (in touch|informed|updated|tuned)|updates|be the first|notify me|узнавать перв|скидк\w* на|промокод|дайджест|abonn|bolet|жазыл|join (our|the) (list|mailing)|акци",
    "search": r"поиск|найти|искать|search|\bfind\b|\bsuche|rechercher|buscar|пошук|знайти|іздеу|фильтр|filter|показать|подобрать по",
    "login": r"log ?-?in|sign ?-?in|\bвойти|\bвход\b|авториз|anmelden|connexion|iniciar sesi|увійти|кіру|log on|личный кабинет|auth\b|my account",
    "registration": r"регистрац|зарегистр|\bregist(er|ration)|sign ?-?up|create (an |your |my |a )?(new )?(free )?account|join (now|us|free|today)|\bjoin\b|создать (аккаунт|профил|учетн)|registrier|inscri|s.inscrire|registro|реєстр|тіркел|new (user|customer|member)|get started|enroll|membership",
    "recovery": r"forgot|reset|recover|восстанов|забыли|напомн|lost (your )?password|password (hint|reset|reminder)|парол|passwor[dt]|password",
    "other": r"откликнуться|отклик на|резюме|ваканси|job application|apply for (this|the|a) (job|position|vacancy)|\bcareers?\b|\bfriends?\b|другу\b|друзьям|\bvot(e|ing)\b|голосова|\bpoll\b|опрос|survey|translat|calculator|калькулятор|unsubscribe|отписа|отслед|track (your|my|an)|\badd (a |an |your )*(new )?(record|proxy|site|link|listing|url|event|company|business|server)|submit (a |your )*(new )?(site|link|url|article|listing)|добавить (сайт|компанию|объявление|организац|событие)|язык|\bcurrency",
    "payment": r"оплат|payment|\bpay\b|donat|пожертв|card number|внести|bezahl|paiement|pagar",
}

FORM_WORDS: Mapping[str, str] = {
    kind: f"{words}|{tongues.FORM_WORDS[kind]}" if kind in tongues.FORM_WORDS else words
    for kind, words in _WORDS.items()
}
