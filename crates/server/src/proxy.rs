//! Who asks, and under which address, where a proxy may stand in front of us.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::HOST;

/// An address or a CIDR block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// Leading bits that must agree.
    prefix: u8,
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        fn agree(a: &[u8], b: &[u8], prefix: u8) -> bool {
            let (whole, rest) = (usize::from(prefix / 8), prefix % 8);
            if a.get(..whole) != b.get(..whole) {
                return false;
            }
            match (rest, a.get(whole), b.get(whole)) {
                (0, _, _) => true,
                (bits, Some(a), Some(b)) => (a ^ b) >> (8 - bits) == 0,
                _ => false,
            }
        }
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => agree(&a.octets(), &b.octets(), self.prefix),
            (IpAddr::V6(a), IpAddr::V6(b)) => agree(&a.octets(), &b.octets(), self.prefix),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| ())?;
        let address = address.to_canonical();
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|prefix| *prefix <= bits)
                .ok_or(())?,
            None => bits,
        };
        Ok(Network { address, prefix })
    }
}

/// The visitor's address: the peer's, or, where the peer is a trusted proxy, the last address of
/// `X-Forwarded-For` that is not itself a trusted proxy. Anything a visitor could have written
/// stands to the left of that and is not looked at.
pub fn client_address(trusted: &[Network], peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.ip().to_canonical();
    if !is_trusted(client) {
        return client;
    }
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        // A hop we cannot read ends the chain of trust: everything left of it is hearsay.
        let Some(address) = hop_address(hop) else {
            break;
        };
        client = address;
        if !is_trusted(address) {
            break;
        }
    }
    client
}

/// `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1` or `[2001:db8::1]:567`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop
        .parse::<IpAddr>()
        .ok()
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())?;
    Some(address.to_canonical())
}

/// The origin this request was made to, e.g. `https://voice.example.com`; `public_url` wins where
/// the operator gave one. `None` where the `Host` header is not a host name we would repeat.
pub fn own_origin(
    public_url: Option<&str>,
    trusted: &[Network],
    peer: Option<SocketAddr>,
    headers: &HeaderMap,
) -> Option<String> {
    if let Some(url) = public_url {
        return Some(url.to_owned());
    }
    let forwarded =
        peer.is_some_and(|peer| trusted.iter().any(|network| network.contains(peer.ip())));
    let text = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        // Of several proxies the outermost wrote first.
        value.split(',').next().map(str::trim)
    };
    let scheme = match text("x-forwarded-proto") {
        Some("https") if forwarded => "https",
        _ => "http",
    };
    let host = match text("x-forwarded-host") {
        Some(host) if forwarded => host,
        _ => headers.get(HOST)?.to_str().ok()?,
    };
    // It goes into headers and addresses of ours, so nothing but a host and a port gets through.
    let fits = !host.is_empty()
        && host.len() <= 255
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
    fits.then(|| format!("{scheme}://{}", host.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        map
    }

    #[test]
    fn spoofed_forwarding_never_changes_the_address() {
        let trusted: Vec<Network> = ["127.0.0.1", "10.0.0.0/8", "2001:db8::/33"]
            .iter()
            .map(|n| n.parse().unwrap())
            .collect();
        let cases: [(&str, &[&str], &str); 12] = [
            ("9.9.9.9:1", &["1.1.1.1"], "9.9.9.9"),
            ("127.0.0.1:1", &[], "127.0.0.1"),
            ("127.0.0.1:1", &["1.1.1.1"], "1.1.1.1"),
            ("127.0.0.1:1", &["6.6.6.6, 1.1.1.1"], "1.1.1.1"),
            ("127.0.0.1:1", &["6.6.6.6", "1.1.1.1"], "1.1.1.1"),
            ("127.0.0.1:1", &["6.6.6.6, 1.1.1.1, 10.1.2.3"], "1.1.1.1"),
            ("127.0.0.1:1", &["6.6.6.6, garbage, 10.1.2.3"], "10.1.2.3"),
            ("127.0.0.1:1", &["127.0.0.1, 1.1.1.1:4455"], "1.1.1.1"),
            ("[::ffff:127.0.0.1]:1", &["[2001:db9::7]:80"], "2001:db9::7"),
            ("127.0.0.1:1", &["1.1.1.1, 2001:db8:7fff::1"], "1.1.1.1"),
            (
                "127.0.0.1:1",
                &["1.1.1.1, 2001:db8:8000::1"],
                "2001:db8:8000::1",
            ),
            ("127.0.0.1:1", &[""], "127.0.0.1"),
        ];
        for (peer, lines, expected) in cases {
            let pairs: Vec<_> = lines
                .iter()
                .map(|line| ("x-forwarded-for", *line))
                .collect();
            let found = client_address(&trusted, peer.parse().unwrap(), &headers(&pairs));
            assert_eq!(found.to_string(), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn no_shape_of_a_spoofed_header_gets_around_a_limit() {
        let trusted: Vec<Network> = vec!["10.0.0.0/8".parse().unwrap()];
        let names = [
            "x-forwarded-for",
            "forwarded",
            "x-real-ip",
            "x-client-ip",
            "client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-cluster-client-ip",
            "x-originating-ip",
            "via",
        ];
        let values = [
            "1.2.3.4",
            "1.2.3.4, 5.6.7.8",
            "1.2.3.4,,",
            " 1.2.3.4 ",
            "1.2.3.4:80",
            "127.0.0.1",
            "10.0.0.7",
            "10.0.0.7, 10.0.0.8",
            "::1",
            "[2001:db8::1]:443",
            "::ffff:1.2.3.4",
            "for=1.2.3.4;proto=https",
            "unknown",
            "0x01020304",
            "1.2.3.4\t",
            "999.1.1.1",
        ];
        let (near, far) = ("10.0.0.1:9", "203.0.113.9:9");
        let mut tried = 0;
        for name in names {
            for value in values {
                for copies in [1, 3] {
                    let mut spoofed = vec![(name, value); copies];
                    let found = client_address(&trusted, far.parse().unwrap(), &headers(&spoofed));
                    assert_eq!(found.to_string(), "203.0.113.9", "{name}: {value}");
                    // The proxy adds whom it heard it from, to the line or as a line of its own.
                    let joined = format!("{value}, 203.0.113.9");
                    let line = if name == "x-forwarded-for" {
                        joined.as_str()
                    } else {
                        "203.0.113.9"
                    };
                    for last in ["203.0.113.9", line] {
                        spoofed.push(("x-forwarded-for", last));
                        let found =
                            client_address(&trusted, near.parse().unwrap(), &headers(&spoofed));
                        assert_eq!(found.to_string(), "203.0.113.9", "{name}: {value}");
                        spoofed.pop();
                    }
                    tried += 1;
                }
            }
        }
        assert!(tried >= 100, "{tried}");
    }

    #[test]
    fn own_origin_repeats_nothing_but_a_host() {
        let trusted: Vec<Network> = vec!["127.0.0.1".parse().unwrap()];
        let near: SocketAddr = "127.0.0.1:1".parse().unwrap();
        let far: SocketAddr = "9.9.9.9:1".parse().unwrap();
        type Case<'a> = (
            Option<&'a str>,
            SocketAddr,
            &'a [(&'static str, &'a str)],
            Option<&'a str>,
        );
        let cases: [Case<'_>; 8] = [
            (
                None,
                far,
                &[("host", "Voice.Example.com:8787")],
                Some("http://voice.example.com:8787"),
            ),
            (
                None,
                far,
                &[("host", "[::1]:8787")],
                Some("http://[::1]:8787"),
            ),
            (None, far, &[("host", "a; script-src *")], None),
            (None, far, &[("host", "")], None),
            (None, far, &[], None),
            (
                None,
                far,
                &[("host", "a"), ("x-forwarded-proto", "https")],
                Some("http://a"),
            ),
            (
                None,
                near,
                &[
                    ("host", "a"),
                    ("x-forwarded-proto", "https"),
                    ("x-forwarded-host", "b, c"),
                ],
                Some("https://b"),
            ),
            (
                Some("https://v.example"),
                far,
                &[("host", "evil")],
                Some("https://v.example"),
            ),
        ];
        for (public, peer, pairs, expected) in cases {
            let found = own_origin(public, &trusted, Some(peer), &headers(pairs));
            assert_eq!(found.as_deref(), expected, "{pairs:?}");
        }
    }
}
