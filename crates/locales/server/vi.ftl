### Vietnamese

## Results of a conversation, from measured figures

nothing-said = Chưa có gì được nói, nên không có gì để đo.
measured = Các kết quả này được đo, không phải đánh giá: bạn đã nói { $words } trong { $turns }, chiếm { $percent } cuộc trò chuyện.
count-words = { $count ->
    [one] { $count } từ
   *[other] { $count } từ
}
count-turns = { $count ->
    [one] { $count } lượt nói
   *[other] { $count } lượt nói
}
criteria-touched = { $total ->
    [one] Lời bạn nói chạm đến { $touched } trên { $total } tiêu chí.
   *[other] Lời bạn nói chạm đến { $touched } trên { $total } tiêu chí.
}
covered-well = Theo những từ bạn dùng, bạn đã nói tốt về { $topics }.
not-touched = Không điều gì bạn nói chạm đến { $topics }.
not-touched-advice = Lần tới, hãy nói điều gì đó thể hiện { $topics }.
touched-briefly = Bạn chỉ nói qua về { $topics }.
touched-briefly-advice = Hãy thêm một ví dụ hoặc một bước cụ thể cho { $topics }.
balanced = Cuộc trò chuyện cân bằng: { $percent } số từ là của bạn.
share-high = { $percent } số từ là của bạn, nên phía bên kia còn ít chỗ để nói.
share-high-advice = Hãy dừng lại sau mỗi ý và hỏi xem bên kia nghĩ gì.
share-low = Chỉ { $percent } số từ là của bạn.
share-none = Hầu như không có từ nào là của bạn.
share-low-advice = Hãy nói nhiều hơn: hai hoặc ba câu cho mỗi câu trả lời.
answers-short = { $count ->
    [one] Câu trả lời của bạn ngắn: trung bình { $count } từ.
   *[other] Câu trả lời của bạn ngắn: trung bình { $count } từ.
}
answers-short-advice = Hãy nêu lý do hoặc ví dụ kèm theo mỗi câu trả lời.
answers-good = { $count ->
    [one] Câu trả lời có độ dài phù hợp: trung bình { $count } từ.
   *[other] Câu trả lời có độ dài phù hợp: trung bình { $count } từ.
}
answers-long = { $count ->
    [one] Câu trả lời của bạn dài: trung bình { $count } từ.
   *[other] Câu trả lời của bạn dài: trung bình { $count } từ.
}
answers-long-advice = Hãy nêu kết luận trước, rồi nhiều nhất hai ý bổ trợ.
questions-none = Bạn không đặt câu hỏi nào.
questions-none-advice = Hãy hỏi ít nhất một câu để biết điều gì quan trọng với bên kia.
questions-some = { $count ->
    [one] Bạn đã đặt { $count } câu hỏi.
   *[other] Bạn đã đặt { $count } câu hỏi.
}
fillers-some = { $count ->
    [one] { $count } từ đệm, cứ { $every } từ có một.
   *[other] { $count } từ đệm, cứ { $every } từ có một.
}
fillers-advice = Hãy để một khoảng lặng ngắn thay cho từ đệm.
fillers-none = Không có từ đệm.

## What went wrong with an answer

agent-slow = Câu trả lời mất quá nhiều thời gian.
agent-away = Hiện không thể kết nối với trợ lý AI.
agent-failed = Trợ lý AI không thể trả lời.
message-long = { $count ->
    [one] Tin nhắn quá dài: tối đa { $count } ký tự.
   *[other] Tin nhắn quá dài: tối đa { $count } ký tự.
}
session-over = Cuộc trò chuyện này đã kết thúc.
too-many = Hiện có quá nhiều người đang trò chuyện ở đây.
