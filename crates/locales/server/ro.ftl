### Romanian

## Results of a conversation, from measured figures

nothing-said = Nu s-a spus nimic, deci nu este nimic de măsurat.
measured = Aceste rezultate sunt măsurate, nu evaluate: ai spus { $words } în { $turns }, { $percent } din conversație.
count-words = { $count ->
    [one] { $count } cuvânt
    [few] { $count } cuvinte
   *[other] { $count } de cuvinte
}
count-turns = { $count ->
    [one] { $count } intervenție
    [few] { $count } intervenții
   *[other] { $count } de intervenții
}
criteria-touched = { $total ->
    [one] Cuvintele tale au atins { $touched } din { $total } criteriu de evaluare.
    [few] Cuvintele tale au atins { $touched } din { $total } criterii de evaluare.
   *[other] Cuvintele tale au atins { $touched } din { $total } de criterii de evaluare.
}
covered-well = După cuvintele folosite, ai acoperit bine { $topics }.
not-touched = Nimic din ce ai spus nu a atins { $topics }.
not-touched-advice = Data viitoare, spune ceva care arată { $topics }.
touched-briefly = Ai atins { $topics } doar pe scurt.
touched-briefly-advice = Adaugă un exemplu sau un pas concret pentru { $topics }.
balanced = O conversație echilibrată: { $percent } dintre cuvinte au fost ale tale.
share-high = { $percent } dintre cuvinte au fost ale tale, ceea ce lasă puțin loc celeilalte părți.
share-high-advice = Fă o pauză după fiecare idee și întreabă ce crede cealaltă parte.
share-low = Doar { $percent } dintre cuvinte au fost ale tale.
share-none = Aproape niciunul dintre cuvinte nu a fost al tău.
share-low-advice = Ia-ți mai mult spațiu: două sau trei propoziții la fiecare răspuns.
answers-short = { $count ->
    [one] Răspunsurile tale au fost scurte: { $count } cuvânt în medie.
    [few] Răspunsurile tale au fost scurte: { $count } cuvinte în medie.
   *[other] Răspunsurile tale au fost scurte: { $count } de cuvinte în medie.
}
answers-short-advice = Dă motivul sau un exemplu la fiecare răspuns.
answers-good = { $count ->
    [one] Răspunsuri de lungime bună: { $count } cuvânt în medie.
    [few] Răspunsuri de lungime bună: { $count } cuvinte în medie.
   *[other] Răspunsuri de lungime bună: { $count } de cuvinte în medie.
}
answers-long = { $count ->
    [one] Răspunsurile tale au fost lungi: { $count } cuvânt în medie.
    [few] Răspunsurile tale au fost lungi: { $count } cuvinte în medie.
   *[other] Răspunsurile tale au fost lungi: { $count } de cuvinte în medie.
}
answers-long-advice = Începe cu concluzia, apoi dă cel mult două argumente.
questions-none = Nu ai pus nicio întrebare.
questions-none-advice = Pune cel puțin o întrebare ca să afli ce contează pentru cealaltă parte.
questions-some = { $count ->
    [one] Ai pus { $count } întrebare.
    [few] Ai pus { $count } întrebări.
   *[other] Ai pus { $count } de întrebări.
}
fillers-some = { $count ->
    [one] { $count } cuvânt de umplutură, unul la { $every } cuvinte.
    [few] { $count } cuvinte de umplutură, unul la { $every } cuvinte.
   *[other] { $count } de cuvinte de umplutură, unul la { $every } cuvinte.
}
fillers-advice = Lasă o scurtă tăcere acolo unde ar veni un cuvânt de umplutură.
fillers-none = Niciun cuvânt de umplutură.

## What went wrong with an answer

agent-slow = Răspunsul a durat prea mult.
agent-away = Agentul AI nu poate fi contactat momentan.
agent-failed = Agentul AI nu a putut răspunde.
message-long = { $count ->
    [one] Mesajul este prea lung: cel mult { $count } caracter.
    [few] Mesajul este prea lung: cel mult { $count } caractere.
   *[other] Mesajul este prea lung: cel mult { $count } de caractere.
}
session-over = Această conversație s-a încheiat.
too-many = Prea multe persoane discută aici acum.
