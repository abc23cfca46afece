"""Words by which people recognise a field: Russian and English first-class, uk/kk/de/fr/es where cheap.

Tables are ordered: the first pattern found in a text decides, so what is specific stands above what is
general ("order number" above "number", "e-mail address" above "address"). Text is lower case with
ё → е and single spaces.
"""

from __future__ import annotations

import re
import unicodedata

from probes.feedback_form.tongues import FIELD_WORDS

DECOY = re.compile(
    r"leave (this |it |the )?(field |box )?(here )?(blank|empty|unchanged|alone)|should be left (blank|empty|unchanged)"
    r"|(do not|don.?t|please don.?t) (fill|enter|write|change|type)|must be (empty|blank)|keep (this )?(field )?(empty|blank)"
    r"|if you.?re (a )?human|if you are (a )?human|for validation purposes|honey ?pot|bots? only|spam ?trap"
    r"|не заполня|оставьте (это |данное |поле )*(пуст|незаполн)|должно (быть|остаться|оставаться) пуст|если вы (не робот|человек)"
    r"|не заповн|nicht ausf.llen|(frei|leer) ?lassen|bleibt? leer|ne (pas|rien) (remplir|inscrire|[eé]crire)|laisse[rz] (ce champ )?vide|no (lo )?(rellen|llen|escrib|complet)|dej(e|ar) (este campo )?(vac|en blanco)"
    r"|non (compilare|riempire|scrivere)|lascia(re|te)? (questo campo )?vuot|n[aã]o (preench|escrev)|deix[ae]r? (este campo )?(vazio|em branco)|niet invullen|leeg ?(laten|lassen)|laat (dit veld )?leeg"
    r"|nie wype[lł]nia|pozosta(w|wić) puste|nevypl[nň]|nechte pr[aá]zdn|nechajte pr[aá]zdn|l[aä]mna tomt|lad (dette felt |feltet )?(v[aæ]re |st[aå] )?tomt|skal ikke (ud)?fyl|j[aä]t[aä] tyhj|hagyja [uü]res|bo[sş] b[iı]rak|入力しない|请勿填写|should (remain|stay|be) (unchanged|empty|blank)|ignore this (field|box|text)|anti-?bot field|not for humans|humans? should not|защита от бот|не трога(й|ть)"
)

_TABLE: tuple[tuple[str, str], ...] = (
    (
        "captcha",
        r"captcha|капч|recaptcha|код (с|на|от) (картин|изобра|рисун)|(цифр|символ|букв|числ|текст|слов)\w* (с|на|от) (картин|изобра|рисун)"
        r"|введите (код|символ|цифры|число)|(verification|security|image|anti.?spam|validation|captcha) (code|question|image|check)"
        r"|секретн\w+ код|проверочн\w+ (код|слов|вопрос)|код (проверк|безопасн|защит)|защит\w* (код|от (спам|робот))|are you (a )?human|spam (check|protection|question)"
        r"|сколько будет|what is \d+ ?[+x*-]|\d+ ?[+×x*−–-] ?\d+ ?= ?\??( ?[\d?_]*)$|^\W*\d+ ?[+×x*−–-]$|^= ?\d+$|(\d+|one|two|three|four|five|six|seven|eight|nine|ten) (plus|minus|times|und|et|mas) \w+ ?(=|is|\?)|(type|enter|repeat|copy) (in )?the (characters|letters|word|text|code|digits|numbers|result)"
        r"|(не|not a) (робот|robot)|i.?m not a robot|sicherheitscode|sicherheitsfrage|контрольн\w+ (вопрос|слов|числ|цифр)|антиспам|anti.?spam|picture code|human (test|check|verification)",
    ),
    ("password", r"password|парол|passwort|kennwort|mot de passe|contrase|passphrase|құпиясөз"),
    (
        "card",
        r"(card|credit|debit|cc) ?(number|no\b|#|holder|name|code|type|exp)|cardholder|name on (the )?card|номер карт|держател\w+ карт|\bcvv|\bcvc|expir|срок действия|\biban\b|routing|account holder|bank name"
        r"|kartennummer|num.ro de carte|numero de tarjeta",
    ),
    (
        "username",
        r"user ?name|\blog-?in\b|логин|имя пользователя|никнейм|\bник\b|nick ?name|screen ?name|account name|user ?id\b|benutzername|identifiant|nom d.utilisateur|nombre de usuario|псевдоним|display name|member (id|name)",
    ),
    (
        "number",
        r"(order|invoice|tracking|account|customer|client|policy|reference|ref|ticket|booking|serial|model|vin|licen[sc]e|passport|member(ship)?|part|po|sku|case|claim|social security|tax|vat|contract|student|room|flight) ?(number|no\b|id\b|#|code)"
        r"|номер\w* (заказ|договор|счет|дом|квартир|накладн|полис|паспорт|билет|заявк|лицев|дело|автом|рейс|комнат)|\bинн\b|\bкпп\b|\bогрн|\bснилс|\bбик\b|\bssn\b|артикул|\bvin\b|\bextension|добавочный|(country|area|city) ?code|phone ?(prefix|suffix)|код (города|страны|оператора)|(referral|invite|invitation|activation|access|sms|one.?time) code|(code|код)\b.{0,20}(sent|sms|смс|отправ)|(phone|mobile|device) (model|type|brand|carrier)|промокод|promo ?code|coupon|discount code|gift card",
    ),
    (
        "other",
        r"(product|domain|project|workspace|profile|channel|store|shop|room|app|application|group|network|device|repository|campaign|role|file|pet|street|site|event|school|course|team|book|model|brand|maiden|spouse|child|list|item|game|server|host|wife|husband|father|mother|dog|cat|recipient|friend|property|hotel|artist|song|band|town|bank)('?s)?( full| first| last)? names?"
        r"|names? of (the |your )?(product|project|event|pet|school|course|file|site|spouse|child|friend|property|book)"
        r"|(название|наименование|имя) (товар|проект|сайт|продукт|мероприят|модел|файл|книг|курс|услуг|домен|друг|ребенк|получател)(?!.*(или|/) ?ваше имя)"
        r"|площад|ширин|высот|длин[аы]|размер|\bвес\b|\bкг\b|\bм2\b|(год|дата) (выпуск|построй)|year of (manufacture|make)|\b(width|height|length|size|weight)\b|how did you (hear|find|learn)|where did you (hear|find)|откуда (вы )?(о нас )?узнали|как (вы )?(о нас )?узнали|job title|your title|\bposition\b|occupation|должност|profession|gender|\bsex\b|\bпол\b|\bvозраст\b|\bвозраст|\bage\b"
        r"|salutation|anrede|civilit|^title$|^mr\b|обращение \(г|preferred (method|way|contact|language)|предпочитаем\w+ способ|способ (связи|доставки|оплаты)|budget|бюджет|\bprice\b|цена|стоимост|\bсумм|amount|rating|оценк|\bbalance\b|security answer|secret (question|answer)|\bicq\b|\bskype|\bскайп",
    ),
    ("fax", r"^(?!.*(phone|тел\b|телеф|\btel\b|тел\.)).*(\bfax\b|факс|\btelefax)"),
    (
        "website",
        r"web ?-?site|\burl\b|home ?-?page|(ваш|адрес|ссылк\w* на) ?(ваш\w* )?сайт|^сайт|веб-?сайт|web ?page|web ?address|web ?seite|site web|sitio web|\blink\b|https?://",
    ),
    (
        "email_or_phone",
        r"(e-?mail|почт\w*|мейл|емейл|имейл)[^a-zа-я]{0,4}(или|/|or|либо|oder|ou|и|and|&|,)[^a-zа-я]{0,4}(ваш |your |номер |mobile |cell )*(phone|tel|тел(?!егр)|whatsapp|number|mobile|номер)"
        r"|(phone|тел|телефон\w*|mobile|number|номер\w*)( number| no)?[^a-zа-я]{0,4}(или|/|or|либо|oder|ou|и|and|&|,)[^a-zа-я]{0,4}(ваш |your |адрес |электронн\w+ |эл\.? ?)*(e-?mail|почт|мейл|емейл|имейл)"
        r"|как с вами связаться|контакты? для (связи|ответа)|контактные данные|(ваши|ваш) контакт(ы|ные данные|$|ная информация)|^контакт(ы|ные данные)?$|your contact(s| details| info\w*)?$|^contact (details|info\w*)$|способ связи|email/phone",
    ),
    (
        "email",
        r"\be?-?mails?\b|e-?mail|емейл|емэйл|имейл|имэйл|е-?мэйл|е-?мейл|e-?мейл|мейл|и-?мейл|^мыло$|эле[кт]+ронн\w* ?(почт|адрес|ящик)|эл\.? ?(почт|адрес)|э/п|электропочт|почтов\w+ ящик"
        r"|\bпочт(а|у|ы|е)\b|correo|courriel|\bm[eé]l\b|e-?post|пошт\w|адрес эл|электрон\w+ пошта|эл\. пошта|^@$|[a-z0-9._-]+@[a-z0-9-]+\.[a-z]{2,}",
    ),
    (
        "time",
        r"(удобн|желаем|предпочтит|время)\w* (для )?(врем|звонк|связи|визит|запис|доставк|прибыт)|\bвремя\b|time to (call|contact|reach)|(best|preferred|convenient|call ?back|pick.?up|arrival|delivery) time|\btimes?\b(?! ?zone)|uhrzeit|\bheure|\bhora\b|\bчас\b|когда (вам )?(перезвонить|позвонить|удобно)",
    ),
    (
        "phone",
        r"phone|телефон|\bтел\b|тел\.|моб\.|мобильн|\bмобил|номер\w* для связи|(контактн\w+|ваш\w*|свой) номер|whats ?app|ват?цап|вотсап|ватсап|вайбер|viber|\bmobile\b|\bcell\b|telefon|\bhandy|mobilfunk|t[eé]l[eé]phone|tel[eé]fono|m[oó]vil|\btel\b|\bph\b|contact (number|no\b)|daytime (number|contact)|\bтелефон|ұялы|rufnummer|сотов"
        r"|^\+?[78]? ?[\(_x9#-]{1,2}[_x9# \(\)-]{6,}$|^\+?[\d(][\d \(\)_x#.-]{8,18}$|^(your )?number$|^номер$",
    ),
    (
        "date",
        r"дата|дату|\bdates?\b|datum|fecha|\bbirth|birthday|рожден|\bday\b|\bmonth\b|\byear\b|день\b|месяц|\bгод\b|check.?(in|out)|заезд|выезд|прибыти|arrival|departure|\bdob\b|\bdue (on|by|date)|дд[./-]мм|dd[./-]mm|mm[./-]dd|geburts",
    ),
    (
        "quantity",
        r"количеств|кол-?во|кол\.|quantity|\bqty\b|how many|number of|\bno\.? of|число (гост|чел|мест|взрос|участ)|сколько|тираж|объем|guests|adults|^\d+ ?(гост|чел|взросл|ноч|guest|person|people|adult|night)|\bnights\b|children|\banzahl\b|cantidad|quantit",
    ),
    (
        "subject",
        r"\bтем[аыу]\b|тема\b|subject|\btopic|betreff|sujet|\basunto|предмет|regarding|заголов|summary|краткое описание|subj\b|\bconcerning\b|reason for|причина обращ|тип обращ|вид обращ|тақырып|objet\b|headline|department|отдел\b|(message|enquiry|inquiry|comment|review) title|title of",
    ),
    (
        "full_name",
        r"\bф\.? ?и\.? ?о\b|фамили\w+[^a-zа-я]{0,4}(и )?им[яе]|имя[^a-zа-я]{0,4}(и )?фамили|full ?-?name|name[^a-z]{1,4}(and )?surname|first[^a-z]{0,4}(and|&|/|,)?[^a-z]{0,4}last( name)?|last[^a-z]{0,4}(and|&|/|,)?[^a-z]{0,4}first( name)?|vor-? ?(und|&|/) ?(nach|zu)name|nom (et|&) pr[eé]nom|pr[eé]nom (et|&) nom|nombre (y|completo)|nombres? y apellidos?"
        r"|\bпіб\b|аты.?жөні|контактн\w+ лиц|contact (person|name)|ansprechpartner|имя контактн|complete name",
    ),
    (
        "address",
        r"(company|business|street|mailing|postal|home|billing|shipping|delivery|residential|work) ?-?address|юридическ\w+ адрес|(почтов|домашн|фактическ)\w+ адрес|адрес (доставк|компан|организ|объект|прожив|достав)",
    ),
    ("name", r"как (к )?вас?м? (можно |лучше |следует )?(зовут|обращ|называть)"),
    (
        "company",
        r"компани|организац|фирм[аыу]|предприяти|учреждени|\bcompany|organi[sz]ation|\bbusiness\b(?! (phone|email|needs))|\bfirm\b|employer|institution|\bagency\b|\bfirma\b|unternehm|entreprise|soci[eé]t[eé]|empresa|юр\w*\.? лиц|affiliation|компанія|organisme|university|company name|ұйым",
    ),
    ("middle_name", r"отчеств|middle ?-?(name|initial)|patronymic|по батькові|\bm\.?i\.?\b|second given"),
    (
        "last_name",
        r"фамили|last ?-?name|sur ?-?name|family ?-?name|nachname|nom de famille|apellido|прізвище|\bтегі|familienname|^last$|cognome",
    ),
    (
        "first_name",
        r"first ?-?name|given ?-?name|fore ?-?name|vorname|pr[eé]nom|christian name|^first$|\bfname\b|^nombre$ y",
    ),
    (
        "name",
        r"\bимя\b|имени\b|ваше имя|как (к )?вас?м?и? (можно |лучше |следует )?(зовут|обращ|назыв|величать)|обращаться|представьтесь|\bnames?\b|\bnom\b|\bnombre\b|ім.?я\b|\bаты|есім|\bnaam\b|ваше им|your ?name|\bимя",
    ),
    (
        "postcode",
        r"индекс|\bzip\b|post(al)? ?-?code|\bplz\b|postleitzahl|code postal|c[oó]digo postal|zipcode|\bpin ?code|postcode",
    ),
    (
        "city",
        r"\bгород|\bcity\b|\btown\b|населенн\w+ пункт|\bмісто|\bstadt\b|\bort\b|\bville\b|\bciudad|\bқала|locality|suburb|locaci[oó]n|wohnort",
    ),
    ("country", r"\bстран[аыу]\b|\bcountry|\bland\b|\bpays\b|\bpa[ií]s\b|країна|nationality|гражданств"),
    (
        "region",
        r"\bобласть|\bрегион|\bstate\b|\bprovince|\bregion\b|\bcounty\b|\bкрай\b|bundesland|\brayon|\bрайон|prefecture",
    ),
    (
        "address",
        r"адрес|address|\bstreet|\bулиц|\bдом\b|квартира\b|stra(ß|ss)e|\badresse|direcci[oó]n|\bapt\b|\bsuite\b|anschrift|location|metro|метро",
    ),
    (
        "message",
        r"сообщен|вопрос|комм?ентар|\bтекст|пожелан|опис|опишите|расскажите|message|comment|question|enquir|inquir|feedback|\bnotes?\b|describe|details|descri|request|заявк|суть|отзыв|письм|обращени|nachricht|mitteilung|mensaje|повідомл|хабарлама|сұрақ"
        r"|additional info|tell us|how (can|may) we help|what can we|что (вас )?интерес|чем (мы )?(можем |могу )?помочь|задач|примечан|remark|suggestion|anfrage|bemerkung|kommentar|consulta|comentario|запрос|питання|запитання|мнение|жалоб|предложен|your (text|needs|thoughts)|help you|requirements|напишите|содержан|информаци|problem|проблем",
    ),
    ("file", r"файл|\bfile\b|attach|вложени|upload|прикреп|загруз|резюме|\bcv\b"),
    ("search", r"поиск|найти|search|искать|suche|recherche|buscar|keyword"),
)
_LAST = {kind: place for place, (kind, _) in enumerate(_TABLE)}
READ: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(f"{words}|{FIELD_WORDS[kind]}" if _LAST[kind] == place and kind in FIELD_WORDS else words))
    for place, (kind, words) in enumerate(_TABLE)
)

CONSENT = re.compile(
    r"соглас|персональн|приват|конфиденц|обработк|политик|оферт|правил|условия|privacy|personal data|\bagree|consent|\bterms|\baccept|gdpr|datenschutz|einverst|akzept|\bagb\b|conditions|confidentialit|politique|privacidad|acepto|consens|accett|aceito|akceptuj|zgod|souhlas|s[uú]hlas|elfogad|godk[aä]n|accepte|akkoord|toestemming|onayl|kabul ed|hyv[aä]ksy|samtykk|съгласен|згод|келіс|ознаком|подтвержда"
)
MARKETING = re.compile(
    r"рассыл|новост|реклам|акци(и|ях|ям|й)|спецпредлож|скидк|дайджест|newsletter|\bnews\b|marketing|promo|offers|subscribe|подпис(ать|ка|ыв)|special deals|e-?mail updates|product updates|send me|keep me (informed|updated|posted)|(хочу|желаю|готов\w?|согла\w+( на)?) получ(ать|ение)|mailing list|receive .{0,40}(emails?|updates|information|news|offers)"
    r"|iscriv\w+ alla|ricevere|offerte|novit[aà]|novidades|novedades|nieuws|nyhets|nyheds|uutis|\bnotify me of|werbung|infolettre|bolet[ií]n|розсил|sign me up|contact me (by|via|about)"
)
PROCESSING = re.compile(
    r"персональн|обработк|personal data|privacy|конфиденц|datenschutz|confidentialit|privacidad|\bterms"
)

TOPIC = re.compile(
    r"\bтем[аыу]\b|subject|topic|betreff|sujet|asunto|отдел|department|услуг|service|вопрос|question|причин|reason|категор|categor|interest|интерес|тип|\btype\b|вид |направлен|regarding|enquiry|inquiry|purpose|цель|product|товар|issue|concern|nature of|queue|проект|project|курс|course|формат|вариант|способ|проблем|беспоко|выберите|\bкак(ой|ая|ие|ое)\b|\bнуж(ен|н[аоы])\b"
)

TOPIC_CODE = re.compile(
    r"\b(type|subject|topic|tema|reason|department|sujet|betreff|asunto|oggetto|enquiry type|inquiry type)\b"
)

CODE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("captcha", r"captcha|\bkod\b|keystring|seccode|security ?code|antispam|verif(y|ication)? ?code|capcha|kapcha"),
        ("username", r"\b(user|screen|nick) ?name\b|\blogin(name| name)?\b|\buname\b|\busr\b|\bnick\b"),
        ("email", r"\b\w*e ?mail\w*\b|\bpochta\b|\bmejl\b|\bmeil\b|\bmail\b"),
        (
            "phone",
            r"\b\w*phone\w*\b|\btel(efon)?\w?\b|\btelephon\w*|\bmobile?\b|\bmobil\w*|\bcell\b|\bnomer telefona\b|\bwhatsapp\b",
        ),
        ("full_name", r"\bfio\b|full ?name|\brealname\b|\bf i o\b|contact ?name|contact ?person"),
        ("last_name", r"\bl ?name\b|last ?name|surname|familiya|familia|\bfamily\b|\blast\b"),
        ("first_name", r"\bf ?name\b|first ?name|\bfirst\b"),
        ("middle_name", r"middle ?name|otchestvo|patronym"),
        (
            "name",
            r"\bimya\b|\bima\b|\bimja\b|\bname\b|\b(your|client|customer|sender|author|from|contact|visitor|person) ?name\b|\bimie\b|\bauthor\b",
        ),
        ("subject", r"\btema\b|\bsubj\b|\btitle\b"),
        (
            "message",
            r"\bmsg\b|\bmes+age\w*|soobs?h?ch?enie|vopros|kom+entari\w*|\bcomm?ents?\b|\btext ?area\b|\bbody\b|\bpismo\b|otzyv|\bmess\b|\bcontent\b|\bdescription\b|\bquestion\b|\bfeedback\b",
        ),
        ("company", r"kompaniya|\borg\b|organizaciya|organizatsiya|\bcompany\w*"),
        ("city", r"\bgorod\b"),
        ("address", r"\badres\b|\baddr\w*|\bstreet\b"),
        ("postcode", r"\bzip\w*|\bindeks\b|postal"),
        ("quantity", r"kolvo|kolichestvo|\bqty\b|\bamount\b|\bcount\b"),
        ("time", r"\bvremya\b"),
        ("date", r"\bdate\w?\b|\bdob\b"),
    )
)

AUTOCOMPLETE: dict[str, str] = {
    "name": "full_name",
    "given-name": "first_name",
    "additional-name": "middle_name",
    "family-name": "last_name",
    "nickname": "username",
    "username": "username",
    "email": "email",
    "tel": "phone",
    "tel-national": "phone",
    "tel-local": "phone",
    "organization": "company",
    "organization-title": "other",
    "honorific-prefix": "other",
    "street-address": "address",
    "address-line1": "address",
    "address-line2": "address",
    "address-line3": "address",
    "address-level2": "city",
    "address-level1": "region",
    "country": "country",
    "country-name": "country",
    "postal-code": "postcode",
    "bday": "date",
    "bday-day": "date",
    "bday-month": "date",
    "bday-year": "date",
    "current-password": "password",
    "new-password": "password",
    "one-time-code": "number",
    "url": "website",
    "sex": "other",
}

DECOY_CODE = re.compile(
    r"honey|bot_?-?test|test_?-?bot|\bhp\b|hp_|_hp\b|\bhp-|-hp\b|gotcha|botcheck|bot_?check|bot-field|bot_field|\btrap\b|spamtrap|_trap|nospam|no_spam|antispam|anti-spam|frm_verify|"
    r"\bpooh\b|winnie|beehive|form-spec-comments|gform_validation|avia_username|wpforms-field-hp|fax_only|mailpoet_form_hidden|yikes-mailchimp-honeypot|\bb_[0-9a-f]{10,}_[0-9a-f]+"
)


def plain(text: str) -> str:
    """Lower case, ё → е, single spaces, wide letters narrow: what the patterns expect."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("ё", "е").replace("’", "'").split())


def code_words(text: str) -> str:
    """`yourName[3]_tel` → `your name 3 tel`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.sub(r"[^A-Za-zА-Яа-яёЁ]+", " ", spaced).lower().split())
