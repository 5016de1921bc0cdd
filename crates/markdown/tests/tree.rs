//! What markdown becomes which tree.

mod common;

use common::show;
use vivavoce_markdown::{Limits, parse};

/// Each case: markdown, and the tree as [`show`] writes it.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let tree = parse(text, false, Limits::MESSAGE);
        assert_eq!(show(&tree.blocks), *expected, "for {text:?}");
    }
}

#[test]
fn blocks_are_read() {
    check(&[
        ("", ""),
        ("one\n\ntwo", "p(one) p(two)"),
        ("one  \ntwo\\\nthree", "p(one//two//three)"),
        ("# One\n\nTwo\n---\n\n###### Six", "h1(One) h2(Two) h6(Six)"),
        ("a\n\n---\n\nb", "p(a) rule p(b)"),
        ("```rust\nfn main() {}\n```", "code[rust](fn main() {}\n)"),
        ("~~~\na\n\nb\n~~~\n", "code[](a\n\nb\n)"),
        ("    indented\n", "code[](indented\n)"),
        ("```js {highlight}\n1\n```", "code[js](1\n)"),
        ("```<script>\n1\n```", "code[](1\n)"),
        ("> a\n>\n> > b\n", "quote(p(a) quote(p(b)))"),
        ("[a]: /only\n", ""),
    ]);
}

#[test]
fn lists_are_read() {
    check(&[
        ("- a\n- b", "ul-tight({p(a)} {p(b)})"),
        ("- a\n\n- b", "ul({p(a)} {p(b)})"),
        ("7. a\n8. b", "ol7-tight({p(a)} {p(b)})"),
        ("0) a", "ol0-tight({p(a)})"),
        (
            "- a\n  - b\n    1. c",
            "ul-tight({p(a) ul-tight({p(b) ol1-tight({p(c)})})})",
        ),
        ("- a\n\n  b\n- c", "ul({p(a) p(b)} {p(c)})"),
        (
            "- [ ] open\n- [x] done\n- none",
            "ul-tight({[ ] p(open)} {[x] p(done)} {p(none)})",
        ),
        ("- ```\n  x\n  ```", "ul-tight({code[](x\n)})"),
        ("-\n- b", "ul-tight({} {p(b)})"),
    ]);
}

#[test]
fn tables_are_read() {
    check(&[
        (
            "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | **2** | `3` |",
            "table[-<^>](a|b|c|d / 1|strong(2)|code(3)|)",
        ),
        (
            "Rows:\n| a |\n|---|\n| 1 |\n\nend",
            "p(Rows:) table[-](a / 1) p(end)",
        ),
        ("| a \\| b |\n|---|\n", "table[-](a | b)"),
        ("no | table", "p(no | table)"),
    ]);
}

#[test]
fn inlines_are_read() {
    check(&[
        (
            "*a* _b_ **c** ***d*** ~~e~~",
            "p(em(a) em(b) strong(c) em(strong(d)) del(e))",
        ),
        ("`a` `` b` ``", "p(code(a) code(b`))"),
        (
            "[a **b**](https://x.example/y \"title\")",
            "p(a<https://x.example/y>(a strong(b)))",
        ),
        (
            "<https://x.example> <a@x.example>",
            "p(a<https://x.example>(https://x.example) a<mailto:a@x.example>(a@x.example))",
        ),
        (
            "[a][r] [r] [r][]\n\n[r]: /z",
            "p(a</z>(a) a</z>(r) a</z>(r))",
        ),
        ("![a *b* `c`](/i.png)", "p(img</i.png>(a b c))"),
        ("[![alt](/i.png)](/l)", "p(a</l>(img</i.png>(alt)))"),
        ("&amp; &copy; &#x41; &nope;", "p(& © A &nope;)"),
        (
            "\\*a\\* 2 * 3 snake_case_name",
            "p(*a* 2 * 3 snake_case_name)",
        ),
        ("[^1] H~2~O", "p([^1] H~2~O)"),
    ]);
}

#[test]
fn raw_html_is_text() {
    check(&[
        ("a <b>bold</b> <i> c", "p(a <b>bold</b> <i> c)"),
        (
            "<script>\nalert(1)\n\n</script>\n",
            "p(<script>//alert(1)////</script>)",
        ),
        (
            "<div onclick=x>\n*a*\n</div>\n\n*b*",
            "p(<div onclick=x>//*a*//</div>) p(em(b))",
        ),
        ("<!-- a -->", "p(<!-- a -->)"),
        ("> <iframe src=x>", "quote(p(<iframe src=x>))"),
    ]);
}

#[test]
fn bare_addresses_are_links() {
    let link = |address: &str| format!("a<{address}>({address})");
    let check_one = |text: &str, expected: String| check(&[(text, &expected)]);
    check_one(
        "see https://x.example/a?b=c#d.",
        format!("p(see {}.)", link("https://x.example/a?b=c#d")),
    );
    check_one(
        "(https://x.example/a_(b))",
        format!("p(({}))", link("https://x.example/a_(b)")),
    );
    check_one(
        "HTTP://X.example, ok",
        format!("p({}, ok)", link("HTTP://X.example")),
    );
    check_one(
        "http://localhost:8080/x",
        format!("p({})", link("http://localhost:8080/x")),
    );
    check_one(
        "**https://x.example**",
        format!("p(strong({}))", link("https://x.example")),
    );
    check_one(
        "https://x.example/?a=1&hl;",
        format!("p({}&hl;)", link("https://x.example/?a=1")),
    );
    check_one(
        "https://a.example https://b.example",
        format!(
            "p({} {})",
            link("https://a.example"),
            link("https://b.example")
        ),
    );
    check(&[
        (
            "www.x.example/a!",
            "p(a<http://www.x.example/a>(www.x.example/a)!)",
        ),
        (
            "mail a.b+c@x.example.",
            "p(mail a<mailto:a.b+c@x.example>(a.b+c@x.example).)",
        ),
        (
            "www. www.x wwww.x.y awww.x.y",
            "p(www. a<http://www.x>(www.x) wwww.x.y awww.x.y)",
        ),
        (
            "xhttps://x.example https:// ://x.example javascript://x",
            "p(xhttps://x.example https:// ://x.example javascript://x)",
        ),
        ("@x.example a@ a@b a@b..c", "p(@x.example a@ a@b a@b..c)"),
        ("`https://x.example`", "p(code(https://x.example))"),
        ("[https://x.example](/y)", "p(a</y>(https://x.example))"),
        ("http://a_b.c_d", "p(http://a_b.c_d)"),
    ]);
}

/// Each case: a text with addresses between `‹` and `›`, which are links and nothing else is.
fn check_links(cases: &[&str]) {
    for case in cases {
        let text = case.replace(['‹', '›'], "");
        let mut wanted = String::new();
        for (at, part) in case.split(['‹', '›']).enumerate() {
            let scheme = match part {
                part if part.contains("://") => "",
                part if part.starts_with("www.") => "http://",
                _ => "mailto:",
            };
            wanted += &match at % 2 {
                0 => part.to_owned(),
                _ => format!("a<{scheme}{part}>({part})"),
            };
        }
        let tree = parse(&text, false, Limits::MESSAGE);
        assert_eq!(show(&tree.blocks), format!("p({wanted})"), "for {text:?}");
    }
}

// notable/notable#909, vanilla/vanilla#5615, markdown-it/linkify-it#80
#[test]
fn marks_in_a_bare_address_belong_to_it() {
    check_links(&[
        // The marks of other scripts behind one.
        "‹https://x.example/a›؟ ‹https://x.example/a›، ‹https://x.example›؛ ‹https://x.example/a›۔",
        "‹https://x.example/a›। ‹https://x.example/a?b›॥ ‹https://x.example/a›— so ‹https://x.example/a—b›.",
        // Mail that would go to somebody else.
        "max.müller@x.example, müller@x.example, mu\u{308}ller@x.example, иван@x.example",
        "info@x.exämple, info@x.münchen; 写给‹ada@x.example›吧",
        "Read ‹https://x.example/_draft_/v2/index.html› first.",
        "‹https://x.example/p?item=N82&cm_re=m65-_-26-816-_-Product›",
        "‹https://x.example/*all*/x› ‹https://x.example/*all*›",
        "‹https://x.example/_foo_› and ‹https://x.example/_foo_›. ‹https://x.example/__init__.py›",
        "‹https://x.example/a_b› c_d ‹https://x.example/e_f›",
        "‹https://x.example/~ada/~bob›, ‹https://x.example/?a[]=1&b[]=2›",
        "(‹https://x.example/a_(b_c)_d›)",
        "‹www.x.example/_a_/b› ‹first_last_x@x.example›",
    ]);
    let a = "a<https://x.example/a_b_c>(https://x.example/a_b_c)";
    check(&[
        ("**https://x.example/a_b_c**", &format!("p(strong({a}))")),
        ("*https://x.example/a_b_c*", &format!("p(em({a}))")),
        ("_see https://x.example/a_b_c_", &format!("p(em(see {a}))")),
        ("~~https://x.example/a_b_c~~", &format!("p(del({a}))")),
        (
            "***https://x.example/a_b_c***",
            &format!("p(em(strong({a})))"),
        ),
        (
            "**see https://x.example/a_b_c**!",
            &format!("p(strong(see {a})!)"),
        ),
        (
            "_info@x.example_",
            "p(em(a<mailto:info@x.example>(info@x.example)))",
        ),
        (
            "*a* https://x.example/a_b_c *b*",
            &format!("p(em(a) {a} em(b))"),
        ),
        (
            "- https://x.example/a_b_c\n  _x_",
            &format!("ul-tight({{p({a}//em(x))}})"),
        ),
        ("> https://x.example/a_b_c", &format!("quote(p({a}))")),
        (
            "| https://x.example/a_b_c | b_c_ |\n|---|---|\n|https://x.example/a_b_c|_c_|",
            &format!("table[--]({a}|b_c_ / {a}|em(c))"),
        ),
        // What models escape without need, and what a parser decodes.
        ("https://x.example/a\\_b\\_c", &format!("p({a})")),
        (
            "https://x.example/?a&amp;b_c",
            "p(a<https://x.example/?a&b_c>(https://x.example/?a&b_c))",
        ),
        (
            "first\\_last@x.example",
            "p(a<mailto:first_last@x.example>(first_last@x.example))",
        ),
        // What has its own marks already.
        ("<https://x.example/a_b_c>", &format!("p({a})")),
        (
            "[https://x.example/_a_](https://x.example/_b_)",
            "p(a<https://x.example/_b_>(https://x.example/_a_))",
        ),
        (
            "[t](https://x.example/a_b_c)*em*",
            "p(a<https://x.example/a_b_c>(t)em(em))",
        ),
        (
            "![i](https://x.example/_a_.png)",
            "p(img<https://x.example/_a_.png>(i))",
        ),
        (
            "[t][r]\n\n[r]: https://x.example/_a_",
            "p(a<https://x.example/_a_>(t))",
        ),
        ("`https://x.example/_a_`", "p(code(https://x.example/_a_))"),
        ("    https://x.example/_a_", "code[](https://x.example/_a_)"),
        (
            "<a href=\"https://x.example\">*em*</a>",
            "p(<a href=\"a<https://x.example>(https://x.example)\">em(em)</a>)",
        ),
    ]);
}

#[test]
fn addresses_are_found_where_words_have_no_spaces() {
    check_links(&[
        "请看 ‹https://x.example/docs›。谢谢",
        "访问‹https://x.example/docs›（中文说明）了解更多",
        "网址：‹https://x.example/a›，详见下文。",
        "‹https://x.example›。",
        "问‹https://x.example/a›、‹https://x.example/b›；‹https://x.example/c›：‹https://x.example/d›！‹https://x.example/e›？",
        "（‹https://x.example/a›）「‹https://x.example/b›」『‹https://x.example/c›』【‹https://x.example/d›】《‹https://x.example/e›》",
        "“‹https://x.example/a›” ‘‹https://x.example/b›’ «‹https://x.example/c›»",
        "网址:‹https://x.example/a› 见‹www.x.example/a_b_›。",
        "주소는‹https://x.example›에서 ‹www.x.example›는",
        "ดูที่‹https://x.example/a›",
        "写信给‹ada_b@x.example›。或‹b@x.example›에게",
        // Hosts and paths in such scripts are addresses as any other.
        "‹https://zh.wikipedia.org/wiki/中文› ‹https://例子.测试/路径›？",
        "‹https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ›。",
        "‹https://x.example/wiki/C语言›",
        // And these are none.
        "https:// 。https://。 问http:// xhttps://x.example see:https://x.example éhttps://x.example",
        "中@文 @x.example。 javascript://x",
    ]);
    check(&[(
        "**见https://x.example/a**次 **https://x.example/b。**次",
        "p(strong(见a<https://x.example/a>(https://x.example/a))次 \
         strong(a<https://x.example/b>(https://x.example/b)。)次)",
    )]);
}

// commonmark/commonmark-spec#650, markedjs/marked#3838, anthropics/claude-code#89827; the rules are those
// of tats-u/markdown-cjk-friendly
#[test]
fn emphasis_next_to_letters_without_spaces_is_read() {
    check(&[
        (
            "这是**我想做的事。**所以继续。",
            "p(这是strong(我想做的事。)所以继续。)",
        ),
        (
            "これは**「重要」**です。**「A」**なので**「B」**です。",
            "p(これはstrong(「重要」)です。strong(「A」)なのでstrong(「B」)です。)",
        ),
        (
            "**마크다운(Markdown)**을 쓰세요.",
            "p(strong(마크다운(Markdown))을 쓰세요.)",
        ),
        (
            "**텍스트**는 **\"인용\"**이다",
            "p(strong(텍스트)는 strong(\"인용\")이다)",
        ),
        (
            "中*「斜」*和~~（旧）~~新***重。***次",
            "p(中em(「斜」)和del(（旧）)新em(strong(重。))次)",
        ),
        ("a**（b）**c", "p(astrong(（b）)c)"),
        ("**テスト。**test", "p(strong(テスト。)test)"),
        (
            "是**“引用”**的，是**(a)**的，是**100%**的",
            "p(是strong(“引用”)的，是strong((a))的，是strong(100%)的)",
        ),
        (
            "**注意:**请 **foo.**次",
            "p(strong(注意:)请 strong(foo.)次)",
        ),
        (
            "**[链接](/a)**中**`码`**文",
            "p(strong(a</a>(链接))中strong(code(码))文)",
        ),
        (
            "ที่**\"ข้อ\"**และ**ความ**นี่",
            "p(ที่strong(\"ข้อ\")และstrong(ความ)นี่)",
        ),
        ("ที่**(x)**นี่", "p(ที่strong((x))นี่)"),
        ("葛󠄀**（a）**次", "p(葛󠄀strong(（a）)次)"),
        ("- **注意：**内容", "ul-tight({p(strong(注意：)内容)})"),
        ("> **注意：**内容", "quote(p(strong(注意：)内容))"),
        ("# **第一章：**开始", "h1(strong(第一章：)开始)"),
        ("[**注意。**次](/a)", "p(a</a>(strong(注意。)次))"),
        (
            "| **「A」**な | ~~（b）~~c |\n|---|---|\n| **重。**次 | x**（y）** |",
            "table[--](strong(「A」)な|del(（b）)c / strong(重。)次|xstrong(（y）))",
        ),
        // Where no such letter touches the mark, and for underscores, CommonMark's rules hold.
        ("**foo.**bar", "p(**foo.**bar)"),
        ("a**(b)**c", "p(a**(b)**c)"),
        ("~~a.~~b", "p(~~a.~~b)"),
        ("「**foo.**bar」", "p(「**foo.**bar」)"),
        (
            "中_文_字 _強調_ __太字__",
            "p(中_文_字 em(強調) strong(太字))",
        ),
        ("** 重要** 和 2 ** 3", "p(** 重要** 和 2 ** 3)"),
        (
            "\\*文。\\*次 `**「A」**な`",
            "p(*文。*次 code(**「A」**な))",
        ),
        ("```\n**「A」**な\n```", "code[](**「A」**な\n)"),
    ]);
}

// vercel/streamdown#121, Mintplex-Labs/anything-llm#1940
#[test]
fn one_tag_breaks_lines() {
    check(&[
        ("a<br>b<br/>c<br />d<BR>e<Br  />f", "p(a//b//c//d//e//f)"),
        (
            "| a<br>b | c |\n|---|---|\n| • x<br/>• y<br> | `<br>` |",
            "table[--](a//b|c / • x//• y|code(<br>))",
        ),
        ("# a<br>b", "h1(a//b)"),
        ("- a<br>b\n- <br>\n  c", "ul-tight({p(a//b)} {p(//c)})"),
        ("> **a<br>b**", "quote(p(strong(a//b)))"),
        ("[a<br>b](/c)", "p(a</c>(a//b))"),
        // At a line's end it breaks that line, and not twice.
        ("a<br>\nb<br />\nc", "p(a//b//c)"),
        ("a\n\n<br>\n\nb", "p(a) p(b)"),
        ("<br>\n*a*", "p(//em(a))"),
        ("<div>\na<br>b\n</div>", "p(<div>//a//b//</div>)"),
        // Other tags and what is only like it are text.
        (
            "</br> <brx> <br class=\"x\"> <b> <hr> < br> <br",
            "p(</br> <brx> <br class=\"x\"> <b> <hr> < br> <br)",
        ),
        ("\\<br> &lt;br> `<br>`", "p(<br> <br> code(<br>))"),
        ("```\na<br>b\n<br>\n```", "code[](a<br>b\n<br>\n)"),
        ("    <br>", "code[](<br>)"),
    ]);
}

// markedjs/marked#1639, shd101wyy/markdown-preview-enhanced#39
#[test]
fn the_address_of_a_link_may_have_spaces() {
    let link = |address: &str| format!("p(a<https://x.example/{address}>(a))");
    check(&[
        (
            "[a](https://x.example/User Guide 2024.pdf)",
            &link("User%20Guide%202024.pdf"),
        ),
        (
            "[a](https://x.example/b c.pdf \"Title\")",
            &link("b%20c.pdf"),
        ),
        (
            "[a](https://x.example/b c.pdf 'The title')",
            &link("b%20c.pdf"),
        ),
        (
            "[a](https://x.example/b c.pdf \"The 'title' of it\")",
            &link("b%20c.pdf"),
        ),
        ("[a](https://x.example/Ada's b)", &link("Ada's%20b")),
        ("[a](https://x.example/b c's)", &link("b%20c's")),
        (
            "[a](https://x.example/b c (v2) d.pdf)",
            &link("b%20c%20(v2)%20d.pdf"),
        ),
        ("[a]( https://x.example/b c )", &link("b%20c")),
        ("[a](https://x.example/_b_ *c*)", &link("_b_%20*c*")),
        (
            "[a](HTTPS://x.example/b c)",
            "p(a<HTTPS://x.example/b%20c>(a))",
        ),
        (
            "**[a](https://x.example/b c)**",
            "p(strong(a<https://x.example/b%20c>(a)))",
        ),
        (
            "![a](https://x.example/b c.png) ![a](/b c.png)",
            "p(img<https://x.example/b%20c.png>(a) img</b%20c.png>(a))",
        ),
        (
            "[![a](/b c.png)](https://x.example/b c)",
            "p(a<https://x.example/b%20c>(img</b%20c.png>(a)))",
        ),
        (
            "[a](mailto:a@x.example?subject=b c)",
            "p(a<mailto:a@x.example?subject=b%20c>(a))",
        ),
        ("[a](tel:+49 30 12)", "p(a<tel:+49%2030%2012>(a))"),
        // As CommonMark has them.
        ("[a](<https://x.example/b c>)", &link("b c")),
        ("[a](https://x.example/b \"c d\")", &link("b")),
        ("[a](https://x.example/b 'c d')", &link("b")),
        ("[a](https://x.example/b (c d))", &link("b")),
        ("[a](https://x.example/b%20c)", &link("b%20c")),
        (
            "[a](https://x.example/b \"c\" d)",
            "p([a](a<https://x.example/b>(https://x.example/b) \"c\" d))",
        ),
        // No addresses.
        (
            "[a](b c) [a](javascript: b) [a](/b c)",
            "p([a](b c) [a](javascript: b) [a](/b c))",
        ),
        (
            "[a] (https://x.example b)",
            "p([a] (a<https://x.example>(https://x.example) b))",
        ),
        (
            "\\[a](https://x.example/b c)",
            "p([a](a<https://x.example/b>(https://x.example/b) c))",
        ),
        (
            "`[a](https://x.example/b c)`",
            "p(code([a](https://x.example/b c)))",
        ),
        (
            "[a](https://x.example/b\nc d)",
            "p([a](a<https://x.example/b>(https://x.example/b)//c d))",
        ),
        (
            "[a](https://x.example/b c",
            "p([a](a<https://x.example/b>(https://x.example/b) c)",
        ),
    ]);
}

// omnigent-ai/omnigent#6618, HKUDS/nanobot#3889
#[test]
fn lines_are_meant_as_lines() {
    check(&[
        (
            "Our hours:\nMon\r\nSat\rSun",
            "p(Our hours://Mon//Sat//Sun)",
        ),
        ("a  \nb\\\nc", "p(a//b//c)"),
        ("> a\n> b\nc", "quote(p(a//b//c))"),
        ("- a\n  b\nc\n\n  d\n  e", "ul({p(a//b//c) p(d//e)})"),
        ("**a\nb** [c\nd](/e)", "p(strong(a//b) a</e>(c//d))"),
        ("a\n- b", "p(a) ul-tight({p(b)})"),
        // One line, however its source is wrapped.
        ("a\nb\n===", "h1(a/b)"),
        ("`a\nb` ![a\nb](/c)", "p(code(a b) img</c>(a b))"),
        ("```\na\nb\n```", "code[](a\nb\n)"),
    ]);
}

// open-webui/open-webui#3122, nesquena/hermes-webui#1847
#[test]
fn formulas_stay_as_they_are_written() {
    check(&[
        (
            r"Energy is \(E=mc^2\), \(\{a_{1},b_{2}\}\).",
            r"p(Energy is \(E=mc^2\), \(\{a_{1},b_{2}\}\).)",
        ),
        (
            r"\(x\) \(ABC\) \(f(x)*g*h\) \(a_1*b_1*c\)",
            r"p(\(x\) \(ABC\) \(f(x)*g*h\) \(a_1*b_1*c\))",
        ),
        (
            r"\[x_{i} * y\] so \[a*b*c\]",
            r"p(\[x_{i} * y\] so \[a*b*c\])",
        ),
        (
            "\\[\n\\begin{pmatrix}\n1 & 2 \\\\\n3 & 4\n\\end{pmatrix}\n\\]",
            "p(\\[//\\begin{pmatrix}//1 & 2 \\\\//3 & 4//\\end{pmatrix}//\\])",
        ),
        ("\\[\nABC\n\\]", "p(\\[//ABC//\\])"),
        (
            "so: \\[\na\n=\n- b*c*d\n# e\n1. f\n\\] end",
            "p(so: \\[//a//=//- b*c*d//# e//1. f//\\] end)",
        ),
        (
            "$$x_{i} * y_{i} * z_{i}$$ $$a*b*c$$",
            "p($$x_{i} * y_{i} * z_{i}$$ $$a*b*c$$)",
        ),
        ("a\n$$\n- b\n=\n<c\n$$\nd", "p(a//$$//- b//=//<c//$$//d)"),
        (
            "$x_{i}*y_{j}*z$, $a*b*c$; $\\frac{a*b*c}{d}$ $n$-th",
            "p($x_{i}*y_{j}*z$, $a*b*c$; $\\frac{a*b*c}{d}$ $n$-th)",
        ),
        (
            "- \\[\n  a*b*c\n  - d\n  \\]\n- $a*b*c$",
            "ul-tight({p(\\[//a*b*c//- d//\\])} {p($a*b*c$)})",
        ),
        ("> $$\n> a\n> > b\n> $$", "quote(p($$//a//> b//$$))"),
        (
            "| \\(|x|_1*y_1*z\\) | $$a*b*c$$ |\n|---|---|\n| $a_1*b_1*c$ | *d* |",
            "table[--](\\(|x|_1*y_1*z\\)|$$a*b*c$$ / $a_1*b_1*c$|em(d))",
        ),
        (
            r"\(a+b\) \(+x\) \(1+1\) \(5-x\) \(2x\) \(f(x)\) \(sin(x)\) \(10\%\) \(n!\)",
            r"p(\(a+b\) \(+x\) \(1+1\) \(5-x\) \(2x\) \(f(x)\) \(sin(x)\) \(10\%\) \(n!\))",
        ),
        (
            r"\(2 x\) \(2 ab c\) \[\int x\] \[AB = CD\] \[AB\] \[x\in A\] the\(x_1*n*m\)",
            r"p(\(2 x\) \(2 ab c\) \[\int x\] \[AB = CD\] \[AB\] \[x\in A\] the\(x_1*n*m\))",
        ),
        (
            r"**\(x\)**次 **速度\(v\)。**次",
            r"p(strong(\(x\))次 strong(速度\(v\)。)次)",
        ),
        (
            r"\(a <b> &amp; `c` [d](e) https://x.example/f\)",
            r"p(\(a <b> &amp; `c` [d](e) https://x.example/f\))",
        ),
    ]);
}

#[test]
fn what_is_no_formula_is_read_as_ever() {
    check(&[
        (
            "$5 and *so* $10; US$5 *so* US$6; 5$ *so* 6$",
            "p($5 and em(so) $10; US$5 em(so) US$6; 5$ em(so) 6$)",
        ),
        (
            "($5)*so*($6), $5–$10 **so** $7.",
            "p(($5)em(so)($6), $5–$10 strong(so) $7.)",
        ),
        (
            "A ($$), *so*, B ($$$), *so* ($$)",
            "p(A ($$), em(so), B ($$$), em(so) ($$))",
        ),
        (
            "- $$ *a*\n- $$ *b*",
            "ul-tight({p($$ em(a))} {p($$ em(b))})",
        ),
        (
            "$HOME/*a* and $PATH, $A and *b* $C",
            "p($HOME/em(a) and $PATH, $A and em(b) $C)",
        ),
        (
            r"\(see below\) \[optional\] \[1\] \(说明\)",
            "p((see below) [optional] [1] (说明))",
        ),
        (
            r"item\(s\) item\(en\) *a* Käufer\(in\) \(approx. 5 km\) \(see p. 5\)",
            "p(item(s) item(en) em(a) Käufer(in) (approx. 5 km) (see p. 5))",
        ),
        (
            r"\(+49 30 123456\) \(24/7\) \(10%\) \(3.5\) \(1990–2000\) \(§ 5 and/or “6”\)",
            "p((+49 30 123456) (24/7) (10%) (3.5) (1990–2000) (§ 5 and/or “6”))",
        ),
        (
            r"\(5 km\) \(1.5 GB\) \(5 €\) \(Platz #1\) \(see **this** one\) \(see [it](https://x.example)\)",
            "p((5 km) (1.5 GB) (5 €) (Platz #1) (see strong(this) one) (see a<https://x.example>(it)))",
        ),
        (
            r"\[NAME\] \[Name 1\] \[PDF\] \[10:30\] \[1, 2\] \[...\] \[…\] \[YOUR NAME\]",
            "p([NAME] [Name 1] [PDF] [10:30] [1, 2] [...] […] [YOUR NAME])",
        ),
        (r"\[a b\](/c) \[x\] \[ \] \(\)", "p([a b](/c) [x] [ ] ())"),
        (
            r"\(x*a*, \[x*a*, $$x *a*, $x *a*",
            "p((xem(a), [xem(a), $$x em(a), $x em(a))",
        ),
        ("\\[\n*a*\n\n*b*\n\\]", "p([//em(a)) p(em(b)//])"),
        ("$$\n*a*\n```\n$$\n```", "p($$//em(a)) code[]($$\n)"),
        (
            r"`\(` *a* `\)` ``$x`` *b* ``y$``",
            r"p(code(\() em(a) code(\)) code($x) em(b) code(y$))",
        ),
        (r"\\(x*a*\\) \$x*a*\$", r"p(\(xem(a)\) $xem(a)$)"),
        (
            "\u{fdd4}a\u{fdd4} \\(\u{fdd7}\\)",
            "p(\u{fffd}a\u{fffd} \\(\u{fffd}\\))",
        ),
    ]);
}

#[test]
fn what_others_reported_is_read_as_meant() {
    check(&[
        // lobehub/lobehub#2819
        (
            "3*4*5=60, 2*3 and 3 * 4 * 5",
            "p(3*4*5=60, 2*3 and 3 * 4 * 5)",
        ),
        ("a*b*c 3*a*4", "p(aem(b)c 3em(a)4)"),
        // lobehub/lobe-ui#190
        ("**123：**456", "p(strong(123：)456)"),
        // CherryHQ/cherry-studio#1803
        (
            "或许是**“有限理性”**（某人提出）——在",
            "p(或许是strong(“有限理性”)（某人提出）——在)",
        ),
        // CherryHQ/cherry-studio#7348, CherryHQ/cherry-studio#3423
        (
            r"[ \[pdf\] 数据 ](/a.pdf) [\[5\]](/b) [\[n\]](/c)",
            "p(a</a.pdf>( [pdf] 数据 ) a</b>([5]) a</c>([n]))",
        ),
        // CherryHQ/cherry-studio#8850
        (
            "| c |\n|:--|\n|$r(A) = r([A|\\mathbf{b}]) = 3$|",
            "table[<](c / $r(A) = r([A|\\mathbf{b}]) = 3$)",
        ),
        // danny-avila/LibreChat#7894
        (
            "**A** (R$ 12,29/m), **B** (R$ 15,83/m)",
            "p(strong(A) (R$ 12,29/m), strong(B) (R$ 15,83/m))",
        ),
        // lobehub/lobehub#8553
        (
            "pays **$1.50** or **$4**.",
            "p(pays strong($1.50) or strong($4).)",
        ),
        // adobe/helix-pipeline#895
        (
            "[**www.x.example**](https://x.example/)",
            "p(a<https://x.example/>(strong(www.x.example)))",
        ),
        (
            "<**https://x.example**>",
            "p(<strong(a<https://x.example>(https://x.example))>)",
        ),
        // Simon-He95/markstream-vue#199
        (
            "- 部件_IT项目_报价申请",
            "ul-tight({p(部件_IT项目_报价申请)})",
        ),
    ]);
}

// FiligranHQ/filigran-ui#288, DEEIX-AI/DEEIX-Chat#735
#[test]
fn a_fence_within_markdown_does_not_end_it() {
    check(&[
        (
            "```markdown\n# a\n```json\n{}\n```\n**b**\n```\n\n*c*",
            "code[markdown](# a\n```json\n{}\n```\n**b**\n) p(em(c))",
        ),
        (
            "~~~md\n1. a\n   ~~~js\n   1\n   ~~~\n2. b\n~~~\nc",
            "code[md](1. a\n   ~~~js\n   1\n   ~~~\n2. b\n) p(c)",
        ),
        // A list and a quote end their blocks.
        (
            "- ```md\n  a\n\nb\n```js\n1\n```\nc",
            "ul-tight({code[md](a\n\n)}) p(b) code[js](1\n) p(c)",
        ),
        (
            "> ```md\n\n```js\n1\n```\nc",
            "quote(code[md]()) code[js](1\n) p(c)",
        ),
        // One that names nothing ends the block, and so do those of other languages.
        ("```md\na\n```\nb", "code[md](a\n) p(b)"),
        ("```text\n```js\n1\n```\nb", "code[text](```js\n1\n) p(b)"),
        (
            "````md\n```js\n1\n```\n````\nb",
            "code[md](```js\n1\n```\n) p(b)",
        ),
        (
            "```js\n1\n```\n```md\n2\n```\nb",
            "code[js](1\n) code[md](2\n) p(b)",
        ),
    ]);
}
