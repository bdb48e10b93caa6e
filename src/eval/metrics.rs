//! How good a ranking is, one question at a time, by the measures of the field.
//!
//! They are what trec_eval computes as `success_1`, `recall_3`, `recip_rank` of
//! the first ten and `ndcg_cut_10`, so that figures can be compared with those of
//! other systems. Averages over questions are made in [`super::report`].

use std::collections::BTreeMap;

/// How many hits MRR@10 and nDCG@10 look at.
pub const CUT: usize = 10;

/// How many hits R@3 looks at: as many as are ever suggested.
pub const SUGGESTED: usize = 3;

/// The measures of one ranking, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Metrics {
    /// Whether the first hit is right: 1 or 0.
    pub success_1: f64,
    /// The share of all right ones that is among the first three.
    pub recall_3: f64,
    /// One divided by the rank of the first right hit; 0 below the tenth.
    pub reciprocal_rank_10: f64,
    /// The discounted gain of the first ten, as a share of the best possible.
    pub ndcg_10: f64,
}

/// The measures of a ranking, best first, given how relevant each judged id is;
/// all are 0 where nothing is relevant. No id may come twice.
pub fn metrics(ranking: &[&str], relevance: &BTreeMap<String, u32>) -> Metrics {
    Metrics {
        success_1: f64::from(u8::from(first_right(ranking, relevance) == Some(1))),
        recall_3: recall(ranking, relevance, SUGGESTED),
        reciprocal_rank_10: reciprocal_rank(ranking, relevance, CUT),
        ndcg_10: ndcg(ranking, relevance, CUT),
    }
}

/// The rank of the first right hit, from 1.
pub fn first_right(ranking: &[&str], relevance: &BTreeMap<String, u32>) -> Option<usize> {
    let place = ranking.iter().position(|id| gain(id, relevance) > 0.0);
    place.map(|place| place + 1)
}

/// The share of all right ones that is among the first `cut`.
pub fn recall(ranking: &[&str], relevance: &BTreeMap<String, u32>, cut: usize) -> f64 {
    let found = ranking.iter().take(cut);
    let found = found.filter(|id| gain(id, relevance) > 0.0).count();
    let right = relevance.values().filter(|&&relevance| relevance > 0);
    share(found as f64, right.count() as f64)
}

/// One divided by the rank of the first right hit among the first `cut`, or 0.
pub fn reciprocal_rank(ranking: &[&str], relevance: &BTreeMap<String, u32>, cut: usize) -> f64 {
    let rank = first_right(&ranking[..ranking.len().min(cut)], relevance);
    rank.map_or(0.0, |rank| 1.0 / rank as f64)
}

/// The gain of the first `cut`, each divided by the binary logarithm of its rank
/// plus one, as a share of what the best ranking of all judged has.
pub fn ndcg(ranking: &[&str], relevance: &BTreeMap<String, u32>, cut: usize) -> f64 {
    let mut ideal: Vec<f64> = relevance.values().map(|&gain| f64::from(gain)).collect();
    ideal.sort_by(|one, other| other.total_cmp(one));
    let gains = ranking.iter().map(|id| gain(id, relevance));
    share(discounted(gains, cut), discounted(ideal.into_iter(), cut))
}

fn discounted(gains: impl Iterator<Item = f64>, cut: usize) -> f64 {
    let ranked = (1_u32..).zip(gains).take(cut);
    let discounted = ranked.map(|(rank, gain)| gain / f64::from(rank + 1).log2());
    // The sum of nothing would be a negative zero.
    discounted.fold(0.0, |sum, gain| sum + gain)
}

fn gain(id: &str, relevance: &BTreeMap<String, u32>) -> f64 {
    relevance.get(id).map_or(0.0, |&gain| f64::from(gain))
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::*;

    fn judged(pairs: &[(&str, u32)]) -> BTreeMap<String, u32> {
        let pairs = pairs.iter();
        pairs.map(|(id, gain)| ((*id).to_owned(), *gain)).collect()
    }

    /// As trec_eval prints them: success_1, recall_3, recip_rank, ndcg_cut_10.
    fn printed(ranking: &[&str], pairs: &[(&str, u32)]) -> String {
        let metrics = metrics(ranking, &judged(pairs));
        format!(
            "{:.4} {:.4} {:.4} {:.4}",
            metrics.success_1, metrics.recall_3, metrics.reciprocal_rank_10, metrics.ndcg_10
        )
    }

    #[test]
    fn the_measures_are_what_can_be_computed_by_hand() {
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
        for (pairs, expected) in [
            // One right one, at ranks 1, 2, 3, 10 and 11, and not at all.
            (&[("a", 1)][..], "1.0000 1.0000 1.0000 1.0000"),
            (&[("b", 1)], "0.0000 1.0000 0.5000 0.6309"),
            (&[("c", 1)], "0.0000 1.0000 0.3333 0.5000"),
            (&[("j", 1)], "0.0000 0.0000 0.1000 0.2891"),
            (&[("k", 1)], "0.0000 0.0000 0.0000 0.0000"),
            (&[("z", 1)], "0.0000 0.0000 0.0000 0.0000"),
            // Two of three: (1/log2(2) + 1/log2(5)) / (1 + 0.6309 + 0.5).
            (
                &[("a", 1), ("d", 1), ("z", 1)],
                "1.0000 0.3333 1.0000 0.6714",
            ),
            // Graded: (1/log2(3) + 3/log2(4)) / (3 + 1/log2(3)).
            (&[("b", 1), ("c", 3)], "0.0000 1.0000 0.5000 0.5869"),
            // What was judged to be wrong counts nowhere.
            (&[("a", 0), ("b", 1)], "0.0000 1.0000 0.5000 0.6309"),
            (&[("a", 0)], "0.0000 0.0000 0.0000 0.0000"),
            (&[], "0.0000 0.0000 0.0000 0.0000"),
        ] {
            assert_eq!(printed(&letters, pairs), expected, "{pairs:?}");
        }
        assert_eq!(printed(&[], &[("a", 1)]), "0.0000 0.0000 0.0000 0.0000");
    }

    /// The ranks of all judged ones decide what is ideal, also beyond the cut.
    #[test]
    fn the_ideal_ranking_is_cut_as_well() {
        let pairs: Vec<_> = ('a'..='l').map(|id| (id.to_string(), 1)).collect();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(id, gain)| (id.as_str(), *gain))
            .collect();
        let ranking: Vec<_> = pairs.iter().map(|(id, _)| *id).collect();
        assert_eq!(printed(&ranking, &pairs), "1.0000 0.2500 1.0000 1.0000");
    }

    const IDS: [&str; 16] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
    ];

    fn rankings() -> impl Strategy<Value = Vec<&'static str>> {
        subsequence(&IDS[..], 0..=IDS.len()).prop_shuffle()
    }

    fn judgements() -> impl Strategy<Value = BTreeMap<String, u32>> {
        let judged = (
            subsequence(&IDS[..], 1..=8),
            prop::collection::vec(1_u32..4, 8),
        );
        judged.prop_map(|(ids, gains)| ids.into_iter().map(str::to_owned).zip(gains).collect())
    }

    fn all(metrics: Metrics) -> [f64; 4] {
        let Metrics {
            success_1,
            recall_3,
            reciprocal_rank_10,
            ndcg_10,
        } = metrics;
        [success_1, recall_3, reciprocal_rank_10, ndcg_10]
    }

    proptest! {
        #[test]
        fn all_are_shares(ranking in rankings(), judged in judgements()) {
            for value in all(metrics(&ranking, &judged)) {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{}", value);
            }
        }

        #[test]
        fn what_is_perfect_gets_one(judged in judgements()) {
            let mut ranking: Vec<_> = judged.iter().collect();
            ranking.sort_by_key(|(_, gain)| std::cmp::Reverse(**gain));
            let ranking: Vec<_> = ranking.into_iter().map(|(id, _)| id.as_str()).collect();
            let metrics = metrics(&ranking, &judged);
            prop_assert_eq!(metrics.success_1, 1.0);
            prop_assert_eq!(metrics.reciprocal_rank_10, 1.0);
            prop_assert!((metrics.ndcg_10 - 1.0).abs() < 1e-12);
            let best = SUGGESTED.min(judged.len()) as f64 / judged.len() as f64;
            prop_assert_eq!(metrics.recall_3, best);
            prop_assert_eq!(recall(&ranking, &judged, ranking.len()), 1.0);
        }

        #[test]
        fn moving_a_better_one_up_never_costs_anything(
            ranking in rankings(), judged in judgements(), place in 1_usize..16
        ) {
            prop_assume!(place < ranking.len());
            let before = all(metrics(&ranking, &judged));
            let mut moved = ranking.clone();
            moved.swap(place - 1, place);
            prop_assume!(gain(moved[place - 1], &judged) >= gain(moved[place], &judged));
            for (before, after) in before.into_iter().zip(all(metrics(&moved, &judged))) {
                prop_assert!(after >= before - 1e-12, "{} {}", before, after);
            }
        }

        #[test]
        fn what_stands_beyond_the_cut_changes_nothing(
            ranking in rankings(), judged in judgements(), other in rankings()
        ) {
            let cut = ranking.len().min(CUT);
            let mut changed = ranking[..cut].to_vec();
            if cut == CUT {
                let rest = other.into_iter().filter(|id| !ranking[..cut].contains(id));
                changed.extend(rest);
            }
            prop_assert_eq!(
                all(metrics(&ranking[..cut], &judged)),
                all(metrics(&changed, &judged))
            );
        }

        #[test]
        fn a_longer_look_never_finds_less(
            ranking in rankings(), judged in judgements(), cut in 0_usize..20
        ) {
            prop_assert!(
                recall(&ranking, &judged, cut) <= recall(&ranking, &judged, cut + 1)
            );
            prop_assert!(
                reciprocal_rank(&ranking, &judged, cut)
                    <= reciprocal_rank(&ranking, &judged, cut + 1)
            );
        }
    }
}
