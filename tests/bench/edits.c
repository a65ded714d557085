/* edits: how much history survives when cards are edited, and how long loading the edited decks
 * takes. Prints three tables; being slow is not a failure. BENCH_FULL=1 also edits decks of 100,000
 * cards of few words. The assertions are in tests/unit/test_edits.c. */
#include "edits_few.h"
#include "measure.h"

#include <ftw.h>
#include <unistd.h>

#define SEEDS  30
#define LARGE  100000
#define ROUNDS 3

static char folder[] = "/tmp/drill-edits-XXXXXX";

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat, (void)type, (void)walk;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void leave(const char *what)
{
    fprintf(stderr, "edits: %s failed\n", what);
    exit(2);
}

static struct store *open_store(const char *name)
{
    char path[64];
    struct store *store;
    struct err err;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (store_open(&store, path, STORE_WRITE, &err))
        leave(path);
    return store;
}

static const char *share(int part, int whole, char text[16])
{
    if (whole == 0)
        return "-";
    snprintf(text, 16, "%.2f %%", 100.0 * part / whole);
    return text;
}

static void show_family(const char *name, const struct edit_result *r)
{
    char kept[16], followed[16];
    printf("  %-40s %7d %9s %8d %9s %7d\n", name, r->edits, share(r->kept, r->edits, kept),
        r->others, share(r->followed, r->others, followed), r->wrong);
}

static void show_edits(void)
{
    struct edit_result all = {0};
    struct store *store = open_store("edits.db");
    char path[64];
    snprintf(path, sizeof path, "%s/edits.yaml", folder);
    printf("\n%-42s %7s %9s %8s %9s %7s\n", "Cards without ids, edited", "a bit", "kept", "more",
        "kept", "wrong");
    for (size_t i = 0; i < EDIT_FAMILIES; i++) {
        struct edit_result result = {0};
        for (uint64_t seed = 1; seed <= SEEDS; seed++)
            if (!edit_measure(&edit_families[i], seed, store, path, &result))
                leave(edit_families[i].name);
        show_family(edit_families[i].name, &result);
        all.edits += result.edits;
        all.kept += result.kept;
        all.others += result.others;
        all.followed += result.followed;
        all.wrong += result.wrong;
    }
    show_family("all", &all);
    store_close(store);
}

/* ---- decks of few words ---- */

static void show_few_row(const struct few_deck *deck, const struct few_result *r)
{
    char lost[16];
    printf("  %-40s %7zu %7d %9s %7d %8d %9.2f %7.1f\n", deck->kind->name, deck->count, r->edits,
        share(r->lost, r->edits, lost), r->wrong, r->left, r->seconds,
        1e6 * r->seconds / (double)deck->count);
    fflush(stdout);
}

/* First all cards are edited, then one in ten. The largest decks are only measured in full. */
static void show_few(bool full)
{
    static const size_t counts[] = {100, 1000, 20000, LARGE};
    struct store *store = open_store("few.db");
    char path[64];
    snprintf(path, sizeof path, "%s/few.yaml", folder);
    for (size_t every = 1; every <= 10; every *= 10) {
        printf("\n%-42s %7s %7s %9s %7s %8s %9s %7s\n",
            every == 1 ? "Decks of few words, every card edited" : "The same, one card in ten",
            "cards", "edits", "lost", "wrong", "not made", "seconds", "us/card");
        for (size_t k = 0; k < FEW(few_kinds); k++)
            for (size_t i = 0; i < FEW(counts) - (every > 1 || !full); i++) {
                struct few_deck deck = {&few_kinds[k], counts[i], every, 1};
                struct few_result result = {0};
                if (!few_measure(&deck, store, path, seconds, &result))
                    leave(deck.kind->name);
                show_few_row(&deck, &result);
            }
    }
    store_close(store);
}

/* ---- how long it takes ---- */

/* What is done to one in `every` cards of a large deck. */
enum change { SLIPS, TRANSLATION };
static const struct {
    const char *name;
    int every;
    enum change change;
    double goal;
} changes[] = {{"1% edited, question and answer", 100, SLIPS, 1.5},
    {"10% edited, question and answer", 10, SLIPS, 0}, {"every card edited", 1, SLIPS, 0},
    {"every card translated", 1, TRANSLATION, 0}};

#define CHANGES (sizeof changes / sizeof *changes)

static void rotate_letters(char *text)
{
    for (; *text; text++)
        if (edit_letter(*text))
            *text = (char)((*text & 32) + 'A' + ((*text | 32) - 'a' + 13) % 26);
}

static void change_card(struct edit_deck *random, struct gen_card *card, enum change change)
{
    if (change == TRANSLATION) {
        rotate_letters(card->question);
        rotate_letters(card->answer);
        return;
    }
    edit_typo(random, card->question);
    edit_typo(random, card->answer);
}

/* Write a deck in which one in `every` cards is changed; none if `every` is 0. */
static void write_large(const char *path, int every, enum change change)
{
    static struct gen_card card;
    struct edit_deck random = {.state = 1};
    FILE *file = fopen(path, "w");
    if (!file)
        leave(path);
    fputs("deck: large\ncards:\n", file);
    for (int i = 1; i <= LARGE; i++) {
        gen_card((uint64_t)i, 0, &card);
        if (every && i % every == 0)
            change_card(&random, &card, change);
        edit_write_text(file, "- question:", card.question);
        edit_write_text(file, "  answer:", card.answer);
    }
    if (fclose(file) != 0)
        leave(path);
}

static double load(struct store *store, const char *path, struct load_report *report)
{
    int64_t deck_id;
    struct err err;
    double start = seconds();
    if (deck_load(store, path, 20000, edit_mistake, (void *)path, &deck_id, report, &err))
        leave(path);
    return seconds() - start;
}

/* Changes without a goal take long, and are measured once. */
static void show_loads(bool full)
{
    char path[64], name[16];
    struct load_report report;
    snprintf(path, sizeof path, "%s/large.yaml", folder);
    heading("Loading 100,000 cards without ids, edited", "load", "first load");
    for (size_t i = 0; i < CHANGES; i++) {
        struct samples first = {0}, again = {0};
        int rounds = full || changes[i].goal > 0 ? ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            snprintf(name, sizeof name, "%zu-%d.db", i, round);
            struct store *store = open_store(name);
            write_large(path, 0, SLIPS);
            add(&first, 1e3 * load(store, path, &report));
            write_large(path, changes[i].every, changes[i].change);
            add(&again, 1e3 * load(store, path, &report));
            store_close(store);
        }
        row(changes[i].name, median(&again), median(&first), "ms", ratio(&again, &first),
            changes[i].goal);
        printf("    %u edited, %u new, %u retired\n", report.edited, report.added, report.retired);
    }
}

int main(void)
{
    const char *wish = getenv("BENCH_FULL");
    bool full = wish && strcmp(wish, "1") == 0;
    if (!mkdtemp(folder))
        leave("mkdtemp");
    atexit(remove_folder);
    show_edits();
    show_few(full);
    show_loads(full);
    return 0;
}
