### Spanish

## Results of a conversation, from measured figures

nothing-said = No se dijo nada, así que no hay nada que medir.
measured = Estos resultados se han medido, no juzgado: dijo { $words } en { $turns }, un { $percent } de la conversación.
count-words = { $count ->
    [one] { $count } palabra
    [many] { $count } de palabras
   *[other] { $count } palabras
}
count-turns = { $count ->
    [one] { $count } intervención
    [many] { $count } de intervenciones
   *[other] { $count } intervenciones
}
criteria-touched = { $total ->
    [one] Sus palabras tocaron { $touched } de { $total } criterio de evaluación.
    [many] Sus palabras tocaron { $touched } de { $total } criterios de evaluación.
   *[other] Sus palabras tocaron { $touched } de { $total } criterios de evaluación.
}
covered-well = Por las palabras que usó, trató bien { $topics }.
not-touched = Nada de lo que dijo tocó { $topics }.
not-touched-advice = La próxima vez, diga algo que muestre { $topics }.
touched-briefly = Tocó { $topics } solo brevemente.
touched-briefly-advice = Añada un ejemplo o un paso concreto sobre { $topics }.
balanced = Una conversación equilibrada: el { $percent } de las palabras fueron suyas.
share-high = El { $percent } de las palabras fueron suyas, lo que deja poco espacio a la otra parte.
share-high-advice = Haga una pausa después de cada punto y pregunte qué piensa la otra parte.
share-low = Solo el { $percent } de las palabras fueron suyas.
share-none = Casi ninguna de las palabras fue suya.
share-low-advice = Tómese más espacio: dos o tres frases por respuesta.
answers-short = { $count ->
    [one] Sus respuestas fueron cortas: { $count } palabra de media.
    [many] Sus respuestas fueron cortas: { $count } de palabras de media.
   *[other] Sus respuestas fueron cortas: { $count } palabras de media.
}
answers-short-advice = Acompañe cada respuesta con el motivo o un ejemplo.
answers-good = { $count ->
    [one] Respuestas de buena extensión: { $count } palabra de media.
    [many] Respuestas de buena extensión: { $count } de palabras de media.
   *[other] Respuestas de buena extensión: { $count } palabras de media.
}
answers-long = { $count ->
    [one] Sus respuestas fueron largas: { $count } palabra de media.
    [many] Sus respuestas fueron largas: { $count } de palabras de media.
   *[other] Sus respuestas fueron largas: { $count } palabras de media.
}
answers-long-advice = Empiece por la conclusión y dé después dos argumentos como máximo.
questions-none = No hizo ninguna pregunta.
questions-none-advice = Haga al menos una pregunta para saber qué le importa a la otra parte.
questions-some = { $count ->
    [one] Hizo { $count } pregunta.
    [many] Hizo { $count } de preguntas.
   *[other] Hizo { $count } preguntas.
}
fillers-some = { $count ->
    [one] { $count } muletilla, una de cada { $every } palabras.
    [many] { $count } de muletillas, una de cada { $every } palabras.
   *[other] { $count } muletillas, una de cada { $every } palabras.
}
fillers-advice = Deje un breve silencio donde vendría una muletilla.
fillers-none = Ninguna muletilla.

## What went wrong with an answer

agent-slow = La respuesta tardó demasiado.
agent-away = En este momento no es posible contactar con el agente de IA.
agent-failed = El agente de IA no pudo responder.
message-long = { $count ->
    [one] El mensaje es demasiado largo: como máximo { $count } carácter.
    [many] El mensaje es demasiado largo: como máximo { $count } de caracteres.
   *[other] El mensaje es demasiado largo: como máximo { $count } caracteres.
}
session-over = Esta conversación ha terminado.
too-many = Hay demasiadas personas conversando aquí en este momento.
