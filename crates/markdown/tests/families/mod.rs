//! Families of texts that grow with a number.

/// Texts that made one markdown parser or another slow, deep or dead.
pub fn families(n: usize) -> Vec<(&'static str, String)> {
    let repeat = |text: &str| text.repeat(n / text.len());
    let around = |left: &str, middle: &str, right: &str| {
        format!(
            "{}{middle}{}",
            left.repeat(n / 2 / left.len()),
            right.repeat(n / 2 / right.len())
        )
    };
    vec![
        ("quotes", repeat(">")),
        ("quotes with spaces", repeat("> ")),
        ("quoted words", format!("{}a", repeat("> "))),
        ("lists", repeat("- ")),
        ("list words", format!("{}a", repeat("- "))),
        ("mixed lists", repeat("- * + 1. ")),
        ("lists and quotes", repeat("- > ")),
        (
            "indented lists",
            (0..n / 60)
                .map(|depth| format!("{}- a\n", "  ".repeat(depth.min(60))))
                .collect(),
        ),
        ("emphasis", repeat("*a ")),
        ("emphasis both ways", around("*a ", "b", "* ")),
        ("strong", around("**a", "b", "**")),
        ("alternating emphasis", repeat("*a _b ")),
        ("emphasis in a row", repeat("_a*b**c_")),
        ("strikes", repeat("~~a")),
        ("brackets", repeat("[")),
        ("brackets around", around("[", "a", "]")),
        ("link openers", repeat("[a](")),
        ("links in links", repeat("[a](<b")),
        ("images", repeat("![")),
        ("images around", around("![", "a", "](b)")),
        ("definitions", repeat("[a]: /b\n")),
        ("reference use", format!("[a]: /b\n\n{}", repeat("[a] "))),
        (
            "backticks",
            (1..600)
                .map(|n| format!("a{}", "`".repeat(n)))
                .collect::<String>(),
        ),
        ("code spans", repeat("`a")),
        ("tags", repeat("<a")),
        ("comments", repeat("<!--")),
        ("instructions", repeat("<?")),
        ("cdata", repeat("<![CDATA[")),
        ("declarations", repeat("<!A ")),
        ("entities", repeat("&")),
        ("long entity", format!("&{};", repeat("a"))),
        ("escapes", repeat("\\")),
        ("headings", repeat("# a\n")),
        ("setext", repeat("a\n=\n")),
        ("rules", repeat("---\n")),
        ("paragraphs", repeat("a\n\n")),
        ("hard breaks", repeat("a  \n")),
        ("fences", repeat("```\n")),
        ("tables", repeat("|a|\n|-|\n")),
        (
            "wide table",
            format!(
                "{}\n{}\n{}",
                "|a".repeat(n / 6),
                "|-".repeat(n / 6),
                "|\n".repeat(n / 6)
            ),
        ),
        ("table rows", format!("|a|b|\n|-|-|\n{}", repeat("|c|d|\n"))),
        ("bars", repeat("|")),
        ("addresses", repeat("http://a.b ")),
        ("addresses in a row", repeat("http://")),
        ("www", repeat("www.")),
        ("emails", repeat("a@a")),
        (
            "parentheses",
            format!("http://a.b/{}", around("(", "a", ")")),
        ),
        (
            "lazy lines",
            format!("{}\n{}", "> ".repeat(n / 4), "a\n".repeat(n / 4)),
        ),
        ("marks without spaces", repeat("**「a。")),
        ("addresses without spaces", repeat("中www.a_b")),
        (
            "underscores in addresses",
            format!("http://a.b/{}", repeat("_")),
        ),
        ("addresses with marks", repeat("http://a.b/_c_*d* ")),
        ("emails with marks", repeat("_a\\_b@c.d_")),
        ("formulas", repeat("\\(a")),
        ("formulas of words", repeat("\\(abc\\) ")),
        ("open formulas", repeat("\\[\n")),
        ("dollars", repeat("$a ")),
        ("pairs of dollars", repeat("$$a ")),
        ("lines of dollars", repeat("$$ a\n")),
        ("pairs on lines", repeat("$$\n")),
        ("formulas and code", repeat("`$a$$\\[")),
        ("links with spaces", repeat("[a](http://b c)")),
        ("openers with spaces", repeat("[a](http://b ")),
        ("breaks", repeat("<br>")),
        ("lines of breaks", repeat("<br>\n")),
        ("nul", repeat("\0")),
        ("byte order marks", repeat("\u{feff}")),
        ("surrogate pairs", repeat("😀")),
        ("joiners", repeat("a\u{200d}")),
        ("one word", repeat("a")),
        ("blank lines", repeat("\n")),
        ("tabs", repeat("\t")),
        ("carriage returns", repeat("- a\r")),
    ]
}
