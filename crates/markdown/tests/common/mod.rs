//! A tree in a line of text, for expectations.

use vivavoce_markdown::tree::{Align, Block, Inline};

pub fn show(blocks: &[Block]) -> String {
    let shown: Vec<String> = blocks.iter().map(block).collect();
    shown.join(" ")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(inner) => format!("p({})", inlines(inner)),
        Block::Heading(level, inner) => format!("h{level}({})", inlines(inner)),
        Block::Code(language, code) => format!("code[{language}]({code})"),
        Block::Quote(inner) => format!("quote({})", show(inner)),
        Block::Rule => "rule".to_owned(),
        Block::List(list) => {
            let kind = list
                .start
                .map_or("ul".to_owned(), |start| format!("ol{start}"));
            let tight = if list.tight { "-tight" } else { "" };
            let items: Vec<String> = list
                .items
                .iter()
                .map(|item| {
                    let task = match item.task {
                        None => "",
                        Some(false) => "[ ] ",
                        Some(true) => "[x] ",
                    };
                    format!("{{{task}{}}}", show(&item.blocks))
                })
                .collect();
            format!("{kind}{tight}({})", items.join(" "))
        }
        Block::Table(table) => {
            let align: String = table
                .align
                .iter()
                .map(|align| match align {
                    Align::None => '-',
                    Align::Left => '<',
                    Align::Center => '^',
                    Align::Right => '>',
                })
                .collect();
            let rows: Vec<String> = std::iter::once(&table.head)
                .chain(&table.rows)
                .map(|row| {
                    row.iter()
                        .map(|cell| inlines(cell))
                        .collect::<Vec<_>>()
                        .join("|")
                })
                .collect();
            format!("table[{align}]({})", rows.join(" / "))
        }
    }
}

pub fn inlines(inner: &[Inline]) -> String {
    inner
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Emphasis(inner) => format!("em({})", inlines(inner)),
            Inline::Strong(inner) => format!("strong({})", inlines(inner)),
            Inline::Strike(inner) => format!("del({})", inlines(inner)),
            Inline::Code(code) => format!("code({code})"),
            Inline::Link(address, inner) => format!("a<{address}>({})", inlines(inner)),
            Inline::Image(address, alt) => format!("img<{address}>({alt})"),
            Inline::Soft => "/".to_owned(),
            Inline::Hard => "//".to_owned(),
        })
        .collect()
}
