#include "tests/server/histories/events.h"

#include <algorithm>

namespace stafett::server::histories {
namespace {

std::string stamp(base::Instant at) {
    std::string text = base::format_instant(at);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

// "DTSTART…" of a meeting: in a zone, in UTC, all day or floating. `name` may be RECURRENCE-ID or EXDATE.
std::string time_line(const std::string& name, int form, base::Instant at) {
    const std::string utc = stamp(at);
    if (form == 0) return name + ":" + utc + "\r\n";
    if (form == 1) return name + ";VALUE=DATE:" + utc.substr(0, 8) + "\r\n";
    const std::string local = utc.substr(0, utc.size() - 1);
    return name + (form == 2 ? ":" : ";TZID=Europe/Stockholm:") + local + "\r\n";
}

}  // namespace

std::string random_event(const Between& between, const std::string& uid, base::Instant now) {
    const auto start = [&] {
        return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(between(-20, 180)) +
               std::chrono::hours(between(7, 15));
    };
    const int form = between(0, 5);
    const base::Instant first = start();
    const std::string stamps = "UID:" + uid + "\r\nDTSTAMP:" + stamp(now) + "\r\n";
    const std::string length = form == 1 ? "DURATION:P1D\r\n" : "DURATION:PT2H\r\n";
    std::string event =
        stamps + time_line("DTSTART", form, first) + length + "SUMMARY:Träff " + std::to_string(between(0, 3)) + "\r\n";
    std::string overrides;
    if (between(0, 1) == 0) {
        const bool weekly = between(0, 1) == 0;
        event += weekly ? "RRULE:FREQ=WEEKLY" : "RRULE:FREQ=WEEKLY;INTERVAL=4";
        if (between(0, 1) == 0) event += ";COUNT=" + std::to_string(between(2, 9));
        event += "\r\n";
        const auto nth = [&](int n) { return first + std::chrono::days((weekly ? 7 : 28) * n); };
        if (between(0, 3) == 0) event += time_line("EXDATE", form, nth(between(0, 3)));
        if (between(0, 2) == 0)
            overrides = "BEGIN:VEVENT\r\n" + stamps + time_line("RECURRENCE-ID", form, nth(between(0, 3))) +
                        time_line("DTSTART", form, start()) + length + "SUMMARY:Annan\r\n" +
                        (between(0, 3) == 0 ? "STATUS:CANCELLED\r\n" : "") + "END:VEVENT\r\n";
    }
    if (between(0, 4) == 0) event += "LOCATION:Stadshuset\r\n";
    if (between(0, 4) == 0) event += "DESCRIPTION:Vi ses\r\n";
    if (between(0, 2) == 0) event += "ORGANIZER:mailto:anna0@example.org\r\nATTENDEE:mailto:guest@example.org\r\n";
    if (const int dice = between(0, 9); dice < 2) event += dice == 0 ? "STATUS:TENTATIVE\r\n" : "STATUS:CANCELLED\r\n";
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n" + event + "END:VEVENT\r\n" +
           overrides + "END:VCALENDAR\r\n";
}

std::string edited(const Between& between, std::string text) {
    const int dice = between(0, 3);
    const std::size_t title = text.find("SUMMARY:"), rule = text.find("RRULE:"), start = text.find("DTSTART");
    if (dice == 0 && title != std::string::npos) text.insert(title + 8, "Ny ");
    if (dice == 1 && rule != std::string::npos) {
        // Its first occurrence.
        const std::size_t end = text.find("\r\n", start);
        text.insert(rule, "EXDATE" + text.substr(start + 7, end + 2 - start - 7));
    }
    if (dice == 2) {
        const std::size_t status = text.find("STATUS:TENTATIVE\r\n");
        if (status != std::string::npos) text.erase(status, 18);
    }
    return text;
}

}  // namespace stafett::server::histories
