# mirror.awk - include mirrors src. Reads the headers and the sources, their paths beginning with
# include and src; prints what is wrong, and exits with 1.
#
# What a header LAYER/NAME.h declares, in include or in src, src/LAYER defines: in NAME.c, if that is
# there.
# A header without that source either declares no function (model/card.h), or is its layer's own:
# its functions are in other sources of the layer, and no other layer includes it (view/screen_parts.h).
#
# A function's declaration, and its definition, begin at the left edge; the style sees to that.

function wrong(where, what) {
    print where ": " what
    failed = 1
}

# The function that a line at the left edge declares or defines, "" where it is none.
function function_of(line) {
    sub(/[ \t]*__attribute__.*/, "", line)
    if (line ~ /^(typedef|static|extern)/ || line !~ /^[a-z][a-zA-Z0-9_ *]*[ *][a-z][a-zA-Z0-9_]*\(/)
        return ""
    sub(/\(.*/, "", line)
    sub(/^.*[ *]/, "", line)
    return line
}

FNR == 1 {
    split(FILENAME, path, "/")
    layer = path[2]
    is_header = FILENAME ~ /\.h$/
    present[FILENAME] = 1
    if (path[1] != "src" && !is_header)
        wrong(FILENAME, "sources are in src")
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, part, "\"")
    split(part[2], name, "/")
    if (name[1] != layer)
        used[part[2]] = FILENAME ":" FNR
}

(name_here = function_of($0)) != "" {
    if (!is_header) {
        defined[layer, name_here] = 1
    } else {
        declared[layer, name_here] = FILENAME ":" FNR
        has_functions[FILENAME] = 1
    }
}

END {
    for (key in declared) {
        split(key, part, SUBSEP)
        if (!(key in defined))
            wrong(declared[key], part[2] " is not defined in src/" part[1])
    }
    for (file in has_functions) {
        source = file
        sub(/^include/, "src", source)
        sub(/h$/, "c", source)
        sub(/^[a-z]+\//, "", file)
        if (!(source in present) && file in used)
            wrong(used[file], "includes " file ", which has no " source " and so is its layer's own")
    }
    exit failed
}
