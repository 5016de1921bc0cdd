### Bulgarian

## Results of a conversation, from measured figures

nothing-said = Нищо не беше казано, така че няма какво да се измери.
measured = Тези резултати са измерени, а не оценени: казахте { $words } в { $turns }, { $percent } от разговора.
count-words = { $count ->
    [one] { $count } дума
   *[other] { $count } думи
}
count-turns = { $count ->
    [one] { $count } изказване
   *[other] { $count } изказвания
}
criteria-touched = { $total ->
    [one] Думите Ви засегнаха { $touched } от { $total } критерий за оценка.
   *[other] Думите Ви засегнаха { $touched } от { $total } критерия за оценка.
}
covered-well = Съдейки по думите Ви, разгледахте добре { $topics }.
not-touched = Нищо от казаното не засегна { $topics }.
not-touched-advice = Следващия път кажете нещо, което показва { $topics }.
touched-briefly = Засегнахте { $topics } само накратко.
touched-briefly-advice = Добавете пример или конкретна стъпка за { $topics }.
balanced = Балансиран разговор: { $percent } от думите бяха Ваши.
share-high = { $percent } от думите бяха Ваши, което оставя малко място за другата страна.
share-high-advice = Правете пауза след всяка мисъл и питайте какво мисли другата страна.
share-low = Само { $percent } от думите бяха Ваши.
share-none = Почти никоя от думите не беше Ваша.
share-low-advice = Говорете повече: две-три изречения за всеки отговор.
answers-short = { $count ->
    [one] Отговорите Ви бяха кратки: средно { $count } дума.
   *[other] Отговорите Ви бяха кратки: средно { $count } думи.
}
answers-short-advice = Дайте причината или пример към всеки отговор.
answers-good = { $count ->
    [one] Отговори с добра дължина: средно { $count } дума.
   *[other] Отговори с добра дължина: средно { $count } думи.
}
answers-long = { $count ->
    [one] Отговорите Ви бяха дълги: средно { $count } дума.
   *[other] Отговорите Ви бяха дълги: средно { $count } думи.
}
answers-long-advice = Започнете със заключението и дайте най-много два довода.
questions-none = Не зададохте въпроси.
questions-none-advice = Задайте поне един въпрос, за да разберете какво е важно за другата страна.
questions-some = { $count ->
    [one] Зададохте { $count } въпрос.
   *[other] Зададохте { $count } въпроса.
}
fillers-some = { $count ->
    [one] { $count } паразитна дума, по една на { $every } думи.
   *[other] { $count } паразитни думи, по една на { $every } думи.
}
fillers-advice = Оставете кратка тишина там, където би дошла паразитна дума.
fillers-none = Няма паразитни думи.

## What went wrong with an answer

agent-slow = Отговорът отне твърде много време.
agent-away = ИИ агентът е недостъпен в момента.
agent-failed = ИИ агентът не можа да отговори.
message-long = { $count ->
    [one] Съобщението е твърде дълго: най-много { $count } знак.
   *[other] Съобщението е твърде дълго: най-много { $count } знака.
}
session-over = Този разговор приключи.
too-many = В момента тук разговарят твърде много хора.
