### Hindi

## Results of a conversation, from measured figures

nothing-said = कुछ कहा नहीं गया, इसलिए मापने को कुछ नहीं है।
measured = ये परिणाम मापे गए हैं, आँके नहीं गए: आपने { $turns } में { $words } कहे, बातचीत का { $percent }.
count-words = { $count ->
    [one] { $count } शब्द
   *[other] { $count } शब्द
}
count-turns = { $count ->
    [one] { $count } बारी
   *[other] { $count } बारियों
}
criteria-touched = { $total ->
    [one] आपकी बातों ने { $total } में से { $touched } मानदंड को छुआ।
   *[other] आपकी बातों ने { $total } में से { $touched } मानदंडों को छुआ।
}
covered-well = आपके शब्दों के अनुसार, इन पर अच्छी बात हुई: { $topics }.
not-touched = आपकी किसी बात ने इन्हें नहीं छुआ: { $topics }.
not-touched-advice = अगली बार कुछ ऐसा कहें जिससे यह झलके: { $topics }.
touched-briefly = आपने इन्हें केवल संक्षेप में छुआ: { $topics }.
touched-briefly-advice = इनके लिए एक उदाहरण या ठोस कदम जोड़ें: { $topics }.
balanced = संतुलित बातचीत: { $percent } शब्द आपके थे।
share-high = { $percent } शब्द आपके थे, जिससे दूसरे पक्ष को कम जगह मिलती है।
share-high-advice = हर बात के बाद रुकें और पूछें कि दूसरा पक्ष क्या सोचता है।
share-low = केवल { $percent } शब्द आपके थे।
share-none = लगभग कोई भी शब्द आपका नहीं था।
share-low-advice = ज़्यादा बोलें: हर जवाब में दो-तीन वाक्य।
answers-short = { $count ->
    [one] आपके जवाब छोटे थे: औसतन { $count } शब्द।
   *[other] आपके जवाब छोटे थे: औसतन { $count } शब्द।
}
answers-short-advice = हर जवाब के साथ कारण या उदाहरण दें।
answers-good = { $count ->
    [one] जवाबों की लंबाई अच्छी थी: औसतन { $count } शब्द।
   *[other] जवाबों की लंबाई अच्छी थी: औसतन { $count } शब्द।
}
answers-long = { $count ->
    [one] आपके जवाब लंबे थे: औसतन { $count } शब्द।
   *[other] आपके जवाब लंबे थे: औसतन { $count } शब्द।
}
answers-long-advice = पहले निष्कर्ष बताएँ, फिर अधिकतम दो तर्क दें।
questions-none = आपने कोई प्रश्न नहीं पूछा।
questions-none-advice = दूसरे पक्ष के लिए क्या महत्त्वपूर्ण है, यह जानने को कम से कम एक प्रश्न पूछें।
questions-some = { $count ->
    [one] आपने { $count } प्रश्न पूछा।
   *[other] आपने { $count } प्रश्न पूछे।
}
fillers-some = { $count ->
    [one] { $count } भराव शब्द, हर { $every } शब्दों में एक।
   *[other] { $count } भराव शब्द, हर { $every } शब्दों में एक।
}
fillers-advice = जहाँ भराव शब्द आता, वहाँ थोड़ी चुप्पी रहने दें।
fillers-none = कोई भराव शब्द नहीं।

## What went wrong with an answer

agent-slow = जवाब में बहुत समय लगा।
agent-away = एआई एजेंट से अभी संपर्क नहीं हो सकता।
agent-failed = एआई एजेंट जवाब नहीं दे सका।
message-long = { $count ->
    [one] संदेश बहुत लंबा है: अधिकतम { $count } वर्ण।
   *[other] संदेश बहुत लंबा है: अधिकतम { $count } वर्ण।
}
session-over = यह बातचीत समाप्त हो चुकी है।
too-many = अभी यहाँ बहुत ज़्यादा लोग बात कर रहे हैं।
