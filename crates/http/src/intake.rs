//! Bodies while they come: how much of them is held at once, of an address and in all.
//!
//! Who sends most of a body and stops has us hold it until their time is over, and may do so with every
//! connection there is.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};

use crate::error::Refusing;
use crate::listen::Peer;
use crate::proxy::{Network, client_address, household};
use crate::seats::{Seat, Seats};
use crate::told::Told;
use crate::{ApiError, HttpSettings};
use vivavoce_engine::settings::{API_CALL_BYTES, Limits};

/// So much of a body counts for nothing, so that what a visitor says always comes in. It is bounded by
/// the number of connections.
const FREE: usize = 16 * 1024;
/// What is beyond that counts in pieces.
const PIECE: usize = 64 * 1024;
/// Of more than this [`crate::uploads`] takes care.
const MOST: usize = API_CALL_BYTES;

/// Pieces that are held. Clones are handles to the same.
#[derive(Clone)]
pub struct Intake(Arc<Inner>);

struct Inner {
    of_address: Seats<IpAddr>,
    in_all: Seats<()>,
    most_of_address: u32,
    most_in_all: u32,
    /// Many visitors share such an address.
    proxies: Vec<Network>,
    told: Told,
}

impl Intake {
    pub fn new(limits: &Limits, settings: &HttpSettings) -> Self {
        let pieces = |bytes: usize| u32::try_from(bytes / PIECE).unwrap_or(u32::MAX);
        Intake(Arc::new(Inner {
            of_address: Seats::default(),
            in_all: Seats::default(),
            most_of_address: pieces(limits.bodies_per_address),
            most_in_all: pieces(limits.bodies_in_all),
            proxies: settings.trusted_proxies.clone(),
            told: Told::default(),
        }))
    }

    fn tell(&self, full: Full, address: Option<IpAddr>) {
        let what = match full {
            Full::Address => "bytes of bodies of an address",
            Full::All => "bytes of bodies in all",
        };
        let whose = address.map_or_else(String::new, |address| address.to_string());
        self.0.told.refused(what, &whose);
    }

    /// Pieces of everybody's.
    pub fn held(&self) -> u32 {
        self.0.in_all.of(&())
    }
}

/// Where there was no room.
#[derive(Clone, Copy)]
enum Full {
    Address,
    All,
}

/// What is held of one body.
struct Hold {
    intake: Intake,
    address: Option<IpAddr>,
    bytes: usize,
    pieces: Vec<(Option<Seat<IpAddr>>, Seat<()>)>,
    full: Option<Full>,
}

impl Hold {
    fn add(&mut self, bytes: usize) -> Result<(), Full> {
        self.bytes = self.bytes.saturating_add(bytes);
        let counted = self.bytes.min(MOST).saturating_sub(FREE);
        while self.pieces.len() < counted.div_ceil(PIECE) {
            let piece = self.piece().inspect_err(|full| self.full = Some(*full))?;
            self.pieces.push(piece);
        }
        Ok(())
    }

    fn piece(&self) -> Result<(Option<Seat<IpAddr>>, Seat<()>), Full> {
        let intake = &self.intake.0;
        let of_address = match self.address {
            Some(address) => {
                let most = intake.most_of_address;
                Some(intake.of_address.take(address, most).ok_or(Full::Address)?)
            }
            None => None,
        };
        let in_all = intake.in_all.take((), intake.most_in_all);
        Ok((of_address, in_all.ok_or(Full::All)?))
    }
}

/// Counts a request's body until it is answered, and refuses it where there is no room.
pub async fn counted(
    State((intake, refusing)): State<(Intake, Refusing)>,
    request: Request,
    next: Next,
) -> Response {
    let length = request.body().size_hint().exact();
    if length.is_some_and(|length| length <= FREE as u64) {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<Peer>>();
    let proxies = &intake.0.proxies;
    let address = peer.map(|info| client_address(proxies, info.0.0, request.headers()));
    let is_one = |address: &IpAddr| !proxies.iter().any(|it| it.contains(*address));
    let address = address.filter(is_one).map(household);
    let hold = Arc::new(Mutex::new(Hold {
        intake: intake.clone(),
        address,
        bytes: 0,
        pieces: Vec::new(),
        full: None,
    }));
    let request = request.map(|body| {
        let hold = hold.clone();
        Body::new(Counted { body, hold })
    });
    let path = request.uri().path().to_owned();
    let answer = next.run(request).await;
    let mut hold = locked(&hold);
    hold.pieces.clear();
    match hold.full {
        None => answer,
        Some(full) => {
            intake.tell(full, address);
            refusing(&path, refusal(full))
        }
    }
}

fn refusal(full: Full) -> ApiError {
    match full {
        Full::Address => ApiError::too_many(
            "Your network is sending too much at once. Please try again in a few seconds.",
            5,
        ),
        Full::All => ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "The server is being sent too much at once. Please try again in a few seconds.",
        )
        .retry_after(5),
    }
}

fn locked(hold: &Mutex<Hold>) -> MutexGuard<'_, Hold> {
    // Nothing is left half done where somebody panicked.
    hold.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Counted {
    body: Body,
    hold: Arc<Mutex<Hold>>,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(bytes) = frame.data_ref()
            && locked(&self.hold).add(bytes.len()).is_err()
        {
            let full = std::io::Error::other("there is no room for this body");
            return Poll::Ready(Some(Err(axum::Error::new(full))));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use futures_util::stream::{self, StreamExt as _};
    use tower::ServiceExt as _;

    use super::*;
    use crate::error::plainly;

    /// `POST /` from an address, with so many bytes of a body of which another one never comes.
    fn request(from: &str, bytes: usize, ends: bool) -> Request {
        let come = stream::once(async move { Ok::<_, std::io::Error>(vec![b'x'; bytes]) });
        let body = if ends {
            Body::from_stream(come)
        } else {
            Body::from_stream(come.chain(stream::pending()))
        };
        let mut request = Request::post("/").body(body).unwrap();
        let peer = Peer(format!("{from}:1").parse().unwrap());
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    #[tokio::test]
    async fn bodies_that_do_not_end_leave_room_for_others() {
        let limits = Limits {
            bodies_per_address: 4 * PIECE,
            bodies_in_all: 6 * PIECE,
            ..Limits::default()
        };
        let settings = HttpSettings {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            ..HttpSettings::default()
        };
        let intake = Intake::new(&limits, &settings);
        let router = Router::new()
            .route("/", post(async |bytes: Bytes| bytes.len().to_string()))
            .layer(from_fn_with_state((intake.clone(), plainly()), counted));
        let large = FREE + 2 * PIECE;
        let mut under_way = Vec::new();
        // From whom, how much, and what is answered; `None` for what is held, as its end never comes.
        for (from, bytes, status) in [
            ("192.0.2.1", large, None),
            ("192.0.2.1", large, None),
            ("192.0.2.1", large, Some(429)),
            ("192.0.2.1", FREE, Some(200)),
            ("192.0.2.2", large, Some(200)),
            ("10.0.0.1", large, None),
            ("192.0.2.3", large, Some(503)),
            ("192.0.2.3", FREE, Some(200)),
        ] {
            let ends = status.is_some();
            let answer = router.clone().oneshot(request(from, bytes, ends));
            let Some(status) = status else {
                let before = intake.held();
                under_way.push(tokio::spawn(answer));
                while intake.held() < before + 2 {
                    tokio::task::yield_now().await;
                }
                continue;
            };
            let answer = answer.await.unwrap();
            assert_eq!(answer.status(), status, "{from} {bytes}");
            assert_eq!(answer.headers().contains_key("retry-after"), status != 200);
        }
        for one in under_way {
            one.abort();
            one.await.ok();
        }
        assert_eq!(intake.held(), 0);
        let answer = router.oneshot(request("192.0.2.3", large, true));
        assert_eq!(answer.await.unwrap().status(), 200);
    }
}
