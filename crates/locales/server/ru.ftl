### Russian

## Results of a conversation, from measured figures

nothing-said = Ничего не было сказано, поэтому измерять нечего.
measured = Эти результаты измерены, а не оценены: вы сказали { $words } ({ $turns }), { $percent } беседы.
count-words = { $count ->
    [one] { $count } слово
    [few] { $count } слова
    [many] { $count } слов
   *[other] { $count } слова
}
count-turns = { $count ->
    [one] { $count } реплика
    [few] { $count } реплики
    [many] { $count } реплик
   *[other] { $count } реплики
}
criteria-touched = { $total ->
    [one] Ваши слова затронули { $touched } из { $total } критерия.
    [few] Ваши слова затронули { $touched } из { $total } критериев.
    [many] Ваши слова затронули { $touched } из { $total } критериев.
   *[other] Ваши слова затронули { $touched } из { $total } критерия.
}
covered-well = Судя по вашим словам, вы хорошо раскрыли: { $topics }.
not-touched = Ничего из сказанного вами не затронуло: { $topics }.
not-touched-advice = В следующий раз скажите то, что покажет: { $topics }.
touched-briefly = Вы лишь кратко затронули: { $topics }.
touched-briefly-advice = Добавьте пример или конкретный шаг: { $topics }.
balanced = Уравновешенная беседа: { $percent } слов были вашими.
share-high = { $percent } слов были вашими, и собеседнику осталось мало места.
share-high-advice = Делайте паузу после каждой мысли и спрашивайте, что думает собеседник.
share-low = Только { $percent } слов были вашими.
share-none = Почти ни одно из слов не было вашим.
share-low-advice = Говорите больше: два-три предложения на каждый ответ.
answers-short = { $count ->
    [one] Ваши ответы были короткими: в среднем { $count } слово.
    [few] Ваши ответы были короткими: в среднем { $count } слова.
    [many] Ваши ответы были короткими: в среднем { $count } слов.
   *[other] Ваши ответы были короткими: в среднем { $count } слова.
}
answers-short-advice = Приводите к каждому ответу причину или пример.
answers-good = { $count ->
    [one] Ответы хорошей длины: в среднем { $count } слово.
    [few] Ответы хорошей длины: в среднем { $count } слова.
    [many] Ответы хорошей длины: в среднем { $count } слов.
   *[other] Ответы хорошей длины: в среднем { $count } слова.
}
answers-long = { $count ->
    [one] Ваши ответы были длинными: в среднем { $count } слово.
    [few] Ваши ответы были длинными: в среднем { $count } слова.
    [many] Ваши ответы были длинными: в среднем { $count } слов.
   *[other] Ваши ответы были длинными: в среднем { $count } слова.
}
answers-long-advice = Начинайте с вывода, а затем приводите не более двух доводов.
questions-none = Вы не задали вопросов.
questions-none-advice = Задайте хотя бы один вопрос, чтобы узнать, что важно собеседнику.
questions-some = { $count ->
    [one] Вы задали { $count } вопрос.
    [few] Вы задали { $count } вопроса.
    [many] Вы задали { $count } вопросов.
   *[other] Вы задали { $count } вопроса.
}
fillers-some = { $count ->
    [one] { $count } слово-паразит, одно на { $every } слов.
    [few] { $count } слова-паразита, одно на { $every } слов.
    [many] { $count } слов-паразитов, одно на { $every } слов.
   *[other] { $count } слова-паразита, одно на { $every } слов.
}
fillers-advice = Вместо слова-паразита выдержите короткую паузу.
fillers-none = Слов-паразитов нет.

## What went wrong with an answer

agent-slow = Ответ занял слишком много времени.
agent-away = ИИ-агент сейчас недоступен.
agent-failed = ИИ-агент не смог ответить.
message-long = { $count ->
    [one] Сообщение слишком длинное: не более { $count } символа.
    [few] Сообщение слишком длинное: не более { $count } символов.
    [many] Сообщение слишком длинное: не более { $count } символов.
   *[other] Сообщение слишком длинное: не более { $count } символа.
}
session-over = Эта беседа завершена.
too-many = Сейчас здесь беседует слишком много людей.
