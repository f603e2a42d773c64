//! What the model's answer says.

/// The classes of ILSVRC 2012, which MobileNet v2 knows: a line each, a WordNet number, a space, names.
pub const ILSVRC: &str = include_str!("../model/labels.txt");

/// The likeliest class.
#[derive(Debug, PartialEq)]
pub struct Class {
    pub label: String,
    /// 0 to 1.
    pub probability: f32,
}

/// Reads the scores of all classes, each a little-endian `f32`, against the classes' labels, a line each.
pub fn likeliest(output: &[u8], labels: &str) -> Class {
    let count = labels.lines().count();
    assert_eq!(output.len(), count * size_of::<f32>(), "the model must answer with a score for each of {count} labels");
    let score = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    let scores = || output.chunks_exact(size_of::<f32>()).map(score);

    let (mut best, mut highest) = (0, f32::NEG_INFINITY);
    for (index, score) in scores().enumerate() {
        if score > highest {
            (best, highest) = (index, score);
        }
    }
    // Softmax. The best one's own exponential is 1, as all are taken relative to it.
    let sum: f32 = scores().map(|score| (score - highest).exp()).sum();
    Class { label: label(labels, best), probability: 1.0 / sum }
}

fn label(labels: &str, index: usize) -> String {
    let line = labels.lines().nth(index).expect("each class must have a label");
    line.split_once(' ').map_or(line, |(_, names)| names).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(high: &[(usize, f32)]) -> Vec<u8> {
        let mut scores = vec![0f32; 1000];
        for (index, score) in high {
            scores[*index] = *score;
        }
        scores.iter().flat_map(|score| score.to_le_bytes()).collect()
    }

    fn ilsvrc(index: usize) -> String {
        label(ILSVRC, index)
    }

    #[test]
    fn each_class_has_a_label_in_the_order_of_wordnet() {
        let numbers: Vec<_> = ILSVRC.lines().map(|line| line.split_once(' ').unwrap().0).collect();
        assert_eq!(numbers.len(), 1000);
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(ilsvrc(0), "tench, Tinca tinca");
        assert_eq!(ilsvrc(620), "laptop, laptop computer");
        assert_eq!(ilsvrc(999), "toilet tissue, toilet paper, bathroom tissue");
    }

    #[test]
    fn the_highest_score_wins_and_the_softmax_says_how_likely_it_is() {
        let class = likeliest(&scores(&[(620, 10.0), (681, 9.0)]), ILSVRC);
        assert_eq!(class.label, "laptop, laptop computer");
        let (e, nine) = (std::f64::consts::E.powf(10.0), std::f64::consts::E.powf(9.0));
        assert!((f64::from(class.probability) - e / (e + nine + 998.0)).abs() < 1e-5, "{class:?}");
    }

    #[test]
    fn scores_of_any_size_have_a_probability() {
        let class = |high: &[(usize, f32)]| likeliest(&scores(high), ILSVRC);
        assert_eq!(class(&[(999, 3e38)]), Class { label: ilsvrc(999), probability: 1.0 });
        assert_eq!(class(&[]), Class { label: ilsvrc(0), probability: 0.001 });
    }

    #[test]
    fn other_labels_may_have_no_number_and_any_line_end() {
        let scores: Vec<u8> = [1f32, 3.0, 2.0].iter().flat_map(|score| score.to_le_bytes()).collect();
        assert_eq!(likeliest(&scores, "n1 a cat\r\nn2 a dog\r\nn3 a cow\r\n").label, "a dog");
        assert_eq!(likeliest(&scores, "cat\ndog\ncow").label, "dog");
    }

    #[test]
    #[should_panic(expected = "a score for each of 1000 labels")]
    fn too_few_scores_trap() {
        likeliest(&[0; 3996], ILSVRC);
    }
}
