//! The layers of a sentence transformer: a BERT encoder, read from named tensors
//! and run on batches of word pieces.
//!
//! Nothing here knows a text, a file or what a vector is used for.

use std::collections::HashMap;

use candle_core::{D, DType, Device, Result, Tensor, bail};
use candle_nn::ops::softmax_last_dim;
use candle_nn::{LayerNorm, Linear, Module};
use serde::Deserialize;

/// What a position that holds no word piece gets, instead of how well it fits:
/// nothing is left of it after the softmax.
const HIDDEN: f32 = -1e9;

/// What `config.json` says of the layers.
#[derive(Debug, Clone, Deserialize)]
pub struct Shape {
    /// How many numbers a word piece is, between layers and in the end.
    pub hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    /// How many word pieces are read at once.
    pub max_position_embeddings: usize,
    #[serde(default = "usual_epsilon")]
    layer_norm_eps: f64,
    #[serde(default = "usual_activation")]
    hidden_act: String,
}

fn usual_epsilon() -> f64 {
    1e-12
}

fn usual_activation() -> String {
    "gelu".to_owned()
}

/// Tensors by name, as a checkpoint holds them.
pub struct Weights(HashMap<String, Tensor>);

impl Weights {
    /// Reads a safetensors file.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(bytes: &[u8]) -> Result<Weights> {
        Ok(Weights(candle_core::safetensors::load_buffer(
            bytes,
            &Device::Cpu,
        )?))
    }

    /// Takes a tensor out; some checkpoints have `bert.` before all names.
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let tensor = self.0.remove(name);
        let Some(tensor) = tensor.or_else(|| self.0.remove(&format!("bert.{name}"))) else {
            bail!("there is no tensor `{name}`");
        };
        if tensor.dims() != shape {
            let (is, should) = (numbers(tensor.dims()), numbers(shape));
            bail!("the tensor `{name}` is {is}, and should be {should}");
        }
        tensor.to_dtype(DType::F32)?.contiguous()
    }

    /// Takes a table of `width` numbers a row out, of any number of rows.
    fn take_table(&mut self, name: &str, width: usize) -> Result<Tensor> {
        let known = (self.0.get(name)).or_else(|| self.0.get(&format!("bert.{name}")));
        let rows = known.map_or(0, |table| table.dims().first().copied().unwrap_or(0));
        self.take(name, &[rows, width])
    }

    fn linear(&mut self, name: &str, from: usize, to: usize) -> Result<Linear> {
        let weight = self.take(&format!("{name}.weight"), &[to, from])?;
        let bias = self.take(&format!("{name}.bias"), &[to])?;
        Ok(Linear::new(weight, Some(bias)))
    }

    fn norm(&mut self, name: &str, shape: &Shape) -> Result<LayerNorm> {
        let size = [shape.hidden_size];
        let weight = self.take(&format!("{name}.weight"), &size)?;
        let bias = self.take(&format!("{name}.bias"), &size)?;
        Ok(LayerNorm::new(weight, bias, shape.layer_norm_eps))
    }
}

/// A shape for people: `384 x 1536`.
fn numbers(shape: &[usize]) -> String {
    let numbers: Vec<String> = shape.iter().map(ToString::to_string).collect();
    numbers.join(" x ")
}

/// An encoder.
pub struct Bert {
    words: Tensor,
    /// With what every word piece of a text that stands alone gets.
    positions: Tensor,
    norm: LayerNorm,
    layers: Vec<Layer>,
}

struct Layer {
    heads: usize,
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: LayerNorm,
    widened: Linear,
    narrowed: Linear,
    narrowed_norm: LayerNorm,
}

impl Bert {
    /// Takes the layers out of a checkpoint.
    ///
    /// # Errors
    /// When a tensor is missing or has another shape.
    pub fn new(shape: &Shape, weights: &mut Weights) -> Result<Bert> {
        let hidden = shape.hidden_size;
        let heads = shape.num_attention_heads;
        if hidden == 0 || heads == 0 || !hidden.is_multiple_of(heads) {
            bail!("{hidden} numbers cannot be shared by {heads} heads");
        }
        if shape.hidden_act != "gelu" {
            bail!(
                "its activation is `{}`, and should be `gelu`",
                shape.hidden_act
            );
        }
        let kinds = weights.take_table("embeddings.token_type_embeddings.weight", hidden)?;
        let positions = weights.take(
            "embeddings.position_embeddings.weight",
            &[shape.max_position_embeddings, hidden],
        )?;
        let layers = 0..shape.num_hidden_layers;
        Ok(Bert {
            words: weights.take_table("embeddings.word_embeddings.weight", hidden)?,
            positions: positions.broadcast_add(&kinds.get(0)?)?,
            norm: weights.norm("embeddings.LayerNorm", shape)?,
            layers: layers
                .map(|number| Layer::new(shape, number, weights))
                .collect::<Result<_>>()?,
        })
    }

    /// How many word pieces it knows.
    pub fn pieces(&self) -> usize {
        self.words.dims()[0]
    }

    /// The mean of what becomes of the word pieces of each text, as a row of length
    /// one. Texts of one batch are equally long; `mask` has 1 where there is a word
    /// piece and 0 behind the end.
    ///
    /// # Errors
    /// When a number is no word piece or a text has too many.
    pub fn embed(&self, pieces: &Tensor, mask: &Tensor) -> Result<Tensor> {
        let (texts, length) = pieces.dims2()?;
        let hidden = self.words.dims()[1];
        let words = self.words.index_select(&pieces.flatten_all()?, 0)?;
        let words = words.reshape((texts, length, hidden))?;
        let words = words.broadcast_add(&self.positions.narrow(0, 0, length)?)?;
        let mut states = self.norm.forward(&words)?;
        // 0 where there is a word piece.
        let hidden = mask.affine(f64::from(-HIDDEN), f64::from(HIDDEN))?;
        let hidden = hidden.unsqueeze(1)?.unsqueeze(1)?;
        for layer in &self.layers {
            states = layer.forward(&states, &hidden)?;
        }
        // Behind the end nothing counts; the sum's length does not matter.
        let sum = states.broadcast_mul(&mask.unsqueeze(D::Minus1)?)?.sum(1)?;
        let length = sum.sqr()?.sum_keepdim(1)?.sqrt()?;
        sum.broadcast_div(&length)
    }
}

impl Layer {
    fn new(shape: &Shape, number: usize, weights: &mut Weights) -> Result<Layer> {
        let hidden = shape.hidden_size;
        let name = |part: &str| format!("encoder.layer.{number}.{part}");
        // Not in `config.json` of every model; the tensor knows.
        let wide = name("intermediate.dense.bias");
        let wide = (weights.0.get(&wide)).or_else(|| weights.0.get(&format!("bert.{wide}")));
        let wide = wide.map_or(0, Tensor::elem_count);
        let mut linear = |part, from, to| weights.linear(&name(part), from, to);
        Ok(Layer {
            heads: shape.num_attention_heads,
            query: linear("attention.self.query", hidden, hidden)?,
            key: linear("attention.self.key", hidden, hidden)?,
            value: linear("attention.self.value", hidden, hidden)?,
            attended: linear("attention.output.dense", hidden, hidden)?,
            widened: linear("intermediate.dense", hidden, wide)?,
            narrowed: linear("output.dense", wide, hidden)?,
            attended_norm: weights.norm(&name("attention.output.LayerNorm"), shape)?,
            narrowed_norm: weights.norm(&name("output.LayerNorm"), shape)?,
        })
    }

    fn forward(&self, states: &Tensor, hidden: &Tensor) -> Result<Tensor> {
        let attended = self.attended.forward(&self.attend(states, hidden)?)?;
        let states = self.attended_norm.forward(&(attended + states)?)?;
        let widened = self.widened.forward(&states)?.gelu_erf()?;
        let narrowed = self.narrowed.forward(&widened)?;
        self.narrowed_norm.forward(&(narrowed + states)?)
    }

    fn attend(&self, states: &Tensor, hidden: &Tensor) -> Result<Tensor> {
        let (texts, length, size) = states.dims3()?;
        let each = size / self.heads;
        let split = |linear: &Linear| {
            let all = linear.forward(states)?;
            let all = all.reshape((texts, length, self.heads, each))?;
            all.transpose(1, 2)?.contiguous()
        };
        let (query, key, value) = (split(&self.query)?, split(&self.key)?, split(&self.value)?);
        let fits = query.matmul(&key.t()?)?;
        let fits = (fits / (each as f64).sqrt())?.broadcast_add(hidden)?;
        let attended = softmax_last_dim(&fits)?.matmul(&value)?;
        attended.transpose(1, 2)?.reshape((texts, length, size))
    }
}
