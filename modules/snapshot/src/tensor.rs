//! A frame as the numbers that the model takes.

/// Colours, height, width.
pub const DIMENSIONS: [u32; 4] = [1, 3, 224, 224];
/// RGB, row by row.
pub const FRAME_SIZE: usize = 3 * 224 * 224;

const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

/// All red, then all green, then all blue, each as a little-endian `f32` that the model's training centred.
pub fn tensor(frame: &[u8]) -> Vec<u8> {
    let mut tensor = Vec::with_capacity(frame.len() * size_of::<f32>());
    for colour in 0..3 {
        for value in frame.iter().skip(colour).step_by(3) {
            let centred = (f32::from(*value) / 255.0 - MEAN[colour]) / DEVIATION[colour];
            tensor.extend_from_slice(&centred.to_le_bytes());
        }
    }
    tensor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_one_after_the_other() {
        let tensor = tensor(&[0, 51, 102, 255, 204, 153]);
        let numbers: Vec<f32> =
            tensor.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
        let expected = [
            (0.0 - 0.485) / 0.229,
            (1.0 - 0.485) / 0.229,
            (0.2 - 0.456) / 0.224,
            (0.8 - 0.456) / 0.224,
            (0.4 - 0.406) / 0.225,
            (0.6 - 0.406) / 0.225,
        ];
        assert_eq!(numbers, expected);
    }

    #[test]
    fn a_frame_fills_the_dimensions() {
        let numbers: u32 = DIMENSIONS.iter().product();
        assert_eq!(tensor(&[7; FRAME_SIZE]).len(), 4 * numbers as usize);
    }
}
