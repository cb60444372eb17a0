// Plain Swedish text in lines: what the mandate's reader needs of it. UTF-8 throughout.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stafett::scheduling::network {

std::string trim(std::string_view text);

// ASCII and å, ä, ö in lower case; the rest as it is.
std::string lower(std::string_view text);

// Whether `needle` stands in `text`, in whatever case.
bool contains(std::string_view text, std::string_view needle);

// Without line ends and trailing blanks.
std::vector<std::string> lines_of(std::string_view text);

// The same words, whatever the case, blanks around '/' and '-', and a colon at the end.
bool same_heading(std::string_view line, std::string_view heading);

// "- Text", "•\tText" or "- *Text*" -> "Text"; nothing for a line that is no item.
std::optional<std::string> list_item(std::string_view line);

// Lines between empty ones, joined. A paragraph that is only a mail address ends the one before it.
std::vector<std::string> paragraphs_of(const std::vector<std::string>& lines);
std::string join_paragraphs(const std::vector<std::string>& paragraphs);

// The first mail address in the text, without a full stop behind it.
std::optional<std::string> address_in(std::string_view text);

// The first year 2000 … 2099 in the text.
std::optional<int> year_in(std::string_view text);

}  // namespace stafett::scheduling::network
