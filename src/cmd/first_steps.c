#include "cmd/first_steps.h"

#include "base/buf.h"
#include "base/file.h"
#include "cmd/starters.h"
#include "deck/foreign.h"
#include "study/folder.h"
#include "text/text.h"
#include "tui/output.h"

#include <glob.h>
#include <stdbool.h>
#include <stdlib.h>

static bool first_steps_holds_decks(const char *folder)
{
    static const char *const endings[] = {"yaml", "yml"};
    struct buf pattern = {0};
    glob_t files = {0};
    bool holds = false;
    for (int i = 0; i < 2; i++) {
        buf_clear(&pattern);
        buf_format(&pattern, "%s/*.%s", folder, endings[i]);
        glob(buf_string(&pattern), i ? GLOB_APPEND : 0, NULL, &files);
    }
    for (size_t i = 0; i < files.gl_pathc && !holds; i++)
        holds = !deck_is_foreign(files.gl_pathv[i]);
    globfree(&files);
    buf_done(&pattern);
    return holds;
}

static void first_steps_offer(const char *folder, struct buf *out)
{
    if (!first_steps_holds_decks(folder))
        return;
    buf_text(out, "  drill ");
    text_safe(out, folder, TEXT_ONE_LINE);
    buf_text(out, "/\n"); /* since "decks" alone is a command */
}

/* A folder_file_fn: append the command that opens an installed deck by its name. */
static enum err_code first_steps_offer_starter(void *out, const char *path, struct err *err)
{
    struct buf name = {0};
    (void)err;
    buf_add(&name, file_name(path), file_stem(file_name(path)));
    buf_text(out, "  drill ");
    text_safe(out, buf_string(&name), TEXT_ONE_LINE);
    buf_text(out, "\n");
    buf_done(&name);
    return ERR_NONE;
}

void print_first_steps(FILE *stream)
{
    struct buf found = {0};
    char *starters = starters_folder();
    first_steps_offer(".", &found);
    first_steps_offer("decks", &found);
    if (starters)
        folder_walk(starters, first_steps_offer_starter, &found, NULL);
    fputs("drill: no decks yet: review a file once, and drill remembers it\n", stream);
    if (found.length)
        fputs("\nDecks to start with:\n", stream);
    output_put(stream, buf_string(&found));
    fputs("\n\"drill new Spanish\" makes a deck, and \"drill add Spanish\" its cards.\n"
          "A deck is a text file, such as spanish.yaml:\n"
          "  deck: Spanish\n"
          "  cards:\n"
          "    - question: the dog\n"
          "      answer: el perro\n"
          "\"drill spanish.yaml\" reviews it; \"drill help\" tells you more.\n",
        stream);
    free(starters);
    buf_done(&found);
}

bool first_steps_instead(const struct collection *collection, const struct options *options)
{
    bool none = options->word_count == 0 && collection->count + collection->mistaken.count == 0;
    bool instead = none && options->format == FORMAT_TEXT && !options->html;
    if (instead)
        print_first_steps(stdout);
    return instead;
}
