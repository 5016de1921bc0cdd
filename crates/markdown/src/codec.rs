//! The tree as bytes, to carry it from the parser's Wasm module to the widget's.
//!
//! Both sides are built from one source, so the format (postcard) is nobody else's. The bytes are the
//! parser's own, whose trees are bounded; reading goes as deep as they do.

use crate::tree::Tree;

/// `tree` as bytes, for [`unpack`].
pub fn pack(tree: &Tree) -> Vec<u8> {
    postcard::to_allocvec(tree).unwrap_or_default()
}

/// The tree that [`pack`] made `bytes` of; `None` for any other bytes.
pub fn unpack(bytes: &[u8]) -> Option<Tree> {
    let (tree, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(tree)
}

#[cfg(all(test, feature = "parser"))]
mod tests {
    use super::*;
    use crate::{Limits, parse};

    const EVERYTHING: &str = "# Hi *é* **b** ~~c~~ `d`\n\nsoft\nand  \nhard [l](http://a.b) \
        ![i](http://c.d)\n\n---\n\n> 3. a\n> 4. b\n\n- [x] done\n- [ ] open\n\n  loose\n\n\
        | a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n\n```rust\nfn f() {}\n```\n";

    #[test]
    fn what_is_packed_is_unpacked_again() {
        let deepest = format!("{}x", "> - ".repeat(200));
        for text in ["", EVERYTHING, &deepest, "a\n\nb\n\nc"] {
            for open in [false, true] {
                for limits in [Limits::MESSAGE, Limits { nodes: 3, bytes: 5 }] {
                    let tree = parse(text, open, limits);
                    assert_eq!(unpack(&pack(&tree)), Some(tree), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_bytes_give_no_tree() {
        let packed = pack(&parse(EVERYTHING, false, Limits::MESSAGE));
        for end in 0..packed.len() {
            assert_eq!(unpack(packed.get(..end).unwrap()), None, "cut at {end}");
        }
        assert_eq!(unpack(&[&packed[..], &[0]].concat()), None);
        // Ever longer, and more than there is.
        assert_eq!(unpack(&[0xff; 20]), None);
        assert_eq!(unpack(&[0xff, 0xff, 0xff, 0x7f, 9]), None);
        // Whatever comes out of a damaged one, it is not a crash.
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            if let Some(byte) = damaged.get_mut(at) {
                *byte ^= 0x15;
            }
            let _ = unpack(&damaged);
        }
    }
}
