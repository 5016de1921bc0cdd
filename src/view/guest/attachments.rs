//! Pictures, recordings, files and cards beside a message's text.
//!
//! From hosts the deployment does not allow nothing is fetched: there is a link instead.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::{Attachment, Card};
use vivavoce_core::links::{image_source, safe_link};
use vivavoce_core::transcript::{Entry, EntryId};

use super::{beside, cards, words};
use crate::browser::element::{El, el};
use crate::browser::reading;
use crate::view::here::Here;
use crate::view::icon::{Icon, icon};

pub fn attachments(here: Here, article: El, id: EntryId, signal: RwSignal<Entry>) -> El {
    let all = move || beside(signal, |beside| beside.attachments.clone());
    article.part(all, move |all: &Vec<Attachment>| {
        let mut shown = Vec::new();
        let mut row: Vec<&Card> = Vec::new();
        for attachment in all {
            if let Attachment::Card(card) = attachment {
                row.push(card);
                continue;
            }
            shown.extend(cards::row(here, &id, &std::mem::take(&mut row)));
            shown.extend(one(here, attachment));
        }
        shown.extend(cards::row(here, &id, &row));
        if shown.is_empty() {
            return shown;
        }
        vec![el("div", "attachments").children(shown)]
    })
}

fn one(here: Here, attachment: &Attachment) -> Option<El> {
    let ours = words(here);
    match attachment {
        Attachment::Image { url, caption } => match fetchable(here, url) {
            Some(source) => Some(picture(&source, caption)),
            None => link(url, caption, ours.open_image, Icon::Grow),
        },
        Attachment::Audio { url, name } => {
            let Some(source) = fetchable(here, url) else {
                return link(url, name, ours.open_audio, Icon::Grow);
            };
            let label = if name.is_empty() {
                ours.open_audio
            } else {
                name
            };
            let player = el("audio", "")
                .attr("controls", "")
                .attr("preload", "none")
                .attr("aria-label", label)
                .attr("src", &source);
            let name =
                (!name.is_empty()).then(|| el("figcaption", "").attr("dir", "auto").text(name));
            Some(el("figure", "audio").child(player).children(name))
        }
        Attachment::File { url, name } => link(url, name, ours.open_file, Icon::Download),
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

fn picture(source: &str, caption: &str) -> El {
    let image = el("img", "")
        .attr("src", source)
        .attr("alt", caption)
        .attr("loading", "lazy")
        .attr("decoding", "async")
        .attr("referrerpolicy", "no-referrer");
    let below = (!caption.is_empty()).then(|| {
        el("figcaption", "")
            .attr("aria-hidden", "true")
            .attr("dir", "auto")
            .text(caption)
    });
    el("figure", "picture").child(image).children(below)
}

/// `None` for an address nobody may be sent to: its name stands there, and leads nowhere.
fn link(url: &str, name: &str, otherwise: &str, shape: Icon) -> Option<El> {
    let text = if name.trim().is_empty() {
        otherwise
    } else {
        name
    };
    let Some(url) = safe_link(url) else {
        return (!name.trim().is_empty()).then(|| el("p", "").attr("dir", "auto").text(name));
    };
    let link = el("a", "attachment")
        .attr("href", &url)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer nofollow ugc")
        .child(icon(shape))
        .child(el("span", "").attr("dir", "auto").text(text));
    Some(link)
}
