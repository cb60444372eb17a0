// Lossless editing: operations are collected and then give a new text, in which every octet not named by one is as it
// was. Deterministic: at one place, insertions stand in the order of their calls.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/object.h"

namespace stafett::scheduling::ical {

// Lines given to it are whole content lines, folded and ended with CRLF (writer.h); where the source ends its lines
// with a bare line feed they are changed to that. Properties and components named must belong to the object, which must
// outlive the editor. What stands inside a removed component goes with it; of two changes of one line the first counts.
// One thread.
class Editor {
  public:
    explicit Editor(const Object& object);

    void remove(const Property& property);
    void remove(const Component& component);
    void replace(const Property& property, std::string_view lines);
    void replace(const Component& component, std::string_view lines);  // BEGIN and END lines included
    void insert_before(const Property& property, std::string_view lines);
    void insert_after(const Property& property, std::string_view lines);
    void insert_before(const Component& component, std::string_view lines);
    void insert_after(const Component& component, std::string_view lines);
    void insert_first(const Component& component, std::string_view lines);  // behind its BEGIN line
    void insert_last(const Component& component, std::string_view lines);   // as last property: before its first
                                                                            // sub-component, else before END
    void append(const Component& component, std::string_view lines);  // before its END line, behind sub-components

    bool empty() const { return operations_.empty(); }
    std::string text() const;

  private:
    struct Operation {
        Range range;  // empty: an insertion
        std::string lines;
    };
    void add(Range range, std::string_view lines);

    const Object& object_;
    bool bare_line_feeds_;
    std::vector<Operation> operations_;
};

}  // namespace stafett::scheduling::ical
