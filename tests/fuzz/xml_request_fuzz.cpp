// XML requests: the reader, and every grammar a body can be for. A filter is asked of a few objects, and what it says
// is held against what the store would narrow the search by; calendar-data is cut out of them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "caldav/calendar/methods/mkcalendar.h"
#include "caldav/calendar/reports/calendar_data.h"
#include "caldav/calendar/reports/calendar_multiget.h"
#include "caldav/calendar/reports/calendar_query.h"
#include "caldav/calendar/reports/free_busy_query.h"
#include "caldav/calendar/tables.h"
#include "caldav/webdav/property_update.h"
#include "caldav/webdav/reports/grammar.h"
#include "caldav/xml/parse.h"
#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/time_spans.h"
#include "scheduling/ical/writer.h"
#include "tests/fuzz/claim.h"

namespace calendar = stafett::caldav::calendar;
namespace filter = stafett::caldav::calendar::filter;
namespace ical = stafett::scheduling::ical;
namespace model = stafett::model;
namespace reports = stafett::caldav::calendar::reports;
namespace webdav = stafett::caldav::webdav;
namespace xml = stafett::caldav::xml;
using stafett::fuzz::claim;

namespace {

struct Stored {
    model::ComponentKind kind;
    ical::ObjectPtr object;
    stafett::base::TimeSpans spans;
};

Stored stored(model::ComponentKind kind, const std::string& component) {
    constexpr stafett::base::Instant now = std::chrono::sys_days(std::chrono::year(2027) / 1 / 1);
    const ical::ObjectPtr object =
        *ical::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + component + "END:VCALENDAR\r\n");
    return {kind, object, ical::time_spans(*object, now)};
}

const std::vector<Stored>& objects() {
    static const std::vector all{
        stored(model::ComponentKind::vevent,
               "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\nDTSTART;TZID=Europe/Stockholm:20270305T130000\r\n"
               "DURATION:PT3H\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\nSUMMARY:Träff\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c"
               "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:x\r\nEND:VALARM\r\nEND:VEVENT\r\n"
               "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20270312T1300"
               "00\r\nDTSTART;TZID=Europe/Stockholm:20270402T130000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"),
        stored(model::ComponentKind::vevent,
               "BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20270101T000000Z\r\nDTSTART;VALUE=DATE:20270301\r\nEND:VEVENT\r\n"),
        stored(model::ComponentKind::vtodo,
               "BEGIN:VTODO\r\nUID:3\r\nDTSTAMP:20270101T000000Z\r\nDUE:20270401T000000Z\r\nCATEGORIES:a,b\r\n"
               "CREATED:20270101T000000Z\r\nEND:VTODO\r\n"),
        stored(model::ComponentKind::vjournal,
               "BEGIN:VJOURNAL\r\nUID:4\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270301T000000\r\nEND:VJOURNAL\r\n")};
    return all;
}

void check_filter(const filter::CompFilter& asked, const ical::ZonePtr& zone) {
    const auto candidates = filter::candidates(asked);
    const bool decided = filter::decided_by_candidates(asked);
    for (const Stored& one : objects()) {
        auto work = ical::own_share(*one.object);
        const auto matching = filter::matches(asked, *one.object, zone, work);
        claim(matching != filter::Matching::undecided, "an ordinary object is decided within its share");
        const bool matches = matching == filter::Matching::yes;
        const bool of_kind = !candidates.kind || *candidates.kind == one.kind;
        const bool in_time = std::ranges::any_of(one.spans.spans, [&](const stafett::base::TimeSpan& span) {
            return (!candidates.start || *candidates.start < span.end) &&
                   (!candidates.end || span.start < *candidates.end);
        });
        claim(!matches || (of_kind && in_time), "what matches is a candidate");
        claim(!decided || matches == of_kind, "what the candidates decide is what matches");
    }
}

void check_wanted(const webdav::Wanted& wanted, const ical::ZonePtr& zone) {
    for (const xml::Element& property : wanted.properties) {
        if (!property.is({stafett::caldav::ns::caldav, "calendar-data"})) continue;
        const auto data = reports::parse_calendar_data(property);
        claim(data.has_value(), "a calendar-data that a report takes is one");
        for (const Stored& one : objects()) {
            auto work = ical::own_share(*one.object);
            if (const auto text = reports::select(*data, *one.object, zone, work))
                claim(ical::parse(*text).has_value(), "the parts of an object are one");
        }
    }
}

void check_edits(const std::vector<webdav::PropertyEdit>& edits) {
    for (const webdav::PropertyEdit& edit : edits) {
        if (!edit.value) continue;
        const auto kept = xml::parse(edit.value->to_xml());
        claim(kept && kept->name() == edit.name, "a property is kept as it was sent");
        for (const auto rows : {calendar::property_rows(), webdav::property_rows()})
            for (const webdav::LiveProperty& row : rows)
                if (row.name == xml::QName(edit.name) && row.write != nullptr)
                    claim(row.write(*edit.value).has_value() == row.write(*kept).has_value(),
                          "a value that may be set may be set as it is kept");
    }
}

void check_expanded(const std::vector<webdav::reports::ExpandedProperty>& asked) {
    for (const auto& property : asked) {
        std::string answer;
        xml::Writer(answer).start({stafett::caldav::ns::dav, "prop"}).leaf(property.name).end();
        const auto read = xml::parse(answer);
        claim(read && read->children().size() == 1 && read->children().front().name() == property.name,
              "a name that is asked for can stand in the answer");
        check_expanded(property.inner);
    }
}

// Every grammar; one letter for each that takes the body.
std::string read_requests(const xml::Element& body) {
    const webdav::Preferences preferences;
    const ical::ZonePtr utc = ical::utc_zone();
    std::string taken;
    if (webdav::read_wanted(body, preferences)) taken += 'w';
    if (const auto edits = webdav::read_edits(body)) {
        taken += 'e';
        check_edits(*edits);
    }
    if (const auto wanted = calendar::methods::read_new_calendar(body)) {
        taken += 'n';
        claim(!wanted->calendar || wanted->typed, "a calendar has a resourcetype");
    }
    if (const auto query = reports::parse_calendar_query(body, preferences)) {
        taken += 'q';
        const ical::ZonePtr zone = query->timezone ? query->timezone : utc;
        check_filter(query->filter, zone);
        check_wanted(query->wanted, zone);
    }
    if (const auto get = reports::parse_calendar_multiget(body, preferences)) {
        taken += 'm';
        claim(!get->hrefs.empty(), "a multiget names something");
        check_wanted(get->wanted, utc);
    }
    if (const auto range = reports::parse_free_busy_query(body)) {
        taken += 'f';
        claim(range->start <= range->end, "a range does not end before it starts");
        for (const auto at : {range->start, range->end})
            claim(ical::ContentLine("X").utc(at).size() == std::string_view("X:20270101T000000Z\r\n").size(),
                  "iCalendar can write the range");
    }
    if (const auto sync = webdav::reports::parse_sync_collection(body, preferences)) {
        taken += 's';
        claim(!sync->limit || *sync->limit > 0, "a limit lets something through");
    }
    if (const auto search = webdav::reports::parse_principal_property_search(body, preferences)) {
        taken += 'p';
        std::size_t properties = 0;
        for (const auto& one : search->searches) properties += one.properties.size();
        claim(!search->searches.empty() && properties <= 100, "a search asks for something, and not for too much");
    }
    if (const auto asked = webdav::reports::parse_expand_property(body)) {
        taken += 'x';
        check_expanded(*asked);
    }
    return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = xml::parse(stafett::fuzz::text_of(data, size));
    if (!parsed) return 0;
    const std::string written = parsed->to_xml();
    const auto again = xml::parse(written);
    claim(again.has_value(), "what is written is read again");
    claim(again->to_xml() == written, "and is the same");
    claim(read_requests(*parsed) == read_requests(*again), "and asks for the same");
    return 0;
}
