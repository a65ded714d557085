#include "text/from_html_latex.h"

#include "base/buf.h"
#include "text/md_doc.h"

#include <ctype.h>
#include <string.h>

enum latex_what { LATEX_TEXT, LATEX_STYLED, LATEX_LIST, LATEX_LIST_END, LATEX_ITEM };

static const struct latex_word {
    const char *name, *text;
    enum latex_what what;
    uint8_t value; /* styles, or whether a list is numbered */
} latex_words[] = {{"\\\\", "\n", LATEX_TEXT, 0}, {"\\newline", "\n", LATEX_TEXT, 0},
    {"\\par", "\n", LATEX_TEXT, 0}, {"\\noindent", "", LATEX_TEXT, 0}, {"\\%", "%", LATEX_TEXT, 0},
    {"\\&", "&", LATEX_TEXT, 0}, {"\\_", "_", LATEX_TEXT, 0}, {"\\#", "#", LATEX_TEXT, 0},
    {"\\$", "$", LATEX_TEXT, 0}, {"\\{", "{", LATEX_TEXT, 0}, {"\\}", "}", LATEX_TEXT, 0},
    {"``", "“", LATEX_TEXT, 0}, {"''", "”", LATEX_TEXT, 0},
    {"\\textbf{", "", LATEX_STYLED, DOC_BOLD}, {"\\textit{", "", LATEX_STYLED, DOC_ITALIC},
    {"\\emph{", "", LATEX_STYLED, DOC_ITALIC}, {"\\underline{", "", LATEX_STYLED, DOC_ITALIC},
    {"\\texttt{", "", LATEX_STYLED, DOC_CODE}, {"\\begin{itemize}", "", LATEX_LIST, false},
    {"\\begin{enumerate}", "", LATEX_LIST, true}, {"\\end{itemize}", "\n", LATEX_LIST_END, 0},
    {"\\end{enumerate}", "\n", LATEX_LIST_END, 0}, {"\\item", "\n- ", LATEX_ITEM, 0}};

struct latex_command latex_text_command(const char *text, struct latex_lists *lists)
{
    const struct latex_word *word = NULL;
    struct latex_command command = {0};
    for (size_t i = 0; i < COUNT(latex_words) && !word; i++) {
        size_t length = strlen(latex_words[i].name);
        bool letters = isalpha((unsigned char)latex_words[i].name[length - 1]);
        if (strncmp(text, latex_words[i].name, length) == 0 &&
            !(letters && isalpha((unsigned char)text[length]))) {
            word = &latex_words[i];
            command.length = length;
            command.length += letters ? strspn(text + length, " ") : 0;
        }
    }
    if (!word)
        return command;
    command.text = word->text;
    if (word->what == LATEX_STYLED)
        command.styles = word->value;
    if (word->what == LATEX_LIST && lists->depth < COUNT(lists->numbers)) {
        lists->ordered[lists->depth] = (char)word->value;
        lists->numbers[lists->depth++] = 0;
    }
    lists->depth -= word->what == LATEX_LIST_END && lists->depth > 0;
    if (word->what == LATEX_ITEM && lists->depth && lists->ordered[lists->depth - 1]) {
        command.number = ++lists->numbers[lists->depth - 1];
        command.text = "\n";
    }
    return command;
}
