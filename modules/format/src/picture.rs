//! Decoding and scaling.

use image::imageops::{resize, FilterType};
use image::{ColorType, DynamicImage, ImageDecoder, ImageReader, ImageResult, Limits, RgbImage};
use std::borrow::Cow;
use std::io::Cursor;

/// Width and height of what comes out.
pub const SIDE: u32 = 224;

const RAW_SIZE: usize = 3 * SIDE as usize * SIDE as usize;

/// What decoding one picture may take, and how many pixels may stand beside or above each other. A host's bound on a
/// module's memory, which would trap, is usually higher.
const MOST_BYTES: u64 = 256 << 20;
const LONGEST_SIDE: u32 = 1 << 15;

/// RGB, row by row from the top: a picture in any known format, stretched, or as it is what can only be a raw frame.
pub fn to_rgb(picture: Cow<'_, [u8]>) -> Result<Vec<u8>, String> {
    match decode(&picture) {
        Ok(rgb) => Ok(resize(&rgb, SIDE, SIDE, FilterType::Lanczos3).into_raw()),
        Err(_) if picture.len() == RAW_SIZE => Ok(picture.into_owned()),
        Err(reason) => Err(format!("{} bytes, {reason}", picture.len())),
    }
}

fn decode(picture: &[u8]) -> ImageResult<RgbImage> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    let mut reader = ImageReader::new(Cursor::new(picture)).with_guessed_format()?;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    limits.reserve(decoder.total_bytes())?;
    if decoder.color_type() != ColorType::Rgb8 {
        limits.reserve(3 * u64::from(width) * u64::from(height))?;
    }
    decoder.set_limits(limits)?;
    Ok(DynamicImage::from_decoder(decoder)?.into_rgb8())
}
