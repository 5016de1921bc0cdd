### Arabic

## Controls: what a control is called is what it shows.

continue = متابعة
unlock = فتح القفل
start = بدء
send = إرسال
cancel = إيقاف الرد
end = إنهاء
keep = مواصلة المحادثة
submit = تسليم
again = البدء من جديد
retry = إعادة المحاولة
download = تنزيل نص المحادثة
download-doubt = إذا لم يُحفظ أي ملف، فهذا يعني أن الصفحة التي تتضمن هذه المحادثة لا تسمح بذلك.
new-messages = رسائل جديدة
latest = أحدث الرسائل
copy = نسخ
copied = تم النسخ
name = الاسم
email = البريد الإلكتروني
passcode = رمز الدخول
message = الرسالة
comment = تعليق (اختياري)

## Before the conversation

loading = جارٍ التحميل
loading-long = يستغرق هذا وقتًا أطول من المعتاد.
conversation = محادثة
saved-notice = تُحفظ هذه المحادثة.
recorded-notice = تُحفظ هذه المحادثة وتُسجَّل.
anew = تعذّرت متابعة محادثتك السابقة هنا. هذه محادثة جديدة.
by-text = محادثة نصية
saved = تُحفظ
recorded = تُسجَّل
ai-answers = يجيب الذكاء الاصطناعي
up-to-minutes = { $minutes ->
    [zero] حتى { $minutes } دقيقة
    [one] حتى { $minutes } دقيقة
    [two] حتى دقيقتين ({ $minutes })
    [few] حتى { $minutes } دقائق
    [many] حتى { $minutes } دقيقة
   *[other] حتى { $minutes } دقيقة
}
accept-both = أوافق على { $terms } و{ $privacy }.
accept-terms = أوافق على { $terms }.
accept-privacy = أوافق على { $privacy }.
terms = شروط الاستخدام
privacy = سياسة الخصوصية
accept-missing = يُرجى وضع علامة في المربع للمتابعة.
locked-title = هذه المحادثة خاصة
locked-sentence = يُرجى فتحها عبر الرابط الذي وصلك.
paid-title = هذه المحادثة مدفوعة
paid-sentence = يُرجى فتحها عبر الرابط الذي وصلك مع عملية الشراء.
closed-title = هذه المحادثة غير مفتوحة حاليًا
opens = تُفتح في { $date }.
closed-since = أُغلقت في { $date }.
passcode-title = إدخال رمز الدخول
passcode-sentence = يمكنك معرفته ممّن وجّه إليك الدعوة.
passcode-missing = يُرجى إدخال رمز الدخول.
passcode-wrong = رمز الدخول هذا غير صحيح. يُرجى التحقق منه ثم إعادة المحاولة.
name-missing = يُرجى إدخال اسمك.
too-long = { $count ->
    [zero] يُرجى إدخال { $count } حرف كحد أقصى.
    [one] يُرجى إدخال { $count } حرف كحد أقصى.
    [two] يُرجى إدخال حرفين ({ $count }) كحد أقصى.
    [few] يُرجى إدخال { $count } أحرف كحد أقصى.
    [many] يُرجى إدخال { $count } حرفًا كحد أقصى.
   *[other] يُرجى إدخال { $count } حرف كحد أقصى.
}
email-missing = يُرجى إدخال عنوان بريدك الإلكتروني.
email-space = لا يحتوي عنوان البريد الإلكتروني على مسافات.
email-no-at = يحتوي عنوان البريد الإلكتروني على الرمز @، مثل name@example.com.
email-two-ats = لا يحتوي عنوان البريد الإلكتروني إلا على رمز @ واحد.
email-partial = يُرجى إدخال العنوان كاملًا، مثل name@example.com.

## The state, beside the avatar

connecting = جارٍ الاتصال…
idle = دورك الآن
listening = يستمع…
thinking = يفكّر…
speaking = يكتب…
reconnecting = جارٍ إعادة الاتصال…
stopping = جارٍ الإنهاء…
interrupted = تمت المقاطعة

## The conversation

you = أنت
agent = المساعد الذكي
sending = جارٍ الإرسال…
not-sent = لم تُرسَل.
queued = تُرسَل عند انتهاء الرد
take-back = استرجاع
cut = توقّف هنا
using-tool = جارٍ استخدام { $tool }
used-tool = تم استخدام { $tool }
tool-input = الطلب
tool-result = النتيجة
choices = إجابات مقترحة
choices-count = { $count ->
    [zero] { $count } إجابة مقترحة
    [one] { $count } إجابة مقترحة
    [two] إجابتان مقترحتان ({ $count })
    [few] { $count } إجابات مقترحة
    [many] { $count } إجابة مقترحة
   *[other] { $count } إجابة مقترحة
}
elapsed = الوقت المنقضي
time-left = متبقٍّ { $time }
minutes-left = { $minutes ->
    [zero] متبقٍّ { $minutes } دقيقة.
    [one] متبقٍّ { $minutes } دقيقة.
    [two] متبقٍّ دقيقتان ({ $minutes }).
    [few] متبقٍّ { $minutes } دقائق.
    [many] متبقٍّ { $minutes } دقيقة.
   *[other] متبقٍّ { $minutes } دقيقة.
}
time-up = انتهى الوقت.
unsent-draft = نص كتبته ولم يُرسَل:
characters-left = { $count ->
    [zero] متبقٍّ { $count } حرف
    [one] متبقٍّ { $count } حرف
    [two] متبقٍّ حرفان ({ $count })
    [few] متبقٍّ { $count } أحرف
    [many] متبقٍّ { $count } حرفًا
   *[other] متبقٍّ { $count } حرف
}
characters-over = { $count ->
    [zero] { $count } حرف زائد
    [one] { $count } حرف زائد
    [two] حرفان زائدان ({ $count })
    [few] { $count } أحرف زائدة
    [many] { $count } حرفًا زائدًا
   *[other] { $count } حرف زائد
}
table = جدول
show-rest = عرض الباقي

## Afterwards

review-title = هل حان وقت التسليم؟
review-sentence = انتهت المحادثة. يُرجى تسليمها لإتمام العملية.
minutes = { $minutes ->
    [zero] دقيقة
    [one] دقيقة
    [two] دقيقتان
    [few] دقائق
    [many] دقيقة
   *[other] دقيقة
}
messages = { $count ->
    [zero] رسالة
    [one] رسالة
    [two] رسالتان
    [few] رسائل
    [many] رسالة
   *[other] رسالة
}
your-words = { $count ->
    [zero] كلمة منك
    [one] كلمة منك
    [two] كلمتان منك
    [few] كلمات منك
    [many] كلمة منك
   *[other] كلمة منك
}
your-share = حصتك من الكلام
your-questions = { $count ->
    [zero] سؤال منك
    [one] سؤال منك
    [two] سؤالان منك
    [few] أسئلة منك
    [many] سؤالًا منك
   *[other] سؤال منك
}
fillers = { $count ->
    [zero] كلمة حشو
    [one] كلمة حشو
    [two] كلمتا حشو
    [few] كلمات حشو
    [many] كلمة حشو
   *[other] كلمة حشو
}
thanks-title = شكرًا لك
thanks-sentence = انتهت المحادثة وتم تسليمها. يمكنك إغلاق هذه الصفحة.
submitting = جارٍ تسليم محادثتك…
results-title = نتائجك
analyzing = جارٍ تحليل المحادثة. سيستغرق ذلك لحظات.
results-failed = تم تسليم المحادثة، لكن تعذّر تقييمها. لا يزال بإمكانك تنزيل نص المحادثة.
out-of-ten = { $score } / 10
score = الدرجة
score-measured = قياس: مقدار ما ورد في المحادثة من الأمور المطلوبة.
score-judged = تقييم أجراه نموذج لغوي استنادًا إلى المحادثة كاملة.
report-card = بطاقة التقييم
topic = الموضوع
note = ملاحظة
strengths = نقاط القوة
weaknesses = نقاط للتحسين
next-steps = الخطوات التالية
in-numbers = بالأرقام
transcript = نص المحادثة
powered-by = مدعوم من { $name }

## Failures: what happened, and then what to do about it

offline-what = يبدو أنك غير متصل بالإنترنت.
offline-advice = يُرجى التحقق من الاتصال، ثم إعادة المحاولة.
unreachable-what = تعذّر الوصول إلى المحادثة.
unreachable-advice = يُرجى إعادة المحاولة؛ وإذا تكرر ذلك، فيُرجى العودة بعد قليل.
refused-what = لم يُقبل وصولك.
refused-advice = ربما انتهت صلاحيته؛ يُرجى طلب رابط جديد.
missing-what = هذه المحادثة غير موجودة.
missing-advice = يُرجى التحقق من العنوان، أو سؤال من أعطاك إياه.
busy-what = هناك طلبات كثيرة جدًا في الوقت نفسه.
busy-advice = يُرجى الانتظار لحظة، ثم إعادة المحاولة.
busy-seconds = { $seconds ->
    [zero] يُرجى إعادة المحاولة بعد { $seconds } ثانية.
    [one] يُرجى إعادة المحاولة بعد { $seconds } ثانية.
    [two] يُرجى إعادة المحاولة بعد ثانيتين ({ $seconds }).
    [few] يُرجى إعادة المحاولة بعد { $seconds } ثوانٍ.
    [many] يُرجى إعادة المحاولة بعد { $seconds } ثانية.
   *[other] يُرجى إعادة المحاولة بعد { $seconds } ثانية.
}
rejected-what = تعذّر قبول هذا.
rejected-advice = يُرجى تغييره ثم إعادة المحاولة.
agent-what = تعذّر إكمال الإجابة.
agent-advice = يُرجى إعادة المحاولة بعد لحظات.
protocol-what = تعذّر فهم الإجابة.
protocol-advice = يُرجى إعادة تحميل الصفحة؛ وإذا تكرر ذلك، فيُرجى إبلاغ المسؤول عن هذا الموقع.
load-what = تعذّر تحميل المحادثة.
policy-what = لا تسمح هذه الصفحة ببدء المحادثة.
unsupported-what = هذا المتصفح قديم جدًا بالنسبة إلى هذه المحادثة.
crash-what = توقفت المحادثة بسبب خطأ.
no-script = تتطلب هذه المحادثة JavaScript.

## Only in conversations with other systems

conversations = المحادثات
details = التفاصيل
close = إغلاق
new = محادثة جديدة
delete = حذف
delete-sure = حذف «{ $title }» نهائيًا؟
delete-keep = إبقاء
good = إجابة جيدة
bad = إجابة سيئة
open-image = فتح الصورة
open-audio = فتح التسجيل
open-file = فتح الملف
unread = { $count ->
    [zero] { $count } رسالة جديدة
    [one] { $count } رسالة جديدة
    [two] رسالتان جديدتان ({ $count })
    [few] { $count } رسائل جديدة
    [many] { $count } رسالة جديدة
   *[other] { $count } رسالة جديدة
}
rated = شكرًا على رأيك.
untitled = محادثة
current = مفتوحة الآن
no-conversations = لا توجد محادثات سابقة.
person = الرد الآن من شخص حقيقي
person-left = عاد المساعد الذكي إلى الرد.
person-coming = جارٍ تحويلك إلى شخص حقيقي.
person-ended = انتهت المحادثة مع الشخص الحقيقي.
person-absent = لا يتوفر أحد لتولّي المحادثة حاليًا.
waiting = في انتظار إجابتك
answer-hint = إجابتك
closed-hint = اختيار إجابة
cards = اقتراحات
status-sent = أُرسلت
status-delivered = وصلت
status-read = قُرئت
status-not-sent = لم تصل
from-to = من { $sender } إلى { $receiver }
doing = قيد التنفيذ: { $what }
did = تم: { $what }
reasoning = يفكّر مليًّا…
reasoned = فكّر مليًّا
state = ما يتذكره المساعد الذكي
summary = ملخص
on = مفعّل
off = غير مفعّل
