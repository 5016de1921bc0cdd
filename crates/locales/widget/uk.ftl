### Ukrainian

## Controls: what a control is called is what it shows.

continue = Продовжити
unlock = Розблокувати
start = Почати
send = Надіслати
cancel = Зупинити генерацію
end = Завершити
keep = Продовжити розмову
submit = Надіслати
again = Почати знову
retry = Повторити
download = Завантажити текст розмови
download-doubt = Якщо файл не збережено, сторінка, на якій відкрито цю розмову, цього не дозволяє.
new-messages = Нові повідомлення
latest = Останні повідомлення
copy = Копіювати
copied = Скопійовано
name = Ім’я
email = Ел. пошта
passcode = Код доступу
message = Повідомлення
comment = Коментар (необов’язково)

## Before the conversation

loading = Завантаження
loading-long = Це триває довше, ніж зазвичай.
conversation = Розмова
saved-notice = Ця розмова зберігається.
recorded-notice = Ця розмова зберігається та записується.
anew = Не вдалося продовжити тут вашу попередню розмову. Це нова розмова.
by-text = Текстом
saved = Зберігається
recorded = Записується
ai-answers = Відповідає ШІ
up-to-minutes = { $minutes ->
    [one] До { $minutes } хвилини
    [few] До { $minutes } хвилин
    [many] До { $minutes } хвилин
   *[other] До { $minutes } хвилини
}
accept-both = Я приймаю { $terms } і { $privacy }.
accept-terms = Я приймаю { $terms }.
accept-privacy = Я приймаю { $privacy }.
terms = умови використання
privacy = політику конфіденційності
accept-missing = Поставте позначку, щоб продовжити.
locked-title = Ця розмова приватна
locked-sentence = Відкрийте її за посиланням, яке ви отримали.
paid-title = Ця розмова платна
paid-sentence = Відкрийте її за посиланням, отриманим під час покупки.
closed-title = Ця розмова зараз не відкрита
opens = Відкриється: { $date }.
closed-since = Закрито: { $date }.
passcode-title = Введіть код доступу
passcode-sentence = Його може повідомити той, хто вас запросив.
passcode-missing = Введіть код доступу.
passcode-wrong = Неправильний код доступу. Перевірте його та спробуйте ще раз.
name-missing = Введіть своє ім’я.
too-long = { $count ->
    [one] Введіть не більше ніж { $count } символ.
    [few] Введіть не більше ніж { $count } символи.
    [many] Введіть не більше ніж { $count } символів.
   *[other] Введіть не більше ніж { $count } символу.
}
email-missing = Введіть свою адресу ел. пошти.
email-space = В адресі ел. пошти не буває пробілів.
email-no-at = В адресі ел. пошти має бути знак @, наприклад name@example.com.
email-two-ats = В адресі ел. пошти має бути лише один знак @.
email-partial = Введіть адресу повністю, наприклад name@example.com.

## The state, beside the avatar

connecting = З’єднання…
idle = Ваша черга
listening = Слухаю…
thinking = Думаю…
speaking = Пишу…
reconnecting = Повторне з’єднання…
stopping = Завершення…
interrupted = Перервано

## The conversation

you = Ви
agent = ШІ-агент
sending = Надсилання…
not-sent = Не надіслано.
queued = Буде надіслано, коли відповідь завершиться
take-back = Повернути
cut = Зупинено тут
using-tool = Використовується: { $tool }
used-tool = Використано: { $tool }
tool-input = Запит
tool-result = Результат
choices = Варіанти відповіді
choices-count = { $count ->
    [one] { $count } варіант відповіді
    [few] { $count } варіанти відповіді
    [many] { $count } варіантів відповіді
   *[other] { $count } варіанта відповіді
}
elapsed = Минуло часу
time-left = Залишилося { $time }
minutes-left = { $minutes ->
    [one] Залишилася { $minutes } хвилина.
    [few] Залишилося { $minutes } хвилини.
    [many] Залишилося { $minutes } хвилин.
   *[other] Залишилося { $minutes } хвилини.
}
time-up = Час вийшов.
unsent-draft = Ви написали це, але не надіслали:
characters-left = { $count ->
    [one] Залишився { $count } символ
    [few] Залишилося { $count } символи
    [many] Залишилося { $count } символів
   *[other] Залишилося { $count } символу
}
characters-over = { $count ->
    [one] { $count } зайвий символ
    [few] { $count } зайві символи
    [many] { $count } зайвих символів
   *[other] { $count } зайвого символу
}
table = Таблиця
show-rest = Показати решту

## Afterwards

review-title = Готові надіслати розмову?
review-sentence = Розмову закінчено. Надішліть її, щоб завершити.
minutes = { $minutes ->
    [one] хвилина
    [few] хвилини
    [many] хвилин
   *[other] хвилини
}
messages = { $count ->
    [one] повідомлення
    [few] повідомлення
    [many] повідомлень
   *[other] повідомлення
}
your-words = { $count ->
    [one] ваше слово
    [few] ваші слова
    [many] ваших слів
   *[other] вашого слова
}
your-share = ваша частка
your-questions = { $count ->
    [one] ваше запитання
    [few] ваші запитання
    [many] ваших запитань
   *[other] вашого запитання
}
fillers = { $count ->
    [one] слово-паразит
    [few] слова-паразити
    [many] слів-паразитів
   *[other] слова-паразита
}
thanks-title = Дякуємо
thanks-sentence = Розмову закінчено й надіслано. Цю сторінку можна закрити.
submitting = Надсилаємо вашу розмову…
results-title = Ваші результати
analyzing = Вивчаємо розмову. Це займе трохи часу.
results-failed = Розмову надіслано, але оцінити її не вдалося. Ви все ще можете завантажити текст розмови.
out-of-ten = { $score } / 10
score = Оцінка
score-measured = Виміряно: скільки з того, що шукали, прозвучало в розмові.
score-judged = Оцінено мовною моделлю на основі всієї розмови.
report-card = Картка оцінювання
topic = Тема
note = Примітка
strengths = Сильні сторони
weaknesses = Над чим попрацювати
next-steps = Наступні кроки
in-numbers = У цифрах
transcript = Текст розмови
powered-by = На платформі { $name }

## Failures: what happened, and then what to do about it

offline-what = Схоже, ви не в мережі.
offline-advice = Перевірте з’єднання та спробуйте ще раз.
unreachable-what = Не вдалося під’єднатися до розмови.
unreachable-advice = Спробуйте ще раз; якщо це повториться, зайдіть трохи пізніше.
refused-what = Ваш доступ не прийнято.
refused-advice = Можливо, його термін минув; попросіть нове посилання.
missing-what = Такої розмови не існує.
missing-advice = Перевірте адресу або запитайте того, хто вам її дав.
busy-what = Забагато людей запитують одночасно.
busy-advice = Трохи зачекайте та спробуйте ще раз.
busy-seconds = { $seconds ->
    [one] Спробуйте ще раз через { $seconds } секунду.
    [few] Спробуйте ще раз через { $seconds } секунди.
    [many] Спробуйте ще раз через { $seconds } секунд.
   *[other] Спробуйте ще раз через { $seconds } секунди.
}
rejected-what = Це не вдалося прийняти.
rejected-advice = Внесіть зміни та спробуйте ще раз.
agent-what = Не вдалося завершити відповідь.
agent-advice = Спробуйте ще раз за мить.
protocol-what = Не вдалося розібрати відповідь.
protocol-advice = Перезавантажте сторінку; якщо це повториться, повідомте власника сайту.
load-what = Не вдалося завантажити розмову.
policy-what = Ця сторінка не дозволяє почати розмову.
unsupported-what = Цей браузер застарий для розмови.
crash-what = Розмова перервалася через помилку.
no-script = Для цієї розмови потрібен JavaScript.

## Only in conversations with other systems

conversations = Розмови
details = Подробиці
close = Закрити
new = Нова розмова
delete = Видалити
delete-sure = Видалити «{ $title }» назавжди?
delete-keep = Залишити
good = Хороша відповідь
bad = Погана відповідь
open-image = Відкрити зображення
open-audio = Відкрити запис
open-file = Відкрити файл
unread = { $count ->
    [one] { $count } нове повідомлення
    [few] { $count } нові повідомлення
    [many] { $count } нових повідомлень
   *[other] { $count } нового повідомлення
}
rated = Дякуємо за відгук.
untitled = Розмова
current = Відкрита зараз
no-conversations = Попередніх розмов немає.
person = Тепер відповідає людина
person-left = Знову відповідає ШІ-агент.
person-coming = З’єднуємо вас із людиною.
person-ended = Розмову з людиною завершено.
person-absent = Зараз немає нікого, хто міг би перейняти розмову.
waiting = Чекаємо на вашу відповідь
answer-hint = Ваша відповідь
closed-hint = Виберіть відповідь
cards = Пропозиції
status-sent = Надіслано
status-delivered = Доставлено
status-read = Прочитано
status-not-sent = Не доставлено
from-to = Від: { $sender }, кому: { $receiver }
doing = У роботі: { $what }
did = Готово: { $what }
reasoning = Обмірковую…
reasoned = Обмірковано
state = Що пам’ятає ШІ-агент
summary = Підсумок
on = Увімк.
off = Вимк.
