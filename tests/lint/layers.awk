# layers.awk - what may include what. Reads the files of src and include, their paths beginning with
# the one or the other; prints FILE:LINE: what is wrong, and exits with 1.
#
#   base < model < text < deck < store < study < report < exchange < view < tui < cmd
#
# A file includes headers of its own layer and of layers below. A library belongs to one folder or
# two, and the clock to cmd.
BEGIN {
    split("base model text deck store study report exchange view tui cmd", folders)
    for (i in folders)
        level[folders[i]] = i - 1
    library["^(ncurses[a-z]*/)?(curses|ncurses|term|panel|menu|form|ncurses_dll|unctrl)\\.h$"] = "tui"
    library["^(chafa/?.*|gdk-pixbuf/.*|gmodule|glib.*|seccomp)\\.h$"] = "tui"
    library["^sqlite3(ext)?\\.h$"] = "store exchange"
    library["^yaml\\.h$"] = "deck study"
    library["^(md4c(-html)?|gumbo|uchardet/?.*)\\.h$"] = "text"
    library["^(zip|zstd|expat|jansson)\\.h$"] = "exchange"
    library["^uni(case|conv|ctype|gbrk|lbrk|metadata|name|norm|stdio|str|types|wbrk|width)\\.h$"] = "base text"
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
        wrong("is in no layer: a file is src/LAYER/NAME or include/LAYER/NAME")
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
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    name = $0
    sub(/^[^<]*</, "", name)
    sub(/>.*/, "", name)
    if (name ~ "^(base|model|text|deck|store|study|report|exchange|view|tui|cmd)/")
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
