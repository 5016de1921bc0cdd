### French

## Controls: what a control is called is what it shows.

continue = Continuer
unlock = Déverrouiller
start = Commencer
send = Envoyer
cancel = Arrêter la réponse
end = Terminer
keep = Continuer l’échange
submit = Remettre
again = Recommencer
retry = Réessayer
download = Télécharger la transcription
download-doubt = Si aucun fichier n’a été enregistré, c’est que la page qui contient cette conversation ne le permet pas.
new-messages = Nouveaux messages
latest = Derniers messages
copy = Copier
copied = Copié
name = Nom
email = E-mail
passcode = Code d’accès
message = Message
comment = Commentaire (facultatif)

## Before the conversation

loading = Chargement
loading-long = Le chargement prend plus de temps que d’habitude.
conversation = Conversation
saved-notice = Cette conversation est conservée.
recorded-notice = Cette conversation est conservée et enregistrée.
anew = Votre conversation précédente n’a pas pu être reprise ici. En voici une nouvelle.
by-text = Par écrit
saved = Conservée
recorded = Enregistrée
ai-answers = Une IA vous répond
up-to-minutes = { $minutes ->
    [one] Jusqu’à { $minutes } minute
    [many] Jusqu’à { $minutes } de minutes
   *[other] Jusqu’à { $minutes } minutes
}
accept-both = J’accepte les { $terms } et la { $privacy }.
accept-terms = J’accepte les { $terms }.
accept-privacy = J’accepte la { $privacy }.
terms = conditions d’utilisation
privacy = politique de confidentialité
accept-missing = Cochez la case pour continuer.
locked-title = Cette conversation est privée
locked-sentence = Ouvrez-la avec le lien qui vous a été donné.
paid-title = Cette conversation est payante
paid-sentence = Ouvrez-la avec le lien reçu lors de votre achat.
closed-title = Cette conversation n’est pas ouverte pour le moment
opens = Elle ouvre le { $date }.
closed-since = Elle a fermé le { $date }.
passcode-title = Saisissez le code d’accès
passcode-sentence = La personne qui vous a envoyé l’invitation peut vous le donner.
passcode-missing = Saisissez le code d’accès.
passcode-wrong = Ce n’est pas le bon code d’accès. Vérifiez-le et réessayez.
name-missing = Saisissez votre nom.
too-long = { $count ->
    [one] Saisissez au plus { $count } caractère.
    [many] Saisissez au plus { $count } de caractères.
   *[other] Saisissez au plus { $count } caractères.
}
email-missing = Saisissez votre adresse e-mail.
email-space = Une adresse e-mail ne contient pas d’espaces.
email-no-at = Une adresse e-mail contient un @, comme name@example.com.
email-two-ats = Une adresse e-mail ne contient qu’un seul @.
email-partial = Saisissez l’adresse complète, comme name@example.com.

## The state, beside the avatar

connecting = Connexion…
idle = À vous
listening = À l’écoute…
thinking = Réflexion…
speaking = Rédaction…
reconnecting = Reconnexion…
stopping = Fin en cours…
interrupted = Interrompu

## The conversation

you = Vous
agent = Agent IA
sending = Envoi…
not-sent = Non envoyé.
queued = Sera envoyé à la fin de la réponse
take-back = Reprendre
cut = Arrêté ici
using-tool = Utilise { $tool }
used-tool = A utilisé { $tool }
tool-input = Demandé
tool-result = Résultat
choices = Réponses proposées
choices-count = { $count ->
    [one] { $count } réponse proposée
    [many] { $count } de réponses proposées
   *[other] { $count } réponses proposées
}
elapsed = Temps écoulé
time-left = Encore { $time }
minutes-left = { $minutes ->
    [one] Il reste { $minutes } minute.
    [many] Il reste { $minutes } de minutes.
   *[other] Il reste { $minutes } minutes.
}
time-up = Le temps est écoulé.
unsent-draft = Vous aviez écrit ceci sans l’envoyer :
characters-left = { $count ->
    [one] { $count } caractère restant
    [many] { $count } de caractères restants
   *[other] { $count } caractères restants
}
characters-over = { $count ->
    [one] { $count } caractère en trop
    [many] { $count } de caractères en trop
   *[other] { $count } caractères en trop
}
table = Tableau
show-rest = Afficher la suite

## Afterwards

review-title = Remettre votre conversation ?
review-sentence = La conversation est terminée. Remettez-la pour finir.
minutes = { $minutes ->
    [one] minute
    [many] de minutes
   *[other] minutes
}
messages = { $count ->
    [one] message
    [many] de messages
   *[other] messages
}
your-words = { $count ->
    [one] mot de vous
    [many] de mots de vous
   *[other] mots de vous
}
your-share = votre part
your-questions = { $count ->
    [one] question de vous
    [many] de questions de vous
   *[other] questions de vous
}
fillers = { $count ->
    [one] mot de remplissage
    [many] de mots de remplissage
   *[other] mots de remplissage
}
thanks-title = Merci
thanks-sentence = La conversation est terminée et a été remise. Vous pouvez fermer cette page.
submitting = Remise de votre conversation…
results-title = Vos résultats
analyzing = Lecture de la conversation. Cela prend un instant.
results-failed = La conversation a été remise, mais n’a pas pu être évaluée. Vous pouvez toujours télécharger la transcription.
out-of-ten = { $score } / 10
score = Score
score-measured = Mesuré : la part de ce qui était attendu qui a été abordée dans la conversation.
score-judged = Évalué par un modèle de langage sur l’ensemble de la conversation.
report-card = Évaluation détaillée
topic = Thème
note = Remarque
strengths = Points forts
weaknesses = À travailler
next-steps = Prochaines étapes
in-numbers = En chiffres
transcript = Transcription
powered-by = Propulsé par { $name }

## Failures: what happened, and then what to do about it

offline-what = Vous semblez être hors ligne.
offline-advice = Vérifiez votre connexion, puis réessayez.
unreachable-what = La conversation est injoignable.
unreachable-advice = Réessayez ; si cela persiste, revenez un peu plus tard.
refused-what = Votre accès n’a pas été accepté.
refused-advice = Il a peut-être expiré ; demandez un nouveau lien.
missing-what = Cette conversation n’existe pas.
missing-advice = Vérifiez l’adresse ou demandez à la personne qui vous l’a donnée.
busy-what = Trop de personnes posent des questions en même temps.
busy-advice = Patientez un instant, puis réessayez.
busy-seconds = { $seconds ->
    [one] Réessayez dans { $seconds } seconde.
    [many] Réessayez dans { $seconds } de secondes.
   *[other] Réessayez dans { $seconds } secondes.
}
rejected-what = Cela n’a pas pu être accepté.
rejected-advice = Modifiez-le et réessayez.
agent-what = La réponse n’a pas pu être achevée.
agent-advice = Réessayez dans un instant.
protocol-what = La réponse n’a pas pu être comprise.
protocol-advice = Rechargez la page ; si cela persiste, prévenez le responsable de ce site.
load-what = La conversation n’a pas pu être chargée.
policy-what = Cette page ne permet pas de démarrer la conversation.
unsupported-what = Ce navigateur est trop ancien pour la conversation.
crash-what = La conversation s’est arrêtée à la suite d’une erreur.
no-script = Cette conversation nécessite JavaScript.

## Only in conversations with other systems

conversations = Conversations
details = Détails
close = Fermer
new = Nouvelle conversation
delete = Supprimer
delete-sure = Supprimer « { $title } » définitivement ?
delete-keep = Conserver
good = Bonne réponse
bad = Mauvaise réponse
open-image = Ouvrir l’image
open-audio = Ouvrir l’enregistrement
open-file = Ouvrir le fichier
unread = { $count ->
    [one] { $count } nouveau message
    [many] { $count } de nouveaux messages
   *[other] { $count } nouveaux messages
}
rated = Merci pour votre avis.
untitled = Conversation
current = Ouverte actuellement
no-conversations = Il n’y a pas de conversations précédentes.
person = Une personne vous répond maintenant
person-left = L’agent IA vous répond à nouveau.
person-coming = Nous vous mettons en relation avec une personne.
person-ended = La conversation avec une personne est terminée.
person-absent = Personne n’est disponible pour prendre le relais pour le moment.
waiting = En attente de votre réponse
answer-hint = Votre réponse
closed-hint = Choisissez une réponse
cards = Suggestions
status-sent = Envoyé
status-delivered = Distribué
status-read = Lu
status-not-sent = Non distribué
from-to = De { $sender } à { $receiver }
doing = En cours : { $what }
did = Terminé : { $what }
reasoning = Réflexion approfondie…
reasoned = Réflexion terminée
state = Ce que l’agent IA garde en mémoire
summary = Résumé
on = Activé
off = Désactivé
