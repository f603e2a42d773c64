//! What the model's answer says.

/// One line a class, in the order of the model's output: a WordNet number, a space, names.
const LABELS: &str = include_str!("../model/labels.txt");
const CLASSES: usize = 1000;

/// The likeliest class.
#[derive(Debug, PartialEq)]
pub struct Class {
    pub label: &'static str,
    /// 0 to 1.
    pub probability: f32,
}

/// Reads the scores of all classes, each a little-endian `f32`.
pub fn likeliest(output: &[u8]) -> Class {
    assert_eq!(output.len(), CLASSES * size_of::<f32>(), "the model must answer with a score for each class");
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
    Class { label: label(best), probability: 1.0 / sum }
}

fn label(index: usize) -> &'static str {
    let line = LABELS.lines().nth(index).expect("each class must have a label");
    line.split_once(' ').map_or(line, |(_, names)| names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(high: &[(usize, f32)]) -> Vec<u8> {
        let mut scores = vec![0f32; CLASSES];
        for (index, score) in high {
            scores[*index] = *score;
        }
        scores.iter().flat_map(|score| score.to_le_bytes()).collect()
    }

    #[test]
    fn each_class_has_a_label_in_the_order_of_wordnet() {
        let numbers: Vec<_> = LABELS.lines().map(|line| line.split_once(' ').unwrap().0).collect();
        assert_eq!(numbers.len(), CLASSES);
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(label(0), "tench, Tinca tinca");
        assert_eq!(label(620), "laptop, laptop computer");
        assert_eq!(label(999), "toilet tissue, toilet paper, bathroom tissue");
    }

    #[test]
    fn the_highest_score_wins_and_the_softmax_says_how_likely_it_is() {
        let class = likeliest(&scores(&[(620, 10.0), (681, 9.0)]));
        assert_eq!(class.label, "laptop, laptop computer");
        let (e, nine) = (std::f64::consts::E.powf(10.0), std::f64::consts::E.powf(9.0));
        assert!((f64::from(class.probability) - e / (e + nine + 998.0)).abs() < 1e-5, "{class:?}");
    }

    #[test]
    fn scores_of_any_size_have_a_probability() {
        assert_eq!(likeliest(&scores(&[(999, 3e38)])), Class { label: label(999), probability: 1.0 });
        assert_eq!(likeliest(&scores(&[])), Class { label: label(0), probability: 0.001 });
    }

    #[test]
    #[should_panic(expected = "a score for each class")]
    fn too_few_scores_trap() {
        likeliest(&[0; 3996]);
    }
}
