// Writes XML forward only, into a string: no tree. The prefixes of the name spaces we know (D: DAV:, C: CalDAV,
// CS: calendarserver.org, A: Apple's) are declared once, on the root; others on the element that uses them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caldav/xml/qname.h"

namespace stafett::caldav::xml {

// Escaped for element content. CR becomes &#13; (else a reader turns it into LF); characters that XML cannot carry
// (controls, U+FFFE, U+FFFF) are left out.
void append_escaped(std::string& out, std::string_view text);
// Escaped for a quoted attribute: tab and LF too, of which a reader makes blanks there (XML 1.0 §3.3.3).
void append_escaped_attribute(std::string& out, std::string_view text);

class Writer {
  public:
    // document: the first start() writes the XML declaration and declares the known prefixes.
    // inside: what is written will stand inside such a document (a buffered part of it).
    enum class Where { document, inside };

    // Appends to `out`, which must outlive the writer.
    explicit Writer(std::string& out, Where where = Where::document)
        : out_(out), root_pending_(where == Where::document) {}
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Writer& start(QName name);
    // Right after start().
    Writer& attribute(std::string_view name, std::string_view value);
    Writer& text(std::string_view text);
    Writer& end();

    // <name/>, <name>text</name>
    Writer& leaf(QName name) { return start(name).end(); }
    Writer& leaf(QName name, std::string_view content) { return start(name).text(content).end(); }
    // XML text that declares its own name spaces (Element::to_xml), or was written by a Writer `inside`.
    Writer& raw(std::string_view xml);
    // <D:href>…</D:href>
    Writer& href(std::string_view encoded) { return leaf({ns::dav, "href"}, encoded); }

    // About so many octets more will be written.
    void expect(std::size_t octets) { out_.reserve(out_.size() + octets); }

    // A place to go back to, while nothing has been taken out of the string it appends to.
    struct Mark {
        std::size_t written = 0;
        std::size_t depth = 0;
        std::size_t names = 0;
        bool tag_open = false;
    };
    Mark mark() const { return {out_.size(), open_at_.size(), open_.size(), tag_open_}; }
    // As if nothing had been written since; elements that were open then are open again.
    void rewind(const Mark& mark);

  private:
    void close_tag();
    std::string_view innermost() const;

    std::string& out_;
    std::string open_;                  // names to close, as written, one behind the other
    std::vector<std::size_t> open_at_;  // where each begins in it
    bool root_pending_;
    bool tag_open_ = false;  // "<name" stands without its '>'
};

}  // namespace stafett::caldav::xml
