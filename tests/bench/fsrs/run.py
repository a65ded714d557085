"""run.py PROGRAMS DATA OUT [CRATE] - train drill and, where it is given, the fsrs crate on each split of
the logs in DATA, a run of each in turn on one thread, and print the table that README.md describes. The
files of histories go to the folder OUT. Fails if a held-out log loss is more than 0.0002 above the
crate's, or a small log's above that of the default weights."""
import os
import pathlib
import statistics
import subprocess
import sys

SPLITS = ("calendar-time", "calendar-card", "sequences-age", "sequences-card", "simulated-time")
SMALL = ("calendar-64", "calendar-256", "calendar-1024")
ROUNDS = {"simulated-time": 5}  # others 15: they take milliseconds
DEFAULTS = ("0.212 1.2931 2.3065 8.2956 6.4133 0.8334 3.0194 0.001 1.8722 0.1666 0.796 1.4835 0.0614 0.2629 1.6483 "
            "0.6014 1.8729 0.5425 0.0912 0.0658 0.1542").split()
WORSE_MOST = 0.0002
ONE_THREAD = {**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

programs, data, out = (pathlib.Path(arg) for arg in sys.argv[1:4])
crate = sys.argv[4] if len(sys.argv) > 4 else None


def run(*command):
    """The program's lines, each a name and its words."""
    text = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True,
                          env=ONE_THREAD).stdout
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()}


def train(path):
    """The lines of each program's last run, with the median of the seconds."""
    commands = {"drill": (programs / "train", path) + (("judged",) if path.name in SMALL else ())}
    if crate:
        commands["crate"] = (crate, "train", path)
    seconds = {name: [] for name in commands}
    results = {}
    for _ in range(ROUNDS.get(path.name, 15)):
        for name, command in commands.items():
            results[name] = run(*command)
            seconds[name].append(float(results[name]["seconds"][0]))
    for name, result in results.items():
        result["cpu"] = statistics.median(seconds[name])
    return results


def losses(path, weights):
    lines = run(programs / "evaluate", path, *weights)
    return float(lines["train_loss"][0]), float(lines["held_loss"][0]), lines


def main():
    failed = 0
    subprocess.run([sys.executable, "-B", pathlib.Path(__file__).with_name("prepare.py"), data, out], check=True)
    with open(out / "simulated-time", "w", encoding="ascii") as file:
        subprocess.run([programs / "simulate", "34000", "18000", "15"], stdout=file, check=True)
    print(f"{'':15}  CPU seconds              peak MB         log loss, trained on       log loss, held out")
    print(f"{'split':15}    crate   drill ratio   crate  drill  default   crate   drill   default   crate   drill")
    for name in SPLITS + SMALL:
        path = out / name
        results = train(path)
        default, held_default, counts = losses(path, DEFAULTS)
        drill = results["drill"]
        loss, held = losses(path, drill["weights"])[:2]
        theirs = results.get("crate")
        their_loss, their_held = losses(path, theirs["weights"])[:2] if theirs else (float("nan"),) * 2
        cpu = theirs["cpu"] if theirs else float("nan")
        print(f"{name:15}  {cpu:7.4f} {drill['cpu']:7.4f} {cpu / drill['cpu']:5.1f}  "
              f"{float(theirs['peak_mb'][0]) if theirs else float('nan'):6.1f} {float(drill['peak_mb'][0]):6.1f}   "
              f"{default:.5f} {their_loss:.5f} {loss:.5f}   {held_default:.5f} {their_held:.5f} {held:.5f}"
              f"   {counts['train_scored'][0]} + {counts['held_scored'][0]} scored")
        if name in SMALL:
            failed += held > held_default
        elif theirs:
            failed += loss > their_loss or held > their_held + WORSE_MOST
    for name, words in run(programs / "train", out / "simulated-time", "replay").items():
        print(name, *words)
    print(f"{len(SPLITS + SMALL) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
