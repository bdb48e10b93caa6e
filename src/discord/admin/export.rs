//! The files of the FAQ as one archive, to keep or to work on elsewhere.

use std::io::{self, Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The largest archive that is sent, in bytes: Discord takes 10 MiB.
pub const MAX_BYTES: usize = 9 * 1024 * 1024;

/// A ZIP archive with these files, which are text and small: nothing is compressed.
pub fn archive(files: &[(String, Vec<u8>)]) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, bytes) in files {
        archive.start_file(path.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn every_file_comes_out_as_it_went_in() {
        let files = [
            ("shop.toml".to_owned(), b"title = 'A'\r\n".to_vec()),
            ("articles/größe.md".to_owned(), Vec::new()),
        ];
        let archive = archive(&files).unwrap();
        let mut read = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        for (path, bytes) in &files {
            let mut text = Vec::new();
            read.by_name(path).unwrap().read_to_end(&mut text).unwrap();
            assert_eq!(&text, bytes);
        }
        assert_eq!(read.len(), 2);
    }
}
