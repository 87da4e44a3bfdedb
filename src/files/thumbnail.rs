//! Small copies of pictures, for threads on phones.
//!
//! A decoder fed by strangers is the most dangerous part of any mail room: it runs on a thread of its own, under
//! limits of pixels and memory, few at a time, and what it cannot read harms nobody.

use std::io::Cursor;
use std::sync::LazyLock;

use bytes::Bytes;
use futures_util::TryStreamExt;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgb, RgbImage};
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use tokio::sync::Semaphore;

use crate::store::{FileStore, StoreError};

/// The longest side of a small copy, in pixels: what a phone's screen shows in a bubble.
const LONGEST_SIDE: u32 = 640;
/// Of the JPEG.
const QUALITY: u8 = 76;
/// Larger files are not read, in bytes.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;
/// Longer sides are not decoded, in pixels.
const LONGEST_DECODED: u32 = 12_000;
/// What a decoder may hold, in bytes.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;
/// Pictures that are decoded at once.
const AT_ONCE: usize = 2;

static PLACES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(AT_ONCE));

impl FileStore {
    /// The small copy of a picture, as JPEG: made when it is first asked for, and kept. None when there can be
    /// none: the file is no picture, too large, damaged or a trap.
    pub async fn thumbnail(&self, key: &str, bytes: u64) -> Result<Option<Bytes>, StoreError> {
        let Some(digest) = key.rsplit('/').next() else {
            return Ok(None);
        };
        let path = Path::from(format!("thumbnail/{digest}"));
        match self.objects.get(&path).await {
            Ok(found) => return Ok(shown(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if bytes > LARGEST_FILE {
            return Ok(None);
        }
        let Ok(_place) = PLACES.acquire().await else {
            return Ok(None);
        };
        let Some(stream) = self.read(key, 0..bytes).await? else {
            return Ok(None);
        };
        let chunks: Vec<Bytes> = stream.try_collect().await?;
        let whole = chunks.concat();
        let made = tokio::task::spawn_blocking(move || reduced(&whole)).await;
        // Nothing at all stands for "there is none", so that a trap is sprung once.
        let small = Bytes::from(made.ok().flatten().unwrap_or_default());
        self.objects
            .put(&path, PutPayload::from_bytes(small.clone()))
            .await?;
        Ok(shown(small))
    }
}

fn shown(small: Bytes) -> Option<Bytes> {
    (!small.is_empty()).then_some(small)
}

/// Decodes under limits, turns upright, shrinks.
fn reduced(file: &[u8]) -> Option<Vec<u8>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_DECODED);
    limits.max_image_height = Some(LONGEST_DECODED);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(file))
        .with_guessed_format()
        .ok()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let pixels = u64::from(decoder.dimensions().0) * u64::from(decoder.dimensions().1);
    // What is allocated for the decoder is counted by it; what it hands over is not.
    if pixels * u64::from(decoder.color_type().bytes_per_pixel()) > MOST_MEMORY {
        return None;
    }
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    let is_small = picture.width() <= LONGEST_SIDE && picture.height() <= LONGEST_SIDE;
    let mut small = if is_small {
        picture
    } else {
        picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE)
    };
    small.apply_orientation(orientation);
    let mut written = Vec::new();
    JpegEncoder::new_with_quality(&mut written, QUALITY)
        .encode_image(&on_white(small))
        .ok()?;
    Some(written)
}

/// JPEG knows no transparency; paper is white.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let mixed = |colour: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([mixed(red), mixed(green), mixed(blue)])
    })
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = RgbaImage::from_pixel(width, height, Rgba([200, 30, 30, 255]));
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn measured(jpeg: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_picture_shrinks_to_what_a_bubble_shows_and_never_grows() {
        for (sides, expected) in [
            ((1_280, 960), (640, 480)),
            ((400, 1_600), (160, 640)),
            ((30, 20), (30, 20)),
        ] {
            let small = reduced(&png(sides.0, sides.1)).unwrap();
            assert_eq!(measured(&small), expected);
        }
    }

    #[test]
    fn a_bomb_and_a_damaged_picture_make_none() {
        let mut bomb = png(8, 8);
        // The header says 30,000 by 30,000 pixels.
        bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        assert_eq!(reduced(&bomb), None);
        let whole = png(300, 300);
        assert_eq!(reduced(&whole[..whole.len() / 2]), None);
        assert_eq!(reduced(b"%PDF-1.7"), None);
    }

    #[tokio::test]
    async fn a_small_copy_is_made_once_and_a_trap_is_sprung_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::in_folder(folder.path()).unwrap();
        for (bytes, expected) in [
            (png(800, 600), true),
            (b"%PDF-1.7 no picture".to_vec(), false),
        ] {
            let mut arrival = store.begin();
            arrival.take(&bytes).await.unwrap();
            let key = arrival.end().keep(0).await.unwrap();
            let size = bytes.len() as u64;
            let first = store.thumbnail(&key, size).await.unwrap();
            assert_eq!(first.is_some(), expected);
            // From now on the copy is enough.
            store
                .objects
                .delete(&Path::from(key.as_str()))
                .await
                .unwrap();
            assert_eq!(store.thumbnail(&key, size).await.unwrap(), first);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_decoders_panic(
            beginning in prop::sample::select(vec![
                b"\xff\xd8\xff\xe0".to_vec(), b"\x89PNG\r\n\x1a\n".to_vec(), b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(),
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..2_048),
        ) {
            let _ = reduced(&[beginning, rest].concat());
        }
    }
}
