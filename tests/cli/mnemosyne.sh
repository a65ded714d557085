#!/bin/sh
# Mnemosyne and Mochi: cards, their media and their history, from files as these programs write them.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
decks=$XDG_DATA_HOME/drill/decks

# ---- Mnemosyne's database, with the folder of media beside it ----

sqlite3 words.db <<'END_SQL'
CREATE TABLE facts(_id integer primary key, id text, extra_data text);
CREATE TABLE data_for_fact(_fact_id integer, key text, value text);
CREATE TABLE cards(_id integer primary key, id text, card_type_id text, _fact_id integer,
  fact_view_id text, grade integer, next_rep integer, last_rep integer, easiness real,
  ret_reps_since_lapse integer, lapses integer, extra_data text, active boolean default 1);
CREATE TABLE tags(_id integer primary key, id text, name text);
CREATE TABLE tags_for_card(_card_id integer, _tag_id integer);
CREATE TABLE fact_views(id text primary key, q_fact_keys text, a_fact_keys text);
CREATE TABLE log(_id integer primary key, event_type integer, timestamp integer, object_id text,
  grade integer, easiness real, scheduled_interval integer, thinking_time integer, next_rep integer);
INSERT INTO facts VALUES(1, 'chat', '');
INSERT INTO data_for_fact VALUES(1, 'f', 'chat'), (1, 'b', 'cat <img src="pets/cat.png">');
-- rated on 2026-02-27 at 10:00, due on 2026-03-05
INSERT INTO cards VALUES(1, 'c1', '2', 1, '2.1', 4, 1772668800, 1772186400, 2.6, 1, 0, '', 1);
INSERT INTO cards VALUES(2, 'c2', '2', 1, '2.2', -1, -1, -1, 2.5, 0, 0, '', 1);
INSERT INTO log VALUES(1, 9, 1772100000, 'c1', 2, 2.5, 0, 7, 1772150400);
INSERT INTO log VALUES(2, 9, 1772186400, 'c1', 4, 2.6, 86400, 5, 1772668800);
END_SQL
mkdir -p words.db_media/pets
echo PNG >words.db_media/pets/cat.png
before=$(snapshot words.db; snapshot words.db_media)
run import words.db
check 'a database of Mnemosyne: exit status 0' exits 0
check 'its deck' said '/words.yaml: 1 card, written$'
check 'and its history' said '^history: 2 reviews, 1 schedule$'
equal 'a picture beside the database is copied' PNG "$(cat "$decks/media/pets_cat.png")"
equal 'neither the database nor its folder changes' "$before" "$(snapshot words.db; snapshot words.db_media)"
run export cards
check 'each card is due on its day' said '^words,chat,chat,,young,2,6,2.60,2026-03-05,0,2,4,'
run export reviews
check 'the ratings are in the log' said '^1,.*,new,3,7.0,0,1,'
check 'the log has each in order' said '^2,.*,review,4,5.0,1,6,'
run import words.db
check 'importing it again adds nothing' said '^history: nothing new$'

# ---- Mnemosyne's XML and packages ----

cat >old.xml <<'END_XML'
<?xml version="1.0" encoding="UTF-8"?>
<mnemosyne core_version="1" time_of_start="1772161200">
<category active="1"><name>latin</name></category>
<item id="9cff728f" gr="4" e="2.500" rt_rp="1" rt_rp_l="1" l_rp="0" n_rp="6">
 <cat>latin</cat><Q>canis</Q><A>dog</A>
</item>
</mnemosyne>
END_XML
run import old.xml
check 'XML of Mnemosyne 1' said '/old.yaml: 1 card, written$'
run export cards
check 'days count from its start' said '^old,9cff728f,canis,latin,young,2,6,2.50,2026-03-05,'
echo '<!DOCTYPE m [<!ENTITY a "b">]><mnemosyne>&a;</mnemosyne>' >bomb.xml
run import --as mnemosyne bomb.xml
refuses 'XML with entities of its own' 'bomb.xml: is unsafe: it has a document type'

python3 - <<'END_PYTHON'
import zipfile
with zipfile.ZipFile('shared.cards', 'w') as z:
    z.writestr('cards.xml', '<openSM2sync number_of_entries="2">'
        '<log type="16" o_id="F"><text>[Paris] is in [France:country]</text></log>'
        '<log type="6" o_id="C" card_t="5" fact="F" fact_v="5.1" tags="" gr="-1"></log>'
        '</openSM2sync>')
    z.writestr('METADATA', 'card_set_name:Cities\n')
with zipfile.ZipFile('deck.mochi', 'w') as z:
    z.writestr('data.json', '{"~:version": 2, "~:decks": [{"~:id": "~:D", "~:name": "Chemistry",'
        '"~:cards": {"~#list": [{"~:id": "~:w", "~:content": "![](@media/w.png)\\n---\\nWater",'
        '"~:reviews": [{"~:date": "~t1772186400000", "~:due": "~t1772445600000",'
        '"~:interval": 3, "~:remembered?": true}]}]}}]}')
    z.writestr('w.png', 'PNG')
with zipfile.ZipFile('other.zip', 'w') as z:
    z.writestr('data.json', '{"cards": 1}')
END_PYTHON
run import shared.cards
check 'a package of Mnemosyne' said '/shared.yaml: 1 card, written$'
check 'without history, of which nothing is said' said_not history
equal 'its gaps' '  - cloze: "{{c1::Paris}} is in {{c2::France::country}}"' "$(grep cloze: "$decks/shared.yaml")"

# ---- Mochi ----

run import deck.mochi
check 'a package of Mochi' said '/chemistry.yaml: 1 card, written$'
check 'with its history' said '^history: 1 review, 1 schedule$'
equal 'its picture' PNG "$(cat "$decks/media/w.png")"
run export cards
check 'is due on its day' said '^Chemistry,w,!\[\][(]media/w.png[)],,young,1,3,2.50,2026-03-02,0,1,4,'
run import other.zip
refuses 'another zip file with data' 'other.zip: is a zip file of another program'

finish
