// Reads an XML request body behind hard limits. DOCTYPE, undeclared prefixes, two roots, text outside the root,
// duplicate attributes, invalid UTF-8 and control characters are refused: pugixml lets them through.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "caldav/xml/element.h"
#include "storage/base/result.h"

namespace stafett::caldav::xml {

struct Limits {
    std::size_t octets = 4U << 20;
    std::size_t depth = 32;
    std::size_t elements = 100'000;
    std::size_t attributes = 64;  // of one element
    std::size_t name = 4096;      // octets of a name and its name space together: answers say them back
};

struct ParseError {
    std::string detail;    // English, for the log
    bool doctype = false;  // it had a DOCTYPE: DAV:no-external-entities
};

// A name without colon (Namespaces in XML §4), as far as it matters: nothing that could break out of a tag written
// back.
bool valid_ncname(std::string_view name);

// `octets` is UTF-8, with or without byte order mark and XML declaration. Nothing of it is kept.
base::Result<Element, ParseError> parse(std::string_view octets, const Limits& limits = {});

}  // namespace stafett::caldav::xml
