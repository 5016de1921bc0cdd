//! Texts that mean harm, drawn at every moment of their growth.

use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::{Stage, lend_parser};

/// Shapes of attack, each to be tried plain, in a list, a quote, a table cell and a heading.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<base href=https://evil.example>",
    "<form action=https://evil.example><button>x</button></form>",
    "<object data=javascript:alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo 1 ?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](\tjavascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](< javascript:alert(1)>)",
    "[x](\u{1}javascript:alert(1))",
    "[x](javascript:alert(1) \"title\")",
    "[x](https://good.example \"' onmouseover='alert(1)\")",
    "[x](https://good.example/\"onmouseover=\"alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](blob:https://evil.example/x)",
    "[x](file:///etc/passwd)",
    "[x](filesystem:https://evil.example)",
    "[x](view-source:javascript:alert(1))",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/relative)",
    "[x](?query)",
    "[x](#fragment)",
    "[x](https://user@evil.example)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[y]\n\n[y]: <javascript:alert(1)> 'title'",
    "<javascript:alert(1)>",
    "<JAVASCRIPT:alert(1)>",
    "<data:text/html,x>",
    "javascript://x.example/%0aalert(1)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](https://images.example.evil.example/x.png)",
    "![x](https://images.example@evil.example/x.png)",
    "![\" onerror=\"alert(1)](https://images.example/x.png)",
    "![x](https://images.example/x.png\" onerror=\"alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x][y]\n\n[y]: https://evil.example/pixel.png",
    "[![x](https://evil.example/p.png)](javascript:alert(1))",
    "[x](https://good.example)<img src=x onerror=alert(1)>",
    "`<img src=x onerror=alert(1)>`",
    "```\"><img src=x onerror=alert(1)>\ncode\n```",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    "**<b onmouseover=alert(1)>x**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "{{constructor.constructor('alert(1)')()}}",
    "x\u{202e}gnp.tset",
    "\u{0}<script>alert(1)</script>",
];

const TAGS: &[&str] = &[
    "p",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "label",
    "input",
    "blockquote",
    "hr",
    "figure",
    "figcaption",
    "span",
    "button",
    "pre",
    "code",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "em",
    "strong",
    "del",
    "br",
    "img",
    "a",
];

const ATTRIBUTES: &[&str] = &[
    "class",
    "dir",
    "start",
    "type",
    "disabled",
    "checked",
    "data-copy",
    "aria-live",
    "tabindex",
    "role",
    "aria-label",
    "scope",
    "href",
    "title",
    "target",
    "rel",
    "src",
    "alt",
    "loading",
    "decoding",
    "referrerpolicy",
];

fn assert_harmless(stage: &Stage, text: &str) {
    let all = stage.0.query_selector_all("*").unwrap();
    for at in 0..all.length() {
        let element: Element = all.item(at).unwrap().unchecked_into();
        let tag = element.local_name();
        assert!(TAGS.contains(&tag.as_str()), "<{tag}> from {text:?}");
        for name in element.get_attribute_names() {
            let name = name.as_string().unwrap();
            assert!(ATTRIBUTES.contains(&name.as_str()), "{name} from {text:?}");
        }
        if let Some(href) = element.get_attribute("href") {
            // As the browser reads it, against a base that a relative one would give away.
            let read = web_sys::Url::new_with_base(&href, "https://base.example").unwrap();
            assert!(
                ["http:", "https:", "mailto:", "tel:"].contains(&read.protocol().as_str()),
                "{href} from {text:?}"
            );
            assert_ne!(read.hostname(), "base.example", "{href} from {text:?}");
            assert_eq!(read.username(), "", "{href} from {text:?}");
            assert_eq!(
                element.get_attribute("rel").unwrap(),
                "noopener noreferrer nofollow ugc"
            );
        }
        if let Some(src) = element.get_attribute("src") {
            let read = web_sys::Url::new_with_base(&src, "https://embed.example").unwrap();
            assert!(
                ["https://images.example", "https://embed.example"]
                    .contains(&read.origin().as_str()),
                "{src} from {text:?}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn hostile_texts_are_harmless_at_every_moment() {
    lend_parser();
    for attack in HOSTILE {
        let cell = attack.replace('|', "\\|").replace('\n', " ");
        let texts = [
            (*attack).to_owned(),
            format!("- {}", attack.replace('\n', "\n  ")),
            format!("> {}", attack.replace('\n', "\n> ")),
            format!("| a |\n|---|\n| {cell} |"),
            format!("# {cell}"),
            format!("**{cell}**"),
            format!("[{cell}](https://good.example)"),
            format!("![{cell}](https://images.example/x.png)"),
        ];
        for text in texts {
            let stage = Stage::new();
            let mut blocks = stage.blocks();
            for end in text.char_indices().map(|(at, _)| at).skip(1) {
                blocks.update(&text[..end], true);
                assert_harmless(&stage, &text[..end]);
            }
            blocks.update(&text, false);
            assert_harmless(&stage, &text);
        }
    }
}
