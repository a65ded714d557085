/* A file is looked at again when it is opened or played, because it may have been replaced since
 * the card was shown. */
#include "cmd/card_media.h"

#include "base/file.h"
#include "cmd/launch.h"
#include "store/decks.h"
#include "text/address.h"
#include "text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#ifdef __APPLE__
#define OPENER "open"
#else
#define OPENER "xdg-open"
#endif

/* ---- saying ---- */

/* Says a message, whose parts from a deck need not be safe. */
static enum err_code card_media_say(struct card_media *m, const char *message, struct err *err)
{
    buf_clear(&m->said);
    text_safe(&m->said, message, TEXT_ONE_LINE);
    return m->said.failed ? err_memory(err) : ERR_NONE;
}

static enum err_code card_media_say_problem(
    struct card_media *m, const char *before, const struct err *problem, struct err *err)
{
    struct buf message = {0};
    if (problem->code == ERR_MEMORY)
        return err_memory(err);
    buf_format(&message, "%s: %s", before, problem->message);
    enum err_code code =
        message.failed ? err_memory(err) : card_media_say(m, buf_string(&message), err);
    buf_done(&message);
    return code;
}

/* ---- files ---- */

/* Opens the file of a link anew, and appends its path. */
static enum err_code card_media_path(const struct session *session, const struct card_link *link,
    struct buf *path, enum media_kind *kind, struct err *problem)
{
    struct deck_facts deck = {0};
    struct media media = {0};
    enum err_code code = store_deck_facts(session->store, session->card.deck_id, &deck, problem);
    if (!code)
        code = media_open(deck.path, link->address, &media, problem);
    *kind = media.kind;
    buf_text(path, buf_string(&media.path));
    if (!code && path->failed)
        code = err_memory(problem);
    media_close(&media);
    deck_facts_done(&deck);
    return code;
}

/* ---- opening ---- */

/* Runs the user's program for a path or an address. */
static enum err_code card_media_run(
    struct card_media *m, const char *target, const char *address, struct err *err)
{
    struct launch launch = {0};
    struct err problem = {0};
    struct buf path = {0}, message = {0};
    const char *chosen = getenv("DRILL_OPEN");
    pid_t group;
    bool given = chosen && chosen[strspn(chosen, " \t")];
    launch_add_words(&launch, given ? chosen : OPENER);
    bool found = given || launch_find(OPENER, &path);
    enum err_code code = found ? launch_run(&launch, &target, 1, &group, &problem) : ERR_NONE;
    buf_format(&message, "Opened: %s", address);
    if (!found)
        code = card_media_say(m, "Not opened: no " OPENER ": install it, or set $DRILL_OPEN", err);
    else if (code)
        code = card_media_say_problem(m, "Not opened", &problem, err);
    else
        code = message.failed ? err_memory(err) : card_media_say(m, buf_string(&message), err);
    launch_done(&launch);
    buf_done(&path);
    buf_done(&message);
    return code;
}

static enum err_code card_media_open_file(struct card_media *m, const struct session *session,
    const struct card_link *link, struct err *err)
{
    struct buf path = {0};
    struct err problem = {0};
    enum media_kind kind;
    enum err_code code = card_media_path(session, link, &path, &kind, &problem);
    if (code)
        code = card_media_say_problem(m, "Not opened", &problem, err);
    else
        code = card_media_run(m, buf_string(&path), link->address, err);
    buf_done(&path);
    return code;
}

/* Opens a file at once; of an address, asks first. */
static enum err_code card_media_open(struct card_media *m, struct screen *screen,
    const struct session *session, size_t i, struct err *err)
{
    const struct card_link *link = &screen->links.list[i];
    struct err problem = {0};
    size_t host_end;
    if (!media_has_scheme(link->address))
        return card_media_open_file(m, session, link, err);
    const char *why = address_web_problem(link->address, &host_end);
    if (why) {
        err_set(&problem, ERR_MISTAKE, "%s: %s", link->address, why);
        return card_media_say_problem(m, "Not opened", &problem, err);
    }
    screen->ask = ASK_ADDRESS;
    screen->asked = i;
    screen->asked_whole = false;
    return ERR_NONE;
}

static enum err_code card_media_choose(
    struct card_media *m, struct screen *screen, const struct session *session, struct err *err)
{
    if (screen->links.count == 0)
        return card_media_say(m, "This card has nothing to open", err);
    if (screen->links.count == 1)
        return card_media_open(m, screen, session, 0, err);
    screen->ask = ASK_WHICH;
    return ERR_NONE;
}

static enum err_code card_media_open_asked(
    struct card_media *m, const struct screen *screen, struct err *err)
{
    const char *address = screen->links.list[screen->asked].address;
    return screen->asked_whole
               ? card_media_run(m, address, address, err)
               : card_media_say(m, "Not opened: the window is too small to show the address", err);
}

/* ---- playing ---- */

/* Players, the preferred first, with arguments that keep them from doing anything but play this
 * file. */
static const struct {
    const char *name, *arguments;
} card_media_players[] = {
    {"mpv", "--no-config --ytdl=no --load-scripts=no --no-video --no-terminal --really-quiet --"},
    {"ffplay", "-nodisp -autoexit -loglevel quiet -protocol_whitelist file -i"},
    {"afplay", ""},
};

/* Sets the command that plays a file: the user's, or else the first that is there. A known player
 * gets its arguments, whoever named it. */
static bool card_media_find_player(const struct session *session, struct launch *launch)
{
    const struct settings *settings = session->options.settings;
    struct buf path = {0};
    bool given = settings && settings->play.program.length, found = given;
    if (given)
        launch_add_words(launch, buf_string(&settings->play.program));
    for (size_t i = 0; i < COUNT(card_media_players) && !launch->failed; i++) {
        const char *name = card_media_players[i].name;
        if (given ? strcmp(file_name(launch->words[0]), name) != 0 : !launch_find(name, &path))
            continue;
        if (!given)
            launch_add(launch, name);
        launch_add_words(launch, card_media_players[i].arguments);
        found = true;
        break;
    }
    buf_done(&path);
    return found;
}

/* The absolute paths of sounds, each ended by a NUL. */
struct card_media_sounds {
    struct buf paths;
    const char *list[CARD_LINKS_MAX];
    size_t count;
    struct err problem; /* of the last file that cannot be played */
};

static void card_media_find_sounds(
    struct card_media_sounds *sounds, const struct card_links *links, const struct session *session)
{
    size_t at = 0;
    for (size_t i = 0; i < links->count; i++) {
        enum media_kind kind;
        size_t before = sounds->paths.length;
        if (!card_links_plays(links, i))
            continue;
        if (card_media_path(session, &links->list[i], &sounds->paths, &kind, &sounds->problem) ||
            kind != MEDIA_SOUND) {
            buf_cut(&sounds->paths, before);
            continue;
        }
        buf_char(&sounds->paths, '\0');
        sounds->count++;
    }
    if (sounds->paths.failed) {
        sounds->count = 0;
        err_memory(&sounds->problem);
    }
    for (size_t i = 0; i < sounds->count; i++) {
        sounds->list[i] = sounds->paths.bytes + at;
        at += strlen(sounds->list[i]) + 1;
    }
}

static void card_media_stop(struct card_media *m)
{
    launch_stop(m->player);
    m->player = 0;
}

/* Plays the sounds of the side shown. */
static enum err_code card_media_play(struct card_media *m, const struct screen *screen,
    const struct session *session, struct err *err)
{
    struct launch launch = {0};
    struct card_media_sounds sounds = {0};
    enum err_code code = ERR_NONE;
    card_media_stop(m);
    card_media_find_sounds(&sounds, &screen->links, session);
    if (!sounds.count && sounds.problem.code)
        code = card_media_say_problem(m, "Not played", &sounds.problem, err);
    else if (!sounds.count)
        code = card_media_say(m, "This side has no sounds", err);
    else if (!card_media_find_player(session, &launch))
        code = card_media_say(
            m, "No program plays sounds: install mpv, or set \"play\" in the settings", err);
    else if (launch_run(&launch, sounds.list, sounds.count, &m->player, &sounds.problem))
        code = card_media_say_problem(m, "Not played", &sounds.problem, err);
    launch_done(&launch);
    buf_done(&sounds.paths);
    return code;
}

static enum err_code card_media_play_or_stop(struct card_media *m, const struct screen *screen,
    const struct session *session, struct err *err)
{
    if (!launch_is_running(m->player))
        return card_media_play(m, screen, session, err);
    card_media_stop(m);
    return ERR_NONE;
}

/* ---- the card shown ---- */

static enum err_code card_media_read_links(
    struct screen *screen, const struct session *session, struct err *err)
{
    const struct card *card = &session->card.card;
    struct deck_facts deck = {0};
    if (session->stage == SESSION_OVER || !card_links_possible(card)) {
        card_links_done(&screen->links);
        return ERR_NONE;
    }
    enum err_code code = store_deck_facts(session->store, session->card.deck_id, &deck, err);
    if (!code)
        code = card_links_read(&screen->links, card, session->hint_shown,
            session->stage != SESSION_QUESTION, deck.path, err);
    deck_facts_done(&deck);
    return code;
}

/* Whether this side has sounds that the one shown before did not have. */
static bool card_media_has_news(const struct card_links *links, enum session_stage stage)
{
    for (size_t i = 0; i < links->count; i++)
        if (card_links_plays(links, i) && links->list[i].answer == (stage != SESSION_QUESTION))
            return true;
    return false;
}

enum err_code card_media_look(
    struct card_media *m, struct screen *screen, const struct session *session, struct err *err)
{
    const struct settings *settings = session->options.settings;
    int64_t card = session->stage == SESSION_OVER ? 0 : session->card.card_id;
    bool other = card != m->card || session->stage < m->stage;
    bool turned = other || session->stage != m->stage;
    m->card = card;
    m->stage = session->stage;
    enum err_code code = card_media_read_links(screen, session, err);
    if (other)
        card_media_stop(m);
    if (code || !turned || session->stage > SESSION_ANSWER || !settings ||
        !settings->play.automatic || !card_media_has_news(&screen->links, session->stage))
        return code;
    code = card_media_play(m, screen, session, err);
    if (m->told) /* once is enough, unless the user asks for it */
        buf_clear(&m->said);
    m->told |= m->said.length > 0;
    return code;
}

enum err_code card_media_follow(struct card_media *m, struct screen *screen,
    const struct session *session, int command, struct err *err)
{
    size_t chosen = (size_t)(command - CARD_OPEN_1);
    screen->ask = ASK_NOTHING;
    switch (command) {
    case CARD_OPEN:
        return card_media_choose(m, screen, session, err);
    case CARD_OPEN_YES:
        return card_media_open_asked(m, screen, err);
    case CARD_OPEN_NO:
        return ERR_NONE;
    case CARD_PLAY:
        return card_media_play_or_stop(m, screen, session, err);
    default:
        assert(command >= CARD_OPEN_1);
        return chosen < screen->links.count
                   ? card_media_open(m, screen, session, chosen, err)
                   : card_media_say(m, "This card has nothing with that number", err);
    }
}

void card_media_done(struct card_media *m)
{
    card_media_stop(m);
    buf_done(&m->said);
    *m = (struct card_media){0};
}
