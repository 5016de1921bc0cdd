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
        ("one\ntwo", "p(one/two)"),
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
        ("$x$ [^1] H~2~O", "p($x$ [^1] H~2~O)"),
    ]);
}

#[test]
fn raw_html_is_text() {
    check(&[
        ("a <b>bold</b> <br> c", "p(a <b>bold</b> <br> c)"),
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
