use expect_test::expect;

use super::{check_answer, check_replies, check_returned};

#[test]
fn texts_are_messages_and_what_follows_one_belongs_to_it() {
    check_replies(
        r#"[{"type":"text","text":"Look:","state":"/A"},
            {"type":"image","imageUrl":"https://cdn.example.com/a b.png","text":"A cup"},
            {"type":"audio","audioUrl":"https://cdn.example.com/a.mp3","audioName":"Song"},
            {"type":"text","text":"And <b>this</b>","markup":"html","tts":"and this"},
            {"type":"buttons","buttons":[{"text":"Prices"},{"text":"Agent","transition":"/CallOperator"}]}]"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = say q1-1 "Look:"
            = end q1-1
            = attached q1-1 image https://cdn.example.com/a%20b.png "A cup"
            = attached q1-1 audio https://cdn.example.com/a.mp3 "Song"
            = agent q1-2
            = say q1-2 "And **this**"
            = end q1-2
            = offered q1-2 Prices,Agent
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn buttons_open_addresses_or_send_what_they_stand_for() {
    check_replies(
        r#"[{"type":"inlineButtons","buttons":[{"text":"Site","url":"https://a.example/x"},{"text":"Yes","callback_data":"yes-1"}]},
            {"type":"buttons","buttons":["No",{"text":""},{"name":"Maybe"}]}]"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = end q1-1
            = offered q1-1 Site,Yes,No,Maybe
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn a_carousels_cards_stand_in_a_row() {
    check_replies(
        r#"[{"type":"carousel","text":"Our cups","content":[
            {"title":"Red","btnText":"Take red","description":"4 €","image":"https://cdn.example.com/red.png"},
            {"title":"Blue","btnText":"See","url":"https://shop.example/blue"},{}]}]"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = say q1-1 "Our cups"
            = end q1-1
            = attached q1-1 card "Red" "4 €" https://cdn.example.com/red.png Some(("Take red", "Take red", None))
            = attached q1-1 card "Blue" "" - Some(("See", "See", Some("https://shop.example/blue")))
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn unknown_types_do_not_break_the_list() {
    check_replies(
        r#"[{"type":"hangup"},{"type":"telegramPayment","amount":1},{"type":"location","lat":1},
            {"type":"raw","body":{"attachments":[{"x":1}]}},{"type":"raw","body":{"text":"From another channel"}},
            5,null,{"type":7,"text":"no type is text"},{"type":"timeout","interval":"soon"},{"type":"timeout","interval":3,"targetState":"/Later"},
            {"type":"text"},{"type":"text","text":"   "},{"type":"text","text":"still here"}]"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = say q1-1 "From another channel"
            = end q1-1
            = agent q1-2
            = say q1-2 "no type is text"
            = end q1-2
            = agent q1-3
            = say q1-3 "still here"
            = end q1-3
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn the_composer_closes_with_buttons_and_opens_without() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","blockForm":true,"data":{"replies":[{"type":"text","text":"Pick"},{"type":"buttons","buttons":[{"text":"A"},{"text":"B"}]}]}}}]}
        press e1 A A
        #7 200 {"questionId":"q2"}
        #6 200 {"events":[{"type":"botResponse","event":{"questionId":"q2","timestamp":"2022-09-28T12:02:00.000","blockForm":true,"data":{"replies":[{"type":"text","text":"And now?"}]}}}]}
        // Nobody could answer by a link alone.
        #8 200 {"events":[{"type":"botResponse","event":{"questionId":"q3","timestamp":"2022-09-28T12:03:00.000","blockForm":true,"data":{"replies":[{"type":"inlineButtons","buttons":[{"text":"Site","url":"https://a.example"}]}]}}}]}
        "#,
        expect![[r#"
            = agent q1-1
            = say q1-1 "Pick"
            = end q1-1
            = offered q1-1 A,B
            = composer closed
            ~ 300
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = visitor e1
            = say e1 "A"
            = end e1
            = sending e1
            = run e1
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"A","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = agent q2-1
            = say q2-1 "And now?"
            = end q2-1
            = composer open
            = status e1 read
            = done e1
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366520001 [Bearer t1]
            = agent q3-1
            = end q3-1
            = offered q3-1 Site
            > #9 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366580001 [Bearer t1]
        "#]],
    );
}

#[test]
fn the_answer_alone_and_replies_at_the_top_are_read_too() {
    check_answer(
        r#"{"questionId":"q1","timestamp":"2022-09-28T12:32:13","data":{"answer":"Only this"}}"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = say q1-1 "Only this"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
    check_answer(
        r#"{"messageId":7,"timestamp":1664368333262,"replies":[{"type":"text","text":"Top"}]}"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent 7-1
            = say 7-1 "Top"
            = end 7-1
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn a_person_takes_over_and_hands_back() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"nlpClass":"/CallOperator","replies":[{"type":"switch","firstMessage":"One moment","destination":"Sales","closeChatPhrases":["/close","bye"],"appendCloseChatButton":true,"ignoreOffline":true,"attributes":{}}]}}}]}
        send e1 are you there?
        #7 200 {"questionId":"q2"}
        #6 200 {"events":[{"type":"operatorMessage","event":{"questionId":"q3","timestamp":"2022-09-28T12:02:00.000","operator":" Bob ","text":"Yes, Bob here"}}]}
        #8 200 {"events":[{"type":"livechatFinished","event":{"questionId":"q4","timestamp":"2022-09-28T12:03:00.000"}}]}
        #9 200 {"events":[{"type":"botResponse","event":{"questionId":"q5","timestamp":"2022-09-28T12:04:00.000","data":{"nlpClass":"/Back","replies":[{"type":"text","text":"Me again"}]}}}]}
        "#,
        expect![[r#"
            = agent q1-1
            = say q1-1 "One moment"
            = end q1-1
            = HandOver q1-2 person-coming Sales
            = called q1-2
            = human true
            = offered q1-1 /close
            ~ 300
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = visitor e1
            = say e1 "are you there?"
            = end e1
            = sending e1
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"are you there?","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q3-1
            = say q3-1 "Yes, Bob here"
            = end q3-1
            = author q3-1 Bob
            = status e1 read
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366520001 [Bearer t1]
            = human false
            = HandOver q4-1 person-ended
            = called q4-1
            > #9 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366580001 [Bearer t1]
            = agent q5-1
            = say q5-1 "Me again"
            = end q5-1
            > #10 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366640001 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_person_may_come_without_being_asked_and_nothing_is_waited_for_then() {
    check_returned(
        r#"
        send e1 are you there?
        #6 200 {"questionId":"q1"}
        #5 200 {"events":[{"type":"operatorMessage","event":{"questionId":"q2","timestamp":"2022-09-28T12:02:00.000","operator":"","data":{"nlpClass":"","replies":[{"type":"text","text":"Somebody is"}]}}}]}
        send e2 good
        #8 200 {"questionId":"q3"}
        #7 200 {"events":[{"type":"livechatFinished","event":{"questionId":"q4","event":"livechatFinished","operator":"Bob","timestamp":"2022-09-28T12:03:00.000","data":{"replies":[{"type":"text","text":"Bye"}]}}}]}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "are you there?"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"are you there?","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = human true
            = done e1
            = agent q2-1
            = say q2-1 "Somebody is"
            = end q2-1
            = status e1 read
            ~ 300
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366520001 [Bearer t1]
            = visitor e2
            = say e2 "good"
            = end e2
            = sending e2
            > #8 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"good","data":{}}
            = visitor e2
            = sent e2
            = status e2 delivered
            = human false
            = agent q4-1
            = say q4-1 "Bye"
            = end q4-1
            = author q4-1 Bob
            = HandOver q4-2 person-ended
            = called q4-2
            = status e2 read
            > #9 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366580001 [Bearer t1]
        "#]],
    );
}

#[test]
fn the_closing_word_hands_back_too() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"switch","closeChatPhrases":["/close"],"appendCloseChatButton":true}]}}}]}
        press e1 /close /close
        #7 200 {"questionId":"q2"}
        #6 200 {"events":[{"type":"botResponse","event":{"questionId":"q2","timestamp":"2022-09-28T12:04:00.000","data":{"nlpClass":"/Back","replies":[{"type":"text","text":"Me again"}]}}}]}
        "#,
        expect![[r#"
            = HandOver q1-1 person-coming
            = called q1-1
            = human true
            = agent q1-2
            = end q1-2
            = offered q1-2 /close
            ~ 300
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = visitor e1
            = say e1 "/close"
            = end e1
            = sending e1
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"/close","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            = human false
            = agent q2-1
            = say q2-1 "Me again"
            = end q2-1
            = status e1 read
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366640001 [Bearer t1]
        "#]],
    );
}

#[test]
fn the_platforms_events_are_shown() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"noLivechatOperatorsOnline","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000"}},{"type":"clientEvent","event":{"questionId":"q2","event":"fileEvent","timestamp":"2022-09-28T12:01:01.000","data":{"eventData":[{"url":"https://f.example/a.png","type":"image","name":"a.png","message":"See here"},{"url":"https://f.example/a.pdf","type":"file","mimeType":"application/pdf","name":"a.pdf","size":5},{"url":"javascript:x","type":"file"}]}}},{"type":"somethingNew","event":{"questionId":"q3","timestamp":"2022-09-28T12:01:02.000","text":"Of a kind nobody knew"}},{"type":"empty","event":{}},7]}
        "#,
        expect![[r#"
            = Notice q1-1 person-absent
            = called q1-1
            = agent q2-1
            = say q2-1 "See here"
            = end q2-1
            = attached q2-1 image https://f.example/a.png "a.png"
            = attached q2-1 file https://f.example/a.pdf "a.pdf"
            ~ 300
            = agent q3-1
            = say q3-1 "Of a kind nobody knew"
            = end q3-1
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366462001 [Bearer t1]
        "#]],
    );
}
