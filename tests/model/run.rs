//! A sequence carried out by both, compared step by step; and made shorter when they differ.

use zhiban::domain::refusal::Refusal;
use zhiban::store::execute::{ExecuteError, execute};
use zhiban::store::keys::Seeded;
use zhiban::store::{self, check, log};

use super::census::Census;
use super::desk::{Births, Desk};
use super::generate::{Step, sequence};
use super::observe;
use super::say;
use super::trail;

/// The visit offered instead is meant for whoever called one that was gone; elsewhere nobody looks at it.
fn plain(said: Result<bool, Refusal>, step: &Step) -> Result<bool, Refusal> {
    let calls = matches!(step.request.command, zhiban::domain::command::Command::CallVisit(..));
    said.map_err(|refusal| match refusal {
        Refusal::Changed {
            subject,
            what,
            touch,
            visit,
            next,
        } => Refusal::Changed {
            subject,
            what,
            touch,
            visit,
            next: next.filter(|_| calls),
        },
        other => other,
    })
}

/// Carries out the steps; the first difference, if there is one.
pub fn run(steps: &[Step], census: &mut Census) -> Result<(), String> {
    run_and(steps, census, &mut |_, _| {})
}

/// The same, and looks at the store after each act.
pub fn run_and(steps: &[Step], census: &mut Census, look: &mut dyn FnMut(&store::Desk, &Step)) -> Result<(), String> {
    let mut desk = store::Desk::in_memory().unwrap().with_random(Box::new(Seeded::new(1)));
    let mut model = Desk::default();
    let (mut seen, mut head) = (Vec::new(), 0);
    // The end of the log after none of the commands, after one, after two.
    let mut ends = vec![0];
    for (n, step) in steps.iter().enumerate() {
        let mut request = step.request.clone();
        if let Some(rev) = trail::rev_of(&mut request.command) {
            *rev = ends[model.time_of(*rev)];
        }
        let behind = step
            .request
            .command
            .stake(None)
            .is_some_and(|s| s.id.is_some_and(|id| model.touched_since(id, s.seen)));
        let expected = plain(model.execute(&step.request, step.now, step.doubtful), step);
        let mut births = Births::of(step.request.id);
        let said = match execute(&mut desk, &request, step.now, step.doubtful, &mut births) {
            Ok(outcome) => Ok(outcome.repeated),
            Err(ExecuteError::Refused(refusal)) => Err(refusal),
            Err(ExecuteError::Store(error)) => return Err(format!("step {n}: the store failed: {error:?}")),
        };
        let said = plain(said, step);
        if said != expected {
            return Err(format!(
                "step {n}:\n  the model says {expected:?}\n  the store says {said:?}"
            ));
        }
        census.count(&step.request.command, &said);
        census.behind += u64::from(behind && said == Ok(false));
        let now = log::head(desk.conn()).unwrap().seq;
        let wrote = said == Ok(false);
        if wrote != (now > head) {
            return Err(format!("step {n}: {said:?}, and the log went from {head} to {now}"));
        }
        head = now;
        if wrote {
            ends.push(head);
            seen = observe::store(desk.conn());
            if let Some(difference) = observe::difference(&observe::model(&model), &seen) {
                return Err(format!("after step {n}:\n{difference}"));
            }
            look(&desk, step);
        }
    }
    if observe::store(desk.conn()) != seen {
        return Err("a refused or repeated command changed something".to_owned());
    }
    if let Some(difference) = observe::difference(&observe::whole_model(&model), &observe::whole_store(&desk)) {
        return Err(format!("at the end:\n{difference}"));
    }
    let misnumbered = observe::misnumbered(desk.conn());
    if !misnumbered.is_empty() {
        return Err(format!("not the number of its last event: {misnumbered:#?}"));
    }
    let uncounted = observe::uncounted(&desk);
    if uncounted != 0 {
        return Err(format!("{uncounted} matters stand in none of the figures, or in two"));
    }
    let faults = check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap();
    if !faults.is_empty() {
        return Err(format!("at the end: {faults:#?}"));
    }
    Ok(())
}

/// Drops steps one by one as long as it still fails.
fn shorter(mut steps: Vec<Step>) -> (Vec<Step>, String) {
    let fails = |steps: &[Step]| run(steps, &mut Census::default()).err();
    let mut why = fails(&steps).expect("it failed");
    loop {
        let before = steps.len();
        for at in (0..steps.len()).rev() {
            let mut without = steps.clone();
            without.remove(at);
            if let Some(now) = fails(&without) {
                (steps, why) = (without, now);
            }
        }
        if steps.len() == before {
            return (steps, why);
        }
    }
}

/// Runs the sequences of these seeds, on a few threads.
pub fn many(seeds: std::ops::Range<u64>, length: usize, threads: u64) -> Census {
    let workers: Vec<_> = (0..threads)
        .map(|t| {
            let seeds = seeds.clone();
            std::thread::spawn(move || {
                let mut census = Census::default();
                for seed in seeds.filter(|s| s % threads == t) {
                    let steps = sequence(seed, length);
                    if let Err(first) = run(&steps, &mut census) {
                        let (steps, why) = shorter(steps);
                        panic!("seed {seed}: {why}\n(at first: {first})\n{}", say::list(&steps));
                    }
                }
                census
            })
        })
        .collect();
    let mut census = Census::default();
    for worker in workers {
        match worker.join() {
            Ok(found) => census.add(&found),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
    census
}
