//! Files that break whoever reads them.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::server::Server;

/// A file of one page that draws form `first`, and of these forms: what each draws, and which
/// others it may.
fn forms(first: usize, drawn: &[(String, Vec<usize>)]) -> Vec<u8> {
    let number = |form: usize| form + 5;
    let named = |forms: &[usize]| -> String {
        forms
            .iter()
            .map(|form| format!("/X{form} {} 0 R ", number(*form)))
            .collect()
    };
    let stream = |head: &str, content: &str| {
        format!(
            "<< {head} /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    let font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R \
             /Resources << {font} /XObject << {} >> >> >>",
            named(&[first])
        ),
        stream(
            "",
            &format!("BT /F1 12 Tf 72 700 Td (Kept) Tj ET /X{first} Do"),
        ),
    ];
    for (content, others) in drawn {
        let head = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 1 1] \
             /Resources << {font} /XObject << {} >> >>",
            named(others)
        );
        objects.push(stream(&head, content));
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let place = file.len();
    let size = objects.len() + 1;
    file.extend(
        format!("{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{place}\n%%EOF\n")
            .bytes(),
    );
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_breaks_its_reader_breaks_nothing_else() {
    let prove = std::env::var_os("VIVAVOCE_PROVE").is_some_and(|value| value == "1");
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "info");
    let words = "BT /F1 12 Tf 72 700 Td (Hello) Tj ET".to_owned();
    let mut cases = vec![
        ("good", forms(0, &[(words.clone(), vec![])]), 201, ""),
        (
            "itself in itself",
            forms(0, &[("/X0 Do".to_owned(), vec![0])]),
            422,
            "damaged",
        ),
        (
            "noise",
            [b"%PDF-1.4\n".as_slice(), &[0xAB; 100_000]].concat(),
            422,
            "damaged",
        ),
        (
            "brackets",
            [
                b"%PDF-1.4\n1 0 obj\n".as_slice(),
                "[".repeat(200_000).as_bytes(),
            ]
            .concat(),
            422,
            "damaged",
        ),
    ];
    if prove {
        // Each form draws the next one twice: 2^48 of the last.
        let mut bomb: Vec<(String, Vec<usize>)> = (1..48)
            .map(|next| (format!("/X{next} Do /X{next} Do"), vec![next]))
            .collect();
        bomb.push((words, vec![]));
        cases.push(("bomb", forms(0, &bomb), 422, "PDF file"));
    }
    for (name, file, status, part) in cases {
        let body = json!({
            "name": name,
            "description": "",
            "ai_instructions": "i",
            "pdf_context": STANDARD.encode(file),
        });
        let began = Instant::now();
        let answer = server.api("POST /scenarios", &body).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        assert!(answer.text.contains(part), "{name}: {}", answer.text);
        assert!(began.elapsed().as_secs() < 55, "{name}");
        let health = server.ask("GET /healthz", &[], String::new()).await;
        assert_eq!(health.status, 200, "after {name}");
    }
}
