#include "scheduling/itip/attendee_reply.h"

#include <algorithm>
#include <array>
#include <map>

#include "scheduling/ical/meaning.h"
#include "scheduling/ical/participants.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"

namespace stafett::scheduling::itip {
namespace {

constexpr std::string_view kNotAnswered = "NEEDS-ACTION";
constexpr std::array<std::string_view, 4> kPartstats{kNotAnswered, "ACCEPTED", "DECLINED", "TENTATIVE"};
constexpr std::array<std::string_view, 5> kTimes{"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE"};
// What a program writes for itself; and TRANSP, which is the attendee's.
constexpr std::array<std::string_view, 6> kNotTheOrganizers{"DTSTAMP",  "LAST-MODIFIED",  "CREATED",
                                                            "SEQUENCE", "REQUEST-STATUS", "TRANSP"};
// What every program keeps: to leave it out is to change it. The rest some lose, and it stays as it was.
constexpr std::array<std::string_view, 11> kKept{"UID",    "RECURRENCE-ID", "DTSTART",    "DTEND",
                                                 "RRULE",  "RDATE",         "EXDATE",     "SUMMARY",
                                                 "STATUS", "LOCATION",      "DESCRIPTION"};

// Octets of the alarms of one part: those of the whole stand in every part of the copy.
constexpr std::size_t kLongestAlarms = std::size_t{16} << 10;

model::OccurrenceId occurrence_of(const ical::Component& event) {
    const ical::Property* property = event.find("RECURRENCE-ID");
    const auto id = property == nullptr ? std::nullopt : ical::date_time(*property);
    if (!id) return {};
    // Programs rename zones.
    const std::string zone = ical::iana_name(id->tzid);
    return {ical::format(*id), zone.empty() ? id->tzid : zone};
}

const model::CopyAnswer* find(std::span<const model::CopyAnswer> answers, const model::OccurrenceId& occurrence) {
    const auto found = std::ranges::find(answers, occurrence, &model::CopyAnswer::occurrence);
    return found == answers.end() ? nullptr : &*found;
}

std::string times_of(const ical::Component& event) {
    ical::Aside all_else{
        .property =
            [](const ical::Property& property) { return std::ranges::find(kTimes, property.name) == kTimes.end(); },
        .all_parameters = true};
    std::string times;
    for (const std::string& line : ical::meaning_of(event, all_else))
        if (std::ranges::find(kTimes, ical::name_of_meaning(line)) != kTimes.end()) times += line + "\n";
    return times;
}

bool is_moved(const ical::Component& override) {
    const ical::Property* id = override.find("RECURRENCE-ID");
    const ical::Property* start = override.find("DTSTART");
    return id == nullptr || start == nullptr || ical::date_time(*id) != ical::date_time(*start);
}

// What is the organizer's in one part.
std::vector<std::string> organizers_lines(const ical::Component& event, std::string_view address) {
    const auto own = [&](const ical::Property& property) {
        if (property.name == "ATTENDEE" && ical::normalised_address(property.value) == address) return true;
        return std::ranges::find(kNotTheOrganizers, property.name) != kNotTheOrganizers.end();
    };
    return ical::meaning_of(event, {.property = own, .all_parameters = true});
}

// Name of the first property in which `sent` says something else; empty if there is none.
std::string first_difference(const std::vector<std::string>& copy, const std::vector<std::string>& sent) {
    std::vector<std::string> differing;
    std::ranges::set_symmetric_difference(copy, sent, std::back_inserter(differing));
    for (const std::string& line : differing) {
        const std::string_view name = ical::name_of_meaning(line);
        const bool kept = std::ranges::find(kKept, name) != kKept.end();
        if (kept || std::ranges::find(sent, name, ical::name_of_meaning) != sent.end()) return std::string(name);
    }
    return {};
}

std::string alarms_of(const ical::Object& object, const ical::Component& event) {
    std::string alarms;
    for (const ical::Component* alarm : event.children("VALARM"))
        for (const char c : object.octets(alarm->raw)) {
            if (c == '\n' && !alarms.ends_with('\r')) alarms += '\r';
            alarms += c;
        }
    return alarms;
}

std::string transp_of(const ical::Component& event) {
    return ical::upper(ical::trimmed(event.value("TRANSP"))) == "TRANSPARENT" ? "TRANSPARENT" : "OPAQUE";
}

// Of one part; empty where she is not among its ATTENDEEs any more, or answers what is no answer.
std::string partstat_of(const ical::Component& event, std::string_view address) {
    const auto attendees = ical::attendees(event);
    const auto own = std::ranges::find(attendees, address, &ical::Participant::address);
    if (own == attendees.end() || std::ranges::find(kPartstats, own->partstat) == kPartstats.end()) return {};
    return own->partstat;
}

bool say_the_same(const model::CopyAnswer& one, const model::CopyAnswer& other) {
    return one.partstat == other.partstat && one.transp == other.transp && one.alarms == other.alarms;
}

}  // namespace

model::CopyAnswer answer_to(const ical::Object& object, const ical::Component& event,
                            std::span<const model::CopyAnswer> answers) {
    const model::OccurrenceId occurrence = occurrence_of(event);
    const model::CopyAnswer* own = find(answers, occurrence);
    const model::CopyAnswer* source = own != nullptr ? own : find(answers, {});
    if (source == nullptr) return {occurrence, {}, {}, {}, {}};
    model::CopyAnswer answer = *source;
    answer.occurrence = occurrence;
    const ical::Component* answered = own != nullptr ? &event : object.master();
    const bool holds = answered != nullptr && times_of(*answered) == source->times;
    if (!holds || (own == nullptr && is_moved(event))) answer.partstat.clear();
    return answer;
}

base::Result<Answers, std::string> read_reply(const ical::Object& copy, const ical::Object& sent,
                                              std::string_view address, const Answers& before) {
    std::map<model::OccurrenceId, const ical::Component*> parts;
    for (const ical::Component* event : copy.main()) parts.emplace(occurrence_of(*event), event);
    if (sent.main().size() != parts.size()) return std::unexpected("RECURRENCE-ID");
    Answers answers;
    for (const ical::Component* event : sent.main()) {
        const auto part = parts.find(occurrence_of(*event));
        if (part == parts.end() || event->name != part->second->name) return std::unexpected("RECURRENCE-ID");
        const ical::Component& there = *part->second;
        parts.erase(part);
        std::string foreign = first_difference(organizers_lines(there, address), organizers_lines(*event, address));
        if (!foreign.empty()) return std::unexpected(std::move(foreign));
        const std::string partstat = partstat_of(*event, address);
        if (partstat.empty()) return std::unexpected("ATTENDEE");
        const std::string alarms = alarms_of(sent, *event);
        if (partstat == partstat_of(there, address) && transp_of(*event) == transp_of(there) &&
            alarms == alarms_of(copy, there)) {
            // Not answered anew: it keeps its own answer, or follows the whole.
            if (const auto* own = find(before, occurrence_of(there))) answers.push_back(*own);
            continue;
        }
        if (alarms.size() > kLongestAlarms && alarms != alarms_of(copy, there))
            return std::unexpected("VALARM (mer än 16 kB)");
        model::CopyAnswer answer = answer_to(copy, there, before);
        answer.partstat = partstat == kNotAnswered ? std::string() : partstat;
        answer.times = times_of(there);
        if (transp_of(*event) != transp_of(there)) answer.transp = transp_of(*event);
        answer.alarms = alarms;
        answers.push_back(std::move(answer));
    }
    // Parts that only say what the whole says need no answer of their own, and go on following it.
    std::erase_if(answers, [&, whole = Answers(answers)](const model::CopyAnswer& answer) {
        const model::CopyAnswer* of_whole = find(whole, {});
        if (answer.occurrence == model::OccurrenceId{} || of_whole == nullptr) return say_the_same(answer, {});
        for (const ical::Component* event : copy.main())
            if (occurrence_of(*event) == answer.occurrence)
                return say_the_same(answer, answer_to(copy, *event, {of_whole, 1}));
        return false;
    });
    return answers;
}

}  // namespace stafett::scheduling::itip
