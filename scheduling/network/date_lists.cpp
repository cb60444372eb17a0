#include "scheduling/network/date_lists.h"

#include "scheduling/ical/writer.h"

namespace stafett::scheduling::network {

void keep_dates(ical::Editor& editor, const ical::Property& line,
                const std::function<bool(const ical::DateTime&)>& keep) {
    const std::string tzid = line.parameter_value("TZID");
    std::string kept;
    bool all = true;
    for (const std::string_view value : ical::split_list(line.value)) {
        const auto period = ical::parse_period(value, tzid);
        const auto date = period ? period->start : ical::parse_date_time(value, tzid);
        if (date && !keep(*date)) {
            all = false;
            continue;
        }
        if (!kept.empty()) kept += ',';
        kept += value;
    }
    if (all) return;
    if (kept.empty())
        editor.remove(line);
    else
        editor.replace(line, ical::with_value(line, kept));
}

}  // namespace stafett::scheduling::network
