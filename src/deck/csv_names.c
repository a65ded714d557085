/* The names of columns, in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
 * Russian, Japanese, Chinese and Korean, and the names of languages. */
#include "deck/csv_columns.h"

#include "base/casefold.h"
#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

/* Names separated by commas, in lower case. `whole` names are too short or too vague to count as a
 * part of a longer name. */
static const struct {
    enum csv_column column;
    const char *names, *whole;
} csv_names[] = {
    {COLUMN_QUESTION,
        "question,questions,front,frontside,term,terms,word,words,vocab,vocabulary,prompt,"
        "expression,headword,phrase,lemma,kanji,hanzi,hanja,hangul,hangeul,simplified,"
        "frage,fragen,vorderseite,begriff,wort,vokabel,ausdruck,fachbegriff,"
        "recto,terme,mot,question,expression,vocable,"
        "pregunta,preguntas,anverso,término,termino,palabra,vocablo,expresión,frente,"
        "domanda,fronte,termine,parola,vocabolo,espressione,"
        "pergunta,perguntas,termo,palavra,expressão,"
        "vraag,voorkant,woord,begrip,uitdrukking,"
        "pytanie,przód,awers,słowo,slowo,pojęcie,wyraz,słówko,"
        "вопрос,слово,термин,лицевая сторона,выражение,"
        "問題,質問,表,表面,単語,英単語,熟語,語句,言葉,語彙,用語,漢字,"
        "问题,問題,正面,单词,單字,單詞,词,词语,詞語,词汇,生词,術語,术语,汉字,题目,題目,"
        "질문,문제,앞면,단어,어휘,용어,낱말",
        "q,text,char,character,sentence,name,item,concept,fachwort"},
    {COLUMN_OPTION, "",
        "options,option,choices,choice,distractors,optiona,optionb,optionc,optiond"},
    {COLUMN_ANSWER,
        "answer,answers,back,backside,definition,definitions,meaning,meanings,translation,"
        "translations,response,gloss,"
        "antwort,antworten,rückseite,übersetzung,uebersetzung,bedeutung,definition,lösung,loesung,"
        "verso,réponse,reponse,définition,traduction,signification,sens,"
        "respuesta,respuestas,reverso,definición,definicion,significado,traducción,traduccion,"
        "risposta,retro,definizione,traduzione,significato,"
        "resposta,respostas,verso,definição,tradução,significado,"
        "antwoord,achterkant,definitie,vertaling,betekenis,"
        "odpowiedź,odpowiedz,tył,rewers,definicja,tłumaczenie,znaczenie,"
        "ответ,перевод,определение,значение,обратная сторона,"
        "答え,解答,回答,正解,裏,裏面,意味,訳,和訳,日本語訳,定義,翻訳,"
        "答案,回答,背面,反面,释义,釋義,意思,含义,翻译,翻譯,定义,定義,解释,中文释义,"
        "답,답변,정답,뒷면,뜻,의미,번역,정의",
        "a,target,value,correct,correct option,correcta,correta,corretta,richtig,correcte"},
    {COLUMN_READING,
        "reading,pronunciation,transcription,transliteration,romanization,romanisation,romaji,"
        "pinyin,zhuyin,bopomofo,furigana,hiragana,katakana,kana,ipa,phonetic,phonetics,"
        "phonetically,"
        "jyutping,aussprache,lautschrift,umschrift,prononciation,pronunciación,pronunciacion,"
        "pronuncia,pronúncia,lettura,leitura,uitspraak,wymowa,произношение,транскрипция,読み,"
        "読み方,よみ,ふりがな,"
        "発音,拼音,注音,读音,發音,发音,音标,音標,발음,독음",
        ""},
    {COLUMN_EXAMPLE,
        "example,examples,sentences,usage,context,sample,beispiel,beispiele,beispielsatz,"
        "exemple,exemples,phrase d'exemple,ejemplo,ejemplos,oración,frase,esempio,esempi,exemplo,"
        "exemplos,voorbeeld,voorbeeldzin,przykład,przyklad,przykłady,zdanie,пример,примеры,"
        "предложение,例,例文,例句,예문,예시",
        ""},
    {COLUMN_NOTE,
        "note,notes,extra,back extra,comment,comments,explanation,explanations,remark,remarks,"
        "rationale,notiz,notizen,bemerkung,anmerkung,erklärung,kommentar,erläuterung,begründung,"
        "begruendung,remarque,"
        "explication,commentaire,nota,notas,explicación,comentario,spiegazione,commento,"
        "explicação,observação,comentário,opmerking,notitie,uitleg,notatka,uwaga,uwagi,"
        "wyjaśnienie,komentarz,примечание,заметка,комментарий,объяснение,пояснение,メモ,備考,解説,"
        "説明,备注,笔记,註,备註,說明,说明,解析,備註,메모,비고,설명,해설",
        "info,additional information"},
    {COLUMN_HINT,
        "hint,hints,clue,mnemonic,hinweis,tipp,merkhilfe,eselsbrücke,indice,pista,suggerimento,"
        "dica,hint,wskazówka,подсказка,ヒント,提示,힌트",
        ""},
    {COLUMN_TAGS,
        "tags,tag,labels,schlagwörter,étiquettes,etiquetas,etichette,etykiety,tagi,теги,метки,"
        "タグ,标签,標籤,태그",
        "label,keywords"},
    {COLUMN_TOPIC,
        "category,categories,topic,topics,subject,theme,chapter,lesson,kategorie,thema,kapitel,"
        "lektion,catégorie,thème,chapitre,leçon,categoría,categoria,tema,capítulo,lección,"
        "argomento,capitolo,lezione,capítulo,lição,categorie,hoofdstuk,les,kategoria,temat,"
        "rozdział,lekcja,категория,тема,глава,урок,カテゴリ,カテゴリー,分類,章,課,类别,分类,類別,"
        "主题,章节,카테고리,분류,주제,단원",
        "unit,section,domain,group"},
    {COLUMN_DECK, "deck,decks,stapel,paquet,mazo,mazzo,baralho,talia,колода,デッキ,牌组,덱", ""},
    {COLUMN_ID, "",
        "id,guid,uuid,card id,cardid,note id,noteid,word id,wordid,question id,questionid,"
        "term id,vocab id,external id,slug"},
    {COLUMN_KIND, "", "notetype,note type"},
    {COLUMN_OUT, "",
        "rank,frequency,freq,frequency rank,no,no.,nr,nr.,№,#,number,num,index,idx,order,position,"
        "row,rang,häufigkeit,nummer,numéro,numero,número,fréquence,frecuencia,frequenza,"
        "frequência,frequentie,numer,częstość,номер,частота,番号,序号,編號,编号,번호,순위,"
        "created,created at,created by,created on,updated,updated at,updated by,modified,"
        "modified at,last modified,timestamp,enabled,audio path,due,due date,ease,interval,"
        "repetitions,next review,last review,last reviewed,review count,success number,successes,"
        "learning date,date added,date,status"},
};

/* The names of languages, in English, in the language itself, and for the commonest in others. */
static const char csv_languages[] =
    "english,german,french,spanish,italian,portuguese,dutch,polish,russian,japanese,chinese,"
    "korean,latin,greek,ancient greek,hebrew,arabic,turkish,swedish,norwegian,danish,finnish,"
    "icelandic,czech,slovak,hungarian,romanian,bulgarian,serbian,croatian,slovenian,ukrainian,"
    "lithuanian,latvian,estonian,hindi,urdu,bengali,punjabi,tamil,persian,farsi,thai,vietnamese,"
    "indonesian,malay,tagalog,filipino,swahili,irish,welsh,scottish gaelic,basque,catalan,galician,"
    "esperanto,mandarin,cantonese,sanskrit,afrikaans,albanian,armenian,georgian,mongolian,"
    "deutsch,englisch,französisch,spanisch,italienisch,portugiesisch,niederländisch,polnisch,"
    "russisch,japanisch,chinesisch,koreanisch,latein,griechisch,türkisch,schwedisch,"
    "français,francais,anglais,allemand,espagnol,italien,portugais,néerlandais,polonais,russe,"
    "japonais,chinois,coréen,grec,español,espanol,inglés,ingles,alemán,francés,italiano,portugués,"
    "ruso,japonés,chino,coreano,inglese,tedesco,francese,spagnolo,russo,giapponese,português,"
    "portugues,inglês,alemão,francês,espanhol,nederlands,engels,duits,frans,spaans,italiaans,"
    "polski,angielski,niemiecki,francuski,hiszpański,włoski,rosyjski,русский,английский,немецкий,"
    "французский,испанский,українська,日本語,英語,中国語,韓国語,ドイツ語,フランス語,スペイン語,"
    "中文,"
    "英文,英语,日语,日文,法语,德语,汉语,韩语,한국어,영어,일본어,중국어,svenska,dansk,norsk,suomi,"
    "čeština,magyar,română,türkçe,tiếng việt,euskara,català,العربية,עברית,हिन्दी,ไทย,bahasa "
    "indonesia";
/* Their codes count only where nothing else can be meant. */
static const char csv_codes[] =
    "en,de,fr,es,it,pt,nl,pl,ru,ja,jp,zh,cn,ko,kr,la,el,gr,he,ar,tr,sv,se,no,nb,da,dk,fi,is,cs,cz,"
    "sk,hu,ro,bg,sr,hr,sl,uk,ua,lt,lv,et,hi,fa,th,vi,id,ms,eu,ca,eo,sw,eng,deu,ger,fra,fre,spa,ita,"
    "por,nld,pol,rus,jpn,zho,kor,lat,en us,en gb,zh cn,zh tw,pt br";

static bool csv_names_list_has(const char *list, const char *name, size_t length)
{
    for (size_t size; list; list = list[size] ? list + size + 1 : NULL)
        if ((size = strcspn(list, ",")) == length && length && memcmp(name, list, length) == 0)
            return true;
    return false;
}

static enum csv_column csv_names_find(const char *name, size_t length, bool part)
{
    for (size_t i = 0; i < COUNT(csv_names); i++)
        if (csv_names_list_has(csv_names[i].names, name, length) ||
            (!part && csv_names_list_has(csv_names[i].whole, name, length)))
            return csv_names[i].column;
    return COLUMN_NONE;
}

#define KEY_SIZE 128

/* Folds the case, splits camelCase and digits, and makes one space of each run of blanks and
 * punctuation, as in word_id or "Answer (short)". A name that is too long becomes "". */
static void csv_names_fold(char key[KEY_SIZE], const char *name)
{
    size_t length = 0;
    bool after_lower = false;
    if (*name == '#' && name[1]) /* a header that is marked as a comment */
        name++;
    while (*name && length < KEY_SIZE - UTF8_MAX - 2) {
        char c = *name;
        bool apart = isupper((unsigned char)c) || isdigit((unsigned char)c);
        bool blank = strchr(" \t\r\n_*()[]/:?\"|-", c) != NULL;
        if ((blank || (apart && after_lower)) && length && key[length - 1] != ' ')
            key[length++] = ' ';
        after_lower = islower((unsigned char)c);
        uint32_t character = casefold_character(utf8_next(&name));
        if (!blank)
            length += utf8_encode(character, key + length);
    }
    while (length && key[length - 1] == ' ')
        length--;
    key[*name ? 0 : length] = '\0';
}

/* Whether the name is one of several answers to choose from: "option a", "answer 2", "wrong 1". */
static bool csv_names_is_option(const char *name)
{
    static const char words[] =
        "option,choice,answer,wrong,incorrect,distractor,opción,opcion,respuesta,opção,opcao,"
        "alternativa,resposta,antwort,réponse,reponse,choix,risposta,opzione,antwoord,keuze,"
        "odpowiedź,"
        "odpowiedz,вариант,ответ,選択肢,选项,選項,보기";
    const char *last = strrchr(name, ' ');
    bool letter =
        last && !last[2] && (isdigit((unsigned char)last[1]) || (last[1] >= 'a' && last[1] <= 'f'));
    for (size_t length; letter && *name; name += length + (name[length] == ' ')) {
        length = strcspn(name, " ");
        if (csv_names_list_has(words, name, length))
            return true;
    }
    return false;
}

/* Looks for a known word in a longer name. Of several, the last one decides, as in "word meaning";
 * but the translation of an example is not an answer. */
static enum csv_column csv_names_find_word(const char *name)
{
    enum csv_column column = COLUMN_NONE;
    if (csv_names_is_option(name))
        return COLUMN_OPTION;
    for (size_t length; *name; name += length + (name[length] == ' ')) {
        length = strcspn(name, " ");
        enum csv_column word = csv_names_find(name, length, true);
        column = word && column != COLUMN_EXAMPLE ? word : column;
    }
    return column;
}

/* Whether a word of the name is a language, as in spanish2. */
static bool csv_names_have_language(const char *name)
{
    for (size_t length; *name; name += length + (name[length] == ' ')) {
        length = strcspn(name, " ");
        if (csv_names_list_has(csv_languages, name, length))
            return true;
    }
    return false;
}

/* Whether the folded name is a language or its code. */
static bool csv_names_is_language(const char *key)
{
    return csv_names_list_has(csv_languages, key, strlen(key)) ||
           csv_names_list_has(csv_codes, key, strlen(key));
}

char csv_column_option(const char *name)
{
    char key[KEY_SIZE];
    csv_names_fold(key, name);
    size_t length = strlen(key);
    bool joined = length == strlen("optiona") && strncmp(key, "option", 6) == 0;
    bool wrong = strstr(key, "wrong") || strstr(key, "incorrect") || strstr(key, "distractor");
    bool option = (length == 1 || joined || csv_names_is_option(key)) && !wrong;
    return option && isalnum((unsigned char)key[length - 1]) ? key[length - 1] : '\0';
}

bool csv_column_names_language(const char *name)
{
    char key[KEY_SIZE];
    csv_names_fold(key, name);
    return csv_names_is_language(key);
}

enum csv_column csv_column_named(const char *name, enum csv_fit *fit)
{
    char key[KEY_SIZE];
    csv_names_fold(key, name);
    enum csv_column column = csv_names_find(key, strlen(key), false);
    *fit = column ? FIT_WHOLE : FIT_NONE;
    if (column)
        return column;
    if (csv_names_is_language(key))
        *fit = FIT_LANGUAGE;
    else if ((column = csv_names_find_word(key)))
        *fit = FIT_PART;
    else if (csv_names_have_language(key))
        *fit = FIT_LIKE_LANGUAGE;
    return column;
}
