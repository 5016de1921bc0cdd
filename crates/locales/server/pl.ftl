### Polish

## Results of a conversation, from measured figures

nothing-said = Nic nie zostało powiedziane, więc nie ma czego mierzyć.
measured = Te wyniki są zmierzone, a nie ocenione: { $words } ({ $turns }) od Ciebie to { $percent } rozmowy.
count-words = { $count ->
    [one] { $count } słowo
    [few] { $count } słowa
    [many] { $count } słów
   *[other] { $count } słowa
}
count-turns = { $count ->
    [one] { $count } wypowiedź
    [few] { $count } wypowiedzi
    [many] { $count } wypowiedzi
   *[other] { $count } wypowiedzi
}
criteria-touched = { $total ->
    [one] Twoje słowa dotknęły { $touched } z { $total } kryterium oceny.
    [few] Twoje słowa dotknęły { $touched } z { $total } kryteriów oceny.
    [many] Twoje słowa dotknęły { $touched } z { $total } kryteriów oceny.
   *[other] Twoje słowa dotknęły { $touched } z { $total } kryterium oceny.
}
covered-well = Sądząc po użytych słowach, dobrze omówione zostało: { $topics }.
not-touched = Nic z Twoich słów nie dotknęło: { $topics }.
not-touched-advice = Następnym razem powiedz coś, co pokaże: { $topics }.
touched-briefly = Tylko krótko poruszone zostało: { $topics }.
touched-briefly-advice = Dodaj przykład lub konkretny krok: { $topics }.
balanced = Zrównoważona rozmowa: { $percent } słów było Twoich.
share-high = { $percent } słów było Twoich, więc druga strona miała mało miejsca.
share-high-advice = Po każdej myśli zrób pauzę i zapytaj, co sądzi druga strona.
share-low = Tylko { $percent } słów było Twoich.
share-none = Prawie żadne ze słów nie było Twoje.
share-low-advice = Mów więcej: dwa lub trzy zdania w każdej odpowiedzi.
answers-short = { $count ->
    [one] Twoje odpowiedzi były krótkie: średnio { $count } słowo.
    [few] Twoje odpowiedzi były krótkie: średnio { $count } słowa.
    [many] Twoje odpowiedzi były krótkie: średnio { $count } słów.
   *[other] Twoje odpowiedzi były krótkie: średnio { $count } słowa.
}
answers-short-advice = Do każdej odpowiedzi podaj powód lub przykład.
answers-good = { $count ->
    [one] Odpowiedzi dobrej długości: średnio { $count } słowo.
    [few] Odpowiedzi dobrej długości: średnio { $count } słowa.
    [many] Odpowiedzi dobrej długości: średnio { $count } słów.
   *[other] Odpowiedzi dobrej długości: średnio { $count } słowa.
}
answers-long = { $count ->
    [one] Twoje odpowiedzi były długie: średnio { $count } słowo.
    [few] Twoje odpowiedzi były długie: średnio { $count } słowa.
    [many] Twoje odpowiedzi były długie: średnio { $count } słów.
   *[other] Twoje odpowiedzi były długie: średnio { $count } słowa.
}
answers-long-advice = Zacznij od wniosku, a potem podaj najwyżej dwa argumenty.
questions-none = Nie padło od Ciebie żadne pytanie.
questions-none-advice = Zadaj przynajmniej jedno pytanie, by dowiedzieć się, co jest ważne dla drugiej strony.
questions-some = { $count ->
    [one] Liczba Twoich pytań: { $count }.
    [few] Liczba Twoich pytań: { $count }.
    [many] Liczba Twoich pytań: { $count }.
   *[other] Liczba Twoich pytań: { $count }.
}
fillers-some = { $count ->
    [one] { $count } słowo-wypełniacz, jedno na { $every } słów.
    [few] { $count } słowa-wypełniacze, jedno na { $every } słów.
    [many] { $count } słów-wypełniaczy, jedno na { $every } słów.
   *[other] { $count } słowa-wypełniacza, jedno na { $every } słów.
}
fillers-advice = Zamiast słowa-wypełniacza zrób krótką pauzę.
fillers-none = Brak słów-wypełniaczy.

## What went wrong with an answer

agent-slow = Odpowiedź trwała zbyt długo.
agent-away = Agent AI jest w tej chwili nieosiągalny.
agent-failed = Agent AI nie mógł odpowiedzieć.
message-long = { $count ->
    [one] Wiadomość jest za długa: najwyżej { $count } znak.
    [few] Wiadomość jest za długa: najwyżej { $count } znaki.
    [many] Wiadomość jest za długa: najwyżej { $count } znaków.
   *[other] Wiadomość jest za długa: najwyżej { $count } znaku.
}
session-over = Ta rozmowa jest zakończona.
too-many = W tej chwili rozmawia tu zbyt wiele osób.
