//! Which pages may show a scenario: those its owner names, of those the deployment names.

use url::Url;

/// What an origin is, in words.
pub const ORIGIN: &str = "an origin such as https://www.example.com, exactly as a browser shows it, without a \
                          path or a wildcard";

/// Nothing but names and addresses: a policy's header takes hosts as they stand.
fn is_plain(host: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b);
    host.len() <= 253 && host.bytes().all(fits)
}

/// An http(s) origin as browsers write it; `None` for what is more than that, or a wildcard.
pub fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.host_str().is_some_and(is_plain);
    plain.then(|| url.origin().ascii_serialization())
}

/// An http(s) address of a page, as browsers write it; `None` for any other text.
pub fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Origins that may frame it and hear it; empty: anybody's. `own` is ours, which always may.
///
/// Where the owner's and the deployment's have none in common it is ours alone: an empty list would let
/// everybody in.
pub fn allowed_hosts(deployment: &[String], scenario: &[String], own: Option<&str>) -> Vec<String> {
    if let (either, []) | ([], either) = (deployment, scenario) {
        return either.to_vec();
    }
    let both: Vec<String> = scenario
        .iter()
        .filter(|host| deployment.contains(host))
        .cloned()
        .collect();
    match both.is_empty() {
        // No page has this origin.
        true => vec![own.unwrap_or("https://nobody.invalid").to_owned()],
        false => both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_shown_where_its_owner_and_the_deployment_both_say() {
        let of =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        for (deployment, scenario, allowed) in [
            ("", "", ""),
            ("a b", "", "a b"),
            ("", "c", "c"),
            ("a b", "b c", "b"),
            ("a b", "c", "own"),
        ] {
            let found = allowed_hosts(&of(deployment), &of(scenario), Some("own"));
            assert_eq!(found, of(allowed), "{deployment} / {scenario}");
        }
        assert!(!allowed_hosts(&of("a"), &of("b"), None).is_empty());
    }
}
