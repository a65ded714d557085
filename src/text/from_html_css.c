#include "text/from_html_css.h"

#include "base/buf.h"
#include "text/md_doc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The effect of a property whose value contains a word. Every value contains the empty word. */
static const struct {
    const char *property, *word;
    struct html_look look;
} from_html_css_rules[] = {{"display", "none", {.hidden = true}},
    {"visibility", "hidden", {.hidden = true}}, {"font-weight", "", {.clear = DOC_BOLD}},
    {"font-weight", "bold", {.set = DOC_BOLD}}, {"font-style", "", {.clear = DOC_ITALIC}},
    {"font-style", "italic", {.set = DOC_ITALIC}}, {"font-style", "oblique", {.set = DOC_ITALIC}},
    {"text-decoration", "underline", {.underlined = true}},
    {"text-decoration", "line-through", {.set = DOC_STRUCK}},
    {"text-decoration-line", "underline", {.underlined = true}},
    {"text-decoration-line", "line-through", {.set = DOC_STRUCK}},
    {"vertical-align", "super", {.raised = '^'}}, {"vertical-align", "sub", {.raised = '_'}},
    {"white-space", "pre", {.pre = true}}};

static void from_html_css_add(struct html_look *look, const struct html_look *more)
{
    look->set = (uint8_t)((look->set & ~more->clear) | more->set);
    look->clear = (uint8_t)((look->clear | more->clear) & ~more->set);
    look->underlined |= more->underlined;
    look->hidden |= more->hidden;
    look->pre |= more->pre;
    look->raised = more->raised ? more->raised : look->raised;
}

static void from_html_css_add_property(
    struct html_look *look, const char *name, size_t length, const char *value)
{
    for (size_t i = 0; i < COUNT(from_html_css_rules); i++)
        if (strlen(from_html_css_rules[i].property) == length &&
            strncasecmp(from_html_css_rules[i].property, name, length) == 0 &&
            strcasestr(value, from_html_css_rules[i].word) &&
            !(look->raised && from_html_css_rules[i].look.raised))
            from_html_css_add(look, &from_html_css_rules[i].look);
    if (length == strlen("font-weight") && strncasecmp(name, "font-weight", length) == 0 &&
        strtol(value, NULL, 10) >= 600)
        from_html_css_add(look, &(struct html_look){.set = DOC_BOLD});
    if (length == strlen("font-family") && strncasecmp(name, "font-family", length) == 0)
        html_look_add_font(look, value);
}

void html_look_add_css(struct html_look *look, const char *css)
{
    struct buf value = {0};
    while (*css) {
        css += strspn(css, "; \t\n");
        size_t name = strcspn(css, ":; \t\n"), length = strcspn(css, ";");
        const char *colon = memchr(css, ':', length);
        if (colon) {
            buf_clear(&value);
            buf_add(&value, colon + 1, (size_t)(css + length - colon - 1));
            from_html_css_add_property(look, css, name, buf_string(&value));
        }
        css += length;
    }
    buf_done(&value);
}

void html_look_add_font(struct html_look *look, const char *font)
{
    static const char *const fonts[] = {
        "mono", "courier", "consolas", "menlo", "fira code", "source code", "lucida console"};
    for (size_t i = 0; i < COUNT(fonts); i++)
        if (strcasestr(font, fonts[i]))
            from_html_css_add(look, &(struct html_look){.set = DOC_CODE});
}
