// A network's meetings with managed attachments (RFC 8607), as Apple's clients send and others fetch them.
#pragma once

#include <string>

#include "tests/caldav/meetings/network_meetings.h"

namespace stafett::caldav::meetings {

inline constexpr std::string_view kPdf = "%PDF-1.7 dagordning";

class AttachedMeetings : public NetworkMeetings {
  protected:
    // POST of a file on an object, by the chair unless said otherwise. `query` comes behind "?action=".
    tests::DavAnswer post(const std::string& href, const std::string& query, std::string octets = std::string(kPdf),
                          const std::string& file_name = "dagordning.pdf", const std::string& type = "application/pdf",
                          tests::Headers more = {}) {
        more.emplace_back("Content-Type", type);
        if (!file_name.empty()) more.emplace_back("Content-Disposition", "attachment; filename=\"" + file_name + '"');
        return anna.request("POST", href + "?action=" + query, std::move(octets), more);
    }
    // The MANAGED-ID of a file that came onto the chair's meeting.
    std::string attach(const std::string& uid, const std::string& file_name = "dagordning.pdf",
                       const std::string& octets = std::string(kPdf), const std::string& rid = {}) {
        const auto answer = post(href(uid), "attachment-add" + (rid.empty() ? rid : "&rid=" + rid), octets, file_name);
        answer.expect_status(201);
        return answer.field("Cal-Managed-ID");
    }
    static std::string line(const std::string& id, const std::string& label, const std::string& file_name,
                            std::size_t size) {
        return "ATTACH;MANAGED-ID=" + id + ";FMTTYPE=application/pdf;SIZE=" + std::to_string(size) +
               ";FILENAME=" + file_name + ";LABEL=" + label + ":https://stafett.test/attachments/" + id + '/' +
               file_name;
    }
    // Of the file that kPdf is.
    static std::string agenda(const std::string& id) { return line(id, "Dagordning", "dagordning.pdf", kPdf.size()); }
    static std::string path(const std::string& id) { return "/attachments/" + id + "/dagordning.pdf"; }
};

}  // namespace stafett::caldav::meetings
