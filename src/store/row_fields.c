/* The table of columns, with the values that a row may hold. Ranges are wide: they include every
 * value that this program or an import writes, and no sum or difference of two values overflows. */
#include "store/row_check.h"

#include "model/caps.h"
#include "model/card.h"
#include "model/schedule.h"
#include "model/scheduler.h"

#include <assert.h>
#include <string.h>

/* The bits of FSRS's bounds as single-precision numbers, positive ones of which are in order. */
#define STABILITY_MIN_BITS  0x3a83126f /* 0.001 */
#define STABILITY_MAX_BITS  0x470e9400 /* 36,500 */
#define DIFFICULTY_MIN_BITS 0x3f800000 /* 1 */
#define DIFFICULTY_MAX_BITS 0x41200000 /* 10 */

/* clang-format off */
#define NUMBER(name, min, max)       {name, min, max, ROW_NUMBER, false}
#define NULL_OR(name, min, max)      {name, min, max, ROW_NUMBER, true}
#define ANY_NUMBER(name)             {name, INT64_MIN, INT64_MAX, ROW_NUMBER, false}
#define TEXT(name)                   {name, 0, 0, ROW_TEXT, false}
#define NULL_OR_TEXT(name)           {name, 0, 0, ROW_TEXT, true}

const struct row_field_facts row_fields[ROW_FIELDS] = {
    [DECKS_DECK_ID] = NUMBER("deck_id", 1, ROW_ID_LAST),
    [DECKS_ID] = TEXT("id"),
    [DECKS_NAME] = TEXT("name"),
    [DECKS_DESCRIPTION] = TEXT("description"),
    [DECKS_TAGS] = TEXT("tags"),
    [DECKS_NAMES_ITSELF] = NUMBER("names_itself", 0, 1),
    [DECKS_PATH] = {"path", 0, 0, ROW_PATH, true},
    [DECKS_DEVICE] = ANY_NUMBER("device"),
    [DECKS_INODE] = ANY_NUMBER("inode"),
    [DECKS_SIZE] = ANY_NUMBER("size"),
    [DECKS_MODIFIED_NS] = ANY_NUMBER("modified_ns"),
    [DECKS_CHANGED_NS] = ANY_NUMBER("changed_ns"),
    [DECKS_NEW_CAP] = NULL_OR("new_cap", 0, CAP_MAX),
    [DECKS_LIMIT_CAP] = NULL_OR("limit_cap", 0, CAP_MAX),
    [DECKS_SCHEDULER] = NULL_OR("scheduler", SCHEDULER_SM2, SCHEDULER_FSRS),
    [DECKS_RETENTION] = NULL_OR("retention", RETENTION_MIN, RETENTION_MAX),

    [CARDS_CARD_ID] = NUMBER("card_id", 1, ROW_CARD_ID_LAST),
    [CARDS_DECK_ID] = NUMBER("deck_id", 1, ROW_ID_LAST),
    [CARDS_ID] = NULL_OR_TEXT("id"),
    [CARDS_VARIANT] = NUMBER("variant", VARIANT_FORWARD, VARIANT_REVERSE),
    [CARDS_POSITION] = NUMBER("position", 1, ROW_ID_LAST),
    [CARDS_IDENTITY] = ANY_NUMBER("identity"),
    [CARDS_CONTENT] = ANY_NUMBER("content"),
    [CARDS_ADDED_DAY] = NUMBER("added_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CARDS_RETIRED_DAY] = NULL_OR("retired_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CARDS_SUSPENDED] = NUMBER("suspended", 0, 1),
    [CARDS_REPETITIONS] = NUMBER("repetitions", 0, ROW_TIMES_LAST),
    [CARDS_INTERVAL] = NUMBER("interval", 0, INTERVAL_LONGEST),
    [CARDS_EASE] = NUMBER("ease", EASE_FLOOR, ROW_EASE_LAST),
    [CARDS_DUE] = NULL_OR("due", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CARDS_REPEAT_DAY] = NULL_OR("repeat_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CARDS_LAPSES] = NUMBER("lapses", 0, ROW_TIMES_LAST),
    [CARDS_REVIEWS] = NUMBER("reviews", 0, ROW_TIMES_LAST),
    [CARDS_LAST_RATING] = NUMBER("last_rating", 0, RATING_PERFECTLY),
    [CARDS_LAST_REVIEW_ID] = NULL_OR("last_review_id", 1, ROW_EVENT_ID_LAST),
    [CARDS_BURIED_DAY] = NULL_OR("buried_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CARDS_LEECH] = NUMBER("leech", 0, 1),
    [CARDS_LAST_CHANGE_ID] = NULL_OR("last_change_id", 1, ROW_EVENT_ID_LAST),
    [CARDS_TYPED] = NULL_OR("typed", 1, 1),
    [CARDS_SM2_INTERVAL] = NULL_OR("sm2_interval", 0, INTERVAL_LONGEST),
    [CARDS_STABILITY] = NULL_OR("stability", STABILITY_MIN_BITS, STABILITY_MAX_BITS),
    [CARDS_DIFFICULTY] = NULL_OR("difficulty", DIFFICULTY_MIN_BITS, DIFFICULTY_MAX_BITS),
    [CARDS_MEMORY_DAY] = NULL_OR("memory_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CARDS_MEMORY_MS] = NULL_OR("memory_ms", -ROW_MS_LAST, ROW_MS_LAST),

    [TEXT_CARD_ID] = NUMBER("card_id", 1, ROW_CARD_ID_LAST),
    [TEXT_QUESTION] = TEXT("question"),
    [TEXT_ANSWER] = TEXT("answer"),
    [TEXT_HINT] = TEXT("hint"),
    [TEXT_NOTE] = TEXT("note"),
    [TEXT_TAGS] = TEXT("tags"),
    [TEXT_CLOZE] = NULL_OR_TEXT("cloze"),

    [REVIEWS_REVIEW_ID] = NUMBER("review_id", 1, ROW_EVENT_ID_LAST),
    [REVIEWS_CARD_ID] = NUMBER("card_id", 1, ROW_CARD_ID_LAST),
    [REVIEWS_REVIEWED_MS] = NUMBER("reviewed_ms", -ROW_MS_LAST, ROW_MS_LAST),
    [REVIEWS_OFFSET_MIN] = NUMBER("offset_min", -ROW_OFFSET_LAST, ROW_OFFSET_LAST),
    [REVIEWS_STUDY_DAY] = NUMBER("study_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [REVIEWS_KIND] = NUMBER("kind", REVIEW_NEW, REVIEW_CRAM),
    [REVIEWS_RATING] = NUMBER("rating", RATING_NOT_AT_ALL, RATING_PERFECTLY),
    [REVIEWS_SPENT_MS] = NUMBER("spent_ms", 0, ROW_SPENT_LAST),
    [REVIEWS_INTERVAL_BEFORE] = NUMBER("interval_before", 0, INTERVAL_LONGEST),
    [REVIEWS_INTERVAL_AFTER] = NUMBER("interval_after", 0, INTERVAL_LONGEST),
    [REVIEWS_EASE_BEFORE] = NUMBER("ease_before", EASE_FLOOR, ROW_EASE_LAST),
    [REVIEWS_EASE_AFTER] = NUMBER("ease_after", EASE_FLOOR, ROW_EASE_LAST),
    [REVIEWS_DUE] = NULL_OR("due", -ROW_DAY_LAST, ROW_DAY_LAST),
    [REVIEWS_UNDONE_MS] = NULL_OR("undone_ms", -ROW_MS_LAST, ROW_MS_LAST),
    [REVIEWS_IMPORTED] = NUMBER("imported", 0, 1),
    [REVIEWS_SCHEDULER] = NULL_OR("scheduler", SCHEDULER_FSRS, SCHEDULER_FSRS),
    [REVIEWS_RETENTION] = NULL_OR("retention", RETENTION_MIN, RETENTION_MAX),
    [REVIEWS_STABILITY] = NULL_OR("stability", STABILITY_MIN_BITS, STABILITY_MAX_BITS),
    [REVIEWS_DIFFICULTY] = NULL_OR("difficulty", DIFFICULTY_MIN_BITS, DIFFICULTY_MAX_BITS),

    [CHANGES_CHANGE_ID] = NUMBER("change_id", 1, ROW_EVENT_ID_LAST),
    [CHANGES_CARD_ID] = NUMBER("card_id", 1, ROW_CARD_ID_LAST),
    [CHANGES_CHANGED_MS] = NUMBER("changed_ms", -ROW_MS_LAST, ROW_MS_LAST),
    [CHANGES_OFFSET_MIN] = NUMBER("offset_min", -ROW_OFFSET_LAST, ROW_OFFSET_LAST),
    [CHANGES_STUDY_DAY] = NUMBER("study_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CHANGES_KIND] = NUMBER("kind", CHANGE_SUSPEND, CHANGE_LAST),
    [CHANGES_REVIEW_ID] = NULL_OR("review_id", 1, ROW_EVENT_ID_LAST),
    [CHANGES_IMPORTED] = NUMBER("imported", 0, 1),
    [CHANGES_REPETITIONS] = NULL_OR("repetitions", 0, ROW_TIMES_LAST),
    [CHANGES_INTERVAL] = NULL_OR("interval", 0, INTERVAL_LONGEST),
    [CHANGES_EASE] = NULL_OR("ease", EASE_FLOOR, ROW_EASE_LAST),
    [CHANGES_DUE] = NULL_OR("due", -ROW_DAY_LAST, ROW_DAY_LAST),
    [CHANGES_LAPSES] = NULL_OR("lapses", 0, ROW_TIMES_LAST),
    [CHANGES_EXTRA] = NULL_OR_TEXT("extra"),
    [CHANGES_UNDONE_MS] = NULL_OR("undone_ms", -ROW_MS_LAST, ROW_MS_LAST),
    [CHANGES_BATCH] = NULL_OR("batch", 1, ROW_EVENT_ID_LAST),

    [NUMBERS_NUMBER_ID] = NUMBER("number_id", 1, 2),
    [NUMBERS_LAST] = NUMBER("last", 0, ROW_EVENT_ID_LAST),

    [REGIMES_REGIME_ID] = NUMBER("regime_id", 1, ROW_ID_LAST),
    [REGIMES_DECK_ID] = NULL_OR("deck_id", 1, ROW_ID_LAST),
    [REGIMES_CHANGED_MS] = NUMBER("changed_ms", -ROW_MS_LAST, ROW_MS_LAST),
    [REGIMES_OFFSET_MIN] = NUMBER("offset_min", -ROW_OFFSET_LAST, ROW_OFFSET_LAST),
    [REGIMES_STUDY_DAY] = NUMBER("study_day", -ROW_DAY_LAST, ROW_DAY_LAST),
    [REGIMES_SCHEDULER] = NUMBER("scheduler", SCHEDULER_SM2, SCHEDULER_FSRS),
    [REGIMES_RETENTION] = NULL_OR("retention", RETENTION_MIN, RETENTION_MAX),
    [REGIMES_WEIGHTS] = NULL_OR_TEXT("weights"),
    [REGIMES_IMPORTED] = NUMBER("imported", 0, 1),
    [REGIMES_UNDONE_MS] = NULL_OR("undone_ms", -ROW_MS_LAST, ROW_MS_LAST),
};

const struct row_table_facts row_tables[ROW_TABLES] = {
    [ROW_DECKS] = {"decks", DECKS_DECK_ID, CARDS_CARD_ID - DECKS_DECK_ID},
    [ROW_CARDS] = {"cards", CARDS_CARD_ID, TEXT_CARD_ID - CARDS_CARD_ID},
    [ROW_TEXTS] = {"texts", TEXT_CARD_ID, REVIEWS_REVIEW_ID - TEXT_CARD_ID},
    [ROW_REVIEWS] = {"reviews", REVIEWS_REVIEW_ID, CHANGES_CHANGE_ID - REVIEWS_REVIEW_ID},
    [ROW_CHANGES] = {"changes", CHANGES_CHANGE_ID, NUMBERS_NUMBER_ID - CHANGES_CHANGE_ID},
    [ROW_NUMBERS] = {"numbers", NUMBERS_NUMBER_ID, REGIMES_REGIME_ID - NUMBERS_NUMBER_ID},
    [ROW_REGIMES] = {"regimes", REGIMES_REGIME_ID, ROW_FIELDS - REGIMES_REGIME_ID},
};

enum row_table row_table_named(const char *name, size_t length)
{
    enum row_table table = ROW_DECKS;
    while (table < ROW_TABLES && (strncmp(row_tables[table].name, name, length) != 0 ||
                                     row_tables[table].name[length] != '\0'))
        table++;
    assert(table < ROW_TABLES);
    return table;
}
