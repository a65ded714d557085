#include "deck/csv_columns.h"

#include "base/buf.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

/* Names separated by commas, in lower case. Cyrillic names are also listed with a capital letter,
 * because case is ignored only up to Latin-1. */
static const char *const names[] = {
    [COLUMN_QUESTION] =
        "question,questions,q,front,term,word,prompt,text,expression,frage,vorderseite,"
        "begriff,recto,terme,pregunta,anverso,término,pergunta,frente,domanda,fronte,"
        "vraag,pytanie,вопрос,Вопрос,問題,问题",
    [COLUMN_ANSWER] =
        "answer,answers,a,back,definition,meaning,translation,response,antwort,rückseite,"
        "übersetzung,verso,réponse,définition,respuesta,reverso,definición,resposta,"
        "risposta,retro,antwoord,odpowiedź,ответ,Ответ,答え,答案",
    [COLUMN_TAGS] = "tags,tag,labels,schlagwörter,étiquettes,etiquetas",
    [COLUMN_HINT] = "hint,hints,hinweis,indice,pista",
    [COLUMN_NOTE] = "note,notes,extra,back extra,comment,explanation,notiz,bemerkung,remarque,nota",
    [COLUMN_ID] = "id,guid,uuid",
    [COLUMN_DECK] = "deck,stapel,paquet,mazo",
    [COLUMN_KIND] = "notetype,note type",
};
static_assert(COUNT(names) == COLUMN_KIND + 1, "each column has its names");

/* Ignores the case of ASCII and Latin-1 letters. As in ASCII, the two cases of a Latin-1 letter
 * differ in one bit in UTF-8. */
static bool csv_columns_same_name(const char *one, const char *other, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char a = (unsigned char)one[i], b = (unsigned char)other[i];
        bool latin = i > 0 && (unsigned char)one[i - 1] == 0xc3;
        if (latin ? (a | 0x20) != (b | 0x20) : strncasecmp(one + i, other + i, 1) != 0)
            return false;
    }
    return true;
}

static bool csv_columns_list_has(const char *list, const char *name, size_t length)
{
    for (size_t size; list; list = list[size] ? list + size + 1 : NULL)
        if ((size = strcspn(list, ",")) == length && csv_columns_same_name(name, list, length))
            return true;
    return false;
}

static enum csv_column csv_columns_column_of(const char *name, size_t length)
{
    for (; length > 0 && name[0] == ' '; length--)
        name++;
    while (length > 0 && name[length - 1] == ' ')
        length--;
    for (enum csv_column column = COLUMN_QUESTION; column <= COLUMN_KIND; column++)
        if (csv_columns_list_has(names[column], name, length))
            return column;
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
                "--columns: \"%.*s\" is not a column: use question, answer, tags, hint, note, id, "
                "deck, or - to skip one",
                (int)length, name);
        if (columns->count == COLUMNS_MAX || (column && csv_columns_have(columns, column)))
            return err_set(err, ERR_USAGE, "--columns: \"%.*s\" appears twice", (int)length, name);
        columns->of[columns->count++] = column;
        name += length;
        if (!*name)
            break;
    }
    if (!csv_columns_have(columns, COLUMN_QUESTION))
        return err_set(err, ERR_USAGE, "--columns: one column must be the question");
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
