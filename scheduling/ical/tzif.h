// RFC 8536: the system's time zone files, version 2 and later.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scheduling/ical/posix_rule.h"
#include "scheduling/ical/zone.h"

namespace stafett::scheduling::ical {

// A zone from a file's octets; null if they are none. Its time after the last transition is the footer's.
class TzifZone final : public Zone {
  public:
    static std::shared_ptr<const TzifZone> read(std::string name, std::string_view octets);

    std::string_view name() const override { return name_; }
    std::chrono::seconds offset_at(base::Instant at) const override;
    const std::optional<PosixRule>& rule() const { return rule_; }

  private:
    struct Transition {
        base::Instant at;
        std::chrono::seconds offset;  // from then on
    };

    std::string name_;
    std::chrono::seconds first_{};  // before the first transition
    std::vector<Transition> transitions_;
    std::optional<PosixRule> rule_;
};

// Where the system keeps them.
inline constexpr const char* kZoneDirectory = "/usr/share/zoneinfo";

// As find_zone, for its exact IANA name, which must come from the list of the system's names. Not remembered.
std::shared_ptr<const TzifZone> load_tzif(const std::string& iana_name);

}  // namespace stafett::scheduling::ical
