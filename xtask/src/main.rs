//! `cargo xtask …`: everything the repository can do with itself.
//!
//! Steps that need a tool install it into one folder outside the checkout, or say what to type.

use std::process::ExitCode;

use anyhow::Result;

mod bench;
mod bundle;
mod check;
mod command;
mod compile;
mod conformance;
mod documents;
mod glue;
mod host;
mod module;
mod names;
mod notices;
mod page;
mod parameters;
mod script;
mod server;
mod size;
mod split;
mod tools;
mod unmade;

const HELP: &str = "\
cargo xtask <command>

  run [-- server arguments]  build the widget and serve it with the API on this machine
  build                      build widget and server for release; prints the server's path last
  test                       every test there is, real browser included
  prove [PART]               the full figures that `test` takes a seeded tenth of, or a part of them:
                             native, components, documents (the APIs' descriptions in others' tools),
                             stories or conformance (others' packages against the server and the widget), the
                             last two by a name (`stories spine`, `conformance agents`)
  size                       bytes until the composer works, against the budget
  bench load [COMMIT] [--rounds N]
                             time until it can be used, beside the build of COMMIT and deep-chat
  bench stream [COMMIT] [--rounds N]
                             what a streamed reply costs the main thread, the same beside
  bench store                what claiming parcels and removing a scenario cost with 10 to 100,000 rows
                             behind them, and how long others' writes wait meanwhile
  host                       types of the element for host pages, its React component, and templates of Vue
                             and Svelte
  parameters                 writes the lists, types and tables of the query's parameters from core's table
  ci                         formatting, licences, lints, then `test`
  serve [trunk arguments]    `trunk serve`, for work on the widget beside a running server
  setup                      install every tool now rather than when it is first needed
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let mut rest: Vec<String> = arguments.collect();
    if rest.first().is_some_and(|first| first == "--") {
        rest.remove(0);
    }
    let outcome = match command.as_str() {
        "run" => run(&rest),
        "build" => build(),
        "test" => check::test(),
        "prove" => check::prove(&rest),
        "bench" => bench::run(&rest),
        "size" => size::report(),
        "ci" => check::ci(),
        "host" => host::check().and_then(|()| host::check_typings()),
        "parameters" => parameters::write(),
        "serve" => serve(&rest),
        "setup" => tools::everything(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(anyhow::anyhow!("there is no command `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The server's own sentences say where to look.
fn run(arguments: &[String]) -> Result<()> {
    bundle::widget()?;
    command::say("Building the server (the first time takes a few minutes)");
    command::cargo(&["build", "--package", "vivavoce-server"])?;
    command::replace(command::server_binary("debug"), arguments)
}

fn build() -> Result<()> {
    bundle::widget()?;
    command::say("Building the server for release");
    command::cargo(&["build", "--release", "--package", "vivavoce-server"])?;
    println!("{}", command::server_binary("release").display());
    Ok(())
}

fn serve(arguments: &[String]) -> Result<()> {
    let trunk = tools::trunk()?;
    tools::wasm_target()?;
    let path = tools::path_with(&[tools::wasm_bindgen()?, tools::wasm_opt()?])?;
    let mut all = vec!["serve".to_owned(), "--offline".to_owned()];
    all.extend_from_slice(arguments);
    command::step(
        std::process::Command::new(trunk)
            .args(all)
            .env("PATH", path),
    )
}
