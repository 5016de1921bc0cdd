### Dutch

## Controls: what a control is called is what it shows.

continue = Doorgaan
unlock = Ontgrendelen
start = Starten
send = Verzenden
cancel = Stoppen met genereren
end = Beëindigen
keep = Verder praten
submit = Inleveren
again = Opnieuw beginnen
retry = Opnieuw proberen
download = Transcript downloaden
download-doubt = Als er geen bestand is opgeslagen, staat de pagina rond dit gesprek dat niet toe.
new-messages = Nieuwe berichten
latest = Nieuwste berichten
copy = Kopiëren
copied = Gekopieerd
name = Naam
email = E-mail
passcode = Toegangscode
message = Bericht
comment = Opmerking (optioneel)

## Before the conversation

loading = Laden
loading-long = Dit duurt langer dan normaal.
conversation = Gesprek
saved-notice = Dit gesprek wordt bewaard.
recorded-notice = Dit gesprek wordt bewaard en opgenomen.
anew = Je eerdere gesprek kon hier niet worden voortgezet. Dit is een nieuw gesprek.
by-text = Via tekst
saved = Wordt bewaard
recorded = Wordt opgenomen
ai-answers = Een AI antwoordt
up-to-minutes = { $minutes ->
    [one] Maximaal { $minutes } minuut
   *[other] Maximaal { $minutes } minuten
}
accept-both = Ik ga akkoord met de { $terms } en het { $privacy }.
accept-terms = Ik ga akkoord met de { $terms }.
accept-privacy = Ik ga akkoord met het { $privacy }.
terms = gebruiksvoorwaarden
privacy = privacybeleid
accept-missing = Vink het vakje aan om door te gaan.
locked-title = Dit gesprek is privé
locked-sentence = Open het met de link die je hebt gekregen.
paid-title = Dit is een betaald gesprek
paid-sentence = Open het met de link die je bij je aankoop hebt gekregen.
closed-title = Dit gesprek is nu niet open
opens = Het opent op { $date }.
closed-since = Het is gesloten op { $date }.
passcode-title = Voer de toegangscode in
passcode-sentence = Degene die je heeft uitgenodigd, kan je vertellen wat de code is.
passcode-missing = Voer de toegangscode in.
passcode-wrong = Dat is niet de toegangscode. Controleer de code en probeer het opnieuw.
name-missing = Voer je naam in.
too-long = { $count ->
    [one] Voer maximaal { $count } teken in.
   *[other] Voer maximaal { $count } tekens in.
}
email-missing = Voer je e-mailadres in.
email-space = Een e-mailadres bevat geen spaties.
email-no-at = Een e-mailadres bevat een @, zoals name@example.com.
email-two-ats = Een e-mailadres bevat maar één @.
email-partial = Voer het volledige adres in, zoals name@example.com.

## The state, beside the avatar

connecting = Verbinden…
idle = Jouw beurt
listening = Luistert…
thinking = Denkt na…
speaking = Schrijft…
reconnecting = Opnieuw verbinden…
stopping = Beëindigen…
interrupted = Onderbroken

## The conversation

you = Jij
agent = AI-agent
sending = Verzenden…
not-sent = Niet verzonden.
queued = Wordt verzonden zodra het antwoord klaar is
take-back = Terughalen
cut = Hier gestopt
using-tool = Gebruikt { $tool }
used-tool = { $tool } gebruikt
tool-input = Verzoek
tool-result = Resultaat
choices = Voorgestelde antwoorden
choices-count = { $count ->
    [one] { $count } voorgesteld antwoord
   *[other] { $count } voorgestelde antwoorden
}
elapsed = Tijd tot nu toe
time-left = Nog { $time }
minutes-left = { $minutes ->
    [one] Nog { $minutes } minuut.
   *[other] Nog { $minutes } minuten.
}
time-up = De tijd is om.
unsent-draft = Dit had je geschreven, maar niet verzonden:
characters-left = { $count ->
    [one] Nog { $count } teken
   *[other] Nog { $count } tekens
}
characters-over = { $count ->
    [one] { $count } teken te veel
   *[other] { $count } tekens te veel
}
table = Tabel
show-rest = Rest tonen

## Afterwards

review-title = Klaar om in te leveren?
review-sentence = Het gesprek is afgelopen. Lever het in om af te ronden.
minutes = { $minutes ->
    [one] minuut
   *[other] minuten
}
messages = { $count ->
    [one] bericht
   *[other] berichten
}
your-words = { $count ->
    [one] woord van jou
   *[other] woorden van jou
}
your-share = jouw aandeel
your-questions = { $count ->
    [one] vraag van jou
   *[other] vragen van jou
}
fillers = { $count ->
    [one] stopwoord
   *[other] stopwoorden
}
thanks-title = Bedankt
thanks-sentence = Het gesprek is afgelopen en ingeleverd. Je kunt deze pagina sluiten.
submitting = Je gesprek wordt ingeleverd…
results-title = Je resultaten
analyzing = Het gesprek wordt doorgelezen. Dit duurt even.
results-failed = Het gesprek is ingeleverd, maar kon niet worden beoordeeld. Je kunt het transcript nog steeds downloaden.
out-of-ten = { $score } / 10
score = Score
score-measured = Gemeten: hoeveel van wat werd gezocht, in het gesprek aan bod kwam.
score-judged = Beoordeeld door een taalmodel op basis van het hele gesprek.
report-card = Beoordeling
topic = Onderwerp
note = Opmerking
strengths = Sterke punten
weaknesses = Aandachtspunten
next-steps = Volgende stappen
in-numbers = In cijfers
transcript = Transcript
powered-by = Mogelijk gemaakt door { $name }

## Failures: what happened, and then what to do about it

offline-what = Je lijkt offline te zijn.
offline-advice = Controleer je verbinding en probeer het opnieuw.
unreachable-what = Het gesprek kon niet worden bereikt.
unreachable-advice = Probeer het opnieuw. Blijft het gebeuren, kom dan wat later terug.
refused-what = Je toegang is niet geaccepteerd.
refused-advice = Mogelijk is die verlopen; vraag om een nieuwe link.
missing-what = Dit gesprek bestaat niet.
missing-advice = Controleer het adres of vraag het aan degene van wie je het hebt gekregen.
busy-what = Te veel mensen stellen tegelijk een vraag.
busy-advice = Wacht even en probeer het opnieuw.
busy-seconds = { $seconds ->
    [one] Probeer het over { $seconds } seconde opnieuw.
   *[other] Probeer het over { $seconds } seconden opnieuw.
}
rejected-what = Dit kon niet worden geaccepteerd.
rejected-advice = Pas het aan en probeer het opnieuw.
agent-what = Het antwoord kon niet worden voltooid.
agent-advice = Probeer het zo meteen opnieuw.
protocol-what = Het antwoord kon niet worden gelezen.
protocol-advice = Laad de pagina opnieuw. Blijft het gebeuren, meld het dan bij de beheerder van deze site.
load-what = Het gesprek kon niet worden geladen.
policy-what = Deze pagina staat niet toe dat het gesprek start.
unsupported-what = Deze browser is te oud voor het gesprek.
crash-what = Het gesprek is door een fout gestopt.
no-script = Voor dit gesprek is JavaScript nodig.

## Only in conversations with other systems

conversations = Gesprekken
details = Details
close = Sluiten
new = Nieuw gesprek
delete = Verwijderen
delete-sure = ‘{ $title }’ definitief verwijderen?
delete-keep = Behouden
good = Goed antwoord
bad = Slecht antwoord
open-image = Afbeelding openen
open-audio = Opname openen
open-file = Bestand openen
unread = { $count ->
    [one] { $count } nieuw bericht
   *[other] { $count } nieuwe berichten
}
rated = Bedankt voor je feedback.
untitled = Gesprek
current = Nu geopend
no-conversations = Er zijn geen eerdere gesprekken.
person = Er antwoordt nu een mens
person-left = De AI-agent antwoordt weer.
person-coming = Je wordt doorverbonden met een mens.
person-ended = Het gesprek met een mens is afgelopen.
person-absent = Er is op dit moment niemand beschikbaar om het over te nemen.
waiting = Wacht op je antwoord
answer-hint = Je antwoord
closed-hint = Kies een antwoord
cards = Suggesties
status-sent = Verzonden
status-delivered = Afgeleverd
status-read = Gelezen
status-not-sent = Niet afgeleverd
from-to = { $sender } aan { $receiver }
doing = Bezig met { $what }
did = Klaar: { $what }
reasoning = Denkt er goed over na…
reasoned = Goed over nagedacht
state = Wat de AI-agent onthoudt
summary = Samenvatting
on = Aan
off = Uit
