### Hebrew

## Controls: what a control is called is what it shows.

continue = המשך
unlock = ביטול נעילה
start = התחלה
send = שליחה
cancel = עצירת התשובה
end = סיום
keep = המשך שיחה
submit = הגשה
again = התחלה מחדש
retry = ניסיון חוזר
download = הורדת התמליל
download-doubt = אם לא נשמר קובץ, העמוד שבו נמצאת השיחה אינו מאפשר זאת.
new-messages = הודעות חדשות
latest = ההודעות האחרונות
copy = העתקה
copied = הועתק
name = שם
email = דוא״ל
passcode = קוד גישה
message = הודעה
comment = הערה (לא חובה)

## Before the conversation

loading = טעינה
loading-long = זה לוקח יותר זמן מהרגיל.
conversation = שיחה
saved-notice = שיחה זו נשמרת.
recorded-notice = שיחה זו נשמרת ומוקלטת.
anew = לא ניתן היה להמשיך כאן את השיחה הקודמת. זוהי שיחה חדשה.
by-text = בכתב
saved = נשמרת
recorded = מוקלטת
ai-answers = בינה מלאכותית עונה
up-to-minutes = { $minutes ->
    [one] עד דקה { $minutes }
    [two] עד { $minutes } דקות
   *[other] עד { $minutes } דקות
}
accept-both = אני מסכים/ה ל{ $terms } ול{ $privacy }.
accept-terms = אני מסכים/ה ל{ $terms }.
accept-privacy = אני מסכים/ה ל{ $privacy }.
terms = תנאי השימוש
privacy = מדיניות הפרטיות
accept-missing = יש לסמן את התיבה כדי להמשיך.
locked-title = שיחה זו פרטית
locked-sentence = יש לפתוח אותה בקישור שקיבלת.
paid-title = שיחה זו כרוכה בתשלום
paid-sentence = יש לפתוח אותה בקישור שהתקבל עם הרכישה.
closed-title = שיחה זו אינה פתוחה כעת
opens = היא תיפתח ב-{ $date }.
closed-since = היא נסגרה ב-{ $date }.
passcode-title = הזנת קוד הגישה
passcode-sentence = אפשר לקבל אותו ממי שהזמין אותך.
passcode-missing = יש להזין את קוד הגישה.
passcode-wrong = קוד הגישה שגוי. יש לבדוק אותו ולנסות שוב.
name-missing = יש להזין שם.
too-long = { $count ->
    [one] אפשר להזין לכל היותר תו { $count }.
    [two] אפשר להזין לכל היותר { $count } תווים.
   *[other] אפשר להזין לכל היותר { $count } תווים.
}
email-missing = יש להזין כתובת דוא״ל.
email-space = בכתובת דוא״ל אין רווחים.
email-no-at = בכתובת דוא״ל יש @, למשל name@example.com.
email-two-ats = בכתובת דוא״ל יש רק @ אחד.
email-partial = יש להזין את הכתובת המלאה, למשל name@example.com.

## The state, beside the avatar

connecting = מתחבר…
idle = תורך
listening = מקשיב…
thinking = חושב…
speaking = כותב…
reconnecting = מתחבר מחדש…
stopping = מסיים…
interrupted = הופסק

## The conversation

you = את/ה
agent = סוכן בינה מלאכותית
sending = שולח…
not-sent = לא נשלח.
queued = יישלח בסיום התשובה
take-back = החזרה לעריכה
cut = נעצר כאן
using-tool = משתמש ב-{ $tool }
used-tool = השתמש ב-{ $tool }
tool-input = הבקשה
tool-result = תוצאה
choices = תשובות מוצעות
choices-count = { $count ->
    [one] תשובה מוצעת { $count }
    [two] { $count } תשובות מוצעות
   *[other] { $count } תשובות מוצעות
}
elapsed = הזמן שחלף
time-left = נותרו { $time }
minutes-left = { $minutes ->
    [one] נותרה דקה { $minutes }.
    [two] נותרו { $minutes } דקות.
   *[other] נותרו { $minutes } דקות.
}
time-up = הזמן תם.
unsent-draft = כתבת את זה ולא שלחת:
characters-left = { $count ->
    [one] נותר תו { $count }
    [two] נותרו { $count } תווים
   *[other] נותרו { $count } תווים
}
characters-over = { $count ->
    [one] תו { $count } יותר מדי
    [two] { $count } תווים יותר מדי
   *[other] { $count } תווים יותר מדי
}
table = טבלה
show-rest = הצגת ההמשך

## Afterwards

review-title = להגיש את השיחה?
review-sentence = השיחה הסתיימה. יש להגיש אותה כדי לסיים.
minutes = { $minutes ->
    [one] דקה
    [two] דקות
   *[other] דקות
}
messages = { $count ->
    [one] הודעה
    [two] הודעות
   *[other] הודעות
}
your-words = { $count ->
    [one] מילה שלך
    [two] מילים שלך
   *[other] מילים שלך
}
your-share = החלק שלך
your-questions = { $count ->
    [one] שאלה שלך
    [two] שאלות שלך
   *[other] שאלות שלך
}
fillers = { $count ->
    [one] מילת מילוי
    [two] מילות מילוי
   *[other] מילות מילוי
}
thanks-title = תודה
thanks-sentence = השיחה הסתיימה והוגשה. אפשר לסגור את העמוד.
submitting = השיחה מוגשת…
results-title = התוצאות שלך
analyzing = מנתחים את השיחה. זה ייקח רגע.
results-failed = השיחה הוגשה, אך לא ניתן היה להעריך אותה. עדיין אפשר להוריד את התמליל.
out-of-ten = { $score } / 10
score = ציון
score-measured = נמדד: כמה ממה שחיפשו עלה בשיחה.
score-judged = הוערך על ידי מודל שפה מתוך השיחה כולה.
report-card = גיליון הערכה
topic = נושא
note = הערה
strengths = חוזקות
weaknesses = לשיפור
next-steps = הצעדים הבאים
in-numbers = במספרים
transcript = תמליל
powered-by = מופעל באמצעות { $name }

## Failures: what happened, and then what to do about it

offline-what = נראה שאין חיבור לאינטרנט.
offline-advice = יש לבדוק את החיבור ולנסות שוב.
unreachable-what = לא ניתן היה להגיע לשיחה.
unreachable-advice = יש לנסות שוב; אם זה נמשך, כדאי לחזור מעט מאוחר יותר.
refused-what = הגישה שלך לא התקבלה.
refused-advice = ייתכן שפג תוקפה; יש לבקש קישור חדש.
missing-what = שיחה זו אינה קיימת.
missing-advice = יש לבדוק את הכתובת או לשאול את מי שמסר אותה.
busy-what = יותר מדי אנשים שואלים בבת אחת.
busy-advice = יש להמתין רגע ולנסות שוב.
busy-seconds = { $seconds ->
    [one] אפשר לנסות שוב בעוד שנייה { $seconds }.
    [two] אפשר לנסות שוב בעוד { $seconds } שניות.
   *[other] אפשר לנסות שוב בעוד { $seconds } שניות.
}
rejected-what = לא ניתן היה לקבל זאת.
rejected-advice = יש לשנות ולנסות שוב.
agent-what = לא ניתן היה להשלים את התשובה.
agent-advice = אפשר לנסות שוב בעוד רגע.
protocol-what = לא ניתן היה להבין את התשובה.
protocol-advice = יש לטעון את העמוד מחדש; אם זה נמשך, יש להודיע למפעיל האתר.
load-what = לא ניתן היה לטעון את השיחה.
policy-what = עמוד זה אינו מאפשר להתחיל את השיחה.
unsupported-what = דפדפן זה ישן מדי לשיחה.
crash-what = השיחה נעצרה בשל תקלה.
no-script = שיחה זו דורשת JavaScript.

## Only in conversations with other systems

conversations = שיחות
details = פרטים
close = סגירה
new = שיחה חדשה
delete = מחיקה
delete-sure = למחוק את ״{ $title }״ לצמיתות?
delete-keep = השארה
good = תשובה טובה
bad = תשובה לא טובה
open-image = פתיחת התמונה
open-audio = פתיחת ההקלטה
open-file = פתיחת הקובץ
unread = { $count ->
    [one] הודעה חדשה { $count }
    [two] { $count } הודעות חדשות
   *[other] { $count } הודעות חדשות
}
rated = תודה על המשוב.
untitled = שיחה
current = פתוחה כעת
no-conversations = אין שיחות קודמות.
person = כעת עונה נציג אנושי
person-left = סוכן הבינה המלאכותית שוב עונה.
person-coming = מחברים אותך לנציג אנושי.
person-ended = השיחה עם נציג אנושי הסתיימה.
person-absent = אין כרגע נציג פנוי שיוכל להמשיך.
waiting = ממתין לתשובתך
answer-hint = התשובה שלך
closed-hint = יש לבחור תשובה
cards = הצעות
status-sent = נשלח
status-delivered = נמסר
status-read = נקרא
status-not-sent = לא נמסר
from-to = מאת { $sender } אל { $receiver }
doing = בעבודה: { $what }
did = בוצע: { $what }
reasoning = חושב על זה לעומק…
reasoned = חשב על זה לעומק
state = מה סוכן הבינה המלאכותית זוכר
summary = סיכום
on = פועל
off = כבוי
