"""Ground floor: what only people's letters carry: mail clients, phone slogans, names, first person."""

from __future__ import annotations

from monitor.domain.response.words import phrases

CLIENTS = phrases("""
git-send-email|quilt/|nulmail|mailspring|superhuman|hey.com|protonmail|tutanota|fastmail|
thunderbird|mozilla|netscape|mutt|pine|alpine|kmail|evolution|ximian|sylpheed|claws|eudora|the bat!|
apple mail|iphone mail|ipad mail|microsoft outlook|microsoft-outlook|microsoft-entourage|microsoft-macoutlook|
outlook express|windows mail|windows live mail|opera mail|opera m0|gnus|emacs|mh-e|nmh|exmh|vm |becky|pegasus|
forte agent|postbox|roundcube|squirrelmail|horde|internet messaging program|zimbra|airmail|mailmate|
yahoomailwebservice|webservice/|yahoo mail|aol webmail|aol |mail.ru mailer|yamail|rambler|k-0 mail|geary|
trojita|balsa|spicebird|turnpike|calypso|mailsmith|nokia|blackberry|android|samsung|edisonmail|readdle|bluemail|
mymail|em client|mailbird|foxmail|incredimail|internet mail service|mew version|wanderlust|open-xchange|
openwebmail|iloha|novell groupwise|lotus notes|ibm notes
""")
"""In X-Mailer or User-Agent. The last two and Exchange also write vacation notes: see `ROBOT_CLIENTS`."""

ROBOT_CLIENTS = phrases("""
internet mail service|novell groupwise|lotus notes|ibm notes|microsoft cdo|zimbra|open-xchange
""")

PROGRAM_MAILERS = phrases("""
phpmailer|swift|symfony|php/|php|zend|codeigniter|drupal|joomla|wordpress|wp mail|nodemailer|mime::lite|
mime-tools|mail::sendmail|chilkat|aspmail|cdonts|jmail|persits|bitrix|modx|perl|python|java|
sendemail|system.net|aspose|actionmailer
""")

SLOGANS = phrases("""
sent from my |sent from mail for|sent from outlook|sent from yahoo mail|get outlook for|sent via blackberry|
sent with proton|envoyé de mon|von meinem iphone gesendet|enviado desde mi|inviato da iphone|
отправлено с iphone|отправлено из мобильной|отправлено из почты|отправлено с мобильного|отправлено с моего|
отправлено из outlook|отправлено с устройства|отправлено от моего|отправлено из mail
""")

FIRST_PERSON = phrases("""
 passed to me| forwarded to me| передали мне|
 i'm | i am | i'll | i will | i've | i have | i think | i checked| i just | i can | i can't | i would | i'd |
 i was | i don't | i hope | i asked | i spoke | i looked | let me | my colleague| my name is| ich | je | я |
 мне | меня зовут| мой коллега| моя коллега| уточнил| посмотрел| проверил| узнал| переговорил| подскажите|
 уточните| напишите мне| могу | предлагаю| прикрепляю| прилагаю| высылаю| направляю
""")

COMMENTS = phrases("""
following comment was added|comment was added|added a comment|with a comment|new comment|new reply|replied to your|
has replied|responded to your|posted a reply|wrote a reply|hat geantwortet|neue antwort|neuer kommentar|
добавлен комментарий|добавил комментарий|добавила комментарий|новый комментарий|новый ответ|вам ответил|ответил на ваш|
ответила на ваш|ответ специалиста|ответ менеджера|ответ оператора|ответ консультанта
""")
"""A helpdesk that carries what an agent wrote says so."""

CLOSINGS = phrases("""
best regards|kind regards|warm regards|regards|best wishes|all the best|sincerely|yours truly|
yours faithfully|many thanks|thanks|thank you|cheers|best|cordially|
mit freundlichen grüßen|mit besten grüßen|freundliche grüße|beste grüße|viele grüße|liebe grüße|bien cordialement|
cordialement|saludos|un saludo|atentamente|cordiali saluti|с уважением|с наилучшими|с пожеланием|
всего доброго|всего хорошего|хорошего дня|удачи|спасибо|ваш менеджер
""")

TEAM_WORDS = phrases("""
ресторан|кафе|юридическ|учебн|стоматолог|нотариус|агентств|бюро|бухгалтер|академи|гимнази|детск|фонд|автошкол|мастерск|типограф|
restaurant|academy|agency|mailer|college|council|
deal|free|loan|lender|mortgage|supplies|savings|rewards|coupon|insurance|credit|secret|exposed|millions|limited time|
daily|weekly|today|update|digest|bulletin|newsletter|magazine|universe|tips|club|webinar|music|доставк|заказ|order|booking|virus|filter|gateway|scan|mailer|security|server|daemon|delivery|administrator|postmaster|
team|support|service|department|customer|sales|office|info|company|helpdesk|help desk|desk|centre|center|crew|
staff|admin|system|robot|bot|mail|no-reply|noreply|online|shop|store|group|ltd|llc|inc|gmbh|news|команда|
служба|отдел|поддержк|коллектив|администрация|компания|магазин|сайт|центр|ооо|менеджер|робот|сервис|клиник|
hotel|reservation|bank|clinic|university|studio|school|offers|account|official|отель|банк|студия|школа|салон|
мебель|фитнес|автосалон|заявк|интернет|пекарн|кофейн|барбер|ателье|клуб|гостевой|гостиниц|усадьб|турбаз|аптек|прокат|
ветеринар|языков|танц|юрист|строй|ремонт|bakery|garage|dental|dentist|surgery|guesthouse|cottage|
plumbing|heating|rentals|lettings|solicitors|photography|interiors|kitchens|brewery|stables|nursery|kennels|
hausverwaltung|praxis|kanzlei|werkstatt|autohaus|bäckerei|gasthof|fahrschule|physiotherapie
""")
"""In a display name or a signature: a department, not a person."""
