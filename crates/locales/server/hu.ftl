### Hungarian

## Results of a conversation, from measured figures

nothing-said = Nem hangzott el semmi, ezért nincs mit mérni.
measured = Ezek mért eredmények, nem értékelés: Ön { $words } mondott { $turns }, a beszélgetés { $percent } részét.
count-words = { $count ->
    [one] { $count } szót
   *[other] { $count } szót
}
count-turns = { $count ->
    [one] { $count } megszólalásban
   *[other] { $count } megszólalásban
}
criteria-touched = { $total ->
    [one] Szavai { $total } szempontból { $touched } szempontot érintettek.
   *[other] Szavai { $total } szempontból { $touched } szempontot érintettek.
}
covered-well = Szavai alapján jól kitért a következőkre: { $topics }.
not-touched = Amit mondott, nem érintette a következőket: { $topics }.
not-touched-advice = Legközelebb mondjon olyat, ami ezt mutatja: { $topics }.
touched-briefly = Csak röviden érintette a következőket: { $topics }.
touched-briefly-advice = Tegyen hozzá egy példát vagy konkrét lépést: { $topics }.
balanced = Kiegyensúlyozott beszélgetés: a szavak { $percent } része Öntől származott.
share-high = A szavak { $percent } része Öntől származott, így a másik félnek kevés tér maradt.
share-high-advice = Tartson szünetet minden pont után, és kérdezze meg a másik fél véleményét.
share-low = A szavaknak csak { $percent } része származott Öntől.
share-none = A szavak közül szinte egy sem származott Öntől.
share-low-advice = Foglaljon el több teret: válaszonként két-három mondat.
answers-short = { $count ->
    [one] Válaszai rövidek voltak: átlagosan { $count } szó.
   *[other] Válaszai rövidek voltak: átlagosan { $count } szó.
}
answers-short-advice = Minden válaszhoz mondjon indokot vagy példát.
answers-good = { $count ->
    [one] Jó hosszúságú válaszok: átlagosan { $count } szó.
   *[other] Jó hosszúságú válaszok: átlagosan { $count } szó.
}
answers-long = { $count ->
    [one] Válaszai hosszúak voltak: átlagosan { $count } szó.
   *[other] Válaszai hosszúak voltak: átlagosan { $count } szó.
}
answers-long-advice = Kezdje a következtetéssel, majd legfeljebb két érvet mondjon.
questions-none = Nem tett fel kérdést.
questions-none-advice = Tegyen fel legalább egy kérdést, hogy megtudja, mi fontos a másik félnek.
questions-some = { $count ->
    [one] { $count } kérdést tett fel.
   *[other] { $count } kérdést tett fel.
}
fillers-some = { $count ->
    [one] { $count } töltelékszó, { $every } szavanként egy.
   *[other] { $count } töltelékszó, { $every } szavanként egy.
}
fillers-advice = Hagyjon rövid csendet ott, ahol töltelékszó jönne.
fillers-none = Nincs töltelékszó.

## What went wrong with an answer

agent-slow = A válasz túl sokáig tartott.
agent-away = Az MI-asszisztens jelenleg nem érhető el.
agent-failed = Az MI-asszisztens nem tudott válaszolni.
message-long = { $count ->
    [one] Az üzenet túl hosszú: legfeljebb { $count } karakter.
   *[other] Az üzenet túl hosszú: legfeljebb { $count } karakter.
}
session-over = Ez a beszélgetés véget ért.
too-many = Jelenleg túl sokan beszélgetnek itt.
