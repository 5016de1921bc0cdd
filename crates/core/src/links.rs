//! Which addresses a visitor may be sent to, and where pictures may come from.
//!
//! An address is read as a browser reads it (white space around it and line breaks within it do not
//! count, schemes have no case) and then judged strictly: what is not plainly good is `None` and is
//! shown as text. There is no base address: a relative one (`/pay`, `//host`, `?x`) would point into
//! the embed's own server, where a model's text has no business.

/// Bytes of an address; longer ones are no links but data.
const CAP: usize = 2_048;

/// The address to put into `href`, normalised, or `None` where it must not become a link.
///
/// Good are `http`, `https`, `mailto` and `tel`. A web address must have a host and no user name
/// (`https://bank.example@evil.example` reads like the bank's). Schemes and ASCII hosts come back in
/// lower case, default ports are gone, and what could hide part of the text is percent-encoded.
pub fn safe_link(address: &str) -> Option<String> {
    let address = as_browsers_see(address)?;
    let (scheme, rest) = address.split_once(':')?;
    let is = |word: &str| scheme.eq_ignore_ascii_case(word);
    if is("https") {
        web("https://", ":443", rest)
    } else if is("http") {
        web("http://", ":80", rest)
    } else if is("mailto") {
        let link = escaped("mailto:", rest);
        (!rest.is_empty() && !rest.starts_with(['/', '?'])).then_some(link)
    } else if is("tel") {
        let dialled = |byte: u8| byte.is_ascii_alphanumeric() || b"+*#().,;=_- %".contains(&byte);
        let number = rest.bytes().all(dialled) && rest.bytes().any(|byte| byte.is_ascii_digit());
        number.then(|| escaped("tel:", rest))
    } else {
        None
    }
}

/// The address to fetch a picture from, or `None` where none may be fetched.
///
/// Good are paths on our own origin, and http(s) addresses of `own_origin` or of an entry of
/// `hosts`: `cdn.example.com`, `*.example.com`, either with a scheme in front or a port behind. An
/// entry without a scheme means https, and http only where our own origin is http as well.
pub fn image_source(address: &str, own_origin: &str, hosts: &[String]) -> Option<String> {
    let seen = as_browsers_see(address)?;
    if seen.starts_with('/') {
        let foreign = seen.starts_with("//") || seen.contains('\\');
        return (!foreign).then(|| escaped("", &seen));
    }
    let link = safe_link(&seen)?;
    let (scheme, rest) = link.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let own = own_origin.split_once("://");
    if own == Some((scheme, host)) {
        return Some(link);
    }
    let own_is_plain = own.is_some_and(|(scheme, _)| scheme == "http");
    let allowed = |entry: &String| {
        let (allowed, entry) = match entry.trim().trim_end_matches('/').split_once("://") {
            Some((wanted, entry)) => (scheme.eq_ignore_ascii_case(wanted), entry),
            None => (scheme == "https" || own_is_plain, entry.trim()),
        };
        allowed && host_matches(host, entry)
    };
    hosts.iter().any(allowed).then_some(link)
}

fn host_matches(host: &str, entry: &str) -> bool {
    match entry.strip_prefix('*') {
        // `*.example.com`, as a content security policy reads it: not `example.com` itself.
        Some(domain) if domain.starts_with('.') => {
            let at = host.len().saturating_sub(domain.len());
            at > 0 && (host.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(domain))
        }
        Some(_) => false,
        None => host.eq_ignore_ascii_case(entry),
    }
}

/// Trims control characters and spaces, drops tabs and line breaks (all as the URL standard has
/// it); any other control character is refused.
fn as_browsers_see(address: &str) -> Option<String> {
    if address.len() > CAP {
        return None;
    }
    let seen: String = address
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    (!seen.contains(char::is_control)).then_some(seen)
}

fn web(scheme: &str, default_port: &str, rest: &str) -> Option<String> {
    // `https:host` and `https:\\host` also work in browsers; nobody means well by them.
    let rest = rest.strip_prefix("//")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = (rest.get(..end)?, rest.get(end..)?);
    // A browser takes a backslash in the path for a slash.
    let path = tail.split(['?', '#']).next()?;
    if path.contains('\\') || !is_authority(authority) {
        return None;
    }
    let authority = authority.to_ascii_lowercase();
    let host = authority.strip_suffix(default_port).unwrap_or(&authority);
    let mut start = scheme.to_owned();
    start.push_str(host);
    if !tail.starts_with('/') {
        start.push('/');
    }
    Some(escaped(&start, tail))
}

/// A host, perhaps with a port; no user name.
fn is_authority(authority: &str) -> bool {
    if let Some(rest) = authority.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else {
            return false;
        };
        let six = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        return address.contains(':') && address.bytes().all(six) && is_port(port);
    }
    let end = authority.find(':').unwrap_or(authority.len());
    let (host, port) = authority.split_at_checked(end).unwrap_or_default();
    // Empty labels (`a..b`) are refused; one dot at the end is how a full name is written.
    let named = host.strip_suffix('.').unwrap_or(host);
    is_port(port)
        && named
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(is_host))
}

fn is_port(port: &str) -> bool {
    match port.strip_prefix(':') {
        Some(digits) => {
            digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        }
        None => port.is_empty(),
    }
}

fn is_host(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => true,
        // Letters of all alphabets; not the blocks of punctuation, symbols and formatting, from
        // which browsers make dots and slashes, or nothing at all.
        '\u{00c0}'..='\u{1fff}' | '\u{2c00}'..='\u{2dff}' | '\u{3040}'..='\u{d7ff}' => {
            !hides(c) && !c.is_whitespace()
        }
        _ => false,
    }
}

/// Characters without a shape of their own, or that turn text around.
fn hides(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// `start`, then `text` with everything encoded that is not plain in an address.
fn escaped(start: &str, text: &str) -> String {
    let mut link = String::with_capacity(start.len() + text.len());
    link.push_str(start);
    for c in text.chars() {
        let odd = matches!(c, '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '|' | '}');
        if !odd && (c.is_ascii_graphic() || !c.is_ascii() && !hides(c) && !c.is_whitespace()) {
            link.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                link.push('%');
                for digit in [byte >> 4, byte & 15] {
                    let digit = char::from_digit(digit.into(), 16).unwrap_or('0');
                    link.push(digit.to_ascii_uppercase());
                }
            }
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_addresses_become_links() {
        let check = |address: &str, wanted: &str| {
            assert_eq!(safe_link(address).as_deref(), Some(wanted), "{address:?}");
            assert_eq!(safe_link(wanted).as_deref(), Some(wanted), "not stable");
        };
        check("https://example.com", "https://example.com/");
        check("https://example.com/a?b=c#d", "https://example.com/a?b=c#d");
        check("HTTPS://Example.COM:443/A", "https://example.com/A");
        check("http://example.com:8080", "http://example.com:8080/");
        check("http://example.com:80?x", "http://example.com/?x");
        check("https://example.com./", "https://example.com./");
        check(" \u{1}https://a.b/\n", "https://a.b/");
        check("ht\ttps:/\n/a.b/c\r\nd", "https://a.b/cd");
        check("https://a.b/x y\"<>`", "https://a.b/x%20y%22%3C%3E%60");
        check("https://a.b/?q=\\", "https://a.b/?q=%5C");
        check("https://a.b/%zz%20", "https://a.b/%zz%20");
        check("https://müller.de/straße", "https://müller.de/straße");
        check("https://例え.jp/", "https://例え.jp/");
        check(
            "https://a.b/gpj.\u{202e}exe",
            "https://a.b/gpj.%E2%80%AEexe",
        );
        check("http://[::1]:8787/x", "http://[::1]:8787/x");
        check("http://127.0.0.1/", "http://127.0.0.1/");
        check("https://a.b/@ann", "https://a.b/@ann");
        check(
            "mailto:ann@example.com?subject=Hi there",
            "mailto:ann@example.com?subject=Hi%20there",
        );
        check("MailTo:a@b.c", "mailto:a@b.c");
        check("tel:+49 30 123", "tel:+49%2030%20123");
    }

    #[test]
    fn everything_else_stays_text() {
        let long = format!("https://a.b/{}", "x".repeat(CAP));
        for address in [
            "",
            " ",
            ":",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "javascript&colon;alert(1)",
            "javascript\u{ff1a}alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://a.b/x",
            "ftp://a.b/",
            "intent://x#Intent;end",
            "view-source:https://a.b",
            // Relative ones.
            "/pay",
            "//evil.example/x",
            "\\\\evil.example",
            "?x=1",
            "#top",
            "example.com",
            "example.com:80/x",
            // Web addresses that read otherwise than they lead.
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https:\\\\evil.example",
            "https://",
            "https://?x",
            "https://bank.example@evil.example/",
            "https://user:pass@evil.example/",
            "https://bank.example\\@evil.example/",
            "https://bank.example/\\evil",
            "https://a b/",
            "https://%65vil.example/",
            "https://a..b/",
            "https://a.b:99999/",
            "https://a.b:/",
            "https://a.b:+80/",
            "https://a.b:80:80/",
            "https://bank.example\u{2044}x.evil.example/",
            "https://bank\u{ff0e}example/",
            "https://ba\u{200b}nk.example/",
            "https://ba\u{00ad}nk.example/",
            "http://[::1/",
            "http://[evil]/",
            "https://a.b/\0x",
            "https://a.b/\u{7f}",
            "mailto:",
            "mailto://x",
            "tel:",
            "tel:abc",
            "tel:1<b>",
            &long,
        ] {
            assert_eq!(safe_link(address), None, "{address:?}");
        }
    }

    #[test]
    fn pictures_come_from_allowed_hosts_only() {
        let hosts: Vec<String> = [
            "cdn.example.com",
            "*.pics.example",
            "http://plain.example:81",
        ]
        .map(str::to_owned)
        .to_vec();
        let check = |address: &str, own: &str, wanted: Option<&str>| {
            let found = image_source(address, own, &hosts);
            assert_eq!(found.as_deref(), wanted, "{address:?} at {own}");
        };
        let own = "https://talk.example";
        check("/a.png", own, Some("/a.png"));
        check("/a b.png", own, Some("/a%20b.png"));
        check(
            "https://talk.example/a.png",
            own,
            Some("https://talk.example/a.png"),
        );
        check(
            "https://TALK.example:443/a",
            own,
            Some("https://talk.example/a"),
        );
        check(
            "https://cdn.example.com/a",
            own,
            Some("https://cdn.example.com/a"),
        );
        check(
            "https://x.pics.example/a",
            own,
            Some("https://x.pics.example/a"),
        );
        check(
            "http://plain.example:81/a",
            own,
            Some("http://plain.example:81/a"),
        );
        check("http://cdn.example.com/a", own, None);
        check(
            "http://cdn.example.com/a",
            "http://127.0.0.1:8787",
            Some("http://cdn.example.com/a"),
        );
        for foreign in [
            "//cdn.example.com/a",
            "/\\cdn.example.com/a",
            "\t//evil.example/a",
            "a.png",
            "https://evil.example/a",
            "https://pics.example/a",
            "https://xpics.example/a",
            "https://cdn.example.com.evil.example/a",
            "https://cdn.example.com@evil.example/",
            "https://cdn.example.com:8443/a",
            "https://plain.example:81/a",
            "data:image/png;base64,AA",
            "mailto:a@cdn.example.com",
            "",
        ] {
            check(foreign, own, None);
        }
    }
}
