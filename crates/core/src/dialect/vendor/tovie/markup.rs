//! Replies marked up as HTML, in the markdown that the view shows.
//!
//! Only what messengers know: bold, italic, struck, code, links, line breaks. Every other tag is
//! dropped, its text stays.

/// `html` as markdown.
pub(super) fn markdown(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut links: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (text, marked) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(text);
        rest = if marked.starts_with('<') {
            tag(marked, &mut out, &mut links)
        } else {
            entity(marked, &mut out)
        };
    }
    out.push_str(rest);
    out
}

/// Takes the tag `rest` begins with; what follows it.
fn tag<'a>(rest: &'a str, out: &mut String, links: &mut Vec<String>) -> &'a str {
    let inside = rest.strip_prefix('<').unwrap_or(rest);
    let is_tag = inside.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
    let Some((body, after)) = inside.split_once('>').filter(|_| is_tag) else {
        out.push('<');
        return inside;
    };
    let closes = body.starts_with('/');
    let body = body.trim_matches('/');
    let name = body.split_whitespace().next().unwrap_or("");
    match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => out.push_str("**"),
        "i" | "em" => out.push('*'),
        "s" | "strike" | "del" => out.push_str("~~"),
        "code" => out.push('`'),
        "pre" => out.push_str("\n```\n"),
        "br" => out.push_str("  \n"),
        "p" | "div" if closes => out.push_str("\n\n"),
        "li" if !closes => out.push_str("\n- "),
        "a" if closes => {
            if let Some(href) = links.pop() {
                out.push_str("](");
                out.push_str(&href);
                out.push(')');
            }
        }
        "a" => {
            if let Some(href) = href(body) {
                out.push('[');
                links.push(href);
            }
        }
        _ => {}
    }
    after
}

/// The address, if it may become a link. Parentheses would end it early.
fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=")?;
    let quote = value.chars().next()?;
    let address = match quote {
        '"' | '\'' => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let address = crate::links::safe_link(&address.replace("&amp;", "&"))?;
    Some(address.replace('(', "%28").replace(')', "%29"))
}

fn entity<'a>(rest: &'a str, out: &mut String) -> &'a str {
    for (name, character) in [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", '\u{a0}'),
    ] {
        if let Some(after) = rest.strip_prefix(name) {
            out.push(character);
            return after;
        }
    }
    out.push('&');
    rest.strip_prefix('&').unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_messengers_mark_up_becomes_markdown() {
        let check = |html: &str, wanted: &str| assert_eq!(markdown(html), wanted, "{html}");
        check("plain", "plain");
        check("<b>Hi</b>, <i>you</i>", "**Hi**, *you*");
        check("<strong class=x>Hi</strong><br/>there", "**Hi**  \nthere");
        check(
            "a &lt; b &amp;&amp; c &unknown; &",
            "a < b && c &unknown; &",
        );
        check("1 < 2 and <", "1 < 2 and <");
        check("<u>kept</u><script>alert(1)</script>", "keptalert(1)");
        check(
            r#"<a href="https://a.b/x_(y)">here</a>"#,
            "[here](https://a.b/x_%28y%29)",
        );
        check(r#"<a href="javascript:alert(1)">here</a>"#, "here");
        check("<a href=javascript:alert(1)>x</a></a>", "x");
        check("<b", "<b");
        check("</", "</");
        check("<>", "<>");
    }
}
