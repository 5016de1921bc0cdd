//! A scenario that is still being fetched.

use leptos::prelude::*;

use crate::browser::piece::Piece;
use crate::components::stage::Skeleton;
use crate::here::here;

#[component]
pub fn Loading() -> Piece {
    view! { <Skeleton words=here().words/> }.into_inner()
}
