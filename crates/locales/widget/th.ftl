### Thai

## Controls: what a control is called is what it shows.

continue = ดำเนินการต่อ
unlock = ปลดล็อก
start = เริ่ม
send = ส่ง
cancel = หยุดสร้างคำตอบ
end = จบ
keep = คุยต่อ
submit = ส่ง
again = เริ่มใหม่
retry = ลองอีกครั้ง
download = ดาวน์โหลดบทสนทนา
download-doubt = หากไม่มีไฟล์บันทึกไว้ แสดงว่าหน้าเว็บที่แสดงการสนทนานี้ไม่อนุญาตให้บันทึก
new-messages = ข้อความใหม่
latest = ข้อความล่าสุด
copy = คัดลอก
copied = คัดลอกแล้ว
name = ชื่อ
email = อีเมล
passcode = รหัสเข้าใช้
message = ข้อความ
comment = ความคิดเห็น (ไม่บังคับ)

## Before the conversation

loading = กำลังโหลด
loading-long = ใช้เวลานานกว่าปกติ
conversation = การสนทนา
saved-notice = การสนทนานี้จะถูกจัดเก็บไว้
recorded-notice = การสนทนานี้จะถูกจัดเก็บและบันทึกเสียงหรือภาพ
anew = ไม่สามารถสนทนาต่อจากครั้งก่อนที่นี่ได้ นี่คือการสนทนาใหม่
by-text = ผ่านข้อความ
saved = มีการจัดเก็บ
recorded = มีการบันทึกเสียงหรือภาพ
ai-answers = AI เป็นผู้ตอบ
up-to-minutes = { $minutes ->
   *[other] ไม่เกิน { $minutes } นาที
}
accept-both = ฉันยอมรับ{ $terms }และ{ $privacy }
accept-terms = ฉันยอมรับ{ $terms }
accept-privacy = ฉันยอมรับ{ $privacy }
terms = ข้อกำหนดการใช้งาน
privacy = นโยบายความเป็นส่วนตัว
accept-missing = โปรดทำเครื่องหมายในช่องเพื่อดำเนินการต่อ
locked-title = การสนทนานี้เป็นแบบส่วนตัว
locked-sentence = โปรดเปิดด้วยลิงก์ที่คุณได้รับ
paid-title = การสนทนานี้มีค่าใช้จ่าย
paid-sentence = โปรดเปิดด้วยลิงก์ที่คุณได้รับเมื่อซื้อ
closed-title = การสนทนานี้ไม่ได้เปิดอยู่ในขณะนี้
opens = จะเปิดเมื่อ { $date }
closed-since = ปิดไปเมื่อ { $date }
passcode-title = ป้อนรหัสเข้าใช้
passcode-sentence = สอบถามรหัสได้จากผู้ที่เชิญคุณ
passcode-missing = โปรดป้อนรหัสเข้าใช้
passcode-wrong = รหัสเข้าใช้ไม่ถูกต้อง โปรดตรวจสอบแล้วลองอีกครั้ง
name-missing = โปรดป้อนชื่อของคุณ
too-long = { $count ->
   *[other] ป้อนได้ไม่เกิน { $count } อักขระ
}
email-missing = โปรดป้อนที่อยู่อีเมลของคุณ
email-space = ที่อยู่อีเมลต้องไม่มีช่องว่าง
email-no-at = ที่อยู่อีเมลต้องมี @ เช่น name@example.com
email-two-ats = ที่อยู่อีเมลต้องมี @ เพียงตัวเดียว
email-partial = โปรดป้อนที่อยู่อีเมลให้ครบ เช่น name@example.com

## The state, beside the avatar

connecting = กำลังเชื่อมต่อ…
idle = ถึงตาคุณแล้ว
listening = กำลังฟัง…
thinking = กำลังคิด…
speaking = กำลังเขียน…
reconnecting = กำลังเชื่อมต่ออีกครั้ง…
stopping = กำลังจบ…
interrupted = ถูกขัดจังหวะ

## The conversation

you = คุณ
agent = ผู้ช่วย AI
sending = กำลังส่ง…
not-sent = ส่งไม่สำเร็จ
queued = จะส่งเมื่อตอบเสร็จ
take-back = เรียกคืน
cut = หยุดตรงนี้
using-tool = กำลังใช้ { $tool }
used-tool = ใช้ { $tool } แล้ว
tool-input = สิ่งที่ขอ
tool-result = ผลลัพธ์
choices = คำตอบที่แนะนำ
choices-count = { $count ->
   *[other] คำตอบที่แนะนำ { $count } รายการ
}
elapsed = เวลาที่ใช้ไป
time-left = เหลือ { $time }
minutes-left = { $minutes ->
   *[other] เหลืออีก { $minutes } นาที
}
time-up = หมดเวลาแล้ว
unsent-draft = คุณเขียนข้อความนี้ไว้แต่ยังไม่ได้ส่ง:
characters-left = { $count ->
   *[other] เหลือ { $count } อักขระ
}
characters-over = { $count ->
   *[other] เกินมา { $count } อักขระ
}
table = ตาราง
show-rest = แสดงส่วนที่เหลือ

## Afterwards

review-title = พร้อมส่งหรือยัง
review-sentence = การสนทนาจบแล้ว กดส่งเพื่อให้เสร็จสมบูรณ์
minutes = { $minutes ->
   *[other] นาที
}
messages = { $count ->
   *[other] ข้อความ
}
your-words = { $count ->
   *[other] คำของคุณ
}
your-share = สัดส่วนของคุณ
your-questions = { $count ->
   *[other] คำถามของคุณ
}
fillers = { $count ->
   *[other] คำติดปาก
}
thanks-title = ขอบคุณ
thanks-sentence = การสนทนาจบแล้วและส่งเรียบร้อยแล้ว คุณปิดหน้านี้ได้
submitting = กำลังส่งการสนทนาของคุณ…
results-title = ผลของคุณ
analyzing = กำลังวิเคราะห์การสนทนา โปรดรอสักครู่
results-failed = ส่งการสนทนาแล้ว แต่ประเมินไม่สำเร็จ คุณยังดาวน์โหลดบทสนทนาได้
out-of-ten = { $score } / 10
score = คะแนน
score-measured = วัดจาก: สิ่งที่ต้องการตรวจสอบปรากฏในการสนทนามากน้อยเพียงใด
score-judged = ตัดสินโดยโมเดลภาษาจากการสนทนาทั้งหมด
report-card = ใบประเมินผล
topic = หัวข้อ
note = หมายเหตุ
strengths = จุดแข็ง
weaknesses = สิ่งที่ควรพัฒนา
next-steps = ขั้นตอนถัดไป
in-numbers = สรุปเป็นตัวเลข
transcript = บทสนทนา
powered-by = ขับเคลื่อนโดย { $name }

## Failures: what happened, and then what to do about it

offline-what = ดูเหมือนว่าคุณออฟไลน์อยู่
offline-advice = โปรดตรวจสอบการเชื่อมต่อแล้วลองอีกครั้ง
unreachable-what = ไม่สามารถเชื่อมต่อกับการสนทนาได้
unreachable-advice = โปรดลองอีกครั้ง หากยังเกิดปัญหา โปรดกลับมาใหม่ภายหลัง
refused-what = สิทธิ์เข้าถึงของคุณไม่ได้รับการยอมรับ
refused-advice = สิทธิ์อาจหมดอายุแล้ว โปรดขอลิงก์ใหม่
missing-what = ไม่มีการสนทนานี้
missing-advice = โปรดตรวจสอบที่อยู่เว็บ หรือสอบถามผู้ที่ให้ที่อยู่นี้แก่คุณ
busy-what = มีผู้ใช้งานพร้อมกันมากเกินไป
busy-advice = โปรดรอสักครู่แล้วลองอีกครั้ง
busy-seconds = { $seconds ->
   *[other] ลองอีกครั้งใน { $seconds } วินาที
}
rejected-what = ไม่สามารถรับข้อมูลนี้ได้
rejected-advice = โปรดแก้ไขแล้วลองอีกครั้ง
agent-what = ไม่สามารถตอบให้จบได้
agent-advice = โปรดลองอีกครั้งในอีกสักครู่
protocol-what = ไม่สามารถอ่านคำตอบได้
protocol-advice = โปรดโหลดหน้านี้ใหม่ หากยังเกิดปัญหา โปรดแจ้งผู้ดูแลเว็บไซต์
load-what = ไม่สามารถโหลดการสนทนาได้
policy-what = หน้านี้ไม่อนุญาตให้เริ่มการสนทนา
unsupported-what = เบราว์เซอร์นี้เก่าเกินไปสำหรับการสนทนา
crash-what = การสนทนาหยุดลงเนื่องจากข้อผิดพลาด
no-script = การสนทนานี้ต้องใช้ JavaScript

## Only in conversations with other systems

conversations = รายการสนทนา
details = รายละเอียด
close = ปิด
new = การสนทนาใหม่
delete = ลบ
delete-sure = ลบ “{ $title }” อย่างถาวรไหม
delete-keep = เก็บไว้
good = คำตอบดี
bad = คำตอบไม่ดี
open-image = เปิดรูปภาพ
open-audio = เปิดไฟล์เสียง
open-file = เปิดไฟล์
unread = { $count ->
   *[other] ข้อความใหม่ { $count } ข้อความ
}
rated = ขอบคุณสำหรับความคิดเห็นของคุณ
untitled = การสนทนา
current = เปิดอยู่
no-conversations = ไม่มีการสนทนาก่อนหน้านี้
person = ตอนนี้เจ้าหน้าที่เป็นผู้ตอบ
person-left = ผู้ช่วย AI กลับมาตอบแล้ว
person-coming = กำลังเชื่อมต่อคุณกับเจ้าหน้าที่
person-ended = การสนทนากับเจ้าหน้าที่จบแล้ว
person-absent = ขณะนี้ไม่มีเจ้าหน้าที่ที่พร้อมรับช่วงต่อ
waiting = กำลังรอคำตอบของคุณ
answer-hint = คำตอบของคุณ
closed-hint = เลือกคำตอบ
cards = รายการแนะนำ
status-sent = ส่งแล้ว
status-delivered = ถึงผู้รับแล้ว
status-read = อ่านแล้ว
status-not-sent = ส่งไม่ถึงผู้รับ
from-to = { $sender } ถึง { $receiver }
doing = กำลังทำ: { $what }
did = เสร็จแล้ว: { $what }
reasoning = กำลังคิดอย่างละเอียด…
reasoned = คิดอย่างละเอียดแล้ว
state = สิ่งที่ผู้ช่วย AI จำไว้
summary = สรุป
on = เปิด
off = ปิด
