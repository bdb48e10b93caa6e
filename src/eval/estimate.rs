//! A figure and how far chance alone may move it: 95% intervals.
//!
//! Shares get Wilson's interval, which stays sensible for a few questions and near
//! 0 and 1; means get a bootstrap with a fixed seed, so that the same answers give
//! the same figures.

use super::random::Random;

/// The quantile of the normal distribution that leaves 2.5% above it.
const Z: f64 = 1.959_963_984_540_054;

/// How many samples the bootstrap draws: the ends of the interval then move by
/// less than a tenth of its width from seed to seed.
const SAMPLES: usize = 1_000;

/// Any number will do.
const SEED: u64 = 1_729;

/// A figure from 0 to 1 with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Of how many it is.
    pub of: usize,
    /// How many it counts, where it is a share.
    pub count: Option<usize>,
}

impl Estimate {
    /// The share of `count` in `of`; `None` of nothing.
    pub fn share(count: usize, of: usize) -> Option<Estimate> {
        if of == 0 {
            return None;
        }
        let (n, value) = (of as f64, count as f64 / of as f64);
        let spread = Z * Z / n;
        let centre = (value + spread / 2.0) / (1.0 + spread);
        let reach = Z / (1.0 + spread) * (value * (1.0 - value) / n + spread / (4.0 * n)).sqrt();
        Some(Estimate {
            value,
            // Rounding must not push the figure itself out.
            low: (centre - reach).clamp(0.0, value),
            high: (centre + reach).clamp(value, 1.0),
            of,
            count: Some(count),
        })
    }

    /// The mean of values from 0 to 1; `None` of nothing.
    pub fn mean(values: &[f64]) -> Option<Estimate> {
        let of = values.len();
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / of as f64;
        if of == 0 {
            return None;
        }
        let value = mean(&mut values.iter().copied());
        let mut random = Random::new(SEED);
        let mut means: Vec<f64> = (0..SAMPLES)
            .map(|_| mean(&mut (0..of).map(|_| values[random.below(of)])))
            .collect();
        means.sort_by(f64::total_cmp);
        let tail = SAMPLES / 40;
        Some(Estimate {
            value,
            low: means[tail].min(value),
            high: means[SAMPLES - 1 - tail].max(value),
            of,
            count: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rounded(estimate: Option<Estimate>) -> String {
        estimate.map_or("none".into(), |estimate| {
            let Estimate {
                value, low, high, ..
            } = estimate;
            format!("{value:.4} {low:.4} {high:.4}")
        })
    }

    #[test]
    fn the_interval_of_a_share_is_the_published_one() {
        // Values of R's `prop.test(correct = FALSE)`.
        assert_eq!(rounded(Estimate::share(0, 10)), "0.0000 0.0000 0.2775");
        assert_eq!(rounded(Estimate::share(5, 10)), "0.5000 0.2366 0.7634");
        assert_eq!(rounded(Estimate::share(10, 10)), "1.0000 0.7225 1.0000");
        assert_eq!(rounded(Estimate::share(81, 263)), "0.3080 0.2553 0.3662");
        assert_eq!(rounded(Estimate::share(0, 0)), "none");
    }

    #[test]
    fn the_interval_of_a_mean_is_near_that_of_the_normal_distribution() {
        let values: Vec<f64> = (0..400_u32).map(|n| f64::from(n % 2)).collect();
        let Estimate {
            value, low, high, ..
        } = Estimate::mean(&values).unwrap();
        assert_eq!(value, 0.5);
        // 1.96 times 0.5 / 20.
        assert!((low - 0.451).abs() < 0.01, "{low}");
        assert!((high - 0.549).abs() < 0.01, "{high}");
        assert_eq!(Estimate::mean(&[]), None);
        assert_eq!(rounded(Estimate::mean(&[1.0; 5])), "1.0000 1.0000 1.0000");
    }

    #[test]
    fn the_same_values_give_the_same_interval() {
        let values = [0.0, 0.5, 1.0, 0.25, 1.0];
        assert_eq!(Estimate::mean(&values), Estimate::mean(&values));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_figure_and_stays_within_bounds(
            of in 1_usize..2_000, part in 0.0_f64..=1.0
        ) {
            let count = (part * of as f64) as usize;
            let share = Estimate::share(count, of).unwrap();
            prop_assert!(0.0 <= share.low && share.low <= share.value);
            prop_assert!(share.value <= share.high && share.high <= 1.0);
            let more = Estimate::share(count * 4, of * 4).unwrap();
            prop_assert!(more.high - more.low < share.high - share.low);
        }

        #[test]
        fn so_does_that_of_a_mean(values in prop::collection::vec(0.0_f64..=1.0, 1..40)) {
            let mean = Estimate::mean(&values).unwrap();
            prop_assert!(0.0 <= mean.low && mean.low <= mean.value);
            prop_assert!(mean.value <= mean.high && mean.high <= 1.0 + 1e-12);
        }
    }
}
