//! Where a request's head and its body end among the bytes that come.
//!
//! hyper reads whatever is there and tells nobody how far it has understood it. What stands behind a
//! request is therefore kept from it until it asks again: only then does what it has begun to read
//! belong to the next one.

/// What follows a head, as hyper has understood it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    Sized(u64),
    /// It says itself where it ends.
    Chunked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In a head, or before it.
    Head,
    /// A head has ended; what follows it is not known yet.
    Told,
    /// In a body with so much of it to come.
    Body(u64),
    /// In a chunked body, which ends as a head does: with an empty line.
    Chunked,
}

/// How far what has come goes.
#[derive(Debug)]
pub struct Wire {
    place: Place,
    /// A byte of the head has come.
    is_begun: bool,
    /// The line under way is empty so far.
    is_blank: bool,
    is_first_line: bool,
    /// Bytes of the head's first line.
    first_line: usize,
}

impl Default for Wire {
    fn default() -> Self {
        Wire {
            place: Place::Head,
            is_begun: false,
            is_blank: true,
            is_first_line: true,
            first_line: 0,
        }
    }
}

impl Wire {
    /// A head was understood, and this follows it.
    pub fn understood(&mut self, body: Body) {
        // Where a chunked body and another request came at once nobody knows where one ends.
        if self.place == Place::Chunked && self.is_begun {
            return;
        }
        self.place = match body {
            Body::Sized(0) => Place::Head,
            Body::Sized(left) => Place::Body(left),
            Body::Chunked => Place::Chunked,
        };
    }

    /// How many of these bytes, which have come, belong to what is under way.
    pub fn pass(&mut self, bytes: &[u8]) -> usize {
        match self.place {
            Place::Body(left) => {
                let here = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                let left = left.saturating_sub(here as u64);
                self.place = if left == 0 {
                    Place::Head
                } else {
                    Place::Body(left)
                };
                here
            }
            Place::Chunked => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let here = self.end(rest).unwrap_or(rest.len());
                    rest = rest.get(here..).unwrap_or_default();
                }
                bytes.len()
            }
            // Whoever goes on asking has not found an end there.
            Place::Head | Place::Told => {
                let end = self.end(bytes);
                self.place = if end.is_some() {
                    Place::Told
                } else {
                    Place::Head
                };
                end.unwrap_or(bytes.len())
            }
        }
    }

    /// The head's end in these bytes.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' if self.is_begun && self.is_blank => {
                    self.is_begun = false;
                    return Some(at + 1);
                }
                b'\n' => {
                    self.is_first_line = false;
                    self.is_blank = true;
                }
                b'\r' => {}
                _ => {
                    if !self.is_begun {
                        (self.is_first_line, self.first_line) = (true, 0);
                    }
                    self.is_begun = true;
                    self.is_blank = false;
                    self.first_line += usize::from(self.is_first_line);
                }
            }
        }
        None
    }

    pub fn is_in_head(&self) -> bool {
        self.place == Place::Head
    }

    /// Something has come that is no whole request yet.
    pub fn is_amid(&self) -> bool {
        match self.place {
            Place::Head | Place::Chunked => self.is_begun,
            Place::Told => false,
            Place::Body(_) => true,
        }
    }

    /// Bytes of the first line of the head that came last.
    pub fn first_line(&self) -> usize {
        self.first_line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes through `bytes` in pieces of so many; answers whether it ends amid a request.
    fn ends_amid(bytes: &str, bodies: &[Body], pieces: usize) -> bool {
        let mut wire = Wire::default();
        let mut bodies = bodies.iter();
        let mut rest = Vec::new();
        for piece in bytes.as_bytes().chunks(pieces) {
            rest.extend_from_slice(piece);
            while !rest.is_empty() {
                let here = wire.pass(&rest);
                assert!(here > 0, "{bytes:?}");
                rest.drain(..here);
                if wire.place == Place::Told
                    && let Some(body) = bodies.next()
                {
                    wire.understood(*body);
                }
            }
        }
        wire.is_amid()
    }

    #[test]
    fn a_request_ends_where_its_body_does() {
        const GET: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        let none = Body::Sized(0);
        let cases = [
            (String::new(), vec![], false),
            ("\r\n\r\n".to_owned(), vec![], false),
            (GET.to_owned(), vec![none], false),
            (format!("\r\n{GET}\r\n"), vec![none], false),
            ("GET / HTTP/1.0\n\n".to_owned(), vec![none], false),
            (format!("{GET}{GET}"), vec![none, none], false),
            (format!("{GET}G"), vec![none], true),
            (format!("{GET}GET / HTTP/1.1\r\n"), vec![none], true),
            (format!("{GET}abc"), vec![Body::Sized(3)], false),
            (format!("{GET}ab"), vec![Body::Sized(3)], true),
            (format!("{GET}abcG"), vec![Body::Sized(3)], true),
            (
                format!("{GET}a\n\nb{GET}"),
                vec![Body::Sized(4), none],
                false,
            ),
            (
                format!("{GET}1\r\na\r\n0\r\n\r\n"),
                vec![Body::Chunked],
                false,
            ),
            (format!("{GET}1\r\na\r\n0\r\n"), vec![Body::Chunked], true),
            (format!("{GET}0\r\n\r\nGET /"), vec![Body::Chunked], true),
        ];
        for (bytes, bodies, amid) in cases {
            for pieces in [1, 2, 7, 1_000] {
                assert_eq!(
                    ends_amid(&bytes, &bodies, pieces),
                    amid,
                    "{bytes:?} {pieces}"
                );
            }
        }
    }
}
