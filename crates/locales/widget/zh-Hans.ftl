### Chinese (Simplified)

## Controls: what a control is called is what it shows.

continue = 继续
unlock = 解锁
start = 开始
send = 发送
cancel = 停止生成
end = 结束
keep = 继续对话
submit = 提交
again = 重新开始
retry = 重试
download = 下载对话记录
download-doubt = 如果文件没有保存，说明此对话所在的页面不允许保存。
new-messages = 新消息
latest = 最新消息
copy = 复制
copied = 已复制
name = 姓名
email = 邮箱
passcode = 访问码
message = 消息
comment = 意见（选填）

## Before the conversation

loading = 正在加载
loading-long = 所需时间比平时长。
conversation = 对话
saved-notice = 此对话会被保存。
recorded-notice = 此对话会被保存和录制。
anew = 您之前的对话无法在此继续。这是一个新对话。
by-text = 文字对话
saved = 会保存
recorded = 会录制
ai-answers = 由 AI 回答
up-to-minutes = { $minutes ->
   *[other] 最长 { $minutes } 分钟
}
accept-both = 我接受{ $terms }和{ $privacy }。
accept-terms = 我接受{ $terms }。
accept-privacy = 我接受{ $privacy }。
terms = 使用条款
privacy = 隐私政策
accept-missing = 请勾选方框以继续。
locked-title = 此对话不公开
locked-sentence = 请使用您收到的链接打开。
paid-title = 此对话需付费
paid-sentence = 请使用购买时收到的链接打开。
closed-title = 此对话目前未开放
opens = 将于 { $date } 开放。
closed-since = 已于 { $date } 关闭。
passcode-title = 输入访问码
passcode-sentence = 可向邀请您的人询问访问码。
passcode-missing = 请输入访问码。
passcode-wrong = 访问码不正确。请检查后重试。
name-missing = 请输入您的姓名。
too-long = { $count ->
   *[other] 最多可输入 { $count } 个字符。
}
email-missing = 请输入您的邮箱地址。
email-space = 邮箱地址中不能有空格。
email-no-at = 邮箱地址中应有 @，例如 name@example.com。
email-two-ats = 邮箱地址中只能有一个 @。
email-partial = 请输入完整的邮箱地址，例如 name@example.com。

## The state, beside the avatar

connecting = 正在连接…
idle = 轮到您了
listening = 正在聆听…
thinking = 正在思考…
speaking = 正在输入…
reconnecting = 正在重新连接…
stopping = 正在结束…
interrupted = 已中断

## The conversation

you = 您
agent = 智能助手
sending = 正在发送…
not-sent = 未发送。
queued = 将在回复结束后发送
take-back = 撤回
cut = 已在此停止
using-tool = 正在使用 { $tool }
used-tool = 已使用 { $tool }
tool-input = 请求内容
tool-result = 结果
choices = 建议的回答
choices-count = { $count ->
   *[other] { $count } 个建议的回答
}
elapsed = 已用时间
time-left = 剩余 { $time }
minutes-left = { $minutes ->
   *[other] 还剩 { $minutes } 分钟。
}
time-up = 时间到了。
unsent-draft = 您写了以下内容但未发送：
characters-left = { $count ->
   *[other] 还可输入 { $count } 个字符
}
characters-over = { $count ->
   *[other] 超出 { $count } 个字符
}
table = 表格
show-rest = 显示其余部分

## Afterwards

review-title = 准备好提交了吗？
review-sentence = 对话已结束。提交后即可完成。
minutes = { $minutes ->
   *[other] 分钟
}
messages = { $count ->
   *[other] 条消息
}
your-words = { $count ->
   *[other] 个词（您说的）
}
your-share = 您的发言占比
your-questions = { $count ->
   *[other] 个问题（您提的）
}
fillers = { $count ->
   *[other] 个填充词
}
thanks-title = 谢谢您
thanks-sentence = 对话已结束并已提交。您可以关闭此页面。
submitting = 正在提交您的对话…
results-title = 您的结果
analyzing = 正在分析对话，请稍候。
results-failed = 对话已提交，但未能完成评估。您仍可下载对话记录。
out-of-ten = { $score } / 10
score = 得分
score-measured = 测得：要考察的内容有多少在对话中出现。
score-judged = 由语言模型根据整个对话评定。
report-card = 评估表
topic = 主题
note = 备注
strengths = 优点
weaknesses = 待改进
next-steps = 下一步
in-numbers = 数据一览
transcript = 对话记录
powered-by = 由 { $name } 提供支持

## Failures: what happened, and then what to do about it

offline-what = 您似乎处于离线状态。
offline-advice = 请检查网络连接，然后重试。
unreachable-what = 无法连接到此对话。
unreachable-advice = 请重试；如果问题持续出现，请稍后再来。
refused-what = 您的访问权限未被接受。
refused-advice = 可能已过期，请索取新链接。
missing-what = 此对话不存在。
missing-advice = 请检查网址，或询问提供网址的人。
busy-what = 当前提问的人太多。
busy-advice = 请稍等片刻，然后重试。
busy-seconds = { $seconds ->
   *[other] 请在 { $seconds } 秒后重试。
}
rejected-what = 此内容无法接受。
rejected-advice = 请修改后重试。
agent-what = 未能完成回答。
agent-advice = 请稍后重试。
protocol-what = 无法解读回答。
protocol-advice = 请重新加载页面；如果问题持续出现，请告知网站运营方。
load-what = 无法加载对话。
policy-what = 此页面不允许启动对话。
unsupported-what = 此浏览器版本过旧，无法进行对话。
crash-what = 对话因故障而停止。
no-script = 此对话需要 JavaScript。

## Only in conversations with other systems

conversations = 对话列表
details = 详细信息
close = 关闭
new = 新对话
delete = 删除
delete-sure = 永久删除“{ $title }”？
delete-keep = 保留
good = 回答得好
bad = 回答得不好
open-image = 打开图片
open-audio = 打开录音
open-file = 打开文件
unread = { $count ->
   *[other] { $count } 条新消息
}
rated = 感谢您的反馈。
untitled = 对话
current = 当前打开
no-conversations = 没有之前的对话。
person = 现在由人工回答
person-left = 智能助手恢复回答。
person-coming = 正在为您转接人工。
person-ended = 与人工的对话已结束。
person-absent = 目前没有可接手的人员。
waiting = 正在等待您的回答
answer-hint = 您的回答
closed-hint = 选择一个回答
cards = 建议
status-sent = 已发送
status-delivered = 已送达
status-read = 已读
status-not-sent = 未送达
from-to = { $sender } 发给 { $receiver }
doing = 正在处理：{ $what }
did = 已完成：{ $what }
reasoning = 正在深入思考…
reasoned = 已深入思考
state = 智能助手记住的内容
summary = 摘要
on = 开
off = 关
