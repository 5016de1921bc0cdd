### Korean

## Results of a conversation, from measured figures

nothing-said = 나눈 말이 없어 측정할 것이 없습니다.
measured = 이 결과는 평가가 아니라 측정한 것입니다. { $turns } 동안 { $words }를 말했고, 대화의 { $percent }를 차지했습니다.
count-words = { $count ->
   *[other] { $count }단어
}
count-turns = { $count ->
   *[other] { $count }번의 발언
}
criteria-touched = { $total ->
   *[other] 평가 기준 { $total }개 중 { $touched }개를 다루었습니다.
}
covered-well = 사용한 말로 보아 { $topics }을(를) 잘 다루었습니다.
not-touched = { $topics }에 관한 말이 없었습니다.
not-touched-advice = 다음에는 { $topics }이(가) 드러나는 말을 해 보세요.
touched-briefly = { $topics }을(를) 짧게만 다루었습니다.
touched-briefly-advice = { $topics }에 대한 예나 구체적인 단계를 더해 보세요.
balanced = 균형 잡힌 대화입니다. 말의 { $percent }가 내 몫이었습니다.
share-high = 말의 { $percent }가 내 몫이어서 상대가 말할 여지가 적었습니다.
share-high-advice = 한 가지를 말할 때마다 멈추고 상대의 생각을 물어보세요.
share-low = 내 말은 { $percent }뿐이었습니다.
share-none = 내 말이 거의 없었습니다.
share-low-advice = 더 많이 말해 보세요. 답변마다 두세 문장이 좋습니다.
answers-short = { $count ->
   *[other] 답변이 짧았습니다. 평균 { $count }단어입니다.
}
answers-short-advice = 답변마다 이유나 예를 함께 말해 보세요.
answers-good = { $count ->
   *[other] 답변 길이가 적당했습니다. 평균 { $count }단어입니다.
}
answers-long = { $count ->
   *[other] 답변이 길었습니다. 평균 { $count }단어입니다.
}
answers-long-advice = 결론부터 말하고 근거는 두 가지까지만 드세요.
questions-none = 질문을 하지 않았습니다.
questions-none-advice = 상대에게 무엇이 중요한지 알 수 있도록 한 번은 질문해 보세요.
questions-some = { $count ->
   *[other] 질문을 { $count }번 했습니다.
}
fillers-some = { $count ->
   *[other] 군말이 { $count }번, { $every }단어에 한 번꼴로 나왔습니다.
}
fillers-advice = 군말이 나올 자리에 짧은 침묵을 두어 보세요.
fillers-none = 군말이 없었습니다.

## What went wrong with an answer

agent-slow = 답변이 너무 오래 걸렸습니다.
agent-away = 지금은 AI 에이전트에 연결할 수 없습니다.
agent-failed = AI 에이전트가 답변하지 못했습니다.
message-long = { $count ->
   *[other] 메시지가 너무 깁니다. 최대 { $count }자입니다.
}
session-over = 이 대화는 끝났습니다.
too-many = 지금 이곳에서 대화하는 사람이 너무 많습니다.
