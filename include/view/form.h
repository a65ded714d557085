/* The form in which a card is written: its fields, how it will look, and what is wrong with it.
 * State in, a frame out; a key in, an intent out. */
#ifndef VIEW_FORM_H
#define VIEW_FORM_H

#include "deck/reader.h"
#include "view/card_text.h"
#include "view/frame.h"
#include "view/overlay.h"
#include "view/text_edit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum form_field {
    FORM_KIND, /* a choice, the others are texts */
    FORM_QUESTION,
    FORM_ANSWER,
    FORM_CLOZE,
    FORM_TAGS,
    FORM_HINT,
    FORM_NOTE,
    FORM_FIELDS
};
enum form_kind { FORM_BASIC, FORM_BOTH_WAYS, FORM_GAPS, FORM_KINDS };

/* Zero-initialize it, set the first members, then call form_begin; free it with form_done. */
struct form {
    const char *deck;                /* its name, which may not be safe; the caller's */
    const struct settings *settings; /* the caller's; may be NULL */
    bool links_work;
    bool edits; /* an entry of the file, which is saved in its place */

    enum form_kind kind;
    bool type, type_given;               /* as in struct deck_entry; kept as they are */
    enum form_field field;               /* the one with the cursor */
    struct text_edit texts[FORM_FIELDS]; /* all but FORM_KIND; also of fields not shown */
    size_t tops[FORM_FIELDS];            /* the first row visible of each */
    int width;                           /* of the texts in the last frame */
    uint64_t begun;                      /* a hash of the fields when they were last saved */
    bool asks;                           /* whether to leave, although something is not saved */
    size_t added;                        /* entries saved so far */
    struct buf notice;                   /* safe text, shown until the next key */
    bool warns;                          /* the notice reports a failure */
    struct buf twin; /* safe text: where the question is already; the caller sets it */

    struct card_text preview;
    struct overlay_view overlay;
};
/* Fills in the fields of an entry, which may be NULL. What is typed from then on counts as not
 * saved. */
void form_begin(struct form *form, const struct deck_entry *entry);
void form_done(struct form *form);

/* The form's commands, which its intents carry; the caller carries out FORM_SAVE, and `quit`. */
enum form_command {
    FORM_NOTHING,
    FORM_SAVE,
    FORM_NEXT,
    FORM_LEAVE,
    FORM_STAY,
    FORM_TURN,
    FORM_BACK
};

/* Handles a key, as far as the form can; returns what the caller must do. Pasted text is typed. */
struct intent form_key(struct form *form, uint32_t key);

/* Sets *entry to what is typed. ERR_MISTAKE if it cannot be a card; ERR_MEMORY. */
enum err_code form_entry(const struct form *form, struct deck_entry *entry, struct err *err);
/* The form was saved. Clears it for the next card, except the kind and the tags, unless it edits a
 * card. */
void form_saved(struct form *form);
/* Whether anything is typed that is not saved. */
bool form_is_unsaved(const struct form *form);

/* For drawing: whether the kind of card has the field; the stage, as its bit in form_keys. */
bool form_has(const struct form *form, enum form_field field);
unsigned form_stage(const struct form *form);

/* Draws into a frame of the given size. False when out of memory. */
bool form_draw(struct form *form, struct frame *frame);

#endif
