/* Reads a deck file, keeping one entry in memory at a time. Reports every mistake with its line and
 * column, and continues after each if the YAML allows. */
#ifndef DECK_READER_H
#define DECK_READER_H

#include "base/buf.h"
#include "deck/cloze.h"
#include "deck/mistake.h"
#include "deck/source.h"
#include "model/caps.h"
#include "model/card.h"
#include "model/scheduling.h"

#include <stdbool.h>
#include <stddef.h>

struct deck_head {
    struct buf name;   /* defaults to the file's stem */
    struct buf id;     /* the deck's identity; defaults to the name */
    struct buf source; /* what an import made the deck from; empty if none did */
    struct buf description, tags;
    struct caps caps; /* the deck's own limits */
    struct scheduling scheduling;
    bool type;         /* the answers are typed, unless an entry says otherwise */
    bool named;        /* the file gives a name */
    bool names_itself; /* the file gives an id */
};

/* Where an entry is in its file, for adding an id to the entry (deck/ids.h). Offsets count
 * characters from 0, without a byte order mark. */
struct entry_position {
    unsigned line, column; /* from 1 */
    bool flow;             /* in braces, or a pair directly in brackets */
    bool quoted;           /* its first key is in double quotes, as in JSON */
    size_t opens, begins;  /* offsets before and after the mapping's opening "{" or "?", if any */
    size_t indent;         /* characters before a block's keys */
    size_t first_key, last_end;
    size_t ends;                         /* offset after the mapping, if it is in braces */
    size_t id_key_end, id_start, id_end; /* end of the key, bounds of its value; 0 without an id */
    bool id_block;                       /* the id is a block scalar, below | or > */
    size_t tags_key_end, tags_start,
        tags_end;       /* the same for its tags, without what follows them */
    size_t tags_column; /* of the first tag's dash in a block, from 0 */
    bool tags_block;    /* one tag on a line, after dashes */
    size_t content_end; /* offset after the last value; for a block, after its last line */
};

/* Where a cloze text is in its file, for warnings about its gaps. */
struct cloze_position {
    unsigned line, column; /* from 1: of the text or, for a block, of its first line */
    bool block;            /* a | block, whose lines are the lines of the text */
    bool exact;            /* on one line, with each character written as itself */
};

/* One item of the deck's cards. */
struct deck_entry {
    struct buf question, answer, cloze, id, tags, hint, note;
    struct cloze_position cloze_position;
    bool reverse;
    bool type, type_given;       /* the answer is typed; the entry itself says whether */
    unsigned id_line, id_column; /* where the id is, from 1; 0 if there is none */
    struct entry_position position;
};

/* Empty if zero-initialized. deck_entry_is_whole returns false if memory ran out for a field. */
void deck_head_done(struct deck_head *head);
void deck_entry_clear(struct deck_entry *entry);
bool deck_entry_is_whole(struct deck_entry *entry);
/* Appends the texts of an entry to those of another, and copies the rest. */
void deck_entry_copy(struct deck_entry *to, const struct deck_entry *from);
/* Whether two heads or entries say the same. deck_entry_is_same ignores ids. deck_entry_is_equal
 * does not. */
bool deck_head_is_same(const struct deck_head *a, const struct deck_head *b);
bool deck_entry_is_same(const struct deck_entry *a, const struct deck_entry *b);
bool deck_entry_is_equal(const struct deck_entry *a, const struct deck_entry *b);
void deck_entry_done(struct deck_entry *entry);

struct deck_reader;

/* Opens the file at path and reads up to its cards. *reader is NULL on failure; otherwise the
 * caller closes it. Errors: ERR_IO (missing, not a regular file), ERR_MEMORY, ERR_MISTAKE if the
 * file is not a deck, which is also reported to on_mistake. */
enum err_code deck_open(struct deck_reader **reader, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err);
void deck_close(struct deck_reader *reader);

/* The head is valid until the reader is closed. Keys after the cards are known once the cards have
 * been read: see deck_head_came_late. */
const struct deck_head *deck_head(const struct deck_reader *reader);
struct file_version deck_version(const struct deck_reader *reader);

/* Reads the next entry without mistakes into *entry, valid until the next call; NULL at the end.
 * Errors: ERR_MISTAKE if reading cannot go on (already reported); ERR_MEMORY; ERR_IO, also if the
 * file changed while it was being read. */
enum err_code deck_next(
    struct deck_reader *reader, const struct deck_entry **entry, struct err *err);

/* Where the deck's list of cards is; valid once its entries have been read. */
struct deck_list_position {
    bool flow;           /* in brackets */
    size_t begins, ends; /* offsets of its first character, and after its last one if in brackets */
    size_t column; /* of its first character, from 0: where the dashes are, if it is a block */
};
struct deck_list_position deck_list_position(const struct deck_reader *reader);

/* Mistakes found so far; a second pass counts them again without reporting them. */
unsigned deck_mistakes(const struct deck_reader *reader);
/* Reports a mistake that only the caller can detect, at the id of the last entry. */
void deck_mistake_at_id(struct deck_reader *reader, const char *message);
/* Reports that the last entry has the same id as the entry on that line. */
void deck_mistake_same_id(struct deck_reader *reader, unsigned line);

/* Whether keys of the deck follow its cards, so that the head was incomplete until the end.
 * deck_rewind then starts over with the complete head; it may be called in other cases, too. */
bool deck_head_came_late(const struct deck_reader *reader);
enum err_code deck_rewind(struct deck_reader *reader, struct err *err);

/* Gets the cards of an entry one by one, with index counting up from 0; false after the last. A
 * card's strings are valid until the next call, as long as `entry` and `texts` exist.
 * Zero-initialize `texts`, which holds the strings made for a card, before the first call. After
 * each card, card_texts_failed tells whether memory ran out. */
struct card_texts {
    struct buf question, answer;
    struct cloze cloze; /* the entry's cloze text */
    int gap;            /* the previous card's gap number */
};
void card_texts_done(struct card_texts *texts);
bool card_texts_failed(const struct card_texts *texts);
bool deck_entry_card(
    const struct deck_entry *entry, unsigned index, struct card_texts *texts, struct card *card);

#endif
