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
    let folder = tempfile::tempdir().unwrap();
    let (done, said) = said(folder.path(), "key create");
    assert!(done, "before the first start: {said}");
}
