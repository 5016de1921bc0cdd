//! The vendors' APIs of this build: one feature each.

use vivavoce_engine::Registry;
use vivavoce_http::HttpApi;

use crate::Settings;

/// The APIs, in the order of their descriptions.
#[cfg_attr(
    not(any(feature = "talkio", feature = "ag-ui")),
    expect(unused_variables, reason = "only some have settings")
)]
#[allow(
    clippy::vec_init_then_push,
    reason = "an element of a list takes no cfg"
)]
pub fn apis(settings: &Settings) -> Vec<Box<dyn HttpApi>> {
    #[allow(unused_mut, reason = "a build without any")]
    let mut apis: Vec<Box<dyn HttpApi>> = Vec::new();
    #[cfg(feature = "talkio")]
    apis.push(Box::new(vivavoce_talkio::Talkio::new(
        settings.engine.agent.model.as_ref(),
    )));
    #[cfg(feature = "totebot")]
    apis.push(Box::new(vivavoce_totebot::Totebot::default()));
    #[cfg(feature = "agentok")]
    apis.push(Box::new(vivavoce_agentok::Agentok));
    #[cfg(feature = "ag-ui")]
    apis.push(Box::new(vivavoce_ag_ui::AgUi {
        is_open: settings.ag_ui,
    }));
    #[cfg(feature = "tovie")]
    apis.push(Box::new(vivavoce_tovie::Tovie::default()));
    apis
}

/// What they bring along.
pub fn registry(apis: &[Box<dyn HttpApi>]) -> Registry {
    let mut registry = Registry::default();
    for api in apis {
        api.register(&mut registry);
    }
    registry
}
