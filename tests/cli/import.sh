#!/bin/sh
# Bringing in what other programs give: what is written, what a second import changes, and what is
# refused. The files are as these programs write them.
# shellcheck source=tests/cli/lib
. "$(dirname "$0")/lib"
export DRILL_NOW=2026-03-02T09:00
decks=$XDG_DATA_HOME/drill/decks

# ids FILE - the ids in a deck file, in order, a line each.
ids() { sed -n 's/^    id: //p' "$1"; }
# left_over - what an import that failed may have left: temporary files.
left_over() { find "$here" -name '.*.drill-*'; }

# ---- a spreadsheet ----

cat >'My words.csv' <<'END'
Front,Back,Tags,Level
amare,to love,verb,1
canis,"the dog,
a dog",noun,1
,nothing asked,,1
et,and,,2
END
before=$(snapshot "$here")
run import --dry-run 'My words.csv'
check 'a dry run tells what would be written' said '/my-words.yaml: 3 cards, would be written$'
check 'and what would be passed over' complained 'My words.csv:5: skipped: no question$'
same 'and writes nothing' "$before"

run import 'My words.csv'
check 'an import: exit status 0' exits 0
check 'the deck file is told' said '/my-words.yaml: 3 cards, written$'
check 'and what the database has of it' said '^3 new cards$'
check 'a line without a question, with its number' complained '^drill: My words.csv:5: skipped: no question$'
check 'where the columns went' complained 'My words.csv: question from Front, answer from Back, note from Level, tags from Tags: --columns changes this$'
sed 's/^    id: .*/    id: ID/; /^# drill import/d' "$decks/my-words.yaml" >"$io/got"
cat >"$io/wanted" <<'END'
deck: My words
id: My words
source: My words.csv
cards:

  - question: amare
    answer: to love
    id: ID
    tags: [verb]
    note: "**Level**: 1"

  - question: canis
    answer: |
      the dog,\
      a dog
    id: ID
    tags: [noun]
    note: "**Level**: 1"

  - question: et
    answer: and
    id: ID
    note: "**Level**: 2"

END
equal 'the deck file, tidy' "$(cat "$io/wanted")" "$(cat "$io/got")"
check 'is read without a mistake' quietly "$DRILL" import "$decks/my-words.yaml"
session "$(ratings 5 4 4)" 'My words'
old=$(ids "$decks/my-words.yaml")

# ---- once more ----

before=$(cat "$decks/my-words.yaml"; ls -li "$decks")
run import 'My words.csv'
check 'the same again: said' said '3 cards, unchanged$'
check 'and nothing is new' said '^nothing new$'
equal 'and the file was not touched' "$before" "$(cat "$decks/my-words.yaml"; ls -li "$decks")"

cat >'My words.csv' <<'END'
Front,Back,Tags,Level
et,and,,2
amo,to love,verb,1
canis,a dog,noun,1
feles,the cat,noun,1
END
run import 'My words.csv'
check 'a newer version: updated' said '/my-words.yaml: 4 cards, updated: 1 new, 2 changed$'
check 'one is new, and the histories stay' said '^1 new card, 2 edited$'
equal 'the ids are those of before, however edited' \
    "$(echo "$old" | tail -n 1; echo "$old" | head -n 2)" "$(ids "$decks/my-words.yaml" | head -n 3)"
run export cards
equal 'no rating was lost' '1 1 1 0' "$(column reviews <"$io/out" | tr '\n' ' ' | sed 's/ $//')"

# ---- a file that the user has edited ----

sed 's/the cat/the tom-cat/' "$decks/my-words.yaml" >"$io/edited" && cp "$io/edited" "$decks/my-words.yaml"
run import 'My words.csv'
check 'edited, and nothing new to import: it stays' \
    said '4 cards, kept with your edits: 1 changed in the source, left as you edited them$'
equal 'to the last byte' "$(cat "$io/edited")" "$(cat "$decks/my-words.yaml")"
echo 'vox,voice,,2' >>'My words.csv'
run import 'My words.csv'
check 'edited, and something new: added' said '5 cards, added to, below what you edited: 1 new'
printf '  - question: vox\n    answer: voice\n    id: ID\n    note: "**Level**: 2"\n' >"$io/wanted"
equal 'and that is all that is changed' "$(cat "$io/wanted")" \
    "$(diff "$io/edited" "$decks/my-words.yaml" | sed -n 's/id: .*/id: ID/; s/^> //p')"
run import --force 'My words.csv'
check '--force replaces it' said '5 cards, replaced: 1 changed$'
check 'without the edit' quietly grep -q 'answer: the cat' "$decks/my-words.yaml"
mkdir elsewhere
before=$(snapshot "$here")
run import -o elsewhere 'My words.csv'
refuses 'a second file of a known deck' 'already holds the deck "My words"'
same 'which would be one too many' "$before"
mv "$decks/my-words.yaml" elsewhere/words.yaml
run import elsewhere/words.yaml
echo 'lex,law,,2' >>'My words.csv'
run import 'My words.csv'
check 'a deck file that was moved is updated where it is' said '/elsewhere/words.yaml: 6 cards, updated: 1 new$'
equal 'and not written anew' '' "$(ls "$decks")"

printf 'Front,Tags\nlex,verb\n' >'My words.csv'
run import 'My words.csv'
check 'a table without answers' complained 'question from Front, tags from Tags: --columns changes this$'
check 'takes none away' quietly grep -q 'answer: law' elsewhere/words.yaml

printf 'id,question,answer\na1,q1,1\na2,q2,2\na3,q3,3\na4,q4,4\n' >known.csv
run import known.csv
printf 'id,question,answer\na1,q1 new,one\na2,q2,2\na3,q3,3\na3,q4,4\n' >known.csv
run import known.csv
check 'an id twice: the second row is skipped, with its line and the id' \
    complained 'known.csv:5: skipped: an earlier card has the same id: a3$'
check 'and the others are still known by theirs' said '^1 edited card$'
printf '[{"id": "x", "q": 1, "a": 2}, {"id": "x", "q": 3, "a": 4}]' >known.json
run import known.json
check 'JSON has no lines, but ids' complained 'known.json: skipped: an earlier card has the same id: x$'

# ---- Markdown tables and spreadsheets ----

cat >capitals.md <<'END'
# Capitals

| Question | Answer |
|---|---|
| Capital of *Estonia*? | Tallinn |
| Capital of Latvia? | Riga |
END
run import -o tables capitals.md
check 'a Markdown table' said '^tables/capitals.yaml: 2 cards, written$'
check 'its cells are Markdown' quietly grep -q 'Capital of \*Estonia\*?' tables/capitals.yaml
python3 - <<'END'
import zipfile
cell = '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
rows = [("Front", "Back"), ("amare", "to love"), ("canis", "dog")]
with zipfile.ZipFile("latin.xlsx", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" id="a"/></sheets></workbook>')
    z.writestr("xl/_rels/workbook.xml.rels",
               '<R><Relationship Id="a" Type="x" Target="worksheets/a.xml"/></R>')
    z.writestr("xl/worksheets/a.xml", "<worksheet>" + "".join(
        "<row>" + cell % ("A%d" % i, a) + cell % ("B%d" % i, b) + "</row>"
        for i, (a, b) in enumerate(rows, 1)) + "</worksheet>")
END
run import -o tables latin.xlsx
check 'a spreadsheet' said '^tables/latin.yaml: 2 cards, written$'
check 'its cells' quietly grep -q 'answer: to love' tables/latin.yaml
run import -o tables latin.xlsx
check 'again: nothing new' said '^tables/latin.yaml: 2 cards, unchanged$'
printf '\320\317\021\340\241\261\032\341\000\000' >old.xls
run import -o tables old.xls
refuses 'an old spreadsheet' 'old.xls: is an old Excel file.*: save it as .xlsx'
rm -r tables

# ---- where it goes, and what is there ----

mkdir decks
printf 'a\tb\n' >cards.tsv
run import --deck 'Ä/../b: C+' cards.tsv
check 'decks/ here, where there is one; a name makes no path' said '^decks/Ä-..-b-c\+.yaml: 1 card, written$'
printf 'a,b\n' >x.csv
printf 'deck: other\ncards: []\n' >decks/x.yaml
before=$(cat decks/x.yaml)
run import x.csv
check 'another deck in the way: a file beside it' said '^decks/x-2.yaml: 1 card, written$'
equal 'which stays as it was' "$before" "$(cat decks/x.yaml)"
run forget --yes --deck x
rm decks/x-2.yaml
printf 'deck: x\ncards: [{q: mine, a: own}]\n' >decks/x.yaml
run import x.csv
check 'a deck of that name that a person wrote: another deck' \
    said '^decks/x-2.yaml: 1 card, written as the deck "x 2": a different one is called "x"$'
check 'with a name of its own' quietly grep -qx 'deck: x 2' decks/x-2.yaml
run forget --yes --deck 'x 2'
rm decks/x-2.yaml
printf 'no deck: [\n' >decks/x.yaml
run import x.csv
check 'a file that is no deck' said '^decks/x-2.yaml: 1 card, written$'
run forget --yes --deck x
rm decks/x.yaml decks/x-2.yaml
run import -o new/folder --deck X x.csv
check 'a folder is made' test -f new/folder/x.yaml
run import -o copies new/folder/x.yaml
refuses 'a copy of a known deck' 'already'
printf 'deck: Y\ncards: [{q: a, a: b}]\n' >y.yaml
run import -o copies y.yaml
check 'a deck file is copied' quietly cmp y.yaml copies/y.yaml
check 'and the copy is known' said '^1 new'
run import -o copies y.yaml
check 'copied again: nothing new' said '^nothing new$'
echo '  # mine' >>copies/y.yaml
run import -o copies y.yaml
refuses 'not over an edited copy' 'copies/y.yaml: already exists'
for option in '--deck Z' '--columns q,a' '--delimiter tab' '--encoding latin1' '--header no' \
    '--markup html' --replace; do
    # shellcheck disable=SC2086
    run import $option y.yaml
    refuses "$option with a deck file" "y.yaml: deck files are loaded as they are: ${option%% *} is for"
done
run import --deck Z y.yaml x.csv
refuses '--deck beside another file' '--deck is for files of other programs$'
printf 'q,a,deck\n1,1,C\n2,2,C#\n3,3,c\n4,4,::\n' >names.csv
run import -o names names.csv
equal 'names that come to one file get one each' 4 "$(find names -name '*.yaml' | wc -l | tr -d ' ')"
# a name may have 80 bytes: 79 of x and 39 characters of two bytes, or 80 of 40 characters
printf 'one,1\ntwo,2\n' >long.csv
long=$(printf 'é%.0s' $(seq 45))
for name in "x$long" "$long"; do
    run import -o long --deck "$name" long.csv
done
equal 'long names are cut between characters' "x$(printf 'é%.0s' $(seq 39)).yaml $(printf 'é%.0s' $(seq 40)).yaml" \
    "$(cd long && echo x*.yaml é*.yaml)"
check 'the first has it' quietly grep -q '^id: C$' names/c.yaml

# ---- formats, told by content ----

printf '#separator:tab\n#html:true\n#guid column:1\n#deck column:2\nk1\tA::B\tq<br>x\t<b>a</b>\nk2\tA\tq2\ta2\n' >anki.dat
run import anki.dat
check 'subdecks are folders' test -f decks/a/b.yaml
check 'a deck for each name' test -f decks/a.yaml
equal 'ids are those of the source' k1 "$(ids decks/a/b.yaml)"
check 'HTML is Markdown' quietly grep -q '\*\*a\*\*' decks/a/b.yaml
printf '#separator:tab\n#html:true\n#guid column:1\n#deck column:2\nk1\tA::B\tquite another\tanswer\nk2\tA\tq2\ta2\n' >anki.dat
run import anki.dat
check 'a new version is found by its id' said '^1 edited card$'

printf 'Psychology\n\n1\nQ\nWhat is “it”?\nA\nThat:\n    •    one\n    •    two\n\nHow well did you know this?\n1\nNot at all\n2\n3\n4\n5\nPerfectly\n\n2\nQ\n' >page
run import page
check 'a study page' said '^decks/psychology.yaml: 1 card, written$'
check 'its last, empty card' complained '^drill: page:20: skipped: the card is empty$'
check 'its list' quietly grep -q '^      - two$' decks/psychology.yaml
printf 'Q: a\nA: b\nC: [c] d\n' >notes.md
run import notes.md
check 'Markdown' said '^decks/notes.yaml: 2 cards, written$'
printf '* Capital? :drill:\nParis\n' >o.org
run import o.org
check 'Org' said '^decks/o.yaml: 1 card, written$'
printf '\377\376F\000;\000B\000\n\000a\000;\000b\000\n\000' >wide.txt
run import --columns question,answer wide.txt
check 'UTF-16, said' complained 'wide.txt: is not UTF-8: read as UTF-16LE$'
printf 'q;a\nM\374ller;\344\n' >latin.csv
run import latin.csv
check 'Latin-1, said' complained 'latin.csv: is not UTF-8: read as WINDOWS-1252'
check 'and right' quietly grep -q 'Müller' decks/latin.yaml
printf '\344\356\354,house\n\352\356\362,cat\n' >cyrillic.csv
run import cyrillic.csv
check 'a guessed encoding, said' complained 'cyrillic.csv: is not UTF-8: read as CP1251 .to change it, use --encoding.$'
check 'and right' quietly grep -q 'question: дом' decks/cyrillic.yaml
run import --encoding latin2 --deck Named cyrillic.csv
check 'a named encoding, in silence' silent
check 'and as told' quietly grep -q 'question: äîě' decks/named.yaml
run import --encoding klingon cyrillic.csv
refuses 'an unknown encoding' '--encoding klingon: no such encoding is known'
input 'q,a\nfrom a pipe,yes\n'
run import --deck Piped -
check 'standard input' said '^decks/piped.yaml: 1 card, written$'
: >"$io/in"
printf 'f,g\nh,i\n' >one.csv
printf 'j,k\nf,g\n' >two.csv
run import --deck Both one.csv two.csv
check 'two files, one deck' said '^decks/both.yaml: 3 cards, written$'
equal 'a card of both is there once' 1 "$(grep -c 'question: f$' decks/both.yaml)"

# ---- tables that leave something open ----

printf 'Hund;dog, hound\nKatze;cat, feline\nMaus;mouse\nReh;doe\nWal;whale\n' >open.csv
run import --delimiter , --header no --deck Commas open.csv
check '--delimiter decides' quietly grep -q '^  - question: Hund;dog$' decks/commas.yaml
printf 'Hund,Tier\nKatze,cat\nMaus,mouse\n' >head.csv
run import head.csv
check 'the first row is a card' said 'head.yaml: 3 cards'
run import --header yes --deck Headed head.csv
check '--header yes: it is none' said 'headed.yaml: 2 cards'
check 'and it names the columns' complained 'head.csv: question from Hund, answer from Tier: --columns changes this$'
printf 'German,English\nHund,dog\n' >lang.csv
run import lang.csv
check 'languages are a header, which is told' complained 'lang.csv: question from German, answer from English: --columns changes this, and --header no makes the first row a card$'
run import --header no --deck 'With it' lang.csv
check '--header no: it is a card' said 'with-it.yaml: 2 cards'
printf 'Front,Back\nCapital of France,Paris, the city of light\nok,fine\n' >extra.csv
run import extra.csv
check 'more cells than columns: told, with the line' complained 'extra.csv: more than 2 cells on line 2: the extra cells are added to the answer$'
check 'and they are not lost' quietly grep -q 'answer: Paris, the city of light$' decks/extra.yaml
printf 'one;1;2\ntwo;1\nthree;1;2;3\nfour;1;2;3;4\n' >uneven.csv
run import uneven.csv
refuses 'rows that are all different' "cannot tell what separates the cells: try --delimiter ';' and --columns question,answer"
run import --delimiter ';' uneven.csv
check 'and as it says' said 'uneven.yaml: 4 cards'
run import --as csv --delimiter '|' uneven.csv
refuses 'a delimiter that is nowhere' "no line has a '\|' between two cells: try --delimiter ';'"

# ---- how the cells are marked up ----

printf 'q,a\nname,__init__\nsum,2*3*4\n' >plain.csv
run import plain.csv
check 'cells are plain text, said' complained 'plain.csv: its cells are plain text: .* --markup markdown or --markup html$'
equal 'once' 1 "$(grep -c 'plain text' "$io/err")"
session '\nq\n' --cram plain
check 'and are shown as they are' said '__init__'
run import --markup markdown --force plain.csv
equal 'Markdown, as the user says' 'answer: __init__' "$(grep -o 'answer: __.*' decks/plain.yaml)"
equal 'which needs no telling' '' "$(cat "$io/err")"
run import --markup html --deck 'As HTML' plain.csv
check 'or HTML' exits 0
printf 'q,a\nx,"- **one**\n- two"\n' >marked.csv
run import marked.csv
check 'what is plainly Markdown is recognized, said' complained 'marked.csv: its cells are Markdown, since they contain \*\*bold\*\* text: if they are plain text, use --markup text$'
run import --markup markup marked.csv
refuses 'an unknown markup' '--markup markup: use text, markdown or html'

# ---- notes ----

printf '%s\n' '---' 'tags: [flashcards/geo]' '---' 'Estonia::Tallinn' '<!--SR:!2026-03-09,4,270-->' >geo.md
run import geo.md
equal 'a note is a deck with its schedule' 'decks/geo.yaml: 1 card, written
1 new card
history: 1 schedule' "$(cat "$io/out")"
run export cards --deck geo
check 'whose cards are due as in the note' said '^geo,estonia-.*,young,2,4,2.70,2026-03-09,'
run import geo.md
check 'and which is not imported twice' said 'nothing new'
printf '## One?\na\n## Two?\nb\n' >asked.md
run import asked.md
check 'headings are questions, said' complained 'asked.md: its headings ## are the questions; --as chooses another format$'

# ---- what is no such thing ----

printf 'Dear reader,\nthis is a letter.\n' >letter.txt
head -c 2000 /dev/zero >zeros.bin
: >empty.txt
printf 'q,a\n,x\n' >none.csv
before=$(snapshot "$here")
run import letter.txt
refuses 'a letter' 'unknown format: name it with --as \(one of'
run import zeros.bin
refuses 'zeros' 'zeros.bin:1:1: NUL character'
run import empty.txt
refuses 'an empty file' 'unknown format'
run import "$XDG_DATA_HOME/drill/drill.db"
refuses "drill's own database" 'is drill.s own database: open it with --db'
run import --as csv none.csv
check 'no cards at all: 2' exits 2
check 'and said' complained 'none.csv: contains no cards'
run import --as docx one.csv
refuses 'an unknown format' 'no such format'
run import --columns nonsense one.csv
refuses 'an unknown column' 'nonsense'
run import nosuch.csv
refuses 'no such file' 'no such file'
run import --deck a --deck b one.csv
refuses 'two names' 'one deck'
run import one.csv letter.txt
refuses 'one good file and a bad one' 'unknown format'
same 'none of that changed anything' "$before"

# ---- folders, and several files ----

mkdir -p vault/sub vault/.hidden
printf '#flashcards\n\nQ one::A one\n' >vault/index.md
printf '#flashcards\n\nQ two::A two\n' >vault/sub/index.md
printf 'Front,Back\nun,one\n' >vault/sub/w.csv
printf 'Prose, with commas.\nMore prose, as before.\n' >vault/prose.md
printf '\211PNG\r\n' >vault/picture.png
printf '#flashcards\n\nhidden::x\n' >vault/.hidden/h.md
run import -o in-folder vault
check 'a folder: what is recognized for sure' said '^3 new cards$'
equal 'each file is a deck, called after its folders' 'in-folder/index.yaml
in-folder/sub/index.yaml
in-folder/sub/w.yaml' "$(find in-folder -name '*.yaml' | sort)"
check 'and the source is the file there' quietly grep -qx 'source: vault:sub/index.md' in-folder/sub/index.yaml
run import -o in-folder vault
check 'and again: nothing new' said '^nothing new$'
mkdir -p ki/Lang/French
for note in Lang/French/un Lang/French/deux Lang/drei four; do
    printf '# Note\n\140\140\140\nguid: %s\nnotetype: Basic\n\140\140\140\n\n## Front\nQ %s\n\n## Back\na\n' \
        "${note##*/}" "$note" >ki/$note.md
done
run import -o out-of-ki ki
check 'a folder of ki: four notes' said '^4 new cards$'
equal 'its decks are the folders, not the notes' 'ki 1
lang 1
lang/french 2' "$(cd out-of-ki && grep -c '^  - q' ki.yaml lang.yaml lang/french.yaml | sed 's/.yaml:/ /')"
mv ki/Lang/French/un.md ki/Lang/French/renamed.md
run import -o out-of-ki ki
check 'and again, with a note under another name: nothing new' said '^nothing new$'
mkdir mixed
printf 'Front,Back\nun,one\n' >mixed/sure.csv
printf '[{"question": "deux", "answer": "two"}]\n' >mixed/sure.json
printf '## Words\n\n| Term | Definition |\n|---|---|\n| trois | three |\n' >mixed/sure.md
printf '{"name": "x", "scripts": {"test": "make"}}\n' >mixed/package.json
printf '{"nodes": [{"id": "1", "text": "a"}, {"id": "2", "text": "b"}], "edges": []}\n' >mixed/x.canvas
printf 'x,y\n1,2\n3,4\n' >mixed/data.csv
printf 'name,id,date\nbob,1,2020-01-01\n' >mixed/people.csv
printf '| Option | Default |\n|---|---|\n| a | b |\n| c | d |\n' >mixed/README.md
printf 'site_name: x\nnav:\n- Home: index.md\n- About: about.md\n' >mixed/mkdocs.yml
printf 'port: 80\n' >mixed/config.yaml
run import -o out-of-mixed mixed
check 'a folder with other files: what is sure is imported' exits 0
equal 'and nothing else' 'out-of-mixed/sure.yaml out-of-mixed/sure-2.yaml out-of-mixed/sure-3.yaml' \
    "$(echo out-of-mixed/sure.yaml out-of-mixed/sure-?.yaml)"
check 'the others are told in one line' complained '^drill: mixed: left out 6 files that may not have cards: README.md, data.csv, mkdocs.yml and 3 more: name a file to import it$'
rm mixed/sure.json mixed/sure.md
printf 'deck: Mixed\ncards: [{q: quatre, a: four}]\n' >mixed/mine.yaml
run import -o out-of-mixed mixed
check 'beside a deck, too' exits 0
check 'which is copied' quietly cmp mixed/mine.yaml out-of-mixed/mine.yaml
run import --db mixed.db mixed
check 'or stays where it is' said '^2 new cards$'
mkdir nothing
run import nothing
refuses 'a folder without anything' 'contains neither decks'
mv mixed/package.json nothing
run import nothing
refuses 'or without anything sure' 'contains neither decks'
printf '#flashcards\n' >none.md
run import -o in-folder none.md vault/index.md --as obsidian
check 'of several files, one without cards is told' complained 'none.md: contains no cards$'
check 'and the others are imported' exits 0
printf '#flashcards\n\nbank::Ufer <!--SR:!2026-03-01,30,250-->\n' >river.md
printf '#flashcards\n\nbank::Institut\n' >money.md
run import --db bank.db -o bank money.md river.md
run export cards --db bank.db
equal 'a schedule goes to the card of its deck' 'money:new river:mature' \
    "$(awk -F, 'NR > 1 { printf "%s%s:%s", sep, $1, $5; sep = " " }' "$io/out")"
run import -o in-folder none.md --as obsidian
refuses 'alone, it is refused' 'none.md: contains no cards'

# ---- the disk is full; somebody ends it ----

awk 'BEGIN { for (i = 0; i < 200000; i++) print "question " i ",answer " i }' >long.csv
before=$(ls -A decks)
(
    trap '' XFSZ
    ulimit -f 64
    run import --deck 'Full::Disk' long.csv
    check 'a full disk: refused' exits 2
    check 'with the reason' complained 'too large'
    finish
) >"$io/sub"
sed -n 's/^ok [0-9]* - //p' "$io/sub" >"$io/passed"
equal 'a full disk is told' 'a full disk: refused
with the reason' "$(cat "$io/passed")"
equal 'and leaves nothing behind' "$before" "$(ls -A decks)"

"$DRILL" import --deck 'Long::Import' long.csv >"$io/out" 2>"$io/err" &
pid=$!
while [ -z "$(left_over)" ] && kill -0 $pid 2>/dev/null; do :; done
kill -TERM $pid
wait $pid
status=$? ran='drill import, terminated'
check 'a signal ends it' exits 143
equal 'and leaves nothing behind' "$before" "$(ls -A decks)"
equal 'not even a temporary file' '' "$(left_over)"
finish
