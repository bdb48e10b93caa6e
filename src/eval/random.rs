//! Numbers that look random and are the same on every machine and in every
//! version: figures that were printed once can be got again. Not for secrets.

/// A SplitMix64 generator.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The generator with this seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, each as likely as the others but for one in 2^32;
    /// 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        /// The doubles between 0 and 1 that are equally far apart.
        const STEPS: f64 = (1_u64 << 53) as f64;
        ((self.next() >> 11) as f64 / STEPS) < probability
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_everywhere() {
        // The first numbers of the published generator for the seed 0.
        let mut random = Random::new(0);
        let first = [random.next(), random.next()];
        assert_eq!(first, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }

    #[test]
    fn numbers_stay_below_their_end_and_chance_is_about_as_said() {
        let mut random = Random::new(7);
        let mut seen = [0; 3];
        for _ in 0..3_000 {
            seen[random.below(3)] += 1;
        }
        assert!(seen.iter().all(|&count| count > 900), "{seen:?}");
        assert_eq!(random.below(0), 0);
        let happened = (0..10_000).filter(|_| random.happens(0.3)).count();
        assert!((2_800..3_200).contains(&happened), "{happened}");
        assert!(!random.happens(0.0));
        assert!(random.happens(1.0));
    }
}
