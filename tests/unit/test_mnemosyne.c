/* Mnemosyne's XML, packages and databases. */
#include "unit/import_file.h"
#include "unit/zip_file.h"

#include <sqlite3.h>

/* ---- XML of 1.x ---- */

#define ITEMS(items)                                                                               \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<mnemosyne core_version=\"1\" time_of_start=\"1247619600\">\n" /* 2009-07-15 01:00 UTC */     \
    "<category active=\"1\"><name>t</name></category>" items "</mnemosyne>"

/* Day 14440 is 2009-07-15. */
static void test_mnemosyne__items(void **state)
{
    (void)state;
    ASSERT_READ(ITEMS("<item id=\"9cff728f\" gr=\"4\" e=\"2.360\" ac_rp=\"1\" rt_rp=\"3\""
                      " lps=\"1\" ac_rp_l=\"1\" rt_rp_l=\"2\" l_rp=\"10\" n_rp=\"25\">"
                      "<cat>two words</cat><Q>What is a &lt; b?\nReally</Q><A>&lt;b&gt;no&lt;/b&gt;"
                      "</A></item>"
                      "<item><cat>&lt;default&gt;</cat><Q>q</Q><A/></item>"),
        "0 question=What is a < b?\\\\nReally answer=**no** id=9cff728f tags=two-words\n"
        "  schedule 0: repetitions=3 interval=15 ease=236 due=14465 lapses=1\n"
        "0 question=q\n");
}

/* Failed items are due at once; those that have never been asked are new, whatever the grade. */
static void test_mnemosyne__grades_of_items(void **state)
{
    (void)state;
    ASSERT_READ(
        ITEMS("<item id=\"aaaaaaaa\" gr=\"1\" e=\"1.2\" ac_rp=\"4\" rt_rp=\"2\" l_rp=\"3\""
              " n_rp=\"3\"><cat>t</cat><Q>a</Q><A>a</A></item>"
              "<item id=\"bbbbbbbb\" u=\"1\" gr=\"0\" ac_rp=\"9\"><cat>t</cat><Q>b</Q><A>b</A>"
              "</item>"
              "<item id=\"cccccccc\" gr=\"0\" ac_rp=\"1\"><cat>t</cat><Q>c</Q><A>c</A></item>"),
        "0 question=a answer=a id=aaaaaaaa tags=t\n"
        "  schedule 0: repetitions=1 interval=1 ease=130 due=14443 lapses=0\n"
        "0 question=b answer=b id=bbbbbbbb tags=t\n"
        "0 question=c answer=c id=cccccccc tags=t\n");
}

static void test_mnemosyne__items_that_belong_together(void **state)
{
    (void)state;
    ASSERT_READ(
        ITEMS("<item id=\"11111111\"><cat>t</cat><Q>canis</Q><A>dog</A></item>"
              "<item id=\"11111111.inv\" gr=\"2\" rt_rp=\"1\" l_rp=\"1\" n_rp=\"2\"><cat>t</cat>"
              "<Q>dog</Q><A>canis</A></item>"
              "<item id=\"22222222\"><cat>t</cat><Q>inu</Q><A>i-nu\ndog</A></item>"
              "<item id=\"22222222.tr.1\"><cat>t</cat><Q>dog</Q><A>inu\ni-nu</A></item>"
              "<item id=\"33333333\"><cat>t</cat><Q>a</Q><A>b</A></item>"
              "<item id=\"33333333.inv\"><cat>t</cat><Q>edited</Q><A>a</A></item>"),
        "0 question=canis answer=dog id=11111111 tags=t reverse\n"
        "  schedule 1000: repetitions=1 interval=1 ease=250 due=14442 lapses=0\n"
        "0 question=inu answer=dog id=22222222 tags=t note=i-nu reverse\n"
        "0 question=a answer=b id=33333333 tags=t\n"
        "0 question=edited answer=a id=33333333.inv tags=t\n");
}

/* Numbers are ids only in their own file, and so are ids that were made anonymous. */
static void test_mnemosyne__ids_that_are_none(void **state)
{
    (void)state;
    ASSERT_READ(ITEMS("<item id=\"0\"><cat>t</cat><Q>a</Q><A>b</A></item>"
                      "<item id=\"_12345678\"><cat>t</cat><Q>c</Q><A>d</A></item>"
                      "<item id=\"44444444\"><cat>t</cat><Q>e</Q><A>f</A></item>"
                      "<item id=\"44444444\"><cat>t</cat><Q>g</Q><A>h</A></item>"),
        "0 question=a answer=b tags=t\n"
        "0 question=c answer=d tags=t\n"
        "0 question=e answer=f id=44444444 tags=t\n"
        "0 question=g answer=h tags=t\n");
}

static void assert_refused(const char *text, const char *why)
{
    struct err err = {0};
    struct reading r = {0};
    assert_int_equal(read_as(&r, "mnemosyne", NULL, text, strlen(text), &err), ERR_MISTAKE);
    assert_string_equal(err.message, why);
    buf_done(&r.told);
}

static void test_mnemosyne__bad_xml(void **state)
{
    (void)state;
    assert_refused("<mnemosyne><item></mnemosyne>",
        "is damaged: its XML of Mnemosyne cannot be read here: mismatched tag");
    assert_refused("<html/>", "is not XML of Mnemosyne");
    assert_refused("<!DOCTYPE mnemosyne [<!ENTITY a \"b\">]><mnemosyne><item><Q>&a;</Q></item>"
                   "</mnemosyne>",
        "is unsafe: it has a document type, which Mnemosyne never writes");
}

/* ---- packages and log entries of 2.x ---- */

static const char log_entries[] =
    "<openSM2sync number_of_entries=\"9\">"
    "<log type=\"10\" o_id=\"T1\"><name>lang::fr</name></log>"
    "<log type=\"10\" o_id=\"T2\"><name>__UNTAGGED__</name></log>"
    "<log type=\"16\" o_id=\"F1\"><f>chat</f><p_1>sha</p_1><m_1>cat &lt;img "
    "src=\"p/a.png\"&gt;</m_1><n>m.</n></log>"
    "<log type=\"16\" o_id=\"F2\"><text>[Paris:city] is in [France]</text></log>"
    "<log type=\"16\" o_id=\"F3\"><f>gone</f><b>gone</b></log>"
    "<log type=\"6\" o_id=\"C1\" card_t=\"3::Mine\" fact=\"F1\" fact_v=\"3::Mine.1\" tags=\"T1\""
    " gr=\"-1\" e=\"2.5\" lps=\"0\" rt_rp_l=\"0\" l_rp=\"-1\" n_rp=\"-1\"></log>"
    "<log type=\"6\" o_id=\"C2\" card_t=\"3::Mine\" fact=\"F1\" fact_v=\"3::Mine.2\" tags=\"T1,T2\""
    " gr=\"5\" e=\"2.6\" lps=\"2\" rt_rp_l=\"1\" l_rp=\"1700000000\" n_rp=\"1700524800\"></log>"
    "<log type=\"6\" o_id=\"C4\" card_t=\"5\" fact=\"F2\" fact_v=\"5.1\" tags=\"\" gr=\"-1\">"
    "<extra>{'cloze': 'France', 'index': 1}</extra></log>"
    "<log type=\"6\" o_id=\"C3\" card_t=\"5\" fact=\"F2\" fact_v=\"5.1\" tags=\"\" gr=\"0\" "
    "e=\"2.5\""
    " l_rp=\"1700000000\" n_rp=\"1700000000\"><extra>{'cloze': 'Paris:city', 'index': 0}</extra>"
    "</log>"
    "<log type=\"6\" o_id=\"C5\" card_t=\"1\" fact=\"F3\" fact_v=\"1.1\" tags=\"\" gr=\"-1\"></log>"
    "<log type=\"9\" o_id=\"C2\" time=\"1699913600\" gr=\"1\" e=\"2.5\" sch_i=\"0\" th_t=\"7\""
    " n_rp=\"1699913600\"></log>"
    "<log type=\"9\" o_id=\"C2\" time=\"1699913700\" gr=\"2\" e=\"2.5\" sch_i=\"0\" th_t=\"8\""
    " n_rp=\"1700006400\"></log>"
    "<log type=\"9\" o_id=\"C2\" time=\"1700000000\" gr=\"5\" e=\"2.6\" sch_i=\"80000\" th_t=\"9\""
    " n_rp=\"1700524800\"></log>"
    "<log type=\"8\" o_id=\"C5\"></log>"
    "</openSM2sync>\n";

/* 1700000000 is 2023-11-14 22:13 UTC, day 19675; 1700524800 is midnight of day 19682. */
#define ENTRIES(link, note)                                                                        \
    "0 question=chat answer=cat ![](" link ") id=F1 tags=lang::fr note=sha\\n\\nm. reverse\n"      \
    "  schedule 1000: repetitions=2 interval=7 ease=260 due=19682 lapses=2\n"                      \
    "  review 1000: at=1699913600000 new 2 spent=7000 interval=0 to 1 ease=250\n"                  \
    "  review 1000: at=1699913700000 repeat 3 spent=8000 interval=0 to 2 ease=250\n"               \
    "  review 1000: at=1700000000000 review 5 spent=9000 interval=1 to 7 ease=260\n"               \
    "0 cloze={{c1::Paris::city}} is in {{c2::France}} id=F2\n"                                     \
    "  schedule 1: repetitions=1 interval=1 ease=250 due=19675 lapses=0\n" note

#define STAYS                                                                                      \
    "note: 1 picture or sound stays in Mnemosyne's folder NAME.db_media: export a .cards file "    \
    "from Mnemosyne to import it too\n"

static void test_mnemosyne__log_entries(void **state)
{
    (void)state;
    ASSERT_READ(log_entries, ENTRIES("p/a.png", STAYS));
}

static void test_mnemosyne__package(void **state)
{
    (void)state;
    struct buf zip = {0};
    zip_make(&zip, (const char *const[]){"cards.xml", log_entries, "METADATA", "date:2026-01-31\n",
                       "p/a.png", "PNG", NULL});
    check_told(NULL, NULL, zip.bytes, zip.length, ENTRIES("p/a.png", ""));
    buf_done(&zip);
}

/* ---- databases of 2.x ---- */

static const char tables[] =
    "CREATE TABLE facts(_id integer primary key, id text, extra_data text);"
    "CREATE TABLE data_for_fact(_fact_id integer, key text, value text);"
    "CREATE TABLE cards(_id integer primary key, id text, card_type_id text, _fact_id integer,"
    " fact_view_id text, question text, answer text, tags text, grade integer, next_rep integer,"
    " last_rep integer, easiness real, acq_reps integer, ret_reps integer, lapses integer,"
    " acq_reps_since_lapse integer, ret_reps_since_lapse integer, creation_time integer,"
    " modification_time integer, extra_data text, scheduler_data integer, active boolean);"
    "CREATE TABLE tags(_id integer primary key, id text, name text, extra_data text);"
    "CREATE TABLE tags_for_card(_card_id integer, _tag_id integer);"
    "CREATE TABLE global_variables(key text, value text);"
    "CREATE TABLE log(_id integer primary key autoincrement, event_type integer,"
    " timestamp integer, object_id text, grade integer, easiness real, acq_reps integer,"
    " ret_reps integer, lapses integer, acq_reps_since_lapse integer,"
    " ret_reps_since_lapse integer, scheduled_interval integer, actual_interval integer,"
    " thinking_time integer, next_rep integer, scheduler_data integer);"
    "CREATE TABLE fact_views(id text primary key, name text, q_fact_keys text, a_fact_keys text);"
    "CREATE TABLE card_types(id text primary key, name text);";

/* Sets *bytes to a database; `fact` begins the rows of each table that has them. */
static void database_make(struct buf *bytes, const char *sql)
{
    char path[] = "/tmp/drill-mnemosyne-XXXXXX", *message = NULL;
    sqlite3 *db;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, tables, NULL, NULL, &message) ||
        sqlite3_exec(db, sql, NULL, NULL, &message))
        fail_msg("%s", message);
    sqlite3_close(db);
    buf_clear(bytes);
    file_take(path, bytes);
}

static void assert_database(const char *sql, const char *wanted)
{
    struct buf bytes = {0};
    database_make(&bytes, sql);
    check_told(NULL, NULL, bytes.bytes, bytes.length, wanted);
    buf_done(&bytes);
}

#define FACT(number, id) "INSERT INTO facts VALUES(" #number ", '" id "', '');"
#define FIELD(fact, key, value)                                                                    \
    "INSERT INTO data_for_fact VALUES(" #fact ", '" key "', '" value "');"
#define CARD(number, type, fact, view, schedule, extra, active)                                    \
    "INSERT INTO cards(_id, id, card_type_id, _fact_id, fact_view_id, grade, next_rep, last_rep,"  \
    " easiness, ret_reps_since_lapse, lapses, extra_data, active) VALUES(" #number ", 'C" #number  \
    "', '" type "', " #fact ", '" view "', " schedule ", '" extra "', " #active ");"
#define UNSEEN "-1, -1, -1, 2.5, 0, 0"

static void test_mnemosyne__card_types(void **state)
{
    (void)state;
    assert_database(
        FACT(1, "one") FIELD(1, "f", "q") FIELD(1, "b", "a") CARD(1, "1", 1, "1.1", UNSEEN, "",
            1) FACT(2, "map") FIELD(2, "loc", "Rome") FIELD(2, "blank", "B") FIELD(2, "marked",
            "M") CARD(2, "4", 2, "4.1", UNSEEN, "", 1) CARD(3, "4", 2, "4.2", UNSEEN, "", 1) FACT(3,
            "sen") FIELD(3, "f", "La [casa:house] es [grande]") FIELD(3, "p_1", "p") FIELD(3, "m_1",
            "It is big") FIELD(3, "n", "n") CARD(4, "6", 3, "6.1", UNSEEN, "", 1) CARD(5, "6", 3,
            "6.2", UNSEEN, "{''cloze'': ''grande'', ''index'': 1}", 1) FACT(4, "own") FIELD(4, "x",
            "X") FIELD(4, "y", "Y") FIELD(4, "z", "Z") CARD(6, "own", 4, "own.1", UNSEEN, "",
            1) "INSERT INTO fact_views VALUES('own.1', 'n', '[''z'']', '[''y'', \"x\"]');" FACT(5,
            "other") FIELD(5, "x", "X") FIELD(5, "y", "Y")
            CARD(7, "other", 5, "other.1", UNSEEN, "", 1) FACT(6, "back") FIELD(6, "f", "front")
                FIELD(6, "b", "back") CARD(8, "2", 6, "2.2", UNSEEN, "", 1),
        "0 question=q answer=a id=one\n"
        "0 question=M answer=Rome id=map\n"
        "0 question=Rome\\n\\nB answer=M id=map.2\n"
        "0 question=La casa es grande answer=It is big id=sen note=p\\n\\nn\n"
        "0 cloze=La {{c1::casa::house}} es {{c2::grande}} id=sen.2 note=p\\n\\nIt is big\\n\\nn\n"
        "0 question=Z answer=Y\\n\\nX id=own\n"
        "0 question=X answer=Y id=other\n"
        "0 question=back answer=front id=back\n"
        "note: 1 card has an unknown card type: its first field is the question, "
        "the others the answer\n");
}

static void test_mnemosyne__history_of_each_card(void **state)
{
    (void)state;
    assert_database(
        FACT(1, "F") FIELD(1, "f", "q") FIELD(1, "b", "a") CARD(1, "2", 1, "2.1",
            "4, 1700524800, 1700000000, 1.0, 0, 0", "", 1) CARD(2, "2", 1, "2.2", UNSEEN, "",
            0) "INSERT INTO tags VALUES(7, 't', 'my tag', ''); INSERT INTO tags_for_card VALUES(2, "
               "7);"
               "INSERT INTO log(event_type, timestamp, object_id, grade, easiness, "
               "scheduled_interval,"
               " thinking_time, next_rep) VALUES"
               "(9, 1700000000, 'C1', 4, 2.5, 86400, 3, 1700524800), (6, 1, 'C1', 0, 0, 0, 0, 0),"
               "(9, 1699000000, 'C1', 0, 2.5, 0, 2, 1699000000), (9, 5, 'gone', 4, 2.5, 0, 2, 9),"
               "(9, 1700000100, 'C2', -1, 2.5, 0, 2, 9);",
        "0 question=q answer=a id=F tags=my-tag reverse\n"
        "  schedule 0: repetitions=1 interval=7 ease=130 due=19682 lapses=0\n"
        "  review 0: at=1699000000000 new 1 spent=2000 interval=0 to 1 ease=250\n"
        "  review 0: at=1700000000000 review 4 spent=3000 interval=1 to 7 ease=250\n"
        "note: 1 card that is inactive in Mnemosyne is imported as active\n");
}

/* Its ratings remain, although its schedule was reset. */
static void test_mnemosyne__card_that_was_reset(void **state)
{
    (void)state;
    assert_database(
        FACT(1, "F") FIELD(1, "f", "q") CARD(1, "1", 1, "1.1", UNSEEN, "",
            1) "INSERT INTO log(event_type, timestamp, object_id, grade, easiness, next_rep) VALUES"
               "(9, 1700000000, 'C1', 4, 2.5, 1700524800);",
        "0 question=q id=F\n"
        "  schedule 0: repetitions=0 interval=0 ease=250 due=-2147483648 lapses=0\n"
        "  review 0: at=1700000000000 new 4 spent=0 interval=0 to 7 ease=250\n");
}

/* All grades, each on a day of its own. */
static void test_mnemosyne__grades(void **state)
{
    (void)state;
    assert_database(
        FACT(1, "F") FIELD(1, "f", "q") CARD(1, "1", 1, "1.1",
            "5, 1700524800, 1700000000, 2.5, 0, 0", "",
            1) "INSERT INTO log(event_type, timestamp, object_id, grade, easiness, next_rep) VALUES"
               "(9, 1600000000, 'C1', 0, 2.5, 1600000000), (9, 1600100000, 'C1', 1, 2.5, "
               "1600100000),"
               "(9, 1600200000, 'C1', 2, 2.5, 1600300000), (9, 1600300000, 'C1', 3, 2.36, "
               "1600400000),"
               "(9, 1600400000, 'C1', 4, 2.36, 1600500000), (9, 1600500000, 'C1', 5, 2.46, "
               "1600600000);",
        "0 question=q id=F\n"
        "  schedule 0: repetitions=1 interval=7 ease=250 due=19682 lapses=0\n"
        "  review 0: at=1600000000000 new 1 spent=0 interval=0 to 1 ease=250\n"
        "  review 0: at=1600100000000 review 2 spent=0 interval=0 to 1 ease=250\n"
        "  review 0: at=1600200000000 review 3 spent=0 interval=0 to 1 ease=250\n"
        "  review 0: at=1600300000000 review 3 spent=0 interval=0 to 2 ease=236\n"
        "  review 0: at=1600400000000 review 4 spent=0 interval=0 to 1 ease=236\n"
        "  review 0: at=1600500000000 review 5 spent=0 interval=0 to 1 ease=246\n");
}

static void test_mnemosyne__markup(void **state)
{
    (void)state;
    assert_database(
        FACT(1, "F") FIELD(1, "f", "<latex>\\begin{math}a<b\\end{math}</latex> <$>x_1</$>")
            FIELD(1, "b", "<audio src=\"s.ogg\"></audio><ul>\n<li>i</li>\n</ul>2 < 3\nend")
                CARD(1, "1", 1, "1.1", UNSEEN, "", 1),
        "0 question=$a<b$ $x_1$ answer=[s.ogg](s.ogg)\\n\\n- i\\n\\n2 < 3\\\\nend id=F\n" STAYS);
}

/* A database with a trigger, which could run any SQL, and a damaged one are refused. */
static void test_mnemosyne__unsafe_database(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct err err = {0};
    struct reading r = {0};
    database_make(&bytes, "CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM cards; END;");
    assert_int_equal(read_as(&r, NULL, NULL, bytes.bytes, bytes.length, &err), ERR_MISTAKE);
    assert_non_null(strstr(err.message, "is a database of Mnemosyne, but"));
    database_make(&bytes, "");
    memset(bytes.bytes + bytes.length / 2, 0x55, bytes.length / 4);
    assert_int_equal(read_as(&r, NULL, NULL, bytes.bytes, bytes.length, &err), ERR_MISTAKE);
    buf_done(&bytes);
    buf_done(&r.told);
}

static void test_mnemosyne__stops_when_told(void **state)
{
    (void)state;
    struct reading r = {.stop_after = 1};
    struct err err = {0};
    assert_int_equal(read_as(&r, NULL, NULL, log_entries, strlen(log_entries), &err), ERR_USAGE);
    assert_string_equal(err.message, "stopped");
    buf_done(&r.told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mnemosyne__items),
        cmocka_unit_test(test_mnemosyne__grades_of_items),
        cmocka_unit_test(test_mnemosyne__items_that_belong_together),
        cmocka_unit_test(test_mnemosyne__ids_that_are_none),
        cmocka_unit_test(test_mnemosyne__bad_xml),
        cmocka_unit_test(test_mnemosyne__log_entries),
        cmocka_unit_test(test_mnemosyne__package),
        cmocka_unit_test(test_mnemosyne__card_types),
        cmocka_unit_test(test_mnemosyne__history_of_each_card),
        cmocka_unit_test(test_mnemosyne__card_that_was_reset),
        cmocka_unit_test(test_mnemosyne__grades),
        cmocka_unit_test(test_mnemosyne__markup),
        cmocka_unit_test(test_mnemosyne__unsafe_database),
        cmocka_unit_test(test_mnemosyne__stops_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
