//! Who may talk with a scenario through this door.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use vivavoce_engine::store::{Access, Scenario};
use vivavoce_http::admission::{admission, check_dates};
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;
use vivavoce_http::scenario::find;
use vivavoce_http::{ApiError, App, framing};
use vivavoce_protocol::person::email_key;

/// A scenario that whoever asks may talk in. It stands before the body, which is large: nobody's is
/// taken in for nothing.
pub struct Door {
    pub scenario: Scenario,
    pub caller: Caller,
    /// Of a scenario that is not open to everybody: what the bearer opens it by.
    access: Option<Access>,
}

impl FromRequestParts<App> for Door {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let At(id) = At::<String>::from_request_parts(parts, app).await?;
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        let (scenario, access) = match open(app, &id, &caller).await {
            Ok(opened) => opened,
            Err(error) => {
                // Apart from turns: who is refused takes none of those behind the same address who are not.
                if !error.status.is_server_error() {
                    app.allow_anonymous(caller.address)?;
                }
                return Err(error);
            }
        };
        let rate = app.settings.limits.turns_per_address;
        app.rates.take(turns(&caller), rate, app.clock.now())?;
        Ok(Door {
            scenario,
            caller,
            access,
        })
    }
}

fn turns(caller: &Caller) -> String {
    format!("turns from {}", caller.address)
}

impl Door {
    /// What was sent is none: it counts as what is refused, and not as a turn.
    pub fn refuse(&self, app: &App) -> Result<(), ApiError> {
        app.rates.give_back(&turns(&self.caller));
        app.allow_anonymous(self.caller.address)
    }

    /// The scenario as it is now, if the caller may still talk in it: the body and one's turn to begin take
    /// their time.
    pub async fn look_again(&self, app: &App) -> Result<Scenario, ApiError> {
        let (scenario, _) = open(app, &self.scenario.id, &self.caller).await?;
        Ok(scenario)
    }

    /// Whose conversations have names of their own here: whom the bearer was made for, else whoever holds it.
    /// `None`: there is no bearer, and a name is everybody's.
    pub fn holder(&self) -> Option<String> {
        let email = self.access.as_ref()?.email.as_deref();
        let email = email.map(email_key).filter(|email| !email.is_empty());
        email.or_else(|| self.caller.bearer.clone())
    }
}

async fn open(
    app: &App,
    id: &str,
    caller: &Caller,
) -> Result<(Scenario, Option<Access>), ApiError> {
    let scenario = find(app, id).await?;
    if !scenario.admits_ag_ui() {
        return Err(ApiError::forbidden(
            "This conversation is not open to AG-UI clients.",
        ));
    }
    let named = &app.http.deployment.allowed_hosts;
    let hosts = framing::allowed_hosts(named, &scenario.allowed_hosts, caller.own_origin());
    let is_foreign = |origin: &str| !hosts.is_empty() && !hosts.iter().any(|host| host == origin);
    if caller.origin().is_some_and(is_foreign) && !caller.is_own_page() {
        return Err(ApiError::forbidden(
            "This page may not talk to this conversation; its owner names those that may.",
        ));
    }
    let access = admission(app, &scenario, caller, false).await?.admit()?;
    check_dates(&scenario, app.clock.now())?;
    Ok((scenario, access))
}
