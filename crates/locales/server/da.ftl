### Danish

## Results of a conversation, from measured figures

nothing-said = Der blev ikke sagt noget, så der er intet at måle.
measured = Disse resultater er målt, ikke bedømt: du sagde { $words } i { $turns }, { $percent } af samtalen.
count-words = { $count ->
    [one] { $count } ord
   *[other] { $count } ord
}
count-turns = { $count ->
    [one] { $count } indlæg
   *[other] { $count } indlæg
}
criteria-touched = { $total ->
    [one] Dine ord berørte { $touched } af { $total } kriterium.
   *[other] Dine ord berørte { $touched } af { $total } kriterier.
}
covered-well = Ud fra dine ord kom du godt omkring { $topics }.
not-touched = Intet af det, du sagde, berørte { $topics }.
not-touched-advice = Sig næste gang noget, der viser { $topics }.
touched-briefly = Du berørte kun { $topics } kort.
touched-briefly-advice = Tilføj et eksempel eller et konkret skridt om { $topics }.
balanced = En afbalanceret samtale: { $percent } af ordene var dine.
share-high = { $percent } af ordene var dine, så der er kun lidt plads til den anden.
share-high-advice = Hold en pause efter hvert punkt, og spørg, hvad den anden mener.
share-low = Kun { $percent } af ordene var dine.
share-none = Næsten ingen af ordene var dine.
share-low-advice = Tag mere plads: to eller tre sætninger pr. svar.
answers-short = { $count ->
    [one] Dine svar var korte: { $count } ord i gennemsnit.
   *[other] Dine svar var korte: { $count } ord i gennemsnit.
}
answers-short-advice = Giv en begrundelse eller et eksempel med hvert svar.
answers-good = { $count ->
    [one] Svar af en god længde: { $count } ord i gennemsnit.
   *[other] Svar af en god længde: { $count } ord i gennemsnit.
}
answers-long = { $count ->
    [one] Dine svar var lange: { $count } ord i gennemsnit.
   *[other] Dine svar var lange: { $count } ord i gennemsnit.
}
answers-long-advice = Begynd med konklusionen, og giv derefter højst to begrundelser.
questions-none = Du stillede ingen spørgsmål.
questions-none-advice = Stil mindst ét spørgsmål for at høre, hvad der betyder noget for den anden.
questions-some = { $count ->
    [one] Du stillede { $count } spørgsmål.
   *[other] Du stillede { $count } spørgsmål.
}
fillers-some = { $count ->
    [one] { $count } fyldord, ét for hver { $every } ord.
   *[other] { $count } fyldord, ét for hver { $every } ord.
}
fillers-advice = Lad en kort stilhed stå, hvor et fyldord ville komme.
fillers-none = Ingen fyldord.

## What went wrong with an answer

agent-slow = Svaret tog for lang tid.
agent-away = AI-agenten kan ikke nås lige nu.
agent-failed = AI-agenten kunne ikke svare.
message-long = { $count ->
    [one] Beskeden er for lang: højst { $count } tegn.
   *[other] Beskeden er for lang: højst { $count } tegn.
}
session-over = Denne samtale er slut.
too-many = For mange taler her lige nu.
