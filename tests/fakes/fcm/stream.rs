//! One browser's MCS stream.

use std::io;

use prost::Message;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    sync::mpsc,
};

use super::{
    browsers::Browsers,
    wire::{HeartbeatAck, LoginRequest, LoginResponse, Tag, VERSION, frame},
};

/// Chromium's own messages are far smaller.
const LARGEST_FRAME: usize = 1 << 20;

/// Talks until either side hangs up.
pub(super) async fn converse(
    browsers: &Browsers,
    stream: impl AsyncRead + AsyncWrite,
) -> io::Result<()> {
    let (reader, mut writer) = tokio::io::split(stream);
    let mut reader = BufReader::new(reader);
    let (commands, mut frames) = mpsc::unbounded_channel::<Vec<u8>>();
    reader.read_u8().await?;
    writer.write_all(&[VERSION]).await?;
    log_in(browsers, &mut reader, commands).await?;
    let (answers, mut own) = mpsc::unbounded_channel();
    let acknowledged = HeartbeatAck {
        stream_id: Some(0),
        last_stream_id_received: Some(0),
    };
    let reading = async {
        loop {
            if read_frame(&mut reader).await?.0 == Tag::HeartbeatPing as u8 {
                let _ = answers.send(frame(Tag::HeartbeatAck, &acknowledged));
            }
        }
    };
    let writing = async {
        // The line is cut when the last who could write on it lets go.
        loop {
            let frame = tokio::select! {
                frame = frames.recv() => frame,
                frame = own.recv() => frame,
            };
            match frame {
                Some(frame) => writer.write_all(&frame).await?,
                None => return Ok(()),
            }
        }
    };
    tokio::select! {
        ended = reading => ended,
        ended = writing => ended,
    }
}

async fn log_in(
    browsers: &Browsers,
    reader: &mut (impl AsyncRead + Unpin),
    commands: mpsc::UnboundedSender<Vec<u8>>,
) -> io::Result<()> {
    let (tag, body) = read_frame(reader).await?;
    if tag != Tag::LoginRequest as u8 {
        return Err(io::Error::other("the first message is no login"));
    }
    let login = LoginRequest::decode(body.as_slice()).map_err(io::Error::other)?;
    let android_id = login.user.parse().map_err(io::Error::other)?;
    let welcome = LoginResponse {
        id: "guiche".to_owned(),
    };
    let _ = commands.send(frame(Tag::LoginResponse, &welcome));
    browsers.connect(android_id, &login.received_persistent_id, commands);
    Ok(())
}

async fn read_frame(reader: &mut (impl AsyncRead + Unpin)) -> io::Result<(u8, Vec<u8>)> {
    let tag = reader.read_u8().await?;
    let length = read_length(reader).await?;
    if length > LARGEST_FRAME {
        return Err(io::Error::other("the frame is too large"));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await?;
    Ok((tag, body))
}

/// A varint, seven bits a byte, the lowest first.
async fn read_length(reader: &mut (impl AsyncRead + Unpin)) -> io::Result<usize> {
    let mut length = 0;
    for shift in (0..35).step_by(7) {
        let byte = reader.read_u8().await?;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(length);
        }
    }
    Err(io::Error::other("the length does not end"))
}
