// The line that tells of one request: who, what, how it went. No secret ever stands in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace stafett::server::log {

struct Access {
    std::string id;        // of the request
    std::string peer;      // the client's address
    std::string person;    // who signed in; empty when nobody did
    std::string acts_for;  // the principal acted for, when it is another
    std::string method;
    std::string target;  // as sent; masked() is applied here
    unsigned status = 0;
    std::uint64_t received = 0;  // octets of the request's body
    std::uint64_t sent = 0;      // octets of the answer's body, as they went over the wire
    std::chrono::microseconds took{};
    std::uint64_t steps = 0;  // of the request's budget of work (storage/base/work_budget.h)
};

// "id=… peer=… person=… for=… PUT /dav/x 201 in=512 out=0 ms=3.2 steps=0"; "-" for what is empty.
std::string access_line(const Access& access);

// A request target as it may stand in a log, with "***" for what may be a secret: in every path that has "feeds" in it,
// however it is spelt, all but that word and the link's last part; elsewhere what looks like a link's token, and what
// is long in a path that is nobody's; every value of the query, and a long name.
std::string masked(std::string_view target);

}  // namespace stafett::server::log
