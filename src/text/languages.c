#include "text/languages.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>

#define C_WORDS                                                                                    \
    " auto break case char const continue default do double else enum extern float for goto if "   \
    "inline int long register return short signed sizeof static struct switch typedef union "      \
    "unsigned void volatile while bool true false nullptr alignas alignof static_assert "          \
    "thread_local #include #define #undef #if #ifdef #ifndef #elif #else #endif #error #pragma "
#define SCRIPT_WORDS                                                                               \
    " async await break case catch class const continue debugger default delete do else export "   \
    "extends false finally for from function get if import in instanceof let new null of return "  \
    "set static super switch this throw true try typeof undefined var void while with yield "
#define C_COMMENTS " /* */ "

/* The twenty most used languages of Stack Overflow's survey of 2024, without assembly; HTML and CSS
 * count as one. */
static const struct language languages[] = {
    {.names = " javascript js jsx mjs json node ",
        .keywords = SCRIPT_WORDS,
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " ` ",
        .line_strings = " \" ' "},
    {.names = " html htm xml svg xhtml vue ",
        .block_comments = " <!-- --> ",
        .line_strings = " \" ",
        .raw = " \" ",
        .tags = true},
    {.names = " css scss sass less ",
        .keywords = " @media @import @keyframes @supports @page @layer @container "
                    "@mixin @include @extend @use @if @else @for @each important inherit initial "
                    "unset auto none ",
        .block_comments = C_COMMENTS,
        .line_strings = " \" ' "},
    {.names = " python py py3 python3 pycon ",
        .keywords = " and as assert async await break case class continue def del elif else "
                    "except False finally for from global if import in is lambda match None "
                    "nonlocal not or pass raise return True try while with yield ",
        .line_comments = " # ",
        .strings = " \"\"\" ''' ",
        .line_strings = " \" ' "},
    {.names = " sql mysql postgresql postgres psql sqlite plsql tsql ",
        .keywords = " add all alter and as asc begin between by case check column commit "
                    "constraint create cross database default delete desc distinct drop else end "
                    "except exists false foreign from full group having if in index inner insert "
                    "intersect into is join key left like limit not null offset on or order outer "
                    "over partition primary references returning right rollback select set table "
                    "then transaction trigger true union unique update using values view when "
                    "where with ",
        .line_comments = " -- ",
        .block_comments = C_COMMENTS,
        .strings = " ' \" ",
        .raw = " ' \" ",
        .any_case = true},
    {.names = " typescript ts tsx ",
        .keywords = SCRIPT_WORDS "abstract any as boolean declare enum implements infer interface "
                                 "is keyof module namespace never number object private protected "
                                 "public readonly string symbol type unknown ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " ` ",
        .line_strings = " \" ' "},
    {.names = " bash sh shell zsh ksh shellscript ",
        .keywords = " case do done elif else esac export fi for function if in local readonly "
                    "return select then time trap unset until while break continue exit set "
                    "shift source alias declare eval exec ",
        .line_comments = " # ",
        .strings = " \" ' ",
        .raw = " ' "},
    {.names = " java ",
        .keywords = " abstract assert boolean break byte case catch char class const continue "
                    "default do double else enum extends false final finally float for if "
                    "implements import instanceof int interface long native new null package "
                    "permits private protected public record return sealed short static strictfp "
                    "super switch synchronized this throw throws transient true try var void "
                    "volatile while yield ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " \"\"\" ",
        .line_strings = " \" ",
        .characters = " ' "},
    {.names = " csharp cs c# dotnet ",
        .keywords = " abstract as async await base bool break byte case catch char checked class "
                    "const continue decimal default delegate do double else enum event explicit "
                    "extern false finally fixed float for foreach get if implicit in init int "
                    "interface internal is lock long namespace new null object operator out "
                    "override params private protected public readonly record ref return sbyte "
                    "sealed set short sizeof stackalloc static string struct switch this throw "
                    "true try typeof uint ulong unchecked unsafe ushort using var virtual void "
                    "volatile when where while yield #if #else #endif #region #endregion ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " \"\"\" ",
        .line_strings = " \" ",
        .characters = " ' "},
    {.names = " c++ cpp cxx cc hpp hxx ",
        .keywords = C_WORDS
        "and catch char8_t char16_t char32_t class concept consteval constexpr constinit "
        "const_cast co_await co_return co_yield decltype delete dynamic_cast explicit export final "
        "friend mutable namespace new noexcept not operator or override private protected public "
        "reinterpret_cast requires static_cast template this throw try typeid typename using "
        "virtual wchar_t xor ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .line_strings = " \" ",
        .characters = " ' "},
    {.names = " c h ",
        .keywords = C_WORDS "constexpr restrict typeof NULL _Alignas _Alignof _Atomic _Bool "
                            "_Complex _Generic _Noreturn _Static_assert _Thread_local ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .line_strings = " \" ",
        .characters = " ' "},
    {.names = " php php8 ",
        .keywords = " abstract and array as bool break callable case catch class clone const "
                    "continue declare default do echo else elseif empty enum extends false final "
                    "finally float fn for foreach function global if implements include "
                    "include_once instanceof int interface isset list match mixed namespace new "
                    "null or print private protected public readonly require require_once return "
                    "self static string switch this throw trait true try unset use var void while "
                    "xor yield ",
        .line_comments = " // # ",
        .block_comments = C_COMMENTS,
        .strings = " \" ' "},
    {.names = " powershell ps1 pwsh ",
        .keywords = " begin break catch class continue data do dynamicparam else elseif end enum "
                    "exit filter finally for foreach from function hidden if in param process "
                    "return static switch throw trap try until using while $true $false $null ",
        .line_comments = " # ",
        .block_comments = " <# #> ",
        .strings = " \" ' ",
        .raw = " ' \" ",
        .any_case = true},
    {.names = " go golang ",
        .keywords = " any bool break byte case chan comparable complex64 complex128 const continue "
                    "default defer else error fallthrough false float32 float64 for func go goto "
                    "if import int int8 int16 int32 int64 interface iota map nil package range "
                    "return rune select string struct switch true type uint uint8 uint16 uint32 "
                    "uint64 uintptr var ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " ` ",
        .line_strings = " \" ",
        .characters = " ' ",
        .raw = " ` "},
    {.names = " rust rs ",
        .keywords = " as async await bool break char const continue crate dyn else enum extern f32 "
                    "f64 false fn for i8 i16 i32 i64 i128 if impl in isize let loop match mod move "
                    "mut pub ref return self Self static str struct super trait true type u8 u16 "
                    "u32 u64 u128 union unsafe use usize where while ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " \" ",
        .characters = " ' "},
    {.names = " kotlin kt kts ",
        .keywords = " abstract annotation as break by catch class companion const constructor "
                    "continue crossinline data do else enum external false final finally for fun "
                    "get if import in infix init inline inner interface internal is lateinit "
                    "noinline null object open operator out override package private protected "
                    "public reified return sealed set super suspend tailrec this throw true try "
                    "typealias val var vararg when where while ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " \"\"\" ",
        .line_strings = " \" ",
        .characters = " ' "},
    {.names = " lua luau ",
        .keywords = " and break do else elseif end false for function goto if in local nil not or "
                    "repeat return then true until while ",
        .line_comments = " -- ",
        .block_comments = " --[[ ]] ",
        .line_strings = " \" ' "},
    {.names = " dart ",
        .keywords = " abstract as assert async await bool break case catch class const continue "
                    "covariant default deferred do double dynamic else enum export extends "
                    "extension external factory false final finally for get if implements import "
                    "in int interface is late library mixin new null num on operator part required "
                    "rethrow return sealed set static super switch this throw true try typedef var "
                    "void when while with yield ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " \"\"\" ''' ",
        .line_strings = " \" ' "},
    {.names = " ruby rb irb ",
        .keywords = " alias and begin break case class def do else elsif end ensure false "
                    "for if in module next nil not or raise redo require require_relative rescue "
                    "retry return self super then true undef unless until when while yield "
                    "attr_accessor attr_reader attr_writer ",
        .line_comments = " # ",
        .block_comments = " =begin =end ",
        .strings = " \" ' "},
    {.names = " swift ",
        .keywords = " actor any as associatedtype async await break case catch class continue "
                    "convenience default defer deinit do else enum extension fallthrough false "
                    "fileprivate final for func get guard if import in init inout internal is lazy "
                    "let mutating nil nonisolated open operator override private protocol public "
                    "repeat required rethrows return self Self set some static struct subscript "
                    "super switch throw throws true try typealias unowned var weak where while "
                    "#if #else #endif ",
        .line_comments = " // ",
        .block_comments = C_COMMENTS,
        .strings = " \"\"\" ",
        .line_strings = " \" "},
    {.names = " r rscript ",
        .keywords = " break else FALSE for function if in Inf library NA NaN next NULL repeat "
                    "require return TRUE while ",
        .line_comments = " # ",
        .strings = " \" ' "},
};

bool language_has_word(const char *list, const char *word, size_t length, bool any_case)
{
    char between[32];
    if (!list || length > sizeof between - 3)
        return false;
    between[0] = between[length + 1] = ' ';
    between[length + 2] = '\0';
    for (size_t i = 0; i < length; i++)
        between[i + 1] = any_case ? (char)tolower((unsigned char)word[i]) : word[i];
    return strstr(list, between) != NULL;
}

const struct language *language_named(const char *name, size_t length)
{
    if (length == 0 || memchr(name, ' ', length))
        return NULL;
    for (size_t i = 0; i < COUNT(languages); i++)
        if (language_has_word(languages[i].names, name, length, true))
            return &languages[i];
    return NULL;
}
