// DAV:multistatus as it is written (RFC 4918 §13): forward only, one response buffered, 64 KiB at a time (style B8).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "caldav/http/condition.h"
#include "caldav/http/message.h"
#include "caldav/xml/writer.h"

namespace stafett::caldav::webdav {

// Properties of one response that share a status; `properties` is XML written by a Writer `inside`.
struct Propstat {
    unsigned status = 200;
    std::string properties;
    const http::ConditionSpec* condition = nullptr;
};

class MultistatusWriter {
  public:
    // Appends to `out`, which must outlive it.
    explicit MultistatusWriter(std::string& out) : writer_(out) {}

    // About so many octets more will be written.
    void expect(std::size_t octets) { writer_.expect(octets); }
    // Whether so much is waiting to be sent that a page should end here, however many members it was to have.
    bool full() const { return writer_.mark().written >= kFull; }
    // A response with propstats. What is written to begin()'s writer until end() stands in the one with 200; that is
    // left out when nothing was written, unless there are no `others` either (RFC 8144 §2.1).
    xml::Writer& begin(const Href& href);
    void end(std::span<const Propstat> others);
    // The same of propstats that are at hand; empty ones are left out.
    void properties(const Href& href, std::span<const Propstat> propstats);
    // A response with a status of its own: 404 for a deleted member, 507 for a truncated listing.
    void status(const Href& href, unsigned status, const http::ConditionSpec* condition = nullptr);
    // The failure of one resource: its status and condition.
    void failure(const Href& href, const Failure& failure);
    // Whole responses, written by a Writer `inside`.
    void raw(std::string_view responses);
    // DAV:sync-token, after the responses (RFC 6578 §6.4).
    void sync_token(std::string_view token);

    // Closes the document; nothing may follow. A streaming answer does it by itself.
    void finish() { close(); }

  private:
    static constexpr std::size_t kFull = std::size_t{256} << 10;

    friend class MultistatusSource;
    void open();
    void close();

    xml::Writer writer_;
    xml::Writer::Mark response_;  // where its propstats begin
    xml::Writer::Mark found_;     // where the properties of the one with 200 begin
    bool open_ = false;
};

using More = http::PullSource::More;

// Writes the next few responses and says whether there are more. Called between snapshots: it takes a fresh one (and
// fresh grants) each time, owns all it needs, and holds none of it afterwards. A failure ends the listing with its
// condition as a 507 response of the request's target.
using NextPage = std::function<Result<More>(MultistatusWriter& out)>;

struct Request;

// 207 with pages made as they are sent.
http::Response multistatus(const Request& request, NextPage next);
// The same without a request: `tell` is called with a page's failure, may be empty.
http::Response multistatus(Href target, NextPage next, std::function<void(const Failure&)> tell = {});

// 207 of responses that are at hand at once: `write` is called before this returns.
http::Response multistatus_now(const std::function<void(MultistatusWriter& out)>& write);

// DAV:error with the failed condition, or a line of text where there is none; status and fields are the failure's. With
// write_error the one place that writes conditions.
http::Response error_response(const Failure& failure);
// The content of DAV:error, for use inside a response or propstat.
void write_error(xml::Writer& out, const Failure& failure);

}  // namespace stafett::caldav::webdav
