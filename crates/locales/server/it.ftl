### Italian

## Results of a conversation, from measured figures

nothing-said = Non è stato detto nulla, quindi non c’è nulla da misurare.
measured = Questi risultati sono misurati, non giudicati: ha detto { $words } in { $turns }, il { $percent } della conversazione.
count-words = { $count ->
    [one] { $count } parola
    [many] { $count } di parole
   *[other] { $count } parole
}
count-turns = { $count ->
    [one] { $count } intervento
    [many] { $count } di interventi
   *[other] { $count } interventi
}
criteria-touched = { $total ->
    [one] Le Sue parole hanno toccato { $touched } criterio su { $total }.
    [many] Le Sue parole hanno toccato { $touched } criteri su { $total }.
   *[other] Le Sue parole hanno toccato { $touched } criteri su { $total }.
}
covered-well = A giudicare dalle parole usate, ha trattato bene { $topics }.
not-touched = Nulla di ciò che ha detto ha toccato { $topics }.
not-touched-advice = La prossima volta dica qualcosa che mostri { $topics }.
touched-briefly = Ha toccato { $topics } solo brevemente.
touched-briefly-advice = Aggiunga un esempio o un passo concreto per { $topics }.
balanced = Una conversazione equilibrata: il { $percent } delle parole era Suo.
share-high = Il { $percent } delle parole era Suo: resta poco spazio all’altra parte.
share-high-advice = Faccia una pausa dopo ogni punto e chieda che cosa ne pensa l’altra parte.
share-low = Solo il { $percent } delle parole era Suo.
share-none = Quasi nessuna delle parole era Sua.
share-low-advice = Si prenda più spazio: due o tre frasi per ogni risposta.
answers-short = { $count ->
    [one] Le Sue risposte erano brevi: { $count } parola in media.
    [many] Le Sue risposte erano brevi: { $count } di parole in media.
   *[other] Le Sue risposte erano brevi: { $count } parole in media.
}
answers-short-advice = Accompagni ogni risposta con il motivo o con un esempio.
answers-good = { $count ->
    [one] Risposte di buona lunghezza: { $count } parola in media.
    [many] Risposte di buona lunghezza: { $count } di parole in media.
   *[other] Risposte di buona lunghezza: { $count } parole in media.
}
answers-long = { $count ->
    [one] Le Sue risposte erano lunghe: { $count } parola in media.
    [many] Le Sue risposte erano lunghe: { $count } di parole in media.
   *[other] Le Sue risposte erano lunghe: { $count } parole in media.
}
answers-long-advice = Cominci dalla conclusione, poi dia al massimo due argomenti.
questions-none = Non ha fatto domande.
questions-none-advice = Faccia almeno una domanda per capire che cosa conta per l’altra parte.
questions-some = { $count ->
    [one] Ha fatto { $count } domanda.
    [many] Ha fatto { $count } di domande.
   *[other] Ha fatto { $count } domande.
}
fillers-some = { $count ->
    [one] { $count } parola riempitiva, una ogni { $every } parole.
    [many] { $count } di parole riempitive, una ogni { $every } parole.
   *[other] { $count } parole riempitive, una ogni { $every } parole.
}
fillers-advice = Lasci un breve silenzio dove verrebbe una parola riempitiva.
fillers-none = Nessuna parola riempitiva.

## What went wrong with an answer

agent-slow = La risposta ha richiesto troppo tempo.
agent-away = L’agente IA non è raggiungibile in questo momento.
agent-failed = L’agente IA non ha potuto rispondere.
message-long = { $count ->
    [one] Il messaggio è troppo lungo: al massimo { $count } carattere.
    [many] Il messaggio è troppo lungo: al massimo { $count } di caratteri.
   *[other] Il messaggio è troppo lungo: al massimo { $count } caratteri.
}
session-over = Questa conversazione è terminata.
too-many = In questo momento stanno conversando qui troppe persone.
