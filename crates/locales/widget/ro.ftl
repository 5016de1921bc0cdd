### Romanian

## Controls: what a control is called is what it shows.

continue = Continuă
unlock = Deblochează
start = Începe
send = Trimite
cancel = Oprește generarea
end = Încheie
keep = Continuă conversația
submit = Predă
again = Începe din nou
retry = Încearcă din nou
download = Descarcă transcrierea
download-doubt = Dacă nu s-a salvat niciun fișier, pagina în care se află această conversație nu permite acest lucru.
new-messages = Mesaje noi
latest = Ultimele mesaje
copy = Copiază
copied = Copiat
name = Nume
email = E-mail
passcode = Cod de acces
message = Mesaj
comment = Comentariu (opțional)

## Before the conversation

loading = Se încarcă
loading-long = Durează mai mult decât de obicei.
conversation = Conversație
saved-notice = Această conversație este salvată.
recorded-notice = Această conversație este salvată și înregistrată.
anew = Conversația ta anterioară nu a putut fi continuată aici. Aceasta este una nouă.
by-text = Prin text
saved = Salvată
recorded = Înregistrată
ai-answers = Răspunde un AI
up-to-minutes = { $minutes ->
    [one] Până la { $minutes } minut
    [few] Până la { $minutes } minute
   *[other] Până la { $minutes } de minute
}
accept-both = Accept { $terms } și { $privacy }.
accept-terms = Accept { $terms }.
accept-privacy = Accept { $privacy }.
terms = termenii de utilizare
privacy = politica de confidențialitate
accept-missing = Bifează caseta pentru a continua.
locked-title = Această conversație este privată
locked-sentence = Deschide-o cu linkul pe care l-ai primit.
paid-title = Această conversație este contra cost
paid-sentence = Deschide-o cu linkul primit la cumpărare.
closed-title = Această conversație nu este deschisă acum
opens = Se deschide pe { $date }.
closed-since = S-a închis pe { $date }.
passcode-title = Introdu codul de acces
passcode-sentence = Persoana care te-a invitat îți poate spune care este.
passcode-missing = Introdu codul de acces.
passcode-wrong = Acesta nu este codul de acces. Verifică-l și încearcă din nou.
name-missing = Introdu numele tău.
too-long = { $count ->
    [one] Introdu cel mult { $count } caracter.
    [few] Introdu cel mult { $count } caractere.
   *[other] Introdu cel mult { $count } de caractere.
}
email-missing = Introdu adresa ta de e-mail.
email-space = O adresă de e-mail nu conține spații.
email-no-at = O adresă de e-mail conține un @, de exemplu name@example.com.
email-two-ats = O adresă de e-mail conține un singur @.
email-partial = Introdu adresa completă, de exemplu name@example.com.

## The state, beside the avatar

connecting = Se conectează…
idle = E rândul tău
listening = Ascultă…
thinking = Se gândește…
speaking = Scrie…
reconnecting = Se reconectează…
stopping = Se încheie…
interrupted = Întreruptă

## The conversation

you = Tu
agent = Agent AI
sending = Se trimite…
not-sent = Netrimis.
queued = Se trimite când se termină răspunsul
take-back = Retrage
cut = Oprit aici
using-tool = Folosește { $tool }
used-tool = A folosit { $tool }
tool-input = Solicitare
tool-result = Rezultat
choices = Răspunsuri sugerate
choices-count = { $count ->
    [one] { $count } răspuns sugerat
    [few] { $count } răspunsuri sugerate
   *[other] { $count } de răspunsuri sugerate
}
elapsed = Timp scurs
time-left = Timp rămas: { $time }
minutes-left = { $minutes ->
    [one] A mai rămas { $minutes } minut.
    [few] Au mai rămas { $minutes } minute.
   *[other] Au mai rămas { $minutes } de minute.
}
time-up = Timpul a expirat.
unsent-draft = Ai scris acest text, dar nu l-ai trimis:
characters-left = { $count ->
    [one] { $count } caracter rămas
    [few] { $count } caractere rămase
   *[other] { $count } de caractere rămase
}
characters-over = { $count ->
    [one] { $count } caracter în plus
    [few] { $count } caractere în plus
   *[other] { $count } de caractere în plus
}
table = Tabel
show-rest = Arată restul

## Afterwards

review-title = Ești gata să o predai?
review-sentence = Conversația s-a încheiat. Predă-o pentru a finaliza.
minutes = { $minutes ->
    [one] minut
    [few] minute
   *[other] de minute
}
messages = { $count ->
    [one] mesaj
    [few] mesaje
   *[other] de mesaje
}
your-words = { $count ->
    [one] cuvânt al tău
    [few] cuvinte ale tale
   *[other] de cuvinte ale tale
}
your-share = partea ta
your-questions = { $count ->
    [one] întrebare a ta
    [few] întrebări ale tale
   *[other] de întrebări ale tale
}
fillers = { $count ->
    [one] cuvânt de umplutură
    [few] cuvinte de umplutură
   *[other] de cuvinte de umplutură
}
thanks-title = Îți mulțumim
thanks-sentence = Conversația s-a încheiat și a fost predată. Poți închide această pagină.
submitting = Se predă conversația ta…
results-title = Rezultatele tale
analyzing = Se analizează conversația. Durează puțin.
results-failed = Conversația a fost predată, dar nu a putut fi evaluată. Poți descărca în continuare transcrierea.
out-of-ten = { $score } / 10
score = Scor
score-measured = Măsurat: cât din ceea ce se urmărea a apărut în conversație.
score-judged = Evaluat de un model lingvistic pe baza întregii conversații.
report-card = Fișă de evaluare
topic = Subiect
note = Observație
strengths = Puncte forte
weaknesses = De îmbunătățit
next-steps = Pașii următori
in-numbers = În cifre
transcript = Transcriere
powered-by = Oferit de { $name }

## Failures: what happened, and then what to do about it

offline-what = Se pare că ești offline.
offline-advice = Verifică conexiunea, apoi încearcă din nou.
unreachable-what = Conversația nu a putut fi accesată.
unreachable-advice = Încearcă din nou; dacă problema persistă, revino puțin mai târziu.
refused-what = Accesul tău nu a fost acceptat.
refused-advice = Este posibil să fi expirat; cere un link nou.
missing-what = Această conversație nu există.
missing-advice = Verifică adresa sau întreabă persoana care ți-a dat-o.
busy-what = Prea multe persoane pun întrebări în același timp.
busy-advice = Așteaptă puțin, apoi încearcă din nou.
busy-seconds = { $seconds ->
    [one] Încearcă din nou peste { $seconds } secundă.
    [few] Încearcă din nou peste { $seconds } secunde.
   *[other] Încearcă din nou peste { $seconds } de secunde.
}
rejected-what = Acest conținut nu a putut fi acceptat.
rejected-advice = Modifică-l și încearcă din nou.
agent-what = Răspunsul nu a putut fi finalizat.
agent-advice = Încearcă din nou peste un moment.
protocol-what = Răspunsul nu a putut fi înțeles.
protocol-advice = Reîncarcă pagina; dacă problema persistă, anunță administratorul acestui site.
load-what = Conversația nu a putut fi încărcată.
policy-what = Această pagină nu permite începerea conversației.
unsupported-what = Acest browser este prea vechi pentru conversație.
crash-what = Conversația s-a oprit din cauza unei erori.
no-script = Această conversație necesită JavaScript.

## Only in conversations with other systems

conversations = Conversații
details = Detalii
close = Închide
new = Conversație nouă
delete = Șterge
delete-sure = Ștergi definitiv „{ $title }”?
delete-keep = Păstrează
good = Răspuns bun
bad = Răspuns slab
open-image = Deschide imaginea
open-audio = Deschide înregistrarea
open-file = Deschide fișierul
unread = { $count ->
    [one] { $count } mesaj nou
    [few] { $count } mesaje noi
   *[other] { $count } de mesaje noi
}
rated = Îți mulțumim pentru feedback.
untitled = Conversație
current = Deschisă acum
no-conversations = Nu există conversații anterioare.
person = Acum răspunde o persoană
person-left = Agentul AI răspunde din nou.
person-coming = Te conectăm cu o persoană.
person-ended = Conversația cu o persoană s-a încheiat.
person-absent = Nimeni nu este disponibil acum să preia conversația.
waiting = Se așteaptă răspunsul tău
answer-hint = Răspunsul tău
closed-hint = Alege un răspuns
cards = Sugestii
status-sent = Trimis
status-delivered = Livrat
status-read = Citit
status-not-sent = Nelivrat
from-to = { $sender } către { $receiver }
doing = În lucru: { $what }
did = Gata: { $what }
reasoning = Reflectează…
reasoned = A reflectat
state = Ce reține agentul AI
summary = Rezumat
on = Activat
off = Dezactivat
