//! What only conversations with other systems show. One design for all of them: what a vendor lacks
//! is not there, what it has stands in the same place whoever it is.

mod activity;
mod attachments;
mod author;
mod cards;
mod conversations;
mod drawer;
mod framed;
mod panels;
mod prompt;
mod seen;
mod state;
mod thumbs;
mod ticks;

use leptos::prelude::With as _;
use vivavoce_core::annotations::Annotations;
use vivavoce_core::transcript::EntryId;
use vivavoce_locales::widget::Vendor;

use crate::here::Here;
use crate::session::slots::Slots;

/// What stands where.
pub static SLOTS: Slots = Slots {
    who: state::who,
    openers: drawer::openers,
    above_composer: prompt::prompt,
    around_transcript: framed::around_transcript,
    before_text: author::author,
    after_text: [attachments::attachments, thumbs::thumbs],
    after_own: ticks::ticks,
    activity: activity::activity,
    holds: state::holds,
    seen: seen::watch_seen,
};

fn words(here: Here) -> Vendor {
    Vendor::of(here.words.lines)
}

/// Reads what stands beside a message.
fn beside<T>(here: Here, id: &EntryId, field: impl FnOnce(&Annotations) -> T) -> T {
    here.session.vendor_state().annotated(id).with(field)
}
