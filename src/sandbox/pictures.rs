//! Files that customers send when a script brings none of its own: small, simple, and of real formats.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::world::MediaFile;

/// A small real Ogg/Opus recording, mono.
pub(crate) fn sample_voice_note() -> MediaFile {
    voice_note(include_bytes!("assets/voice/where_is_my_order.ogg"))
}

pub(crate) fn voice_note(bytes: &'static [u8]) -> MediaFile {
    MediaFile::new("audio/ogg; codecs=opus", bytes)
}

pub(crate) fn sample_picture() -> MediaFile {
    parcel()
}

pub(crate) fn sample_video() -> MediaFile {
    MediaFile::new("video/mp4", &include_bytes!("assets/parcel.mp4")[..])
}

pub(crate) fn sample_sticker() -> MediaFile {
    MediaFile::new("image/webp", &include_bytes!("assets/smiley.webp")[..])
}

/// A one-page PDF.
pub(crate) fn sample_document() -> MediaFile {
    MediaFile::new(
        "application/pdf",
        &include_bytes!("assets/comprovante.pdf")[..],
    )
}

/// A parcel on a table.
pub(crate) fn parcel() -> MediaFile {
    let mut canvas = Canvas::new([222, 214, 203]);
    canvas.fill(0, 330, 640, 150, [166, 124, 82]);
    canvas.fill(180, 150, 280, 210, [199, 154, 98]);
    canvas.fill(180, 150, 280, 46, [181, 136, 82]);
    canvas.fill(304, 150, 32, 210, [226, 197, 140]);
    canvas.fill(366, 262, 74, 70, [250, 248, 244]);
    for line in 0..4 {
        canvas.fill(376, 274 + line * 13, 54 - line * 8, 5, [70, 70, 74]);
    }
    canvas.png()
}

/// A receipt.
pub(crate) fn receipt() -> MediaFile {
    let mut canvas = Canvas::new([94, 110, 120]);
    canvas.fill(190, 30, 260, 420, [252, 251, 248]);
    canvas.fill(220, 60, 140, 18, [52, 58, 64]);
    for line in 0..9 {
        let width = 110 + (line * 37) % 70;
        canvas.fill(220, 106 + line * 28, width, 9, [150, 156, 162]);
        canvas.fill(384, 106 + line * 28, 38, 9, [110, 116, 122]);
    }
    canvas.fill(220, 372, 202, 3, [52, 58, 64]);
    canvas.fill(340, 392, 82, 20, [16, 122, 87]);
    canvas.png()
}

/// A front door with its number.
pub(crate) fn front_door() -> MediaFile {
    let mut canvas = Canvas::new([232, 196, 150]);
    canvas.fill(0, 400, 640, 80, [128, 128, 122]);
    canvas.fill(230, 90, 180, 330, [38, 84, 124]);
    canvas.fill(246, 106, 148, 130, [50, 104, 150]);
    canvas.fill(246, 252, 148, 150, [50, 104, 150]);
    canvas.disc(388, 262, 10, [232, 198, 90]);
    canvas.fill(120, 150, 66, 44, [250, 250, 246]);
    canvas.fill(132, 162, 10, 20, [60, 60, 64]);
    canvas.fill(150, 162, 10, 20, [60, 60, 64]);
    canvas.fill(168, 162, 8, 20, [60, 60, 64]);
    canvas.png()
}

/// A cake, for the ones who order one.
pub(crate) fn cake() -> MediaFile {
    let mut canvas = Canvas::new([250, 226, 228]);
    canvas.disc(320, 396, 210, [240, 240, 238]);
    canvas.fill(0, 400, 640, 80, [206, 172, 150]);
    canvas.fill(190, 250, 260, 130, [140, 84, 54]);
    canvas.fill(190, 236, 260, 42, [254, 246, 238]);
    for drop in 0..6 {
        canvas.disc(212 + drop * 43, 278, 20, [254, 246, 238]);
    }
    canvas.fill(312, 160, 16, 78, [120, 184, 214]);
    canvas.disc(320, 146, 14, [250, 186, 60]);
    canvas.png()
}

/// Plain areas of colour on 640 × 480 pixels.
struct Canvas(RgbImage);

impl Canvas {
    fn new(background: [u8; 3]) -> Self {
        Self(RgbImage::from_pixel(640, 480, Rgb(background)))
    }

    fn fill(&mut self, left: u32, top: u32, width: u32, height: u32, colour: [u8; 3]) {
        for y in top..(top + height).min(480) {
            for x in left..(left + width).min(640) {
                self.0.put_pixel(x, y, Rgb(colour));
            }
        }
    }

    fn disc(&mut self, centre_x: u32, centre_y: u32, radius: u32, colour: [u8; 3]) {
        for y in centre_y.saturating_sub(radius)..(centre_y + radius).min(480) {
            for x in centre_x.saturating_sub(radius)..(centre_x + radius).min(640) {
                let (dx, dy) = (x.abs_diff(centre_x), y.abs_diff(centre_y));
                if dx * dx + dy * dy < radius * radius {
                    self.0.put_pixel(x, y, Rgb(colour));
                }
            }
        }
    }

    fn png(self) -> MediaFile {
        let mut bytes = Cursor::new(Vec::new());
        if self.0.write_to(&mut bytes, ImageFormat::Png).is_err() {
            // Writing PNG into memory has no way to fail; an empty file would be refused by any reader.
            return MediaFile::new("image/png", Vec::new());
        }
        MediaFile::new("image/png", bytes.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_is_a_small_readable_png() {
        for file in [parcel(), receipt(), front_door(), cake()] {
            assert!(file.bytes.len() < 60_000, "{} bytes", file.bytes.len());
            let image = image::load_from_memory(&file.bytes).expect("a picture");
            assert_eq!((image.width(), image.height()), (640, 480));
        }
    }
}
