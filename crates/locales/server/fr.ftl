### French

## Results of a conversation, from measured figures

nothing-said = Rien n’a été dit, il n’y a donc rien à mesurer.
measured = Ces résultats sont mesurés, non jugés : vous avez dit { $words } en { $turns }, soit { $percent } de la conversation.
count-words = { $count ->
    [one] { $count } mot
    [many] { $count } de mots
   *[other] { $count } mots
}
count-turns = { $count ->
    [one] { $count } intervention
    [many] { $count } d’interventions
   *[other] { $count } interventions
}
criteria-touched = { $total ->
    [one] Vos paroles ont abordé { $touched } critère sur { $total }.
    [many] Vos paroles ont abordé { $touched } critères sur { $total }.
   *[other] Vos paroles ont abordé { $touched } critères sur { $total }.
}
covered-well = D’après vos mots, vous avez bien traité { $topics }.
not-touched = Rien de ce que vous avez dit n’a abordé { $topics }.
not-touched-advice = La prochaine fois, dites quelque chose qui montre { $topics }.
touched-briefly = Vous n’avez abordé { $topics } que brièvement.
touched-briefly-advice = Ajoutez un exemple ou une étape concrète pour { $topics }.
balanced = Une conversation équilibrée : { $percent } des mots étaient les vôtres.
share-high = { $percent } des mots étaient les vôtres, ce qui laisse peu de place à l’autre.
share-high-advice = Marquez une pause après chaque point et demandez à l’autre ce qu’il en pense.
share-low = Seulement { $percent } des mots étaient les vôtres.
share-none = Presque aucun des mots n’était de vous.
share-low-advice = Prenez plus de place : deux ou trois phrases par réponse.
answers-short = { $count ->
    [one] Vos réponses étaient courtes : { $count } mot en moyenne.
    [many] Vos réponses étaient courtes : { $count } de mots en moyenne.
   *[other] Vos réponses étaient courtes : { $count } mots en moyenne.
}
answers-short-advice = Donnez la raison ou un exemple avec chaque réponse.
answers-good = { $count ->
    [one] Des réponses de bonne longueur : { $count } mot en moyenne.
    [many] Des réponses de bonne longueur : { $count } de mots en moyenne.
   *[other] Des réponses de bonne longueur : { $count } mots en moyenne.
}
answers-long = { $count ->
    [one] Vos réponses étaient longues : { $count } mot en moyenne.
    [many] Vos réponses étaient longues : { $count } de mots en moyenne.
   *[other] Vos réponses étaient longues : { $count } mots en moyenne.
}
answers-long-advice = Commencez par la conclusion, puis donnez au plus deux arguments.
questions-none = Vous n’avez posé aucune question.
questions-none-advice = Posez au moins une question pour savoir ce qui compte pour l’autre.
questions-some = { $count ->
    [one] Vous avez posé { $count } question.
    [many] Vous avez posé { $count } de questions.
   *[other] Vous avez posé { $count } questions.
}
fillers-some = { $count ->
    [one] { $count } mot de remplissage, soit un sur { $every } mots.
    [many] { $count } de mots de remplissage, soit un sur { $every } mots.
   *[other] { $count } mots de remplissage, soit un sur { $every } mots.
}
fillers-advice = Laissez un court silence là où viendrait un mot de remplissage.
fillers-none = Aucun mot de remplissage.

## What went wrong with an answer

agent-slow = La réponse a pris trop de temps.
agent-away = L’agent IA est injoignable pour le moment.
agent-failed = L’agent IA n’a pas pu répondre.
message-long = { $count ->
    [one] Le message est trop long : au plus { $count } caractère.
    [many] Le message est trop long : au plus { $count } de caractères.
   *[other] Le message est trop long : au plus { $count } caractères.
}
session-over = Cette conversation est terminée.
too-many = Trop de personnes conversent ici en ce moment.
