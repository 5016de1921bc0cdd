### Hindi

## Controls: what a control is called is what it shows.

continue = जारी रखें
unlock = अनलॉक करें
start = शुरू करें
send = भेजें
cancel = जवाब रोकें
end = समाप्त करें
keep = बात जारी रखें
submit = जमा करें
again = फिर से शुरू करें
retry = फिर कोशिश करें
download = प्रतिलेख डाउनलोड करें
download-doubt = अगर कोई फ़ाइल सहेजी नहीं गई, तो जिस पेज पर यह बातचीत है वह इसकी अनुमति नहीं देता।
new-messages = नए संदेश
latest = नवीनतम संदेश
copy = कॉपी करें
copied = कॉपी हो गया
name = नाम
email = ईमेल
passcode = पासकोड
message = संदेश
comment = टिप्पणी (वैकल्पिक)

## Before the conversation

loading = लोड हो रहा है
loading-long = इसमें सामान्य से ज़्यादा समय लग रहा है।
conversation = बातचीत
saved-notice = यह बातचीत सहेजी जाती है।
recorded-notice = यह बातचीत सहेजी और रिकॉर्ड की जाती है।
anew = आपकी पिछली बातचीत यहाँ जारी नहीं रखी जा सकी। यह नई बातचीत है।
by-text = लिखकर
saved = सहेजी जाती है
recorded = रिकॉर्ड की जाती है
ai-answers = जवाब एआई देता है
up-to-minutes = { $minutes ->
    [one] अधिकतम { $minutes } मिनट
   *[other] अधिकतम { $minutes } मिनट
}
accept-both = मुझे { $terms } और { $privacy } स्वीकार हैं।
accept-terms = मुझे { $terms } स्वीकार हैं।
accept-privacy = मुझे { $privacy } स्वीकार है।
terms = उपयोग की शर्तें
privacy = गोपनीयता नीति
accept-missing = आगे बढ़ने के लिए बॉक्स पर सही का निशान लगाएँ।
locked-title = यह बातचीत निजी है
locked-sentence = इसे उस लिंक से खोलें जो आपको दिया गया था।
paid-title = यह बातचीत सशुल्क है
paid-sentence = इसे उस लिंक से खोलें जो आपकी खरीद के साथ मिला था।
closed-title = यह बातचीत अभी खुली नहीं है
opens = यह { $date } को खुलेगी।
closed-since = यह { $date } को बंद हुई।
passcode-title = पासकोड डालें
passcode-sentence = जिन्होंने आपको आमंत्रित किया है, वे आपको यह बता सकते हैं।
passcode-missing = पासकोड डालें।
passcode-wrong = यह पासकोड सही नहीं है। इसे जाँचें और फिर कोशिश करें।
name-missing = अपना नाम डालें।
too-long = { $count ->
    [one] अधिकतम { $count } वर्ण डालें।
   *[other] अधिकतम { $count } वर्ण डालें।
}
email-missing = अपना ईमेल पता डालें।
email-space = ईमेल पते में खाली जगह नहीं होती।
email-no-at = ईमेल पते में @ होता है, जैसे name@example.com.
email-two-ats = ईमेल पते में केवल एक @ होता है।
email-partial = पूरा पता डालें, जैसे name@example.com.

## The state, beside the avatar

connecting = कनेक्ट हो रहा है…
idle = आपकी बारी
listening = सुन रहा है…
thinking = सोच रहा है…
speaking = लिख रहा है…
reconnecting = फिर से कनेक्ट हो रहा है…
stopping = समाप्त हो रहा है…
interrupted = बीच में रुका

## The conversation

you = आप
agent = एआई एजेंट
sending = भेजा जा रहा है…
not-sent = नहीं भेजा गया।
queued = जवाब पूरा होने पर भेजा जाएगा
take-back = वापस लें
cut = यहाँ रोका गया
using-tool = { $tool } का उपयोग हो रहा है
used-tool = { $tool } का उपयोग किया गया
tool-input = अनुरोध
tool-result = परिणाम
choices = सुझाए गए जवाब
choices-count = { $count ->
    [one] { $count } सुझाया गया जवाब
   *[other] { $count } सुझाए गए जवाब
}
elapsed = अब तक का समय
time-left = { $time } शेष
minutes-left = { $minutes ->
    [one] { $minutes } मिनट शेष।
   *[other] { $minutes } मिनट शेष।
}
time-up = समय समाप्त हो गया।
unsent-draft = आपने यह लिखा था और भेजा नहीं था:
characters-left = { $count ->
    [one] { $count } वर्ण शेष
   *[other] { $count } वर्ण शेष
}
characters-over = { $count ->
    [one] { $count } वर्ण ज़्यादा
   *[other] { $count } वर्ण ज़्यादा
}
table = तालिका
show-rest = बाकी दिखाएँ

## Afterwards

review-title = जमा करने के लिए तैयार?
review-sentence = बातचीत समाप्त हो गई है। पूरा करने के लिए इसे जमा करें।
minutes = { $minutes ->
    [one] मिनट
   *[other] मिनट
}
messages = { $count ->
    [one] संदेश
   *[other] संदेश
}
your-words = { $count ->
    [one] आपका शब्द
   *[other] आपके शब्द
}
your-share = आपका हिस्सा
your-questions = { $count ->
    [one] आपका प्रश्न
   *[other] आपके प्रश्न
}
fillers = { $count ->
    [one] भराव शब्द
   *[other] भराव शब्द
}
thanks-title = धन्यवाद
thanks-sentence = बातचीत समाप्त हो गई है और जमा कर दी गई है। आप यह पेज बंद कर सकते हैं।
submitting = आपकी बातचीत जमा की जा रही है…
results-title = आपके परिणाम
analyzing = बातचीत पढ़ी जा रही है। इसमें थोड़ा समय लगेगा।
results-failed = बातचीत जमा हो गई, लेकिन उसका मूल्यांकन नहीं हो सका। आप प्रतिलेख फिर भी डाउनलोड कर सकते हैं।
out-of-ten = { $score } / 10
score = स्कोर
score-measured = मापा गया: जो अपेक्षित था उसमें से कितना बातचीत में आया।
score-judged = पूरी बातचीत के आधार पर एक भाषा मॉडल ने आँका।
report-card = मूल्यांकन रिपोर्ट
topic = विषय
note = टिप्पणी
strengths = खूबियाँ
weaknesses = सुधार के लिए
next-steps = अगले कदम
in-numbers = आँकड़ों में
transcript = प्रतिलेख
powered-by = { $name } द्वारा संचालित

## Failures: what happened, and then what to do about it

offline-what = लगता है आप ऑफ़लाइन हैं।
offline-advice = अपना कनेक्शन जाँचें, फिर दोबारा कोशिश करें।
unreachable-what = बातचीत तक पहुँचा नहीं जा सका।
unreachable-advice = फिर कोशिश करें; अगर ऐसा होता रहे, तो थोड़ी देर बाद लौटें।
refused-what = आपकी पहुँच स्वीकार नहीं हुई।
refused-advice = हो सकता है उसकी अवधि समाप्त हो गई हो; नया लिंक माँगें।
missing-what = यह बातचीत मौजूद नहीं है।
missing-advice = पता जाँचें, या जिसने यह दिया उससे पूछें।
busy-what = एक साथ बहुत ज़्यादा लोग पूछ रहे हैं।
busy-advice = थोड़ा रुकें, फिर कोशिश करें।
busy-seconds = { $seconds ->
    [one] { $seconds } सेकंड में फिर कोशिश करें।
   *[other] { $seconds } सेकंड में फिर कोशिश करें।
}
rejected-what = इसे स्वीकार नहीं किया जा सका।
rejected-advice = इसे बदलें और फिर कोशिश करें।
agent-what = जवाब पूरा नहीं हो सका।
agent-advice = थोड़ी देर में फिर कोशिश करें।
protocol-what = जवाब समझा नहीं जा सका।
protocol-advice = पेज फिर से लोड करें; अगर ऐसा होता रहे, तो इस साइट को चलाने वालों को बताएँ।
load-what = बातचीत लोड नहीं हो सकी।
policy-what = यह पेज बातचीत शुरू नहीं होने देता।
unsupported-what = यह ब्राउज़र बातचीत के लिए बहुत पुराना है।
crash-what = बातचीत किसी गड़बड़ी से रुक गई।
no-script = इस बातचीत के लिए JavaScript ज़रूरी है।

## Only in conversations with other systems

conversations = बातचीत
details = विवरण
close = बंद करें
new = नई बातचीत
delete = हटाएँ
delete-sure = “{ $title }” को हमेशा के लिए हटाएँ?
delete-keep = रखें
good = अच्छा जवाब
bad = खराब जवाब
open-image = तस्वीर खोलें
open-audio = रिकॉर्डिंग खोलें
open-file = फ़ाइल खोलें
unread = { $count ->
    [one] { $count } नया संदेश
   *[other] { $count } नए संदेश
}
rated = आपकी प्रतिक्रिया के लिए धन्यवाद।
untitled = बातचीत
current = अभी खुली है
no-conversations = कोई पिछली बातचीत नहीं है।
person = अब एक व्यक्ति जवाब दे रहा है
person-left = एआई एजेंट फिर से जवाब दे रहा है।
person-coming = आपको एक व्यक्ति से जोड़ा जा रहा है।
person-ended = व्यक्ति के साथ बातचीत समाप्त हो गई है।
person-absent = अभी संभालने के लिए कोई उपलब्ध नहीं है।
waiting = आपके जवाब की प्रतीक्षा है
answer-hint = आपका जवाब
closed-hint = एक जवाब चुनें
cards = सुझाव
status-sent = भेजा गया
status-delivered = पहुँच गया
status-read = पढ़ा गया
status-not-sent = नहीं पहुँचा
from-to = { $sender } से { $receiver } को
doing = { $what } पर काम जारी
did = पूरा हुआ: { $what }
reasoning = गहराई से सोच रहा है…
reasoned = गहराई से सोच लिया
state = एआई एजेंट जो ध्यान में रखता है
summary = सारांश
on = चालू
off = बंद
