// The i;unicode-casemap collation's canonical form (RFC 5051 §2).
#pragma once

#include <string>
#include <string_view>

namespace stafett::caldav::calendar::filter {

// Each character of Latin (to U+024F), Greek and Cyrillic (to U+04FF) in its titlecase form, fully decomposed, so that
// "å" typed as one character equals "Å" typed as "A" and a ring. Other characters stay; so does what is not UTF-8.
std::string unicode_casemap(std::string_view utf8);

}  // namespace stafett::caldav::calendar::filter
