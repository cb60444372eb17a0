#include "caldav/webdav/multistatus.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::webdav {
namespace {

std::string status_line(unsigned status) { return fmt::format("HTTP/1.1 {} {}", status, http::reason(status)); }

void write_condition(xml::Writer& out, const http::ConditionSpec& condition) {
    out.start({ns::dav, "error"}).leaf({condition.name_space, condition.name}).end();
}

http::Response multistatus_response() {
    http::Response response;
    response.status = 207;
    response.fields.add("Content-Type", "application/xml; charset=utf-8");
    response.may_compress = true;
    return response;
}

}  // namespace

void MultistatusWriter::open() {
    if (!std::exchange(open_, true)) writer_.start({ns::dav, "multistatus"});
}

void MultistatusWriter::close() {
    open();
    writer_.end();
}

// What every member of a listing has is written in runs, with the prefix that xml::Writer declares for DAV:.
xml::Writer& MultistatusWriter::begin(const Href& href) {
    open();
    writer_.raw("<D:response><D:href>").text(href.text()).raw("</D:href>");
    response_ = writer_.mark();
    writer_.raw("<D:propstat><D:prop>");
    found_ = writer_.mark();
    return writer_;
}

void MultistatusWriter::end(std::span<const Propstat> others) {
    const bool any_other = std::ranges::any_of(others, [](const Propstat& one) { return !one.properties.empty(); });
    if (writer_.mark().written != found_.written) {
        writer_.raw("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>");
    } else {
        writer_.rewind(response_);
        if (!any_other) writer_.raw("<D:propstat><D:prop/><D:status>HTTP/1.1 200 OK</D:status></D:propstat>");
    }
    for (const Propstat& other : others) {
        if (other.properties.empty()) continue;
        writer_.start({ns::dav, "propstat"}).start({ns::dav, "prop"}).raw(other.properties).end();
        writer_.leaf({ns::dav, "status"}, status_line(other.status));
        if (other.condition != nullptr) write_condition(writer_, *other.condition);
        writer_.end();
    }
    writer_.raw("</D:response>");
}

void MultistatusWriter::properties(const Href& href, std::span<const Propstat> propstats) {
    begin(href);
    end(propstats);
}

void MultistatusWriter::status(const Href& href, unsigned status, const http::ConditionSpec* condition) {
    open();
    writer_.start({ns::dav, "response"}).href(href.text()).leaf({ns::dav, "status"}, status_line(status));
    if (condition != nullptr) write_condition(writer_, *condition);
    writer_.end();
}

void MultistatusWriter::failure(const Href& href, const Failure& failure) {
    open();
    writer_.start({ns::dav, "response"}).href(href.text()).leaf({ns::dav, "status"}, status_line(failure.status));
    if (failure.condition != nullptr) {
        writer_.start({ns::dav, "error"});
        write_error(writer_, failure);
        writer_.end();
    }
    writer_.end();
}

void MultistatusWriter::raw(std::string_view responses) {
    open();
    writer_.raw(responses);
}

void MultistatusWriter::sync_token(std::string_view token) {
    open();
    writer_.leaf({ns::dav, "sync-token"}, token);
}

// Makes the body page by page. The buffer that the writer appends to is emptied into the transport's at each call.
class MultistatusSource final : public http::PullSource {
  public:
    MultistatusSource(Href target, NextPage next, std::function<void(const Failure&)> tell)
        : target_(std::move(target)), next_(std::move(next)), tell_(std::move(tell)), writer_(buffer_) {}

    More fill(std::string& out, std::size_t about) override {
        More more = More::yes;
        while (more == More::yes && buffer_.size() < about) {
            auto page = next_(writer_);
            if (page) {
                more = *page;
            } else {
                // The status line has gone: what is listed so far stands, and the rest is said to be missing.
                if (tell_) tell_(page.error());
                writer_.status(target_, 507, page.error().condition);
                more = More::no;
            }
        }
        if (more == More::no) writer_.close();
        if (out.empty()) {
            out.swap(buffer_);
        } else {
            out += buffer_;
        }
        buffer_.clear();
        return more;
    }

  private:
    Href target_;
    NextPage next_;
    std::function<void(const Failure&)> tell_;
    std::string buffer_;
    MultistatusWriter writer_;
};

http::Response multistatus(Href target, NextPage next, std::function<void(const Failure&)> tell) {
    http::Response response = multistatus_response();
    response.body = std::make_unique<MultistatusSource>(std::move(target), std::move(next), std::move(tell));
    return response;
}

http::Response multistatus(const Request& request, NextPage next) {
    return multistatus(request.target.href, std::move(next),
                       [context = request.context](const Failure& failure) { context.tell(failure); });
}

http::Response multistatus_now(const std::function<void(MultistatusWriter& out)>& write) {
    http::Response response = multistatus_response();
    std::string body;
    MultistatusWriter writer(body);
    write(writer);
    writer.finish();
    response.body = std::move(body);
    return response;
}

}  // namespace stafett::caldav::webdav
