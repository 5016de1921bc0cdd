### Hebrew

## Results of a conversation, from measured figures

nothing-said = לא נאמר דבר, ולכן אין מה למדוד.
measured = תוצאות אלה נמדדו ולא הוערכו: אמרת { $words } ב-{ $turns }, { $percent } מהשיחה.
count-words = { $count ->
    [one] מילה { $count }
    [two] { $count } מילים
   *[other] { $count } מילים
}
count-turns = { $count ->
    [one] פנייה { $count }
    [two] { $count } פניות
   *[other] { $count } פניות
}
criteria-touched = { $total ->
    [one] דבריך נגעו ב-{ $touched } מתוך קריטריון { $total } להערכה.
    [two] דבריך נגעו ב-{ $touched } מתוך { $total } קריטריונים להערכה.
   *[other] דבריך נגעו ב-{ $touched } מתוך { $total } קריטריונים להערכה.
}
covered-well = לפי המילים שלך, עסקת היטב ב: { $topics }.
not-touched = שום דבר שאמרת לא נגע ב: { $topics }.
not-touched-advice = בפעם הבאה כדאי לומר משהו שמראה: { $topics }.
touched-briefly = נגעת רק בקצרה ב: { $topics }.
touched-briefly-advice = כדאי להוסיף דוגמה או צעד מעשי לגבי: { $topics }.
balanced = שיחה מאוזנת: { $percent } מהמילים היו שלך.
share-high = { $percent } מהמילים היו שלך, וכך נותר לצד השני מעט מקום.
share-high-advice = כדאי לעצור אחרי כל נקודה ולשאול מה הצד השני חושב.
share-low = רק { $percent } מהמילים היו שלך.
share-none = כמעט אף מילה לא הייתה שלך.
share-low-advice = כדאי לקחת יותר מקום: שניים או שלושה משפטים בכל תשובה.
answers-short = { $count ->
    [one] התשובות שלך היו קצרות: מילה { $count } בממוצע.
    [two] התשובות שלך היו קצרות: { $count } מילים בממוצע.
   *[other] התשובות שלך היו קצרות: { $count } מילים בממוצע.
}
answers-short-advice = כדאי לצרף לכל תשובה סיבה או דוגמה.
answers-good = { $count ->
    [one] תשובות באורך טוב: מילה { $count } בממוצע.
    [two] תשובות באורך טוב: { $count } מילים בממוצע.
   *[other] תשובות באורך טוב: { $count } מילים בממוצע.
}
answers-long = { $count ->
    [one] התשובות שלך היו ארוכות: מילה { $count } בממוצע.
    [two] התשובות שלך היו ארוכות: { $count } מילים בממוצע.
   *[other] התשובות שלך היו ארוכות: { $count } מילים בממוצע.
}
answers-long-advice = כדאי לפתוח במסקנה ואז לתת שני נימוקים לכל היותר.
questions-none = לא שאלת שאלות.
questions-none-advice = כדאי לשאול לפחות שאלה אחת כדי לדעת מה חשוב לצד השני.
questions-some = { $count ->
    [one] שאלת שאלה { $count }.
    [two] שאלת { $count } שאלות.
   *[other] שאלת { $count } שאלות.
}
fillers-some = { $count ->
    [one] מילת מילוי { $count }, אחת לכל { $every } מילים.
    [two] { $count } מילות מילוי, אחת לכל { $every } מילים.
   *[other] { $count } מילות מילוי, אחת לכל { $every } מילים.
}
fillers-advice = כדאי להשאיר שתיקה קצרה במקום מילת מילוי.
fillers-none = אין מילות מילוי.

## What went wrong with an answer

agent-slow = התשובה ארכה זמן רב מדי.
agent-away = סוכן ה-AI אינו זמין כעת.
agent-failed = סוכן ה-AI לא הצליח לענות.
message-long = { $count ->
    [one] ההודעה ארוכה מדי: לכל היותר תו { $count }.
    [two] ההודעה ארוכה מדי: לכל היותר { $count } תווים.
   *[other] ההודעה ארוכה מדי: לכל היותר { $count } תווים.
}
session-over = שיחה זו הסתיימה.
too-many = יותר מדי אנשים משוחחים כאן כרגע.
