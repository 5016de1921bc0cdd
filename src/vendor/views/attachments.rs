//! Pictures, recordings, files and cards beside a message's text.
//!
//! From hosts the deployment does not allow nothing is fetched: there is a link instead.

use leptos::prelude::*;
use vivavoce_core::dialect::vendor::{Attachment, Card};
use vivavoce_core::links::{image_source, safe_link};
use vivavoce_core::transcript::EntryId;

use super::{beside, cards, words};
use crate::browser::piece::{IntoPiece as _, Part, Piece};
use crate::browser::reading;
use crate::components::icon::{Icon, icon};
use crate::here::{Here, here};

pub fn attachments(id: &EntryId) -> Part {
    let (here, id) = (here(), id.clone());
    let all = Memo::new(move |_| beside(here, &id, |beside| beside.attachments.clone()));
    Box::new(move || {
        let mut shown: Vec<Piece> = Vec::new();
        let mut row: Vec<Card> = Vec::new();
        for attachment in all.get() {
            if let Attachment::Card(card) = attachment {
                row.push(card);
                continue;
            }
            shown.extend(cards::row(here, std::mem::take(&mut row)));
            shown.extend(one(here, attachment));
        }
        shown.extend(cards::row(here, row));
        (!shown.is_empty()).then(|| view! { <div class="attachments">{shown}</div> }.piece())
    })
}

fn one(here: Here, attachment: Attachment) -> Option<Piece> {
    let ours = words(here);
    match attachment {
        Attachment::Image { url, caption } => match fetchable(here, &url) {
            Some(source) => Some(picture(source, caption)),
            None => link(&url, caption, ours.open_image, Icon::GROW),
        },
        Attachment::Audio { url, name } => match fetchable(here, &url) {
            Some(source) => Some(player(source, name, ours.open_audio)),
            None => link(&url, name, ours.open_audio, Icon::GROW),
        },
        Attachment::File { url, name } => link(&url, name, ours.open_file, Icon::DOWNLOAD),
        Attachment::Card(_) => None,
    }
}

/// Where it may be fetched from.
pub fn fetchable(here: Here, url: &str) -> Option<String> {
    image_source(
        url,
        &reading::origin(),
        &here.session.deployment().image_hosts,
    )
}

fn player(source: String, name: String, otherwise: &str) -> Piece {
    let label = if name.is_empty() { otherwise } else { &name };
    let label = label.to_owned();
    let below = (!name.is_empty()).then(|| view! { <figcaption dir="auto">{name}</figcaption> });
    view! {
        <figure class="audio">
            <audio controls preload="none" aria-label=label src=source></audio>
            {below}
        </figure>
    }
    .piece()
}

fn picture(source: String, caption: String) -> Piece {
    let below = (!caption.is_empty()).then(|| {
        let caption = caption.clone();
        view! { <figcaption aria-hidden="true" dir="auto">{caption}</figcaption> }
    });
    view! {
        <figure class="picture">
            // What holds for its first load stands before the address.
            <img
                alt=caption
                loading="lazy"
                decoding="async"
                referrerpolicy="no-referrer"
                src=source
            />
            {below}
        </figure>
    }
    .piece()
}

/// `None` for an address nobody may be sent to: its name stands there, and leads nowhere.
fn link(url: &str, name: String, otherwise: &str, sign: Icon) -> Option<Piece> {
    let named = !name.trim().is_empty();
    let Some(url) = safe_link(url) else {
        return named.then(|| view! { <p dir="auto">{name}</p> }.piece());
    };
    let text = if named { name } else { otherwise.to_owned() };
    Some(
        view! {
            <a
                class="attachment"
                href=url
                target="_blank"
                rel="noopener noreferrer nofollow ugc"
            >
                {icon(sign)}
                <span dir="auto">{text}</span>
            </a>
        }
        .piece(),
    )
}
