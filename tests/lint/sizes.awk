# sizes.awk - prints functions of more than 60 lines, braces included, and files of more than 500;
# exits with 1 where there are any. A function's braces stand alone at the left edge.
function end_of_file() {
    if (lines > 500) {
        print file ": " lines " lines, 500 are the most"
        failed = 1
    }
}

FNR == 1 {
    end_of_file()
    file = FILENAME
    begin = 0
    before = ""
}

{
    lines = FNR
}

/^\{$/ {
    begin = FNR
    signature = before
}

/^\}/ && begin {
    if (FNR - begin + 1 > 60) {
        print FILENAME ":" begin ": " FNR - begin + 1 " lines, 60 are the most: " signature
        failed = 1
    }
    begin = 0
}

{
    before = $0
}

END {
    end_of_file()
    exit failed
}
