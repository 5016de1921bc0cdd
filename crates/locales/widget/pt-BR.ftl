### Portuguese (Brazil)

## Controls: what a control is called is what it shows.

continue = Continuar
unlock = Desbloquear
start = Iniciar
send = Enviar
cancel = Parar de gerar
end = Encerrar
keep = Continuar conversando
submit = Entregar
again = Começar de novo
retry = Tentar de novo
download = Baixar transcrição
download-doubt = Se nenhum arquivo foi salvo, a página em que esta conversa está não permite isso.
new-messages = Novas mensagens
latest = Mensagens mais recentes
copy = Copiar
copied = Copiado
name = Nome
email = E-mail
passcode = Código de acesso
message = Mensagem
comment = Comentário (opcional)

## Before the conversation

loading = Carregando
loading-long = Isso está demorando mais do que o normal.
conversation = Conversa
saved-notice = Esta conversa é salva.
recorded-notice = Esta conversa é salva e gravada.
anew = Não foi possível continuar aqui sua conversa anterior. Esta é uma nova.
by-text = Por texto
saved = Salva
recorded = Gravada
ai-answers = Uma IA responde
up-to-minutes = { $minutes ->
    [one] Até { $minutes } minuto
    [many] Até { $minutes } de minutos
   *[other] Até { $minutes } minutos
}
accept-both = Aceito os { $terms } e a { $privacy }.
accept-terms = Aceito os { $terms }.
accept-privacy = Aceito a { $privacy }.
terms = termos de uso
privacy = política de privacidade
accept-missing = Marque a caixa para continuar.
locked-title = Esta conversa é privada
locked-sentence = Abra com o link que você recebeu.
paid-title = Esta conversa é paga
paid-sentence = Abra com o link que você recebeu na compra.
closed-title = Esta conversa não está aberta agora
opens = Ela abre em { $date }.
closed-since = Ela fechou em { $date }.
passcode-title = Digite o código de acesso
passcode-sentence = Quem convidou você pode informar qual é.
passcode-missing = Digite o código de acesso.
passcode-wrong = Esse não é o código de acesso. Confira e tente de novo.
name-missing = Digite seu nome.
too-long = { $count ->
    [one] Digite no máximo { $count } caractere.
    [many] Digite no máximo { $count } de caracteres.
   *[other] Digite no máximo { $count } caracteres.
}
email-missing = Digite seu e-mail.
email-space = Um endereço de e-mail não tem espaços.
email-no-at = Um endereço de e-mail tem um @, como em name@example.com.
email-two-ats = Um endereço de e-mail tem apenas um @.
email-partial = Digite o endereço completo, como name@example.com.

## The state, beside the avatar

connecting = Conectando…
idle = Sua vez
listening = Ouvindo…
thinking = Pensando…
speaking = Escrevendo…
reconnecting = Reconectando…
stopping = Encerrando…
interrupted = Interrompida

## The conversation

you = Você
agent = Agente de IA
sending = Enviando…
not-sent = Não enviada.
queued = Será enviada quando a resposta terminar
take-back = Recuperar texto
cut = Interrompida aqui
using-tool = Usando { $tool }
used-tool = Usou { $tool }
tool-input = Solicitação
tool-result = Resultado
choices = Respostas sugeridas
choices-count = { $count ->
    [one] { $count } resposta sugerida
    [many] { $count } de respostas sugeridas
   *[other] { $count } respostas sugeridas
}
elapsed = Tempo decorrido
time-left = { $time } restantes
minutes-left = { $minutes ->
    [one] Falta { $minutes } minuto.
    [many] Faltam { $minutes } de minutos.
   *[other] Faltam { $minutes } minutos.
}
time-up = O tempo acabou.
unsent-draft = Você tinha escrito isto e não enviou:
characters-left = { $count ->
    [one] { $count } caractere restante
    [many] { $count } de caracteres restantes
   *[other] { $count } caracteres restantes
}
characters-over = { $count ->
    [one] { $count } caractere a mais
    [many] { $count } de caracteres a mais
   *[other] { $count } caracteres a mais
}
table = Tabela
show-rest = Mostrar o restante

## Afterwards

review-title = Tudo pronto para entregar?
review-sentence = A conversa terminou. Entregue-a para concluir.
minutes = { $minutes ->
    [one] minuto
    [many] de minutos
   *[other] minutos
}
messages = { $count ->
    [one] mensagem
    [many] de mensagens
   *[other] mensagens
}
your-words = { $count ->
    [one] palavra sua
    [many] de palavras suas
   *[other] palavras suas
}
your-share = sua participação
your-questions = { $count ->
    [one] pergunta sua
    [many] de perguntas suas
   *[other] perguntas suas
}
fillers = { $count ->
    [one] palavra de preenchimento
    [many] de palavras de preenchimento
   *[other] palavras de preenchimento
}
thanks-title = Agradecemos
thanks-sentence = A conversa terminou e foi entregue. Você já pode fechar esta página.
submitting = Entregando sua conversa…
results-title = Seus resultados
analyzing = Analisando a conversa. Isso leva um momento.
results-failed = A conversa foi entregue, mas não pôde ser avaliada. Você ainda pode baixar a transcrição.
out-of-ten = { $score } / 10
score = Pontuação
score-measured = Medida: quanto do que se buscava apareceu na conversa.
score-judged = Avaliada por um modelo de linguagem com base em toda a conversa.
report-card = Ficha de avaliação
topic = Tópico
note = Observação
strengths = Pontos fortes
weaknesses = A melhorar
next-steps = Próximos passos
in-numbers = Em números
transcript = Transcrição
powered-by = Com tecnologia { $name }

## Failures: what happened, and then what to do about it

offline-what = Parece que você está offline.
offline-advice = Verifique sua conexão e tente de novo.
unreachable-what = Não foi possível acessar a conversa.
unreachable-advice = Tente de novo; se continuar acontecendo, volte um pouco mais tarde.
refused-what = Seu acesso não foi aceito.
refused-advice = Ele pode ter expirado; peça um novo link.
missing-what = Esta conversa não existe.
missing-advice = Confira o endereço ou pergunte a quem o enviou a você.
busy-what = Há pessoas demais perguntando ao mesmo tempo.
busy-advice = Espere um momento e tente de novo.
busy-seconds = { $seconds ->
    [one] Tente de novo em { $seconds } segundo.
    [many] Tente de novo em { $seconds } de segundos.
   *[other] Tente de novo em { $seconds } segundos.
}
rejected-what = Isto não pôde ser aceito.
rejected-advice = Altere e tente de novo.
agent-what = Não foi possível concluir a resposta.
agent-advice = Tente de novo daqui a pouco.
protocol-what = Não foi possível entender a resposta.
protocol-advice = Recarregue a página; se continuar acontecendo, avise quem administra este site.
load-what = Não foi possível carregar a conversa.
policy-what = Esta página não permite iniciar a conversa.
unsupported-what = Este navegador é antigo demais para a conversa.
crash-what = A conversa parou por causa de um erro.
no-script = Esta conversa precisa de JavaScript.

## Only in conversations with other systems

conversations = Conversas
details = Detalhes
close = Fechar
new = Nova conversa
delete = Excluir
delete-sure = Excluir “{ $title }” definitivamente?
delete-keep = Manter
good = Boa resposta
bad = Resposta ruim
open-image = Abrir imagem
open-audio = Abrir gravação
open-file = Abrir arquivo
unread = { $count ->
    [one] { $count } mensagem nova
    [many] { $count } de mensagens novas
   *[other] { $count } mensagens novas
}
rated = Agradecemos seu feedback.
untitled = Conversa
current = Aberta agora
no-conversations = Não há conversas anteriores.
person = Agora uma pessoa responde
person-left = O agente de IA voltou a responder.
person-coming = Estamos transferindo você para uma pessoa.
person-ended = A conversa com uma pessoa terminou.
person-absent = Ninguém está disponível para assumir agora.
waiting = Aguardando sua resposta
answer-hint = Sua resposta
closed-hint = Escolha uma resposta
cards = Sugestões
status-sent = Enviada
status-delivered = Entregue
status-read = Lida
status-not-sent = Não entregue
from-to = { $sender } para { $receiver }
doing = Trabalhando em: { $what }
did = Concluído: { $what }
reasoning = Refletindo…
reasoned = Refletiu sobre isso
state = O que o agente de IA leva em conta
summary = Resumo
on = Ativado
off = Desativado
