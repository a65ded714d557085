/* history DATABASE CARDS DAYS [RECALL]: makes a database with a history of that many cards over
 * that many days, up to 2026-01-31. RECALL is the percentage of reviews that are recalled (default:
 * 88). */
#include "history.h"

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: history DATABASE CARDS DAYS [RECALL]\n", stderr);
        return 2;
    }
    struct history history = {.cards = atoi(argv[2]),
        .days = atoi(argv[3]),
        .last_day = day_from_civil(2026, 1, 31),
        .recall = argc > 4 ? atoi(argv[4]) : 88,
        .nasty = true,
        .seed = 20260131};
    if (history.cards < 1 || history.days < 1 || !history_write(&history, argv[1])) {
        fputs("history: the database cannot be written\n", stderr);
        return 2;
    }
    printf("%lld ratings\n", (long long)history.count);
    return 0;
}
