### Swedish

## Controls: what a control is called is what it shows.

continue = Fortsätt
unlock = Lås upp
start = Starta
send = Skicka
cancel = Sluta generera
end = Avsluta
keep = Fortsätt prata
submit = Lämna in
again = Börja om
retry = Försök igen
download = Ladda ner samtalslogg
download-doubt = Om ingen fil sparades tillåter sidan runt det här samtalet inte det.
new-messages = Nya meddelanden
latest = Senaste meddelandena
copy = Kopiera
copied = Kopierat
name = Namn
email = E-post
passcode = Åtkomstkod
message = Meddelande
comment = Kommentar (valfritt)

## Before the conversation

loading = Läser in
loading-long = Det tar längre tid än vanligt.
conversation = Samtal
saved-notice = Det här samtalet sparas.
recorded-notice = Det här samtalet sparas och spelas in.
anew = Ditt tidigare samtal kunde inte fortsätta här. Det här är ett nytt samtal.
by-text = Via text
saved = Sparas
recorded = Spelas in
ai-answers = En AI svarar
up-to-minutes = { $minutes ->
    [one] Upp till { $minutes } minut
   *[other] Upp till { $minutes } minuter
}
accept-both = Jag godkänner { $terms } och { $privacy }.
accept-terms = Jag godkänner { $terms }.
accept-privacy = Jag godkänner { $privacy }.
terms = användarvillkoren
privacy = integritetspolicyn
accept-missing = Markera rutan för att gå vidare.
locked-title = Det här samtalet är privat
locked-sentence = Öppna det med länken du har fått.
paid-title = Det här samtalet kostar pengar
paid-sentence = Öppna det med länken du fick vid köpet.
closed-title = Det här samtalet är inte öppet nu
opens = Det öppnar { $date }.
closed-since = Det stängdes { $date }.
passcode-title = Ange åtkomstkoden
passcode-sentence = Den som bjöd in dig kan tala om vad den är.
passcode-missing = Ange åtkomstkoden.
passcode-wrong = Åtkomstkoden stämmer inte. Kontrollera den och försök igen.
name-missing = Ange ditt namn.
too-long = { $count ->
    [one] Skriv högst { $count } tecken.
   *[other] Skriv högst { $count } tecken.
}
email-missing = Ange din e-postadress.
email-space = En e-postadress innehåller inga mellanslag.
email-no-at = En e-postadress innehåller ett @, till exempel name@example.com.
email-two-ats = En e-postadress innehåller bara ett @.
email-partial = Ange hela adressen, till exempel name@example.com.

## The state, beside the avatar

connecting = Ansluter …
idle = Din tur
listening = Lyssnar …
thinking = Tänker …
speaking = Skriver …
reconnecting = Återansluter …
stopping = Avslutar …
interrupted = Avbrutet

## The conversation

you = Du
agent = AI-agent
sending = Skickar …
not-sent = Inte skickat.
queued = Skickas när svaret är klart
take-back = Hämta tillbaka
cut = Stoppat här
using-tool = Använder { $tool }
used-tool = Använde { $tool }
tool-input = Förfrågan
tool-result = Resultat
choices = Svarsförslag
choices-count = { $count ->
    [one] { $count } svarsförslag
   *[other] { $count } svarsförslag
}
elapsed = Tid hittills
time-left = { $time } kvar
minutes-left = { $minutes ->
    [one] { $minutes } minut kvar.
   *[other] { $minutes } minuter kvar.
}
time-up = Tiden är slut.
unsent-draft = Du hade skrivit det här men inte skickat det:
characters-left = { $count ->
    [one] { $count } tecken kvar
   *[other] { $count } tecken kvar
}
characters-over = { $count ->
    [one] { $count } tecken för mycket
   *[other] { $count } tecken för mycket
}
table = Tabell
show-rest = Visa resten

## Afterwards

review-title = Redo att lämna in?
review-sentence = Samtalet är slut. Lämna in det för att bli klar.
minutes = { $minutes ->
    [one] minut
   *[other] minuter
}
messages = { $count ->
    [one] meddelande
   *[other] meddelanden
}
your-words = { $count ->
    [one] ord från dig
   *[other] ord från dig
}
your-share = din andel
your-questions = { $count ->
    [one] fråga från dig
   *[other] frågor från dig
}
fillers = { $count ->
    [one] utfyllnadsord
   *[other] utfyllnadsord
}
thanks-title = Tack
thanks-sentence = Samtalet är slut och har lämnats in. Du kan stänga den här sidan.
submitting = Lämnar in ditt samtal …
results-title = Dina resultat
analyzing = Läser igenom samtalet. Det tar en liten stund.
results-failed = Samtalet lämnades in men kunde inte bedömas. Du kan fortfarande ladda ner samtalsloggen.
out-of-ten = { $score } / 10
score = Poäng
score-measured = Uppmätt: hur mycket av det som eftersöktes som kom upp i samtalet.
score-judged = Bedömt av en språkmodell utifrån hela samtalet.
report-card = Omdöme
topic = Ämne
note = Kommentar
strengths = Styrkor
weaknesses = Att arbeta med
next-steps = Nästa steg
in-numbers = I siffror
transcript = Samtalslogg
powered-by = Drivs av { $name }

## Failures: what happened, and then what to do about it

offline-what = Du verkar vara offline.
offline-advice = Kontrollera anslutningen och försök igen.
unreachable-what = Det gick inte att nå samtalet.
unreachable-advice = Försök igen. Om det fortsätter, kom tillbaka lite senare.
refused-what = Din åtkomst godkändes inte.
refused-advice = Den kan ha gått ut. Be om en ny länk.
missing-what = Det här samtalet finns inte.
missing-advice = Kontrollera adressen eller fråga den som gav dig den.
busy-what = För många frågar samtidigt.
busy-advice = Vänta en stund och försök igen.
busy-seconds = { $seconds ->
    [one] Försök igen om { $seconds } sekund.
   *[other] Försök igen om { $seconds } sekunder.
}
rejected-what = Det här kunde inte godtas.
rejected-advice = Ändra det och försök igen.
agent-what = Svaret kunde inte slutföras.
agent-advice = Försök igen om en liten stund.
protocol-what = Svaret kunde inte tolkas.
protocol-advice = Läs in sidan igen. Om det fortsätter, meddela den som driver webbplatsen.
load-what = Samtalet kunde inte läsas in.
policy-what = Den här sidan tillåter inte att samtalet startar.
unsupported-what = Den här webbläsaren är för gammal för samtalet.
crash-what = Samtalet stoppades av ett fel.
no-script = Det här samtalet kräver JavaScript.

## Only in conversations with other systems

conversations = Samtal
details = Detaljer
close = Stäng
new = Nytt samtal
delete = Radera
delete-sure = Vill du radera ”{ $title }” för gott?
delete-keep = Behåll
good = Bra svar
bad = Dåligt svar
open-image = Öppna bild
open-audio = Öppna inspelning
open-file = Öppna fil
unread = { $count ->
    [one] { $count } nytt meddelande
   *[other] { $count } nya meddelanden
}
rated = Tack för din feedback.
untitled = Samtal
current = Öppet nu
no-conversations = Det finns inga tidigare samtal.
person = Nu svarar en människa
person-left = AI-agenten svarar igen.
person-coming = Du kopplas till en människa.
person-ended = Samtalet med en människa är avslutat.
person-absent = Ingen kan ta över just nu.
waiting = Väntar på ditt svar
answer-hint = Ditt svar
closed-hint = Välj ett svar
cards = Förslag
status-sent = Skickat
status-delivered = Levererat
status-read = Läst
status-not-sent = Inte levererat
from-to = { $sender } till { $receiver }
doing = Arbetar med { $what }
did = Klart: { $what }
reasoning = Tänker igenom det …
reasoned = Har tänkt igenom det
state = Vad AI-agenten håller i minnet
summary = Sammanfattning
on = På
off = Av
