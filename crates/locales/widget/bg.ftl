### Bulgarian

## Controls: what a control is called is what it shows.

continue = Продължаване
unlock = Отключване
start = Започване
send = Изпращане
cancel = Спиране на отговора
end = Приключване
keep = Продължаване
submit = Предаване
again = Започване отначало
retry = Нов опит
download = Изтегляне на текста
download-doubt = Ако не е запазен файл, страницата, в която се намира този разговор, не го позволява.
new-messages = Нови съобщения
latest = Последни съобщения
copy = Копиране
copied = Копирано
name = Име
email = Имейл
passcode = Код за достъп
message = Съобщение
comment = Коментар (по желание)

## Before the conversation

loading = Зареждане
loading-long = Това отнема повече време от обичайното.
conversation = Разговор
saved-notice = Този разговор се запазва.
recorded-notice = Този разговор се запазва и записва.
anew = Предишният Ви разговор не можа да бъде продължен тук. Този е нов.
by-text = С текст
saved = Запазва се
recorded = Записва се
ai-answers = Отговаря ИИ
up-to-minutes = { $minutes ->
    [one] До { $minutes } минута
   *[other] До { $minutes } минути
}
accept-both = Приемам { $terms } и { $privacy }.
accept-terms = Приемам { $terms }.
accept-privacy = Приемам { $privacy }.
terms = условията за ползване
privacy = политиката за поверителност
accept-missing = Поставете отметка, за да продължите.
locked-title = Този разговор е личен
locked-sentence = Отворете го с връзката, която сте получили.
paid-title = Този разговор е платен
paid-sentence = Отворете го с връзката, която сте получили при покупката.
closed-title = Този разговор не е отворен в момента
opens = Отваря се на { $date }.
closed-since = Затворен е на { $date }.
passcode-title = Въведете кода за достъп
passcode-sentence = Може да го научите от човека, който Ви е поканил.
passcode-missing = Въведете кода за достъп.
passcode-wrong = Това не е кодът за достъп. Проверете го и опитайте отново.
name-missing = Въведете името си.
too-long = { $count ->
    [one] Въведете най-много { $count } знак.
   *[other] Въведете най-много { $count } знака.
}
email-missing = Въведете имейл адреса си.
email-space = В имейл адреса няма интервали.
email-no-at = В имейл адреса има знак @, например name@example.com.
email-two-ats = В имейл адреса има само един знак @.
email-partial = Въведете целия адрес, например name@example.com.

## The state, beside the avatar

connecting = Свързване…
idle = Ваш ред е
listening = Слуша…
thinking = Мисли…
speaking = Пише…
reconnecting = Повторно свързване…
stopping = Приключване…
interrupted = Прекъснато

## The conversation

you = Вие
agent = ИИ асистент
sending = Изпраща се…
not-sent = Не е изпратено.
queued = Ще се изпрати след края на отговора
take-back = Връщане
cut = Спряно тук
using-tool = Използва се: { $tool }
used-tool = Използвано: { $tool }
tool-input = Заявка
tool-result = Резултат
choices = Предложени отговори
choices-count = { $count ->
    [one] { $count } предложен отговор
   *[other] { $count } предложени отговора
}
elapsed = Време досега
time-left = Остава { $time }
minutes-left = { $minutes ->
    [one] Остава { $minutes } минута.
   *[other] Остават { $minutes } минути.
}
time-up = Времето изтече.
unsent-draft = Написахте това, но не го изпратихте:
characters-left = { $count ->
    [one] Остава { $count } знак
   *[other] Остават { $count } знака
}
characters-over = { $count ->
    [one] { $count } знак в повече
   *[other] { $count } знака в повече
}
table = Таблица
show-rest = Показване на останалото

## Afterwards

review-title = Да предадем ли разговора?
review-sentence = Разговорът приключи. Предайте го, за да завършите.
minutes = { $minutes ->
    [one] минута
   *[other] минути
}
messages = { $count ->
    [one] съобщение
   *[other] съобщения
}
your-words = { $count ->
    [one] Ваша дума
   *[other] Ваши думи
}
your-share = Вашият дял
your-questions = { $count ->
    [one] Ваш въпрос
   *[other] Ваши въпроса
}
fillers = { $count ->
    [one] паразитна дума
   *[other] паразитни думи
}
thanks-title = Благодарим Ви
thanks-sentence = Разговорът приключи и е предаден. Може да затворите тази страница.
submitting = Разговорът Ви се предава…
results-title = Вашите резултати
analyzing = Разговорът се преглежда. Това ще отнеме малко време.
results-failed = Разговорът е предаден, но не можа да бъде оценен. Все пак може да изтеглите текста му.
out-of-ten = { $score } / 10
score = Оценка
score-measured = Измерено: каква част от търсеното се появи в разговора.
score-judged = Преценено от езиков модел въз основа на целия разговор.
report-card = Карта с оценки
topic = Тема
note = Бележка
strengths = Силни страни
weaknesses = За подобряване
next-steps = Следващи стъпки
in-numbers = В числа
transcript = Текст на разговора
powered-by = С технология от { $name }

## Failures: what happened, and then what to do about it

offline-what = Изглежда, че сте офлайн.
offline-advice = Проверете връзката си и опитайте отново.
unreachable-what = Няма достъп до разговора.
unreachable-advice = Опитайте отново; ако това продължава, върнете се малко по-късно.
refused-what = Достъпът Ви не беше приет.
refused-advice = Възможно е да е изтекъл; поискайте нова връзка.
missing-what = Този разговор не съществува.
missing-advice = Проверете адреса или попитайте човека, който Ви го е дал.
busy-what = Има твърде много заявки едновременно.
busy-advice = Изчакайте малко и опитайте отново.
busy-seconds = { $seconds ->
    [one] Опитайте отново след { $seconds } секунда.
   *[other] Опитайте отново след { $seconds } секунди.
}
rejected-what = Това не можа да бъде прието.
rejected-advice = Променете го и опитайте отново.
agent-what = Отговорът не можа да бъде завършен.
agent-advice = Опитайте отново след малко.
protocol-what = Отговорът не можа да бъде разчетен.
protocol-advice = Заредете страницата отново; ако това продължава, уведомете собственика на сайта.
load-what = Разговорът не можа да бъде зареден.
policy-what = Тази страница не позволява разговорът да започне.
unsupported-what = Този браузър е твърде стар за разговора.
crash-what = Разговорът спря поради грешка.
no-script = За този разговор е необходим JavaScript.

## Only in conversations with other systems

conversations = Разговори
details = Подробности
close = Затваряне
new = Нов разговор
delete = Изтриване
delete-sure = Да се изтрие ли „{ $title }“ завинаги?
delete-keep = Запазване
good = Добър отговор
bad = Лош отговор
open-image = Отваряне на изображение
open-audio = Отваряне на запис
open-file = Отваряне на файл
unread = { $count ->
    [one] { $count } ново съобщение
   *[other] { $count } нови съобщения
}
rated = Благодарим Ви за отзива.
untitled = Разговор
current = Отворен сега
no-conversations = Няма предишни разговори.
person = Сега отговаря човек
person-left = Отново отговаря ИИ асистентът.
person-coming = Свързваме Ви с човек.
person-ended = Разговорът с човек приключи.
person-absent = В момента няма кой да поеме разговора.
waiting = Очаква отговора Ви
answer-hint = Вашият отговор
closed-hint = Изберете отговор
cards = Предложения
status-sent = Изпратено
status-delivered = Доставено
status-read = Прочетено
status-not-sent = Не е доставено
from-to = От { $sender } до { $receiver }
doing = В процес: { $what }
did = Готово: { $what }
reasoning = Обмисля…
reasoned = Обмислено
state = Какво помни ИИ асистентът
summary = Резюме
on = Вкл.
off = Изкл.
