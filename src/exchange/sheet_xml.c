#include "exchange/sheet_xml.h"

#include <expat.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 256
#define PART_MAX  ((size_t)1 << 20) /* bytes given to expat at once */

struct sheet_xml_reading {
    struct sheet_xml *xml;
    XML_Parser parser;
    unsigned depth;
    bool stopped;
    const char *refused;
};

static const char *sheet_xml_local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void sheet_xml_stop(struct sheet_xml_reading *r, const char *refused)
{
    r->stopped = true;
    r->refused = refused;
    XML_StopParser(r->parser, XML_FALSE);
}

static void XMLCALL sheet_xml_begin(void *context, const char *name, const char **attributes)
{
    struct sheet_xml_reading *r = context;
    if (r->stopped)
        return;
    if (++r->depth > DEPTH_MAX)
        sheet_xml_stop(r, "its elements are nested too deeply");
    else if (!r->xml->begin(
                 r->xml->context, sheet_xml_local(name), (const char *const *)attributes))
        sheet_xml_stop(r, NULL);
}

static void XMLCALL sheet_xml_end(void *context, const char *name)
{
    struct sheet_xml_reading *r = context;
    if (r->stopped)
        return;
    r->depth--;
    if (!r->xml->end(r->xml->context, sheet_xml_local(name)))
        sheet_xml_stop(r, NULL);
}

static void XMLCALL sheet_xml_text(void *context, const char *bytes, int length)
{
    struct sheet_xml_reading *r = context;
    if (!r->stopped && r->xml->text)
        r->xml->text(r->xml->context, bytes, (size_t)length);
}

/* No spreadsheet has a DTD, and the entities that it could define may grow without bounds. */
static void XMLCALL sheet_xml_refuse_dtd(
    void *context, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    sheet_xml_stop(context, "it defines entities");
}

static enum err_code sheet_xml_feed(struct sheet_xml_reading *r, const struct buf *bytes,
    const char *path, const char *name, struct err *err)
{
    enum XML_Status status = XML_STATUS_OK;
    for (size_t at = 0, size = 1; status == XML_STATUS_OK && size > 0; at += size) {
        size = bytes->length - at < PART_MAX ? bytes->length - at : PART_MAX;
        status = XML_Parse(r->parser, buf_string(bytes) + at, (int)size, size == 0);
    }
    if (r->stopped && !r->refused) {
        *err = r->xml->failure;
        return err->code;
    }
    if (status == XML_STATUS_OK)
        return ERR_NONE;
    enum XML_Error error = XML_GetErrorCode(r->parser);
    if (error == XML_ERROR_NO_MEMORY)
        return err_memory(err);
    return err_at(err, ERR_MISTAKE, path, 0, 0, "is damaged: line %lu of %s: %s",
        (unsigned long)XML_GetCurrentLineNumber(r->parser), name,
        r->refused ? r->refused : XML_ErrorString(error));
}

enum err_code sheet_xml_read(struct sheet_xml *xml, const struct buf *bytes, const char *path,
    const char *name, struct err *err)
{
    struct sheet_xml_reading r = {.xml = xml, .parser = XML_ParserCreate(NULL)};
    if (!r.parser)
        return err_memory(err);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, sheet_xml_begin, sheet_xml_end);
    XML_SetCharacterDataHandler(r.parser, sheet_xml_text);
    XML_SetStartDoctypeDeclHandler(r.parser, sheet_xml_refuse_dtd);
    enum err_code code = sheet_xml_feed(&r, bytes, path, name, err);
    XML_ParserFree(r.parser);
    return code;
}

const char *sheet_xml_value(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(sheet_xml_local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

unsigned sheet_xml_number(
    const char *const *attributes, const char *name, unsigned unknown, unsigned max)
{
    const char *value = sheet_xml_value(attributes, name);
    char *end;
    unsigned long number = value ? strtoul(value, &end, 10) : 0;
    if (!value || *value < '0' || *value > '9' || *end)
        return unknown;
    return number < max ? (unsigned)number : max;
}
