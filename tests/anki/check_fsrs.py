"""FSRS: Anki -> drill -> Anki, compared card by card, and after one more rating. See run."""
import json, os, random, sqlite3, struct, subprocess, sys, time

os.environ["TMPDIR"] = os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = sys.argv[2]
os.environ["ANKI_TEST_MODE"] = "1"  # Anki then has no fuzz
from anki.collection import (Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions,
                             ImportAnkiPackageRequest)
from anki.cards import FSRSMemoryState

DRILL, TMP = sys.argv[1], sys.argv[2]
WEIGHTS = [0.3, 1.4, 2.5, 9.1, 6.5, 0.85, 2.9, 0.01, 1.8, 0.17, 0.81, 1.5, 0.07, 0.27, 1.7, 0.6,
           1.9, 0.5, 0.1, 0.07, 0.2]
RETENTION = 0.87
DAY = 86400
failed = 0


def check(what, good, detail=""):
    global failed
    failed += not good
    print(("ok - " if good else "not ok - ") + what + ("" if good else f"\n# {detail}"))


def drill(*words):
    done = subprocess.run([DRILL, *words], capture_output=True, text=True)
    check("drill " + words[0] + " " + words[1], done.returncode == 0, done.stderr)
    return done.stdout


def collection(name):
    os.makedirs(f"{TMP}/{name}")
    return Collection(f"{TMP}/{name}/collection.anki2")


def set_preset(col, deck):
    """A preset with these weights and without learning steps, for a deck."""
    config = col.decks.add_config("trained")
    config["fsrsParams6"], config["desiredRetention"] = WEIGHTS, RETENTION
    config["new"]["delays"], config["lapse"]["delays"] = [], []
    col.decks.update_config(config)
    holder = col.decks.get(col.decks.id(deck))
    holder["conf"] = config["id"]
    col.decks.save(holder)


def fill(col):
    """Cards whose log goes back months; Anki works out their memories when FSRS is turned on."""
    random.seed(3)
    col.db.execute("update col set crt = crt - ?", 200 * DAY)
    kind = col.models.by_name("Basic")
    col.decks.id("Deep::Trained")
    set_preset(col, "Deep::Trained")
    now = int(time.time())
    for i in range(60):
        note = col.new_note(kind)
        note.fields[:2] = [f"question {i}", f"answer {i}"]
        col.add_note(note, col.decks.id("Deep::Trained" if i < 50 else "Plain"))
        if i % 10 == 9:
            continue
        card, days, interval = note.card_ids()[0], random.randint(60, 150), 0
        for _ in range(random.randint(1, 7)):
            button = random.choice([1, 2, 3, 3, 3, 4])
            before, interval = interval, random.randint(1, 12)
            at = (now - days * DAY) * 1000 + random.randint(0, 999999) * 7 % 1000000
            col.db.execute("insert or ignore into revlog values (?,?,-1,?,?,?,2500,5000,?)", at, card,
                           button, interval, before, 1 if before else 0)
            days -= interval
        due = col.sched.today - days
        col.db.execute("update cards set type=2, queue=2, due=?, ivl=?, factor=2500, reps=4 "
                       "where id=?", due, interval, card)
    col.close()
    col.reopen()
    col.set_config("fsrs", True)
    for card in map(col.get_card, col.find_cards("prop:reps>0")):
        state = col.compute_memory_state(card.id)
        card.memory_state = FSRSMemoryState(stability=state.stability, difficulty=state.difficulty)
        card.desired_retention, card.decay = state.desired_retention, state.decay
        col.update_card(card)


def export(col, path, legacy):
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True,
                                       with_media=True, legacy=legacy)
    col.export_anki_package(out_path=path, options=options, limit=None)


def bring_in(col, path):
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))


def of_anki(col):
    """By question: due day from now, interval, stability, difficulty."""
    found = {}
    for card in map(col.get_card, col.find_cards("")):
        if card.type == 2:
            m = card.memory_state
            found[card.note().fields[0]] = (card.due - col.sched.today, card.ivl,
                                            m.stability if m else 0, m.difficulty if m else 0)
    return found


def of_drill(name, today):
    def number(bits):
        return struct.unpack("f", struct.pack("i", bits))[0] if bits else 0

    db = sqlite3.connect(f"{TMP}/{name}/drill.db")
    return {q: (due - today, interval, number(s), number(d)) for q, due, interval, s, d in db.execute(
        "select question, due, interval, stability, difficulty from cards join texts using (card_id)"
        " where due is not null")}


def compare(what, ours, theirs):
    check(f"{what}: the same cards", ours.keys() == theirs.keys(), (len(ours), len(theirs)))
    both = ours.keys() & theirs.keys()
    dues = [(k, ours[k], theirs[k]) for k in both if ours[k][0] != theirs[k][0]]
    check(f"{what}: due days", not dues, dues[:2])
    worst = max((abs(ours[k][i] - theirs[k][i]) / max(theirs[k][i], 0.001), k, ours[k], theirs[k])
                for k in both for i in (2, 3))
    check(f"{what}: memories, {len(both)} cards, worst {worst[0]:.1e}", worst[0] < 2e-4, worst)


first = collection("first")
fill(first)
today = (int(time.time()) - 4 * 3600) // DAY
wanted = of_anki(first)
packages = {"legacy": f"{TMP}/legacy.apkg", "latest": f"{TMP}/latest.apkg",
            "whole": f"{TMP}/whole.colpkg"}
export(first, packages["legacy"], True)
export(first, packages["latest"], False)
first.export_collection_package(packages["whole"], include_media=True, legacy=False)
for kind, path in packages.items():
    print(drill("import", "--db", f"{TMP}/{kind}/drill.db", "-o", f"{TMP}/{kind}/decks", path))
    heads = {open(os.path.join(d, f)).read().split("cards:")[0]
             for d, _, fs in os.walk(f"{TMP}/{kind}/decks") for f in fs if f.endswith(".yaml")}
    check(f"{kind}: the heads", sum("scheduler: fsrs" in h for h in heads) == 2 and
          sum(f"retention: {RETENTION}" in h for h in heads) == 1, heads)
    compare(kind, of_drill(kind, today), wanted)
    db = sqlite3.connect(f"{TMP}/{kind}/drill.db")
    weights = [w for w, in db.execute("select weights from regimes where weights is not null")]
    check(f"{kind}: the weights", weights == [" ".join(str(round(w * 10000)) for w in WEIGHTS)],
          weights)
    regimes = db.execute("select * from regimes").fetchall()
    drill("import", "--db", f"{TMP}/{kind}/drill.db", "-o", f"{TMP}/{kind}/decks", path)
    check(f"{kind}: again, nothing new", regimes == db.execute("select * from regimes").fetchall())
    print(drill("doctor", "--db", f"{TMP}/{kind}/drill.db"))

drill("export", "anki", "--db", f"{TMP}/latest/drill.db", "-o", f"{TMP}/back.apkg")
second = collection("second")
second.set_config("fsrs", True)
bring_in(second, f"{TMP}/back.apkg")
compare("back in Anki", of_anki(second), wanted)
ours = {k: v[1] for k, v in of_anki(second).items()}
check("intervals in force", ours == {k: v[1] for k, v in of_drill("latest", today).items()})
config = second.decks.config_dict_for_deck_id(second.decks.id("Deep::Trained"))
check("the preset's weights", [round(w, 4) for w in config["fsrsParams6"]] == WEIGHTS, config)
check("the preset's retention", abs(config["desiredRetention"] - RETENTION) < 1e-6, config)
worst = 0
for card in map(second.get_card, second.find_cards("prop:reps>0")):
    state = second.compute_memory_state(card.id)
    worst = max(worst, abs(state.stability - card.memory_state.stability) / state.stability)
check(f"Anki's own replay of the log: worst {worst:.1e}", worst < 2e-4, worst)


def next_days(col):
    """By question: the days after one more Hard, Good and Easy."""
    found = {}
    for card in map(col.get_card, col.find_cards("prop:reps>0")):
        states = col._backend.get_scheduling_states(card.id)
        found[card.note().fields[0]] = [state.normal.review.scheduled_days
                                        for state in (states.hard, states.good, states.easy)]
    return found


first = Collection(f"{TMP}/first/collection.anki2")
theirs, ours = next_days(first), next_days(second)
differ = [(k, theirs[k], ours[k]) for k in theirs if theirs[k] != ours[k]]
check(f"one more rating in Anki: {len(theirs)} cards, {len(differ)} differ", not differ, differ[:3])

# one more rating in drill of a card that is due: Good there is 4
os.makedirs(f"{TMP}/drill")
with open(f"{TMP}/drill/config.yaml", "w") as file:
    file.write("fuzz: false\n")
answers = subprocess.run([DRILL, "--plain", "--db", f"{TMP}/whole/drill.db", "Deep::Trained", "Plain"],
                         input="\n4\n" * 80, capture_output=True, text=True)
db = sqlite3.connect(f"{TMP}/whole/drill.db")
rated = [row for row in db.execute("select question, r.due - r.study_day from reviews r join texts using (card_id) "
                   "where r.study_day = ? and rating = 4 and r.due is not null", (today,)) if row[0] in theirs]
differ = [(q, days, theirs[q]) for q, days in rated if days != theirs[q][1]]
check(f"one more rating in drill: {len(rated)} cards, {len(differ)} differ",
      rated and not differ, differ[:6] or answers.stdout[:300] + answers.stderr)
sys.exit(failed > 0)
