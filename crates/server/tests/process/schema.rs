//! Commands beside a running server, which may be of another version.

use std::path::Path;

use super::server::{command, database};

const EARLIER: &[u8] = include_bytes!("../fixtures/48f6ec7.db.br");

/// Whether a command was carried out, and what it said.
fn said(folder: &Path, words: &str) -> (bool, String) {
    let done = command(folder).args(words.split(' ')).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_command_leaves_the_schema_of_another_version_alone_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let mut earlier = Vec::new();
    brotli::BrotliDecompress(&mut &EARLIER[..], &mut earlier).unwrap();
    std::fs::write(&path, &earlier).unwrap();
    // A command in turn, whether it is carried out, and what it says.
    let cases = [
        ("account list", false, "an earlier version of Viva Voce"),
        ("key create", false, "vivavoce-server migrate"),
        ("migrate", true, "up to date"),
        ("migrate", true, "up to date"),
        ("account list", true, "root"),
        ("key create", true, "vv_"),
    ];
    for (words, is_done, part) in cases {
        let (done, said) = said(folder.path(), words);
        assert_eq!(done, is_done, "{words}: {said}");
        assert!(said.contains(part), "{words}: {said}");
    }
}

#[test]
fn a_command_makes_no_database_but_to_migrate() {
    let folder = tempfile::tempdir().unwrap();
    // A command in turn, whether it is carried out, and what it says.
    let cases = [
        ("key create", false, "there is no database at sqlite://"),
        ("visitor erase ann@example.com", false, "--database"),
        ("account list", false, "vivavoce-server migrate"),
        ("migrate", true, "up to date"),
        ("account list", true, "root"),
    ];
    for (words, is_done, part) in cases {
        let (done, said) = said(folder.path(), words);
        assert_eq!(done, is_done, "{words}: {said}");
        assert!(said.contains(part), "{words}: {said}");
        let is_there = database(folder.path()).exists();
        assert_eq!(is_there, is_done, "{words}");
    }
}

#[test]
fn a_command_needs_no_secret_of_the_server_and_prints_what_it_made_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (done, text) = said(folder.path(), "migrate");
    assert!(done, "{text}");
    let mut making = command(folder.path());
    std::fs::write(
        folder.path().join("vivavoce.toml"),
        "[agent.model]\nurl = 'https://example.com/v1'\nname = 'm'\nkey = 'env:NOT_THERE'\n",
    )
    .unwrap();
    let done = making
        .args(["key", "create"])
        .env("VIVAVOCE_API_KEY", "another-key-of-a-shell-around-us")
        .output()
        .unwrap();
    let key = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{:?}", done.stderr);
    assert!(key.starts_with("vv_") && key.lines().count() == 1, "{key}");
    let note = String::from_utf8(done.stderr).unwrap();
    assert!(note.contains("the only time"), "{note}");
    let (_, list) = said(folder.path(), "key list");
    assert!(!list.contains("VIVAVOCE_API_KEY"), "{list}");
}
