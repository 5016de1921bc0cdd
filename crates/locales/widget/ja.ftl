### Japanese

## Controls: what a control is called is what it shows.

continue = 続ける
unlock = ロック解除
start = 開始
send = 送信
cancel = 生成を停止
end = 終了
keep = 会話を続ける
submit = 提出
again = もう一度始める
retry = 再試行
download = 会話記録をダウンロード
download-doubt = ファイルが保存されていない場合は、この会話を表示しているページで保存が許可されていません。
new-messages = 新着メッセージ
latest = 最新のメッセージ
copy = コピー
copied = コピーしました
name = お名前
email = メールアドレス
passcode = パスコード
message = メッセージ
comment = コメント（任意）

## Before the conversation

loading = 読み込み中
loading-long = 通常より時間がかかっています。
conversation = 会話
saved-notice = この会話は保存されます。
recorded-notice = この会話は保存され、録音・録画されます。
anew = 以前の会話をここで続けることができませんでした。これは新しい会話です。
by-text = テキスト形式
saved = 保存あり
recorded = 録音・録画あり
ai-answers = AIが応答します
up-to-minutes = { $minutes ->
   *[other] 最長{ $minutes }分
}
accept-both = { $terms }と{ $privacy }に同意します。
accept-terms = { $terms }に同意します。
accept-privacy = { $privacy }に同意します。
terms = 利用規約
privacy = プライバシーポリシー
accept-missing = 続けるには、チェックを入れてください。
locked-title = この会話は非公開です
locked-sentence = 受け取ったリンクから開いてください。
paid-title = この会話は有料です
paid-sentence = 購入時に届いたリンクから開いてください。
closed-title = この会話は現在受け付けていません
opens = { $date }に受付を開始します。
closed-since = { $date }に受付を終了しました。
passcode-title = パスコードを入力
passcode-sentence = パスコードは、招待してくれた方にご確認ください。
passcode-missing = パスコードを入力してください。
passcode-wrong = パスコードが違います。確認して、もう一度お試しください。
name-missing = お名前を入力してください。
too-long = { $count ->
   *[other] { $count }文字以内で入力してください。
}
email-missing = メールアドレスを入力してください。
email-space = メールアドレスに空白は使えません。
email-no-at = メールアドレスには @ が必要です（例: name@example.com）。
email-two-ats = メールアドレスに使える @ は1つだけです。
email-partial = メールアドレスを最後まで入力してください（例: name@example.com）。

## The state, beside the avatar

connecting = 接続中…
idle = あなたの番です
listening = 聞いています…
thinking = 考えています…
speaking = 入力中…
reconnecting = 再接続中…
stopping = 終了中…
interrupted = 中断されました

## The conversation

you = あなた
agent = AIエージェント
sending = 送信中…
not-sent = 送信できませんでした。
queued = 返信が終わると送信されます
take-back = 入力欄に戻す
cut = ここで停止しました
using-tool = { $tool }を使用中
used-tool = { $tool }を使用しました
tool-input = 依頼内容
tool-result = 結果
choices = 回答の候補
choices-count = { $count ->
   *[other] 回答の候補が{ $count }件あります
}
elapsed = 経過時間
time-left = 残り{ $time }
minutes-left = { $minutes ->
   *[other] 残り{ $minutes }分です。
}
time-up = 時間になりました。
unsent-draft = 入力したまま送信されていない内容です:
characters-left = { $count ->
   *[other] 残り{ $count }文字
}
characters-over = { $count ->
   *[other] { $count }文字超過
}
table = 表
show-rest = 残りを表示

## Afterwards

review-title = 提出しますか？
review-sentence = 会話は終了しました。提出すると完了です。
minutes = { $minutes ->
   *[other] 分
}
messages = { $count ->
   *[other] 件のメッセージ
}
your-words = { $count ->
   *[other] 語（あなたの発言）
}
your-share = あなたの発言の割合
your-questions = { $count ->
   *[other] 件の質問（あなた）
}
fillers = { $count ->
   *[other] 個のつなぎ言葉
}
thanks-title = ありがとうございました
thanks-sentence = 会話は終了し、提出されました。このページを閉じてかまいません。
submitting = 会話を提出しています…
results-title = 結果
analyzing = 会話を分析しています。少し時間がかかります。
results-failed = 会話は提出されましたが、評価できませんでした。会話記録は引き続きダウンロードできます。
out-of-ten = { $score } / 10
score = スコア
score-measured = 測定値: 求められていた内容のうち、会話に出てきた割合です。
score-judged = 会話全体をもとに言語モデルが判定しました。
report-card = 評価表
topic = トピック
note = 備考
strengths = 良かった点
weaknesses = 改善点
next-steps = 次のステップ
in-numbers = 数字で見る会話
transcript = 会話記録
powered-by = 提供: { $name }

## Failures: what happened, and then what to do about it

offline-what = オフラインのようです。
offline-advice = 接続を確認して、もう一度お試しください。
unreachable-what = 会話に接続できませんでした。
unreachable-advice = もう一度お試しください。解決しない場合は、しばらくしてからアクセスしてください。
refused-what = アクセスが許可されませんでした。
refused-advice = 有効期限が切れている可能性があります。新しいリンクの発行を依頼してください。
missing-what = この会話は存在しません。
missing-advice = アドレスを確認するか、知らせてくれた方にご確認ください。
busy-what = アクセスが集中しています。
busy-advice = しばらく待ってから、もう一度お試しください。
busy-seconds = { $seconds ->
   *[other] { $seconds }秒後にもう一度お試しください。
}
rejected-what = 受け付けられませんでした。
rejected-advice = 内容を変更して、もう一度お試しください。
agent-what = 回答を完了できませんでした。
agent-advice = しばらくしてから、もう一度お試しください。
protocol-what = 回答を読み取れませんでした。
protocol-advice = ページを再読み込みしてください。解決しない場合は、サイトの運営者にお知らせください。
load-what = 会話を読み込めませんでした。
policy-what = このページでは会話の開始が許可されていません。
unsupported-what = このブラウザーは古いため、会話を利用できません。
crash-what = 不具合により会話が停止しました。
no-script = この会話にはJavaScriptが必要です。

## Only in conversations with other systems

conversations = 会話一覧
details = 詳細
close = 閉じる
new = 新しい会話
delete = 削除
delete-sure = 「{ $title }」を完全に削除しますか？
delete-keep = 残す
good = 良い回答
bad = 良くない回答
open-image = 画像を開く
open-audio = 録音を開く
open-file = ファイルを開く
unread = { $count ->
   *[other] 新着メッセージ{ $count }件
}
rated = フィードバックをありがとうございます。
untitled = 会話
current = 表示中
no-conversations = 以前の会話はありません。
person = 担当者が応答しています
person-left = AIエージェントによる応答に戻りました。
person-coming = 担当者におつなぎしています。
person-ended = 担当者との会話は終了しました。
person-absent = 現在、対応できる担当者がいません。
waiting = 回答をお待ちしています
answer-hint = 回答を入力
closed-hint = 回答を選択
cards = おすすめ
status-sent = 送信済み
status-delivered = 配信済み
status-read = 既読
status-not-sent = 未配信
from-to = { $sender }から{ $receiver }へ
doing = 処理中: { $what }
did = 完了: { $what }
reasoning = じっくり考えています…
reasoned = じっくり考えました
state = AIエージェントが把握している内容
summary = 要約
on = オン
off = オフ
