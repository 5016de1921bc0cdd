//! Who asks, and under which address, where a proxy may stand in front of us.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::HOST;
use ipnet::{IpNet, Ipv6Net};

/// An address or a CIDR block. IPv4 is IPv4, also where it is written in the manner of IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Network(address.to_canonical().into()));
        }
        let network: IpNet = text.parse().map_err(|_| ())?;
        let network = match network.addr().to_canonical() {
            IpAddr::V4(v4) if matches!(network, IpNet::V6(_)) => {
                let prefix = network.prefix_len().checked_sub(96).ok_or(())?;
                IpNet::new(v4.into(), prefix).map_err(|_| ())?
            }
            _ => network,
        };
        Ok(Network(network))
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

/// Whom an address stands for where addresses are counted: an IPv6 household has a /64.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

/// What wider an IPv6 address belongs to: a site, which has many households, and its provider's block, of
/// which anybody may have many sites.
pub fn networks(address: IpAddr) -> impl Iterator<Item = Ipv6Net> {
    let of = move |width| match address {
        IpAddr::V6(v6) => Ipv6Net::new(v6, width).ok(),
        IpAddr::V4(_) => None,
    };
    [48, 32].into_iter().filter_map(of).map(|it| it.trunc())
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
    let scheme = match forwarded(trusted, peer, headers, "x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let host = asked_host(trusted, peer, headers)?;
    // It goes into headers and addresses of ours, so nothing but a host and a port gets through.
    let fits = !host.is_empty()
        && host.len() <= 255
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
    fits.then(|| format!("{scheme}://{}", host.to_ascii_lowercase()))
}

/// The host this request was made to, with its port, unread: `X-Forwarded-Host` of a trusted proxy,
/// else `Host`.
pub fn asked_host<'h>(
    trusted: &[Network],
    peer: Option<SocketAddr>,
    headers: &'h HeaderMap,
) -> Option<&'h str> {
    match forwarded(trusted, peer, headers, "x-forwarded-host") {
        Some(host) => Some(host),
        None => headers.get(HOST)?.to_str().ok(),
    }
}

/// What a trusted proxy says in a header.
fn forwarded<'h>(
    trusted: &[Network],
    peer: Option<SocketAddr>,
    headers: &'h HeaderMap,
    name: &str,
) -> Option<&'h str> {
    let peer = peer?.ip();
    if !trusted.iter().any(|network| network.contains(peer)) {
        return None;
    }
    let value = headers.get(name)?.to_str().ok()?;
    // Of several proxies the outermost wrote first.
    value.split(',').next().map(str::trim)
}

/// A host's name as it is compared: lower case, without a port or the root's dot.
pub fn host_name(host: &str) -> String {
    let name = match host.split_once(']') {
        Some((address, _)) if host.starts_with('[') => format!("{address}]"),
        _ => host.split(':').next().unwrap_or_default().to_owned(),
    };
    name.strip_suffix('.').unwrap_or(&name).to_ascii_lowercase()
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
    fn a_network_holds_its_addresses_however_they_are_written() {
        for (network, inside, outside) in [
            ("127.0.0.1", "127.0.0.1", "127.0.0.2"),
            ("127.0.0.1", "::ffff:127.0.0.1", "::1"),
            ("::ffff:127.0.0.1", "127.0.0.1", "::ffff:127.0.0.2"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"),
            ("10.1.2.3/8", "10.0.0.1", "9.255.255.255"),
            ("10.0.0.0/9", "10.127.255.255", "10.128.0.0"),
            ("::ffff:10.0.0.0/104", "10.255.0.1", "11.0.0.0"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("::/0", "2001:db8::1", "1.2.3.4"),
        ] {
            let parsed: Network = network.parse().unwrap();
            assert!(parsed.contains(inside.parse().unwrap()), "{network}");
            assert!(!parsed.contains(outside.parse().unwrap()), "{network}");
        }
        for broken in [
            "",
            "10.0.0",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "::/129",
            "::ffff:10.0.0.0/8",
            "example.com",
            "10.0.0.1:80",
        ] {
            assert_eq!(broken.parse::<Network>(), Err(()), "{broken}");
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
