### Portuguese (Brazil)

## Results of a conversation, from measured figures

nothing-said = Nada foi dito, então não há nada a medir.
measured = Estes resultados são medidos, não julgados: você disse { $words } em { $turns }, { $percent } da conversa.
count-words = { $count ->
    [one] { $count } palavra
    [many] { $count } de palavras
   *[other] { $count } palavras
}
count-turns = { $count ->
    [one] { $count } fala
    [many] { $count } de falas
   *[other] { $count } falas
}
criteria-touched = { $total ->
    [one] Suas palavras tocaram { $touched } de { $total } critério de avaliação.
    [many] Suas palavras tocaram { $touched } de { $total } critérios de avaliação.
   *[other] Suas palavras tocaram { $touched } de { $total } critérios de avaliação.
}
covered-well = Pelas palavras que usou, você tratou bem de { $topics }.
not-touched = Nada do que você disse tocou em { $topics }.
not-touched-advice = Da próxima vez, diga algo que mostre { $topics }.
touched-briefly = Você tocou em { $topics } só brevemente.
touched-briefly-advice = Acrescente um exemplo ou um passo concreto para { $topics }.
balanced = Uma conversa equilibrada: { $percent } das palavras foram suas.
share-high = { $percent } das palavras foram suas, o que deixa pouco espaço para o outro lado.
share-high-advice = Faça uma pausa depois de cada ponto e pergunte o que o outro lado pensa.
share-low = Só { $percent } das palavras foram suas.
share-none = Quase nenhuma das palavras foi sua.
share-low-advice = Ocupe mais espaço: duas ou três frases por resposta.
answers-short = { $count ->
    [one] Suas respostas foram curtas: { $count } palavra em média.
    [many] Suas respostas foram curtas: { $count } de palavras em média.
   *[other] Suas respostas foram curtas: { $count } palavras em média.
}
answers-short-advice = Dê o motivo ou um exemplo junto com cada resposta.
answers-good = { $count ->
    [one] Respostas de bom tamanho: { $count } palavra em média.
    [many] Respostas de bom tamanho: { $count } de palavras em média.
   *[other] Respostas de bom tamanho: { $count } palavras em média.
}
answers-long = { $count ->
    [one] Suas respostas foram longas: { $count } palavra em média.
    [many] Suas respostas foram longas: { $count } de palavras em média.
   *[other] Suas respostas foram longas: { $count } palavras em média.
}
answers-long-advice = Comece pela conclusão e depois dê no máximo dois argumentos.
questions-none = Você não fez perguntas.
questions-none-advice = Faça pelo menos uma pergunta para saber o que importa para o outro lado.
questions-some = { $count ->
    [one] Você fez { $count } pergunta.
    [many] Você fez { $count } de perguntas.
   *[other] Você fez { $count } perguntas.
}
fillers-some = { $count ->
    [one] { $count } vício de linguagem, um a cada { $every } palavras.
    [many] { $count } de vícios de linguagem, um a cada { $every } palavras.
   *[other] { $count } vícios de linguagem, um a cada { $every } palavras.
}
fillers-advice = Deixe um breve silêncio onde viria um vício de linguagem.
fillers-none = Nenhum vício de linguagem.

## What went wrong with an answer

agent-slow = A resposta demorou demais.
agent-away = O agente de IA não está acessível no momento.
agent-failed = O agente de IA não conseguiu responder.
message-long = { $count ->
    [one] A mensagem é longa demais: no máximo { $count } caractere.
    [many] A mensagem é longa demais: no máximo { $count } de caracteres.
   *[other] A mensagem é longa demais: no máximo { $count } caracteres.
}
session-over = Esta conversa terminou.
too-many = Há gente demais conversando aqui agora.
