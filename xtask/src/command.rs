//! Running other programs, and where things lie.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

pub fn server_binary(profile: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("vivavoce-server{}", std::env::consts::EXE_SUFFIX))
}

/// Tells what a step that may take long is doing.
pub fn say(sentence: &str) {
    eprintln!("\x1b[1m▸ {sentence}\x1b[0m");
}

/// Runs a program from the repository's root; an unsuccessful end is an error that names it.
pub fn step(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command
        .current_dir(root())
        .status()
        .with_context(|| format!("could not start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs cargo, the one that runs us.
pub fn cargo<S: AsRef<OsStr>>(arguments: &[S]) -> Result<()> {
    step(cargo_command().args(arguments))
}

pub fn cargo_command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What a program printed, if it ran and succeeded.
pub fn output_of(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Becomes that program, so that signals reach it and no extra process stands between.
pub fn replace(program: PathBuf, arguments: &[String]) -> Result<()> {
    let mut command = Command::new(&program);
    command.args(arguments);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        let error = command.exec();
        Err(error).with_context(|| format!("could not start {}", program.display()))
    }
    #[cfg(not(unix))]
    step(&mut command)
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
