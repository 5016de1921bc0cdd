### Arabic

## Results of a conversation, from measured figures

nothing-said = لم يُقَل شيء، لذا لا يوجد ما يُقاس.
measured = هذه النتائج مقيسة وليست حكمًا: قلت { $words } في { $turns }، أي { $percent } من المحادثة.
count-words = { $count ->
    [zero] { $count } كلمة
    [one] كلمة واحدة ({ $count })
    [two] كلمتين ({ $count })
    [few] { $count } كلمات
    [many] { $count } كلمة
   *[other] { $count } كلمة
}
count-turns = { $count ->
    [zero] { $count } مداخلة
    [one] مداخلة واحدة ({ $count })
    [two] مداخلتين ({ $count })
    [few] { $count } مداخلات
    [many] { $count } مداخلة
   *[other] { $count } مداخلة
}
criteria-touched = { $total ->
    [zero] تناولت كلماتك { $touched } من أصل { $total } من معايير التقييم.
    [one] تناولت كلماتك { $touched } من أصل { $total } من معايير التقييم.
    [two] تناولت كلماتك { $touched } من أصل { $total } من معايير التقييم.
    [few] تناولت كلماتك { $touched } من أصل { $total } من معايير التقييم.
    [many] تناولت كلماتك { $touched } من أصل { $total } من معايير التقييم.
   *[other] تناولت كلماتك { $touched } من أصل { $total } من معايير التقييم.
}
covered-well = بحسب كلماتك، كان تناولك جيدًا لما يلي: { $topics }.
not-touched = لم يتناول شيء مما قلته { $topics }.
not-touched-advice = في المرة القادمة، يُستحسن قول ما يُظهر { $topics }.
touched-briefly = كان تناولك موجزًا فقط لما يلي: { $topics }.
touched-briefly-advice = يُستحسن إضافة مثال أو خطوة ملموسة بشأن { $topics }.
balanced = محادثة متوازنة: { $percent } من الكلمات كانت لك.
share-high = { $percent } من الكلمات كانت لك، وهذا يترك للطرف الآخر مساحة ضئيلة.
share-high-advice = يُستحسن التوقف بعد كل نقطة وسؤال الطرف الآخر عن رأيه.
share-low = { $percent } فقط من الكلمات كانت لك.
share-none = لم يكن لك من الكلمات شيء تقريبًا.
share-low-advice = يُستحسن أخذ مساحة أكبر: جملتان أو ثلاث لكل إجابة.
answers-short = { $count ->
    [zero] كانت إجاباتك قصيرة: { $count } كلمة في المتوسط.
    [one] كانت إجاباتك قصيرة: كلمة واحدة ({ $count }) في المتوسط.
    [two] كانت إجاباتك قصيرة: كلمتان ({ $count }) في المتوسط.
    [few] كانت إجاباتك قصيرة: { $count } كلمات في المتوسط.
    [many] كانت إجاباتك قصيرة: { $count } كلمة في المتوسط.
   *[other] كانت إجاباتك قصيرة: { $count } كلمة في المتوسط.
}
answers-short-advice = يُستحسن ذكر السبب أو مثال مع كل إجابة.
answers-good = { $count ->
    [zero] إجابات بطول مناسب: { $count } كلمة في المتوسط.
    [one] إجابات بطول مناسب: كلمة واحدة ({ $count }) في المتوسط.
    [two] إجابات بطول مناسب: كلمتان ({ $count }) في المتوسط.
    [few] إجابات بطول مناسب: { $count } كلمات في المتوسط.
    [many] إجابات بطول مناسب: { $count } كلمة في المتوسط.
   *[other] إجابات بطول مناسب: { $count } كلمة في المتوسط.
}
answers-long = { $count ->
    [zero] كانت إجاباتك طويلة: { $count } كلمة في المتوسط.
    [one] كانت إجاباتك طويلة: كلمة واحدة ({ $count }) في المتوسط.
    [two] كانت إجاباتك طويلة: كلمتان ({ $count }) في المتوسط.
    [few] كانت إجاباتك طويلة: { $count } كلمات في المتوسط.
    [many] كانت إجاباتك طويلة: { $count } كلمة في المتوسط.
   *[other] كانت إجاباتك طويلة: { $count } كلمة في المتوسط.
}
answers-long-advice = يُستحسن البدء بالخلاصة ثم ذكر نقطتين داعمتين على الأكثر.
questions-none = لم تُطرح منك أي أسئلة.
questions-none-advice = يُستحسن طرح سؤال واحد على الأقل لمعرفة ما يهم الطرف الآخر.
questions-some = { $count ->
    [zero] طُرح منك { $count } سؤال.
    [one] طُرح منك سؤال واحد ({ $count }).
    [two] طُرح منك سؤالان ({ $count }).
    [few] طُرحت منك { $count } أسئلة.
    [many] طُرح منك { $count } سؤالًا.
   *[other] طُرح منك { $count } سؤال.
}
fillers-some = { $count ->
    [zero] { $count } كلمة حشو، واحدة في كل { $every } كلمة.
    [one] كلمة حشو واحدة ({ $count })، واحدة في كل { $every } كلمة.
    [two] كلمتا حشو ({ $count })، واحدة في كل { $every } كلمة.
    [few] { $count } كلمات حشو، واحدة في كل { $every } كلمة.
    [many] { $count } كلمة حشو، واحدة في كل { $every } كلمة.
   *[other] { $count } كلمة حشو، واحدة في كل { $every } كلمة.
}
fillers-advice = يُستحسن ترك صمت قصير مكان كلمة الحشو.
fillers-none = لا كلمات حشو.

## What went wrong with an answer

agent-slow = استغرق الرد وقتًا أطول من اللازم.
agent-away = يتعذر الوصول إلى وكيل الذكاء الاصطناعي حاليًا.
agent-failed = لم يتمكن وكيل الذكاء الاصطناعي من الرد.
message-long = { $count ->
    [zero] الرسالة طويلة جدًا: { $count } حرف على الأكثر.
    [one] الرسالة طويلة جدًا: حرف واحد ({ $count }) على الأكثر.
    [two] الرسالة طويلة جدًا: حرفان ({ $count }) على الأكثر.
    [few] الرسالة طويلة جدًا: { $count } أحرف على الأكثر.
    [many] الرسالة طويلة جدًا: { $count } حرفًا على الأكثر.
   *[other] الرسالة طويلة جدًا: { $count } حرف على الأكثر.
}
session-over = انتهت هذه المحادثة.
too-many = يتحدث هنا عدد كبير جدًا من الأشخاص الآن.
