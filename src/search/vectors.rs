//! Vectors in the index and in memory: small numbers and a scale.
//!
//! A vector has length 1, so that the product of two is the cosine of the angle
//! between them, and is kept as one signed byte a number. Which text a vector is
//! of, the caller knows. In the index, a vector is a run of 64-bit values:
//!
//! ```text
//! 1 value    bits 63..48 dimensions, 47..32 which part, 31..0 the scale
//! n values   eight numbers each
//! ```

use super::columns::Part;

/// A vector of length 1: number `i` is `values[i] * scale`.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    values: Box<[i8]>,
    scale: f32,
}

/// How many numbers a 64-bit value holds.
const NUMBERS: usize = 8;

impl Vector {
    /// Most numbers that a vector can have.
    pub const MAX_DIMENSIONS: usize = u16::MAX as usize;

    /// The vector in the direction of `numbers`; `None` where they have none.
    pub fn towards(numbers: &[f32]) -> Option<Vector> {
        let length = numbers.iter().map(|x| x * x).sum::<f32>().sqrt();
        let largest = numbers.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        if !length.is_normal() || numbers.len() > Self::MAX_DIMENSIONS {
            return None;
        }
        let step = largest / f32::from(i8::MAX);
        Some(Vector {
            values: numbers.iter().map(|x| (x / step).round() as i8).collect(),
            scale: step / length,
        })
    }

    /// The same as numbers that can be added up.
    pub fn numbers(&self) -> impl Iterator<Item = f32> + '_ {
        self.view().numbers()
    }

    /// The cosine of the angle to `other`, 0 where it is obtuse: 0 to 1.
    pub fn cosine(&self, other: &Vector) -> f32 {
        self.view().cosine(other.view())
    }

    /// Itself, borrowed.
    pub fn view(&self) -> View<'_> {
        View {
            values: &self.values,
            scale: self.scale,
        }
    }

    /// The values of this vector of `part`.
    pub fn pack(&self, part: Part) -> impl Iterator<Item = u64> + '_ {
        let dimensions = self.values.len() as u64;
        let header =
            dimensions << 48 | u64::from(part.code()) << 32 | u64::from(self.scale.to_bits());
        let numbers = self.values.chunks(NUMBERS).map(|chunk| {
            let mut bytes = [0; NUMBERS];
            for (byte, &value) in bytes.iter_mut().zip(chunk) {
                *byte = value.cast_unsigned();
            }
            u64::from_le_bytes(bytes)
        });
        std::iter::once(header).chain(numbers)
    }
}

/// A vector that lies elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    values: &'a [i8],
    scale: f32,
}

impl<'a> View<'a> {
    /// See [`Vector::cosine`].
    pub fn cosine(self, other: View) -> f32 {
        let product = dot(self.values, other.values) as f32;
        (product * self.scale * other.scale).clamp(0.0, 1.0)
    }

    /// The same as numbers that can be added up.
    pub fn numbers(self) -> impl Iterator<Item = f32> + 'a {
        let View { values, scale } = self;
        values.iter().map(move |&value| f32::from(value) * scale)
    }
}

/// The product of two vectors before scaling. Plain loops over 16-bit products,
/// which the compiler turns into vector instructions on every machine.
fn dot(one: &[i8], other: &[i8]) -> i32 {
    let products = one.iter().zip(other);
    products
        .map(|(&a, &b)| i32::from(i16::from(a) * i16::from(b)))
        .sum()
}

/// Vectors one after another, all of the same dimensions.
#[derive(Debug, Default)]
pub struct Vectors {
    dimensions: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Vectors {
    /// An empty list for vectors of so many numbers.
    pub fn new(dimensions: usize) -> Self {
        Vectors {
            dimensions,
            ..Vectors::default()
        }
    }

    /// How many there are.
    #[expect(
        clippy::len_without_is_empty,
        reason = "nobody asks whether a bank is empty"
    )]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// One of them, by its number.
    pub fn get(&self, number: usize) -> Option<View<'_>> {
        let start = number * self.dimensions;
        Some(View {
            scale: *self.scales.get(number)?,
            values: self.values.get(start..start + self.dimensions)?,
        })
    }

    /// Adds one that is like none.
    pub fn push_zero(&mut self) {
        self.values.resize(self.values.len() + self.dimensions, 0);
        self.scales.push(0.0);
    }

    /// Adds one that lies in the index; of other dimensions it is cut or filled
    /// with zeros.
    pub fn push(&mut self, packed: Packed) {
        let filled = packed.bytes().chain(std::iter::repeat(0));
        self.values.extend(filled.take(self.dimensions));
        self.scales.push(packed.scale);
    }

    /// The cosine of `vector` to each of them, in order, each 0 to 1.
    pub fn cosines(&self, vector: View) -> impl Iterator<Item = f32> {
        let rows = self.values.chunks_exact(self.dimensions.max(1));
        rows.zip(&self.scales)
            .map(move |(values, &scale)| vector.cosine(View { values, scale }))
    }
}

/// A vector as it lies in the index.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a> {
    scale: f32,
    values: &'a [u64],
}

impl Packed<'_> {
    fn bytes(&self) -> impl Iterator<Item = i8> {
        let bytes = self.values.iter().flat_map(|value| value.to_le_bytes());
        bytes.map(u8::cast_signed)
    }

    /// The same as numbers that can be added up, a few zeros behind them.
    pub fn numbers(&self) -> impl Iterator<Item = f32> {
        self.bytes().map(|value| f32::from(value) * self.scale)
    }
}

/// Reads packed vectors, one after another.
pub fn unpack(mut packed: &[u64], mut each: impl FnMut(Part, Packed)) {
    while let Some((&header, rest)) = packed.split_first() {
        let dimensions = (header >> 48) as usize;
        let length = dimensions.div_ceil(NUMBERS).min(rest.len());
        let (values, next) = rest.split_at(length);
        let scale = f32::from_bits(header as u32);
        each(
            Part::from_code((header >> 32) as u16),
            Packed { scale, values },
        );
        packed = next;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers() -> impl Strategy<Value = Vec<f32>> {
        proptest::collection::vec(-3.0_f32..3.0, 1..40)
    }

    proptest! {
        #[test]
        fn a_vector_keeps_its_direction(numbers in numbers()) {
            prop_assume!(numbers.iter().any(|x| x.abs() > 0.01));
            let vector = Vector::towards(&numbers).unwrap();
            let length = numbers.iter().map(|x| x * x).sum::<f32>().sqrt();
            for (kept, number) in vector.numbers().zip(&numbers) {
                prop_assert!((kept - number / length).abs() < 0.01);
            }
            prop_assert!((vector.cosine(&vector) - 1.0).abs() < 0.05);
        }

        #[test]
        fn what_was_packed_is_unpacked(numbers in numbers(), part in 0_u16..5) {
            prop_assume!(numbers.iter().any(|x| x.abs() > 0.01));
            let vector = Vector::towards(&numbers).unwrap();
            let packed: Vec<u64> = vector.pack(Part::Phrasing(part)).chain(vector.pack(Part::Whole)).collect();
            let mut found = Vectors::new(numbers.len());
            unpack(&packed, |of, packed| {
                if of == Part::Phrasing(part) {
                    found.push(packed);
                }
            });
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found.values, vector.values.to_vec());
            prop_assert_eq!(found.scales, [vector.scale]);
        }
    }

    #[test]
    fn what_has_no_direction_is_no_vector() {
        assert_eq!(Vector::towards(&[]), None);
        assert_eq!(Vector::towards(&[0.0, 0.0]), None);
        assert_eq!(Vector::towards(&[f32::NAN, 1.0]), None);
    }
}
