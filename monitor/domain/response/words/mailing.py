"""Ground floor: what newsletters and advertising say, and which headers mailing platforms leave."""

from __future__ import annotations

from monitor.domain.response.words import phrases

PLATFORM_HEADERS = phrases("""
feedback-id|x-campaign|x-campaignid|x-campaign-id|x-mc-user|x-mailchimp|x-mandrill-user|x-hs-cid|x-cid|
x-sg-eid|x-csa-complaints|x-report-abuse|x-rpcampaign|x-job|x-mailer-recptid|x-mailing-id|x-mailinglist-id|
x-listmember|x-list-host|x-subscriber|x-roving-id|x-roving-campaignid|x-return-path-hint|x-cheetah|x-et-route|
x-sfmc-stack|x-emarsys-environment|x-mailgun-tag|x-mailjet-campaign|x-mj-mid|x-sib-id|x-bitrix-posting|
x-postmaster-msgtype|x-unisender|x-sendsay|x-getresponse|x-klaviyo|x-phplist|x-acymailing|x-marketo-id|
x-eloqua|x-maropost|x-listunsubscribe
""")
"""Lower-case names or beginnings of names."""

SUBJECTS = phrases("""
newsletter|headlines|news digest|daily digest|weekly digest|weekly update|this week in|дайджест|рассылка|выпуск №|
новости недели|news for |adv:|(adv)
""")

SENDERS = phrases("""
newsletter|newsletters|news@|news-|-news|marketing|promo|offers|deals|sale@|specials|mailing|mailer@|digest|
updates@|update@|announce|alerts@|bulletin|headlines|editor@|editors@|subscri|rss|feeds@|campaign|member@|
members@|community@|rassylka|akcii|@email.|@news.|@e.|@newsletter|@mailing|@reply.
""")

UNSUBSCRIBE = phrases("""
unsubscribe|un-subscribe|unsubcribe|opt out|opt-out|optout|to be removed from|be removed from our|
be removed from this|remove yourself|remove your name|remove your email|remove your address|remove me|
to remove|stop receiving|no longer wish to receive|no longer receive|not wish to receive|
prefer not to receive|rather not receive|cancel your subscription|manage your subscription|
manage subscription|manage preferences|email preferences|e-mail preferences|update your preferences|
change your preferences|update your profile|subscription settings|notification settings|mailing preferences|
abmelden|abbestellen|austragen|désabonner|désinscri|se desabonner|darse de baja|cancelar suscripción|disiscri|
cancellarti|descadastr|cancelar a inscrição|afmelden|uitschrijven|avregistrera|avsluta prenumeration|afmeld|
wypisz|odhlásit|отказаться от писем|отписаться|отписка|отпишитесь|отказаться от рассылки|отказаться от подписки|
отказаться от получения|отменить подписку|не хотите получать|не желаете получать|управление подпиской|
управлять подпиской|настройки рассылки|退订|配信停止
""")

MAILING = phrases("""
per annum|we offer loans|apply now|apply today|lowest rates|free download|free membership|special deals|no cost|
as a subscriber|recurring list|opted in|opt-in|strictly confidential|next of kin|size matters|get paid|
make money|work from home|work at home|mortgage|refinance|viagra|weight loss|lose weight|free money|$$$|
million dollars|us dollars|investment opportunity|business proposal|dear friend|casino|lowest price|bulk email|
e-mail addresses|guaranteed|increase your|enlarge|prescription|credit card debt|stock alert|investor|hot stock|
call now|toll free|toll-free|for more information visit|click on the link|visit our website|one time mailing|
one-time mailing|this is a one time|in compliance with|bill s.0000|section 000|best prices|free trial|
free gift|you have been selected|congratulations|winner|financial freedom|opportunity|
you are receiving this|you're receiving this|you received this email because|you received this e-mail because|
you have received this|you are subscribed|you're subscribed|you are currently subscribed|
because you signed up|because you subscribed|because you opted|this email was sent to|this e-mail was sent to|
this message was sent to|this newsletter|our newsletter|this mailing list|our mailing list|view in browser|
view in your browser|view this email|view online|view it in your browser|having trouble viewing|
trouble viewing this|can't see this email|can't read this email|click here to view|web version|online version|
add us to your address book|to your address book|ensure delivery|forward to a friend|forward this to a friend|
share with a friend|tell a friend|privacy policy|all rights reserved|copyright 0000|copyright (c)|© 0000|
(c) 0000|limited time|act now|special offer|click here|click below|shop now|buy now|order now|order today|
learn more|read more|free shipping|save up to|00% off|money back|money-back|risk free|risk-free|no obligation|
000% free|this is not spam|never spam|in this issue|this week's|today's headlines|top stories|
wenn sie diesen newsletter|diesen newsletter|im browser ansehen|im browser anzeigen|voir cet email|
version en ligne|cette newsletter|ver en el navegador|ver este correo|vous recevez ce|recibe este correo|
вы получили это письмо, потому|вы получили это письмо потому|вы получили данное письмо|
вы получили это сообщение, потому|вы получаете это письмо|вы подписаны на|вы подписались|
подписались на рассылку|эта рассылка|наша рассылка|нашей рассылки|открыть в браузере|посмотреть в браузере|
версия в браузере|веб-версия|смотреть онлайн|не отображается письмо|письмо отображается некорректно|
все права защищены|политика конфиденциальности|успейте|спешите|только до|скидк|скидка 00%|промокод|распродаж|
специальное предложение|подробнее|купить сейчас|в этом выпуске|сегодня в рассылке|подписка оформлена|главное за день|главное за неделю|мы скучаем|в подарок
""")

LIST_TRAILERS = phrases("""
_______________________________________________|mailing list|mailman/listinfo|yahoo groups|yahoo! groups|
groups.yahoo.com|google groups|groups.google.com|listserv|majordomo|to unsubscribe from this group|
to unsubscribe from this list|to unsubscribe, e-mail|sf.net email is sponsored|sf.net email is
""")
"""What list software hangs under every post, whoever wrote it."""
