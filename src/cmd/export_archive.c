#include "cmd/export_archive.h"

#include "base/file.h"
#include "cmd/row_count.h"
#include "exchange/archive_export.h"
#include "study/output.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void export_archive_print_notice(void *context, const char *path, const char *what)
{
    struct err notice;
    (void)context;
    row_count_end();
    err_at(&notice, ERR_IO, path, 0, 0, "%s", what);
    fail(&notice);
}

static const char *export_archive_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void export_archive_print_written(const char *path, const struct archive_exported *written)
{
    const struct {
        const char *what;
        size_t count;
    } parts[] = {{"deck", written->decks}, {"card", written->cards}, {"rating", written->reviews},
        {"change", written->changes}, {"deck file", written->files},
        {"media file", written->media}};
    struct buf line = {0};
    text_safe(&line, path, TEXT_ONE_LINE);
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i].count || i < 3)
            buf_format(&line, "%s %zu %s%s", i ? "," : ":", parts[i].count, parts[i].what,
                export_archive_plural(parts[i].count));
    print_line(stdout, &line);
}

static enum err_code export_archive_write(struct store *store, const struct options *options,
    struct archive_exported *written, struct err *err)
{
    struct atomic_file file = {0};
    const struct in_use in_use = {.db = options->db, .store = store};
    const char *end = strrchr(options->output, '.');
    struct archive_exporting how = {.output = options->output,
        .settings = options->config,
        .media = options->media,
        .compress = end && strcmp(end, ".zst") == 0,
        .now = clock_now(),
        .notice = export_archive_print_notice,
        .progress = row_count_begin()};
    enum err_code code = output_open(&file, options->output, options->force, &in_use, err);
    if (!code && !(code = archive_export(store, file.stream, &how, written, err)))
        code = output_commit(&file, options->force, err);
    atomic_discard(&file);
    row_count_end();
    return code;
}

int export_archive(struct options *options)
{
    struct err err;
    struct store *store;
    struct archive_exported written;
    if (options->word_count != 1 || !options->output)
        return fail_usage("write 'drill export archive -o FILE.jsonl', or FILE.jsonl.zst to "
                          "compress it");
    if (options->ranged || options->tag_count || options->deck_count || options->raw ||
        options->format)
        return fail_usage("an archive holds everything: 'export archive' takes no --deck, --tag, "
                          "--since, --until, --raw or --format");
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    enum err_code code = export_archive_write(store, options, &written, &err);
    store_close(store);
    if (code)
        return fail(&err);
    export_archive_print_written(options->output, &written);
    return printed(EXIT_DONE);
}
