### Norwegian Bokmål

## Results of a conversation, from measured figures

nothing-said = Ingenting ble sagt, så det er ingenting å måle.
measured = Disse resultatene er målt, ikke vurdert: du sa { $words } i { $turns }, { $percent } av samtalen.
count-words = { $count ->
    [one] { $count } ord
   *[other] { $count } ord
}
count-turns = { $count ->
    [one] { $count } innlegg
   *[other] { $count } innlegg
}
criteria-touched = { $total ->
    [one] Ordene dine berørte { $touched } av { $total } kriterium.
   *[other] Ordene dine berørte { $touched } av { $total } kriterier.
}
covered-well = Ut fra ordene dine dekket du { $topics } godt.
not-touched = Ingenting av det du sa, berørte { $topics }.
not-touched-advice = Si neste gang noe som viser { $topics }.
touched-briefly = Du berørte { $topics } bare kort.
touched-briefly-advice = Legg til et eksempel eller et konkret steg om { $topics }.
balanced = En balansert samtale: { $percent } av ordene var dine.
share-high = { $percent } av ordene var dine, noe som gir den andre lite plass.
share-high-advice = Ta en pause etter hvert poeng, og spør hva den andre mener.
share-low = Bare { $percent } av ordene var dine.
share-none = Nesten ingen av ordene var dine.
share-low-advice = Ta mer plass: to eller tre setninger per svar.
answers-short = { $count ->
    [one] Svarene dine var korte: { $count } ord i gjennomsnitt.
   *[other] Svarene dine var korte: { $count } ord i gjennomsnitt.
}
answers-short-advice = Gi en begrunnelse eller et eksempel med hvert svar.
answers-good = { $count ->
    [one] Svar av god lengde: { $count } ord i gjennomsnitt.
   *[other] Svar av god lengde: { $count } ord i gjennomsnitt.
}
answers-long = { $count ->
    [one] Svarene dine var lange: { $count } ord i gjennomsnitt.
   *[other] Svarene dine var lange: { $count } ord i gjennomsnitt.
}
answers-long-advice = Begynn med konklusjonen, og gi deretter høyst to argumenter.
questions-none = Du stilte ingen spørsmål.
questions-none-advice = Still minst ett spørsmål for å få vite hva som betyr noe for den andre.
questions-some = { $count ->
    [one] Du stilte { $count } spørsmål.
   *[other] Du stilte { $count } spørsmål.
}
fillers-some = { $count ->
    [one] { $count } fyllord, ett per { $every } ord.
   *[other] { $count } fyllord, ett per { $every } ord.
}
fillers-advice = La en kort stillhet stå der et fyllord ville kommet.
fillers-none = Ingen fyllord.

## What went wrong with an answer

agent-slow = Svaret tok for lang tid.
agent-away = KI-agenten kan ikke nås akkurat nå.
agent-failed = KI-agenten kunne ikke svare.
message-long = { $count ->
    [one] Meldingen er for lang: høyst { $count } tegn.
   *[other] Meldingen er for lang: høyst { $count } tegn.
}
session-over = Denne samtalen er over.
too-many = For mange snakker her akkurat nå.
