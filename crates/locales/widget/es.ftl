### Spanish

## Controls: what a control is called is what it shows.

continue = Continuar
unlock = Desbloquear
start = Empezar
send = Enviar
cancel = Detener respuesta
end = Finalizar
keep = Seguir conversando
submit = Entregar
again = Empezar de nuevo
retry = Reintentar
download = Descargar transcripción
download-doubt = Si no se guardó ningún archivo, es que la página que contiene esta conversación no lo permite.
new-messages = Mensajes nuevos
latest = Últimos mensajes
copy = Copiar
copied = Copiado
name = Nombre
email = Correo electrónico
passcode = Código de acceso
message = Mensaje
comment = Comentario (opcional)

## Before the conversation

loading = Cargando
loading-long = Está tardando más de lo habitual.
conversation = Conversación
saved-notice = Esta conversación se guarda.
recorded-notice = Esta conversación se guarda y se graba.
anew = No se pudo continuar aquí su conversación anterior. Esta es una nueva.
by-text = Por escrito
saved = Se guarda
recorded = Se graba
ai-answers = Responde una IA
up-to-minutes = { $minutes ->
    [one] Hasta { $minutes } minuto
    [many] Hasta { $minutes } de minutos
   *[other] Hasta { $minutes } minutos
}
accept-both = Acepto los { $terms } y la { $privacy }.
accept-terms = Acepto los { $terms }.
accept-privacy = Acepto la { $privacy }.
terms = términos de uso
privacy = política de privacidad
accept-missing = Marque la casilla para continuar.
locked-title = Esta conversación es privada
locked-sentence = Ábrala con el enlace que recibió.
paid-title = Esta conversación es de pago
paid-sentence = Ábrala con el enlace que recibió con su compra.
closed-title = Esta conversación no está abierta en este momento
opens = Se abre el { $date }.
closed-since = Se cerró el { $date }.
passcode-title = Introduzca el código de acceso
passcode-sentence = Puede pedírselo a quien le envió la invitación.
passcode-missing = Introduzca el código de acceso.
passcode-wrong = Ese no es el código de acceso. Revíselo e inténtelo de nuevo.
name-missing = Introduzca su nombre.
too-long = { $count ->
    [one] Introduzca { $count } carácter como máximo.
    [many] Introduzca { $count } de caracteres como máximo.
   *[other] Introduzca { $count } caracteres como máximo.
}
email-missing = Introduzca su dirección de correo electrónico.
email-space = Una dirección de correo electrónico no lleva espacios.
email-no-at = Una dirección de correo electrónico lleva una @, como name@example.com.
email-two-ats = Una dirección de correo electrónico lleva una sola @.
email-partial = Introduzca la dirección completa, como name@example.com.

## The state, beside the avatar

connecting = Conectando…
idle = Su turno
listening = Escuchando…
thinking = Pensando…
speaking = Escribiendo…
reconnecting = Reconectando…
stopping = Finalizando…
interrupted = Interrumpido

## The conversation

you = Usted
agent = Agente de IA
sending = Enviando…
not-sent = No enviado.
queued = Se enviará cuando termine la respuesta
take-back = Recuperar
cut = Detenido aquí
using-tool = Usando { $tool }
used-tool = Se usó { $tool }
tool-input = Solicitud
tool-result = Resultado
choices = Respuestas sugeridas
choices-count = { $count ->
    [one] { $count } respuesta sugerida
    [many] { $count } de respuestas sugeridas
   *[other] { $count } respuestas sugeridas
}
elapsed = Tiempo transcurrido
time-left = Quedan { $time }
minutes-left = { $minutes ->
    [one] Queda { $minutes } minuto.
    [many] Quedan { $minutes } de minutos.
   *[other] Quedan { $minutes } minutos.
}
time-up = Se acabó el tiempo.
unsent-draft = Había escrito esto y no lo envió:
characters-left = { $count ->
    [one] Queda { $count } carácter
    [many] Quedan { $count } de caracteres
   *[other] Quedan { $count } caracteres
}
characters-over = { $count ->
    [one] Sobra { $count } carácter
    [many] Sobran { $count } de caracteres
   *[other] Sobran { $count } caracteres
}
table = Tabla
show-rest = Mostrar el resto

## Afterwards

review-title = ¿Todo listo para entregar?
review-sentence = La conversación ha terminado. Entréguela para finalizar.
minutes = { $minutes ->
    [one] minuto
    [many] de minutos
   *[other] minutos
}
messages = { $count ->
    [one] mensaje
    [many] de mensajes
   *[other] mensajes
}
your-words = { $count ->
    [one] palabra suya
    [many] de palabras suyas
   *[other] palabras suyas
}
your-share = su participación
your-questions = { $count ->
    [one] pregunta suya
    [many] de preguntas suyas
   *[other] preguntas suyas
}
fillers = { $count ->
    [one] muletilla
    [many] de muletillas
   *[other] muletillas
}
thanks-title = Gracias
thanks-sentence = La conversación ha terminado y se ha entregado. Ya puede cerrar esta página.
submitting = Entregando su conversación…
results-title = Sus resultados
analyzing = Analizando la conversación. Tardará un momento.
results-failed = La conversación se entregó, pero no se pudo evaluar. Aun así, puede descargar la transcripción.
out-of-ten = { $score } / 10
score = Puntuación
score-measured = Medida: cuánto de lo que se buscaba apareció en la conversación.
score-judged = Valorada por un modelo de lenguaje a partir de toda la conversación.
report-card = Informe de evaluación
topic = Tema
note = Observación
strengths = Puntos fuertes
weaknesses = Por mejorar
next-steps = Próximos pasos
in-numbers = En cifras
transcript = Transcripción
powered-by = Con tecnología de { $name }

## Failures: what happened, and then what to do about it

offline-what = Parece que no tiene conexión.
offline-advice = Compruebe su conexión e inténtelo de nuevo.
unreachable-what = No se pudo acceder a la conversación.
unreachable-advice = Inténtelo de nuevo; si sigue ocurriendo, vuelva un poco más tarde.
refused-what = No se aceptó su acceso.
refused-advice = Es posible que haya caducado; pida un enlace nuevo.
missing-what = Esta conversación no existe.
missing-advice = Compruebe la dirección o consulte a quien se la dio.
busy-what = Hay demasiadas solicitudes a la vez.
busy-advice = Espere un momento e inténtelo de nuevo.
busy-seconds = { $seconds ->
    [one] Inténtelo de nuevo en { $seconds } segundo.
    [many] Inténtelo de nuevo en { $seconds } de segundos.
   *[other] Inténtelo de nuevo en { $seconds } segundos.
}
rejected-what = No se pudo aceptar.
rejected-advice = Haga algún cambio e inténtelo de nuevo.
agent-what = No se pudo completar la respuesta.
agent-advice = Inténtelo de nuevo en un momento.
protocol-what = No se pudo interpretar la respuesta.
protocol-advice = Vuelva a cargar la página; si sigue ocurriendo, avise a quien gestiona este sitio.
load-what = No se pudo cargar la conversación.
policy-what = Esta página no permite iniciar la conversación.
unsupported-what = Este navegador es demasiado antiguo para la conversación.
crash-what = La conversación se detuvo por un error.
no-script = Esta conversación necesita JavaScript.

## Only in conversations with other systems

conversations = Conversaciones
details = Detalles
close = Cerrar
new = Nueva conversación
delete = Eliminar
delete-sure = ¿Eliminar «{ $title }» definitivamente?
delete-keep = Conservar
good = Buena respuesta
bad = Mala respuesta
open-image = Abrir imagen
open-audio = Abrir grabación
open-file = Abrir archivo
unread = { $count ->
    [one] { $count } mensaje nuevo
    [many] { $count } de mensajes nuevos
   *[other] { $count } mensajes nuevos
}
rated = Gracias por su opinión.
untitled = Conversación
current = Abierta ahora
no-conversations = No hay conversaciones anteriores.
person = Ahora responde una persona
person-left = Vuelve a responder el agente de IA.
person-coming = Le estamos poniendo en contacto con una persona.
person-ended = La conversación con una persona ha terminado.
person-absent = En este momento no hay nadie disponible para atenderle.
waiting = Esperando su respuesta
answer-hint = Su respuesta
closed-hint = Elija una respuesta
cards = Sugerencias
status-sent = Enviado
status-delivered = Entregado
status-read = Leído
status-not-sent = No entregado
from-to = De { $sender } a { $receiver }
doing = En curso: { $what }
did = Hecho: { $what }
reasoning = Razonando…
reasoned = Razonamiento terminado
state = Lo que el agente de IA tiene en cuenta
summary = Resumen
on = Activado
off = Desactivado
