//! The public API of Viva Voce from Rust: scenarios, access tokens, sessions and what was made of
//! them. It reads what Tough Tongue AI's own server answers, too.
//!
//! # Create a scenario
//!
//! ```no_run
//! # async fn example() -> Result<(), vivavoce_client::Error> {
//! use vivavoce_client::Client;
//! use vivavoce_client::types::{ScenarioForm, SessionAnalysis};
//!
//! let client = Client::new("https://talk.example.com", "vv_…")?;
//! let scenario = client
//!     .create_scenario(&ScenarioForm {
//!         user_friendly_description: Some("Practice handling difficult customer inquiries".into()),
//!         is_public: Some(true),
//!         is_recording: Some(true),
//!         session_analysis: Some(SessionAnalysis {
//!             admin_email: Some("admin@example.com".into()),
//!             is_auto_analysis: Some(true),
//!             is_auto_submit: Some(true),
//!             ..SessionAnalysis::default()
//!         }),
//!         ..ScenarioForm::new(
//!             "Customer Support Training",
//!             "Internal description for your team",
//!             "You are a frustrated customer with a billing issue...",
//!         )
//!     })
//!     .await?;
//! println!("embed it from {}", scenario.embed_urls.full);
//! # Ok(())
//! # }
//! ```
//!
//! # Embed a private one
//!
//! Mint a token on your server, for one page view, and put `iframe_src` into the page.
//!
//! ```no_run
//! # async fn example(client: vivavoce_client::Client) -> Result<(), vivavoce_client::Error> {
//! use vivavoce_client::types::AccessTokenForm;
//!
//! let token = client.access_token(&AccessTokenForm::new("67bf56c23f44cdf6055a8165")).await?;
//! println!("<iframe src=\"{}\" allow=\"microphone\"></iframe>", token.iframe_src);
//! # Ok(())
//! # }
//! ```
//!
//! # Read what was said
//!
//! ```no_run
//! # async fn example(client: vivavoce_client::Client) -> Result<(), vivavoce_client::Error> {
//! let mut sessions = client
//!     .sessions("67bf56c23f44cdf6055a8165")
//!     .user_email("john.doe@example.com");
//! while let Some(session) = sessions.next().await? {
//!     let session = client.session(&session.id).await?;
//!     for line in &session.transcript {
//!         println!("{}: {}", line.role, line.content);
//!     }
//!     let analysis = client.analyze(&session.id, false).await?;
//!     println!("{:?}", analysis.evaluation.overall_score);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # When a call is refused
//!
//! ```no_run
//! # async fn example(client: vivavoce_client::Client) -> Result<(), vivavoce_client::Error> {
//! match client.scenario("67bf56c23f44cdf6055a8165").await {
//!     Ok(scenario) => println!("{}", scenario.name),
//!     Err(error) if error.is_not_found() => println!("it is gone"),
//!     Err(error) => match error.retry_after() {
//!         Some(wait) => println!("too many calls; again in {wait:?}"),
//!         None => return Err(error),
//!     },
//! }
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "http")]
mod client;
#[cfg(feature = "http")]
mod error;
mod grown;
pub mod types;
mod words;

#[cfg(feature = "http")]
pub use client::{Client, Sessions};
#[cfg(feature = "http")]
pub use error::{Error, Problem};
