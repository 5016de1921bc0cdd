//! Who may hear us, and whom we hear.

use crate::links::safe_link;

/// What is known of the page around the embed. It cannot change while the embed lives (a navigation
/// of the host destroys it), only become known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// `window.parent === window`: there is no host.
    pub is_top: bool,
    /// `location.ancestorOrigins[0]`; absent in older Firefox, `"null"` where the host hides it.
    pub ancestor: Option<&'a str>,
    /// `event.origin` of a hello whose `event.source` was the parent window.
    pub hello: Option<&'a str>,
    /// The embed's own origin, which may always frame itself (the playground does).
    pub own: &'a str,
    /// The deployment's allowed hosts; none: anyone.
    pub allowed: &'a [String],
}

/// Where messages go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Nobody,
    /// One origin where the host is known. Where it is not but the deployment names its hosts, all
    /// of those: the browser delivers to the right one and to no other.
    Origins(Vec<String>),
    /// The host is not known and may be anyone: the documented four only. Holds the `*`.
    Anyone(String),
}

impl Surroundings<'_> {
    /// Whom to post to. The referrer is never asked: it names who started the navigation, which may
    /// be another frame.
    pub fn target(&self) -> Target {
        if self.is_top {
            return Target::Nobody;
        }
        match self.host() {
            Some(host) if self.allows(&host) => Target::Origins(vec![host]),
            Some(_) => Target::Nobody,
            None if self.allowed.is_empty() => Target::Anyone("*".to_owned()),
            None => Target::Origins(self.allowed.iter().filter_map(|it| origin_of(it)).collect()),
        }
    }

    /// Whether a message from the parent window with this `event.origin` is listened to.
    pub fn hears(&self, origin: &str) -> bool {
        let Some(origin) = origin_of(origin) else {
            return false;
        };
        !self.is_top && self.allows(&origin) && self.host().is_none_or(|host| host == origin)
    }

    /// Whether the page around us is known, and named by the deployment or our own. Where nobody is named,
    /// nobody is.
    pub fn is_named(&self) -> bool {
        !self.is_top && self.host().is_some_and(|host| self.names(&host))
    }

    fn host(&self) -> Option<String> {
        let ancestor = self.ancestor.and_then(origin_of);
        ancestor.or_else(|| self.hello.and_then(origin_of))
    }

    fn allows(&self, origin: &str) -> bool {
        self.allowed.is_empty() || self.names(origin)
    }

    fn names(&self, origin: &str) -> bool {
        let is = |other: &str| origin_of(other).is_some_and(|other| other == origin);
        is(self.own) || self.allowed.iter().any(|host| is(host))
    }
}

/// An http(s) origin as browsers write it: no slash, no default port, lower case. Anything else,
/// `null` and addresses with a path included, is `None`. Names beyond ASCII are compared as they
/// stand, so configuration must give them as browsers do (`xn--…`).
pub fn origin_of(text: &str) -> Option<String> {
    let mut link = safe_link(text)?;
    let (scheme, rest) = link.split_once("://")?;
    let is_bare = rest.find(['/', '?', '#']) == Some(rest.len().checked_sub(1)?);
    if !is_bare || !scheme.starts_with("http") || !link.ends_with('/') {
        return None;
    }
    link.pop();
    Some(link)
}
