### Persian

## Results of a conversation, from measured figures

nothing-said = چیزی گفته نشد، پس چیزی برای سنجیدن نیست.
measured = این نتایج سنجیده شده‌اند، نه داوری: شما در { $turns }، { $words } گفتید؛ { $percent } از گفت‌وگو.
count-words = { $count ->
    [one] { $count } واژه
   *[other] { $count } واژه
}
count-turns = { $count ->
    [one] { $count } نوبت
   *[other] { $count } نوبت
}
criteria-touched = { $total ->
    [one] سخنان شما به { $touched } معیار از { $total } معیار ارزیابی پرداخت.
   *[other] سخنان شما به { $touched } معیار از { $total } معیار ارزیابی پرداخت.
}
covered-well = بر پایهٔ واژه‌هایتان، به این‌ها خوب پرداختید: { $topics }.
not-touched = هیچ‌یک از سخنان شما به این‌ها نپرداخت: { $topics }.
not-touched-advice = دفعهٔ بعد چیزی بگویید که این‌ها را نشان دهد: { $topics }.
touched-briefly = تنها کوتاه به این‌ها پرداختید: { $topics }.
touched-briefly-advice = برای این‌ها یک نمونه یا گام مشخص بیفزایید: { $topics }.
balanced = گفت‌وگویی متعادل: { $percent } از واژه‌ها از شما بود.
share-high = { $percent } از واژه‌ها از شما بود و این جای کمی برای طرف مقابل می‌گذارد.
share-high-advice = پس از هر نکته مکث کنید و نظر طرف مقابل را بپرسید.
share-low = تنها { $percent } از واژه‌ها از شما بود.
share-none = تقریباً هیچ‌یک از واژه‌ها از شما نبود.
share-low-advice = بیشتر سخن بگویید: دو یا سه جمله برای هر پاسخ.
answers-short = { $count ->
    [one] پاسخ‌هایتان کوتاه بود: به‌طور میانگین { $count } واژه.
   *[other] پاسخ‌هایتان کوتاه بود: به‌طور میانگین { $count } واژه.
}
answers-short-advice = همراه هر پاسخ، دلیل یا نمونه‌ای بیاورید.
answers-good = { $count ->
    [one] پاسخ‌هایی با اندازهٔ خوب: به‌طور میانگین { $count } واژه.
   *[other] پاسخ‌هایی با اندازهٔ خوب: به‌طور میانگین { $count } واژه.
}
answers-long = { $count ->
    [one] پاسخ‌هایتان بلند بود: به‌طور میانگین { $count } واژه.
   *[other] پاسخ‌هایتان بلند بود: به‌طور میانگین { $count } واژه.
}
answers-long-advice = با نتیجه آغاز کنید، سپس حداکثر دو دلیل بیاورید.
questions-none = پرسشی نکردید.
questions-none-advice = دست‌کم یک پرسش کنید تا بدانید برای طرف مقابل چه چیزی مهم است.
questions-some = { $count ->
    [one] { $count } پرسش کردید.
   *[other] { $count } پرسش کردید.
}
fillers-some = { $count ->
    [one] { $count } تکیه‌کلام، یکی در هر { $every } واژه.
   *[other] { $count } تکیه‌کلام، یکی در هر { $every } واژه.
}
fillers-advice = به‌جای تکیه‌کلام، سکوتی کوتاه کنید.
fillers-none = بدون تکیه‌کلام.

## What went wrong with an answer

agent-slow = پاسخ بیش از اندازه طول کشید.
agent-away = دستیار هوش مصنوعی اکنون در دسترس نیست.
agent-failed = دستیار هوش مصنوعی نتوانست پاسخ دهد.
message-long = { $count ->
    [one] پیام بیش از اندازه بلند است: حداکثر { $count } نویسه.
   *[other] پیام بیش از اندازه بلند است: حداکثر { $count } نویسه.
}
session-over = این گفت‌وگو به پایان رسیده است.
too-many = اکنون افراد بسیار زیادی اینجا گفت‌وگو می‌کنند.
