### Italian

## Controls: what a control is called is what it shows.

continue = Continua
unlock = Sblocca
start = Inizia
send = Invia
cancel = Interrompi risposta
end = Termina
keep = Continua a parlare
submit = Consegna
again = Ricomincia
retry = Riprova
download = Scarica trascrizione
download-doubt = Se non è stato salvato alcun file, la pagina che contiene questa conversazione non lo consente.
new-messages = Nuovi messaggi
latest = Ultimi messaggi
copy = Copia
copied = Copiato
name = Nome
email = E-mail
passcode = Codice di accesso
message = Messaggio
comment = Commento (facoltativo)

## Before the conversation

loading = Caricamento
loading-long = Ci vuole più tempo del solito.
conversation = Conversazione
saved-notice = Questa conversazione viene salvata.
recorded-notice = Questa conversazione viene salvata e registrata.
anew = Non è stato possibile continuare qui la conversazione precedente. Questa è nuova.
by-text = Per iscritto
saved = Salvata
recorded = Registrata
ai-answers = Risponde un’IA
up-to-minutes = { $minutes ->
    [one] Fino a { $minutes } minuto
    [many] Fino a { $minutes } di minuti
   *[other] Fino a { $minutes } minuti
}
accept-both = Accetto le { $terms } e l’{ $privacy }.
accept-terms = Accetto le { $terms }.
accept-privacy = Accetto l’{ $privacy }.
terms = condizioni d’uso
privacy = informativa sulla privacy
accept-missing = Selezioni la casella per continuare.
locked-title = Questa conversazione è privata
locked-sentence = La apra con il link che ha ricevuto.
paid-title = Questa conversazione è a pagamento
paid-sentence = La apra con il link ricevuto con l’acquisto.
closed-title = Questa conversazione non è aperta in questo momento
opens = Si apre il { $date }.
closed-since = Si è chiusa il { $date }.
passcode-title = Inserisca il codice di accesso
passcode-sentence = Può comunicarglielo chi ha inviato l’invito.
passcode-missing = Inserisca il codice di accesso.
passcode-wrong = Il codice di accesso non è corretto. Lo controlli e riprovi.
name-missing = Inserisca il Suo nome.
too-long = { $count ->
    [one] Inserisca al massimo { $count } carattere.
    [many] Inserisca al massimo { $count } di caratteri.
   *[other] Inserisca al massimo { $count } caratteri.
}
email-missing = Inserisca il Suo indirizzo e-mail.
email-space = Un indirizzo e-mail non contiene spazi.
email-no-at = Un indirizzo e-mail contiene una @, come name@example.com.
email-two-ats = Un indirizzo e-mail contiene una sola @.
email-partial = Inserisca l’indirizzo completo, come name@example.com.

## The state, beside the avatar

connecting = Connessione…
idle = Tocca a Lei
listening = In ascolto…
thinking = Sta pensando…
speaking = Sta scrivendo…
reconnecting = Riconnessione…
stopping = Chiusura…
interrupted = Interrotto

## The conversation

you = Lei
agent = Agente IA
sending = Invio…
not-sent = Non inviato.
queued = Sarà inviato al termine della risposta
take-back = Riprendi
cut = Interrotto qui
using-tool = Sta usando { $tool }
used-tool = Ha usato { $tool }
tool-input = Richiesta
tool-result = Risultato
choices = Risposte suggerite
choices-count = { $count ->
    [one] { $count } risposta suggerita
    [many] { $count } di risposte suggerite
   *[other] { $count } risposte suggerite
}
elapsed = Tempo trascorso
time-left = Ancora { $time }
minutes-left = { $minutes ->
    [one] Rimane { $minutes } minuto.
    [many] Rimangono { $minutes } di minuti.
   *[other] Rimangono { $minutes } minuti.
}
time-up = Il tempo è scaduto.
unsent-draft = Aveva scritto questo senza inviarlo:
characters-left = { $count ->
    [one] { $count } carattere rimanente
    [many] { $count } di caratteri rimanenti
   *[other] { $count } caratteri rimanenti
}
characters-over = { $count ->
    [one] { $count } carattere di troppo
    [many] { $count } di caratteri di troppo
   *[other] { $count } caratteri di troppo
}
table = Tabella
show-rest = Mostra il resto

## Afterwards

review-title = Vuole consegnare la conversazione?
review-sentence = La conversazione è terminata. La consegni per concludere.
minutes = { $minutes ->
    [one] minuto
    [many] di minuti
   *[other] minuti
}
messages = { $count ->
    [one] messaggio
    [many] di messaggi
   *[other] messaggi
}
your-words = { $count ->
    [one] parola Sua
    [many] di parole Sue
   *[other] parole Sue
}
your-share = la Sua parte
your-questions = { $count ->
    [one] domanda Sua
    [many] di domande Sue
   *[other] domande Sue
}
fillers = { $count ->
    [one] parola riempitiva
    [many] di parole riempitive
   *[other] parole riempitive
}
thanks-title = Grazie
thanks-sentence = La conversazione è terminata ed è stata consegnata. Può chiudere questa pagina.
submitting = Consegna della conversazione…
results-title = I Suoi risultati
analyzing = Lettura della conversazione. Ci vorrà un momento.
results-failed = La conversazione è stata consegnata, ma non è stato possibile valutarla. Può comunque scaricare la trascrizione.
out-of-ten = { $score } / 10
score = Punteggio
score-measured = Misurato: quanto di ciò che si cercava è emerso nella conversazione.
score-judged = Valutato da un modello linguistico sull’intera conversazione.
report-card = Scheda di valutazione
topic = Argomento
note = Nota
strengths = Punti di forza
weaknesses = Da migliorare
next-steps = Prossimi passi
in-numbers = In cifre
transcript = Trascrizione
powered-by = Realizzato con { $name }

## Failures: what happened, and then what to do about it

offline-what = Sembra che non ci sia connessione.
offline-advice = Controlli la connessione e riprovi.
unreachable-what = Non è stato possibile raggiungere la conversazione.
unreachable-advice = Riprovi; se continua ad accadere, torni un po’ più tardi.
refused-what = L’accesso non è stato accettato.
refused-advice = Potrebbe essere scaduto: chieda un nuovo link.
missing-what = Questa conversazione non esiste.
missing-advice = Controlli l’indirizzo o chieda a chi gliel’ha dato.
busy-what = Troppe persone stanno scrivendo contemporaneamente.
busy-advice = Attenda un momento e riprovi.
busy-seconds = { $seconds ->
    [one] Riprovi tra { $seconds } secondo.
    [many] Riprovi tra { $seconds } di secondi.
   *[other] Riprovi tra { $seconds } secondi.
}
rejected-what = Non è stato possibile accettarlo.
rejected-advice = Lo modifichi e riprovi.
agent-what = Non è stato possibile completare la risposta.
agent-advice = Riprovi tra un momento.
protocol-what = Non è stato possibile interpretare la risposta.
protocol-advice = Ricarichi la pagina; se continua ad accadere, lo segnali a chi gestisce questo sito.
load-what = Non è stato possibile caricare la conversazione.
policy-what = Questa pagina non consente di avviare la conversazione.
unsupported-what = Questo browser è troppo vecchio per la conversazione.
crash-what = La conversazione si è interrotta a causa di un errore.
no-script = Questa conversazione richiede JavaScript.

## Only in conversations with other systems

conversations = Conversazioni
details = Dettagli
close = Chiudi
new = Nuova conversazione
delete = Elimina
delete-sure = Eliminare definitivamente “{ $title }”?
delete-keep = Conserva
good = Risposta utile
bad = Risposta non utile
open-image = Apri immagine
open-audio = Apri registrazione
open-file = Apri file
unread = { $count ->
    [one] { $count } nuovo messaggio
    [many] { $count } di nuovi messaggi
   *[other] { $count } nuovi messaggi
}
rated = Grazie per il Suo parere.
untitled = Conversazione
current = Aperta ora
no-conversations = Non ci sono conversazioni precedenti.
person = Ora risponde una persona
person-left = Risponde di nuovo l’agente IA.
person-coming = La stiamo mettendo in contatto con una persona.
person-ended = La conversazione con una persona è terminata.
person-absent = Al momento nessuno è disponibile a subentrare.
waiting = In attesa della Sua risposta
answer-hint = La Sua risposta
closed-hint = Scelga una risposta
cards = Suggerimenti
status-sent = Inviato
status-delivered = Consegnato
status-read = Letto
status-not-sent = Non consegnato
from-to = Da { $sender } a { $receiver }
doing = In corso: { $what }
did = Fatto: { $what }
reasoning = Ci sta riflettendo…
reasoned = Riflessione completata
state = Che cosa tiene a mente l’agente IA
summary = Riepilogo
on = Attivo
off = Disattivato
