"""Ground floor: what mail servers say when a letter could not be delivered.

Wordings of qmail, exim, sendmail, Postfix, Exchange, Notes, GroupWise, X.400 gateways, courier, and of the
large providers; English first, then the languages their translations exist in.
"""

from __future__ import annotations

from monitor.domain.response.words import phrases

CERTAIN_DAEMONS = phrases("""
mdaemon|mailer-daemon|mailerdaemon|mailer_daemon|mail-daemon|maildaemon|mailer-deamon
""")
"""Local parts under which nothing but bounces is sent."""

DAEMONS = phrases("""
postmaster|post_master|smtp_|_smtp|mail_service|mail-delivery|mail.delivery|delivery.system|
bounce-handler|mailadmin|mail-admin|smtp-admin|autonotify
""")
"""Local parts that are never a person."""

DAEMON_NAMES = phrases("""
антиспам|antispam|anti-spam|
systemadministrator|administrador del sistema|administrateur système|administrateur systeme|
amministratore di sistema|administrador do sistema|systeembeheer|administrator systemu|správce systému|
systemansvarig|systemadministratör|システム管理者|系统管理员|администратор почты|e-mail filter|email filter|
mail gateway|messaging security|mailmarshal|mailscanner|mail quota|
mail delivery|mailer-daemon|mailer daemon|mail administrator|system administrator|
internet mail delivery|mail deliver system|delivery subsystem|postmaster|microsoft exchange|microsoft outlook|
mail router|message delivery|delivery reports|системный администратор|подсистема доставки|служба доставки почты|
почтовая служба|inflex email delivery|electronic postmaster|mail system|mail service|mail transport|
mail server|mailserver|delivery system|delivery notification|почтовый сервер|
почтовая система
""")

SUBJECTS = phrases("""
mail delivery| returned|returning to sender|mail failed|timed out|
mailer-daemon|undeliverable|undelivered|undeliverd|undelivery|non deliver|non-deliver|nondeliver|
not delivered|not deliverable|failure notice|failure delivery|failed delivery|failed mail|failed message|
mail failure|delivery failure|delivery failed|delivery has failed|delivery error|delivery status|
delivery notification|delivery report|delivery problem|delivery delay|delayed delivery|delivery unsuccessful|
unsuccessful delivery|unable to deliver|cannot deliver|could not deliver|can't deliver|could not be delivered|
couldn't be delivered|cannot be delivered|can not be delivered|wasn't delivered|was not delivered|
not yet been delivered|could not send message|could not be sent|returned mail|returned to sender|
return receipt (unsuccess|returning message|returned message|returned:|mail returned|message returned|
mail system error|mail delivery fail|mail delivery problem|mail delivery error|mail delivery status|
mail status report|mail could not|mail error|error sending message|message status|message delayed|
warning: message|warning: could not send|user unknown|unknown user|unknown address|unknown recipient|
invalid recipient|invalid address|mailbox full|mailbox unavailable|mailbox is full|quota exceeded|over quota|
bounce|ndn:|nondelivery|rejected mail|mail rejected|message rejected|email rejected|rejected:|blocked|
address change|permanent delivery failure|permanent error|transient failure|unzustellbar|zustellung|
nicht zustellbar|konnte nicht zugestellt|fehlgeschlagen|non remis|échec de la remise|echec de la remise|
échec de la distribution|échec de remise|non délivr|no se puede entregar|no se pudo entregar|error de entrega|
entrega fallida|no entregado|impossible de remettre|impossibile recapitare|imposible entregar|
mancato recapito|mancata consegna|non recapitabile|não entregue|não pôde ser entregue|nao entregue|
falha na entrega|onbestelbaar|niet bezorgd|kan inte levereras|olevererbart|kunne ikke leveres|ikke leveret|
ei voitu toimittaa|niedostarczon|nie dostarczon|nedoručiteln|kézbesíthetetlen|teslim edilemedi|недоставлен|
не доставлено|не может быть доставлено|недоставк|невозможно доставить|не удалось доставить|ошибка доставки|
возврат письма|не удается доставить|сбой доставки|postmaster notify|see transcript|mail problem|
problem delivering|message could not|message undeliver|message not|nicht erreich|ошибка отправки|ошибка почт|
не получилось доставить|mail system|error report|возвращено отправителю|заблокировано|возвращенное|письмо не доставлено|
сообщение не доставлено|配信|送信エラー|宛先不明|退信|无法投递|未送达|系统退信|전송 실패|반송
""")

STRONG = phrases("""
does not exist on this server|message discarded|has been discarded|не будет доставлено|заблокировано фильтром|заблокирован фильтром|
non-delivery report|nondelivery report|not a valid user|no such user here|no user by that name|failed recipients|
delivery of email to|delivery of mail to|has been postponed|try to deliver your|lines of your original message|
has no account|person you tried to reach|your message follows|subscriber not|wasn't found at|
transcript of|mailbox exceeds|exceeds allowed size|exceeded the disk quota|over quota|the user(s) account|
unable to deliver mail|could not be delivered because|following recipients were affected|recipients were affected|
nicht an folgende|empfänger nicht erreicht|no llegó a|no ha llegado a|n'a pas atteint|n'a pas été remis|
non ha raggiunto|não chegou a|heeft niet alle|niet aangekomen bij|nådde inte|nåede ikke|nådde ikke|
nie dotarła do|nedorazila|nie dociera|не достигло|не дошло до|не получили ваше|ulaştırılamadı|
not have been delivered|delivery error|has just been triggered by a message you sent|전송에 실패|전송할 수 없|
the original message was received at|this report relates to a message you sent|relates to a message you sent|
following message could not be|addresses had delivery problems|had delivery problems|
there was a problem with its delivery|problem delivering|problems delivering|
an error occurred while trying to deliver|error occurred while sending|while trying to deliver|
while attempting to deliver|attempting to deliver|attempted to deliver|attempt to deliver|
tried to deliver your message|inform you on the delivery status|affected recipients|message delivery to|
message not delivered|mail not delivered|mail delivery failed|mail delivery failure|mail system error|
not deliver your|not delivered to|unsuccessfully delivered|this is an automatically generated delivery|
this message was created automatically by|sorry it didn't work out|
the user to whom this message was addressed|exceeded the allowed mailbox quota|intended recipients|
intended recipient|smtp communication problem|mail server of the recipient|recipient's email server|
recipient's e-mail|recipient's mail|recipient's mailbox|rejected your message|rejected by a remote|
rejected by the recipient|rejected by the server|rejected by server|rejected for the following reason|
has been blocked|was blocked|has been refused|no valid recipients|unsent message follows|message log follows|
message header follows|original message text follows|the first lines of the message|message that caused|
may not exist, or you may not have permission|group you tried to contact|address not found|
recipient not found|receiver not found|user not found|message blocked|message expired|message too large|
recipient inbox full|server didn't respond|has moved to a new address|no longer has an account|
no longer accepts mail|account has been closed|address is no longer valid|is no longer a valid|
address no longer|no account by that name|undeliverable recipient|
diese nachricht wurde automatisch von einem mailserver|сбой доставки|следующим получателям|
одному или нескольким получателям|одному или нескольким адресатам|не может быть отправлено|почтовым сервером|
не может быть доставлен|не были доставлены|отклонено сервером|отклонил ваше сообщение|
this is the qmail-send program|wasn't able to deliver your message|was not able to deliver your message|
unable to deliver your message|unable to deliver the message|unable to deliver message|
could not deliver your message|could not deliver the message|could not deliver mail to|could not be delivered|
couldn't be delivered|cannot be delivered|can not be delivered|could not be sent|was not delivered|
wasn't delivered|wasn't delivered to|has not been delivered|not been delivered|not yet been delivered|
couldn't deliver|cannot deliver|unable to be delivered|is undeliverable|was undeliverable|be undeliverable|
undeliverable to|undeliverable mail|undelivered mail|undeliverable message|undeliverable address|
delivery to the following recipient|delivery to the following address|delivery has failed|delivery failed|
delivery failure|delivery status notification|delivery to these recipients|delivery to this recipient|
delivery attempt|failed permanently|did not reach the following recipient|did not reach some or all|
following addresses had|following address failed|following addresses failed|following address(es) failed|
following recipients failed|following recipient could not|following recipients could not|
following destination addresses were unknown|following recipients were not|recipients listed below|
recipients were unable to receive|recipients of your mail|recipients of your message|
recipient(s) could not be reached|recipients could not be reached|recipients did not receive|
one or more recipients|one or more of its recipients|one or more of your|permanent fatal errors|
transient non-fatal errors|delivery errors|returned message follows|message is being returned|
message was returned|message returned|returning it to you|returning message|has been returned|
is returned to you|returned to you|returned undelivered|returned below|message was rejected|
message has been rejected|mail was rejected|email was rejected|message was refused|mail was refused|
mail you sent was|message you sent was|message that you sent|mail you sent to|email you sent to|
message you sent to|an error was detected while|
this message was created automatically by mail delivery software|automatically generated delivery|
generated by the mail|this is the mail system at|this is the mail delivery|this is the postfix|
this is the courier|this is a permanent error|this is the machine generated|i've given up|
original message follows|original message headers|copy of the message|copy of your message|
text of your message|below this line is a copy|below is a copy|undelivered message|unsent message|
unknown or invalid recipient|mail transfer agent|transcript of session|remote host said|host said|
final-recipient|reporting-mta|diagnostic-code|diagnostic information|action: failed|will be attempted again|
will be retried|keep trying|still trying to deliver|mailer will continue|warning message only|
do not need to resend|exceeded the maximum|cannot be found in|konnte nicht zugestellt|konnte nicht an|
nicht zugestellt werden|unzustellbar|n'a pas pu être remis|n'a pas pu etre|n'a pu être|pas été remis|
no se pudo entregar|no se ha podido entregar|no pudo ser entregado|no ha podido ser entregado|
non è stato possibile recapitare|non è stato recapitato|non e' stato possibile|não pôde ser entregue|
nao pode ser entregue|não foi possível entregar|kon niet worden bezorgd|niet worden afgeleverd|
kunde inte levereras|kunne ikke leveres|nie można dostarczyć|nie mogła zostać dostarczona|
nie została dostarczona|nebylo možné doručit|nem lehetett kézbesíteni|не было доставлено|
не было доставлено следующим|не доставлено|не может быть доставлено|не могло быть доставлено|
не удалось доставить|невозможно доставить|не удается доставить|доставка следующим получателям|
не удалась доставка|письмо создано автоматически сервером|сервером доставки|ошибка при доставке|
почтовый ящик получателя переполнен|配信できません|配送できません|お届けできません|送信できませんでした|届けることができません|无法送达|投递失败|被退回|无法投递
""")
"""Sentences of a mail server about a letter of ours; a person quotes them but does not begin with them."""

MAIL_WORDS = phrases("""
mail|message|inbox|smtp|@|recipient|письм|сообщени|почт|адресат|nachricht|empfänger|mensaje|messaggio|mensagem|bericht|
courriel|destinataire|meddelande|wiadomo|zpráv|메일|メール|邮件|郵件
""")
"""Parcels come back too: without one of these a text speaks of something else."""

WEAK = phrases("""
unknown address|address unknown|attachments|user unknown|unknown user|no such user|no such recipient|
no such address|no mailbox here|recipient unknown|unknown recipient|recipient rejected|address rejected|
recipient address|invalid recipient|bad address|bad destination|mailbox unavailable|mailbox not found|
mailbox full|mailbox is full|over quota|quota exceeded|exceeded quota|disk quota|account has been disabled|
account is disabled|account disabled|account is not active|inactive user|does not exist|doesn't have a|
not listed in|not found in directory|host unknown|unknown host|host not found|name service error|
unrouteable address|unroutable|unknown domain|name or service not known|connection timed out|
connection refused|retry timeout exceeded|relaying denied|relay denied|relay access denied|rcpt to|
in reply to|smtp error|smtp;|remote mail server|mail server|listserv|mailing list is|spam|virus|
no answer from host|такого пользователя нет|пользователь не найден|адрес не существует|ящик переполнен|
несуществующий|получател
""")
