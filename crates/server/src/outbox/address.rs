//! Where webhooks may go: the internet, and not our own network, which trusts us more than it
//! should trust whoever names an address.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

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

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a >= 240
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // Shared by carriers, protocol assignments, 6to4 relays, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
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
        // Of the rest only global unicast, without Teredo, ORCHID and documentation.
        [0x2001, 0..0x200, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        _ => (0x2000..0x4000).contains(&a),
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
            ("http://[2001:db8::1]/", false),
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
