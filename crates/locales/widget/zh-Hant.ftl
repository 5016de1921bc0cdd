### Chinese (Traditional)

## Controls: what a control is called is what it shows.

continue = 繼續
unlock = 解鎖
start = 開始
send = 傳送
cancel = 停止生成
end = 結束
keep = 繼續對話
submit = 提交
again = 重新開始
retry = 重試
download = 下載對話紀錄
download-doubt = 如果檔案沒有儲存，表示此對話所在的頁面不允許儲存。
new-messages = 新訊息
latest = 最新訊息
copy = 複製
copied = 已複製
name = 姓名
email = 電子郵件
passcode = 通行碼
message = 訊息
comment = 意見（選填）

## Before the conversation

loading = 載入中
loading-long = 所需時間比平常久。
conversation = 對話
saved-notice = 此對話會儲存下來。
recorded-notice = 此對話會儲存並錄製。
anew = 您先前的對話無法在此繼續。這是新的對話。
by-text = 文字對話
saved = 會儲存
recorded = 會錄製
ai-answers = 由 AI 回答
up-to-minutes = { $minutes ->
   *[other] 最長 { $minutes } 分鐘
}
accept-both = 我接受{ $terms }和{ $privacy }。
accept-terms = 我接受{ $terms }。
accept-privacy = 我接受{ $privacy }。
terms = 使用條款
privacy = 隱私權政策
accept-missing = 請勾選方塊以繼續。
locked-title = 此為私人對話
locked-sentence = 請使用您收到的連結開啟。
paid-title = 此對話需付費
paid-sentence = 請使用購買時收到的連結開啟。
closed-title = 此對話目前未開放
opens = 將於 { $date } 開放。
closed-since = 已於 { $date } 關閉。
passcode-title = 輸入通行碼
passcode-sentence = 您可以向邀請您的人詢問通行碼。
passcode-missing = 請輸入通行碼。
passcode-wrong = 通行碼不正確。請檢查後再試一次。
name-missing = 請輸入您的姓名。
too-long = { $count ->
   *[other] 最多可輸入 { $count } 個字元。
}
email-missing = 請輸入您的電子郵件地址。
email-space = 電子郵件地址中不能有空格。
email-no-at = 電子郵件地址中要有 @，例如 name@example.com。
email-two-ats = 電子郵件地址中只能有一個 @。
email-partial = 請輸入完整的電子郵件地址，例如 name@example.com。

## The state, beside the avatar

connecting = 連線中…
idle = 輪到您了
listening = 聆聽中…
thinking = 思考中…
speaking = 輸入中…
reconnecting = 重新連線中…
stopping = 結束中…
interrupted = 已中斷

## The conversation

you = 您
agent = AI 助理
sending = 傳送中…
not-sent = 未傳送。
queued = 將在回覆結束後傳送
take-back = 收回
cut = 已在此停止
using-tool = 正在使用 { $tool }
used-tool = 已使用 { $tool }
tool-input = 要求內容
tool-result = 結果
choices = 建議的回答
choices-count = { $count ->
   *[other] { $count } 個建議的回答
}
elapsed = 已經過時間
time-left = 剩餘 { $time }
minutes-left = { $minutes ->
   *[other] 還剩 { $minutes } 分鐘。
}
time-up = 時間到了。
unsent-draft = 您寫了以下內容但尚未傳送：
characters-left = { $count ->
   *[other] 還可輸入 { $count } 個字元
}
characters-over = { $count ->
   *[other] 超出 { $count } 個字元
}
table = 表格
show-rest = 顯示其餘部分

## Afterwards

review-title = 準備好提交了嗎？
review-sentence = 對話已結束。提交後即可完成。
minutes = { $minutes ->
   *[other] 分鐘
}
messages = { $count ->
   *[other] 則訊息
}
your-words = { $count ->
   *[other] 個字詞（您說的）
}
your-share = 您的發言占比
your-questions = { $count ->
   *[other] 個問題（您提的）
}
fillers = { $count ->
   *[other] 個口頭贅詞
}
thanks-title = 謝謝您
thanks-sentence = 對話已結束並已提交。您可以關閉此頁面。
submitting = 正在提交您的對話…
results-title = 您的結果
analyzing = 正在分析對話，請稍候。
results-failed = 對話已提交，但無法完成評估。您仍可下載對話紀錄。
out-of-ten = { $score } / 10
score = 分數
score-measured = 測得：要評估的內容有多少在對話中出現。
score-judged = 由語言模型根據整段對話評定。
report-card = 評估表
topic = 主題
note = 備註
strengths = 優點
weaknesses = 待加強
next-steps = 後續步驟
in-numbers = 數據一覽
transcript = 對話紀錄
powered-by = 由 { $name } 提供技術支援

## Failures: what happened, and then what to do about it

offline-what = 您似乎已離線。
offline-advice = 請檢查網路連線，然後再試一次。
unreachable-what = 無法連線到此對話。
unreachable-advice = 請再試一次；如果問題持續發生，請稍後再來。
refused-what = 您的存取要求未獲接受。
refused-advice = 可能已過期，請索取新的連結。
missing-what = 此對話不存在。
missing-advice = 請檢查網址，或詢問提供網址的人。
busy-what = 目前提問的人太多。
busy-advice = 請稍候片刻，然後再試一次。
busy-seconds = { $seconds ->
   *[other] 請在 { $seconds } 秒後再試一次。
}
rejected-what = 無法接受此內容。
rejected-advice = 請修改後再試一次。
agent-what = 無法完成回答。
agent-advice = 請稍後再試一次。
protocol-what = 無法解讀回答。
protocol-advice = 請重新載入頁面；如果問題持續發生，請告知網站管理者。
load-what = 無法載入對話。
policy-what = 此頁面不允許啟動對話。
unsupported-what = 此瀏覽器版本過舊，無法進行對話。
crash-what = 對話因故障而停止。
no-script = 此對話需要 JavaScript。

## Only in conversations with other systems

conversations = 對話清單
details = 詳細資訊
close = 關閉
new = 新對話
delete = 刪除
delete-sure = 要永久刪除「{ $title }」嗎？
delete-keep = 保留
good = 回答得好
bad = 回答得不好
open-image = 開啟圖片
open-audio = 開啟錄音
open-file = 開啟檔案
unread = { $count ->
   *[other] { $count } 則新訊息
}
rated = 感謝您的意見回饋。
untitled = 對話
current = 目前開啟
no-conversations = 沒有先前的對話。
person = 現在由真人回答
person-left = 改由 AI 助理繼續回答。
person-coming = 正在為您轉接真人。
person-ended = 與真人的對話已結束。
person-absent = 目前沒有人員可以接手。
waiting = 正在等待您的回答
answer-hint = 您的回答
closed-hint = 選擇一個回答
cards = 建議
status-sent = 已傳送
status-delivered = 已送達
status-read = 已讀
status-not-sent = 未送達
from-to = { $sender } 傳給 { $receiver }
doing = 正在處理：{ $what }
did = 已完成：{ $what }
reasoning = 深入思考中…
reasoned = 已深入思考
state = AI 助理記住的內容
summary = 摘要
on = 開
off = 關
