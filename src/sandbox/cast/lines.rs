//! What a character can say, and how it becomes a message.

use crate::pictures;
use crate::scene::Content;
use crate::world::MediaFile;

/// One message of a character's part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Line {
    Text(&'static str),
    Picture(Drawing, &'static str),
    Voice(Recording),
    Receipt(&'static str),
    Place(&'static str, f64, f64),
    Sticker,
    Card(&'static str, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawing {
    Parcel,
    PaymentReceipt,
    FrontDoor,
    Cake,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recording {
    WhereIsMyOrder,
    Doorbell,
    Thanks,
    Appointment,
    Bill,
}

impl Line {
    /// How long writing or speaking it takes, in seconds.
    pub(super) fn effort(self) -> f64 {
        match self {
            // A thumb writes some four characters a second.
            Self::Text(text) => f64::from(u16::try_from(text.len()).unwrap_or(400)) / 4.5,
            Self::Voice(_) => 7.0,
            Self::Picture(..) | Self::Receipt(_) => 6.0,
            Self::Place(..) | Self::Sticker | Self::Card(..) => 4.0,
        }
    }

    pub(super) fn content(self) -> Content {
        let caption = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match self {
            Self::Text(body) => Content::Text {
                body: body.to_owned(),
            },
            Self::Picture(drawing, text) => Content::Image {
                file: Some(drawing.file()),
                caption: caption(text),
            },
            Self::Voice(recording) => Content::Audio {
                file: Some(recording.file()),
                voice: true,
            },
            Self::Receipt(text) => Content::Document {
                file: Some(pictures::sample_document()),
                filename: Some("comprovante.pdf".to_owned()),
                caption: caption(text),
            },
            Self::Place(name, latitude, longitude) => Content::Location {
                latitude,
                longitude,
                name: caption(name),
                address: None,
            },
            Self::Sticker => Content::Sticker {
                file: None,
                animated: false,
            },
            Self::Card(name, phone) => Content::Contacts {
                contacts: vec![serde_json::json!({
                    "name": { "formatted_name": name },
                    "phones": [{ "phone": phone, "type": "CELL" }],
                })],
            },
        }
    }
}

impl Drawing {
    fn file(self) -> MediaFile {
        match self {
            Self::Parcel => pictures::parcel(),
            Self::PaymentReceipt => pictures::receipt(),
            Self::FrontDoor => pictures::front_door(),
            Self::Cake => pictures::cake(),
        }
    }
}

impl Recording {
    fn file(self) -> MediaFile {
        pictures::voice_note(match self {
            Self::WhereIsMyOrder => include_bytes!("../assets/voice/where_is_my_order.ogg"),
            Self::Doorbell => include_bytes!("../assets/voice/doorbell.ogg"),
            Self::Thanks => include_bytes!("../assets/voice/thanks.ogg"),
            Self::Appointment => include_bytes!("../assets/voice/appointment.ogg"),
            Self::Bill => include_bytes!("../assets/voice/bill.ogg"),
        })
    }
}
