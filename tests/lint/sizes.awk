# sizes.awk - functions of more than 60 lines, braces included, and files of more than 500 are named
# as a warning; exits with 1 where one has more than 100, or 800. A function's braces stand alone at
# the left edge.
function judge(where, size, most, limit) {
    if (size > most)
        print where ": " size " lines, " most " are enough" (size > limit ? ", " limit " the most" : "")
    if (size > limit)
        failed = 1
}

FNR == 1 {
    judge(file, lines, 500, 800)
    file = FILENAME
    begin = 0
}

{
    lines = FNR
}

/^\{$/ {
    begin = FNR
    signature = before
}

/^\}/ && begin {
    judge(FILENAME ":" begin ": " signature, FNR - begin + 1, 60, 100)
    begin = 0
}

{
    before = $0
}

END {
    judge(file, lines, 500, 800)
    exit failed
}
