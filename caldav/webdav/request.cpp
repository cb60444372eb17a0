#include <algorithm>

#include <fmt/format.h>

#include "caldav/webdav/resource.h"
#include "caldav/xml/parse.h"

namespace stafett::caldav::webdav {
namespace {

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// `name[=value]` of one preference, blanks and quotes away, lower case; parameters after ';' mean nothing to us.
std::string preference(std::string_view item) {
    std::string plain = lowered(item.substr(0, item.find(';')));
    std::erase_if(plain, [](char c) { return c == ' ' || c == '\t' || c == '"'; });
    return plain;
}

}  // namespace

void Progress::tell(const Failure& failure) {
    if (failures_++ == 0 && on_failure_ != nullptr && *on_failure_) (*on_failure_)(request_id_, failure);
}

Progress::~Progress() {
    if (failures_ < 2 || on_failure_ == nullptr || !*on_failure_) return;
    (*on_failure_)(request_id_, Failure(207, fmt::format("{} more failures in this answer", failures_ - 1)));
}

Result<Depth> read_depth(const http::RequestHead& head, Depth absent) {
    const auto field = head.fields.find("Depth");
    if (!field) return absent;
    const std::string value = lowered(trimmed(*field));
    if (value == "0") return Depth::zero;
    if (value == "1") return Depth::one;
    if (value == "infinity") return Depth::infinity;
    return std::unexpected(Failure(400, "Depth: " + value)
                               .with_message("The field Depth must be 0, 1 or infinity (PROPFIND here: 0 or 1)."));
}

Preferences read_preferences(const http::RequestHead& head) {
    Preferences preferences;
    const std::string all = head.fields.joined("Prefer");
    std::string_view rest = all;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        const std::string item = preference(rest.substr(0, comma));
        preferences.minimal |= item == "return=minimal" || item == "return-minimal";
        preferences.representation |= item == "return=representation" || item == "return-representation";
        preferences.no_root |= item == "depth-noroot";
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    if (const auto brief = head.fields.find("Brief")) preferences.minimal |= lowered(trimmed(*brief)) == "t";
    return preferences;
}

Result<xml::Element> read_xml(std::string_view body) {
    auto parsed = xml::parse(body);
    if (parsed) return *std::move(parsed);
    if (parsed.error().doctype) return fail(conditions::no_external_entities, parsed.error().detail);
    const std::string reason = "The XML body cannot be read: " + parsed.error().detail;
    return std::unexpected(Failure(400, reason).with_message(reason));
}

}  // namespace stafett::caldav::webdav
