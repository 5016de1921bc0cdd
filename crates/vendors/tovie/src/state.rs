//! The state of the routes.

use vivavoce_engine::in_hand::InHand;
use vivavoce_http::ApiState;

/// Requests of dialogs this process waits for the answers of, by dialog and time.
pub type Answering = InHand<(String, i64)>;

pub type TovieState = ApiState<Answering>;
