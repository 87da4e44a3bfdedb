mod containers;
mod hearing;
mod hostile;
mod limits;
mod listening;
mod splitting;

/// Five seconds of the same synthetic speech, through Chromium's `MediaRecorder` from a fake
/// microphone.
const CHROMIUM_WEBM: &[u8] = include_bytes!("fixtures/chromium.webm");
/// The same, as MP4.
const CHROMIUM_MP4: &[u8] = include_bytes!("fixtures/chromium.mp4");
/// Five seconds of a tone from Firefox's fake microphone.
const FIREFOX_OGG: &[u8] = include_bytes!("fixtures/firefox.ogg");
/// The same speech as AAC at 44.1 kHz in MP4, as iOS before 18.4 records.
const SAFARI_MP4: &[u8] = include_bytes!("fixtures/aac.m4a");

/// What `opusinfo` says about a file, which is its judgement of every header, page and granule.
fn opusinfo(ogg: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), ogg).expect("written");
    let output = std::process::Command::new("opusinfo")
        .arg(file.path())
        .output()
        .expect("opusinfo of the package opus-tools");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.to_lowercase().contains("warning"),
        "{said}"
    );
    said
}

/// How far two lengths are apart, in milliseconds.
fn apart(one: std::time::Duration, milliseconds: u128) -> u128 {
    one.as_millis().abs_diff(milliseconds)
}
