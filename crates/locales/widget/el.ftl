### Greek

## Controls: what a control is called is what it shows.

continue = Συνέχεια
unlock = Ξεκλείδωμα
start = Έναρξη
send = Αποστολή
cancel = Διακοπή απάντησης
end = Τερματισμός
keep = Συνέχιση συνομιλίας
submit = Υποβολή
again = Από την αρχή
retry = Δοκιμή ξανά
download = Λήψη κειμένου συνομιλίας
download-doubt = Αν δεν αποθηκεύτηκε αρχείο, η σελίδα που περιέχει αυτή τη συνομιλία δεν το επιτρέπει.
new-messages = Νέα μηνύματα
latest = Πιο πρόσφατα μηνύματα
copy = Αντιγραφή
copied = Αντιγράφηκε
name = Όνομα
email = Email
passcode = Κωδικός πρόσβασης
message = Μήνυμα
comment = Σχόλιο (προαιρετικά)

## Before the conversation

loading = Φόρτωση
loading-long = Αυτό διαρκεί περισσότερο από το συνηθισμένο.
conversation = Συνομιλία
saved-notice = Αυτή η συνομιλία αποθηκεύεται.
recorded-notice = Αυτή η συνομιλία αποθηκεύεται και καταγράφεται.
anew = Η προηγούμενη συνομιλία σας δεν ήταν δυνατό να συνεχιστεί εδώ. Αυτή είναι μια νέα.
by-text = Με κείμενο
saved = Αποθηκεύεται
recorded = Καταγράφεται
ai-answers = Απαντά τεχνητή νοημοσύνη
up-to-minutes = { $minutes ->
    [one] Έως { $minutes } λεπτό
   *[other] Έως { $minutes } λεπτά
}
accept-both = Αποδέχομαι τους { $terms } και την { $privacy }.
accept-terms = Αποδέχομαι τους { $terms }.
accept-privacy = Αποδέχομαι την { $privacy }.
terms = όρους χρήσης
privacy = πολιτική απορρήτου
accept-missing = Επιλέξτε το πλαίσιο για να συνεχίσετε.
locked-title = Αυτή η συνομιλία είναι ιδιωτική
locked-sentence = Ανοίξτε τη με τον σύνδεσμο που σας δόθηκε.
paid-title = Αυτή η συνομιλία έχει χρέωση
paid-sentence = Ανοίξτε τη με τον σύνδεσμο που λάβατε με την αγορά σας.
closed-title = Αυτή η συνομιλία δεν είναι ανοιχτή αυτή τη στιγμή
opens = Ανοίγει στις { $date }.
closed-since = Έκλεισε στις { $date }.
passcode-title = Εισαγάγετε τον κωδικό πρόσβασης
passcode-sentence = Μπορεί να σας τον πει όποιος σας προσκάλεσε.
passcode-missing = Εισαγάγετε τον κωδικό πρόσβασης.
passcode-wrong = Αυτός δεν είναι ο κωδικός πρόσβασης. Ελέγξτε τον και δοκιμάστε ξανά.
name-missing = Εισαγάγετε το όνομά σας.
too-long = { $count ->
    [one] Εισαγάγετε το πολύ { $count } χαρακτήρα.
   *[other] Εισαγάγετε το πολύ { $count } χαρακτήρες.
}
email-missing = Εισαγάγετε τη διεύθυνση email σας.
email-space = Μια διεύθυνση email δεν περιέχει κενά.
email-no-at = Μια διεύθυνση email περιέχει το σύμβολο @, όπως name@example.com.
email-two-ats = Μια διεύθυνση email περιέχει μόνο ένα σύμβολο @.
email-partial = Εισαγάγετε ολόκληρη τη διεύθυνση, όπως name@example.com.

## The state, beside the avatar

connecting = Σύνδεση…
idle = Η σειρά σας
listening = Ακούει…
thinking = Σκέφτεται…
speaking = Γράφει…
reconnecting = Επανασύνδεση…
stopping = Τερματισμός…
interrupted = Διακόπηκε

## The conversation

you = Εσείς
agent = Βοηθός ΤΝ
sending = Αποστολή…
not-sent = Δεν στάλθηκε.
queued = Θα σταλεί όταν ολοκληρωθεί η απάντηση
take-back = Ανάκληση
cut = Διακόπηκε εδώ
using-tool = Χρήση: { $tool }
used-tool = Χρησιμοποιήθηκε: { $tool }
tool-input = Αίτημα
tool-result = Αποτέλεσμα
choices = Προτεινόμενες απαντήσεις
choices-count = { $count ->
    [one] { $count } προτεινόμενη απάντηση
   *[other] { $count } προτεινόμενες απαντήσεις
}
elapsed = Χρόνος μέχρι τώρα
time-left = Απομένουν { $time }
minutes-left = { $minutes ->
    [one] Απομένει { $minutes } λεπτό.
   *[other] Απομένουν { $minutes } λεπτά.
}
time-up = Ο χρόνος τελείωσε.
unsent-draft = Είχατε γράψει αυτό και δεν το στείλατε:
characters-left = { $count ->
    [one] Απομένει { $count } χαρακτήρας
   *[other] Απομένουν { $count } χαρακτήρες
}
characters-over = { $count ->
    [one] { $count } χαρακτήρας παραπάνω
   *[other] { $count } χαρακτήρες παραπάνω
}
table = Πίνακας
show-rest = Εμφάνιση υπολοίπου

## Afterwards

review-title = Είστε έτοιμοι για υποβολή;
review-sentence = Η συνομιλία τελείωσε. Υποβάλετέ την για να ολοκληρώσετε.
minutes = { $minutes ->
    [one] λεπτό
   *[other] λεπτά
}
messages = { $count ->
    [one] μήνυμα
   *[other] μηνύματα
}
your-words = { $count ->
    [one] λέξη σας
   *[other] λέξεις σας
}
your-share = το μερίδιό σας
your-questions = { $count ->
    [one] ερώτησή σας
   *[other] ερωτήσεις σας
}
fillers = { $count ->
    [one] λέξη παραγεμίσματος
   *[other] λέξεις παραγεμίσματος
}
thanks-title = Ευχαριστούμε
thanks-sentence = Η συνομιλία τελείωσε και υποβλήθηκε. Μπορείτε να κλείσετε αυτή τη σελίδα.
submitting = Υποβολή της συνομιλίας σας…
results-title = Τα αποτελέσματά σας
analyzing = Γίνεται ανάλυση της συνομιλίας. Χρειάζεται λίγος χρόνος.
results-failed = Η συνομιλία υποβλήθηκε, αλλά δεν ήταν δυνατό να αξιολογηθεί. Μπορείτε και πάλι να κατεβάσετε το κείμενό της.
out-of-ten = { $score } / 10
score = Βαθμολογία
score-measured = Μέτρηση: πόσα από όσα αναζητούνταν ειπώθηκαν στη συνομιλία.
score-judged = Κρίθηκε από γλωσσικό μοντέλο με βάση ολόκληρη τη συνομιλία.
report-card = Δελτίο αξιολόγησης
topic = Θέμα
note = Σημείωση
strengths = Δυνατά σημεία
weaknesses = Προς βελτίωση
next-steps = Επόμενα βήματα
in-numbers = Σε αριθμούς
transcript = Κείμενο συνομιλίας
powered-by = Με την υποστήριξη: { $name }

## Failures: what happened, and then what to do about it

offline-what = Φαίνεται ότι είστε εκτός σύνδεσης.
offline-advice = Ελέγξτε τη σύνδεσή σας και μετά δοκιμάστε ξανά.
unreachable-what = Δεν ήταν δυνατή η πρόσβαση στη συνομιλία.
unreachable-advice = Δοκιμάστε ξανά· αν συνεχίσει να συμβαίνει, επιστρέψτε λίγο αργότερα.
refused-what = Η πρόσβασή σας δεν έγινε δεκτή.
refused-advice = Μπορεί να έχει λήξει· ζητήστε νέο σύνδεσμο.
missing-what = Αυτή η συνομιλία δεν υπάρχει.
missing-advice = Ελέγξτε τη διεύθυνση ή ρωτήστε όποιον σας την έδωσε.
busy-what = Υπάρχουν πάρα πολλά αιτήματα ταυτόχρονα.
busy-advice = Περιμένετε λίγο και μετά δοκιμάστε ξανά.
busy-seconds = { $seconds ->
    [one] Δοκιμάστε ξανά σε { $seconds } δευτερόλεπτο.
   *[other] Δοκιμάστε ξανά σε { $seconds } δευτερόλεπτα.
}
rejected-what = Αυτό δεν έγινε δεκτό.
rejected-advice = Αλλάξτε το και δοκιμάστε ξανά.
agent-what = Η απάντηση δεν ήταν δυνατό να ολοκληρωθεί.
agent-advice = Δοκιμάστε ξανά σε λίγο.
protocol-what = Η απάντηση δεν ήταν δυνατό να γίνει κατανοητή.
protocol-advice = Φορτώστε ξανά τη σελίδα· αν συνεχίσει να συμβαίνει, ενημερώστε τον διαχειριστή του ιστοτόπου.
load-what = Η συνομιλία δεν ήταν δυνατό να φορτωθεί.
policy-what = Αυτή η σελίδα δεν επιτρέπει την έναρξη της συνομιλίας.
unsupported-what = Αυτό το πρόγραμμα περιήγησης είναι πολύ παλιό για τη συνομιλία.
crash-what = Η συνομιλία σταμάτησε λόγω σφάλματος.
no-script = Αυτή η συνομιλία χρειάζεται JavaScript.

## Only in conversations with other systems

conversations = Συνομιλίες
details = Λεπτομέρειες
close = Κλείσιμο
new = Νέα συνομιλία
delete = Διαγραφή
delete-sure = Να διαγραφεί οριστικά η συνομιλία «{ $title }»;
delete-keep = Διατήρηση
good = Καλή απάντηση
bad = Κακή απάντηση
open-image = Άνοιγμα εικόνας
open-audio = Άνοιγμα ηχογράφησης
open-file = Άνοιγμα αρχείου
unread = { $count ->
    [one] { $count } νέο μήνυμα
   *[other] { $count } νέα μηνύματα
}
rated = Ευχαριστούμε για τα σχόλιά σας.
untitled = Συνομιλία
current = Ανοιχτή τώρα
no-conversations = Δεν υπάρχουν προηγούμενες συνομιλίες.
person = Τώρα απαντά άνθρωπος
person-left = Απαντά ξανά ο βοηθός ΤΝ.
person-coming = Σας συνδέουμε με έναν άνθρωπο.
person-ended = Η συνομιλία με τον άνθρωπο τελείωσε.
person-absent = Κανείς δεν είναι διαθέσιμος να αναλάβει αυτή τη στιγμή.
waiting = Περιμένει την απάντησή σας
answer-hint = Η απάντησή σας
closed-hint = Επιλέξτε μια απάντηση
cards = Προτάσεις
status-sent = Στάλθηκε
status-delivered = Παραδόθηκε
status-read = Διαβάστηκε
status-not-sent = Δεν παραδόθηκε
from-to = Από: { $sender }, προς: { $receiver }
doing = Σε εξέλιξη: { $what }
did = Ολοκληρώθηκε: { $what }
reasoning = Το σκέφτεται καλά…
reasoned = Το σκέφτηκε καλά
state = Τι έχει υπόψη του ο βοηθός ΤΝ
summary = Σύνοψη
on = Ενεργό
off = Ανενεργό
