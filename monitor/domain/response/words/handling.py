"""Ground floor: words about an enquiry and its handling, and words that say nothing, in four languages."""

from __future__ import annotations

from monitor.domain.response.words import phrases

STEMS = phrases("""
thank|message|mail|e-mail|email|letter|note|enquir|inquir|queries|query|request|question|submi|receiv|receipt|reach|arriv|land|
team|staff|colleague|crew|support|service|custom|advis|agent|represent|manager|special|expert|coordinat|co-ordinat|
operator|consultant|office|desk|someone|somebody|member|contact|touch|reply|replies|respon|answer|back|call|review|
process|handl|dealt|forward|assign|creat|open|regist|confirm|acknowledg|soon|short|prompt|possib|quick|
earl|within|work|busines|order|queue|wait|patien|meantime|while|urgent|number|refer|ticket|status|track|
quote|follow|directly|person|appreciat|interest|look|visit|website|site|deliver|sent|send|priorit|normal|subject|
dear|hello|list|expect|usual|system|department|prepar|complet|detail|information|inform|update|address|recent|
further|serves|due|full|asap|form|copy|below|via|online|proceed|pleased|glad|
happy|welcome|add|success|automat|case|inbox|spam|folder|junk|check|during|
respective|relevant|appropriate|capacity|volume|greet|cheers|good|prior|enquirer|applicant|
спасибо|благодар|сообщени|письм|заявк|обращени|запрос|вопрос|форм|анкет|получ|принят|приня|поступ|зарегистр|передан|переда|
доставлен|отправл|менеджер|специалист|администрат|сотрудник|оператор|консультант|эксперт|команд|служб|отдел|коллег|
ответ|свяж|связ|перезвон|позвон|звон|напиш|рассм|обраб|работ|скор|ближайш|срок|
рабоч|течени|очеред|номер|статус|подтвержд|ожид|жд|уведом|придет|почт|адрес|указан|сайт|клиент|пользоват|уважаем|
здравствуйте|добр|интерес|выбра|повтор|обычно|кратчайш|направл|сутк|суток|провер|папк|спам|очень|важн|важен|изуч|дадим|
развернут|само|коллектив|готов|отправ|электронн|приветств|зафиксир|согласов|удобн|телефон|
просим|просьб|увидел|поряд|средн|отвеча|выйдет|расскаж|данн|кабинет|систем|автоматич|дополнит|информац|обновл|ссылк|уточн|детал|
возник|обратн|успешн|персональн|подробн|следующ|
dank|nachricht|anfrage|erhalten|eingegangen|bearbeit|melden|antwort|schnell|möglich|kümmer|verbindung|kürze|zeit|kontakt|mitarbeiter|übermittelt|erfolgreich|nimmt|guten|tag|hallo|gern|wurde|darum|freundlich|nächst|
merci|demande|reçu|répond|délai|équipe|conseil|gracias|mensaje|recibid|consulta|equipo
""")
"""What such words begin with: a receipt is made of them, an answer speaks of what was asked."""

EMPTY = frozenset(
    phrases("""
a|an|the|and|or|but|if|of|to|in|on|at|by|for|with|from|as|is|are|was|were|be|been|being|am|it|its|this|that|these|
those|there|here|we|us|our|you|your|he|she|they|them|their|i|me|my|will|would|shall|should|can|could|may|might|must|
do|does|did|have|has|had|not|no|nor|so|than|then|too|very|just|also|any|some|all|each|every|more|most|other|such|only|
own|s|t|ll|ve|re|d|m|up|out|about|into|over|after|before|again|further|once|one|two|via|per|both|which|who|whom|what|
when|where|why|how|let|please|well|get|id|hi|и|в|во|не|что|он|на|я|с|со|как|а|то|все|она|так|его|но|да|ты|к|у|же|вы|
за|бы|по|только|ее|мне|было|вот|от|меня|еще|нет|о|из|ему|теперь|когда|даже|ну|ли|если|уже|или|ни|быть|был|него|до|вас|
вам|ведь|там|потом|себя|ничего|ей|может|они|тут|где|есть|надо|ней|для|мы|тебя|их|чем|была|сам|чтоб|без|будто|раз|тоже|
себе|под|будет|тогда|кто|этот|того|потому|этого|какой|совсем|здесь|этом|один|мой|тем|чтобы|нее|сейчас|были|куда|зачем|
всех|можно|при|два|об|другой|после|над|больше|тот|через|эти|нас|про|всего|них|какая|много|три|эту|моя|свою|этой|перед|
иногда|лучше|чуть|такой|им|более|всегда|конечно|всю|между|наш|наша|наше|нашего|нашей|ваш|ваша|ваше|вашу|вашего|вашей|
вашем|вами|нами|это|der|die|das|und|oder|ein|eine|einen|ist|sind|wir|sie|ihnen|ihr|ihre|ihren|uns|für|im|auf|zu|mit|
von|wie|vom|bei|es|haben|hat|werden|wird|dich|dir|du|dein|deine|den|dem|des|nicht|als|le|la|les|un|une|de|et|ou|nous|
vous|votre|vos|notre|nos|est|sont|dans|pour|par|avec|ce|cette|el|los|las|su|sus|nuestro|por|con|que
""")
)
"""Words that say nothing."""
