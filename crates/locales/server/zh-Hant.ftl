### Chinese (Traditional)

## Results of a conversation, from measured figures

nothing-said = 沒有說任何話，因此沒有可測量的內容。
measured = 這些結果是測量得出，並非評判：您在{ $turns }中說了{ $words }，佔對話的 { $percent }。
count-words = { $count ->
   *[other] { $count } 個詞
}
count-turns = { $count ->
   *[other] { $count } 次發言
}
criteria-touched = { $total ->
   *[other] 您的話觸及 { $total } 項評分標準中的 { $touched } 項。
}
covered-well = 從您的用詞看，您充分談到了{ $topics }。
not-touched = 您說的內容沒有觸及{ $topics }。
not-touched-advice = 下次請說一些能展現{ $topics }的內容。
touched-briefly = 您只簡單提到了{ $topics }。
touched-briefly-advice = 請為{ $topics }補充一個例子或具體步驟。
balanced = 對話很均衡：{ $percent } 的話是您說的。
share-high = { $percent } 的話是您說的，留給對方的空間很少。
share-high-advice = 每說完一點就停一下，問問對方的看法。
share-low = 只有 { $percent } 的話是您說的。
share-none = 幾乎沒有話是您說的。
share-low-advice = 多說一些：每次回答用兩三句話。
answers-short = { $count ->
   *[other] 您的回答偏短：平均 { $count } 個詞。
}
answers-short-advice = 每次回答時請附上理由或例子。
answers-good = { $count ->
   *[other] 回答長度適中：平均 { $count } 個詞。
}
answers-long = { $count ->
   *[other] 您的回答偏長：平均 { $count } 個詞。
}
answers-long-advice = 先說結論，再給最多兩點理由。
questions-none = 您沒有提問。
questions-none-advice = 請至少提一個問題，了解對方重視什麼。
questions-some = { $count ->
   *[other] 您提了 { $count } 個問題。
}
fillers-some = { $count ->
   *[other] { $count } 個口頭禪，每 { $every } 個詞一個。
}
fillers-advice = 想說口頭禪時，不妨稍作停頓。
fillers-none = 沒有口頭禪。

## What went wrong with an answer

agent-slow = 回答花費的時間過長。
agent-away = 目前無法聯繫 AI 助理。
agent-failed = AI 助理未能回答。
message-long = { $count ->
   *[other] 訊息過長：最多 { $count } 個字元。
}
session-over = 此對話已結束。
too-many = 目前在此對話的人太多。
