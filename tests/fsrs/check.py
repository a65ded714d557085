"""check.py STATES [CRATE] - compare drill's FSRS with the fsrs crate and with py-fsrs.

STATES is drill's program, CRATE the crate's (left out where there is none); py-fsrs is compared if
it can be imported. Random histories under random valid weights, the same each time. Bounds are
relative differences. The crate computes in float32, as drill does: each has an error of some 1e-7 a
step, which a long history with a steep curve carries on. py-fsrs computes in double precision. In
float32, (S + 1)^w13 - 1 of a lapse keeps few digits where S is small, so what follows a stability
below 0.05 days is compared more loosely with py-fsrs.
"""
import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone

SEED = 15
WEIGHT_SETS = 200
HISTORIES = 25  # a set
UNIT = 10000
DEFAULTS = [2120, 12931, 23065, 82956, 64133, 8334, 30194, 10, 18722, 1666, 7960, 14835, 614, 2629, 16483,
            6014, 18729, 5425, 912, 658, 1542]
LOWEST = [10, 10, 10, 10, 10000, 10, 10, 10, 0, 0, 10, 10, 10, 10, 0, 0, 10000, 0, 0, 100, 1000]
HIGHEST = [1000000] * 4 + [100000, 40000, 40000, 7500, 45000, 8000, 35000, 50000, 2500, 9000, 40000, 10000,
                           60000, 20000, 20000, 8000, 8000]
NAMES = ("stability", "difficulty", "recall after 1 day", "recall after 30 days", "recall after 400 days",
         "interval for 0.7", "interval for 0.9", "interval for 0.97")
RETENTIONS = (0.7, 0.9, 0.97)
CAP = 36500


def random_weights(rng):
    """The defaults, weights near them, or any that are valid."""
    kind = rng.random()
    if kind < 0.05:
        return list(DEFAULTS)
    if kind < 0.6:
        spread = [round(w * rng.uniform(0.6, 1.6)) for w in DEFAULTS]
        return [min(max(w, low), high) for w, low, high in zip(spread, LOWEST, HIGHEST)]
    weights = [rng.randint(low, high) for low, high in zip(LOWEST, HIGHEST)]
    for i in range(4):
        weights[i] = round(UNIT * 10 ** rng.uniform(-3, 2))
    return weights


def random_gap(rng):
    kind = rng.random()
    if kind < 0.25:
        return 0
    return rng.randint(1, 30) if kind < 0.7 else round(2000 ** rng.random())


def random_cases(rng):
    cases = []
    for _ in range(WEIGHT_SETS):
        histories = [
            [(0 if i == 0 else random_gap(rng), rng.choices((1, 2, 3, 4), (2, 2, 5, 2))[0])
             for i in range(rng.randint(1, 20))]
            for _ in range(HISTORIES)]
        eases = [(rng.randint(130, 350), round(2000 ** rng.random())) for _ in range(5)]
        cases.append((random_weights(rng), histories, eases))
    return cases


def text_of(cases):
    lines = []
    for weights, histories, eases in cases:
        lines.append("w " + " ".join(map(str, weights)))
        lines += ["h " + " ".join(f"{days}:{grade}" for days, grade in history) for history in histories]
        lines += [f"s {ease} {interval}" for ease, interval in eases]
    return "\n".join(lines) + "\n"


def run(command, text):
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return [[float(word) for word in line.split()] for line in out.splitlines()]


class Comparison:
    """Keeps the greatest relative difference of each number, and where it was."""

    def __init__(self, name, bound):
        self.name, self.bound, self.worst, self.count = name, bound, {}, 0

    def add(self, kind, ours, theirs, where):
        difference = abs(ours - theirs) / max(abs(theirs), 1e-30)
        self.count += 1
        if not difference <= self.worst.get(kind, (-1,))[0]:
            self.worst[kind] = (difference, ours, theirs, where)

    def report(self):
        """How many kinds of numbers passed and failed."""
        failed = 0
        print(f"{self.name}: {self.count} numbers")
        for kind, (difference, ours, theirs, where) in self.worst.items():
            is_bad = not difference <= self.bound
            failed += is_bad
            print(f"  {kind}: {difference:.1e} at most" + (
                f", above {self.bound:.0e}: drill {ours}, {self.name} {theirs}, {where}" if is_bad else ""))
        return len(self.worst) - failed, failed


def compare_crate(cases, ours, theirs):
    comparison = Comparison("the crate", 1e-4)
    at = 0
    assert len(ours) == len(theirs), (len(ours), len(theirs))
    for weights, histories, eases in cases:
        for history in histories:
            for i in range(len(history)):
                for name, mine, other in zip(NAMES, ours[at], theirs[at]):
                    comparison.add(name, mine, other, (weights, history[:i + 1]))
                at += 1
        for ease in eases:
            comparison.add("stability from SM-2", ours[at][0], theirs[at][0], (weights, ease))
            comparison.add("difficulty from SM-2", ours[at][1], theirs[at][1], (weights, ease))
            at += 1
    return comparison.report()


def compare_python(fsrs, cases, ours):
    """Where py-fsrs means the same: no Hard on the day of the rating before, below the cap on
    stability, which it has not, and whole days between, so that 24-hour gaps are study days. Its
    intervals are whole days."""
    usual, small = Comparison("py-fsrs", 1e-4), Comparison("py-fsrs after a stability below 0.05", 2e-3)
    at = 0
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    for weights, histories, eases in cases:
        floats = [w / UNIT for w in weights]
        schedulers = [fsrs.Scheduler(floats, r, (), (), enable_fuzzing=False) for r in RETENTIONS]
        for history in histories:
            card, time, is_same, comparison = fsrs.Card(), start, True, usual
            for i, (days, grade) in enumerate(history):
                numbers = ours[at]
                at += 1
                is_same &= not (i and days == 0 and grade == 2) and numbers[0] < CAP
                if not is_same:
                    continue
                if numbers[0] < 0.05:
                    comparison = small
                time += timedelta(days=days)
                after = [s.review_card(card, fsrs.Rating(grade), time)[0] for s in schedulers]
                card = after[0]
                recall = [schedulers[0].get_card_retrievability(card, time + timedelta(days=n)) for n in (1, 30, 400)]
                where = (weights, history[:i + 1])
                for name, mine, other in zip(NAMES, numbers, [card.stability, card.difficulty] + recall):
                    comparison.add(name, mine, other, where)
                for name, mine, other in zip(NAMES[5:], numbers[5:], after):
                    due = (other.due - time).days
                    exact = min(max(mine, 1), CAP)
                    comparison.add(name + ", whole days", due if abs(exact - due) < 0.5 + 1e-4 * due else mine, due, where)
        at += len(eases)
    return tuple(map(sum, zip(usual.report(), small.report())))


def main():
    cases = random_cases(random.Random(SEED))
    text = text_of(cases)
    ours = run([sys.argv[1]], text)
    passed = failed = 0
    if len(sys.argv) > 2:
        done = compare_crate(cases, ours, run([sys.argv[2], "states"], text))
        passed, failed = passed + done[0], failed + done[1]
    try:
        import fsrs
    except ImportError:
        print("py-fsrs is not installed: not compared")
    else:
        done = compare_python(fsrs, cases, ours)
        passed, failed = passed + done[0], failed + done[1]
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
