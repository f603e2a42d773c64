use super::*;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use leat_guest::hybrid_logical_clock::Timespec;
use leat_guest::types::{Message, MessageProperties, Timestamp};
use std::cell::RefCell;
use std::io::Cursor;

const PIXELS: usize = 224 * 224;

fn timestamp() -> Timestamp {
    let node_id = BufferOrString::String("camera".into());
    Timestamp { timestamp: Timespec { secs: 12, nanos: 34 }, counter: 56, node_id }
}

fn message(payload: &[u8]) -> DataModel {
    DataModel::Message(Message {
        timestamp: timestamp(),
        topic: BufferOrBytes::Bytes(b"camera/1".to_vec()),
        content_type: None,
        payload: BufferOrBytes::Bytes(payload.to_vec()),
        properties: MessageProperties { user_properties: vec![] },
        schema: None,
    })
}

fn snapshot(format: &str, width: u32, height: u32, frame: &[u8]) -> DataModel {
    DataModel::Snapshot(Snapshot {
        timestamp: timestamp(),
        format: BufferOrString::String(format.into()),
        width,
        height,
        frame: BufferOrBytes::Bytes(frame.to_vec()),
    })
}

/// The frame, after a look at everything around it.
fn frame(data: DataModel) -> Vec<u8> {
    let result = formatted(data, |line| panic!("logged {line}"));
    let DataModel::Snapshot(snapshot) = result.unwrap() else { panic!("no snapshot") };
    assert_eq!((snapshot.width, snapshot.height, &*text(&snapshot.format)), (224, 224, "rgb24"));
    let Timestamp { timestamp, counter, node_id } = &snapshot.timestamp;
    assert_eq!((timestamp.secs, timestamp.nanos, *counter, &*text(node_id)), (12, 34, 56, "camera"));
    bytes(&snapshot.frame).into_owned()
}

fn refusal(data: DataModel) -> (String, Vec<String>) {
    let log = RefCell::new(Vec::new());
    let error = formatted(data, |line| log.borrow_mut().push(line.to_string())).unwrap_err();
    (error.message, log.into_inner())
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn raw_frame() -> Vec<u8> {
    (0..3 * PIXELS).map(|index| (index % 251) as u8).collect()
}

#[test]
fn each_format_is_known_by_its_content() {
    let picture = RgbImage::from_pixel(30, 20, Rgb([200, 40, 120]));
    for format in [
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::WebP,
        ImageFormat::Ico,
        ImageFormat::Pnm,
    ] {
        let picture = DynamicImage::from(picture.clone());
        let file = match format {
            ImageFormat::Ico => encoded(picture.into_rgba8(), format), // whose pictures have transparency
            _ => encoded(picture, format),
        };
        let pixels = [200, 40, 120].repeat(PIXELS);
        assert!(frame(message(&file)) == pixels, "{format:?}");
        assert!(frame(snapshot("any", 1, 1, &file)) == pixels, "{format:?} in a snapshot");
    }
}

#[test]
fn a_jpeg_keeps_its_colour_as_far_as_it_can() {
    let picture = RgbImage::from_pixel(32, 16, Rgb([200, 40, 120]));
    let pixels = frame(message(&encoded(picture, ImageFormat::Jpeg)));
    assert_eq!(pixels.len(), 3 * PIXELS);
    for pixel in pixels.chunks_exact(3) {
        assert!(pixel.iter().zip([200, 40, 120]).all(|(is, was)| is.abs_diff(was) <= 3), "{pixel:?}");
    }
}

#[test]
fn a_picture_is_stretched_whatever_its_shape() {
    let picture = RgbImage::from_fn(600, 100, |x, _| Rgb(if x < 300 { [255, 0, 0] } else { [0, 0, 255] }));
    let pixels = frame(message(&encoded(picture, ImageFormat::Png)));
    let row = &pixels[..3 * 224];
    assert!(pixels.chunks_exact(3 * 224).all(|other| other == row), "all rows are the same");
    assert_eq!((&row[..3], &row[3 * 223..]), (&[255, 0, 0][..], &[0, 0, 255][..]));
    assert_eq!((&row[3 * 100..][..3], &row[3 * 123..][..3]), (&[255, 0, 0][..], &[0, 0, 255][..]));
}

#[test]
fn scaling_is_by_lanczos() {
    // Overshoot beside an edge, which neither a box, a triangle nor a Gaussian has.
    let picture = RgbImage::from_fn(448, 448, |x, _| Rgb(if x < 224 { [100; 3] } else { [200; 3] }));
    let pixels = frame(message(&encoded(picture, ImageFormat::Png)));
    let grey = |x: usize| pixels[3 * x];
    assert_eq!((grey(0), grey(223)), (100, 200));
    assert!(grey(110) < 100 || grey(111) < 100, "{} {}", grey(110), grey(111));
    assert!(grey(112) > 200 || grey(113) > 200, "{} {}", grey(112), grey(113));
}

#[test]
fn transparency_is_dropped_before_scaling() {
    let picture = RgbaImage::from_fn(10, 10, |_, y| image::Rgba([10, 20, 30, (y * 25) as u8]));
    assert!(frame(message(&encoded(picture, ImageFormat::Png))) == [10, 20, 30].repeat(PIXELS));
}

#[test]
fn what_is_no_picture_but_as_long_as_a_frame_is_one() {
    assert!(frame(message(&raw_frame())) == raw_frame());
    assert!(frame(snapshot("rgb24", 112, 448, &raw_frame())) == raw_frame());
    assert!(frame(snapshot("bgr24", 224, 224, &raw_frame())) == raw_frame());
}

#[test]
fn a_formatted_snapshot_passes_unchanged_whatever_is_in_it() {
    assert_eq!(frame(snapshot("rgb24", 224, 224, b"anything")), b"anything");
}

#[test]
fn what_is_neither_is_an_error_and_a_line_in_the_log() {
    let png = encoded(RgbImage::new(30, 20), ImageFormat::Png);
    for bad in [&raw_frame()[1..], &png[..png.len() / 2], b"", b"{\"temperature\":{}}"] {
        let (message, log) = refusal(message(bad));
        assert_eq!(message, "Unexpected image format or size.");
        assert_eq!(log.len(), 1, "{log:?}");
        assert!(log[0].contains(&format!("{} bytes", bad.len())), "{log:?}");
    }
}

#[test]
fn a_small_file_cannot_ask_for_much_memory() {
    for header in ["P6 20000 20000 255\n", "P6 4000000000 1 255\n", "P5 16384 16384 255\n", "P5 40000 1 255\n"] {
        assert_eq!(refusal(message(header.as_bytes())).0, "Unexpected image format or size.", "{header}");
    }
    let wide = encoded(image::GrayImage::new(40_000, 1), ImageFormat::Png);
    assert_eq!(refusal(message(&wide)).0, "Unexpected image format or size.");
    let large = encoded(image::GrayImage::new(10_000, 10_000), ImageFormat::Png);
    assert_eq!(refusal(message(&large)).0, "Unexpected image format or size.");
}

#[test]
fn bare_bytes_are_an_error() {
    let raw = DataModel::BufferOrBytes(BufferOrBytes::Bytes(raw_frame()));
    assert_eq!(refusal(raw), ("Unexpected input type.".into(), vec![]));
}
