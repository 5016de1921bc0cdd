### Russian

## Controls: what a control is called is what it shows.

continue = Продолжить
unlock = Разблокировать
start = Начать
send = Отправить
cancel = Остановить генерацию
end = Завершить
keep = Продолжить разговор
submit = Отправить
again = Начать заново
retry = Повторить
download = Скачать текст разговора
download-doubt = Если файл не сохранился, значит, страница, на которой открыт разговор, этого не разрешает.
new-messages = Новые сообщения
latest = Последние сообщения
copy = Копировать
copied = Скопировано
name = Имя
email = Эл. почта
passcode = Код доступа
message = Сообщение
comment = Комментарий (необязательно)

## Before the conversation

loading = Загрузка
loading-long = Это занимает больше времени, чем обычно.
conversation = Разговор
saved-notice = Этот разговор сохраняется.
recorded-notice = Этот разговор сохраняется и записывается.
anew = Не удалось продолжить здесь ваш предыдущий разговор. Это новый разговор.
by-text = Текстом
saved = Сохраняется
recorded = Записывается
ai-answers = Отвечает ИИ
up-to-minutes = { $minutes ->
    [one] До { $minutes } минуты
    [few] До { $minutes } минут
    [many] До { $minutes } минут
   *[other] До { $minutes } минуты
}
accept-both = Я принимаю { $terms } и { $privacy }.
accept-terms = Я принимаю { $terms }.
accept-privacy = Я принимаю { $privacy }.
terms = условия использования
privacy = политику конфиденциальности
accept-missing = Поставьте отметку, чтобы продолжить.
locked-title = Это приватный разговор
locked-sentence = Откройте его по ссылке, которую вы получили.
paid-title = Этот разговор платный
paid-sentence = Откройте его по ссылке, полученной при покупке.
closed-title = Этот разговор сейчас не открыт
opens = Откроется: { $date }.
closed-since = Закрыт: { $date }.
passcode-title = Введите код доступа
passcode-sentence = Узнать его можно у того, кто вас пригласил.
passcode-missing = Введите код доступа.
passcode-wrong = Неверный код доступа. Проверьте его и попробуйте ещё раз.
name-missing = Введите имя.
too-long = { $count ->
    [one] Введите не более { $count } символа.
    [few] Введите не более { $count } символов.
    [many] Введите не более { $count } символов.
   *[other] Введите не более { $count } символа.
}
email-missing = Введите адрес эл. почты.
email-space = В адресе эл. почты не бывает пробелов.
email-no-at = В адресе эл. почты должен быть знак @, например name@example.com.
email-two-ats = В адресе эл. почты должен быть только один знак @.
email-partial = Введите адрес полностью, например name@example.com.

## The state, beside the avatar

connecting = Подключение…
idle = Ваша очередь
listening = Слушаю…
thinking = Думаю…
speaking = Пишу…
reconnecting = Переподключение…
stopping = Завершение…
interrupted = Прервано

## The conversation

you = Вы
agent = ИИ-агент
sending = Отправка…
not-sent = Не отправлено.
queued = Будет отправлено, когда ответ завершится
take-back = Вернуть
cut = Остановлено здесь
using-tool = Используется: { $tool }
used-tool = Использовано: { $tool }
tool-input = Запрос
tool-result = Результат
choices = Варианты ответа
choices-count = { $count ->
    [one] { $count } вариант ответа
    [few] { $count } варианта ответа
    [many] { $count } вариантов ответа
   *[other] { $count } варианта ответа
}
elapsed = Прошло времени
time-left = Осталось { $time }
minutes-left = { $minutes ->
    [one] Осталась { $minutes } минута.
    [few] Осталось { $minutes } минуты.
    [many] Осталось { $minutes } минут.
   *[other] Осталось { $minutes } минуты.
}
time-up = Время истекло.
unsent-draft = Вы написали это, но не отправили:
characters-left = { $count ->
    [one] Остался { $count } символ
    [few] Осталось { $count } символа
    [many] Осталось { $count } символов
   *[other] Осталось { $count } символа
}
characters-over = { $count ->
    [one] { $count } лишний символ
    [few] { $count } лишних символа
    [many] { $count } лишних символов
   *[other] { $count } лишнего символа
}
table = Таблица
show-rest = Показать остальное

## Afterwards

review-title = Готовы отправить разговор?
review-sentence = Разговор окончен. Отправьте его, чтобы завершить.
minutes = { $minutes ->
    [one] минута
    [few] минуты
    [many] минут
   *[other] минуты
}
messages = { $count ->
    [one] сообщение
    [few] сообщения
    [many] сообщений
   *[other] сообщения
}
your-words = { $count ->
    [one] ваше слово
    [few] ваших слова
    [many] ваших слов
   *[other] вашего слова
}
your-share = ваша доля
your-questions = { $count ->
    [one] ваш вопрос
    [few] ваших вопроса
    [many] ваших вопросов
   *[other] вашего вопроса
}
fillers = { $count ->
    [one] слово-паразит
    [few] слова-паразита
    [many] слов-паразитов
   *[other] слова-паразита
}
thanks-title = Спасибо
thanks-sentence = Разговор окончен и отправлен. Эту страницу можно закрыть.
submitting = Отправляем ваш разговор…
results-title = Ваши результаты
analyzing = Изучаем разговор. Это займёт немного времени.
results-failed = Разговор отправлен, но оценить его не удалось. Вы по-прежнему можете скачать текст разговора.
out-of-ten = { $score } / 10
score = Оценка
score-measured = Измерено: какая часть искомого прозвучала в разговоре.
score-judged = Оценено языковой моделью по всему разговору.
report-card = Оценочный лист
topic = Тема
note = Примечание
strengths = Сильные стороны
weaknesses = Над чем поработать
next-steps = Следующие шаги
in-numbers = В цифрах
transcript = Текст разговора
powered-by = На платформе { $name }

## Failures: what happened, and then what to do about it

offline-what = Похоже, вы не в сети.
offline-advice = Проверьте подключение и попробуйте ещё раз.
unreachable-what = Не удалось подключиться к разговору.
unreachable-advice = Попробуйте ещё раз; если это повторится, зайдите немного позже.
refused-what = Доступ не подтверждён.
refused-advice = Возможно, он истёк; попросите новую ссылку.
missing-what = Такого разговора нет.
missing-advice = Проверьте адрес или спросите у того, кто вам его дал.
busy-what = Слишком много запросов одновременно.
busy-advice = Немного подождите и попробуйте ещё раз.
busy-seconds = { $seconds ->
    [one] Попробуйте ещё раз через { $seconds } секунду.
    [few] Попробуйте ещё раз через { $seconds } секунды.
    [many] Попробуйте ещё раз через { $seconds } секунд.
   *[other] Попробуйте ещё раз через { $seconds } секунды.
}
rejected-what = Это не удалось принять.
rejected-advice = Внесите изменения и попробуйте ещё раз.
agent-what = Не удалось закончить ответ.
agent-advice = Попробуйте ещё раз чуть позже.
protocol-what = Не удалось разобрать ответ.
protocol-advice = Перезагрузите страницу; если это повторится, сообщите владельцу сайта.
load-what = Не удалось загрузить разговор.
policy-what = Эта страница не разрешает начать разговор.
unsupported-what = Этот браузер слишком старый для разговора.
crash-what = Разговор прервался из-за ошибки.
no-script = Для этого разговора нужен JavaScript.

## Only in conversations with other systems

conversations = Разговоры
details = Подробности
close = Закрыть
new = Новый разговор
delete = Удалить
delete-sure = Удалить «{ $title }» навсегда?
delete-keep = Оставить
good = Хороший ответ
bad = Плохой ответ
open-image = Открыть изображение
open-audio = Открыть запись
open-file = Открыть файл
unread = { $count ->
    [one] { $count } новое сообщение
    [few] { $count } новых сообщения
    [many] { $count } новых сообщений
   *[other] { $count } нового сообщения
}
rated = Спасибо за отзыв.
untitled = Разговор
current = Открыт сейчас
no-conversations = Предыдущих разговоров нет.
person = Теперь отвечает человек
person-left = Снова отвечает ИИ-агент.
person-coming = Соединяем вас с человеком.
person-ended = Разговор с человеком завершён.
person-absent = Сейчас никто не может подключиться к разговору.
waiting = Ждём вашего ответа
answer-hint = Ваш ответ
closed-hint = Выберите ответ
cards = Предложения
status-sent = Отправлено
status-delivered = Доставлено
status-read = Прочитано
status-not-sent = Не доставлено
from-to = От: { $sender }, кому: { $receiver }
doing = В работе: { $what }
did = Готово: { $what }
reasoning = Обдумываю…
reasoned = Обдумано
state = Что помнит ИИ-агент
summary = Сводка
on = Вкл.
off = Выкл.
