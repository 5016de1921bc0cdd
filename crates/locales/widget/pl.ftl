### Polish

## Controls: what a control is called is what it shows.

continue = Kontynuuj
unlock = Odblokuj
start = Rozpocznij
send = Wyślij
cancel = Zatrzymaj generowanie
end = Zakończ
keep = Rozmawiaj dalej
submit = Prześlij
again = Zacznij od nowa
retry = Spróbuj ponownie
download = Pobierz zapis rozmowy
download-doubt = Jeśli plik nie został zapisany, strona, na której toczy się ta rozmowa, na to nie pozwala.
new-messages = Nowe wiadomości
latest = Najnowsze wiadomości
copy = Kopiuj
copied = Skopiowano
name = Imię
email = E-mail
passcode = Kod dostępu
message = Wiadomość
comment = Komentarz (opcjonalnie)

## Before the conversation

loading = Ładowanie
loading-long = Trwa to dłużej niż zwykle.
conversation = Rozmowa
saved-notice = Ta rozmowa jest zapisywana.
recorded-notice = Ta rozmowa jest zapisywana i nagrywana.
anew = Nie udało się tutaj wznowić wcześniejszej rozmowy. To jest nowa rozmowa.
by-text = Tekstowo
saved = Zapisywana
recorded = Nagrywana
ai-answers = Odpowiada AI
up-to-minutes = { $minutes ->
    [one] Do { $minutes } minuty
    [few] Do { $minutes } minut
    [many] Do { $minutes } minut
   *[other] Do { $minutes } minuty
}
accept-both = Akceptuję { $terms } i { $privacy }.
accept-terms = Akceptuję { $terms }.
accept-privacy = Akceptuję { $privacy }.
terms = warunki korzystania
privacy = politykę prywatności
accept-missing = Zaznacz pole, aby przejść dalej.
locked-title = Ta rozmowa jest prywatna
locked-sentence = Otwórz ją za pomocą otrzymanego linku.
paid-title = Ta rozmowa jest płatna
paid-sentence = Otwórz ją za pomocą linku otrzymanego przy zakupie.
closed-title = Ta rozmowa nie jest teraz otwarta
opens = Otwarcie: { $date }.
closed-since = Zamknięto: { $date }.
passcode-title = Wpisz kod dostępu
passcode-sentence = Kod może Ci podać osoba, która Cię zaprosiła.
passcode-missing = Wpisz kod dostępu.
passcode-wrong = To nie jest kod dostępu. Sprawdź go i spróbuj ponownie.
name-missing = Wpisz swoje imię.
too-long = { $count ->
    [one] Wpisz najwyżej { $count } znak.
    [few] Wpisz najwyżej { $count } znaki.
    [many] Wpisz najwyżej { $count } znaków.
   *[other] Wpisz najwyżej { $count } znaku.
}
email-missing = Wpisz swój adres e-mail.
email-space = Adres e-mail nie zawiera spacji.
email-no-at = Adres e-mail zawiera znak @, na przykład name@example.com.
email-two-ats = Adres e-mail zawiera tylko jeden znak @.
email-partial = Wpisz cały adres, na przykład name@example.com.

## The state, beside the avatar

connecting = Łączenie…
idle = Twoja kolej
listening = Słucham…
thinking = Myślę…
speaking = Piszę…
reconnecting = Ponowne łączenie…
stopping = Kończenie…
interrupted = Przerwano

## The conversation

you = Ty
agent = Agent AI
sending = Wysyłanie…
not-sent = Nie wysłano.
queued = Wyślemy po zakończeniu odpowiedzi
take-back = Wycofaj
cut = Zatrzymano tutaj
using-tool = Używam: { $tool }
used-tool = Użyto: { $tool }
tool-input = Zapytanie
tool-result = Wynik
choices = Sugerowane odpowiedzi
choices-count = { $count ->
    [one] { $count } sugerowana odpowiedź
    [few] { $count } sugerowane odpowiedzi
    [many] { $count } sugerowanych odpowiedzi
   *[other] { $count } sugerowanej odpowiedzi
}
elapsed = Dotychczasowy czas
time-left = Pozostało { $time }
minutes-left = { $minutes ->
    [one] Pozostała { $minutes } minuta.
    [few] Pozostały { $minutes } minuty.
    [many] Pozostało { $minutes } minut.
   *[other] Pozostało { $minutes } minuty.
}
time-up = Czas minął.
unsent-draft = Ten tekst nie został wysłany:
characters-left = { $count ->
    [one] Pozostał { $count } znak
    [few] Pozostały { $count } znaki
    [many] Pozostało { $count } znaków
   *[other] Pozostało { $count } znaku
}
characters-over = { $count ->
    [one] { $count } znak za dużo
    [few] { $count } znaki za dużo
    [many] { $count } znaków za dużo
   *[other] { $count } znaku za dużo
}
table = Tabela
show-rest = Pokaż resztę

## Afterwards

review-title = Wszystko gotowe do przesłania?
review-sentence = Rozmowa dobiegła końca. Prześlij ją, aby zakończyć.
minutes = { $minutes ->
    [one] minuta
    [few] minuty
    [many] minut
   *[other] minuty
}
messages = { $count ->
    [one] wiadomość
    [few] wiadomości
    [many] wiadomości
   *[other] wiadomości
}
your-words = { $count ->
    [one] Twoje słowo
    [few] Twoje słowa
    [many] Twoich słów
   *[other] Twojego słowa
}
your-share = Twój udział
your-questions = { $count ->
    [one] Twoje pytanie
    [few] Twoje pytania
    [many] Twoich pytań
   *[other] Twojego pytania
}
fillers = { $count ->
    [one] przerywnik słowny
    [few] przerywniki słowne
    [many] przerywników słownych
   *[other] przerywnika słownego
}
thanks-title = Dziękujemy
thanks-sentence = Rozmowa dobiegła końca i została przesłana. Możesz zamknąć tę stronę.
submitting = Przesyłanie rozmowy…
results-title = Twoje wyniki
analyzing = Trwa analiza rozmowy. To zajmie chwilę.
results-failed = Rozmowa została przesłana, ale nie udało się jej ocenić. Nadal możesz pobrać zapis rozmowy.
out-of-ten = { $score } / 10
score = Wynik
score-measured = Zmierzono: ile z tego, czego szukano, pojawiło się w rozmowie.
score-judged = Oceniono przez model językowy na podstawie całej rozmowy.
report-card = Karta oceny
topic = Temat
note = Uwagi
strengths = Mocne strony
weaknesses = Do poprawy
next-steps = Następne kroki
in-numbers = W liczbach
transcript = Zapis rozmowy
powered-by = Technologia: { $name }

## Failures: what happened, and then what to do about it

offline-what = Wygląda na to, że jesteś offline.
offline-advice = Sprawdź połączenie i spróbuj ponownie.
unreachable-what = Nie udało się połączyć z rozmową.
unreachable-advice = Spróbuj ponownie. Jeśli problem się powtarza, wróć nieco później.
refused-what = Dostęp nie został przyznany.
refused-advice = Mógł wygasnąć – poproś o nowy link.
missing-what = Ta rozmowa nie istnieje.
missing-advice = Sprawdź adres lub zapytaj osobę, która Ci go podała.
busy-what = Zbyt wiele osób pyta jednocześnie.
busy-advice = Poczekaj chwilę i spróbuj ponownie.
busy-seconds = { $seconds ->
    [one] Spróbuj ponownie za { $seconds } sekundę.
    [few] Spróbuj ponownie za { $seconds } sekundy.
    [many] Spróbuj ponownie za { $seconds } sekund.
   *[other] Spróbuj ponownie za { $seconds } sekundy.
}
rejected-what = Tego nie można było przyjąć.
rejected-advice = Zmień to i spróbuj ponownie.
agent-what = Nie udało się dokończyć odpowiedzi.
agent-advice = Spróbuj ponownie za chwilę.
protocol-what = Nie udało się odczytać odpowiedzi.
protocol-advice = Załaduj stronę ponownie. Jeśli problem się powtarza, powiadom administratora tej witryny.
load-what = Nie udało się załadować rozmowy.
policy-what = Ta strona nie pozwala rozpocząć rozmowy.
unsupported-what = Ta przeglądarka jest za stara, aby prowadzić rozmowę.
crash-what = Rozmowa została przerwana z powodu błędu.
no-script = Ta rozmowa wymaga JavaScriptu.

## Only in conversations with other systems

conversations = Rozmowy
details = Szczegóły
close = Zamknij
new = Nowa rozmowa
delete = Usuń
delete-sure = Usunąć trwale „{ $title }”?
delete-keep = Zachowaj
good = Dobra odpowiedź
bad = Zła odpowiedź
open-image = Otwórz obraz
open-audio = Otwórz nagranie
open-file = Otwórz plik
unread = { $count ->
    [one] { $count } nowa wiadomość
    [few] { $count } nowe wiadomości
    [many] { $count } nowych wiadomości
   *[other] { $count } nowej wiadomości
}
rated = Dziękujemy za opinię.
untitled = Rozmowa
current = Teraz otwarta
no-conversations = Nie ma wcześniejszych rozmów.
person = Teraz odpowiada człowiek
person-left = Znowu odpowiada agent AI.
person-coming = Trwa łączenie z człowiekiem.
person-ended = Rozmowa z człowiekiem dobiegła końca.
person-absent = Nikt nie może teraz przejąć rozmowy.
waiting = Oczekiwanie na Twoją odpowiedź
answer-hint = Twoja odpowiedź
closed-hint = Wybierz odpowiedź
cards = Propozycje
status-sent = Wysłano
status-delivered = Dostarczono
status-read = Przeczytano
status-not-sent = Nie dostarczono
from-to = Od: { $sender }, do: { $receiver }
doing = W toku: { $what }
did = Gotowe: { $what }
reasoning = Rozważam to…
reasoned = Przemyślano
state = Co pamięta agent AI
summary = Podsumowanie
on = Wł.
off = Wył.
