#include "deck/csv_columns.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

/* Lower case; other letters than ASCII's in both. */
static const struct {
    const char *name;
    enum csv_column column;
} names[] = {
    {"question", COLUMN_QUESTION},
    {"questions", COLUMN_QUESTION},
    {"q", COLUMN_QUESTION},
    {"front", COLUMN_QUESTION},
    {"term", COLUMN_QUESTION},
    {"word", COLUMN_QUESTION},
    {"prompt", COLUMN_QUESTION},
    {"text", COLUMN_QUESTION},
    {"expression", COLUMN_QUESTION},
    {"frage", COLUMN_QUESTION},
    {"vorderseite", COLUMN_QUESTION},
    {"begriff", COLUMN_QUESTION},
    {"recto", COLUMN_QUESTION},
    {"terme", COLUMN_QUESTION},
    {"pregunta", COLUMN_QUESTION},
    {"anverso", COLUMN_QUESTION},
    {"término", COLUMN_QUESTION},
    {"pergunta", COLUMN_QUESTION},
    {"frente", COLUMN_QUESTION},
    {"domanda", COLUMN_QUESTION},
    {"fronte", COLUMN_QUESTION},
    {"vraag", COLUMN_QUESTION},
    {"pytanie", COLUMN_QUESTION},
    {"вопрос", COLUMN_QUESTION},
    {"Вопрос", COLUMN_QUESTION},
    {"問題", COLUMN_QUESTION},
    {"问题", COLUMN_QUESTION},
    {"answer", COLUMN_ANSWER},
    {"answers", COLUMN_ANSWER},
    {"a", COLUMN_ANSWER},
    {"back", COLUMN_ANSWER},
    {"definition", COLUMN_ANSWER},
    {"meaning", COLUMN_ANSWER},
    {"translation", COLUMN_ANSWER},
    {"response", COLUMN_ANSWER},
    {"antwort", COLUMN_ANSWER},
    {"rückseite", COLUMN_ANSWER},
    {"übersetzung", COLUMN_ANSWER},
    {"verso", COLUMN_ANSWER},
    {"réponse", COLUMN_ANSWER},
    {"définition", COLUMN_ANSWER},
    {"respuesta", COLUMN_ANSWER},
    {"reverso", COLUMN_ANSWER},
    {"definición", COLUMN_ANSWER},
    {"resposta", COLUMN_ANSWER},
    {"risposta", COLUMN_ANSWER},
    {"retro", COLUMN_ANSWER},
    {"antwoord", COLUMN_ANSWER},
    {"odpowiedź", COLUMN_ANSWER},
    {"ответ", COLUMN_ANSWER},
    {"Ответ", COLUMN_ANSWER},
    {"答え", COLUMN_ANSWER},
    {"答案", COLUMN_ANSWER},
    {"tags", COLUMN_TAGS},
    {"tag", COLUMN_TAGS},
    {"labels", COLUMN_TAGS},
    {"schlagwörter", COLUMN_TAGS},
    {"étiquettes", COLUMN_TAGS},
    {"etiquetas", COLUMN_TAGS},
    {"hint", COLUMN_HINT},
    {"hints", COLUMN_HINT},
    {"hinweis", COLUMN_HINT},
    {"indice", COLUMN_HINT},
    {"pista", COLUMN_HINT},
    {"note", COLUMN_NOTE},
    {"notes", COLUMN_NOTE},
    {"extra", COLUMN_NOTE},
    {"back extra", COLUMN_NOTE},
    {"comment", COLUMN_NOTE},
    {"explanation", COLUMN_NOTE},
    {"notiz", COLUMN_NOTE},
    {"bemerkung", COLUMN_NOTE},
    {"remarque", COLUMN_NOTE},
    {"nota", COLUMN_NOTE},
    {"id", COLUMN_ID},
    {"guid", COLUMN_ID},
    {"uuid", COLUMN_ID},
    {"deck", COLUMN_DECK},
    {"stapel", COLUMN_DECK},
    {"paquet", COLUMN_DECK},
    {"mazo", COLUMN_DECK},
    {"notetype", COLUMN_KIND},
    {"note type", COLUMN_KIND},
};

/* As strcasecmp for ASCII, and for the letters of Latin-1, whose cases in UTF-8 differ in the same
 * bit of their second byte. */
static bool csv_columns_same_name(const char *one, const char *other, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char a = (unsigned char)one[i], b = (unsigned char)other[i];
        bool latin = i > 0 && (unsigned char)one[i - 1] == 0xc3;
        if (latin ? (a | 0x20) != (b | 0x20) : strncasecmp(one + i, other + i, 1) != 0)
            return false;
    }
    return other[length] == '\0';
}

static enum csv_column csv_columns_column_of(const char *name, size_t length)
{
    for (; length > 0 && name[0] == ' '; length--)
        name++;
    while (length > 0 && name[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i].name) == length && csv_columns_same_name(name, names[i].name, length))
            return names[i].column;
    return COLUMN_NONE;
}

enum csv_column csv_column_named(const char *name)
{
    return csv_columns_column_of(name, strlen(name));
}

enum err_code csv_columns_parse(struct csv_columns *columns, const char *text, struct err *err)
{
    *columns = (struct csv_columns){.count = 0};
    for (const char *name = text;; name++) {
        size_t length = strcspn(name, ",");
        enum csv_column column = csv_columns_column_of(name, length);
        if (!column && !(length == 0 || (length == 1 && *name == '-')))
            return err_set(err, ERR_USAGE,
                "--columns: \"%.*s\" is no column: write question, answer, tags, hint, note, id, "
                "deck, or - for one to pass over",
                (int)length, name);
        if (columns->count == COLUMNS_MAX || (column && csv_columns_have(columns, column)))
            return err_set(err, ERR_USAGE, "--columns: \"%.*s\" comes twice", (int)length, name);
        columns->of[columns->count++] = column;
        name += length;
        if (!*name)
            break;
    }
    if (!csv_columns_have(columns, COLUMN_QUESTION))
        return err_set(err, ERR_USAGE, "--columns: one of them must be the question");
    return ERR_NONE;
}

bool csv_columns_have(const struct csv_columns *columns, enum csv_column column)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->of[i] == column)
            return true;
    return false;
}

bool csv_columns_are_header(const struct csv_columns *columns)
{
    size_t counts[COLUMN_KIND + 1] = {0}, known = 0;
    for (size_t i = 0; i < columns->count; i++)
        counts[columns->of[i]]++;
    for (size_t i = COLUMN_QUESTION; i <= COLUMN_KIND; i++) {
        if (counts[i] > 1)
            return false;
        known += counts[i];
    }
    return counts[COLUMN_QUESTION] == 1 && (known > 1 || columns->count == 1);
}
