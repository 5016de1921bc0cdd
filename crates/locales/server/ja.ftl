### Japanese

## Results of a conversation, from measured figures

nothing-said = 何も話されなかったため、測るものがありません。
measured = この結果は評価ではなく計測によるものです。{ $turns }で{ $words }を話し、会話の{ $percent }を占めました。
count-words = { $count ->
   *[other] { $count }語
}
count-turns = { $count ->
   *[other] { $count }回の発言
}
criteria-touched = { $total ->
   *[other] 評価項目{ $total }件のうち{ $touched }件に触れました。
}
covered-well = 使った言葉から見て、{ $topics }によく触れていました。
not-touched = { $topics }に触れる発言がありませんでした。
not-touched-advice = 次回は{ $topics }が伝わることを話してみましょう。
touched-briefly = { $topics }に少ししか触れていません。
touched-briefly-advice = { $topics }について例や具体的な手順を加えましょう。
balanced = バランスの取れた会話でした。言葉の{ $percent }があなたのものでした。
share-high = 言葉の{ $percent }があなたのもので、相手の話す余地があまりありませんでした。
share-high-advice = 一つ話すごとに間を置き、相手の考えを尋ねましょう。
share-low = あなたの言葉は{ $percent }だけでした。
share-none = あなたの言葉はほとんどありませんでした。
share-low-advice = もっと話しましょう。一つの答えに二、三文が目安です。
answers-short = { $count ->
   *[other] 答えが短めでした。平均{ $count }語です。
}
answers-short-advice = 答えには理由か例を添えましょう。
answers-good = { $count ->
   *[other] 答えの長さは適切でした。平均{ $count }語です。
}
answers-long = { $count ->
   *[other] 答えが長めでした。平均{ $count }語です。
}
answers-long-advice = 結論から話し、根拠は二つまでにしましょう。
questions-none = 質問をしませんでした。
questions-none-advice = 相手が大切にしていることを知るために、一つは質問しましょう。
questions-some = { $count ->
   *[other] { $count }件の質問をしました。
}
fillers-some = { $count ->
   *[other] つなぎ言葉が{ $count }回、{ $every }語に1回ありました。
}
fillers-advice = つなぎ言葉の代わりに、短い沈黙を置きましょう。
fillers-none = つなぎ言葉はありませんでした。

## What went wrong with an answer

agent-slow = 回答に時間がかかりすぎました。
agent-away = 現在、AIエージェントに接続できません。
agent-failed = AIエージェントが回答できませんでした。
message-long = { $count ->
   *[other] メッセージが長すぎます。最大{ $count }文字です。
}
session-over = この会話は終了しました。
too-many = 現在、利用者が多すぎます。
