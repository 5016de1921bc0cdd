### Finnish

## Results of a conversation, from measured figures

nothing-said = Mitään ei sanottu, joten mitattavaa ei ole.
measured = Nämä tulokset on mitattu, ei arvioitu: sanoit { $words } ({ $turns }), { $percent } keskustelusta.
count-words = { $count ->
    [one] { $count } sanan
   *[other] { $count } sanaa
}
count-turns = { $count ->
    [one] { $count } puheenvuoro
   *[other] { $count } puheenvuoroa
}
criteria-touched = { $total ->
    [one] Sanasi koskettivat { $touched }/{ $total } arviointikriteeriä.
   *[other] Sanasi koskettivat { $touched }/{ $total } arviointikriteeriä.
}
covered-well = Sanojesi perusteella käsittelit hyvin näitä: { $topics }.
not-touched = Mikään sanomasi ei koskenut näitä: { $topics }.
not-touched-advice = Sano ensi kerralla jotain, mistä nämä näkyvät: { $topics }.
touched-briefly = Sivusit vain lyhyesti näitä: { $topics }.
touched-briefly-advice = Lisää esimerkki tai konkreettinen askel: { $topics }.
balanced = Tasapainoinen keskustelu: { $percent } sanoista oli sinun.
share-high = { $percent } sanoista oli sinun, joten toiselle jäi vain vähän tilaa.
share-high-advice = Pidä tauko jokaisen asian jälkeen ja kysy, mitä toinen ajattelee.
share-low = Vain { $percent } sanoista oli sinun.
share-none = Juuri mikään sanoista ei ollut sinun.
share-low-advice = Ota enemmän tilaa: kaksi tai kolme lausetta vastausta kohti.
answers-short = { $count ->
    [one] Vastauksesi olivat lyhyitä: keskimäärin { $count } sana.
   *[other] Vastauksesi olivat lyhyitä: keskimäärin { $count } sanaa.
}
answers-short-advice = Kerro jokaisen vastauksen yhteydessä syy tai esimerkki.
answers-good = { $count ->
    [one] Sopivan pituisia vastauksia: keskimäärin { $count } sana.
   *[other] Sopivan pituisia vastauksia: keskimäärin { $count } sanaa.
}
answers-long = { $count ->
    [one] Vastauksesi olivat pitkiä: keskimäärin { $count } sana.
   *[other] Vastauksesi olivat pitkiä: keskimäärin { $count } sanaa.
}
answers-long-advice = Aloita johtopäätöksestä ja anna sitten enintään kaksi perustelua.
questions-none = Et esittänyt kysymyksiä.
questions-none-advice = Esitä ainakin yksi kysymys, jotta kuulet, mikä toiselle on tärkeää.
questions-some = { $count ->
    [one] Esitit { $count } kysymyksen.
   *[other] Esitit { $count } kysymystä.
}
fillers-some = { $count ->
    [one] { $count } täytesana, yksi { $every } sanaa kohti.
   *[other] { $count } täytesanaa, yksi { $every } sanaa kohti.
}
fillers-advice = Anna lyhyen hiljaisuuden olla siinä, mihin täytesana tulisi.
fillers-none = Ei täytesanoja.

## What went wrong with an answer

agent-slow = Vastaus kesti liian kauan.
agent-away = Tekoälyagenttiin ei saada juuri nyt yhteyttä.
agent-failed = Tekoälyagentti ei voinut vastata.
message-long = { $count ->
    [one] Viesti on liian pitkä: enintään { $count } merkki.
   *[other] Viesti on liian pitkä: enintään { $count } merkkiä.
}
session-over = Tämä keskustelu on päättynyt.
too-many = Täällä keskustelee juuri nyt liian moni.
