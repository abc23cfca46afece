"""Words by which a person knows that an enquiry went through, or did not."""

from __future__ import annotations

import re

SUCCESS = re.compile(
    r"спасибо|благодар|(успешно|благополучно) (отправ|приня|доставл|зарегистр)|(сообщение|заявка|письмо|обращение|вопрос|запрос|форма|данные|отзыв)[^.!?]{0,40}(отправлен|принят|получен|доставлен|зарегистрирован|создан|передан)"
    r"|мы (скоро |обязательно |вскоре )?(свяжемся|перезвоним|ответим)|(менеджер|специалист|оператор)[^.!?]{0,40}(свяжется|перезвонит|ответит)|ваш\w* (заявк|сообщен|обращен|вопрос)\w* (приня|отправ|получ)"
    r"|thank(s| you)|(message|enquiry|inquiry|request|form|submission|question|feedback|ticket|application|email|response)[^.!?]{0,60}(has been|have been|was|were|is|successfully) (successfully )?(sent|received|submitted|delivered|created|recorded|accepted|opened)"
    r"|(successfully|sucessfully) (sent|submitted|received|delivered|created)|(sent|submitted|received|delivered) successfully|we('ll| will| shall) (be in touch|get back|contact you|reply|respond|reach out)|we ?(have |'ve |’ve )?(just )?(received|got) (your|it)|(support |new )?ticket[^.!?]{0,30}(created|opened|submitted)|submission (received|complete)|\bsubmitted ticket\b"
    r"|дякуємо|рахмет|vielen dank|danke|merci|gracias|nachricht[^.!?]{0,40}(gesendet|versendet|erhalten)|message a (bien )?été envoyé|mensaje[^.!?]{0,30}enviado",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"ошибк|не удалось|не (был\w* )?отправлен|не заполнен|заполните|обязательн\w+ (поле|для)|некорректн|неверн|неправильн|введите (корректн|правильн|действ)|укажите|попробуйте (еще раз|позже|снова)|слишком (корот|длин|част)|проверьте правильность"
    r"|\berrors?\b|failed|could not|couldn't|was not sent|not (been )?sent|unable to|went wrong|invalid|is required|are required|required field|please (enter|fill|provide|correct|select|check|complete|try)|must (be|contain|enter|not)|try again|not valid|can't be blank|cannot be blank|missing|too (short|long|many)|forbidden|denied|rejected|csrf"
    r"|помилк|қате|fehler|erreur|pflichtfeld|obligatoire|obligatorio|ungültig",
    re.IGNORECASE,
)
DUPLICATE = re.compile(
    r"already (submitted|sent|received)|duplicate (submission|entry|message)|уже (отправля|отправлен|получ|было отправ)|повторн\w+ (отправ|заявк|сообщ)",
    re.IGNORECASE,
)
SPAM = re.compile(
    r"\bspam\b|спам|looks like a (ro)?bot|are you (a )?(ro)?bot|captcha|капч|robot check|verification failed|not a robot|не робот",
    re.IGNORECASE,
)
FIREWALL = re.compile(
    r"just a moment|checking (your browser|if the site)|attention required|verify(ing)? (that )?you are (a )?human|ddos.?guard|access denied|you have been blocked|request (was )?blocked|проверк\w+ браузера|доступ (к сайту )?(ограничен|запрещен)|security check|enable javascript and cookies to continue|incapsula|qrator|bot protection|unusual traffic",
    re.IGNORECASE,
)
TICKET = re.compile(
    r"(?:ticket|request|case|reference|ref|enquiry|заявк\w*|обращени\w*|тикет\w*|номер\w*|запрос\w*)[^\w\n]{0,6}(?:(?:number|no|id|is|номер|за|под)\W{0,4}){0,3}[#№:]?\s*[\[(#№]?([A-ZА-Я]{0,5}-?\d[\w-]{1,18}|[A-Za-z]{1,20}-\d{1,12})",
    re.IGNORECASE,
)
TICKET_IN_ADDRESS = re.compile(
    r"[?&/](?:ticket|case|request|reference|ref|tracking|number|ticket_id|track)(?:=|/)([A-Za-z]{0,20}-?\d[\w-]{0,18})",
    re.IGNORECASE,
)
