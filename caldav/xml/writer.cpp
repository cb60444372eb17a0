#include "caldav/xml/writer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "storage/base/octet_block.h"

namespace stafett::caldav::xml {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPrefixes{
    {{ns::dav, "D"}, {ns::caldav, "C"}, {ns::calendarserver, "CS"}, {ns::apple_ical, "A"}}};

std::string_view prefix_of(std::string_view name_space) {
    for (const auto& [known, prefix] : kPrefixes)
        if (known == name_space) return prefix;
    return {};
}

// U+FFFE and U+FFFF in UTF-8, which XML 1.0 §2.2 leaves out.
bool noncharacter(std::string_view text) {
    return text.size() >= 3 && text.starts_with("\xef\xbf") && (text[2] == '\xbe' || text[2] == '\xbf');
}

// Where in the block the first octet stands that cannot stand in text as it is (the first of a noncharacter among
// them, and of others that begin like one); kOctetBlock if there is none.
std::size_t first_special(const base::OctetBlock& block) {
    return base::first_that_holds(((block < 0x20) & (block != '\n') & (block != '\t')) | (block == '&') |
                                  (block == '<') | (block == '>') | (block == '"') | (block == 0xef));
}

// The first special octet of `text` at or behind `at`; its size if there is none.
std::size_t find_special(std::string_view text, std::size_t at) {
    for (; text.size() - at >= base::kOctetBlock; at += base::kOctetBlock)
        if (const std::size_t found = first_special(base::octet_block(text.data() + at)); found < base::kOctetBlock)
            return at + found;
    base::OctetBlock rest{};
    rest += 'x';
    std::memcpy(&rest, text.data() + at, text.size() - at);
    return std::min(at + first_special(rest), text.size());
}

// What stands for a special octet; nothing for what XML has no place for.
std::string_view entity(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\r':
            return "&#13;";
        default:
            return {};
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    std::size_t copied = 0;  // text before it stands in `out`
    for (std::size_t at = 0; (at = find_special(text, at)) < text.size();) {
        std::size_t length = 1;
        if (text[at] == '\xef') {
            length = 3;
            if (!noncharacter(text.substr(at))) {
                ++at;
                continue;
            }
        }
        out += text.substr(copied, at - copied);
        out += entity(text[at]);
        at += length;
        copied = at;
    }
    out += text.substr(copied);
}

void append_escaped_attribute(std::string& out, std::string_view text) {
    for (std::size_t at = 0; (at = text.find_first_of("\t\n")) != std::string_view::npos; text.remove_prefix(at + 1)) {
        append_escaped(out, text.substr(0, at));
        out += text[at] == '\t' ? "&#9;" : "&#10;";
    }
    append_escaped(out, text);
}

std::string_view Writer::innermost() const { return std::string_view(open_).substr(open_at_.back()); }

void Writer::close_tag() {
    if (tag_open_) out_ += '>';
    tag_open_ = false;
}

Writer& Writer::start(QName name) {
    close_tag();
    const bool root = std::exchange(root_pending_, false);
    if (root) out_ += "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    const std::string_view prefix = prefix_of(name.ns);
    open_at_.push_back(open_.size());
    if (!prefix.empty()) {
        open_ += prefix;
        open_ += ':';
    }
    open_ += name.local;
    out_ += '<';
    out_ += innermost();
    if (prefix.empty()) {
        out_ += " xmlns=\"";
        append_escaped_attribute(out_, name.ns);
        out_ += '"';
    }
    if (root)
        for (const auto& [known, declared] : kPrefixes) {
            out_ += " xmlns:";
            out_ += declared;
            out_ += "=\"";
            out_ += known;
            out_ += '"';
        }
    tag_open_ = true;
    return *this;
}

Writer& Writer::attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_escaped_attribute(out_, value);
    out_ += '"';
    return *this;
}

Writer& Writer::text(std::string_view text) {
    if (text.empty()) return *this;
    close_tag();
    append_escaped(out_, text);
    return *this;
}

Writer& Writer::end() {
    if (tag_open_) {
        out_ += "/>";
        tag_open_ = false;
    } else {
        out_ += "</";
        out_ += innermost();
        out_ += '>';
    }
    open_.resize(open_at_.back());
    open_at_.pop_back();
    return *this;
}

void Writer::rewind(const Mark& mark) {
    out_.resize(mark.written);
    open_at_.resize(mark.depth);
    open_.resize(mark.names);
    tag_open_ = mark.tag_open;
}

Writer& Writer::raw(std::string_view xml) {
    if (xml.empty()) return *this;
    close_tag();
    out_ += xml;
    return *this;
}

}  // namespace stafett::caldav::xml
