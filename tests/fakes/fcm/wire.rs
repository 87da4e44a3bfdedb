//! The parts of Google's protobuf messages that a browser and this service need of one another
//! (`checkin.proto` and `mcs.proto` of Chromium), and how they are framed.

use prost::Message;

/// The only version of MCS that Chromium speaks.
pub(super) const VERSION: u8 = 41;

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct CheckinRequest {
    /// The name that an earlier check-in gave.
    #[prost(int64, optional, tag = "2")]
    pub(super) id: Option<i64>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct CheckinResponse {
    #[prost(bool, required, tag = "1")]
    pub(super) stats_ok: bool,
    #[prost(int64, optional, tag = "3")]
    pub(super) time_msec: Option<i64>,
    #[prost(fixed64, optional, tag = "7")]
    pub(super) android_id: Option<u64>,
    #[prost(fixed64, optional, tag = "8")]
    pub(super) security_token: Option<u64>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct LoginRequest {
    /// The browser's name in decimal digits.
    #[prost(string, required, tag = "3")]
    pub(super) user: String,
    /// What arrived on the stream before this one.
    #[prost(string, repeated, tag = "10")]
    pub(super) received_persistent_id: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct LoginResponse {
    #[prost(string, required, tag = "1")]
    pub(super) id: String,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct HeartbeatAck {
    #[prost(int32, optional, tag = "1")]
    pub(super) stream_id: Option<i32>,
    #[prost(int32, optional, tag = "2")]
    pub(super) last_stream_id_received: Option<i32>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct AppData {
    #[prost(string, required, tag = "1")]
    pub(super) key: String,
    #[prost(string, required, tag = "2")]
    pub(super) value: String,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub(super) struct DataMessageStanza {
    #[prost(string, optional, tag = "2")]
    pub(super) id: Option<String>,
    #[prost(string, required, tag = "3")]
    pub(super) from: String,
    #[prost(string, optional, tag = "4")]
    pub(super) to: Option<String>,
    #[prost(string, required, tag = "5")]
    pub(super) category: String,
    #[prost(message, repeated, tag = "7")]
    pub(super) app_data: Vec<AppData>,
    #[prost(string, optional, tag = "9")]
    pub(super) persistent_id: Option<String>,
    #[prost(int32, optional, tag = "17")]
    pub(super) ttl: Option<i32>,
    #[prost(int64, optional, tag = "18")]
    pub(super) sent: Option<i64>,
    #[prost(bytes = "vec", optional, tag = "21")]
    pub(super) raw_data: Option<Vec<u8>>,
}

/// What kind of message a frame holds; others exist and may be ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    HeartbeatPing = 0,
    HeartbeatAck = 1,
    LoginRequest = 2,
    LoginResponse = 3,
    DataMessageStanza = 8,
}

/// Tag, length as a varint, message.
///
/// No message may be shorter than four bytes: Chromium reads a tag and as many bytes as the longest
/// length has, and takes what it read too much for a part of this message. If the next one follows
/// at once it gives up the connection and comes back half a minute later.
pub(super) fn frame(tag: Tag, message: &impl Message) -> Vec<u8> {
    let mut frame = vec![tag as u8];
    frame.extend(message.encode_length_delimited_to_vec());
    frame
}
