#include "caldav/http/message.h"

#include <algorithm>

namespace stafett::caldav::http {
namespace {

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::optional<std::string_view> Fields::find(std::string_view name) const {
    for (const auto& [key, value] : fields_)
        if (same_name(key, name)) return value;
    return std::nullopt;
}

std::string Fields::joined(std::string_view name) const {
    std::string all;
    for (const auto& [key, value] : fields_) {
        if (!same_name(key, name)) continue;
        if (!all.empty()) all += ", ";
        all += value;
    }
    return all;
}

void Fields::add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

void Fields::set(std::string name, std::string value) {
    std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
    add(std::move(name), std::move(value));
}

std::string_view RequestHead::query() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

Body::Body(Body&& other) noexcept { *this = std::move(other); }

Body& Body::operator=(Body&& other) noexcept {
    const bool in_memory = !other.keeper_;
    memory_ = std::move(other.memory_);
    keeper_ = std::move(other.keeper_);
    octets_ = in_memory ? std::string_view(memory_) : other.octets_;
    other.memory_.clear();
    other.octets_ = {};
    return *this;
}

Response text_response(unsigned status, std::string text) {
    Response response;
    response.status = status;
    response.fields.add("Content-Type", "text/plain; charset=utf-8");
    response.body = std::move(text);
    return response;
}

std::string_view reason(unsigned status) {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 207:
            return "Multi-Status";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 423:
            return "Locked";
        case 424:
            return "Failed Dependency";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Unknown";
    }
}

}  // namespace stafett::caldav::http
