/* Statistics as one HTML page that needs no script and no network. It is well-formed XML. */
#include "view/stats.h"

#include "base/date.h"
#include "text/escape.h"
#include "text/one_line.h"
#include "view/svg.h"

#include <limits.h>

/* Colours of a light and a dark page. Text has a contrast of at least 4.5 : 1. */
#define LIGHT                                                                                      \
    "--paper:#fdfdfb;--ink:#1c1e21;--faint:#5b6067;--grid:#d9dbdd;--card:#f3f4f2;"                 \
    "--bar:#2f6fb5;--more:#a8530a;--s0:#e7e9ea;--s1:#b3cfec;--s2:#6fa5da;--s3:#2f6fb5;"            \
    "--s4:#153f6e;" RATING_COLORS
#define DARK                                                                                       \
    "--paper:#16181b;--ink:#e6e7e9;--faint:#a2a7ae;--grid:#3a3e44;--card:#1f2226;"                 \
    "--bar:#6cb2ff;--more:#ff9f43;--s0:#26292e;--s1:#1f4468;--s2:#2f6fa8;--s3:#5ba3e6;"            \
    "--s4:#b5dbff;" RATING_COLORS
#define RATING_COLORS                                                                              \
    "--r1:#d98a8d;--r2:#e0a878;--r3:#d6c266;--r4:#8fc08a;--r5:#7fb2dc;--digit:#1c1e21"

static const char style[] =
    ":root{color-scheme:light dark;" LIGHT "}\n"
    "@media screen and (prefers-color-scheme:dark){:root{" DARK "}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:60rem;padding:1rem 1.25rem 3rem;background:var(--paper);"
    "color:var(--ink);font:1rem/1.5 system-ui,sans-serif}\n"
    "h1{margin:.5rem 0 0}h2{margin:0;font-size:1.25rem}\n"
    ".about,footer{margin:0 0 .75rem;color:var(--faint)}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;list-style:none}\n"
    "a{color:var(--bar)}\n"
    "section{margin:2.5rem 0 0;break-inside:avoid}\n"
    ".wide{overflow-x:auto}\n"
    ".wide:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--bar);"
    "outline-offset:2px}\n"
    "dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.5rem;margin:0}"
    "\ndl div{padding:.5rem .75rem;background:var(--card);border-radius:.4rem;break-inside:avoid}\n"
    "dt{color:var(--faint);font-size:.875rem}dd{margin:0;font-size:1.25rem;font-weight:600}\n"
    "details{margin:.5rem 0 0}summary{cursor:pointer;color:var(--faint)}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.15rem .75rem .15rem 0;text-align:right;border-bottom:1px solid var(--grid);"
    "white-space:nowrap}\n"
    "th{font-weight:600;vertical-align:bottom}tbody th{font-weight:400;vertical-align:middle}\n"
    ".word{text-align:start;white-space:normal;overflow-wrap:anywhere}\n"
    "svg{display:block;width:100%;font-size:120px;fill:var(--ink)}.broad{min-width:34rem}"
    ".narrow{display:none}\n"
    "svg text{fill:var(--faint)}svg .title{fill:var(--ink);font-weight:600}\n"
    "svg .end{text-anchor:end}svg .middle{text-anchor:middle}svg .digit{fill:var(--digit)}\n"
    ".axis{stroke:var(--faint);stroke-width:10}.grid{stroke:var(--grid);stroke-width:10}\n"
    ".bar{fill:var(--bar)}.more{fill:var(--paper);stroke:var(--more);stroke-width:14;"
    "stroke-dasharray:40 20}\n"
    ".line{fill:none;stroke:var(--bar);stroke-width:20;stroke-linejoin:round}\n"
    ".range{stroke:var(--bar);stroke-width:12;opacity:.55}.point{fill:var(--bar)}\n"
    ".interval{stroke:var(--digit);stroke-width:30}\n"
    ".s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)"
    "}\n.r1{fill:var(--r1)}.r2{fill:var(--r2)}.r3{fill:var(--r3)}.r4{fill:var(--r4)}.r5{fill:var(--"
    "r5)"
    "}\n@media screen and (max-width:37rem){body{padding:.5rem .5rem 2rem}.broad{display:none}"
    ".narrow{display:block}table{font-size:.6875rem}th,td{padding-right:.25rem}"
    "thead "
    "th:not(.word){writing-mode:vertical-rl}.word{overflow-wrap:break-word}dl{grid-template-"
    "columns:1fr 1fr}}\n@media "
    "print{body{max-width:none;padding:0;font-size:10pt}nav,details:not([open]){display:none}"
    ".broad{min-width:0}.wide{overflow:visible}section{margin-top:1.5rem}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* ---- tables ---- */

/* Appends a column's name with spaces in place of underscores. */
static void stats_html_name(struct buf *out, const char *name)
{
    for (; *name; name++)
        buf_char(out, *name == '_' ? ' ' : *name);
}

static void stats_html_cell(
    struct buf *out, const struct dataset *dataset, size_t row, size_t column)
{
    char text[DATASET_CELL_SIZE];
    struct buf whole = {0};
    const char *tag = column == 0 ? "th scope=\"row\"" : "td";
    enum cell_kind kind = dataset->columns[column].kind;
    buf_format(out, "<%s%s>", tag, cell_is_words(kind) ? " class=\"word\" dir=\"auto\"" : "");
    one_line_fit(&whole, dataset_cell(dataset, row, column, text), INT_MAX);
    escape_text(out, buf_string(&whole));
    out->failed |= whole.failed;
    buf_done(&whole);
    buf_format(out, "</%.2s>", tag);
}

static void stats_html_table(struct buf *out, const char *title, const struct dataset *dataset)
{
    buf_format(out,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s: table\">"
        "<table><thead><tr>",
        title);
    for (size_t column = 0; column < dataset->column_count; column++) {
        enum cell_kind kind = dataset->columns[column].kind;
        buf_format(out, "<th scope=\"col\"%s>", cell_is_words(kind) ? " class=\"word\"" : "");
        stats_html_name(out, dataset->columns[column].name);
        buf_text(out, "</th>");
    }
    buf_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < dataset->row_count; row++) {
        buf_text(out, "<tr>");
        for (size_t column = 0; column < dataset->column_count; column++)
            stats_html_cell(out, dataset, row, column);
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody></table></div>\n");
}

/* Lists the cells of today's single row. */
static void stats_html_list(struct buf *out, const struct dataset *dataset)
{
    char text[DATASET_CELL_SIZE];
    buf_text(out, "<dl>\n");
    for (size_t column = 0; column < dataset->column_count; column++) {
        const char *cell = dataset_cell(dataset, 0, column, text);
        buf_format(out, "<div><dt>%s</dt><dd>%s</dd></div>\n", dataset->columns[column].title,
            *cell ? cell : "-");
    }
    buf_text(out, "</dl>\n");
}

/* ---- pages ---- */

static void stats_html_page(struct buf *out, enum stats_page page, const struct dataset *dataset)
{
    const struct page_kind *kind = &page_kinds[page];
    buf_format(out,
        "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>\n"
        "<p class=\"about\">",
        kind->name, kind->name, kind->name, kind->title);
    escape_text(out, kind->about);
    buf_text(out, "</p>\n");
    if (page == PAGE_TODAY) {
        stats_html_list(out, dataset);
    } else if (dataset->row_count == 0) {
        buf_text(out, "<p>Nothing yet.</p>\n");
    } else if (page == PAGE_COSTLIEST) {
        stats_html_table(out, kind->title, dataset);
    } else {
        buf_format(out,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s: chart\">\n",
            kind->title);
        svg_page(out, page, dataset, SVG_BROAD);
        svg_page(out, page, dataset, SVG_NARROW);
        buf_format(out, "</div>\n<details><summary>%s as a table</summary>\n", kind->title);
        stats_html_table(out, kind->title, dataset);
        buf_text(out, "</details>\n");
    }
    buf_text(out, "</section>\n");
}

static void stats_html_head(struct buf *out, const struct figures *figures, const char *scope)
{
    char today[DATASET_CELL_SIZE];
    date_text(figures->today, today);
    buf_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n"
                  "<head>\n<meta charset=\"utf-8\" />\n"
                  "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
    buf_format(out,
        "<title>drill: statistics of %s</title>\n<style>\n%s</style>\n</head>\n<body>\n"
        "<header>\n<h1>Statistics</h1>\n<p class=\"about\">%s",
        today, style, today);
    if (*scope) {
        buf_text(out, "; only <bdi>");
        escape_text(out, scope);
        buf_text(out, "</bdi>");
    }
    buf_text(out, "</p>\n</header>\n<nav aria-label=\"Pages\"><ul>\n");
    for (enum stats_page page = 0; page < pages_shown(figures); page++)
        buf_format(out, "<li><a href=\"#%s\">%s</a></li>\n", page_kinds[page].name,
            page_kinds[page].title);
    buf_text(out, "</ul></nav>\n<main>\n");
}

bool stats_html(const struct figures *figures, const char *scope, struct buf *out)
{
    struct dataset dataset = {0};
    bool good = true;
    stats_html_head(out, figures, scope);
    for (enum stats_page page = 0; page < pages_shown(figures) && good; page++) {
        page_dataset(page, figures, &dataset);
        good = !dataset.failed;
        if (good)
            stats_html_page(out, page, &dataset);
    }
    buf_text(out, "</main>\n<footer>Made by drill. The manual (man drill) defines each figure."
                  "</footer>\n</body>\n</html>\n");
    dataset_done(&dataset);
    return good && !out->failed;
}
