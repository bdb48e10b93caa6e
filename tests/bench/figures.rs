//! Figures as the tables of the README write them, and the machine that they
//! are from. What is measured stands elsewhere.

use std::fs;
use std::time::Duration;

/// The time that at least `percent` of 100 stay within; of a few times, that is
/// the slowest for a high `percent`.
pub fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let within = (times.len() * percent).div_ceil(100);
    let last = times.get(within.saturating_sub(1));
    last.copied().unwrap_or_default()
}

/// Two or three digits: more would not repeat from run to run.
pub fn duration(time: Duration) -> String {
    let (number, unit) = match time.as_secs_f64() {
        seconds if seconds < 0.001 => (seconds * 1e6, "µs"),
        seconds if seconds < 1.0 => (seconds * 1e3, "ms"),
        seconds => (seconds, "s"),
    };
    let decimals = if number < 10.0 { 1 } else { 0 };
    format!("{number:.decimals$} {unit}")
}

/// A number with a comma before its last three digits.
pub fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}

/// Bytes in megabytes.
pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The number of bytes in a field of `/proc/PID/status`, such as `VmHWM`.
pub fn memory(status: &str, field: &str) -> Option<u64> {
    let lines = status.lines();
    let found = lines.filter_map(|line| line.split_once(':'));
    let (_, value) = found.into_iter().find(|(name, _)| *name == field)?;
    let kib: u64 = value.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

/// What it was measured on, in a line.
pub fn machine() -> String {
    let field = |file: &str, name: &str| -> Option<String> {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("/proc/cpuinfo", "model name");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|total| total.strip_suffix(" kB")?.parse::<f64>().ok())
        .map(|kib| format!(", {:.0} GiB of memory", kib / 1024.0 / 1024.0));
    format!(
        "Measured on: {}, {cores} cores{}, {}.",
        model.as_deref().unwrap_or(std::env::consts::ARCH),
        memory.unwrap_or_default(),
        std::env::consts::OS,
    )
}
