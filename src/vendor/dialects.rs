//! The dialects of other systems, one each.

use vivavoce_core::dialect::Dialect;
use vivavoce_core::dialect::vendor::agentok::Agentok;
use vivavoce_core::dialect::vendor::agui::AgUi;
use vivavoce_core::dialect::vendor::talkio::Talkio;
use vivavoce_core::dialect::vendor::totebot::Totebot;
use vivavoce_core::dialect::vendor::tovie::Tovie;
use vivavoce_core::dialect::vendor::{Protocol, VendorDialect};

use super::state;
use crate::session::parts::System;

pub static AGENTOK: System = of::<Agentok>();
pub static AGUI: System = of::<AgUi>();
pub static TALKIO: System = of::<Talkio>();
pub static TOTEBOT: System = of::<Totebot>();
pub static TOVIE: System = of::<Tovie>();

const fn of<P: Protocol + Default + 'static>() -> System {
    System {
        dialect: speaking::<P>,
        vendor: state::begin,
    }
}

fn speaking<P: Protocol + Default + 'static>() -> Box<dyn Dialect> {
    Box::new(VendorDialect::speaking::<P>())
}
