/* Defines the rows of an archive. The statements of sql_archive.c list columns in the order of
 * these tables. */
#include "store/archive.h"

#include "base/buf.h"
#include "model/caps.h"
#include "model/card.h"
#include "model/schedule.h"
#include "model/scheduler.h"
#include "store/row_check.h"

#define DECK(member)  offsetof(struct archive_deck, member)
#define CARD(member)  offsetof(struct archive_card, member)
#define EVENT(member) offsetof(struct archive_event, member)

/* All ranges lie within those of store/row_fields.c. Card numbers have a smaller maximum, since
 * programs use them as array indexes. */
#define CARD_ID  1, 100000000
#define EVENT_ID 1, INT64_C(9007199254740991) /* 2^53 - 1: exact even as a double */
#define DAY      -ROW_DAY_LAST, ROW_DAY_LAST
#define TIME     -ROW_MS_LAST, ROW_MS_LAST
#define SPENT    0, ROW_SPENT_LAST
#define MINUTES  -ROW_OFFSET_LAST, ROW_OFFSET_LAST
#define DAYS     0, INTERVAL_LONGEST
#define EASE     EASE_FLOOR, ROW_EASE_LAST
#define COUNTED  0, ROW_TIMES_LAST
#define FLAG     0, 1
#define BYTES    0, (16 << 20)

static const char *archive_fields_kind_word(int64_t kind)
{
    return review_kind_word((enum review_kind)kind);
}

static const char *archive_fields_change_word(int64_t kind)
{
    return change_word((enum change_kind)kind);
}

static const struct archive_field deck_fields[] = {
    {"deck_id", ARCHIVE_NUMBER, DECK(deck_id), CARD_ID, NULL},
    {"id", ARCHIVE_TEXT, DECK(id), 1, 1024, NULL},
    {"name", ARCHIVE_TEXT, DECK(name), 1, 1024, NULL},
    {"description", ARCHIVE_TEXT, DECK(description), BYTES, NULL},
    {"tags", ARCHIVE_TEXT, DECK(tags), BYTES, NULL},
    {"names_itself", ARCHIVE_FLAG, DECK(names_itself), FLAG, NULL},
    {"new", ARCHIVE_NULLABLE, DECK(new_cap), 0, CAP_MAX, NULL},
    {"limit", ARCHIVE_NULLABLE, DECK(limit_cap), 0, CAP_MAX, NULL},
    {"scheduler", ARCHIVE_NULLABLE, DECK(scheduler), SCHEDULER_SM2, SCHEDULER_FSRS, NULL},
    {"retention", ARCHIVE_NULLABLE, DECK(retention), RETENTION_MIN, RETENTION_MAX, NULL},
    {"size", ARCHIVE_NUMBER, DECK(size), 0, INT64_MAX, NULL},
    {NULL, ARCHIVE_OPTION, DECK(path), BYTES, NULL},
    {NULL, ARCHIVE_NUMBER, DECK(device), 0, 0, NULL},
    {NULL, ARCHIVE_NUMBER, DECK(inode), 0, 0, NULL},
    {NULL, ARCHIVE_NUMBER, DECK(modified_ns), 0, 0, NULL},
    {NULL, ARCHIVE_NUMBER, DECK(changed_ns), 0, 0, NULL},
    {"file", ARCHIVE_OPTION, DECK(file), 1, 4000, NULL},
    {"edited", ARCHIVE_FLAG, DECK(edited), FLAG, NULL},
};
const struct archive_kind archive_deck = {"deck", deck_fields, COUNT(deck_fields), 16};

static const struct archive_field card_fields[] = {
    {"card_id", ARCHIVE_NUMBER, CARD(card_id), CARD_ID, NULL},
    {"deck_id", ARCHIVE_NUMBER, CARD(deck_id), CARD_ID, NULL},
    {"id", ARCHIVE_OPTION, CARD(id), 1, 1024, NULL},
    {"variant", ARCHIVE_NUMBER, CARD(variant), VARIANT_FORWARD, VARIANT_REVERSE, NULL},
    {"position", ARCHIVE_NUMBER, CARD(position), 1, ROW_ID_LAST, NULL},
    {"added_day", ARCHIVE_NUMBER, CARD(added_day), DAY, NULL},
    {"retired_day", ARCHIVE_NULLABLE, CARD(retired_day), DAY, NULL},
    {"question", ARCHIVE_TEXT, CARD(question), BYTES, NULL},
    {"answer", ARCHIVE_TEXT, CARD(answer), BYTES, NULL},
    {"hint", ARCHIVE_TEXT, CARD(hint), BYTES, NULL},
    {"note", ARCHIVE_TEXT, CARD(note), BYTES, NULL},
    {"tags", ARCHIVE_TEXT, CARD(tags), BYTES, NULL},
    {"cloze", ARCHIVE_OPTION, CARD(cloze), BYTES, NULL},
    {"suspended", ARCHIVE_FLAG, CARD(suspended), FLAG, NULL},
    {"repetitions", ARCHIVE_NUMBER, CARD(repetitions), COUNTED, NULL},
    {"interval", ARCHIVE_NUMBER, CARD(interval), DAYS, NULL},
    {"ease", ARCHIVE_NUMBER, CARD(ease), EASE, NULL},
    {"due", ARCHIVE_NULLABLE, CARD(due), DAY, NULL},
    {"repeat_day", ARCHIVE_NULLABLE, CARD(repeat_day), DAY, NULL},
    {"lapses", ARCHIVE_NUMBER, CARD(lapses), COUNTED, NULL},
    {"reviews", ARCHIVE_NUMBER, CARD(reviews), COUNTED, NULL},
    {"last_rating", ARCHIVE_NUMBER, CARD(last_rating), 0, RATING_PERFECTLY, NULL},
    {"last_review_id", ARCHIVE_NULLABLE, CARD(last_review_id), EVENT_ID, NULL},
    {"leech", ARCHIVE_FLAG, CARD(leech), FLAG, NULL},
    {"buried_day", ARCHIVE_NULLABLE, CARD(buried_day), DAY, NULL},
    {"last_change_id", ARCHIVE_NULLABLE, CARD(last_change_id), EVENT_ID, NULL},
    {"typed", ARCHIVE_FLAG, CARD(typed), FLAG, NULL},
};
const struct archive_kind archive_card = {
    "card", card_fields, COUNT(card_fields), COUNT(card_fields)};

static const struct archive_field review_fields[] = {
    {"review_id", ARCHIVE_NUMBER, EVENT(id), EVENT_ID, NULL},
    {"card_id", ARCHIVE_NUMBER, EVENT(card_id), CARD_ID, NULL},
    {"reviewed_ms", ARCHIVE_NUMBER, EVENT(at_ms), TIME, NULL},
    {"offset_min", ARCHIVE_NUMBER, EVENT(offset_min), MINUTES, NULL},
    {"study_day", ARCHIVE_NUMBER, EVENT(study_day), DAY, NULL},
    {"kind", ARCHIVE_WORD, EVENT(kind), REVIEW_NEW, REVIEW_CRAM, archive_fields_kind_word},
    {"rating", ARCHIVE_NUMBER, EVENT(rating), RATING_NOT_AT_ALL, RATING_PERFECTLY, NULL},
    {"spent_ms", ARCHIVE_NUMBER, EVENT(spent_ms), SPENT, NULL},
    {"interval_before", ARCHIVE_NUMBER, EVENT(interval_before), DAYS, NULL},
    {"interval_after", ARCHIVE_NUMBER, EVENT(interval_after), DAYS, NULL},
    {"ease_before", ARCHIVE_NUMBER, EVENT(ease_before), EASE, NULL},
    {"ease_after", ARCHIVE_NUMBER, EVENT(ease_after), EASE, NULL},
    {"due", ARCHIVE_NULLABLE, EVENT(due), DAY, NULL},
    {"imported", ARCHIVE_FLAG, EVENT(imported), FLAG, NULL},
    {"undone", ARCHIVE_NULLABLE, EVENT(undone_ms), TIME, NULL},
};
const struct archive_kind archive_review = {
    "review", review_fields, COUNT(review_fields), COUNT(review_fields)};

static const struct archive_field change_fields[] = {
    {"change_id", ARCHIVE_NUMBER, EVENT(id), EVENT_ID, NULL},
    {"card_id", ARCHIVE_NUMBER, EVENT(card_id), CARD_ID, NULL},
    {"changed_ms", ARCHIVE_NUMBER, EVENT(at_ms), TIME, NULL},
    {"offset_min", ARCHIVE_NUMBER, EVENT(offset_min), MINUTES, NULL},
    {"study_day", ARCHIVE_NUMBER, EVENT(study_day), DAY, NULL},
    {"kind", ARCHIVE_WORD, EVENT(kind), CHANGE_SUSPEND, CHANGE_LAST, archive_fields_change_word},
    {"review_id", ARCHIVE_NULLABLE, EVENT(review_id), EVENT_ID, NULL},
    {"imported", ARCHIVE_FLAG, EVENT(imported), FLAG, NULL},
    {"repetitions", ARCHIVE_NULLABLE, EVENT(repetitions), COUNTED, NULL},
    {"interval", ARCHIVE_NULLABLE, EVENT(interval), DAYS, NULL},
    {"ease", ARCHIVE_NULLABLE, EVENT(ease), EASE, NULL},
    {"due", ARCHIVE_NULLABLE, EVENT(due), DAY, NULL},
    {"lapses", ARCHIVE_NULLABLE, EVENT(lapses), COUNTED, NULL},
    {"extra", ARCHIVE_OPTION, EVENT(extra), BYTES, NULL},
    {"undone", ARCHIVE_NULLABLE, EVENT(undone_ms), TIME, NULL},
};
const struct archive_kind archive_change = {
    "change", change_fields, COUNT(change_fields), COUNT(change_fields)};
