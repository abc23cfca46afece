"""Words of further languages (it pt nl pl cs sk sv da no fi hu tr ro bg el hr sl lt lv et ja zh ko ar he vi id),
merged into the tables of `vocabulary` and `form_words`: a firm abroad writes its form in its own tongue."""

from __future__ import annotations

from collections.abc import Mapping

FIELD_WORDS: Mapping[str, str] = {
    "captcha": r"codice (di |del )?(sicurezza|verifica|controllo|captcha)|c[oó]d[ie]go (de )?(seguran|segurid|verifica)|copie el c[oó]digo|kopieer|overtyp|sicherheits(ü|ue)berpr|(bezpe[cč]|bezpie[cz]|kontroln|ov[eě][rř]ovac)\w* (k[oó]d|ot[aá]zk)|przepisz kod|kod z obrazka|code de (s[eé]curit|v[eé]rif)"
    r"|anti-?robot|beveiligingscode|s[aä]kerhetskod|sikkerhetskode|turvakoodi|g[uü]venlik kod|biztons[aá]gi k[oó]d|код за сигурност|画像認証|认证码|验证码|驗證碼|자동등록방지|recopi\w+|tippe? .{0,20}(code|zeichen)|l[oö]sen sie|zeichen (ein|aus)|spamschutz|rechen(aufgabe|frage)",
    "username": r"nome (utente|de (utilizador|usu[aá]rio))|gebruikersnaam|anv[aä]ndarnamn|bruger ?navn|brukernavn|k[aä]ytt[aä]j[aä](tunnus|nimi)|(nazwa|nazwę) u[zż]ytkownika|u[zž]ivatelsk[eéyý]|p[rř]ihla[sš]ovac[ií] (jm|men)|felhaszn[aá]l[oó]|kullan[iı]c[iı] ad|nume (de )?utilizator|потребителско име|korisni[cč]ko ime|uporabni[sš]ko ime|vartotojo vard|lietot[aā]j|kasutaja(nimi|tunnus)|όνομα χρήστη|ユーザー名|ユーザーid|用户名|用戶名|帐号|아이디|اسم المستخدم|שם משתמש|t[eê]n ([dđ][aă]ng nh[aậ]p|t[aà]i kho[aả]n)|nama pengguna|public name|имя для входа|ім.?я користувача",
    "email": r"posta elettronica|s[aä]hk[oö]posti|e-?p[oó]s?ta|e-?posti|e-?pasts?|el\.? ?pa[sš]t|ηλεκτρονικ|имейл|ел\. ?поща|メール|邮箱|郵箱|电子邮|電子郵|이메일|البريد|דוא.?ל|אימייל|th[uư] [dđ]i[eệ]n t[uử]|correio|endere[cç]o eletr|elektronick\w+ adres",
    "phone": r"telef[oô]n|telefoon|puhelin|τηλ[εέ]φ|電話|电话|手机|手機|携帯|전화|연락처|휴대폰|الهاتف|جوال|טלפון|נייד|[dđ]i[eệ]n tho[aạ]i|telepon|no\.? ?hp\b|cellulare|celular|telem[oó]vel|mobilnummer|gsm\b|kom[oó]rk|cep tel|tlf|puh\.|mobiel",
    "subject": r"\boggetto\b|\btemat\b|p[rř]edm[eě]t|t[aá]rgy\b|onderwerp|\b[aä]mne\b|\bemne\b|\baihe\b|\bkonu(su)?\b|\bsubiect|\bнаслов|θέμα|件名|主题|主題|标题|標題|제목|\bt[eé]ma\b|\bteema\b|الموضوع|נושא|ti[eê]u [dđ][eề]|perihal|judul|\bnaslov\b|\bzadeva\b|\bmotif\b|\bmotivo\b|относно",
    "full_name": r"jm[eé]no a p[rř][ií]jmen|meno a priezvisk|imi[eę] i nazwisk|imi[eę] (i|oraz|/) |nome e (cog|sobre)nome|nome completo|cognome e nome|nome,? cognome|voor- en achternaam|volledige naam|ad[iı]?n?[iı]?z? (ve )?soyad|fulde navn|fullt (navn|namn)|n[eé]v \(|teljes n[eé]v|nume (si|și|şi) prenume|име и фамилия|ονοματεπ[ωώ]νυμο|ime i prezime|ime in priimek|氏名|お名前|姓名|이름|성명|h[oọ] (v[aà] )?t[eê]n|nama lengkap|الاسم الكامل|שם מלא|för- och efternamn|ees- ja perekonnanimi|etu- ja sukunimi",
    "company": r"azienda|ragione sociale|bedrijf|organisatie|f[oö]retag|\bfirm(a|y|[eę]|anavn|navn|enname)\b|yritys|\bc[eé]g\w*|sp[oó][lł]k|spole[cč]nost|[sş]irket|kurum|\bcompanie\b|фирма|εταιρ[ιί]α|会社|公司|单位|회사|uzn[eē]mum|[iį]mon[eė]|ettev[oõ]te|organizacj|tvrtka|podjetj|c[oô]ng ty|perusahaan|شركة|חברה",
    "last_name": r"cognome|sobrenome|apelido|achternaam|efternamn|efternavn|etternavn|sukunimi|nazwisko|p[rř][ií]jmen[ií]|priezvisko|vezet[eé]kn[eé]v|soyad|επ[ωώ]νυμο|prezime|priimek|pavard[eė]|uzv[aā]rds|perekonnanimi|фамилия|שם משפחה|اسم العائلة|^姓$|성$|nama belakang|famille",
    "first_name": r"voornaam|f[oö]rnamn|fornavn|etunimi|imi[eę]\b|k[rř]estn[ií]|keresztn[eé]v|\bprenume|[oό]νομα μικρ|eesnimi|שם פרטי|الاسم الأول|^名$|nama depan|собствено име",
    "name": r"\bnome\b|\bjm[eé]no|\bmeno\b|\bnaam\b|\bnamn\b|\bnavn\b|\bnimi\b|\bn[eé]v(e|ed|[uü]nk)?\b|\bad[iı]n[iı]z\b|\bisim|\bnume(le)?\b|\bиме\b|[oό]νομα|\bime\b|\bvardas\b|\bv[aā]rds\b|名前|名稱|称呼|稱呼|성함|الاسم|\bשם\b|\bt[eê]n\b|\bnama\b|imi[eę]",
    "postcode": r"\bcap\b|codice postale|\bcep\b|kod pocztowy|postcode|postnummer|postinumero|\bps[cč]\b|ir[aá]ny[ií]t[oó]sz[aá]m|posta kodu|cod po[sș]tal|пощенски|郵便番号|邮编|우편번호",
    "city": r"\bcitt[aà]\b|\bcidade\b|\bmiasto|\bm[eě]sto\b|\bmesto\b|woonplaats|\bplaats\b|\bstad\b|\bpostort\b|kaupunki|v[aá]ros|[sş]ehir|\bora[sș]|\bград\b|π[oό]λη|\bgrad\b|市区|城市|도시",
    "country": r"\bpaese\b|\bkraj\b|\bzem[eě]\b|\bkrajina\b|\bmaa\b|orsz[aá]g|[uü]lke|\btar[aă]\b|държава|χ[ωώ]ρα|dr[zž]ava|国家|國家",
    "address": r"indirizzo|endere[cç]o|\badres(a|se|s)?\b|osoite|\bc[ií]m\b|\bulica\b|адрес|διε[υύ]θυνση|住所|地址|주소|naslov prebiv|adresi|alamat|[dđ][iị]a ch[iỉ]",
    "message": r"messaggi|mensage|wiadomo[sś]|\btre[sś][cć]\b|zpr[aá]v[auy]|\bspr[aá]va\b|\b[uü]zenet|\bbericht|meddeland|besked|\bmelding|\bviesti|mesaj|съобщени|запитван|μ[ηή]νυμα|メッセージ|問い?合わ?せ|内容|コメント|留言|메시지|문의|내용|testo\b|opmerking|vraag|v[aá][sš] dotaz|\bdotaz\b|komentarz|koment[aá][rř]|commento|coment[aá]rio|pytanie|poruk[ae]|sporo[cč]il|[zž]inut[eė]|zi[nņ]a\b|s[oõ]num|kommentti|الرسالة|הודעה|n[oộ]i dung|pesan|richiesta|toelichting|votre demande|ihr anliegen",
}

FORM_WORDS: Mapping[str, str] = {
    "contact": r"contatt|contat[eo]|fale conosco|kontak|contacteer|yhtey|kapcsolat|ileti[sş]im|bize ula[sş]|επικοινων|връзка с|問い?合わ?せ|联系|聯繫|留言|문의|escr[ií]b[ae]|mensaje|messaggio|wiadomo|zpr[aá]va|[uü]zenet|liên hệ",
    "review": r"kommentar|commenta|コメント|comentario|comentar|komentarz|koment[aá][rř]|legg til en kommentar|hozz[aá]sz[oó]l|评论|評論|댓글|yorum|recensi|reactie",
    "subscription": r"suscr[ií]b|suscripci|iscriviti (alla|a la)|inscreva|assine|nieuwsbrief|nyhetsbrev|nyhedsbrev|uutiskirje|h[ií]rlev[eé]l|zpravodaj|\bb[uü]lten|\bopt ?in\b|メルマガ|订阅|訂閱|s.?inscrire [aà] la|infolettre|noutăți|odb[eě]r novinek",
    "search": r"\bcerca\b|ricerca|pesquis|procurar|busca\b|buscador|zoek|\bs[oö]k\b|\bs[oø]g\b|\bhae\b|haku\b|szukaj|hled(at|ej)|h[lľ]ada[jť]|keres[eé]s|\bara(ma)?\b|c[aă]utar|търс|αναζ[ηή]τηση|検索|搜索|搜尋|검색|t[iì]m ki[eế]m|\bcari\b|suchen",
    "login": r"accedi\b|entrar\b|inloggen|logga in|log ?ind|logg inn|kirjaudu|zaloguj|p[rř]ihl[aá]s[ií]|bel[eé]p[eé]s|giri[sş] yap|autentific|σ[υύ]νδεση|ログイン|登录|登入|로그인|prijav[ai]",
    "registration": r"\bregistr|cr[eé]e[rz] (votre |un )?compte|registra(ti|zione|rse|r-se|te)|cadastr|registreer|registrera|registrer|rekister[oö]|zarejestruj|rejestrac|registrac[ei]|regisztr|kay[iı]t|[iî]nregistr|регистр|εγγραφ|会員登録|新規登録|注册|註冊|회원가입|anmeldung|kreiraj ra[cč]un",
    "recovery": r"contrasinal|contrase|slapta[zž]od|jelsz|パスワード|密码|salasan|has[lł][oa]|hesl[oa]|lozink|\bsenha|wachtwoord|[sş]ifre|adgangskode|mot de passe|passord|l[oö]senord|парола|kennwort|ny adgangskode|glemt|nuova password|password dimenticata|nova senha|esqueci|recuper|neues passwort|passwort (vergessen|zur)|vergeten|gl[oö]mt|nieuw wachtwoord|zapomn|odzyska|unohtu|elfelejtett|[sş]ifremi|mot de passe (oubli|perdu)|olvidad|restablec|パスワード(を忘|再)|找回密码|忘记密码|vergessen|(find|retrieve|new|send|email|get) (my |your |a |new )*(password|username)",
    "order": r"ordina\b|acquista|comprar|bestell|kup teraz|zam[oó]w|objedna|rendel[eé]s|sipari[sş]|comand[aă]|купи|注文|购买|prenota|rezerw|rezerv|boka\b|bestill|kassa\b|aggiungi al carrello",
    "request": r"preventivo|or[cç]amento|offerte aanvr|offert(a|e|f[oö]rfr)|tilbud|tarjous|wycen|popt[aá]v|aj[aá]nlat|teklif|zapytani|zg[lł]oszen|見積|solicit|richiedi|demande de",
    "callback": r"teruggebeld|bel mij|oddzwo|zavolejte|visszah[ií]v|ring (meg|mig) upp|richiamat",
}
