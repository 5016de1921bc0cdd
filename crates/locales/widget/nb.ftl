### Norwegian Bokmål

## Controls: what a control is called is what it shows.

continue = Fortsett
unlock = Lås opp
start = Start
send = Send
cancel = Stopp genereringen
end = Avslutt
keep = Fortsett samtalen
submit = Lever
again = Start på nytt
retry = Prøv igjen
download = Last ned samtalelogg
download-doubt = Hvis ingen fil ble lagret, tillater ikke siden rundt denne samtalen det.
new-messages = Nye meldinger
latest = Siste meldinger
copy = Kopier
copied = Kopiert
name = Navn
email = E-post
passcode = Tilgangskode
message = Melding
comment = Kommentar (valgfritt)

## Before the conversation

loading = Laster inn
loading-long = Dette tar lengre tid enn vanlig.
conversation = Samtale
saved-notice = Denne samtalen lagres.
recorded-notice = Denne samtalen lagres og tas opp.
anew = Den tidligere samtalen din kunne ikke fortsettes her. Dette er en ny samtale.
by-text = Med tekst
saved = Lagres
recorded = Tas opp
ai-answers = En KI svarer
up-to-minutes = { $minutes ->
    [one] Opptil { $minutes } minutt
   *[other] Opptil { $minutes } minutter
}
accept-both = Jeg godtar { $terms } og { $privacy }.
accept-terms = Jeg godtar { $terms }.
accept-privacy = Jeg godtar { $privacy }.
terms = bruksvilkårene
privacy = personvernerklæringen
accept-missing = Kryss av i ruten for å fortsette.
locked-title = Denne samtalen er privat
locked-sentence = Åpne den med lenken du har fått.
paid-title = Denne samtalen koster penger
paid-sentence = Åpne den med lenken du fikk ved kjøpet.
closed-title = Denne samtalen er ikke åpen nå
opens = Den åpner { $date }.
closed-since = Den ble stengt { $date }.
passcode-title = Skriv inn tilgangskoden
passcode-sentence = Den som inviterte deg, kan fortelle deg hva den er.
passcode-missing = Skriv inn tilgangskoden.
passcode-wrong = Det er ikke riktig tilgangskode. Sjekk den og prøv igjen.
name-missing = Skriv inn navnet ditt.
too-long = { $count ->
    [one] Skriv inn høyst { $count } tegn.
   *[other] Skriv inn høyst { $count } tegn.
}
email-missing = Skriv inn e-postadressen din.
email-space = En e-postadresse inneholder ingen mellomrom.
email-no-at = En e-postadresse inneholder en @, for eksempel name@example.com.
email-two-ats = En e-postadresse inneholder bare én @.
email-partial = Skriv inn hele adressen, for eksempel name@example.com.

## The state, beside the avatar

connecting = Kobler til …
idle = Din tur
listening = Lytter …
thinking = Tenker …
speaking = Skriver …
reconnecting = Kobler til på nytt …
stopping = Avslutter …
interrupted = Avbrutt

## The conversation

you = Du
agent = KI-agent
sending = Sender …
not-sent = Ikke sendt.
queued = Sendes når svaret er ferdig
take-back = Hent tilbake
cut = Stoppet her
using-tool = Bruker { $tool }
used-tool = Brukte { $tool }
tool-input = Forespørsel
tool-result = Resultat
choices = Forslag til svar
choices-count = { $count ->
    [one] { $count } forslag til svar
   *[other] { $count } forslag til svar
}
elapsed = Tid så langt
time-left = { $time } igjen
minutes-left = { $minutes ->
    [one] { $minutes } minutt igjen.
   *[other] { $minutes } minutter igjen.
}
time-up = Tiden er ute.
unsent-draft = Du hadde skrevet dette, men ikke sendt det:
characters-left = { $count ->
    [one] { $count } tegn igjen
   *[other] { $count } tegn igjen
}
characters-over = { $count ->
    [one] { $count } tegn for mye
   *[other] { $count } tegn for mye
}
table = Tabell
show-rest = Vis resten

## Afterwards

review-title = Klar til å levere?
review-sentence = Samtalen er over. Lever den for å fullføre.
minutes = { $minutes ->
    [one] minutt
   *[other] minutter
}
messages = { $count ->
    [one] melding
   *[other] meldinger
}
your-words = { $count ->
    [one] ord fra deg
   *[other] ord fra deg
}
your-share = din andel
your-questions = { $count ->
    [one] spørsmål fra deg
   *[other] spørsmål fra deg
}
fillers = { $count ->
    [one] fyllord
   *[other] fyllord
}
thanks-title = Takk
thanks-sentence = Samtalen er over og er levert. Du kan lukke denne siden.
submitting = Leverer samtalen din …
results-title = Resultatene dine
analyzing = Leser gjennom samtalen. Det tar et øyeblikk.
results-failed = Samtalen ble levert, men kunne ikke vurderes. Du kan fortsatt laste ned samtaleloggen.
out-of-ten = { $score } / 10
score = Poengsum
score-measured = Målt: hvor mye av det som ble lett etter, som kom fram i samtalen.
score-judged = Vurdert av en språkmodell ut fra hele samtalen.
report-card = Vurdering
topic = Tema
note = Merknad
strengths = Styrker
weaknesses = Å jobbe med
next-steps = Neste steg
in-numbers = I tall
transcript = Samtalelogg
powered-by = Drevet av { $name }

## Failures: what happened, and then what to do about it

offline-what = Du ser ut til å være frakoblet.
offline-advice = Sjekk nettforbindelsen og prøv igjen.
unreachable-what = Fikk ikke kontakt med samtalen.
unreachable-advice = Prøv igjen. Hvis det fortsetter, kan du komme tilbake litt senere.
refused-what = Tilgangen din ble ikke godtatt.
refused-advice = Den kan ha utløpt. Be om en ny lenke.
missing-what = Denne samtalen finnes ikke.
missing-advice = Sjekk adressen, eller spør den du fikk den av.
busy-what = For mange spør samtidig.
busy-advice = Vent litt og prøv igjen.
busy-seconds = { $seconds ->
    [one] Prøv igjen om { $seconds } sekund.
   *[other] Prøv igjen om { $seconds } sekunder.
}
rejected-what = Dette kunne ikke godtas.
rejected-advice = Endre det og prøv igjen.
agent-what = Svaret kunne ikke fullføres.
agent-advice = Prøv igjen om et øyeblikk.
protocol-what = Svaret kunne ikke tolkes.
protocol-advice = Last inn siden på nytt. Hvis det fortsetter, si fra til den som driver nettstedet.
load-what = Samtalen kunne ikke lastes inn.
policy-what = Denne siden tillater ikke at samtalen starter.
unsupported-what = Denne nettleseren er for gammel for samtalen.
crash-what = Samtalen stoppet på grunn av en feil.
no-script = Denne samtalen krever JavaScript.

## Only in conversations with other systems

conversations = Samtaler
details = Detaljer
close = Lukk
new = Ny samtale
delete = Slett
delete-sure = Slette «{ $title }» for godt?
delete-keep = Behold
good = Bra svar
bad = Dårlig svar
open-image = Åpne bilde
open-audio = Åpne opptak
open-file = Åpne fil
unread = { $count ->
    [one] { $count } ny melding
   *[other] { $count } nye meldinger
}
rated = Takk for tilbakemeldingen.
untitled = Samtale
current = Åpen nå
no-conversations = Det finnes ingen tidligere samtaler.
person = Nå svarer et menneske
person-left = KI-agenten svarer igjen.
person-coming = Du settes over til et menneske.
person-ended = Samtalen med et menneske er avsluttet.
person-absent = Ingen kan ta over akkurat nå.
waiting = Venter på svaret ditt
answer-hint = Svaret ditt
closed-hint = Velg et svar
cards = Forslag
status-sent = Sendt
status-delivered = Levert
status-read = Lest
status-not-sent = Ikke levert
from-to = { $sender } til { $receiver }
doing = Jobber med { $what }
did = Ferdig: { $what }
reasoning = Tenker gjennom det …
reasoned = Har tenkt gjennom det
state = Hva KI-agenten husker på
summary = Sammendrag
on = På
off = Av
