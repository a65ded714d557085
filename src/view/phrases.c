#include "view/phrases.h"

#include "base/file.h"
#include "store/log.h"
#include "text/text.h"

#include <stdio.h>

/* Writes `days` in units of `unit` hundredths of a day, with one decimal below 10 unless it is 0.
 */
static void phrases_units(int days, int unit, const char *name, char words[PHRASE_SIZE])
{
    long tenths = ((long)days * 1000 + unit / 2) / unit;
    if (tenths < 100 && tenths % 10)
        snprintf(words, PHRASE_SIZE, "%ld.%ld %s", tenths / 10, tenths % 10, name);
    else
        snprintf(words, PHRASE_SIZE, "%ld %s", ((long)days * 100 + unit / 2) / unit, name);
}

const char *phrase_days(int days, char words[PHRASE_SIZE])
{
    if (days <= 0)
        snprintf(words, PHRASE_SIZE, "%s", days == 0 ? "today" : "-");
    else if (days < 30)
        snprintf(words, PHRASE_SIZE, "%d d", days);
    else if (days < 365)
        phrases_units(days, 3044, "mo", words);
    else
        phrases_units(days, 36525, "y", words);
    return words;
}

const char *phrase_comeback(struct comeback back, char words[PHRASE_SIZE])
{
    char span[PHRASE_SIZE];
    if (back.days < 0)
        snprintf(words, PHRASE_SIZE, back.today ? "today" : "no change");
    else
        snprintf(words, PHRASE_SIZE, back.today ? "today, %.20s" : "%.20s",
            phrase_days(back.days, span));
    return words;
}

const char *phrase_studied(const struct deck_facts *facts, int today, char words[PHRASE_SIZE])
{
    char span[PHRASE_SIZE];
    int days = today - facts->studied_day;
    if (!facts->studied)
        snprintf(words, PHRASE_SIZE, "-");
    else if (days <= 1)
        snprintf(words, PHRASE_SIZE, days == 1 ? "yesterday" : "today");
    else
        snprintf(words, PHRASE_SIZE, "%.20s ago", phrase_days(days, span));
    return words;
}

const char *phrase_next(int day, int today, char words[PHRASE_SIZE])
{
    char span[PHRASE_SIZE];
    if (day == NO_DAY)
        snprintf(words, PHRASE_SIZE, "-");
    else if (day - today <= 1)
        snprintf(words, PHRASE_SIZE, day > today ? "tomorrow" : "now");
    else
        snprintf(words, PHRASE_SIZE, "in %.20s", phrase_days(day - today, span));
    return words;
}

const char *phrase_day(int day, int today, char words[PHRASE_SIZE])
{
    char span[PHRASE_SIZE];
    if (day == NO_DAY || day > today + 1)
        return phrase_next(day, today, words);
    if (day < today)
        snprintf(words, PHRASE_SIZE, "%.20s ago", phrase_days(today - day, span));
    else
        snprintf(words, PHRASE_SIZE, day == today ? "today" : "tomorrow");
    return words;
}

void phrase_schedule(const struct schedule *schedule, struct buf *out)
{
    phrase_count((size_t)schedule->reviews, "rating", out);
    if (schedule->reviews) {
        buf_text(out, ", ");
        phrase_count((size_t)schedule->lapses, "lapse", out);
        buf_format(out, ", ease %d.%02d", schedule->sm2.ease / 100, schedule->sm2.ease % 100);
    }
}

const char *phrase_file(enum deck_file file)
{
    static const char *const words[] = {"", "file gone", "has mistakes"};
    return words[file];
}

const char *phrase_time(int64_t ms, char words[PHRASE_SIZE])
{
    long long s = (ms + 500) / 1000;
    if (s < 60)
        snprintf(words, PHRASE_SIZE, "%lld s", s);
    else if (s < 3600)
        snprintf(words, PHRASE_SIZE, "%lld min %lld s", s / 60, s % 60);
    else
        snprintf(words, PHRASE_SIZE, "%lld h %lld min", s / 3600, s / 60 % 60);
    return words;
}

const char *phrase_remaining(int64_t ms, char words[PHRASE_SIZE])
{
    long long minutes = (ms + 30000) / 60000, tens = (minutes + 5) / 10;
    if (minutes < 1)
        snprintf(words, PHRASE_SIZE, "under a minute left");
    else if (minutes < 60)
        snprintf(words, PHRASE_SIZE, "~%lld min left", minutes);
    else if (tens % 6)
        snprintf(words, PHRASE_SIZE, "~%lld h %lld min left", tens / 6, tens % 6 * 10);
    else
        snprintf(words, PHRASE_SIZE, "~%lld h left", tens / 6);
    return words;
}

void phrase_progress(const struct session *session, bool brief, struct buf *out)
{
    char words[PHRASE_SIZE];
    int64_t taken = session_tally(session).spent_ms, left = session_remaining_ms(session);
    bool shows_taken = !brief && taken >= 60000;
    if (shows_taken)
        buf_format(out, "%lld min", (long long)(taken / 60000));
    if (left >= 0)
        buf_format(out, "%s%s", shows_taken ? " · " : "", phrase_remaining(left, words));
}

void phrase_clock(struct moment last, struct moment now, struct buf *out)
{
    char when[TIME_SIZE];
    if (last.utc_ms <= now.utc_ms + CLOCK_DRIFT_MS)
        return;
    moment_text(last.utc_ms, last.offset_min, when);
    buf_format(out, "The last rating is ahead of the clock (%.10s %.5s): check the date", when,
        when + sizeof "2026-01-31");
}

void phrase_report(const struct load_report *report, struct buf *out)
{
    const struct {
        int count;
        const char *word;
    } parts[] = {{report->added, "new"}, {report->edited, "edited"}, {report->retired, "retired"},
        {report->moved, "moved"}, {report->returned, "restored"},
        {report->twice, "also in another deck"}};
    const char *noun = NULL; /* set by the first part; the others omit it */
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count <= 0)
            continue;
        const char *separator = noun ? ", " : out->length ? "; " : "";
        buf_format(out, "%s%d %s", separator, parts[i].count, parts[i].word);
        if (!noun)
            buf_text(out, noun = parts[i].count == 1 ? " card" : " cards");
    }
}

void phrase_edited(const struct load_report *report, struct buf *out)
{
    size_t before = out->length;
    phrase_report(report, out);
    if (out->length == before)
        buf_text(out, "Nothing changed");
}

const char *phrase_undone(enum change_kind change)
{
    static const char *const words[CHANGE_LAST + 1] = {
        [CHANGE_NONE] = "",
        [CHANGE_SUSPEND] = "Undone: no longer suspended",
        [CHANGE_RESUME] = "Undone: suspended again",
        [CHANGE_BURY] = "Undone: no longer buried",
        [CHANGE_LEECH] = "Undone: no longer marked as a leech",
        [CHANGE_NOT_LEECH] = "Undone: marked as a leech again",
        [CHANGE_RESET] = "Undone: back to before the reset",
        [CHANGE_SET_DUE] = "Undone: due day restored",
        [CHANGE_SET] = "Undone: schedule restored",
    };
    return words[change];
}

void phrase_event(const struct undone *event, int today, struct buf *out)
{
    static const char *const changes[CHANGE_LAST + 1] = {
        [CHANGE_SUSPEND] = "suspending",
        [CHANGE_RESUME] = "resuming",
        [CHANGE_BURY] = "burying",
        [CHANGE_LEECH] = "marking as a leech",
        [CHANGE_NOT_LEECH] = "unmarking as a leech",
        [CHANGE_RESET] = "resetting to new",
        [CHANGE_SET_DUE] = "setting the due day",
        [CHANGE_SET] = "setting the schedule",
    };
    char date[DATE_SIZE], time[TIME_SIZE];
    int day = event->at.day;
    if (event->change_id)
        buf_text(out, changes[event->change]);
    else
        buf_format(out, "%d %s", (int)event->rating, rating_words(event->rating));
    buf_format(out, ", %s",
        day == today       ? "today"
        : day == today - 1 ? "yesterday"
                           : date_text(day, date));
    moment_text(event->at.utc_ms, event->at.offset_min, time);
    buf_format(out, " %.5s", time + sizeof "2026-01-31");
}

void phrase_changed(enum change_kind kind, int due, int today, struct buf *out)
{
    static const char *const words[CHANGE_LAST + 1] = {
        [CHANGE_NONE] = "",
        [CHANGE_SUSPEND] = "Suspended until you resume it",
        [CHANGE_RESUME] = "Resumed",
        [CHANGE_BURY] = "Buried until tomorrow",
        [CHANGE_LEECH] = "Marked as a leech",
        [CHANGE_NOT_LEECH] = "No longer marked as a leech",
        [CHANGE_RESET] = "Reset to new",
        [CHANGE_SET_DUE] = "Due ",
        [CHANGE_SET] = "",
    };
    char text[PHRASE_SIZE], date[DATE_SIZE];
    buf_text(out, words[kind]);
    if (kind == CHANGE_SET_DUE)
        buf_format(out, "%s, %s", phrase_day(due, today, text), date_text(due, date));
}

void phrase_added(size_t cards, struct buf *out)
{
    buf_text(out, "Added ");
    phrase_count(cards, "card", out);
}

/* "3 entries with 5 cards", "1 card". */
static void phrases_edited_entries(const struct browse_step *step, struct buf *out)
{
    if (step->cards == step->entries) {
        phrase_count(step->cards, "card", out);
        return;
    }
    buf_format(out, "%zu %s with ", step->entries, step->entries == 1 ? "entry" : "entries");
    phrase_count(step->cards, "card", out);
}

void phrase_step(const struct browse_step *step, int today, struct buf *out)
{
    /* what stands before and after "12 cards" */
    static const struct {
        const char *before, *after;
    } words[CHANGE_LAST + 1] = {
        [CHANGE_SUSPEND] = {"Suspended ", ""},
        [CHANGE_RESUME] = {"Resumed ", ""},
        [CHANGE_BURY] = {"Buried ", " until tomorrow"},
        [CHANGE_LEECH] = {"Marked ", " as leeches"},
        [CHANGE_NOT_LEECH] = {"Unmarked ", " as leeches"},
        [CHANGE_RESET] = {"Reset ", " to new"},
        [CHANGE_SET_DUE] = {"", ""},
    };
    char text[PHRASE_SIZE], date[DATE_SIZE];
    if (step->edit) {
        buf_text(out, step->edit == EDIT_TAGS ? "Changed the tags of " : "Moved ");
        phrases_edited_entries(step, out);
        return;
    }
    if (step->count == 1) {
        phrase_changed(step->kind, step->due, today, out);
        return;
    }
    buf_text(out, words[step->kind].before);
    phrase_count(step->count, "card", out);
    buf_text(out, words[step->kind].after);
    if (step->kind == CHANGE_SET_DUE)
        buf_format(
            out, " due %s, %s", phrase_day(step->due, today, text), date_text(step->due, date));
}

void phrase_step_undone(const struct browse_step *step, struct buf *out)
{
    if (step->edit) {
        buf_text(
            out, step->edit == EDIT_TAGS ? "Undone: restored the tags of " : "Undone: moved back ");
        phrases_edited_entries(step, out);
        return;
    }
    buf_text(out, phrase_undone(step->kind));
    if (step->count > 1) {
        buf_text(out, " (");
        phrase_count(step->count, "card", out);
        buf_char(out, ')');
    }
}

void phrase_step_redone(const struct browse_step *step, int today, struct buf *out)
{
    buf_text(out, "Redone: ");
    size_t begin = out->length;
    phrase_step(step, today, out);
    if (out->length > begin && out->bytes[begin] >= 'A' && out->bytes[begin] <= 'Z')
        out->bytes[begin] = (char)(out->bytes[begin] - 'A' + 'a');
}

void phrase_doubt(const struct browse *browse, struct buf *out)
{
    struct buf doubt = {0};
    bool finds = browse->found_count || browse_is_searching(browse);
    if (query_tell_doubt(&browse->query, finds, &doubt)) {
        buf_format(out, "Column %zu: ", browse->query.doubt_column);
        text_safe(out, buf_string(&doubt), TEXT_ONE_LINE);
    }
    out->failed |= doubt.failed;
    buf_done(&doubt);
}

void phrase_edit_problem(const struct err *problem, struct buf *out)
{
    buf_text(out, "Not changed: ");
    if (*problem->file)
        text_safe(out, file_name(problem->file), TEXT_ONE_LINE);
    if (problem->line)
        buf_format(out, ", line %u", problem->line);
    buf_text(out, *problem->file ? ": " : "");
    text_safe(out, problem->message, TEXT_ONE_LINE);
}

void phrase_problem(const struct err *problem, bool edited, struct buf *out)
{
    if (edited && problem->line)
        buf_format(out, "Line %u: ", problem->line);
    else
        buf_text(out, edited ? "Not edited: " : "Not saved: ");
    text_safe(out, problem->message, TEXT_ONE_LINE);
}

/* What stands before and after the event in notices about one. */
static const struct {
    const char *before, *after;
} phrases_of_event[NOTICE_LEFT_FILE + 1] = {
    [NOTICE_UNDO_EARLIER] = {"Undo ", "?"},
    [NOTICE_UNDONE] = {"Undone: ", ""},
    [NOTICE_UNDONE_ELSEWHERE] = {"Undone: ", " (not due today)"},
    [NOTICE_REDONE] = {"Redone: ", ""},
};

/* Notices missing from this table depend on the session's state, and are written below. */
void phrase_notice(const struct session *session, struct buf *out, bool *warns)
{
    static const char *const words[NOTICE_LEFT_FILE + 1] = {
        [NOTICE_REVEAL_FIRST] = "Show the answer first",
        [NOTICE_NO_HINT] = "This card has no hint",
        [NOTICE_NOT_TYPED] = "This card has no answer that can be typed",
        [NOTICE_NOTHING_TO_UNDO] = "Nothing to undo",
        [NOTICE_NOTHING_TO_REDO] = "Nothing to redo",
        [NOTICE_CHANGED_ELSEWHERE] = "That card was changed in another window: nothing was done",
        [NOTICE_RATED_ELSEWHERE] =
            "That card was changed in another window: moving on to the next card",
        [NOTICE_NO_MORE_NEW] = "No new cards left",
        [NOTICE_COMES_AGAIN] = "You will see it again in a moment",
        [NOTICE_SUSPENDED] = "Suspended: resume it in drill browse",
        [NOTICE_BURIED] = "Buried until tomorrow",
        [NOTICE_LEECH] = "Marked as a leech",
        [NOTICE_NOT_LEECH] = "No longer marked as a leech",
        [NOTICE_LEECH_FOUND] = "A leech: ",
        [NOTICE_LEFT_FILE] = "Moving on, the card left its file: see drill retired",
    };
    buf_text(out, words[session->notice] ? words[session->notice] : "");
    *warns = session->notice == NOTICE_NOT_KEPT || session->notice == NOTICE_NOT_EDITED;
    if (*warns) {
        phrase_problem(&session->problem, session->notice == NOTICE_NOT_EDITED, out);
    } else if (phrases_of_event[session->notice].before) {
        buf_text(out, phrases_of_event[session->notice].before);
        phrase_event(&session->undone, session->today, out);
        buf_text(out, phrases_of_event[session->notice].after);
    } else if (session->notice == NOTICE_EDITED) {
        phrase_edited(&session->edited, out);
    } else if (session->notice == NOTICE_LEECH_FOUND) {
        phrase_count((size_t)session->card.schedule.lapses, "lapse", out);
        buf_text(out, ". Edit or suspend?");
    }
}

void phrase_count(size_t count, const char *noun, struct buf *out)
{
    buf_format(out, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

/* Writes "28 due, 3 new", without parts of 0. */
static void phrases_counts(const struct day_counts *cards, struct buf *out)
{
    if (cards->due)
        buf_format(out, "%zu due", cards->due);
    if (cards->new)
        buf_format(out, "%s%zu new", cards->due ? ", " : "", cards->new);
}

void phrase_upcoming(const struct session *session, bool brief, struct buf *out)
{
    const struct ahead *ahead = &session->ahead;
    char when[PHRASE_SIZE];
    int days = ahead->day == NO_DAY ? 0 : ahead->day - session->today;
    if (session->due_left) {
        phrase_count(session->due_left, "more card", out);
        buf_text(out, session->due_left == 1 ? " is due today. " : " are due today. ");
    }
    if (days < 1 || (!ahead->cards.due && !ahead->cards.new))
        return;
    if (days == 1)
        buf_text(out, "Tomorrow: ");
    else
        buf_format(out, "In %s: ", phrase_days(days, when));
    phrases_counts(&ahead->cards, out);
    const char *then = ". Then: ";
    for (int i = days; i < AHEAD_DAYS && !brief; i++) {
        if (ahead->due[i] == 0)
            continue;
        buf_format(out, "%s%zu %s", then, ahead->due[i], phrase_next(i + 1, 0, when));
        then = ", ";
    }
}

void phrase_nothing(const struct session *session, struct buf *out)
{
    bool none = session->ahead.day == NO_DAY && session->new_left == 0;
    if (session->due_left)
        buf_text(out, session->options.cram ? "Nothing to cram." : "Today's limit is reached.");
    else if (!none)
        buf_text(out, "Nothing is due now.");
    else if (session->options.filter.count)
        buf_text(out, "No cards with these tags.");
    else
        buf_text(out, "There are no cards here yet.");
}

/* ---- the facts of a day ---- */

void phrase_recall(const struct summary *s, struct buf *out)
{
    int today = tally_recall(&s->today), before = tally_recall(&s->before);
    if (today >= 0)
        buf_format(out, "%d%% today", today);
    if (before >= 0)
        buf_format(out, "%s%d%% in %d d", today >= 0 ? ", " : "", before, SUMMARY_DAYS);
}

void phrase_pace(const struct summary *s, struct buf *out)
{
    char words[PHRASE_SIZE];
    int64_t today = tally_pace_ms(&s->today), before = tally_pace_ms(&s->before);
    if (today >= 0)
        buf_format(out, "%s a card", phrase_time(today, words));
    if (before >= 0)
        buf_format(
            out, today >= 0 ? ", %s before" : "%s a card before", phrase_time(before, words));
}

static void phrases_streak(const struct summary *s, struct buf *out)
{
    if (s->streak)
        buf_format(out, s->streak > 1 ? "%d days in a row" : "%d day", s->streak);
}

static void phrases_cap(size_t used, int64_t cap, struct buf *out)
{
    if (used && cap != CAP_UNSET)
        buf_format(out, "%zu of %lld today", used, (long long)cap);
}

static void phrases_new(const struct summary *s, struct buf *out)
{
    phrases_cap(s->caps.used.new, s->caps.caps.new_cards, out);
}

static void phrases_cards(const struct summary *s, struct buf *out)
{
    phrases_cap(s->caps.used.new + s->caps.used.due, s->caps.caps.cards, out);
}

const struct day_fact day_facts[DAY_FACTS] = {
    {"Recall", phrase_recall},
    {"Pace", phrase_pace},
    {"Streak", phrases_streak},
    {"New", phrases_new},
    {"Cards", phrases_cards},
};
