### Dutch

## Results of a conversation, from measured figures

nothing-said = Er is niets gezegd, dus valt er niets te meten.
measured = Deze resultaten zijn gemeten, niet beoordeeld: je zei { $words } in { $turns }, { $percent } van het gesprek.
count-words = { $count ->
    [one] { $count } woord
   *[other] { $count } woorden
}
count-turns = { $count ->
    [one] { $count } beurt
   *[other] { $count } beurten
}
criteria-touched = { $total ->
    [one] Je woorden raakten { $touched } van { $total } beoordelingscriterium.
   *[other] Je woorden raakten { $touched } van { $total } beoordelingscriteria.
}
covered-well = Te oordelen naar je woorden heb je { $topics } goed behandeld.
not-touched = Niets van wat je zei raakte { $topics }.
not-touched-advice = Zeg de volgende keer iets waaruit { $topics } blijkt.
touched-briefly = Je raakte { $topics } maar kort aan.
touched-briefly-advice = Voeg een voorbeeld of een concrete stap toe bij { $topics }.
balanced = Een evenwichtig gesprek: { $percent } van de woorden was van jou.
share-high = { $percent } van de woorden was van jou; dat laat de ander weinig ruimte.
share-high-advice = Pauzeer na elk punt en vraag wat de ander ervan vindt.
share-low = Slechts { $percent } van de woorden was van jou.
share-none = Bijna geen van de woorden was van jou.
share-low-advice = Neem meer ruimte: twee of drie zinnen per antwoord.
answers-short = { $count ->
    [one] Je antwoorden waren kort: gemiddeld { $count } woord.
   *[other] Je antwoorden waren kort: gemiddeld { $count } woorden.
}
answers-short-advice = Geef bij elk antwoord de reden of een voorbeeld.
answers-good = { $count ->
    [one] Antwoorden van een goede lengte: gemiddeld { $count } woord.
   *[other] Antwoorden van een goede lengte: gemiddeld { $count } woorden.
}
answers-long = { $count ->
    [one] Je antwoorden waren lang: gemiddeld { $count } woord.
   *[other] Je antwoorden waren lang: gemiddeld { $count } woorden.
}
answers-long-advice = Begin met de conclusie en geef daarna hoogstens twee argumenten.
questions-none = Je hebt geen vragen gesteld.
questions-none-advice = Stel minstens één vraag om te horen wat de ander belangrijk vindt.
questions-some = { $count ->
    [one] Je hebt { $count } vraag gesteld.
   *[other] Je hebt { $count } vragen gesteld.
}
fillers-some = { $count ->
    [one] { $count } stopwoord, één op de { $every } woorden.
   *[other] { $count } stopwoorden, één op de { $every } woorden.
}
fillers-advice = Laat een korte stilte vallen waar een stopwoord zou komen.
fillers-none = Geen stopwoorden.

## What went wrong with an answer

agent-slow = Het antwoord duurde te lang.
agent-away = De AI-agent is op dit moment niet bereikbaar.
agent-failed = De AI-agent kon niet antwoorden.
message-long = { $count ->
    [one] Het bericht is te lang: hoogstens { $count } teken.
   *[other] Het bericht is te lang: hoogstens { $count } tekens.
}
session-over = Dit gesprek is afgelopen.
too-many = Er praten hier nu te veel mensen.
