### German

## Controls: what a control is called is what it shows.

continue = Weiter
unlock = Entsperren
start = Starten
send = Senden
cancel = Antwort stoppen
end = Beenden
keep = Fortsetzen
submit = Einreichen
again = Neu beginnen
retry = Erneut versuchen
download = Protokoll herunterladen
download-doubt = Wenn keine Datei gespeichert wurde, lässt die Seite, in die dieses Gespräch eingebettet ist, das nicht zu.
new-messages = Neue Nachrichten
latest = Neueste Nachrichten
copy = Kopieren
copied = Kopiert
name = Name
email = E-Mail
passcode = Zugangscode
message = Nachricht
comment = Kommentar (optional)

## Before the conversation

loading = Wird geladen
loading-long = Das dauert länger als üblich.
conversation = Gespräch
saved-notice = Dieses Gespräch wird gespeichert.
recorded-notice = Dieses Gespräch wird gespeichert und aufgezeichnet.
anew = Ihr früheres Gespräch konnte hier nicht fortgesetzt werden. Dies ist ein neues.
by-text = Per Text
saved = Wird gespeichert
recorded = Wird aufgezeichnet
ai-answers = Eine KI antwortet
up-to-minutes = { $minutes ->
    [one] Bis zu { $minutes } Minute
   *[other] Bis zu { $minutes } Minuten
}
accept-both = Ich akzeptiere die { $terms } und die { $privacy }.
accept-terms = Ich akzeptiere die { $terms }.
accept-privacy = Ich akzeptiere die { $privacy }.
terms = Nutzungsbedingungen
privacy = Datenschutzerklärung
accept-missing = Setzen Sie das Häkchen, um fortzufahren.
locked-title = Dieses Gespräch ist privat
locked-sentence = Öffnen Sie es über den Link, den Sie erhalten haben.
paid-title = Dieses Gespräch ist kostenpflichtig
paid-sentence = Öffnen Sie es über den Link, den Sie beim Kauf erhalten haben.
closed-title = Dieses Gespräch ist derzeit nicht geöffnet
opens = Es öffnet am { $date }.
closed-since = Es wurde am { $date } geschlossen.
passcode-title = Zugangscode eingeben
passcode-sentence = Sie erhalten ihn von der Person, die Sie eingeladen hat.
passcode-missing = Geben Sie den Zugangscode ein.
passcode-wrong = Dieser Zugangscode ist nicht richtig. Prüfen Sie ihn und versuchen Sie es erneut.
name-missing = Geben Sie Ihren Namen ein.
too-long = { $count ->
    [one] Geben Sie höchstens { $count } Zeichen ein.
   *[other] Geben Sie höchstens { $count } Zeichen ein.
}
email-missing = Geben Sie Ihre E-Mail-Adresse ein.
email-space = Eine E-Mail-Adresse enthält keine Leerzeichen.
email-no-at = Eine E-Mail-Adresse enthält ein @-Zeichen, z. B. name@example.com.
email-two-ats = Eine E-Mail-Adresse enthält nur ein einziges @-Zeichen.
email-partial = Geben Sie die vollständige Adresse ein, z. B. name@example.com.

## The state, beside the avatar

connecting = Verbinden …
idle = Sie sind dran
listening = Hört zu …
thinking = Denkt nach …
speaking = Schreibt …
reconnecting = Neu verbinden …
stopping = Wird beendet …
interrupted = Unterbrochen

## The conversation

you = Sie
agent = KI-Agent
sending = Wird gesendet …
not-sent = Nicht gesendet.
queued = Wird nach der Antwort gesendet
take-back = Zurückholen
cut = Hier gestoppt
using-tool = { $tool } wird verwendet
used-tool = { $tool } verwendet
tool-input = Angefragt
tool-result = Ergebnis
choices = Antwortvorschläge
choices-count = { $count ->
    [one] { $count } Antwortvorschlag
   *[other] { $count } Antwortvorschläge
}
elapsed = Bisherige Dauer
time-left = Noch { $time }
minutes-left = { $minutes ->
    [one] Noch { $minutes } Minute.
   *[other] Noch { $minutes } Minuten.
}
time-up = Die Zeit ist um.
unsent-draft = Das hatten Sie geschrieben, aber nicht gesendet:
characters-left = { $count ->
    [one] Noch { $count } Zeichen
   *[other] Noch { $count } Zeichen
}
characters-over = { $count ->
    [one] { $count } Zeichen zu viel
   *[other] { $count } Zeichen zu viel
}
table = Tabelle
show-rest = Rest anzeigen

## Afterwards

review-title = Bereit zum Einreichen?
review-sentence = Das Gespräch ist beendet. Reichen Sie es ein, um es abzuschließen.
minutes = { $minutes ->
    [one] Minute
   *[other] Minuten
}
messages = { $count ->
    [one] Nachricht
   *[other] Nachrichten
}
your-words = { $count ->
    [one] Wort von Ihnen
   *[other] Wörter von Ihnen
}
your-share = Ihr Anteil
your-questions = { $count ->
    [one] Frage von Ihnen
   *[other] Fragen von Ihnen
}
fillers = { $count ->
    [one] Füllwort
   *[other] Füllwörter
}
thanks-title = Vielen Dank
thanks-sentence = Das Gespräch ist beendet und wurde eingereicht. Sie können diese Seite schließen.
submitting = Ihr Gespräch wird eingereicht …
results-title = Ihre Ergebnisse
analyzing = Das Gespräch wird ausgewertet. Das dauert einen Moment.
results-failed = Das Gespräch wurde eingereicht, konnte aber nicht ausgewertet werden. Sie können das Protokoll trotzdem herunterladen.
out-of-ten = { $score } / 10
score = Punktzahl
score-measured = Gemessen: wie viel von dem, worauf geachtet wurde, im Gespräch vorkam.
score-judged = Von einem Sprachmodell anhand des gesamten Gesprächs beurteilt.
report-card = Bewertungsübersicht
topic = Thema
note = Anmerkung
strengths = Stärken
weaknesses = Verbesserungspotenzial
next-steps = Nächste Schritte
in-numbers = In Zahlen
transcript = Protokoll
powered-by = Bereitgestellt von { $name }

## Failures: what happened, and then what to do about it

offline-what = Sie scheinen offline zu sein.
offline-advice = Prüfen Sie Ihre Verbindung und versuchen Sie es dann erneut.
unreachable-what = Das Gespräch war nicht erreichbar.
unreachable-advice = Versuchen Sie es erneut. Wenn das Problem weiterhin auftritt, kommen Sie etwas später wieder.
refused-what = Ihr Zugang wurde nicht akzeptiert.
refused-advice = Er ist möglicherweise abgelaufen; bitten Sie um einen neuen Link.
missing-what = Dieses Gespräch gibt es nicht.
missing-advice = Prüfen Sie die Adresse oder fragen Sie die Person, von der Sie sie haben.
busy-what = Es gibt gerade zu viele Anfragen auf einmal.
busy-advice = Warten Sie einen Moment und versuchen Sie es dann erneut.
busy-seconds = { $seconds ->
    [one] Versuchen Sie es in { $seconds } Sekunde erneut.
   *[other] Versuchen Sie es in { $seconds } Sekunden erneut.
}
rejected-what = Das konnte nicht angenommen werden.
rejected-advice = Ändern Sie es und versuchen Sie es erneut.
agent-what = Die Antwort konnte nicht abgeschlossen werden.
agent-advice = Versuchen Sie es gleich noch einmal.
protocol-what = Die Antwort konnte nicht verarbeitet werden.
protocol-advice = Laden Sie die Seite neu. Wenn das Problem weiterhin auftritt, informieren Sie den Betreiber dieser Website.
load-what = Das Gespräch konnte nicht geladen werden.
policy-what = Diese Seite lässt nicht zu, dass das Gespräch startet.
unsupported-what = Dieser Browser ist zu alt für das Gespräch.
crash-what = Das Gespräch wurde durch einen Fehler abgebrochen.
no-script = Für dieses Gespräch wird JavaScript benötigt.

## Only in conversations with other systems

conversations = Gespräche
details = Details
close = Schließen
new = Neues Gespräch
delete = Löschen
delete-sure = „{ $title }“ endgültig löschen?
delete-keep = Behalten
good = Gute Antwort
bad = Schlechte Antwort
open-image = Bild öffnen
open-audio = Aufnahme öffnen
open-file = Datei öffnen
unread = { $count ->
    [one] { $count } neue Nachricht
   *[other] { $count } neue Nachrichten
}
rated = Vielen Dank für Ihr Feedback.
untitled = Gespräch
current = Gerade geöffnet
no-conversations = Es gibt keine früheren Gespräche.
person = Jetzt antwortet ein Mensch
person-left = Jetzt antwortet wieder der KI-Agent.
person-coming = Sie werden mit einem Menschen verbunden.
person-ended = Das Gespräch mit einem Menschen ist beendet.
person-absent = Im Moment kann niemand übernehmen.
waiting = Wartet auf Ihre Antwort
answer-hint = Ihre Antwort
closed-hint = Wählen Sie eine Antwort
cards = Vorschläge
status-sent = Gesendet
status-delivered = Zugestellt
status-read = Gelesen
status-not-sent = Nicht zugestellt
from-to = { $sender } an { $receiver }
doing = In Arbeit: { $what }
did = Erledigt: { $what }
reasoning = Denkt gründlich nach …
reasoned = Gründlich nachgedacht
state = Was der KI-Agent sich merkt
summary = Zusammenfassung
on = Ein
off = Aus
