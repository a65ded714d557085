// crate-fsrs states < LINES - what the crate makes of the lines that tests/fsrs/states.c describes.
// crate-fsrs train FILE [EPOCHS] - train on the training part of a file of histories (see
// tests/bench/fsrs/README.md), as Anki does: card ids, short-term memory, 8 epochs. Prints the
// weights, the CPU seconds of training, the same with the items made for it, and peak memory.
use fsrs::{
    compute_parameters, current_retrievability, ComputeParametersInput, FSRSItem, FSRSReview, MemoryState,
    TrainingConfig, DEFAULT_PARAMETERS, FSRS,
};
use std::io::{BufRead, BufWriter, Write};

fn states() {
    let mut weights = DEFAULT_PARAMETERS.to_vec();
    let mut fsrs = FSRS::new(&weights).expect("weights");
    let mut out = BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines().map(|line| line.unwrap()) {
        let mut words = line.split(' ');
        match words.next() {
            Some("w") => {
                weights = words.map(|word| word.parse::<f32>().unwrap() / 10000.0).collect();
                fsrs = FSRS::new(&weights).expect("weights");
            }
            Some("s") => {
                let numbers: Vec<f32> = words.map(|word| word.parse().unwrap()).collect();
                let memory = fsrs.memory_state_from_sm2(numbers[0] / 100.0, numbers[1], 0.9).unwrap();
                writeln!(out, "{} {}", memory.stability, memory.difficulty).unwrap();
            }
            _ => {
                let reviews = words.map(review).collect();
                for memory in fsrs.historical_memory_states(FSRSItem { reviews }, None).unwrap() {
                    state(&mut out, &fsrs, memory, weights[20]);
                }
            }
        }
    }
}

fn review(word: &str) -> FSRSReview {
    let (days, grade) = word.split_once(':').unwrap();
    FSRSReview { rating: grade.parse().unwrap(), delta_t: days.parse().unwrap() }
}

fn state(out: &mut impl Write, fsrs: &FSRS, memory: MemoryState, decay: f32) {
    write!(out, "{} {}", memory.stability, memory.difficulty).unwrap();
    for days in [1.0, 30.0, 400.0] {
        write!(out, " {}", current_retrievability(memory, days, decay)).unwrap();
    }
    for retention in [0.7, 0.9, 0.97] {
        write!(out, " {}", fsrs.next_interval(Some(memory.stability), retention, 3)).unwrap();
    }
    writeln!(out).unwrap();
}

extern "C" {
    fn clock() -> i64; // CPU time of the process, in millionths of a second
}

fn seconds() -> f64 {
    unsafe { clock() as f64 / 1e6 }
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

struct Card {
    id: i64,
    steps: Vec<(u32, FSRSReview)>,
}

fn read(path: &str) -> Vec<Card> {
    let text = std::fs::read_to_string(path).expect("histories");
    let card = |line: &str| {
        let mut words = line.split(' ');
        let id = words.next().unwrap().parse().unwrap();
        let train: usize = words.next().unwrap().parse().unwrap();
        let step = |word: &str| {
            let (order, rest) = word.split_once(':').unwrap();
            (order.parse().unwrap(), review(rest))
        };
        Card { id, steps: words.take(train).map(step).collect() }
    };
    text.lines().map(card).collect()
}

fn train(path: &str, epochs: usize) {
    let cards = read(path);
    let started = seconds();
    let mut scored: Vec<(u32, usize, usize)> = Vec::new();
    for (c, card) in cards.iter().enumerate() {
        for (i, (order, review)) in card.steps.iter().enumerate().skip(1) {
            if review.delta_t > 0 {
                scored.push((*order, c, i));
            }
        }
    }
    scored.sort_unstable();
    let item = |&(_, c, i): &(u32, usize, usize)| FSRSItem {
        reviews: cards[c].steps[..=i].iter().map(|step| step.1).collect(),
    };
    let train_set = scored.iter().map(item).collect();
    let card_ids = Some(scored.iter().map(|&(_, c, _)| cards[c].id).collect());
    let began = seconds();
    let weights = compute_parameters(ComputeParametersInput {
        train_set,
        card_ids,
        training_config: Some(TrainingConfig { num_epochs: epochs, ..Default::default() }),
        ..Default::default()
    })
    .expect("weights");
    let done = seconds();
    let words: Vec<String> = weights.iter().map(|w| format!("{w}")).collect();
    println!("weights {}", words.join(" "));
    println!("scored {}", scored.len());
    println!("seconds {:.6}", done - began);
    println!("seconds_all {:.6}", done - started);
    println!("peak_mb {:.1}", peak_mb());
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("states") => states(),
        Some("train") => train(&args[2], args.get(3).map_or(8, |word| word.parse().unwrap())),
        _ => std::process::exit(2),
    }
}
