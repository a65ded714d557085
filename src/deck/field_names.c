#include "deck/field_names.h"

#include "base/buf.h"
#include "deck/csv_columns.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#define KEY_MAX 64 /* bytes; a longer key has no meaning */

/* Writes the words of a key such as correctAnswer or correct_answer in lower case, with spaces.
 * Writes "" if it is too long. */
static void field_names_words(const char *key, char words[KEY_MAX + 1])
{
    size_t length = 0;
    bool lower = false;
    for (const char *c = key; *c && length < KEY_MAX; c++) {
        bool upper = isupper((unsigned char)*c);
        if (strchr("_- ", *c) || (upper && lower))
            words[length++] = ' ';
        if (!strchr("_- ", *c) && length < KEY_MAX)
            words[length++] = upper ? (char)tolower((unsigned char)*c) : *c;
        lower = islower((unsigned char)*c) || isdigit((unsigned char)*c);
    }
    words[length < KEY_MAX ? length : 0] = '\0';
}

/* Whether the comma-separated names include this one. */
static bool field_names_have(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (size_t size; length && names; names = names[size] ? names + size + 1 : NULL)
        if ((size = strcspn(names, ",")) == length && strncmp(names, name, length) == 0)
            return true;
    return false;
}

static bool field_names_list_has(const char *names, const char *key)
{
    char words[KEY_MAX + 1];
    field_names_words(key, words);
    return field_names_have(names, words);
}

/* Names that cards have in addition to those of table columns (deck/csv_columns.h). */
static const struct {
    enum field field;
    bool sure;
    const char *names;
} field_table[] = {
    {FIELD_QUESTION, true, "question,q,front,term,question text,front text,card front,front side"},
    {FIELD_QUESTION, false,
        "frontside,side1,side 1,side a,cue,phrase,vocab,vocabulary,concept,problem,stem,sentence,"
        "clue "
        "side,keyword,query,statement,acronym,abbreviation,clue,kanji,hanzi,headword,lemma,puzzle"},
    {FIELD_ANSWER, true, "answer,a,back,definition,answer text,back text,card back,back side"},
    {FIELD_ANSWER, false,
        "answer side,backside,side2,side 2,side b,solution,reply,description,meanings,definitions,"
        "translations,gloss,expansion,answers,explain"},
    {FIELD_CLOZE, true, "cloze,cloze text"},
    {FIELD_NOTE, false, "explanations,rationale,justification,feedback,answer explanation"},
    {FIELD_TAGS, false,
        "category,categories,topic,topics,subject,keywords,theme,group,section,"
        "chapter,module,unit,lesson"},
    {FIELD_ID, true, "note id,card id,question id"},
    {FIELD_DECK, true, "deck name"},
    {FIELD_REVERSE, true, "reverse,reversed,reversible,bidirectional"},
    {FIELD_OPTIONS, true,
        "options,choices,alternatives,answer options,possible answers,answer choices,variants"},
    {FIELD_WRONG, true,
        "incorrect answers,wrong answers,distractors,false answers,incorrect options,incorrect"},
    {FIELD_CORRECT, true,
        "correct,correct answer,correct answers,correct option,correct options,correct choice,"
        "right answer,answer key,is correct,right,correct index,correct answer index,"
        "answer index,correct option index,solution index,correct indices,correct letter"},
    {FIELD_UNUSED, true,
        "type,kind,format,difficulty,level,status,state,box,ease,ease factor,interval,due,"
        "repetitions,reps,lapses,order,index,position,number,points,score,time,timestamp,color,"
        "colour,icon,version,author,owner,lang,language,visibility,favorite,starred,known,learned,"
        "mastered,mastery,created,updated,modified,added,rank,frequency,weight,priority,marks,"
        "stability,reviews,streak,easiness,efactor,bucket,deleted,archived,suspended,flagged"},
};

/* Names that mean the question or the answer in a table, but may be for any value in JSON. */
static const char field_names_vague[] =
    "char,character,sentence,terms,words,name,item,concept,value,target";

static enum field field_names_of_column(const char *words)
{
    static const enum field fields[] = {[COLUMN_QUESTION] = FIELD_QUESTION,
        [COLUMN_ANSWER] = FIELD_ANSWER,
        [COLUMN_TAGS] = FIELD_TAGS,
        [COLUMN_HINT] = FIELD_HINT,
        [COLUMN_NOTE] = FIELD_NOTE,
        [COLUMN_ID] = FIELD_ID,
        [COLUMN_DECK] = FIELD_DECK,
        [COLUMN_KIND] = FIELD_UNUSED};
    enum csv_fit fit;
    enum csv_column column = csv_column_named(words, &fit);
    bool known = fit == FIT_WHOLE && (size_t)column < COUNT(fields) && fields[column] &&
                 !field_names_have(field_names_vague, words);
    return known ? fields[column] : FIELD_OTHER;
}

/* Whether the words name a date, a count or another of the program's own numbers. */
static bool field_names_is_unused(const char *words)
{
    static const char *const begins[] = {"created ", "updated ", "modified ", "last ", "next ",
        "is ", "has ", "//", "__"},
                             *const ends[] = {" id", " at", " count", " date", " ids", " uuid"};
    size_t length = strlen(words);
    for (size_t i = 0; i < COUNT(begins); i++)
        if (strncmp(words, begins[i], strlen(begins[i])) == 0)
            return true;
    for (size_t i = 0; i < COUNT(ends); i++)
        if (length > strlen(ends[i]) && strcmp(words + length - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

enum field field_named(const char *key, bool *sure)
{
    char words[KEY_MAX + 1];
    field_names_words(key, words);
    for (size_t i = 0; i < COUNT(field_table); i++)
        if (field_names_have(field_table[i].names, words)) {
            *sure = field_table[i].sure;
            return field_table[i].field;
        }
    *sure = false;
    enum field field = field_names_of_column(words);
    return field || !field_names_is_unused(words) ? field : FIELD_UNUSED;
}

bool field_names_deck(const char *key)
{
    return field_names_list_has("name,title,deck,deck name,topic,deck title,subject,category,"
                                "chapter,section,unit,lesson,module,set name,label",
        key);
}

bool field_names_list(const char *key)
{
    return field_names_list_has(
        "cards,flashcards,flash cards,questions,items,notes,entries,data,list,results,words,"
        "vocabulary,vocab,terms,quiz,quizzes,content,contents,children,decks,sets,topics,"
        "categories,sections,chapters,lessons,units,modules,subdecks,sub decks,exercises,problems,"
        "qa,qas,faq,faqs,pairs,concepts,flashcard sets,study sets,card list,deck,definitions,"
        "l,m,groups,subtopics,facts,phrases,sentences,root,response,payload,body,levels,parts,"
        "weeks",
        key);
}

bool field_names_text(const char *key)
{
    return field_names_list_has(
        "text,content,value,html,markdown,body,plain,answer,option,choice,label,s", key);
}

bool field_names_index(const char *key)
{
    return field_names_list_has("correct index,correct answer index,answer index,"
                                "correct option index,solution index,correct indices",
        key);
}

bool field_names_option(const char *key)
{
    static const char *const begins[] = {"option", "answer", "choice", "opt", "ans"};
    char words[KEY_MAX + 1];
    if (key[0] >= 'A' && key[0] <= 'H' && !key[1])
        return true;
    field_names_words(key, words);
    for (size_t i = 0; i < COUNT(begins); i++) {
        size_t length = strlen(begins[i]);
        if (strncmp(words, begins[i], length) != 0)
            continue;
        const char *last = words + length + (words[length] == ' ');
        if (last[0] && strchr("abcdefgh123456789", last[0]) && !last[1])
            return true;
    }
    return false;
}

bool field_names_language(const char *key)
{
    return field_names_list_has(
        "english,german,deutsch,french,spanish,italian,portuguese,dutch,swedish,norwegian,danish,"
        "finnish,estonian,latvian,lithuanian,polish,czech,slovak,russian,ukrainian,greek,turkish,"
        "arabic,hebrew,hindi,urdu,bengali,tamil,chinese,mandarin,cantonese,simplified,japanese,"
        "korean,vietnamese,thai,indonesian,malay,latin,hungarian,romanian,bulgarian,serbian,"
        "croatian,persian,farsi,swahili,icelandic,irish,welsh,catalan,esperanto,en,de,fr,es,it,pt,"
        "nl,sv,no,da,fi,et,pl,cs,ru,uk,el,tr,ar,he,hi,zh,ja,jp,ko,vi,th,la,hu,ro,bg,fa,eng,ger,"
        "native,foreign,target,original,translated",
        key);
}

bool field_names_extra(const char *key)
{
    return field_names_list_has(
        "pinyin,romaji,transliteration,transcription,reading,readings,pronunciation,ipa,"
        "romanization,phonetic,phonetics,phonetic spelling,kana,hiragana,katakana,furigana,onyomi,"
        "kunyomi,example,examples,example sentence,usage,part of speech,pos,gender,plural,image,"
        "img,audio,sound,url,link,emoji,source,root,tone,tones,word type,grammar,context",
        key);
}
