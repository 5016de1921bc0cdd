### Thai

## Results of a conversation, from measured figures

nothing-said = ไม่มีการพูดอะไร จึงไม่มีอะไรให้วัด
measured = ผลนี้มาจากการวัด ไม่ใช่การตัดสิน: คุณพูด { $words } ใน { $turns } คิดเป็น { $percent } ของการสนทนา
count-words = { $count ->
   *[other] { $count } คำ
}
count-turns = { $count ->
   *[other] { $count } ครั้ง
}
criteria-touched = { $total ->
   *[other] คำพูดของคุณแตะ { $touched } จาก { $total } เกณฑ์การประเมิน
}
covered-well = จากคำที่คุณใช้ คุณพูดถึง { $topics } ได้ดี
not-touched = สิ่งที่คุณพูดไม่ได้แตะ { $topics }
not-touched-advice = ครั้งหน้า ลองพูดสิ่งที่แสดงถึง { $topics }
touched-briefly = คุณพูดถึง { $topics } เพียงสั้น ๆ
touched-briefly-advice = ลองเพิ่มตัวอย่างหรือขั้นตอนที่เป็นรูปธรรมสำหรับ { $topics }
balanced = การสนทนาที่สมดุล: { $percent } ของคำเป็นของคุณ
share-high = { $percent } ของคำเป็นของคุณ ทำให้อีกฝ่ายมีโอกาสพูดน้อย
share-high-advice = หยุดหลังแต่ละประเด็น แล้วถามว่าอีกฝ่ายคิดอย่างไร
share-low = มีเพียง { $percent } ของคำที่เป็นของคุณ
share-none = แทบไม่มีคำที่เป็นของคุณ
share-low-advice = พูดให้มากขึ้น: สองหรือสามประโยคต่อหนึ่งคำตอบ
answers-short = { $count ->
   *[other] คำตอบของคุณสั้น: เฉลี่ย { $count } คำ
}
answers-short-advice = ให้เหตุผลหรือตัวอย่างไปพร้อมกับแต่ละคำตอบ
answers-good = { $count ->
   *[other] คำตอบมีความยาวพอดี: เฉลี่ย { $count } คำ
}
answers-long = { $count ->
   *[other] คำตอบของคุณยาว: เฉลี่ย { $count } คำ
}
answers-long-advice = เริ่มด้วยข้อสรุป แล้วให้เหตุผลสนับสนุนไม่เกินสองข้อ
questions-none = คุณไม่ได้ถามคำถามเลย
questions-none-advice = ถามอย่างน้อยหนึ่งคำถามเพื่อให้รู้ว่าอะไรสำคัญต่ออีกฝ่าย
questions-some = { $count ->
   *[other] คุณถาม { $count } คำถาม
}
fillers-some = { $count ->
   *[other] คำฟุ่มเฟือย { $count } คำ หนึ่งคำในทุก { $every } คำ
}
fillers-advice = ปล่อยให้เงียบสั้น ๆ แทนคำฟุ่มเฟือย
fillers-none = ไม่มีคำฟุ่มเฟือย

## What went wrong with an answer

agent-slow = ใช้เวลาตอบนานเกินไป
agent-away = ขณะนี้ไม่สามารถติดต่อผู้ช่วย AI ได้
agent-failed = ผู้ช่วย AI ไม่สามารถตอบได้
message-long = { $count ->
   *[other] ข้อความยาวเกินไป: ไม่เกิน { $count } อักขระ
}
session-over = การสนทนานี้สิ้นสุดแล้ว
too-many = ขณะนี้มีคนสนทนาที่นี่มากเกินไป
