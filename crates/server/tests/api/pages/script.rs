//! The loader's addresses.

use serde_json::Value;
use vivavoce_pages::script::{VERSIONED, VERSIONED_PACKAGE};
use vivavoce_test_server::Site;

async fn header(site: &Site, address: &str, name: &str) -> String {
    let answer = site.ask(&format!("GET {address}"), &[], "").await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text);
    let value = answer.headers.get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_element_has_a_newest_a_versioned_and_an_unchanging_address() {
    let site = Site::new().await;
    let told = site.ask("GET /assets/viva-voce.json", &[], "").await;
    let told: Value = serde_json::from_str(&told.text).unwrap();
    assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
    assert!(told["integrity"].as_str().unwrap().starts_with("sha384-"));
    let addresses = &told["addresses"];
    assert_eq!(addresses["immutable"], told["src"]);
    let mut tags = Vec::new();
    for (kind, lifetime) in [
        ("newest", "public, max-age=300"),
        ("versioned", "public, max-age=86400"),
        ("immutable", "public, max-age=31536000, immutable"),
    ] {
        let address = addresses[kind].as_str().unwrap();
        assert_eq!(header(&site, address, "cache-control").await, lifetime);
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("content-type", "text/javascript; charset=utf-8"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(header(&site, address, name).await, value, "{address}");
        }
        tags.push(header(&site, address, "etag").await);
    }
    assert!(tags.iter().all(|tag| *tag == tags[0]), "{tags:?}");
}

#[tokio::test]
async fn the_package_has_a_newest_and_a_versioned_address_and_npm_reads_it_as_it_lies() {
    let site = Site::new().await;
    let told = site.ask("GET /assets/viva-voce.json", &[], "").await;
    let told: Value = serde_json::from_str(&told.text).unwrap();
    assert_eq!(told["package"], VERSIONED_PACKAGE);
    for address in ["/viva-voce.tgz", VERSIONED_PACKAGE] {
        for (name, value) in [
            ("content-type", "application/gzip"),
            ("cache-control", "no-cache"),
            ("access-control-allow-origin", "*"),
            // It is compressed already, and its hash is that of what arrives.
            ("content-encoding", ""),
        ] {
            assert_eq!(header(&site, address, name).await, value, "{address}");
        }
    }
}

#[tokio::test]
async fn another_version_is_answered_with_the_one_there_is() {
    let site = Site::new().await;
    let answer = site.ask("GET /viva-voce@0.0.1.js", &[], "").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains(VERSIONED), "{}", answer.text);
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
}
