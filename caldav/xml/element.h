// A parsed XML element: an immutable value of our own, name spaces resolved. Comments and processing instructions are
// gone; text and child elements keep their order, so that a dead property comes back as it was sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caldav/xml/qname.h"

namespace stafett::caldav::xml {

struct Attribute {
    Name name;  // ns empty for an attribute without prefix
    std::string value;
    friend bool operator==(const Attribute&, const Attribute&) = default;
};

class Element {
  public:
    explicit Element(Name name) : name_(std::move(name)) { texts_.emplace_back(); }

    const Name& name() const { return name_; }
    bool is(QName name) const { return QName(name_) == name; }

    const std::vector<Attribute>& attributes() const { return attributes_; }
    // Nothing when there is no such attribute. An attribute without prefix has no name space.
    std::optional<std::string_view> attribute(QName name) const;
    std::optional<std::string_view> attribute(std::string_view local) const { return attribute(QName{{}, local}); }

    // Child elements in order.
    const std::vector<Element>& children() const { return children_; }
    // The first child of that name; null when there is none.
    const Element* child(QName name) const;

    // All text directly in this element, CDATA included; line ends are LF (XML 1.0 §2.11).
    std::string text() const;
    // The same without white space at both ends: hrefs, tokens, numbers.
    std::string trimmed_text() const;

    // xml:lang as it holds here, inherited ones included; empty when none is declared.
    const std::string& language() const { return language_; }

    // Canonical XML text of this element, every name space declared where it is first used and xml:lang kept: how a
    // property is stored, and what Writer::raw() takes.
    std::string to_xml() const;

    // Used while it is built (parse, tests).
    void add_attribute(Name name, std::string value) { attributes_.push_back({std::move(name), std::move(value)}); }
    void add_text(std::string_view text) { texts_.back() += text; }
    Element& add_child(Element child);
    void set_language(std::string language) { language_ = std::move(language); }

  private:
    void write(std::string& out, bool top) const;

    Name name_;
    std::string language_;
    std::vector<Attribute> attributes_;
    std::vector<Element> children_;
    std::vector<std::string> texts_;  // texts_[i] stands before children_[i]; one more than children
};

}  // namespace stafett::caldav::xml
