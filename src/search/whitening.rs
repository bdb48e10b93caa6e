//! What sets the passages of a bank apart: meaning without what all share.
//!
//! In a bank about one subject, all vectors point roughly the same way. Whitening
//! shrinks the directions that the bank's own phrasings share, so that the others
//! show: with C the mean of p pᵀ over unit vectors p of phrasings and
//! L Lᵀ = C + r I, a vector x becomes L⁻¹x, scaled to length 1.

use super::vectors::Packed;

/// What is added to the diagonal of C, times 1 / dimensions: directions that few
/// phrasings have must not be blown up.
const RIDGE: f32 = 3.0;

/// How many phrasings that share nothing are added in thought: what a bank of
/// twenty phrasings shares is chance, mostly.
const PRIOR_PHRASINGS: f32 = 50.0;

/// Most phrasings that are looked at.
const MAX_PHRASINGS: u64 = 1_000;

/// The whitening of a bank.
#[derive(Debug, Default)]
pub struct Whitening {
    dimensions: usize,
    /// The inverse of L, where L Lᵀ = C + r I; row by row, lower triangle.
    inverse: Vec<f32>,
}

/// A whitened vector of length 1.
#[derive(Debug)]
pub struct Whitened(Vec<f32>);

/// Collects what the phrasings of a bank have in common.
pub struct Builder {
    dimensions: usize,
    /// The sum of p pᵀ, row by row.
    sum: Vec<f32>,
    count: u32,
    /// Every so manieth phrasing is looked at.
    step: u64,
    seen: u64,
}

impl Builder {
    /// For a bank of so many phrasings.
    pub fn new(dimensions: usize, phrasings: u64) -> Builder {
        Builder {
            dimensions,
            sum: vec![0.0; dimensions * dimensions],
            count: 0,
            step: phrasings.div_ceil(MAX_PHRASINGS).max(1),
            seen: 0,
        }
    }

    /// Adds the vector of a phrasing.
    pub fn add(&mut self, vector: Packed) {
        self.seen += 1;
        if !self.seen.is_multiple_of(self.step) {
            return;
        }
        let vector: Vec<f32> = vector.numbers().take(self.dimensions).collect();
        let rows = self.sum.chunks_exact_mut(self.dimensions.max(1));
        for (row, &x) in rows.zip(&vector) {
            for (sum, &y) in row.iter_mut().zip(&vector) {
                *sum += x * y;
            }
        }
        self.count += 1;
    }

    /// The whitening by the phrasings added.
    pub fn build(self) -> Whitening {
        let size = self.dimensions;
        let count = self.count as f32 + PRIOR_PHRASINGS;
        let mut matrix: Vec<f32> = self.sum.iter().map(|sum| sum / count).collect();
        for row in 0..size {
            matrix[row * size + row] += (PRIOR_PHRASINGS / count + RIDGE) / size as f32;
        }
        Whitening {
            inverse: invert(&cholesky(&matrix, size), size),
            dimensions: size,
        }
    }
}

impl Whitening {
    /// Whitens a vector.
    pub fn whiten(&self, vector: &[f32]) -> Whitened {
        let rows = self.inverse.chunks_exact(self.dimensions.max(1));
        let mut numbers: Vec<f32> = rows
            .map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
            .collect();
        let length = numbers.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            numbers.iter_mut().for_each(|x| *x /= length);
        }
        Whitened(numbers)
    }

    /// The cosine of a whitened vector and another, 0 where it is obtuse: 0 to 1.
    pub fn cosine(&self, one: &Whitened, other: &[f32]) -> f32 {
        let other = self.whiten(other);
        let product: f32 = one.0.iter().zip(&other.0).map(|(a, b)| a * b).sum();
        product.clamp(0.0, 1.0)
    }
}

/// L with L Lᵀ = `matrix`, which is symmetric and, by its ridge, positive.
fn cholesky(matrix: &[f32], size: usize) -> Vec<f32> {
    let mut lower = vec![0.0_f32; size * size];
    for row in 0..size {
        for column in 0..=row {
            let (one, other) = (&lower[row * size..], &lower[column * size..]);
            let known: f32 = (0..column).map(|k| one[k] * other[k]).sum();
            let rest = matrix[row * size + column] - known;
            lower[row * size + column] = if row == column {
                rest.max(f32::EPSILON).sqrt()
            } else {
                rest / lower[column * size + column]
            };
        }
    }
    lower
}

/// The inverse of a lower triangle.
fn invert(lower: &[f32], size: usize) -> Vec<f32> {
    let mut inverse = vec![0.0_f32; size * size];
    for column in 0..size {
        inverse[column * size + column] = 1.0 / lower[column * size + column];
        for row in column + 1..size {
            let known: f32 = (column..row)
                .map(|k| lower[row * size + k] * inverse[k * size + column])
                .sum();
            inverse[row * size + column] = -known / lower[row * size + row];
        }
    }
    inverse
}
