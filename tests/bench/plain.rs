//! The yardstick: what Tantivy needs by itself for the same words.
//!
//! One field with all text of an entry, one segment, BM25, the ten best. The
//! question is cut into words, without stop words and stemmed, within the
//! time measured, as the engine does it; nothing is mended, looked at closely,
//! decided or shown.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use tantivy::collector::TopDocs;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};
use tantivy::{DocAddress, Index, IndexWriter, Score, Searcher, Term, doc};

/// Memory in which documents are collected before they are written, in bytes.
const BYTES: usize = 100_000_000;

/// How many hits are asked for.
const HITS: usize = 10;

/// The name of the tokenizer: Tantivy's own `en_stem`, without stop words.
const TOKENIZER: &str = "en_stem_without_stop_words";

/// A plain index, open.
pub struct Plain {
    searcher: Searcher,
    field: Field,
    /// Cutting words needs a buffer that is used again.
    analyzer: Mutex<TextAnalyzer>,
}

impl Plain {
    /// Makes an index of these texts in `folder`, which must be empty.
    pub fn make(folder: &Path, texts: impl Iterator<Item = String>) -> tantivy::Result<Self> {
        let analyzer = analyzer();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqs);
        let mut schema = Schema::builder();
        let options = TextOptions::default().set_indexing_options(indexing);
        let field = schema.add_text_field("text", options);
        let index = Index::create_in_dir(folder, schema.build())?;
        index.tokenizers().register(TOKENIZER, analyzer.clone());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, BYTES)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        for text in texts {
            writer.add_document(doc!(field => text))?;
        }
        writer.commit()?;
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        Ok(Plain {
            searcher: index.reader()?.searcher(),
            field,
            analyzer: Mutex::new(analyzer),
        })
    }

    /// The ten best texts for a question.
    pub fn ask(&self, question: &str) -> tantivy::Result<Vec<(Score, DocAddress)>> {
        let mut terms = BTreeSet::new();
        let mut analyzer = self.analyzer.lock().expect("nothing panics in here");
        let mut tokens = analyzer.token_stream(question);
        tokens.process(&mut |token| {
            terms.insert(Term::from_field_text(self.field, &token.text));
        });
        let clause = |term| {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(query) as Box<dyn Query>)
        };
        let query = BooleanQuery::new(terms.into_iter().map(clause).collect());
        self.searcher
            .search(&query, &TopDocs::with_limit(HITS).order_by_score())
    }
}

fn analyzer() -> TextAnalyzer {
    let stop_words = StopWordFilter::new(Language::English);
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(stop_words.expect("Tantivy knows English stop words"))
        .filter(Stemmer::new(Language::English))
        .build()
}
