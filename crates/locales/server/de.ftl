### German

## Results of a conversation, from measured figures

nothing-said = Es wurde nichts gesagt, also gibt es nichts zu messen.
measured = Diese Ergebnisse sind gemessen, nicht beurteilt: Sie haben { $words } in { $turns } gesagt, { $percent } des Gesprächs.
count-words = { $count ->
    [one] { $count } Wort
   *[other] { $count } Wörter
}
count-turns = { $count ->
    [one] { $count } Beitrag
   *[other] { $count } Beiträgen
}
criteria-touched = { $total ->
    [one] Ihre Worte haben { $touched } von { $total } Kriterium der Bewertung berührt.
   *[other] Ihre Worte haben { $touched } von { $total } Kriterien der Bewertung berührt.
}
covered-well = Nach Ihren Worten haben Sie { $topics } gut behandelt.
not-touched = Nichts von dem, was Sie gesagt haben, hat { $topics } berührt.
not-touched-advice = Sagen Sie beim nächsten Mal etwas, das { $topics } zeigt.
touched-briefly = Sie haben { $topics } nur kurz berührt.
touched-briefly-advice = Ergänzen Sie ein Beispiel oder einen konkreten Schritt zu { $topics }.
balanced = Ein ausgewogenes Gespräch: { $percent } der Worte kamen von Ihnen.
share-high = { $percent } der Worte kamen von Ihnen; das lässt der anderen Seite wenig Raum.
share-high-advice = Halten Sie nach jedem Punkt inne und fragen Sie, was die andere Seite denkt.
share-low = Nur { $percent } der Worte kamen von Ihnen.
share-none = Von Ihnen kamen fast keine Worte.
share-low-advice = Nehmen Sie sich mehr Raum: zwei oder drei Sätze für jede Antwort.
answers-short = { $count ->
    [one] Ihre Antworten waren kurz: im Schnitt { $count } Wort.
   *[other] Ihre Antworten waren kurz: im Schnitt { $count } Wörter.
}
answers-short-advice = Geben Sie zu jeder Antwort den Grund oder ein Beispiel an.
answers-good = { $count ->
    [one] Antworten von guter Länge: im Schnitt { $count } Wort.
   *[other] Antworten von guter Länge: im Schnitt { $count } Wörter.
}
answers-long = { $count ->
    [one] Ihre Antworten waren lang: im Schnitt { $count } Wort.
   *[other] Ihre Antworten waren lang: im Schnitt { $count } Wörter.
}
answers-long-advice = Beginnen Sie mit dem Ergebnis und nennen Sie dann höchstens zwei Gründe.
questions-none = Sie haben keine Fragen gestellt.
questions-none-advice = Stellen Sie mindestens eine Frage, um zu erfahren, was der anderen Seite wichtig ist.
questions-some = { $count ->
    [one] Sie haben { $count } Frage gestellt.
   *[other] Sie haben { $count } Fragen gestellt.
}
fillers-some = { $count ->
    [one] { $count } Füllwort, eins auf { $every } Wörter.
   *[other] { $count } Füllwörter, eins auf { $every } Wörter.
}
fillers-advice = Lassen Sie eine kurze Stille stehen, wo ein Füllwort käme.
fillers-none = Keine Füllwörter.

## What went wrong with an answer

agent-slow = Die Antwort hat zu lange gedauert.
agent-away = Der KI-Agent ist im Moment nicht erreichbar.
agent-failed = Der KI-Agent konnte nicht antworten.
message-long = { $count ->
    [one] Die Nachricht ist zu lang: höchstens { $count } Zeichen.
   *[other] Die Nachricht ist zu lang: höchstens { $count } Zeichen.
}
session-over = Dieses Gespräch ist beendet.
too-many = Hier sprechen gerade zu viele Personen.
