"""Ground floor: what receipts, vacation notes and other robots say."""

from __future__ import annotations

from monitor.domain.response.words import phrases

AUTO_SUBJECTS = phrases("""
auto:|auto reply|auto-reply|autoreply|auto response|auto-response|autoresponse|auto respond|auto-respond|
autorespond|auto answer|auto-answer|automatic reply|automatic response|automatic answer|automated reply|
automated response|[auto]|ooo:|out of office:|out of office autoreply|out of office reply|
is out of the office|abwesenheitsnotiz|(out of office)|(out of the office)|[out of office]|vacation reply|
vacation message|automatische antwort|auto-antwort|réponse automatique|reponse automatique|
respuesta automática|respuesta automatica|risposta automatica|resposta automática|resposta automatica|
automatisch antwoord|automatische beantwoording|autosvar|automatiskt svar|automatisk svar|
automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|automatická odpověď|automatická odpoveď|
automatikus válasz|răspuns automat|otomatik yanıt|автоответ|авто-ответ|автоматический ответ|
автоматична відповідь|自动回复|自動回覆|自動返信|自動応答|자동 회신
""")

AWAY_SUBJECTS = phrases("""
out of office|out of the office|out-of-office|ooo -|away from my mail|away from the office|away from office|
on vacation|vacation:|on holiday|on leave|annual leave|maternity leave|parental leave|absence|currently away|
i am away|i'm away|not in the office|abwesenheit|abwesend|nicht im büro|im urlaub|absent du bureau|
absence du bureau|en congé|fuera de la oficina|fuera de oficina|fuori sede|fuori ufficio|assenza|
fora do escritório|ausência|niet aanwezig|afwezig|frånvaro|fravær|ikke til stede|poissa|nieobecno|
mimo kancelář|ofis dışı|в отпуске|нет на месте|вне офиса|нахожусь вне|отсутствую|不在|부재중|
automatically generated|автоматическое уведомление|автоматическое сообщение|отсутствие на рабочем месте
""")
"""People write of absences too: these need a text that agrees."""

RECEIPT_SUBJECTS = phrases("""
сообщение с сайта|заявка с сайта|письмо с сайта|contact form|new submission|
we have received your|we've received your|we received your|we got your|your request has been received|
your message has been received|your enquiry has been received|your inquiry has been received|
your email has been received|request received|message received|enquiry received|inquiry received|
ticket received|case received|received your|receipt of your|confirmation of receipt|acknowledg|
thank you for contacting|thanks for contacting|thank you for your enquiry|thank you for your inquiry|
thank you for your request|thank you for your message|thank you for your email|thank you for your e-mail|
thank you for your interest|thank you for reaching out|thank you for getting in touch|
thanks for getting in touch|thanks for reaching out|ticket created|ticket has been created|ticket opened|
new ticket|new support request|support ticket|case created|case #|request created|has been registered|
has been logged|has been submitted|submission received|form submission|contact form|confirmation of your|
confirmation de réception|accusé de réception|eingangsbestätigung|empfangsbestätigung|ваше обращение|
ваша заявка|ваш запрос|ваше письмо получено|ваше сообщение получено|обращение принято|
обращение зарегистрировано|обращение №|заявка принята|заявка получена|заявка №|запрос №|запрос принят|
запрос получен|спасибо за обращение|спасибо за заявку|спасибо за ваше обращение|спасибо за вашу заявку|
спасибо за сообщение|спасибо за запрос|благодарим за обращение|благодарим за заявку|
благодарим вас за обращение|подтверждение получения|подтверждение заявки|подтверждение обращения|
мы получили ваш|вы оставили заявку|вы отправили заявку|вы заполнили форму|форма обратной связи
""")

AUTOMATED = phrases("""
(auto)|(autoreply)|(auto-reply)|(автоответ)|
sent from a contact form|from a contact form on|sent via the contact form|
virtual assistant|ai assistant|ai-assistant|виртуальный помощник|виртуальный ассистент|ии-помощник|чат-бот|
i am a bot|i'm a bot|this is a bot|я бот|я робот|это робот|это бот|deet-doot-dot|
this message has been automatically|this message was automatically|this email was automatically|
this e-mail was automatically|message is automatically|was sent automatically|was generated automatically|
is generated automatically|has been automatically generated|this email is automatically|auto-generated email|
this is an automat|this is an auto-|this is an auto |this is a automat|this is a system generated|
this is a system-generated|this is a machine|this is a computer|this is a recorded|this is autoreply|
this is an out of office|this is my auto|this automat|this automatic|an automatic reply|an automatic response|
an automated response|an automated reply|an automated message|an automated email|an automated e-mail|
an automated notification|an automatically generated|an automatically-generated|
automatic acknowledg|automatic confirmation|automated acknowledg|

from our robot|automatisch generiert|
automatisch erstellt|automatisch versendet|automatisch erzeugt|automatische antwort|automatisierte antwort|
réponse automatique|reponse automatique|message automatique|envoyé automatiquement|généré automatiquement|
respuesta automática|respuesta automatica|mensaje automático|mensaje automatico|generado automáticamente|
risposta automatica|messaggio automatico|generato automaticamente|generata automaticamente|
resposta automática|mensagem automática|enviado automaticamente|automatisch gegenereerd|automatisch bericht|
automatisch antwoord|automatiskt genererat|automatiskt svar|wygenerowan|automatyczna odpowiedź|
automatická odpověď|это автоматическ|это автоответ|автоматическое сообщение|автоматическое уведомление|
автоматическое письмо|автоматический ответ|автоматически сгенерирован|автоматически создан|
автоматически отправлен|сформировано автоматически|создано автоматически|отправлено автоматически|
сгенерировано автоматически|сформирован автоматически|автоматической системой|автоматической рассылк|自动回复|
自動返信|自動的に
""")

AUTOMATED_WORDS = phrases("""
autoresponse|auto-response|auto response|auto-reply|autoreply|auto-responder|autoresponder|automatic reply|
automatic response|autosvar|автоответчик|autogenerated|auto-generated|auto generated|automated response|
automated reply
""")
"""Words people use as well when they speak of robots."""

AUTOMATED_MAYBE = phrases("""
automatically generated|automatically-generated|automatically sent|generated automatically|sent automatically|
system generated|system-generated|computer generated|computer-generated|machine generated
""")
"""Robots say it of themselves, people of other robots."""

NO_REPLY_WORDS = phrases("""
do not reply|don't reply|please don't respond|do not respond to this|not monitored|unmonitored|
unattended mailbox|replies to this email|replies to this message will not|no need to reply|
cannot receive replies|send-only|nicht auf diese e-mail|nicht auf diese mail|ne pas répondre|no responda|
no conteste|non rispondere|não responda|niet beantwoorden|nie odpowiada|не отвечайте на|не отвечать на|
отвечать на него не нужно|отвечать на это письмо не|не требует ответа|ответ на него не
""")

AWAY = phrases("""
slow to answer|slow to reply|slow to respond|slower than usual|lese meine mails|lese meine e-mails|erst wieder ab|nicht erreichbar|direct enquiries to|direct all enquiries|direct your enquiries|kindly direct|
i have left |i've left |without internet|без интернета|без связи|check my email once|check my email twice|check email once|check email twice|check my mail once|check e-mail twice|
check my inbox|check emails at|
у нас выходной|сегодня выходной|выходные дни|нерабочее время|не на связи|письма не читаю|в это время не читаю|почту не проверяю|
меня нет в офисе|меня не будет|отвечу по возвращени|отвечу после|nicht weitergeleitet|if your query is urgent|
if your enquiry is urgent|if your inquiry is urgent|if the matter is urgent|if your matter is urgent|
please send your mail to|please send your email to|please direct your|please forward your|no longer monitor|
elternzeit|meine vertretung|
доступ к почте|по всем вопросам обращайтесь к|в мое отсутствие|меня замещает|доступен с|
out of the office|am out of office|be out of office|is out of office|i'm out of office|currently out of office|
out of office until|out of office from|out of office on|out of office with|
away from the office|away from my desk|away from my office|
away from my mail|away from my email|away from my e-mail|away from email|away on business|away until|
am away|i'm away|be away|on vacation|on holiday|on annual leave|on leave|on maternity|
on parental leave|on paternity|on sabbatical|on a business trip|on travel|am traveling|am travelling|
i'm traveling|i'm travelling|not in the office|not at my desk|not be in the office|not available until|
unavailable until|currently unavailable|not reading my mail|not reading mail|not be reading|
not checking email|not be checking|limited access to|limited email access|limited e-mail access|
no access to email|no access to e-mail|no access to my|intermittent access|sporadic access|no longer work at|no longer work for|no longer working at|no longer working for|
no longer with|no longer employed|no longer at|has left the company|have left the company|left the company|
returning on|returning to the office|return to the office|back in the office|be back on|will be back|
i'll be back|when i return|upon my return|on my return|as soon as i return|when i get back|until i return|
my absence|in urgent cases|for urgent matters|in case of emergency|if this is urgent|
if your message is urgent|if it is urgent|if urgent|office is closed|offices are closed|we are closed|
our office hours are|außer haus|nicht im büro|nicht im hause|nicht im haus|im urlaub|abwesend|
in meiner abwesenheit|wieder erreichbar|wieder im büro|wieder im haus|dringenden fällen|absent du bureau|
absente du bureau|actuellement absent|en congé|en vacances|de retour le|en cas d'urgence|fuera de la oficina|
fuera de oficina|de vacaciones|estaré ausente|fuori ufficio|fuori sede|in ferie|sarò assente|sono assente|
fora do escritório|estou ausente|de férias|niet aanwezig|niet op kantoor|ben ik afwezig|met vakantie|
op vakantie|tillbaka på kontoret|på semester|jag är borta|åter på kontoret|på ferie|ikke på kontoret|
tilbage på kontoret|lomalla|poza biurem|na urlopie|będę nieobecn|mimo kancelář|dovolen|szabadság|izinde|
ofis dışında|в отпуске|в отпуске до|в командировке|на больничном|не в офисе|вне офиса|отсутствую|
буду отсутствовать|нет на рабочем месте|на рабочем месте до|не на рабочем месте|мое отсутствие|
моего отсутствия|по возвращени|вернусь в офис|буду в офисе с|ограниченный доступ к почте|нет доступа к почте|
по срочным вопросам|в срочных случаях|больше не работа|休假|休暇|不在
""")

RECEIPT = phrases("""
this mailbox is monitored|this inbox is monitored|is monitored during|письмо отправлено с сайта|сообщение отправлено с сайта|
have been forwarded to|were forwarded to|have been passed to|
in the order it was received|in the order they were received|in the order of receipt|currently busy helping|
информационное сообщение сайта|отправлено сообщение через форму|новое сообщение с формы|
sent to our reception|has been sent to our|has been sent to the|
we have received your|we've received your|we have successfully received|we have just received|
we received your|we got your|has been received|have been received|was received and|is received and|
was successfully received|successfully submitted|has been submitted|has been successfully|
have successfully submitted|acknowledge receipt|acknowledge the receipt|acknowledges receipt|
acknowledging receipt|confirm receipt|confirm that we have received|confirmation that we have received|
to confirm that your|to let you know that we|to inform you that we have received|to let you know we|
has been created|has been opened|has been assigned|was assigned|has been registered|has been logged|
has been recorded|has been forwarded to|has been passed to|has been routed|has been added to|has been queued|
is being reviewed|is being held until|is currently being processed|awaits moderator|awaiting moderation|
is waiting for|your ticket number|your case number|your reference number|your request number|
your tracking number|ticket number is|ticket id|ticket #|case id|tracking id|include the ticket|
include the string|ticket has been|case has been|subject line of all future|in the subject line|
in all future correspondence|for future reference|reference number|keep this number|here is a copy of your|
copy of your submission|details of your enquiry|details you submitted|details of your request|
information you submitted|you submitted the following|here is what you sent|
this is a copy of the following message you sent|automatically acknowledge|ist bei uns eingegangen|
haben ihre anfrage erhalten|haben ihre nachricht erhalten|haben ihre e-mail erhalten|avons bien reçu|
a bien été reçu|a bien été pris|a bien été enregistr|hemos recibido|ha sido recibid|abbiamo ricevuto|
è stata ricevuta|recebemos a sua|recebemos sua|hebben uw bericht|hebben uw e-mail ontvangen|vi har mottagit|
vi har modtaget|otrzymaliśmy|обращение принято|обращение получено|обращение зарегистрирован|обращение успешно|
обращение передано|обращение было|обращению присвоен|обращении присвоен|обращения присвоен|заявка принята|
заявка получена|заявка успешно|заявка зарегистрирован|заявка передана|заявка отправлена|заявка создана|
заявка оформлена|заявка №|заявке присвоен|запрос принят|запрос получен|запрос успешно|запрос зарегистрирован|
запрос передан|запросу присвоен|письмо получено|письмо принято|письмо зарегистрировано|сообщение получено|
сообщение принято|сообщение отправлено|сообщение успешно|вопрос получен|вопрос принят|вопрос отправлен|
успешно отправлен|успешно принят|принята в работу|принято в работу|принят в работу|принята в обработку|
принято в обработку|принят к рассмотрению|принято к рассмотрению|мы получили ваш|мы приняли ваш|
получили вашу заявку|получили ваше|получили ваш запрос|номер обращения|номер вашего обращения|номер заявки|
номер вашей заявки|номер запроса|присвоен номер|зарегистрировано под номером|зарегистрирована под номером|
зарегистрирован под номером|копия вашего|вы оставили заявку|вы отправили заявку|вы заполнили форму|
данные вашей заявки|вы указали следующие данные
""")
"""A receipt proper: it tells the letter arrived or was numbered."""

CHALLENGE = phrases("""
account is protected by|mailbox is protected by|protected by spam arrest|allowed list|approved senders|
approved sender list|added to the recipient's|to my whitelist|your address verified|one-time verification|
requires verification|sender verification|verify that you are a|confirm that you are a real|confirm you are not a|
prove you are human|to release your message|deliver your message, please|белый список отправителей|
подтвердите, что вы не робот|подтвердите отправку письма
""")
"""A spam shield asks the sender to prove himself before his letter is let through."""

THANKS = phrases("""
thank you for taking the time|thanks for taking the time|
thank you for contacting|thanks for contacting|thank you for your email|thank you for your e-mail|
thank you for your mail|thank you for your message|thanks for your message|thank you for your enquiry|
thank you for your inquiry|thanks for your enquiry|thanks for your inquiry|thank you for your request|
thank you for your interest|thank you for your submission|thank you for your feedback|
thank you for your question|thank you for writing|thank you for e-mailing|thank you for emailing|
thank you for getting in touch|thanks for getting in touch|thank you for reaching out|thanks for reaching out|
thank you for submitting|thanks for submitting|thank you for using|thank you for visiting|thanks for writing|
vielen dank für ihre anfrage|vielen dank für ihre nachricht|vielen dank für ihre e-mail|
vielen dank für ihre mail|merci de nous avoir contacté|merci pour votre message|gracias por contactar|
gracias por su mensaje|gracias por escribir|grazie per averci contattato|obrigado por entrar em contato|
bedankt voor uw|tack för ditt|dziękujemy za|спасибо за обращение|спасибо за ваше обращение|спасибо за заявку|
спасибо за вашу заявку|спасибо за сообщение|спасибо за ваше сообщение|спасибо за письмо|
спасибо за ваше письмо|спасибо за запрос|спасибо за ваш запрос|спасибо за вопрос|спасибо за ваш вопрос|
спасибо за интерес|спасибо, что обратились|спасибо что обратились|спасибо, что написали|спасибо, что выбрали|
благодарим за обращение|благодарим вас за обращение|благодарим за заявку|благодарим вас за заявку|
благодарим за ваш|благодарим вас за ваш|благодарим за интерес|благодарим вас за интерес|благодарим за письмо|
благодарим за запрос|благодарим, что
""")

PROMISE = phrases("""
melden uns in kürze|wir melden uns|in kürze bei ihnen|schnellstmöglich bei ihnen|
уже работаем|уже рассматриваем|ответ придет|срок рассмотрения|ожидайте ответ|
is important to us|we aim to|we try to|we strive to|you can expect|please allow|важно для нас|
уже обрабатываем|постараемся ответить|will get back to you|we'll get back to you|will get in touch|
will be in touch|we'll be in touch|will contact you|will respond to|will respond as|will respond within|
we will respond|we'll respond|will reply|we'll reply|will answer|will be answered|will be responded|
will review your|will be reviewed|will be processed|will be handled|be contacting you|be in contact with you|
be in contact shortly|someone will|a member of our|a member of the|one of our|representative will|team will|
staff will|specialist will|agent will|manager will|as soon as possible|as quickly as possible|shortly|
within 00 hours|within 0 hours|within one business day|business days|working days|schnellstmöglich|
so schnell wie möglich|umgehend|dans les plus brefs délais|a la brevedad|lo antes posible|il prima possibile|
o mais breve possível|zo spoedig mogelijk|så snart som möjligt|jak najszybciej|свяжется с вами|
свяжемся с вами|свяжутся с вами|с вами свяж|вам перезвон|перезвоним вам|ответим вам|вам ответ|ответим на|
ответит вам|ответ будет|ответ поступит|ответят на|будет рассмотрен|будет обработан|рассмотрим ваш|
обработаем ваш|менеджер свяж|специалист свяж|ожидайте|в ближайшее время|в кратчайшие сроки|как можно скорее|
в порядке очереди|в течение 0 |в течение 00 |в течение рабочего дня|в рабочее время
""")
"""Both people and robots promise: the weight is small."""

NO_REPLY_SENDERS = phrases("""
noreply|no-reply|no_reply|no.reply|donotreply|do-not-reply|do_not_reply|do.not.reply|not-reply|autoreply|
auto-reply|autoresponder|autoresponse|auto-response|autoanswer|auto-confirm|automailer|robot|
notification|notify|nobody@|www-data|wordpress@|apache@|httpd@|nepovtory|ne-otvechayte
""")
