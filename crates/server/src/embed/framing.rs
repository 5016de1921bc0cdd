//! Which pages may show a scenario: those its owner names, of those the deployment names.

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
