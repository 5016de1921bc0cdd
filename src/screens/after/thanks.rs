//! The end, where no results are shown.

use leptos::prelude::*;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::button::Button;
use crate::components::focus;
use crate::components::icon::Icon;
use crate::components::stage::{Badge, Sentence, TITLE, Title};
use crate::here::here;
use crate::screens::after::saved::{Download, TimeUp, Unsent};
use crate::screens::after::words;

#[component]
pub fn Thanks() -> Piece {
    let (session, words) = (here().session, words());
    focus::arrive(focus::HEADING);
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            <Badge icon=Icon::CHECK/>
            <Title text=words.thanks_title/>
            <TimeUp/>
            <Sentence text=words.thanks_sentence/>
            <Unsent/>
            <div class="actions">
                <Button
                    control="again"
                    class="button quiet"
                    label=words.again
                    press=move || session.again()
                />
                <Download/>
            </div>
        </section>
    }
    .piece()
}
