### Danish

## Controls: what a control is called is what it shows.

continue = Fortsæt
unlock = Lås op
start = Start
send = Send
cancel = Stop svaret
end = Afslut
keep = Fortsæt samtalen
submit = Aflevér
again = Start forfra
retry = Prøv igen
download = Download samtalelog
download-doubt = Hvis der ikke blev gemt en fil, tillader siden omkring denne samtale det ikke.
new-messages = Nye beskeder
latest = Seneste beskeder
copy = Kopiér
copied = Kopieret
name = Navn
email = E-mail
passcode = Adgangskode
message = Besked
comment = Kommentar (valgfri)

## Before the conversation

loading = Indlæser
loading-long = Det tager længere tid end normalt.
conversation = Samtale
saved-notice = Denne samtale bliver gemt.
recorded-notice = Denne samtale bliver gemt og optaget.
anew = Din tidligere samtale kunne ikke fortsættes her. Dette er en ny.
by-text = På skrift
saved = Bliver gemt
recorded = Bliver optaget
ai-answers = En AI svarer
up-to-minutes = { $minutes ->
    [one] Op til { $minutes } minut
   *[other] Op til { $minutes } minutter
}
accept-both = Jeg accepterer { $terms } og { $privacy }.
accept-terms = Jeg accepterer { $terms }.
accept-privacy = Jeg accepterer { $privacy }.
terms = brugsvilkårene
privacy = privatlivspolitikken
accept-missing = Sæt flueben for at gå videre.
locked-title = Denne samtale er privat
locked-sentence = Åbn den med det link, du har fået.
paid-title = Denne samtale koster penge
paid-sentence = Åbn den med det link, du fik ved købet.
closed-title = Denne samtale er ikke åben lige nu
opens = Den åbner den { $date }.
closed-since = Den lukkede den { $date }.
passcode-title = Indtast adgangskoden
passcode-sentence = Den, der har inviteret dig, kan oplyse den.
passcode-missing = Indtast adgangskoden.
passcode-wrong = Adgangskoden er ikke rigtig. Tjek den, og prøv igen.
name-missing = Indtast dit navn.
too-long = { $count ->
    [one] Indtast højst { $count } tegn.
   *[other] Indtast højst { $count } tegn.
}
email-missing = Indtast din e-mailadresse.
email-space = Der er ingen mellemrum i en e-mailadresse.
email-no-at = Der er et @ i en e-mailadresse, f.eks. name@example.com.
email-two-ats = Der er kun ét @ i en e-mailadresse.
email-partial = Indtast hele adressen, f.eks. name@example.com.

## The state, beside the avatar

connecting = Forbinder …
idle = Din tur
listening = Lytter …
thinking = Tænker …
speaking = Skriver …
reconnecting = Forbinder igen …
stopping = Afslutter …
interrupted = Afbrudt

## The conversation

you = Dig
agent = AI-agent
sending = Sender …
not-sent = Ikke sendt.
queued = Sendes, når svaret er færdigt
take-back = Tag tilbage
cut = Stoppet her
using-tool = Bruger { $tool }
used-tool = Brugte { $tool }
tool-input = Forespørgsel
tool-result = Resultat
choices = Svarforslag
choices-count = { $count ->
    [one] { $count } svarforslag
   *[other] { $count } svarforslag
}
elapsed = Tid indtil nu
time-left = { $time } tilbage
minutes-left = { $minutes ->
    [one] { $minutes } minut tilbage.
   *[other] { $minutes } minutter tilbage.
}
time-up = Tiden er gået.
unsent-draft = Du havde skrevet dette, men ikke sendt det:
characters-left = { $count ->
    [one] { $count } tegn tilbage
   *[other] { $count } tegn tilbage
}
characters-over = { $count ->
    [one] { $count } tegn for meget
   *[other] { $count } tegn for meget
}
table = Tabel
show-rest = Vis resten

## Afterwards

review-title = Klar til at aflevere?
review-sentence = Samtalen er slut. Aflevér den for at blive færdig.
minutes = { $minutes ->
    [one] minut
   *[other] minutter
}
messages = { $count ->
    [one] besked
   *[other] beskeder
}
your-words = { $count ->
    [one] ord fra dig
   *[other] ord fra dig
}
your-share = din andel
your-questions = { $count ->
    [one] spørgsmål fra dig
   *[other] spørgsmål fra dig
}
fillers = { $count ->
    [one] fyldord
   *[other] fyldord
}
thanks-title = Tak
thanks-sentence = Samtalen er slut og er blevet afleveret. Du kan lukke denne side.
submitting = Afleverer din samtale …
results-title = Dine resultater
analyzing = Gennemgår samtalen. Det tager et øjeblik.
results-failed = Samtalen blev afleveret, men kunne ikke vurderes. Du kan stadig downloade samtaleloggen.
out-of-ten = { $score } / 10
score = Pointtal
score-measured = Målt: hvor meget af det, der blev kigget efter, der kom frem i samtalen.
score-judged = Bedømt af en sprogmodel ud fra hele samtalen.
report-card = Evaluering
topic = Emne
note = Bemærkning
strengths = Styrker
weaknesses = Kan forbedres
next-steps = Næste skridt
in-numbers = I tal
transcript = Samtalelog
powered-by = Drevet af { $name }

## Failures: what happened, and then what to do about it

offline-what = Du ser ud til at være offline.
offline-advice = Tjek din forbindelse, og prøv igen.
unreachable-what = Der kunne ikke opnås forbindelse til samtalen.
unreachable-advice = Prøv igen; hvis det bliver ved med at ske, så kom tilbage lidt senere.
refused-what = Din adgang blev ikke godkendt.
refused-advice = Den kan være udløbet; bed om et nyt link.
missing-what = Denne samtale findes ikke.
missing-advice = Tjek adressen, eller spørg den, du har fået den af.
busy-what = Der er for mange, der spørger på én gang.
busy-advice = Vent et øjeblik, og prøv igen.
busy-seconds = { $seconds ->
    [one] Prøv igen om { $seconds } sekund.
   *[other] Prøv igen om { $seconds } sekunder.
}
rejected-what = Dette kunne ikke godkendes.
rejected-advice = Ret det, og prøv igen.
agent-what = Svaret kunne ikke gøres færdigt.
agent-advice = Prøv igen om et øjeblik.
protocol-what = Svaret kunne ikke forstås.
protocol-advice = Genindlæs siden; hvis det bliver ved med at ske, så sig det til dem, der driver webstedet.
load-what = Samtalen kunne ikke indlæses.
policy-what = Denne side tillader ikke, at samtalen starter.
unsupported-what = Denne browser er for gammel til samtalen.
crash-what = Samtalen stoppede på grund af en fejl.
no-script = Denne samtale kræver JavaScript.

## Only in conversations with other systems

conversations = Samtaler
details = Detaljer
close = Luk
new = Ny samtale
delete = Slet
delete-sure = Vil du slette ”{ $title }” permanent?
delete-keep = Behold
good = Godt svar
bad = Dårligt svar
open-image = Åbn billede
open-audio = Åbn optagelse
open-file = Åbn fil
unread = { $count ->
    [one] { $count } ny besked
   *[other] { $count } nye beskeder
}
rated = Tak for din feedback.
untitled = Samtale
current = Åben nu
no-conversations = Der er ingen tidligere samtaler.
person = Et menneske svarer nu
person-left = AI-agenten svarer igen.
person-coming = Du bliver sat i forbindelse med et menneske.
person-ended = Samtalen med et menneske er slut.
person-absent = Der er ingen, der kan tage over lige nu.
waiting = Venter på dit svar
answer-hint = Dit svar
closed-hint = Vælg et svar
cards = Forslag
status-sent = Sendt
status-delivered = Leveret
status-read = Læst
status-not-sent = Ikke leveret
from-to = { $sender } til { $receiver }
doing = Arbejder på: { $what }
did = Færdig: { $what }
reasoning = Tænker det igennem …
reasoned = Har tænkt det igennem
state = Hvad AI-agenten husker på
summary = Resumé
on = Til
off = Fra
