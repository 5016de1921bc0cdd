### Czech

## Results of a conversation, from measured figures

nothing-said = Nic nebylo řečeno, takže není co měřit.
measured = Tyto výsledky jsou naměřené, ne posouzené: řekli jste { $words } ({ $turns }), { $percent } rozhovoru.
count-words = { $count ->
    [one] { $count } slovo
    [few] { $count } slova
    [many] { $count } slova
   *[other] { $count } slov
}
count-turns = { $count ->
    [one] { $count } promluva
    [few] { $count } promluvy
    [many] { $count } promluvy
   *[other] { $count } promluv
}
criteria-touched = { $total ->
    [one] Vaše slova se dotkla { $touched } z { $total } kritéria hodnocení.
    [few] Vaše slova se dotkla { $touched } ze { $total } kritérií hodnocení.
    [many] Vaše slova se dotkla { $touched } z { $total } kritéria hodnocení.
   *[other] Vaše slova se dotkla { $touched } z { $total } kritérií hodnocení.
}
covered-well = Podle použitých slov jste dobře pokryli: { $topics }.
not-touched = Nic z toho, co jste řekli, se netýkalo: { $topics }.
not-touched-advice = Příště řekněte něco, co ukáže: { $topics }.
touched-briefly = Jen krátce jste se dotkli: { $topics }.
touched-briefly-advice = Přidejte příklad nebo konkrétní krok: { $topics }.
balanced = Vyvážený rozhovor: { $percent } slov bylo vašich.
share-high = { $percent } slov bylo vašich, druhé straně tak zbývá málo prostoru.
share-high-advice = Po každém bodu se odmlčte a zeptejte se, co si myslí druhá strana.
share-low = Jen { $percent } slov bylo vašich.
share-none = Téměř žádné ze slov nebylo vaše.
share-low-advice = Mluvte více: dvě nebo tři věty v každé odpovědi.
answers-short = { $count ->
    [one] Vaše odpovědi byly krátké: průměrně { $count } slovo.
    [few] Vaše odpovědi byly krátké: průměrně { $count } slova.
    [many] Vaše odpovědi byly krátké: průměrně { $count } slova.
   *[other] Vaše odpovědi byly krátké: průměrně { $count } slov.
}
answers-short-advice = Ke každé odpovědi uveďte důvod nebo příklad.
answers-good = { $count ->
    [one] Odpovědi dobré délky: průměrně { $count } slovo.
    [few] Odpovědi dobré délky: průměrně { $count } slova.
    [many] Odpovědi dobré délky: průměrně { $count } slova.
   *[other] Odpovědi dobré délky: průměrně { $count } slov.
}
answers-long = { $count ->
    [one] Vaše odpovědi byly dlouhé: průměrně { $count } slovo.
    [few] Vaše odpovědi byly dlouhé: průměrně { $count } slova.
    [many] Vaše odpovědi byly dlouhé: průměrně { $count } slova.
   *[other] Vaše odpovědi byly dlouhé: průměrně { $count } slov.
}
answers-long-advice = Začněte závěrem a pak uveďte nejvýše dva argumenty.
questions-none = Nepoložili jste žádnou otázku.
questions-none-advice = Položte alespoň jednu otázku, abyste zjistili, na čem druhé straně záleží.
questions-some = { $count ->
    [one] Položili jste { $count } otázku.
    [few] Položili jste { $count } otázky.
    [many] Položili jste { $count } otázky.
   *[other] Položili jste { $count } otázek.
}
fillers-some = { $count ->
    [one] { $count } výplňové slovo, jedno na { $every } slov.
    [few] { $count } výplňová slova, jedno na { $every } slov.
    [many] { $count } výplňového slova, jedno na { $every } slov.
   *[other] { $count } výplňových slov, jedno na { $every } slov.
}
fillers-advice = Místo výplňového slova nechte krátké ticho.
fillers-none = Žádná výplňová slova.

## What went wrong with an answer

agent-slow = Odpověď trvala příliš dlouho.
agent-away = AI agent je momentálně nedostupný.
agent-failed = AI agent nemohl odpovědět.
message-long = { $count ->
    [one] Zpráva je příliš dlouhá: nejvýše { $count } znak.
    [few] Zpráva je příliš dlouhá: nejvýše { $count } znaky.
    [many] Zpráva je příliš dlouhá: nejvýše { $count } znaku.
   *[other] Zpráva je příliš dlouhá: nejvýše { $count } znaků.
}
session-over = Tento rozhovor skončil.
too-many = Právě tu mluví příliš mnoho lidí.
