// Paths, references and the header fields that we read ourselves. The first line is a path, the rest a field's value.
#include <cstddef>
#include <cstdint>
#include <string>

#include "caldav/http/client_address.h"
#include "caldav/http/href.h"
#include "caldav/webdav/conditional.h"
#include "caldav/webdav/if_header.h"
#include "server/accounts/credentials.h"
#include "server/transport/gzip.h"
#include "tests/fuzz/claim.h"

namespace http = stafett::caldav::http;
namespace webdav = stafett::caldav::webdav;
using stafett::fuzz::claim;

namespace {

void read_path(std::string_view path) {
    (void)http::parse_reference(path);
    const auto segments = http::split_path(path);
    if (!segments) return;
    std::string again;
    for (const std::string& segment : *segments) {
        claim(segment != "." && segment != ".." && segment.find('/') == std::string::npos, "a name is one segment");
        claim(http::valid_utf8(segment), "a name is UTF-8");
        claim(http::decode_segment(http::encode_segment(segment)) == segment, "a segment is read back as written");
        again += "/" + http::encode_segment(segment);
    }
    claim(http::split_path(again.empty() ? "/" : again) == segments, "a path is read back as written");
}

void read_fields(const std::string& value) {
    http::RequestHead head;
    for (const char* name : {"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"})
        head.fields.add(name, value);
    const webdav::Conditions conditions(head);
    (void)conditions.check(nullptr);
    (void)webdav::IfHeader::parse(value);
    if (const auto date = webdav::parse_http_date(value))
        claim(webdav::parse_http_date(webdav::http_date(*date)) == date, "a date is read back as written");
    (void)stafett::server::accounts::parse_basic(value);
    (void)stafett::server::accounts::percent_decoded(value);
    const std::string login = stafett::server::accounts::normal_login(value);
    claim(stafett::server::accounts::normal_login(login) == login, "a login's normal form is normal");
    (void)stafett::server::transport::accepts_gzip(value);
    (void)http::address_group(value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = stafett::fuzz::text_of(data, size);
    const std::size_t end = std::min(text.find('\n'), text.size());
    read_path(text.substr(0, end));
    read_fields(std::string(text.substr(std::min(end + 1, text.size()))));
    return 0;
}
