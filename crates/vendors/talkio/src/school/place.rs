//! Where a login link leads: one of our own pages, whatever its `path` says.

use vivavoce_protocol::query;

use vivavoce_engine::ids;
use vivavoce_http::percent::encoded;

/// Characters of a template's name in an address.
const NAME: usize = 200;

/// A page of the school's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Dashboard,
    /// A conversation in this template: the one that is going on, or a new one.
    Template(String),
    /// A conversation by its id.
    Conversation(String),
    Settings,
}

/// A place, and how it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub place: Place,
    pub hides_sidebar: bool,
}

/// The parameter that hides the sidebar.
pub const HIDE: &str = "hide-chat-sidebar";

impl Wish {
    /// Reads a link's query: the token, and where it leads. `path` may be percent-encoded whole, or
    /// stand there raw with a `?` and an `&` of its own, which then end it early; what is not the
    /// link's own parameter is therefore the path's. Anything unknown is the dashboard.
    pub fn read(link: &str) -> (Option<String>, Wish) {
        let mut token = None;
        let mut path = String::new();
        let mut rest = Vec::new();
        for (name, value) in query::pairs(link) {
            match name.as_str() {
                "token" => token = Some(value),
                "path" => path = value,
                _ => rest.push((name, value)),
            }
        }
        if !path.contains(['/', '?']) && path.contains('%') {
            // Encoded twice.
            path = vivavoce_protocol::text::form_decode(&path);
        }
        let path = path.split('#').next().unwrap_or_default();
        let (route, inner) = path.split_once('?').unwrap_or((path, ""));
        let pairs: Vec<(String, String)> = query::pairs(inner).chain(rest).collect();
        let wish = Wish {
            place: place(route, &pairs),
            hides_sidebar: pairs
                .iter()
                .any(|(name, value)| name == HIDE && matches!(value.as_str(), "true" | "1" | "")),
        };
        (token.filter(|it| !it.is_empty()), wish)
    }

    /// The page's address, written anew from what was understood.
    pub fn address(&self) -> String {
        let mut address = match &self.place {
            Place::Dashboard => "/app".to_owned(),
            Place::Template(name) => format!("/app/chat?t={}", encoded(name)),
            Place::Conversation(id) => format!("/app/chat/{id}"),
            Place::Settings => "/app/settings".to_owned(),
        };
        if self.hides_sidebar {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(HIDE);
            address.push_str("=true");
        }
        address
    }
}

fn place(route: &str, pairs: &[(String, String)]) -> Place {
    let template = || {
        let found = pairs.iter().find(|(name, _)| name == "t");
        let (_, value) = found?;
        let name = value.trim().to_owned();
        let fits = !name.is_empty()
            && name.chars().count() <= NAME
            && !value.chars().any(char::is_control);
        fits.then_some(Place::Template(name))
    };
    match route.trim().trim_matches('/') {
        "app/chat" => template().unwrap_or_default(),
        "app/settings" => Place::Settings,
        route => match route.strip_prefix("app/chat/") {
            Some(id) if ids::is_id(id) => Place::Conversation(id.to_owned()),
            _ => Place::Dashboard,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (link, expected) in cases {
            let (_, wish) = Wish::read(link);
            assert_eq!(wish.address(), *expected, "{link}");
        }
    }

    #[test]
    fn a_path_leads_to_a_page_encoded_or_raw() {
        check(&[
            ("token=x", "/app"),
            ("token=x&path=", "/app"),
            ("token=x&path=app", "/app"),
            (
                "token=x&path=app/chat?t=books-literature",
                "/app/chat?t=books-literature",
            ),
            (
                "path=app/chat?t=books-literature&token=x",
                "/app/chat?t=books-literature",
            ),
            (
                "token=x&path=app%2Fchat%3Ft%3Dbooks-literature",
                "/app/chat?t=books-literature",
            ),
            (
                "token=x&path=%2Fapp%2Fchat%2F%3Ft%3Dbooks",
                "/app/chat?t=books",
            ),
            (
                "token=x&path=app%252Fchat%253Ft%253Dbooks",
                "/app/chat?t=books",
            ),
            (
                "token=x&path=app/chat?a=1&t=books&token=y",
                "/app/chat?t=books",
            ),
            (
                "token=x&path=app%2Fchat%3Fa%3D1%26t%3Dbooks",
                "/app/chat?t=books",
            ),
            (
                "token=x&path=app/chat?t=books&hide-chat-sidebar=true",
                "/app/chat?t=books&hide-chat-sidebar=true",
            ),
            (
                "token=x&hide-chat-sidebar=true&path=app/chat?t=books",
                "/app/chat?t=books&hide-chat-sidebar=true",
            ),
            (
                "token=x&path=app%2Fchat%3Ft%3Dbooks%26hide-chat-sidebar%3Dtrue",
                "/app/chat?t=books&hide-chat-sidebar=true",
            ),
            (
                "token=x&path=app/chat?t=books&hide-chat-sidebar=false",
                "/app/chat?t=books",
            ),
            ("token=x&path=app/settings", "/app/settings"),
            (
                "token=x&path=app/chat/67bf56c23f44cdf6055a8165",
                "/app/chat/67bf56c23f44cdf6055a8165",
            ),
            (
                "token=x&path=app/chat?t=B%C3%BCcher%20%26%20mehr",
                "/app/chat?t=B%C3%BCcher",
            ),
            (
                "token=x&path=app%2Fchat%3Ft%3DB%25C3%25BCcher%2520%2526%2520mehr",
                "/app/chat?t=B%C3%BCcher%20%26%20mehr",
            ),
        ]);
    }

    #[test]
    fn no_path_leads_out_of_the_school() {
        check(&[
            ("path=//evil.example/app/chat?t=x", "/app"),
            ("path=https://evil.example/app", "/app"),
            ("path=https%3A%2F%2Fevil.example", "/app"),
            ("path=/\\evil.example", "/app"),
            ("path=\\\\evil.example", "/app"),
            ("path=javascript:alert(1)", "/app"),
            ("path=app/../api/public/keys", "/app"),
            ("path=app/chat/../../x", "/app"),
            ("path=%0d%0aSet-Cookie:%20a=b", "/app"),
            ("path=app/chat?t=%0d%0aLocation:%20//evil.example", "/app"),
            (
                "path=app/chat?t=//evil.example",
                "/app/chat?t=%2F%2Fevil.example",
            ),
            (
                "path=app/chat?t=\"><script>",
                "/app/chat?t=%22%3E%3Cscript%3E",
            ),
            ("path=app/chat#//evil.example", "/app"),
            ("path=app@evil.example", "/app"),
        ]);
    }

    #[test]
    fn the_last_token_counts_and_an_empty_one_is_none() {
        assert_eq!(
            Wish::read("token=a&path=app/chat?t=x&token=b").0.as_deref(),
            Some("b")
        );
        assert_eq!(Wish::read("token=").0, None);
        assert_eq!(Wish::read("").0, None);
    }
}
