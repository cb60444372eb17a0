#include "caldav/xml/parse.h"

#include <cstring>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include <pugixml.hpp>

namespace stafett::caldav::xml {
namespace {

constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_doctype;

std::unexpected<ParseError> refuse(std::string detail, bool doctype = false) {
    return std::unexpected(ParseError{std::move(detail), doctype});
}

// Length of the well-formed UTF-8 sequence that XML 1.0 §2.2 allows as a character at `at`, 0 if there is none.
std::size_t character(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() - at < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f)) return 0;
    if ((first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f)) return 0;
    if (first == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe) return 0;
    return length;
}

bool only_characters(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = character(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class Builder {
  public:
    explicit Builder(const Limits& limits) : limits_(limits) { bind("xml", ns::xml); }

    base::Result<Element, ParseError> build(const pugi::xml_node& node, std::size_t depth,
                                            const std::string& language) {
        if (depth > limits_.depth) return refuse("nested too deeply");
        if (++elements_ > limits_.elements) return refuse("too many elements");
        const std::size_t scope = declared_.size();
        TRY(declare(node));
        TRY_ASSIGN(Name name, resolve(node.name(), true));
        Element element(std::move(name));
        element.set_language(language);
        TRY(read_attributes(node, element));
        for (const pugi::xml_node& child : node.children()) {
            switch (child.type()) {
                case pugi::node_element: {
                    TRY_ASSIGN(Element built, build(child, depth + 1, element.language()));
                    element.add_child(std::move(built));
                    break;
                }
                case pugi::node_pcdata:
                case pugi::node_cdata:
                    if (!only_characters(child.value())) return refuse("a character that XML does not have");
                    element.add_text(child.value());
                    break;
                case pugi::node_null:
                case pugi::node_document:
                case pugi::node_comment:
                case pugi::node_pi:
                case pugi::node_declaration:
                case pugi::node_doctype:
                    break;
            }
        }
        leave(scope);
        return element;
    }

  private:
    void bind(std::string_view prefix, std::string_view name_space) {
        const auto binding = bindings_.try_emplace(std::string(prefix)).first;
        binding->second.emplace_back(name_space);
        declared_.push_back(binding);
    }

    // An element ends: what was declared in it means again what it meant outside.
    void leave(std::size_t scope) {
        for (; declared_.size() > scope; declared_.pop_back()) {
            declared_.back()->second.pop_back();
            if (declared_.back()->second.empty()) bindings_.erase(declared_.back());
        }
    }

    static bool is_declaration(std::string_view name) { return name == "xmlns" || name.starts_with("xmlns:"); }

    base::Result<void, ParseError> declare(const pugi::xml_node& node) {
        std::size_t count = 0;
        for (const pugi::xml_attribute& attribute : node.attributes()) {
            if (++count > limits_.attributes) return refuse("too many attributes");
            const std::string_view name = attribute.name();
            if (!is_declaration(name)) continue;
            if (!only_characters(attribute.value())) return refuse("a character that XML does not have");
            const std::string_view prefix = name == "xmlns" ? std::string_view() : name.substr(6);
            if (name != "xmlns" &&
                (!valid_ncname(prefix) || *attribute.value() == '\0' || prefix == "xml" || prefix == "xmlns"))
                return refuse("an impossible name space declaration");
            bind(prefix, attribute.value());
        }
        return {};
    }

    base::Result<Name, ParseError> resolve(std::string_view written, bool element) {
        const auto colon = written.find(':');
        const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : written.substr(0, colon);
        const std::string_view local = colon == std::string_view::npos ? written : written.substr(colon + 1);
        if (!valid_ncname(local) || (colon != std::string_view::npos && !valid_ncname(prefix)))
            return refuse("a malformed name");
        if (prefix.empty() && !element) return Name("", std::string(local));
        if (const auto binding = bindings_.find(prefix); binding != bindings_.end()) {
            const std::string& name_space = binding->second.back();
            if (name_space.size() + local.size() > limits_.name)
                return refuse("a name that is longer than " + std::to_string(limits_.name) +
                              " octets, its name space included");
            return Name(name_space, std::string(local));
        }
        if (local.size() > limits_.name)
            return refuse("a name that is longer than " + std::to_string(limits_.name) + " octets");
        if (prefix.empty()) return Name("", std::string(local));
        return refuse("undeclared prefix " + std::string(prefix));
    }

    base::Result<void, ParseError> read_attributes(const pugi::xml_node& node, Element& element) {
        for (const pugi::xml_attribute& attribute : node.attributes()) {
            if (is_declaration(attribute.name())) continue;
            TRY_ASSIGN(Name name, resolve(attribute.name(), false));
            if (element.attribute(QName(name))) return refuse("an attribute twice");
            if (!only_characters(attribute.value())) return refuse("a character that XML does not have");
            if (QName(name) == QName{ns::xml, "lang"}) element.set_language(attribute.value());
            element.add_attribute(std::move(name), attribute.value());
        }
        return {};
    }

    const Limits& limits_;
    std::size_t elements_ = 0;
    // By prefix: what it stands for, the innermost declaration last. A map, so that a name among thousands of
    // declarations is not looked for in each of them.
    using Bindings = std::map<std::string, std::vector<std::string>, std::less<>>;
    Bindings bindings_;
    std::vector<Bindings::iterator> declared_;  // in the order of the declarations
};

// The one element of the document; anything else but blanks, comments and instructions is refused.
base::Result<pugi::xml_node, ParseError> root_of(const pugi::xml_document& document) {
    pugi::xml_node root;
    for (const pugi::xml_node& node : document.children()) {
        switch (node.type()) {
            case pugi::node_element:
                if (root) return refuse("two root elements");
                root = node;
                break;
            case pugi::node_doctype:
                return refuse("a DOCTYPE", true);
            case pugi::node_pcdata:
            case pugi::node_cdata:
                if (!blank(node.value())) return refuse("text outside the root element");
                break;
            case pugi::node_null:
            case pugi::node_document:
            case pugi::node_comment:
            case pugi::node_pi:
            case pugi::node_declaration:
                break;
        }
    }
    if (!root) return refuse("no root element");
    return root;
}

}  // namespace

bool valid_ncname(std::string_view name) {
    if (name.empty() || (name.front() >= '0' && name.front() <= '9') || name.front() == '-' || name.front() == '.')
        return false;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') return false;
    }
    return true;
}

base::Result<Element, ParseError> parse(std::string_view octets, const Limits& limits) {
    if (octets.size() > limits.octets) return refuse("longer than the limit");
    if (octets.starts_with("\xef\xbb\xbf")) octets.remove_prefix(3);
    if (!only_characters(octets)) return refuse("not UTF-8, or a control character");
    pugi::xml_document document;
    const pugi::xml_parse_result parsed =
        document.load_buffer(octets.data(), octets.size(), kOptions | pugi::parse_fragment, pugi::encoding_utf8);
    if (!parsed) return refuse(parsed.description());
    TRY_ASSIGN(const pugi::xml_node root, root_of(document));
    return Builder(limits).build(root, 1, {});
}

}  // namespace stafett::caldav::xml
