//! Where webhooks may go: the internet, and not our own network, which trusts us more than it
//! should trust whoever names an address.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::{Ipv4Net, Ipv6Net};
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Characters of an address.
pub const LONGEST: usize = 2_000;

/// Reads a webhook's address; the error is a sentence part for whoever gave it.
pub fn check(text: &str, allow_private: bool) -> Result<Url, &'static str> {
    const RULE: &str = "Input should be an address such as https://www.example.com/hooks";
    if text.len() > LONGEST {
        return Err("This address has more than 2000 characters");
    }
    let url = Url::parse(text.trim()).map_err(|_| RULE)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(RULE)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(RULE);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("A user or password in the address is not taken");
    }
    let name = host.trim_end_matches('.');
    let is_local = match literal(&url) {
        Some(address) => !is_public(address),
        None => name == "localhost" || name.ends_with(".localhost"),
    };
    if is_local && !allow_private {
        return Err("This address lies in the server's own network, where it sends nothing");
    }
    Ok(url)
}

/// The IP address an address names without a name.
pub fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
}

/// Whether the whole internet means the same machine by this address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// What IANA's registry of special-purpose addresses does not call globally reachable, with 6to4's
/// relays, multicast and what is reserved.
const SPECIAL_V4: [Ipv4Net; 15] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    v4([240, 0, 0, 0], 4),
];

/// IPv6's global unicast, and what of it is none: Teredo, ORCHID and their like, documentation.
const UNICAST_V6: Ipv6Net = v6([0x2000, 0], 3);
const SPECIAL_V6: [Ipv6Net; 3] = [
    v6([0x2001, 0], 23),
    v6([0x2001, 0xdb8], 32),
    v6([0x3fff, 0], 20),
];

const fn v4([a, b, c, d]: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6([a, b]: [u16; 2], prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), prefix)
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !SPECIAL_V4.iter().any(|special| special.contains(&address))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => embedded(g, h),
        [0x2002, ..] => embedded(b, c),
        _ => {
            let is_special = SPECIAL_V6.iter().any(|special| special.contains(&address));
            UNICAST_V6.contains(&address) && !is_special
        }
    }
}

/// Resolves names, and forgets addresses that may not be asked: what was checked is what is used.
pub struct Careful {
    pub allow_private: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("the name leads into the server's own network, where it sends nothing")]
struct Private;

impl Resolve for Careful {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found
                .filter(|found| allow_private || is_public(found.ip()))
                .collect();
            if allowed.is_empty() {
                return Err(Box::new(Private) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_taken() {
        let cases = [
            ("https://www.example.com/hooks?x=1", true),
            ("http://93.184.216.34:8080/", true),
            ("https://[2606:2800:220:1:248:1893:25c8:1946]/", true),
            ("https://172.32.0.1/", true),
            ("ftp://www.example.com/", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("//www.example.com", false),
            ("https://user:pass@www.example.com/", false),
            ("https:///hooks", true), // a browser reads the host "hooks", and so does the parser
            ("http://localhost/", false),
            ("http://LOCALHOST./", false),
            ("http://api.localhost/", false),
            ("http://127.0.0.1/", false),
            ("http://127.1/", false),
            ("http://0x7f000001/", false),
            ("http://2130706433/", false),
            ("http://0177.0.0.1/", false),
            ("http://0.0.0.0/", false),
            ("http://10.1.2.3/", false),
            ("http://172.16.0.1/", false),
            ("http://192.168.1.1/", false),
            ("http://169.254.169.254/latest/meta-data", false),
            ("http://100.64.0.1/", false),
            ("http://192.0.0.8/", false),
            ("http://198.18.0.1/", false),
            ("http://198.19.255.255/", false),
            ("http://198.20.0.0/", true),
            ("http://192.0.2.1/", false),
            ("http://198.51.100.1/", false),
            ("http://203.0.113.1/", false),
            ("http://192.88.99.1/", false),
            ("http://100.127.255.255/", false),
            ("http://100.128.0.0/", true),
            ("http://172.31.255.255/", false),
            ("http://223.255.255.255/", true),
            ("http://224.0.0.1/", false),
            ("http://255.255.255.255/", false),
            ("http://[::1]/", false),
            ("http://[::]/", false),
            ("http://[::ffff:127.0.0.1]/", false),
            ("http://[::ffff:93.184.216.34]/", true),
            ("http://[::7f00:1]/", false),
            ("http://[64:ff9b::a9fe:a9fe]/", false),
            ("http://[64:ff9b::5db8:d822]/", true),
            ("http://[2002:7f00:1::]/", false),
            ("http://[2001::1]/", false),
            ("http://[2001:1ff::1]/", false),
            ("http://[2001:200::1]/", true),
            ("http://[2001:db8::1]/", false),
            ("http://[2002:5db8:d822::]/", true),
            ("http://[3fff:fff::1]/", false),
            ("http://[3fff:1000::1]/", true),
            ("http://[4000::1]/", false),
            ("http://[fc00::1]/", false),
            ("http://[fd12:3456::1]/", false),
            ("http://[fe80::1]/", false),
            ("http://[fec0::1]/", false),
            ("http://[ff02::1]/", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text, false).is_ok(), expected, "{text}");
        }
        assert!(check("http://127.0.0.1:9/", true).is_ok());
        assert!(check("gopher://127.0.0.1:9/", true).is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_not_followed() {
        let ask = async |allow_private: bool| {
            let careful = Careful { allow_private };
            careful.resolve("localhost".parse().unwrap()).await.is_ok()
        };
        assert!(!ask(false).await);
        assert!(ask(true).await);
    }
}
