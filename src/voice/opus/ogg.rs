use std::io::{Cursor, ErrorKind};

use super::head::{Head, tags};
use super::packets::{OpusStream, RATE, samples};
use crate::VoiceError;
use ogg::{OggReadError, Packet, PacketReader, PacketWriteEndInfo, PacketWriter};

/// Whether these bytes begin like an Ogg file.
pub(crate) fn is_ogg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"OggS")
}

/// Reads an Ogg file that holds one Opus stream; other streams beside it are passed over.
///
/// A file that ends in the middle of a page is taken as far as it goes: a recorder that was killed
/// leaves such a file. A page whose sum is wrong is not: it would be heard as a jump.
pub(crate) fn read(bytes: &[u8]) -> Result<OpusStream, VoiceError> {
    let mut reader = PacketReader::new(Cursor::new(bytes));
    let (mut stream, serial) = open(&mut reader)?;
    let mut tags_seen = false;
    let mut coded = 0;
    let mut start = None;
    let mut end = None;
    while let Some(packet) = next(&mut reader)? {
        if packet.stream_serial() != serial {
            continue;
        }
        if !tags_seen {
            tags_seen = true;
            continue;
        }
        let (last_in_page, last, granule) = (
            packet.last_in_page(),
            packet.last_in_stream(),
            packet.absgp_page(),
        );
        coded += samples(&packet.data)?;
        stream.push(packet.data.into_boxed_slice())?;
        if last_in_page && granule != u64::MAX {
            // The first page says where the clock stood when the stream began (RFC 7845, section 4.3).
            let start = *start.get_or_insert_with(|| granule.saturating_sub(coded));
            if last {
                end = Some(granule.saturating_sub(start));
            }
        }
        if last {
            break;
        }
    }
    if stream.packets().is_empty() {
        return Err(VoiceError::Empty);
    }
    stream.trim_end(end.map_or(0, |end| coded.saturating_sub(end)));
    Ok(stream)
}

fn open(reader: &mut PacketReader<Cursor<&[u8]>>) -> Result<(OpusStream, u32), VoiceError> {
    while let Some(packet) = next(reader)? {
        if packet.first_in_stream() && packet.data.starts_with(b"OpusHead") {
            return Ok((
                OpusStream::new(Head::parse(&packet.data)?),
                packet.stream_serial(),
            ));
        }
        if !packet.first_in_stream() {
            break;
        }
    }
    Err(VoiceError::UnknownCodec("an Ogg file without Opus"))
}

fn next(reader: &mut PacketReader<Cursor<&[u8]>>) -> Result<Option<Packet>, VoiceError> {
    match reader.read_packet() {
        Ok(packet) => Ok(packet),
        Err(OggReadError::ReadError(error)) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(_) => Err(VoiceError::Damaged("an Ogg page cannot be read")),
    }
}

/// Writes an Ogg file with a page for each second, the end trimmed to the sample
/// (RFC 7845, sections 3 and 4.4).
pub(crate) fn write(stream: &OpusStream) -> Result<Vec<u8>, VoiceError> {
    let serial = serial(stream);
    let mut writer = PacketWriter::new(Vec::new());
    let mut put = |data: Vec<u8>, end, granule| {
        writer
            .write_packet(data, serial, end, granule)
            .map_err(|_| VoiceError::Damaged("the note cannot be written"))
    };
    put(stream.head().to_packet(), PacketWriteEndInfo::EndPage, 0)?;
    put(tags(), PacketWriteEndInfo::EndPage, 0)?;
    let end = u64::from(stream.head().pre_skip) + stream.audible();
    let mut granule = 0;
    let mut page_began = 0;
    for (index, packet) in stream.packets().iter().enumerate() {
        granule += samples(packet)?;
        let info = if index + 1 == stream.packets().len() {
            PacketWriteEndInfo::EndStream
        } else if granule - page_began >= RATE {
            page_began = granule;
            PacketWriteEndInfo::EndPage
        } else {
            PacketWriteEndInfo::NormalPacket
        };
        let stamp = if info == PacketWriteEndInfo::EndStream {
            granule.min(end)
        } else {
            granule
        };
        put(packet.to_vec(), info, stamp)?;
    }
    Ok(writer.into_inner())
}

/// A number for the stream that the same sound always gets, so that the same recording makes the
/// same file.
fn serial(stream: &OpusStream) -> u32 {
    stream
        .packets()
        .iter()
        .flat_map(|packet| packet.iter())
        .fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        })
}
