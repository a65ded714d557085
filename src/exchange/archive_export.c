#include "exchange/archive_export.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "exchange/archive_lines.h"
#include "exchange/archive_sources.h"
#include "exchange/archive_stream.h"
#include "exchange/base64.h"
#include "store/rows.h"

#include <errno.h>
#include <string.h>

#define PROGRESS_EVERY 4096 /* lines */

struct archive_exporter {
    const struct archive_exporting *how;
    struct archive_exported *written;
    struct archive_output output;
    struct archive_sources sources;
    struct archive_end end;
    struct buf line;
    uint64_t hash;
    size_t lines;
};

static enum err_code archive_export_put(
    struct archive_exporter *e, const struct archive_kind *kind, const void *row, struct err *err)
{
    buf_clear(&e->line);
    enum err_code code = archive_line_write(&e->line, kind, row, err);
    if (code)
        return code;
    e->hash = hash_add(e->hash, e->line.bytes, e->line.length);
    bool tell = ++e->lines % PROGRESS_EVERY == 0 || kind == &archive_file;
    if (tell && e->how->progress)
        e->how->progress(e->lines);
    return archive_output_put(&e->output, &e->line, err);
}

/* ---- files ---- */

/* The length of the valid UTF-8 at the start of `bytes`, up to a NUL. */
static size_t archive_export_valid(const char *bytes, size_t length)
{
    size_t valid = 0, size;
    while (valid < length && (size = utf8_length(bytes + valid, length - valid)) > 0)
        valid += size;
    return valid;
}

/* Writes the bytes as one line: as text if they are valid UTF-8, otherwise as Base64. Unless `last`
 * is set, a character cut off at the end stays in the buffer for the next line. */
static enum err_code archive_export_put_part(struct archive_exporter *e,
    const struct archive_kind *kind, const char *path, struct buf *bytes, bool last,
    struct err *err)
{
    size_t valid = archive_export_valid(buf_string(bytes), bytes->length);
    char rest[UTF8_MAX] = {0};
    size_t left = bytes->length - valid;
    bool cut = left > 0 && left < UTF8_MAX && !last, text = left == 0 || cut;
    struct buf base64 = {0};
    if (cut) {
        memcpy(rest, bytes->bytes + valid, left);
        buf_cut(bytes, valid);
    }
    if (!text)
        base64_encode(&base64, bytes->bytes, bytes->length);
    struct archive_part part = {
        path, text ? buf_string(bytes) : NULL, text ? NULL : buf_string(&base64)};
    enum err_code code = base64.failed ? err_memory(err) : archive_export_put(e, kind, &part, err);
    e->end.files += kind == &archive_file;
    buf_clear(bytes);
    buf_add(bytes, rest, cut ? left : 0);
    buf_done(&base64);
    return code;
}

static enum err_code archive_export_put_stream(struct archive_exporter *e,
    const struct archive_kind *kind, const char *path, FILE *file, struct err *err)
{
    struct buf bytes = {0};
    char block[65536];
    size_t size;
    enum err_code code = ERR_NONE;
    do {
        while (bytes.length < ARCHIVE_PART && (size = fread(block, 1, sizeof block, file)) > 0)
            buf_add(&bytes, block, size);
        if (bytes.failed)
            code = err_memory(err);
        else
            code = archive_export_put_part(e, kind, path, &bytes, feof(file), err);
    } while (!code && !feof(file) && !ferror(file));
    if (!code && ferror(file))
        code = err_set(err, ERR_IO, "cannot be read");
    buf_done(&bytes);
    return code;
}

static enum err_code archive_export_put_file(
    struct archive_exporter *e, const struct archive_source *source, struct err *err)
{
    struct file_version now;
    if (file_same(source->path, e->how->output))
        return err_at(err, ERR_USAGE, e->how->output, 0, 0,
            "is a file that goes into the archive: use another file");
    FILE *file = fopen(source->path, "r");
    if (!file)
        return err_at(err, ERR_IO, source->path, 0, 0, "%s", strerror(errno));
    enum err_code code = archive_export_put_stream(e, &archive_file, source->name, file, err);
    fclose(file);
    if (!code && (deck_file_version(source->path, &now, NULL) ||
                     memcmp(&now, &source->version, sizeof now) != 0))
        code = err_at(err, ERR_IO, source->path, 0, 0, "changed during the export: export again");
    e->written->files += source->deck_id != 0;
    e->written->media += source->deck_id == 0;
    return code;
}

/* Writes the user's settings, unless they are not text, or are longer than ARCHIVE_PART. */
static enum err_code archive_export_put_settings(struct archive_exporter *e, struct err *err)
{
    struct buf bytes = {0};
    char block[65536];
    size_t size;
    FILE *file = e->how->settings ? fopen(e->how->settings, "r") : NULL;
    enum err_code code = ERR_NONE;
    while (file && bytes.length <= ARCHIVE_PART && (size = fread(block, 1, sizeof block, file)) > 0)
        buf_add(&bytes, block, size);
    if (bytes.failed)
        code = err_memory(err);
    else if (bytes.length > 0 && bytes.length <= ARCHIVE_PART &&
             archive_export_valid(bytes.bytes, bytes.length) == bytes.length)
        code = archive_export_put_part(e, &archive_settings, NULL, &bytes, true, err);
    buf_done(&bytes);
    if (file)
        fclose(file);
    return code;
}

/* ---- rows ---- */

static enum err_code archive_export_put_deck(
    struct archive_exporter *e, const struct archive_deck *row, struct err *err)
{
    struct archive_deck deck = *row;
    enum err_code code = archive_sources_add_deck(&e->sources, &deck, err);
    e->end.decks++;
    if (!code && !deck.file)
        e->how->notice(e->how->context, deck.path ? deck.path : deck.name,
            "the deck's file is missing: the archive has only its cards and their history");
    return code ? code : archive_export_put(e, &archive_deck, &deck, err);
}

static enum err_code archive_export_take(
    void *context, const struct archive_kind *kind, const void *row, struct err *err)
{
    struct archive_exporter *e = context;
    if (kind == &archive_deck)
        return archive_export_put_deck(e, row, err);
    enum err_code code = archive_export_put(e, kind, row, err);
    e->end.regimes += kind == &archive_regime;
    e->end.cards += kind == &archive_card;
    e->end.reviews += kind == &archive_review;
    e->end.changes += kind == &archive_change;
    if (!code && kind == &archive_card && e->how->media)
        code = archive_sources_add_links(&e->sources, row, err);
    return code;
}

static enum err_code archive_export_put_head(
    struct archive_exporter *e, struct store *store, struct err *err)
{
    char time[TIME_SIZE];
    const struct moment *now = &e->how->now;
    struct archive_head head = {
        .version = ARCHIVE_VERSION, .written = moment_text(now->utc_ms, now->offset_min, time)};
    enum err_code code = store_deleted_numbers(store, &head.last_card, &head.last_event, err);
    head.last_card = head.last_card ? head.last_card : ARCHIVE_NONE;
    head.last_event = head.last_event ? head.last_event : ARCHIVE_NONE;
    return code ? code : archive_export_put(e, &archive_head, &head, err);
}

static enum err_code archive_export_put_end(struct archive_exporter *e, struct err *err)
{
    char hash[ARCHIVE_HASH_SIZE];
    e->end.hash = archive_end_hash(e->hash, &e->end, hash);
    return archive_export_put(e, &archive_end, &e->end, err);
}

static enum err_code archive_export_put_all(
    struct archive_exporter *e, struct store *store, struct err *err)
{
    enum err_code code;
    if ((code = archive_sources_open(&e->sources, store, err)) ||
        (code = archive_export_put_head(e, store, err)) ||
        (code = archive_export_put_settings(e, err)) ||
        (code = archive_read(store, archive_export_take, e, err)))
        return code;
    for (size_t i = 0; i < e->sources.count && !code; i++)
        code = archive_export_put_file(e, &e->sources.sources[i], err);
    if (!code && !(code = archive_export_put_end(e, err)))
        code = archive_output_finish(&e->output, err);
    return code;
}

enum err_code archive_export(struct store *store, FILE *file, const struct archive_exporting *how,
    struct archive_exported *written, struct err *err)
{
    struct archive_exporter e = {.how = how, .written = written};
    *written = (struct archive_exported){0};
    enum err_code code = archive_output_open(&e.output, file, how->compress, err);
    if (!code)
        code = archive_export_put_all(&e, store, err);
    written->decks = (size_t)e.end.decks;
    written->cards = (size_t)e.end.cards;
    written->reviews = (size_t)e.end.reviews;
    written->changes = (size_t)e.end.changes;
    archive_output_close(&e.output);
    archive_sources_done(&e.sources);
    buf_done(&e.line);
    return code;
}
