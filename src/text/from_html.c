#include "text/from_html.h"

#include "text/from_html_steps.h"
#include "text/md_units.h"

#include <string.h>

#define DEPTH_MAX 128

/* The deepest nesting, not counting elements that need no end tag. Unclosed elements count, because
 * the parser reopens them in every paragraph. */
static size_t from_html_depth(const char *html)
{
    static const char *const alone[] = {"br", "img", "hr", "p>", "p ", "li", "!"};
    size_t depth = 0, most = 0;
    while ((html = strchr(html, '<'))) {
        html++;
        bool counts = *html != '/';
        for (size_t i = 0; i < COUNT(alone); i++)
            counts = counts && strncmp(html, alone[i], strlen(alone[i])) != 0;
        if (counts)
            depth++;
        else if (*html == '/' && depth > 0)
            depth--;
        most = depth > most ? depth : most;
    }
    return most;
}

bool html_to_markdown(struct buf *out, const char *html, const struct html_media *media)
{
    struct doc read, marked;
    if (from_html_depth(html) > DEPTH_MAX)
        return false;
    doc_init(&read);
    doc_init(&marked);
    from_html_read(&read, html, media);
    from_html_find_marks(&read, &marked);
    from_html_find_lines(&marked);
    markdown_put_doc(out, &marked);
    doc_done(&read);
    doc_done(&marked);
    return true;
}
