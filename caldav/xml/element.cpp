#include "caldav/xml/element.h"

#include "caldav/xml/writer.h"

namespace stafett::caldav::xml {

std::optional<std::string_view> Element::attribute(QName name) const {
    for (const Attribute& attribute : attributes_)
        if (QName(attribute.name) == name) return attribute.value;
    return std::nullopt;
}

const Element* Element::child(QName name) const {
    for (const Element& element : children_)
        if (element.is(name)) return &element;
    return nullptr;
}

std::string Element::text() const {
    std::string all;
    for (const std::string& part : texts_) all += part;
    return all;
}

std::string Element::trimmed_text() const {
    const std::string all = text();
    const auto first = all.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return all.substr(first, all.find_last_not_of(" \t\r\n") - first + 1);
}

Element& Element::add_child(Element child) {
    texts_.emplace_back();
    return children_.emplace_back(std::move(child));
}

std::string Element::to_xml() const {
    std::string out;
    write(out, true);
    return out;
}

// Every element declares its own name space as the default one, so the text means the same wherever it is put.
void Element::write(std::string& out, bool top) const {
    out += '<';
    out += name_.local;
    out += " xmlns=\"";
    append_escaped_attribute(out, name_.ns);
    out += '"';
    if (top && !language_.empty() && !attribute(QName{ns::xml, "lang"})) {
        out += " xml:lang=\"";
        append_escaped_attribute(out, language_);
        out += '"';
    }
    int count = 0;
    for (const Attribute& attribute : attributes_) {
        out += ' ';
        if (attribute.name.ns == ns::xml) {
            out += "xml:";
        } else if (!attribute.name.ns.empty()) {
            const std::string prefix = "a" + std::to_string(count++);
            out += "xmlns:" + prefix + "=\"";
            append_escaped_attribute(out, attribute.name.ns);
            out += "\" " + prefix + ':';
        }
        out += attribute.name.local;
        out += "=\"";
        append_escaped_attribute(out, attribute.value);
        out += '"';
    }
    if (children_.empty() && texts_.front().empty()) {
        out += "/>";
        return;
    }
    out += '>';
    append_escaped(out, texts_.front());
    for (std::size_t i = 0; i < children_.size(); ++i) {
        children_[i].write(out, false);
        append_escaped(out, texts_[i + 1]);
    }
    out += "</" + name_.local + '>';
}

}  // namespace stafett::caldav::xml
