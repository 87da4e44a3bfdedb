use std::io::{Cursor, ErrorKind};

use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use super::{Coded, Source};
use crate::VoiceError;
use crate::opus::{Head, OpusStream};

/// Opens `WebM`, MP4, ADTS, MP3, FLAC, WAV and Ogg Vorbis.
pub(super) fn open(recording: &[u8]) -> Result<Source<'_>, VoiceError> {
    let mut reader = probe(recording)?;
    let track = reader
        .default_track(TrackType::Audio)
        .ok_or(VoiceError::Empty)?;
    let id = track.id;
    let parameters = track
        .codec_params
        .as_ref()
        .and_then(|parameters| parameters.audio())
        .ok_or(VoiceError::UnknownCodec("unnamed"))?;
    if parameters.codec == CODEC_ID_OPUS {
        let head = Head::parse(parameters.extra_data.as_deref().unwrap_or_default())?;
        return collect(reader.as_mut(), id, OpusStream::new(head)).map(Source::Opus);
    }
    let decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map_err(|_| VoiceError::UnknownCodec("not one of those that browsers record"))?;
    Ok(Source::Coded(Coded::new(reader, id, decoder)))
}

fn probe(recording: &[u8]) -> Result<Box<dyn FormatReader + '_>, VoiceError> {
    // A recording that was written live has no index, and says nothing true about its own length.
    let live = recording.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]);
    let stream = if live {
        MediaSourceStream::new(
            Box::new(ReadOnlySource::new(Cursor::new(recording))),
            MediaSourceStreamOptions::default(),
        )
    } else {
        MediaSourceStream::new(
            Box::new(Cursor::new(recording)),
            MediaSourceStreamOptions::default(),
        )
    };
    symphonia::default::get_probe()
        .probe(
            &Hint::new(),
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(|error| match error {
            Error::Unsupported(_) | Error::IoError(_) => VoiceError::UnknownContainer,
            _ => VoiceError::Damaged("the container cannot be read"),
        })
}

fn collect(
    reader: &mut dyn FormatReader,
    track: u32,
    mut stream: OpusStream,
) -> Result<OpusStream, VoiceError> {
    while let Some(packet) = next(reader)? {
        if packet.track_id == track {
            stream.push(packet.data)?;
        }
    }
    if stream.packets().is_empty() {
        return Err(VoiceError::Empty);
    }
    Ok(stream)
}

/// The next packet of any track; the end of the bytes is the end of the recording, since a recorder
/// that writes live cannot announce it.
pub(super) fn next(reader: &mut dyn FormatReader) -> Result<Option<Packet>, VoiceError> {
    match reader.next_packet() {
        Ok(packet) => Ok(packet),
        Err(Error::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(Error::ResetRequired) => Ok(None),
        Err(_) => Err(VoiceError::Damaged("a packet cannot be read")),
    }
}
