### Chinese (Simplified)

## Results of a conversation, from measured figures

nothing-said = 没有说任何话，因此没有可测量的内容。
measured = 这些结果是测量得出的，并非评判：您在{ $turns }中说了{ $words }，占对话的 { $percent }。
count-words = { $count ->
   *[other] { $count } 个词
}
count-turns = { $count ->
   *[other] { $count } 次发言
}
criteria-touched = { $total ->
   *[other] 您的话涉及 { $total } 项评分标准中的 { $touched } 项。
}
covered-well = 从您的用词看，您很好地谈到了{ $topics }。
not-touched = 您说的内容没有涉及{ $topics }。
not-touched-advice = 下次请说一些能体现{ $topics }的内容。
touched-briefly = 您只是简单提到了{ $topics }。
touched-briefly-advice = 请为{ $topics }补充一个例子或具体步骤。
balanced = 对话很均衡：{ $percent } 的话是您说的。
share-high = { $percent } 的话是您说的，留给对方的空间很少。
share-high-advice = 每说完一点就停一停，问问对方的看法。
share-low = 只有 { $percent } 的话是您说的。
share-none = 几乎没有话是您说的。
share-low-advice = 多说一些：每次回答用两三句话。
answers-short = { $count ->
   *[other] 您的回答较短：平均 { $count } 个词。
}
answers-short-advice = 每次回答时请附上理由或例子。
answers-good = { $count ->
   *[other] 回答长度适中：平均 { $count } 个词。
}
answers-long = { $count ->
   *[other] 您的回答较长：平均 { $count } 个词。
}
answers-long-advice = 先说结论，再给出最多两点理由。
questions-none = 您没有提问。
questions-none-advice = 请至少提一个问题，了解对方看重什么。
questions-some = { $count ->
   *[other] 您提了 { $count } 个问题。
}
fillers-some = { $count ->
   *[other] { $count } 个口头语，每 { $every } 个词一个。
}
fillers-advice = 想说口头语时，不妨稍作停顿。
fillers-none = 没有口头语。

## What went wrong with an answer

agent-slow = 回答用时过长。
agent-away = 目前无法联系智能助手。
agent-failed = 智能助手未能回答。
message-long = { $count ->
   *[other] 消息过长：最多 { $count } 个字符。
}
session-over = 此对话已结束。
too-many = 目前在此对话的人太多。
