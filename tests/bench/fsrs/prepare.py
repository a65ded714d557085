"""prepare.py DATA OUT - write the splits of the logs in the folder DATA as files of histories, whose
format README.md describes, into the folder OUT, and the small logs of `calendar`."""
import csv
import datetime
import pathlib
import sys

SMALL = (64, 256, 1024)  # scored ratings to train on


def calendar(path):
    """The reviews in order of time: (card, days since the card's review before, grade)."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = [
            (datetime.datetime.fromisoformat(row["review_time"]), row["card_id"], int(row["review_rating"]))
            for row in csv.DictReader(file)
        ]
    rows.sort(key=lambda row: row[0])
    cards, last, reviews = {}, {}, []
    for time, name, grade in rows:
        card = cards.setdefault(name, len(cards))
        day = (time - datetime.timedelta(hours=9)).date().toordinal()  # the study day starts at 09:00 UTC
        reviews.append((card, day - last.get(card, day), grade))
        last[card] = day
    return reviews


def sequences(path):
    """The reviews a card after another, as the rows are: there is no calendar."""
    reviews = []
    with open(path, encoding="utf-8") as file:
        next(file)
        for card, line in enumerate(file):
            _, grades, gaps, recalled = line.rstrip("\n").split("\t")
            grades = [int(n) for n in grades.split(",")]
            gaps = [int(n) for n in gaps.split(",")]
            # the grade of the last review is not there, only whether it was recalled
            grades.append(3 if int(recalled.split(",")[-1]) else 1)
            reviews.append((card, 0, grades[0]))
            reviews.extend((card, days, grade) for days, grade in zip(gaps, grades[1:]))
    return reviews


def write(path, reviews, is_train):
    """is_train(i, card): whether review i is trained on; a prefix of each card's reviews."""
    steps, train = {}, {}
    for i, (card, days, grade) in enumerate(reviews):
        steps.setdefault(card, []).append(f"{i}:{days}:{grade}")
        train[card] = train.get(card, 0) + bool(is_train(i, card))
    with open(path, "w", encoding="ascii") as file:
        for card, words in steps.items():
            print(card + 1, train[card], *words, file=file)


def after_scored(reviews, wanted):
    """How many reviews hold the first `wanted` scored ones."""
    for i, (_, days, _) in enumerate(reviews):
        if wanted == 0:
            return i
        wanted -= days > 0
    return len(reviews)


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    reviews = calendar(data / "revlog-calendar.csv")
    scored = sum(days > 0 for _, days, _ in reviews)
    end = after_scored(reviews, scored * 4 // 5)
    write(out / "calendar-time", reviews, lambda i, card: i < end)
    write(out / "calendar-card", reviews, lambda i, card: card % 5 != 4)
    for count in SMALL:
        small = after_scored(reviews, count)
        write(out / f"calendar-{count}", reviews, lambda i, card, small=small: i < small)
    reviews = sequences(data / "revlog-sequences.tsv")
    cards = reviews[-1][0] + 1
    write(out / "sequences-age", reviews, lambda i, card: card < cards * 4 // 5)
    write(out / "sequences-card", reviews, lambda i, card: card % 5 != 4)


main()
