# coverage.awk - reads what gcov -n says of each source, and prints for each folder of src, and for
# all of them, how many of its lines were run.
function line(name, ran, all) {
    return sprintf("%-14s %6d of %6d lines  %5.1f %%", name, ran, all, 100 * ran / all)
}

/^File / {
    folder = $2
    gsub(/^'|\/[^\/]*$/, "", folder)
}

/^Lines executed:/ && folder ~ /^src\// {
    split($2, percent, /[:%]/)
    count[folder] += $4
    executed[folder] += percent[2] / 100 * $4
    folder = ""
}

END {
    for (folder in count) {
        print line(folder, executed[folder], count[folder]) | "sort"
        total += count[folder]
        run += executed[folder]
    }
    close("sort")
    if (!total)
        exit 1
    print line("all", run, total)
}
