//! Signals and effects: the reactive system of leptos, and of leptos only that. The crate itself
//! would bring along code for server functions and streams that no linker may drop, because it is
//! exported to scripts.

use any_spawner::Executor;
pub use reactive_graph::effect::{Effect, RenderEffect};
pub use reactive_graph::graph::untrack;
pub use reactive_graph::owner::{LocalStorage, Owner, StoredValue};
pub use reactive_graph::signal::{ArcRwSignal, ReadSignal, RwSignal};
pub use reactive_graph::traits::*;
pub use reactive_graph::wrappers::read::Signal;

/// Lets effects run. To be called before anything reactive is made; a second call does nothing.
pub fn run_effects() {
    Executor::init_wasm_bindgen().ok();
}
