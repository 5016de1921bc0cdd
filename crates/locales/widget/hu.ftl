### Hungarian

## Controls: what a control is called is what it shows.

continue = Tovább
unlock = Feloldás
start = Indítás
send = Küldés
cancel = Válasz leállítása
end = Befejezés
keep = Folytatás
submit = Beadás
again = Újrakezdés
retry = Újrapróbálás
download = Átirat letöltése
download-doubt = Ha nem mentődött fájl, a beszélgetést tartalmazó oldal ezt nem engedi.
new-messages = Új üzenetek
latest = Legújabb üzenetek
copy = Másolás
copied = Másolva
name = Név
email = E-mail
passcode = Belépési kód
message = Üzenet
comment = Megjegyzés (nem kötelező)

## Before the conversation

loading = Betöltés
loading-long = Ez a szokásosnál tovább tart.
conversation = Beszélgetés
saved-notice = A beszélgetést elmentjük.
recorded-notice = A beszélgetést elmentjük, és felvétel is készül róla.
anew = A korábbi beszélgetést itt nem lehetett folytatni. Ez egy új beszélgetés.
by-text = Írásban
saved = Mentve
recorded = Felvétel készül
ai-answers = MI válaszol
up-to-minutes = { $minutes ->
    [one] Legfeljebb { $minutes } perc
   *[other] Legfeljebb { $minutes } perc
}
accept-both = Elfogadom a { $terms } és az { $privacy }.
accept-terms = Elfogadom a { $terms }.
accept-privacy = Elfogadom az { $privacy }.
terms = felhasználási feltételeket
privacy = adatvédelmi tájékoztatót
accept-missing = A folytatáshoz jelölje be a négyzetet.
locked-title = Ez a beszélgetés privát
locked-sentence = A kapott hivatkozással nyissa meg.
paid-title = Ez a beszélgetés fizetős
paid-sentence = A vásárláskor kapott hivatkozással nyissa meg.
closed-title = Ez a beszélgetés most nincs nyitva
opens = Megnyílik: { $date }.
closed-since = Bezárult: { $date }.
passcode-title = Adja meg a belépési kódot
passcode-sentence = Attól kaphatja meg, aki meghívta.
passcode-missing = Adja meg a belépési kódot.
passcode-wrong = Ez nem a belépési kód. Ellenőrizze, és próbálja újra.
name-missing = Adja meg a nevét.
too-long = { $count ->
    [one] Legfeljebb { $count } karaktert adjon meg.
   *[other] Legfeljebb { $count } karaktert adjon meg.
}
email-missing = Adja meg az e-mail-címét.
email-space = Az e-mail-címben nincs szóköz.
email-no-at = Az e-mail-címben van @ jel, például name@example.com.
email-two-ats = Az e-mail-címben csak egy @ jel van.
email-partial = Adja meg a teljes címet, például name@example.com.

## The state, beside the avatar

connecting = Kapcsolódás…
idle = Ön következik
listening = Figyel…
thinking = Gondolkodik…
speaking = Ír…
reconnecting = Újrakapcsolódás…
stopping = Befejezés…
interrupted = Megszakítva

## The conversation

you = Ön
agent = MI-ügynök
sending = Küldés…
not-sent = Nincs elküldve.
queued = A válasz végén elküldjük
take-back = Visszavonás
cut = Itt leállítva
using-tool = Használatban: { $tool }
used-tool = Felhasználva: { $tool }
tool-input = Kérés
tool-result = Eredmény
choices = Javasolt válaszok
choices-count = { $count ->
    [one] { $count } javasolt válasz
   *[other] { $count } javasolt válasz
}
elapsed = Eltelt idő
time-left = { $time } van hátra
minutes-left = { $minutes ->
    [one] { $minutes } perc van hátra.
   *[other] { $minutes } perc van hátra.
}
time-up = Lejárt az idő.
unsent-draft = Ezt írta, de nem küldte el:
characters-left = { $count ->
    [one] Még { $count } karakter
   *[other] Még { $count } karakter
}
characters-over = { $count ->
    [one] { $count } karakterrel túl hosszú
   *[other] { $count } karakterrel túl hosszú
}
table = Táblázat
show-rest = A többi megjelenítése

## Afterwards

review-title = Beadja a beszélgetést?
review-sentence = A beszélgetés véget ért. Adja be a lezáráshoz.
minutes = { $minutes ->
    [one] perc
   *[other] perc
}
messages = { $count ->
    [one] üzenet
   *[other] üzenet
}
your-words = { $count ->
    [one] szó Öntől
   *[other] szó Öntől
}
your-share = az Ön aránya
your-questions = { $count ->
    [one] kérdés Öntől
   *[other] kérdés Öntől
}
fillers = { $count ->
    [one] töltelékszó
   *[other] töltelékszó
}
thanks-title = Köszönjük
thanks-sentence = A beszélgetés véget ért, és sikerült beadni. Bezárhatja ezt az oldalt.
submitting = A beszélgetés beadása…
results-title = Az Ön eredményei
analyzing = A beszélgetés olvasása. Ez eltart egy pillanatig.
results-failed = A beszélgetést sikerült beadni, de kiértékelni nem. Az átiratot így is letöltheti.
out-of-ten = { $score } / 10
score = Pontszám
score-measured = Mért érték: a keresett dolgok mekkora része került szóba a beszélgetésben.
score-judged = Nyelvi modell értékelése a teljes beszélgetés alapján.
report-card = Értékelőlap
topic = Téma
note = Megjegyzés
strengths = Erősségek
weaknesses = Fejlesztendő
next-steps = Következő lépések
in-numbers = Számokban
transcript = Átirat
powered-by = Működteti: { $name }

## Failures: what happened, and then what to do about it

offline-what = Úgy tűnik, nincs internetkapcsolat.
offline-advice = Ellenőrizze a kapcsolatot, majd próbálja újra.
unreachable-what = A beszélgetést nem sikerült elérni.
unreachable-advice = Próbálja újra; ha továbbra sem sikerül, térjen vissza kicsit később.
refused-what = A hozzáférését nem fogadtuk el.
refused-advice = Lehet, hogy lejárt; kérjen új hivatkozást.
missing-what = Ez a beszélgetés nem létezik.
missing-advice = Ellenőrizze a címet, vagy kérdezze meg attól, akitől kapta.
busy-what = Túl sokan kérdeznek egyszerre.
busy-advice = Várjon egy kicsit, majd próbálja újra.
busy-seconds = { $seconds ->
    [one] Próbálja újra { $seconds } másodperc múlva.
   *[other] Próbálja újra { $seconds } másodperc múlva.
}
rejected-what = Ezt nem lehetett elfogadni.
rejected-advice = Módosítsa, és próbálja újra.
agent-what = A választ nem sikerült befejezni.
agent-advice = Próbálja újra egy pillanat múlva.
protocol-what = A választ nem sikerült értelmezni.
protocol-advice = Töltse be újra az oldalt; ha továbbra is előfordul, szóljon az oldal üzemeltetőjének.
load-what = A beszélgetést nem sikerült betölteni.
policy-what = Ez az oldal nem engedi elindítani a beszélgetést.
unsupported-what = Ez a böngésző túl régi a beszélgetéshez.
crash-what = A beszélgetés hiba miatt leállt.
no-script = Ehhez a beszélgetéshez JavaScript szükséges.

## Only in conversations with other systems

conversations = Beszélgetések
details = Részletek
close = Bezárás
new = Új beszélgetés
delete = Törlés
delete-sure = Véglegesen törli ezt: „{ $title }”?
delete-keep = Megtartás
good = Jó válasz
bad = Rossz válasz
open-image = Kép megnyitása
open-audio = Felvétel megnyitása
open-file = Fájl megnyitása
unread = { $count ->
    [one] { $count } új üzenet
   *[other] { $count } új üzenet
}
rated = Köszönjük a visszajelzését.
untitled = Beszélgetés
current = Most megnyitva
no-conversations = Nincsenek korábbi beszélgetések.
person = Most egy munkatárs válaszol
person-left = Ismét az MI-ügynök válaszol.
person-coming = Kapcsoljuk egy munkatárshoz.
person-ended = A munkatárssal folytatott beszélgetés véget ért.
person-absent = Jelenleg senki sem tudja átvenni.
waiting = A válaszára vár
answer-hint = Az Ön válasza
closed-hint = Válasszon egy választ
cards = Javaslatok
status-sent = Elküldve
status-delivered = Kézbesítve
status-read = Olvasva
status-not-sent = Nem kézbesítve
from-to = { $sender } → { $receiver }
doing = Folyamatban: { $what }
did = Kész: { $what }
reasoning = Végiggondolja…
reasoned = Végiggondolta
state = Amit az MI-ügynök észben tart
summary = Összefoglaló
on = Be
off = Ki
