### Persian

## Controls: what a control is called is what it shows.

continue = ادامه
unlock = باز کردن قفل
start = شروع
send = ارسال
cancel = توقف پاسخ
end = پایان
keep = ادامهٔ گفتگو
submit = ثبت
again = شروع دوباره
retry = تلاش دوباره
download = دریافت متن گفتگو
download-doubt = اگر فایلی ذخیره نشده، صفحه‌ای که این گفتگو در آن است اجازهٔ این کار را نمی‌دهد.
new-messages = پیام‌های جدید
latest = آخرین پیام‌ها
copy = کپی
copied = کپی شد
name = نام
email = ایمیل
passcode = رمز ورود
message = پیام
comment = نظر (اختیاری)

## Before the conversation

loading = در حال بارگیری
loading-long = این کار بیش از حد معمول طول کشیده است.
conversation = گفتگو
saved-notice = این گفتگو ذخیره می‌شود.
recorded-notice = این گفتگو ذخیره و ضبط می‌شود.
anew = ادامه دادن گفتگوی قبلی شما در اینجا ممکن نبود. این گفتگوی جدیدی است.
by-text = متنی
saved = ذخیره می‌شود
recorded = ضبط می‌شود
ai-answers = هوش مصنوعی پاسخ می‌دهد
up-to-minutes = { $minutes ->
    [one] حداکثر { $minutes } دقیقه
   *[other] حداکثر { $minutes } دقیقه
}
accept-both = { $terms } و { $privacy } را می‌پذیرم.
accept-terms = { $terms } را می‌پذیرم.
accept-privacy = { $privacy } را می‌پذیرم.
terms = شرایط استفاده
privacy = سیاست حفظ حریم خصوصی
accept-missing = برای ادامه، کادر را علامت بزنید.
locked-title = این گفتگو خصوصی است
locked-sentence = آن را با پیوندی که به شما داده شده است باز کنید.
paid-title = این گفتگو پولی است
paid-sentence = آن را با پیوندی که همراه خرید خود دریافت کرده‌اید باز کنید.
closed-title = این گفتگو اکنون باز نیست
opens = در { $date } باز می‌شود.
closed-since = در { $date } بسته شد.
passcode-title = رمز ورود را وارد کنید
passcode-sentence = کسی که شما را دعوت کرده است می‌تواند آن را به شما بگوید.
passcode-missing = رمز ورود را وارد کنید.
passcode-wrong = رمز ورود درست نیست. آن را بررسی و دوباره امتحان کنید.
name-missing = نام خود را وارد کنید.
too-long = { $count ->
    [one] حداکثر { $count } نویسه وارد کنید.
   *[other] حداکثر { $count } نویسه وارد کنید.
}
email-missing = نشانی ایمیل خود را وارد کنید.
email-space = نشانی ایمیل فاصله ندارد.
email-no-at = نشانی ایمیل یک @ دارد، مانند name@example.com.
email-two-ats = نشانی ایمیل فقط یک @ دارد.
email-partial = نشانی را کامل وارد کنید، مانند name@example.com.

## The state, beside the avatar

connecting = در حال اتصال…
idle = نوبت شماست
listening = در حال گوش دادن…
thinking = در حال فکر کردن…
speaking = در حال نوشتن…
reconnecting = در حال اتصال دوباره…
stopping = در حال پایان دادن…
interrupted = قطع شد

## The conversation

you = شما
agent = دستیار هوشمند
sending = در حال ارسال…
not-sent = ارسال نشد.
queued = پس از پایان پاسخ ارسال می‌شود
take-back = پس گرفتن
cut = اینجا متوقف شد
using-tool = در حال استفاده از { $tool }
used-tool = از { $tool } استفاده شد
tool-input = درخواست
tool-result = نتیجه
choices = پاسخ‌های پیشنهادی
choices-count = { $count ->
    [one] { $count } پاسخ پیشنهادی
   *[other] { $count } پاسخ پیشنهادی
}
elapsed = زمان سپری‌شده
time-left = { $time } باقی مانده
minutes-left = { $minutes ->
    [one] { $minutes } دقیقه باقی مانده است.
   *[other] { $minutes } دقیقه باقی مانده است.
}
time-up = وقت تمام شد.
unsent-draft = این را نوشته بودید ولی نفرستاده بودید:
characters-left = { $count ->
    [one] { $count } نویسه باقی مانده
   *[other] { $count } نویسه باقی مانده
}
characters-over = { $count ->
    [one] { $count } نویسه بیش از حد
   *[other] { $count } نویسه بیش از حد
}
table = جدول
show-rest = نمایش بقیه

## Afterwards

review-title = برای ثبت آماده‌اید؟
review-sentence = گفتگو تمام شد. برای تکمیل کار، آن را ثبت کنید.
minutes = { $minutes ->
    [one] دقیقه
   *[other] دقیقه
}
messages = { $count ->
    [one] پیام
   *[other] پیام
}
your-words = { $count ->
    [one] کلمه از شما
   *[other] کلمه از شما
}
your-share = سهم شما
your-questions = { $count ->
    [one] پرسش از سوی شما
   *[other] پرسش از سوی شما
}
fillers = { $count ->
    [one] تکیه‌کلام
   *[other] تکیه‌کلام
}
thanks-title = سپاسگزاریم
thanks-sentence = گفتگو به پایان رسید و ثبت شد. می‌توانید این صفحه را ببندید.
submitting = در حال ثبت گفتگوی شما…
results-title = نتایج شما
analyzing = در حال بررسی گفتگو. چند لحظه طول می‌کشد.
results-failed = گفتگو ثبت شد، اما ارزیابی آن ممکن نبود. همچنان می‌توانید متن گفتگو را دریافت کنید.
out-of-ten = { $score } / 10
score = امتیاز
score-measured = اندازه‌گیری‌شده: چه مقدار از آنچه مد نظر بود در گفتگو مطرح شد.
score-judged = ارزیابی یک مدل زبانی بر پایهٔ کل گفتگو.
report-card = برگهٔ ارزیابی
topic = موضوع
note = یادداشت
strengths = نقاط قوت
weaknesses = نیازمند بهبود
next-steps = گام‌های بعدی
in-numbers = به زبان اعداد
transcript = متن گفتگو
powered-by = قدرت‌گرفته از { $name }

## Failures: what happened, and then what to do about it

offline-what = به نظر می‌رسد آفلاین هستید.
offline-advice = اتصال خود را بررسی کنید، سپس دوباره امتحان کنید.
unreachable-what = دسترسی به گفتگو ممکن نبود.
unreachable-advice = دوباره امتحان کنید؛ اگر باز هم پیش آمد، کمی بعد برگردید.
refused-what = دسترسی شما پذیرفته نشد.
refused-advice = شاید منقضی شده باشد؛ پیوند جدیدی درخواست کنید.
missing-what = این گفتگو وجود ندارد.
missing-advice = نشانی را بررسی کنید یا از کسی که آن را به شما داده است بپرسید.
busy-what = تعداد درخواست‌های هم‌زمان بیش از حد زیاد است.
busy-advice = کمی صبر کنید، سپس دوباره امتحان کنید.
busy-seconds = { $seconds ->
    [one] { $seconds } ثانیهٔ دیگر دوباره امتحان کنید.
   *[other] { $seconds } ثانیهٔ دیگر دوباره امتحان کنید.
}
rejected-what = این مورد پذیرفته نشد.
rejected-advice = آن را تغییر دهید و دوباره امتحان کنید.
agent-what = پاسخ کامل نشد.
agent-advice = چند لحظهٔ دیگر دوباره امتحان کنید.
protocol-what = پاسخ قابل فهم نبود.
protocol-advice = صفحه را دوباره بارگیری کنید؛ اگر باز هم پیش آمد، به مسئول این سایت اطلاع دهید.
load-what = بارگیری گفتگو ممکن نبود.
policy-what = این صفحه اجازهٔ شروع گفتگو را نمی‌دهد.
unsupported-what = این مرورگر برای این گفتگو بیش از حد قدیمی است.
crash-what = گفتگو به دلیل بروز خطا متوقف شد.
no-script = این گفتگو به JavaScript نیاز دارد.

## Only in conversations with other systems

conversations = گفتگوها
details = جزئیات
close = بستن
new = گفتگوی جدید
delete = حذف
delete-sure = «{ $title }» برای همیشه حذف شود؟
delete-keep = نگه داشتن
good = پاسخ خوب
bad = پاسخ بد
open-image = باز کردن تصویر
open-audio = باز کردن صدای ضبط‌شده
open-file = باز کردن فایل
unread = { $count ->
    [one] { $count } پیام جدید
   *[other] { $count } پیام جدید
}
rated = از بازخورد شما سپاسگزاریم.
untitled = گفتگو
current = اکنون باز است
no-conversations = گفتگوی قبلی وجود ندارد.
person = اکنون یک انسان پاسخ می‌دهد
person-left = دستیار هوشمند دوباره پاسخ می‌دهد.
person-coming = در حال وصل کردن شما به یک انسان هستیم.
person-ended = گفتگو با انسان به پایان رسید.
person-absent = اکنون کسی برای ادامهٔ گفتگو در دسترس نیست.
waiting = در انتظار پاسخ شما
answer-hint = پاسخ شما
closed-hint = یک پاسخ را انتخاب کنید
cards = پیشنهادها
status-sent = ارسال شد
status-delivered = تحویل داده شد
status-read = خوانده شد
status-not-sent = تحویل داده نشد
from-to = از { $sender } به { $receiver }
doing = در حال انجام: { $what }
did = انجام شد: { $what }
reasoning = با دقت فکر می‌کند…
reasoned = با دقت فکر کرد
state = آنچه دستیار هوشمند به خاطر دارد
summary = خلاصه
on = روشن
off = خاموش
