//! The binary: arguments, logging, dispatch, exit code. Nothing else.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
