//! Writes the files of the interface's languages into a folder, for Trunk: `words-de.txt`…

use std::path::Path;
use std::{env, fs, io};

use vivavoce_locales::widget::FILES;

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    for (language, file) in FILES {
        fs::write(
            Path::new(&folder).join(format!("words-{language}.txt")),
            file,
        )?;
    }
    Ok(())
}
