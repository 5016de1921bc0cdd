//! The state of one API's routes.

use std::ops::Deref;

use axum::extract::FromRef;

use crate::App;

/// What handlers of an API may need: the app, which it reads as, and beside it what is this API's alone.
/// Clones are handles to the same.
#[derive(Clone)]
pub struct ApiState<T> {
    pub app: App,
    pub own: T,
}

impl<T> ApiState<T> {
    pub fn new(app: &App, own: T) -> Self {
        Self {
            app: app.clone(),
            own,
        }
    }
}

impl<T> Deref for ApiState<T> {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl<T> FromRef<ApiState<T>> for App {
    fn from_ref(state: &ApiState<T>) -> App {
        state.app.clone()
    }
}
