//! What every API of the server is made of: who calls, what they send and may, how an error reads, and
//! how connections are kept. It knows the engine, and no API.

pub mod account;
pub mod admission;
pub mod api;
mod app;
pub mod arrivals;
pub mod body;
pub mod caller;
pub mod cors;
pub mod error;
pub mod fallback;
pub mod fields;
pub mod form;
pub mod framing;
pub mod guesses;
pub mod headers;
pub mod hosts;
pub mod intake;
pub mod json;
pub mod key;
pub mod layers;
pub mod limit;
pub mod listen;
pub mod open_streams;
pub mod openapi;
pub mod paging;
pub mod path;
pub mod percent;
pub mod proxy;
pub mod rates;
pub mod scenario;
pub mod seats;
pub mod session;
pub mod settings;
mod state;
pub mod times;
pub mod told;
pub mod uploads;

pub use api::HttpApi;
pub use app::App;
pub use error::ApiError;
pub use settings::HttpSettings;
pub use state::ApiState;
