#include "scheduling/ical/zone.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "scheduling/ical/content_line.h"
#include "scheduling/ical/tzif.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/windows_zones.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class Utc final : public Zone {
  public:
    std::string_view name() const override { return "UTC"; }
    seconds offset_at(base::Instant) const override { return {}; }
};

class Fixed final : public Zone {
  public:
    Fixed(std::string name, seconds offset) : name_(std::move(name)), offset_(offset) {}
    std::string_view name() const override { return name_; }
    seconds offset_at(base::Instant) const override { return offset_; }

  private:
    const std::string name_;
    const seconds offset_;
};

// Of a name that is an offset: "GMT+05:30", "UTC+03:00", "+0300". Null for another.
ZonePtr fixed_zone(std::string_view tzid) {
    const std::string begin = upper(tzid.substr(0, 3));
    std::string offset(begin == "GMT" || begin == "UTC" ? tzid.substr(3) : tzid);
    if (offset.size() == 6 && offset[3] == ':') offset.erase(3, 1);
    if (offset.size() != 5) return nullptr;
    const auto east = parse_utc_offset(offset);
    return east ? std::make_shared<Fixed>(std::string(tzid), *east) : nullptr;
}

using Names = std::unordered_map<std::string, std::string>;  // lower case -> as the file is called

// Every zone file of the system by name. The list comes from the directory, never from a client.
Names read_names() {
    namespace fs = std::filesystem;
    Names names;
    std::error_code fault;
    const fs::path root(kZoneDirectory);
    for (fs::recursive_directory_iterator at(root, fault), end; !fault && at != end; at.increment(fault)) {
        const std::string name = at->path().lexically_relative(root).string();
        if (name == "posix" || name == "right") at.disable_recursion_pending();  // copies of all the others
        // Zone names begin with a capital and have no dot; the directory's tables do not.
        const bool named = name[0] >= 'A' && name[0] <= 'Z' && !name.contains('.');
        if (named && at->is_regular_file(fault)) names.emplace(lower(name), name);
    }
    return names;
}

const Names& names() {
    static const Names all = read_names();
    return all;
}

std::string_view known_name(std::string_view name) {
    const auto found = names().find(lower(name));
    return found == names().end() ? std::string_view() : std::string_view(found->second);
}

// "stockholm" -> "Europe/Stockholm": by the last part of the name, of the first that has it.
const Names& names_by_place() {
    static const Names all = [] {
        Names places;
        for (const auto& [key, name] : std::map(names().begin(), names().end()))
            if (const std::size_t slash = key.rfind('/'); slash != std::string::npos && !key.starts_with("etc/"))
                places.emplace(key.substr(slash + 1), name);
        return places;
    }();
    return all;
}

// Zones that have been asked for. Only names of the list get in, so that it is bounded.
class Cache {
  public:
    ZonePtr get(const std::string& iana_name) {
        {
            const std::shared_lock lock(mutex_);
            if (const auto found = zones_.find(iana_name); found != zones_.end()) return found->second;
        }
        ZonePtr zone = load_tzif(iana_name);
        const std::unique_lock lock(mutex_);
        return zones_.try_emplace(iana_name, std::move(zone)).first->second;
    }

  private:
    std::shared_mutex mutex_;
    std::map<std::string, ZonePtr> zones_;
};

Cache& cache() {
    static Cache all;
    return all;
}

// The lesser of the offsets in January and July.
seconds standard_offset(const Zone& zone) {
    using namespace std::chrono;
    return std::min(zone.offset_at(sys_days(2026y / 1 / 15)), zone.offset_at(sys_days(2026y / 7 / 15)));
}

// What Exchange shows for a zone and some programs write as its name, "(UTC+01:00) Amsterdam, Berlin, Bern, Rome,
// Stockholm, Vienna" or "(UTC-05:00) Eastern Time (US & Canada)": the first place whose zone has that offset, else the
// Windows zone of that name. Empty for another text.
std::string shown_zone(std::string_view tzid) {
    if (!tzid.starts_with("(UTC") && !tzid.starts_with("(GMT")) return {};
    const std::size_t close = tzid.find(')');
    if (close == std::string_view::npos) return {};
    std::string offset(tzid.substr(4, close - 4));
    std::erase(offset, ':');
    const auto east = offset.empty() ? std::optional(seconds(0)) : parse_utc_offset(offset);
    const std::string_view shown = trimmed(tzid.substr(close + 1));
    for (const std::string_view part : split_list(shown)) {
        std::string place = lower(trimmed(part));
        std::ranges::replace(place, ' ', '_');
        const auto found = names_by_place().find(place);
        if (found == names_by_place().end() || !east) continue;
        if (const ZonePtr zone = cache().get(found->second); zone && standard_offset(*zone) == *east)
            return found->second;
    }
    const std::size_t time = shown.find(" Time");
    if (time == std::string_view::npos) return {};
    return std::string(windows_zone(std::string(shown.substr(0, time)) + " Standard Time"));
}

}  // namespace

base::LocalTime Zone::to_local(base::Instant at) const {
    return base::LocalTime((at + offset_at(at)).time_since_epoch());
}

base::Instant Zone::to_utc(base::LocalTime local) const {
    // The offsets in force well before and well after: a day's change at the date line lies within.
    const base::Instant as_utc(local.time_since_epoch());
    const seconds before = offset_at(as_utc - hours(26));
    const seconds after = offset_at(as_utc + hours(26));
    const base::Instant first = as_utc - before;
    if (before == after || offset_at(first) == before) return first;  // not near a change, or the first of two
    const base::Instant second = as_utc - after;
    return offset_at(second) == after ? second : first;  // else in a gap: the offset before it
}

ZonePtr utc_zone() {
    static const ZonePtr utc = std::make_shared<Utc>();
    return utc;
}

bool initialise() { return !names().empty(); }

std::string iana_name(std::string_view tzid) {
    tzid = trimmed(tzid);
    if (tzid.starts_with('"') && tzid.ends_with('"') && tzid.size() > 1)
        tzid = trimmed(tzid.substr(1, tzid.size() - 2));
    if (tzid.empty() || tzid.size() > 255) return {};
    if (equal_ignoring_case(tzid, "tzone://Microsoft/Utc")) return "UTC";  // Exchange's, without a VTIMEZONE
    if (const auto known = known_name(tzid); !known.empty()) return std::string(known);
    if (const auto windows = windows_zone(tzid); !windows.empty()) return std::string(windows);
    if (!tzid.starts_with('/')) return shown_zone(tzid);
    // A globally unique TZID (RFC 5545 §3.2.19): the longest end of it that is a name.
    for (std::size_t slash = 0; slash != std::string_view::npos; slash = tzid.find('/', slash + 1)) {
        if (const auto known = known_name(tzid.substr(slash + 1)); !known.empty()) return std::string(known);
    }
    return {};
}

ZonePtr find_zone(std::string_view tzid) {
    const std::string name = iana_name(tzid);
    if (name.empty()) return fixed_zone(trimmed(tzid));
    return name == "UTC" ? utc_zone() : cache().get(name);
}

}  // namespace stafett::scheduling::ical
