//! `pdf_context`: a document as base64 becomes the text the agent is given.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::document::{Reader, Unreadable};
use vivavoce_http::{ApiError, ApiState};

/// The state of the public API's routes: who reads PDF files.
pub type PublicState = ApiState<Reader>;

/// Characters of a document's text; the rest is left out.
const TEXT_CAP: usize = 400_000;
/// A file may begin with a mail's or a printer's lines before its own.
const HEAD: usize = 1_024;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// The text of what `member` gave: a PDF file or text in UTF-8, as base64 or a data URL.
///
/// # Errors
/// 422 for what gives no text, with a sentence that says why.
pub async fn text(app: &PublicState, given: String, member: &str) -> Result<String, ApiError> {
    let wrong = |msg: String| ApiError::invalid(&["body", member], msg, "value_error");
    let bytes = tokio::task::spawn_blocking(move || decoded(&given))
        .await
        .map_err(ApiError::internal)?
        .ok_or_else(|| wrong("Input should be a document encoded as base64".to_owned()))?;
    let text = if is_pdf(&bytes) {
        app.own
            .text(bytes, app.settings.limits.document_total)
            .await
            .map_err(|error| match error {
                Unreadable::NoReader => {
                    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
                        .retry_after(30)
                }
                _ => wrong(error.to_string()),
            })?
    } else {
        let text = String::from_utf8(bytes).ok();
        let text = text.filter(|text| !text.contains('\0')).ok_or_else(|| {
            wrong(
                "The document is neither a PDF file nor text in UTF-8. Send one of these, encoded \
                 as base64"
                    .to_owned(),
            )
        })?;
        text.trim_start_matches('\u{feff}').to_owned()
    };
    Ok(text.chars().take(TEXT_CAP).collect())
}

fn decoded(given: &str) -> Option<Vec<u8>> {
    let encoded = match given.trim().split_once(";base64,") {
        Some((start, rest)) if start.starts_with("data:") => rest,
        _ => given,
    };
    let encoded: Vec<u8> = encoded
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD
        .decode(&encoded)
        .or_else(|_| URL_SAFE.decode(&encoded))
        .ok()
}

fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    head.windows(5).any(|window| window == b"%PDF-")
}
