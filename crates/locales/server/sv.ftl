### Swedish

## Results of a conversation, from measured figures

nothing-said = Ingenting sades, så det finns inget att mäta.
measured = De här resultaten är uppmätta, inte bedömda: du sade { $words } i { $turns }, { $percent } av samtalet.
count-words = { $count ->
    [one] { $count } ord
   *[other] { $count } ord
}
count-turns = { $count ->
    [one] { $count } inlägg
   *[other] { $count } inlägg
}
criteria-touched = { $total ->
    [one] Dina ord berörde { $touched } av { $total } kriterium.
   *[other] Dina ord berörde { $touched } av { $total } kriterier.
}
covered-well = Att döma av dina ord tog du upp { $topics } väl.
not-touched = Inget av det du sade berörde { $topics }.
not-touched-advice = Säg nästa gång något som visar { $topics }.
touched-briefly = Du berörde { $topics } bara kort.
touched-briefly-advice = Lägg till ett exempel eller ett konkret steg om { $topics }.
balanced = Ett balanserat samtal: { $percent } av orden var dina.
share-high = { $percent } av orden var dina, vilket ger den andra lite utrymme.
share-high-advice = Gör en paus efter varje punkt och fråga vad den andra tycker.
share-low = Bara { $percent } av orden var dina.
share-none = Nästan inga av orden var dina.
share-low-advice = Ta mer plats: två eller tre meningar per svar.
answers-short = { $count ->
    [one] Dina svar var korta: { $count } ord i genomsnitt.
   *[other] Dina svar var korta: { $count } ord i genomsnitt.
}
answers-short-advice = Ge ett skäl eller ett exempel till varje svar.
answers-good = { $count ->
    [one] Svar av bra längd: { $count } ord i genomsnitt.
   *[other] Svar av bra längd: { $count } ord i genomsnitt.
}
answers-long = { $count ->
    [one] Dina svar var långa: { $count } ord i genomsnitt.
   *[other] Dina svar var långa: { $count } ord i genomsnitt.
}
answers-long-advice = Börja med slutsatsen och ge sedan högst två argument.
questions-none = Du ställde inga frågor.
questions-none-advice = Ställ minst en fråga för att få veta vad som är viktigt för den andra.
questions-some = { $count ->
    [one] Du ställde { $count } fråga.
   *[other] Du ställde { $count } frågor.
}
fillers-some = { $count ->
    [one] { $count } utfyllnadsord, ett på { $every } ord.
   *[other] { $count } utfyllnadsord, ett på { $every } ord.
}
fillers-advice = Låt en kort tystnad stå där ett utfyllnadsord skulle komma.
fillers-none = Inga utfyllnadsord.

## What went wrong with an answer

agent-slow = Svaret tog för lång tid.
agent-away = AI-agenten kan inte nås just nu.
agent-failed = AI-agenten kunde inte svara.
message-long = { $count ->
    [one] Meddelandet är för långt: högst { $count } tecken.
   *[other] Meddelandet är för långt: högst { $count } tecken.
}
session-over = Det här samtalet är avslutat.
too-many = För många pratar här just nu.
