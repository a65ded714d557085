# layers.awk - what may include what: DESIGN.md section 3. Reads the files of src and include, their
# paths beginning with the one or the other; prints FILE:LINE: what is wrong, and exits with 1.
#
#   base < model < deck, store < study, report < view < tui < cmd
#
# A file includes headers of its own layer and of layers below. Two folders share a layer in two
# places; of these one may include the other, but not each the other. A library belongs to one
# folder (what Unicode says of single characters, to two), and the clock to cmd.
BEGIN {
    split("base model deck store study report view tui cmd", folders)
    split("0 1 2 2 3 3 4 5 6", levels)
    for (i in folders)
        level[folders[i]] = levels[i]
    library["^(ncurses[a-z]*/)?(curses|ncurses|term|panel|menu|form|ncurses_dll|unctrl)\\.h$"] = "tui"
    library["^sqlite3(ext)?\\.h$"] = "store"
    library["^(yaml|gumbo)\\.h$"] = "deck"
    library["^md4c(-html)?\\.h$"] = "view"
    library["^uni(conv|ctype|gbrk|lbrk|metadata|name|norm|stdio|types|wbrk|width)\\.h$"] = "view"
    library["^uni(case|str)\\.h$"] = "base view"
    library["^getopt\\.h$"] = "cmd"
}

function wrong(what) {
    print FILENAME ":" FNR ": " what
    failed = 1
}

FNR == 1 {
    count = split(FILENAME, path, "/")
    own = path[2]
    if (count != 3 || !(own in level))
        wrong("is in no layer: a file is src/LAYER/NAME.c or include/LAYER/NAME.h")
}

!(own in level) {
    next
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    name = $0
    sub(/^[^"]*"/, "", name)
    sub(/".*/, "", name)
    other = name
    sub(/\/.*/, "", other)
    if (name !~ /^[a-z]+\/[a-z0-9_]+\.h$/ || !(other in level))
        wrong("\"" name "\" is no header of a layer: write \"LAYER/NAME.h\"")
    else if (level[other] > level[own])
        wrong(own " (layer " level[own] ") includes " name " (layer " level[other] ")")
    else if (other != own && level[other] == level[own]) {
        beside[own, other] = FILENAME ":" FNR
        if ((other, own) in beside)
            wrong(own " and " other " include each other: here, and at " beside[other, own])
    }
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    name = $0
    sub(/^[^<]*</, "", name)
    sub(/>.*/, "", name)
    if (name ~ "^(base|model|deck|store|study|report|view|tui|cmd)/")
        wrong("write \"" name "\", not <" name ">")
    for (pattern in library)
        if (name ~ pattern && index(" " library[pattern] " ", " " own " ") == 0)
            wrong("only " library[pattern] " includes <" name ">")
}

/^#[ \t]*include/ || /^[ \t]*(\/?\*|\/\/)/ {
    next
}

own != "cmd" && /(^|[^a-z0-9_])(time|clock|clock_gettime|gettimeofday|timespec_get|localtime|localtime_r|gmtime|gmtime_r)\(/ {
    wrong("only cmd reads the clock")
}

END {
    exit failed
}
