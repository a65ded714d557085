"""Anki -> drill -> Anki -> drill, each compared with what it was made of. See run."""
import os, random, sqlite3, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "texts"))
import decks

from anki.collection import (Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions,
                             ImportAnkiPackageRequest)

DRILL, TMP = sys.argv[1], sys.argv[2]
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
    folder = f"{TMP}/{name}"
    os.makedirs(folder)
    return Collection(f"{folder}/collection.anki2")


def add(col, kind, fields, deck, tags=()):
    note = col.new_note(col.models.by_name(kind))
    for i, text in enumerate(fields):
        note.fields[i] = text
    note.tags = list(tags)
    col.add_note(note, col.decks.id(deck))


def fill(col):
    with open(f"{TMP}/heart one.png", "wb") as file:
        file.write(b"\x89PNG not really")
    picture = col.media.add_file(f"{TMP}/heart one.png")
    for i in range(8):
        add(col, "Basic", [f"question {i} <b>bold</b>", f"<ul><li>one {i}<li>two</ul>"],
            "Lang::French", ["t::x", f"n{i}"])
    add(col, "Basic", [f'What? <img src="{picture}">',
                       "this &lt;tag&gt; &amp; <i>that</i><br>line"],
        "Lang::French")
    for i in range(4):
        add(col, "Basic (and reversed card)", [f"chat {i}", f"cat {i}"], "Lang::French")
    for i in range(3):
        add(col, "Cloze", [f"The {{{{c1::sky {i}::what}}}} is {{{{c2::blue}}}} \\(x^2\\)", "extra"],
            "Science")
    add(col, "Cloze", ["{{c1::outer {{c2::inner}}}} text", ""], "Science")
    add(col, "Basic (type in the answer)", ["type me", "typed"], "Science")


def study(col):
    random.seed(7)
    for deck in ("Lang::French", "Science"):
        col.decks.select(col.decks.id(deck))
        for _ in range(60):
            card = col.sched.getCard()
            if not card:
                break
            card.timer_started = time.time() - random.random() * 9
            col.sched.answerCard(card, random.choice([1, 2, 3, 3, 3, 4]))
            time.sleep(0.002)  # the log has one row a millisecond
    cards = col.find_cards("deck:Science")
    col.sched.suspend_cards([cards[0]])
    col.sched.bury_cards([cards[1]])
    col.sched.set_due_date(list(col.find_cards("deck:Lang::French"))[:3], "5-9")


def export(col, path, legacy):
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False,
                                       with_media=True, legacy=legacy)
    col.export_anki_package(out_path=path, options=options, limit=None)


def bring_in(col, path):
    options = ImportAnkiPackageOptions(with_scheduling=True, merge_notetypes=False)
    return col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))


def schedules(col):
    """What each card's schedule is, by guid and card; learning cards have no days in drill."""
    rows = col.db.all("select n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, "
                      "c.lapses, c.data from cards c join notes n on n.id = c.nid")
    begin = col.db.scalar("select crt from col") // 86400
    return {(r[0], r[1]): (r[2], r[3], r[4] + begin if r[2] == 2 else 0, *r[5:9]) for r in rows}


def log(col):
    return sorted(col.db.all("select r.id, n.guid, c.ord, r.ease, max(r.ivl, 0), r.time from revlog "
                             "r join cards c on c.id = r.cid join notes n on n.id = c.nid "
                             "where r.ease > 0"))


def rows(name):
    db = sqlite3.connect(f"{TMP}/{name}/drill.db")
    cards = db.execute("select c.id, variant, question, answer, hint, note, t.tags, repetitions, "
                       "interval, ease, due, lapses, reviews, last_rating, suspended, buried_day "
                       "from cards c join texts t using (card_id) order by 1, 2").fetchall()
    reviews = db.execute("select c.id, variant, reviewed_ms, offset_min, r.study_day, kind, rating,"
                         " spent_ms, interval_before, interval_after, ease_before, ease_after, r.due "
                         "from reviews r join cards c using (card_id) order by 1, 2, 3").fetchall()
    extras = db.execute("select c.id, variant, extra from changes join cards c using (card_id) "
                        "where kind = 8 order by 1, 2").fetchall()
    return cards, reviews, extras


def same(what, a, b):
    check(what, a == b, next(((x, y) for x, y in zip(a, b) if x != y), (len(a), len(b))))


first = collection("first")
fill(first)
study(first)
packages = {}
for kind, legacy in (("legacy", True), ("latest", False)):
    packages[kind] = f"{TMP}/{kind}.apkg"
    export(first, packages[kind], legacy)
packages["whole"] = f"{TMP}/whole.colpkg"
plain_log, plain_schedules = log(first), schedules(first)
first.export_collection_package(packages["whole"], include_media=True, legacy=False)

for kind, path in packages.items():
    print(drill("import", "--db", f"{TMP}/{kind}/drill.db", "-o", f"{TMP}/{kind}/decks", path))
for part, what in enumerate(("cards", "reviews", "memory")):
    same(f"{what} of the second and third generation", rows("legacy")[part], rows("latest")[part])
    same(f"{what} of an .apkg and a .colpkg", rows("latest")[part], rows("whole")[part])
opened = Collection(f"{TMP}/first/collection.anki2")  # as while Anki runs
print(drill("import", "--db", f"{TMP}/profile/drill.db", "-o", f"{TMP}/profile/decks", f"{TMP}/first"))
opened.close()
for part, what in enumerate(("cards", "reviews", "memory")):
    same(f"{what} of a .colpkg and of the profile", rows("whole")[part], rows("profile")[part])
check("all reviews came", len(rows("latest")[1]) == len(plain_log), len(rows("latest")[1]))

back = f"{TMP}/back.apkg"
print(drill("export", "anki", "--db", f"{TMP}/latest/drill.db", "-o", back))
second = collection("second")
bring_in(second, back)
count = second.note_count(), second.card_count()
check("no card is lost", second.card_count() == len(plain_schedules), count)
theirs = schedules(second)
for key, was in plain_schedules.items():
    if key in theirs and was[0] == 2:
        now = theirs[key]
        if was[1] < -1:  # buried by Anki, or by the user: all the same to drill
            was, now = (was[0], *was[2:]), (now[0], *now[2:])
        check(f"schedule of {key}", was == now, (was, now))
both = {(g, o) for g, o in plain_schedules if (g, o) in theirs}
same("the log", [r for r in plain_log if (r[1], r[2]) in both],
     [r for r in log(second) if (r[1], r[2]) in both])
check("a database without faults", "no problems" in str(second.fix_integrity()).lower()
      or second.fix_integrity()[1], "")
bring_in(second, back)
check("a second import adds nothing", count == (second.note_count(), second.card_count()),
      (second.note_count(), second.card_count()))
check("media came along", os.listdir(f"{TMP}/second/collection.media") == ["heart one.png"],
      os.listdir(f"{TMP}/second/collection.media"))

export(second, f"{TMP}/again.apkg", False)
for kind, path in (("ours", back), ("theirs", f"{TMP}/again.apkg")):
    print(drill("import", "--db", f"{TMP}/{kind}/drill.db", "-o", f"{TMP}/{kind}/decks", path))
    for part, what in enumerate(("cards", "reviews", "memory")):
        same(f"{what} after the round trip, {kind}", rows("latest")[part], rows(kind)[part])
# ---- what is no markup on the screen of drill is none in Anki ----

LITERALS = ["\\\\(x\\\\)", "\\\\[x\\\\]", "[latex]x[/latex]", "[\\$]x[/\\$]",
            "[\\$\\$]x[/\\$\\$]", "[sound:a.mp3]",
            "[anki:tts lang=en_US]x[/anki:tts]", "\\[sound:b.mp3]", "`[sound:c.mp3]`", "<b>x</b>",
            "&lt;i>", "{{c1::x}}", "![[sound:d.mp3]](e.png)", "$\\text{\\)}$"]


def send_texts(name, entries):
    """Brings entries into Anki by way of drill. Returns the collection."""
    decks.write_deck(f"{TMP}/{name}.yaml", entries)
    drill("import", "--db", f"{TMP}/{name}.db", f"{TMP}/{name}.yaml")
    drill("export", "anki", "--db", f"{TMP}/{name}.db", "-o", f"{TMP}/{name}.apkg")
    col = collection(name)
    bring_in(col, f"{TMP}/{name}.apkg")
    for card in map(col.get_card, col.find_cards("")):
        latex = [col._backend.extract_latex(text=text, svg=False, expand_clozes=False).latex
                 for text in card.note().fields]
        if card.question_av_tags() or card.answer_av_tags() or any(latex):
            check(f"{name}: Anki reads no sound and no LaTeX", False, card.note().fields)
    return col


literal = send_texts("literal", [{"id": f"n{i}", "q": text, "a": "a"}
                                 for i, text in enumerate(LITERALS)])
check("each text is one card", literal.card_count() == len(LITERALS), literal.card_count())
r = random.Random("texts")
texts = send_texts("texts", [decks.entry(r, i) for i in range(300)])
export(texts, f"{TMP}/texts-again.apkg", False)
for kind in ("texts", "texts-again"):
    drill("import", "--db", f"{TMP}/{kind}-back/drill.db", "-o", f"{TMP}/{kind}-back/decks",
          f"{TMP}/{kind}.apkg")
same("generated texts that went through Anki", rows("texts-back")[0], rows("texts-again-back")[0])
sys.exit(failed > 0)
