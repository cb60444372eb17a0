// The answer to what a PROPFIND or REPORT wants: a DAV:response for each resource, its properties grouped by status.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "caldav/webdav/multistatus.h"
#include "caldav/webdav/property.h"
#include "caldav/webdav/wanted.h"

namespace stafett::caldav::webdav {

// One live property's element as XML for a Writer's raw(); nothing when the resource has no such property. `asked` is
// the element in the request, null for allprop.
Result<std::optional<std::string>> read_property(const LiveProperty& row, const Subject& subject,
                                                 const xml::Element* asked);

// Writes the responses of one page of a listing. A property that cannot be read gets the status of its failure; the
// others are unharmed. What is the same for all of them (the rows of the properties, buffers) is found out once.
class Responses {
  public:
    // Everything outlives it.
    Responses(MultistatusWriter& out, const Context& context, GuardedSnapshot& snapshot, const Wanted& wanted)
        : out_(out),
          context_(context),
          snapshot_(snapshot),
          wanted_(wanted),
          with_text_(needs_text(wanted, *context.tables)) {}
    Responses(const Responses&) = delete;
    Responses& operator=(const Responses&) = delete;

    // `object`: of an object, with its text if needs_text(); one that comes without is read by itself, and the response
    // is the failure of that. `named`: how the answer names it, if not as we do. `decided`: see Subject.
    void write(const ReadGrant& grant, const model::StoredObject* object = nullptr, const Href* named = nullptr,
               bool decided = true);
    bool full() const { return out_.full(); }

    // About so many octets will be written.
    void expect(std::size_t octets) { out_.expect(octets); }

  private:
    void write_alone(const ReadGrant& grant, const Href* named, bool decided);
    void add_named(const Subject& subject, xml::Writer& found);
    void add_all(const Subject& subject, xml::Writer& found);
    void add_names(const Subject& subject, xml::Writer& found);
    void add_live(const LiveProperty& row, const Subject& subject, const xml::Element* asked, xml::Writer& found,
                  bool tell_missing);
    void missing(xml::QName name, unsigned status, const http::ConditionSpec* condition = nullptr);
    const std::vector<const LiveProperty*>& rows_on(Kind kind);

    MultistatusWriter& out_;
    const Context& context_;
    GuardedSnapshot& snapshot_;
    const Wanted& wanted_;
    const bool with_text_;
    std::vector<Propstat> others_;  // of the response being written: what was not found
    Kind rows_of_ = Kind::none;     // what rows_ is good for
    std::vector<const LiveProperty*> rows_;
};

// A page of objects with their texts. When one of these is damaged, all come without, and are asked for theirs one by
// one as they are written: one damaged object keeps no other from a client. `read(with_text)` reads the page.
template <class Read>
auto page_of_objects(bool with_text, Read read) {
    auto page = read(with_text);
    if (!page && page.error().damaged && with_text) page = read(false);
    return page;
}

// The same for objects of one calendar, whose grant is at hand.
class ObjectResponses {
  public:
    ObjectResponses(MultistatusWriter& out, const Context& context, GuardedSnapshot& snapshot,
                    const ReadGrant& calendar, const Wanted& wanted)
        : responses_(out, context, snapshot, wanted), grants_(snapshot.gate(), calendar) {}

    // Makes room for what these take, so that a page of texts is not copied each time it grows.
    void expect(std::span<const model::StoredObject> objects) {
        std::size_t octets = 0;
        for (const model::StoredObject& object : objects) octets += object.text ? object.text->size() : 0;
        responses_.expect(octets + octets / 8 + 384 * objects.size());
    }
    void write(const model::StoredObject& object, const Href* named = nullptr, bool decided = true) {
        responses_.write(grants_.of(object.info), &object, named, decided);
    }
    // One after the other until the page is full (MultistatusWriter::full); how many were written, one at least.
    std::size_t write_page(std::span<const model::StoredObject> objects) {
        expect(objects);
        std::size_t written = 0;
        while (written < objects.size() && (written == 0 || !responses_.full())) write(objects[written++]);
        return written;
    }

  private:
    Responses responses_;
    access::MemberGrants grants_;
};

}  // namespace stafett::caldav::webdav
