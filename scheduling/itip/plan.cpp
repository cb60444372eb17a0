#include "scheduling/itip/plan.h"

#include <algorithm>
#include <array>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/meaning.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/participants.h"
#include "scheduling/ical/writer.h"

namespace stafett::scheduling::itip {
namespace {

constexpr std::array kStamps =
    std::to_array<std::string_view>({"SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED", "ORGANIZER"});

// What each event says, time zones aside: theirs are their clients' and named by the times.
std::vector<std::vector<std::string>> said_by(const ical::Object& object) {
    ical::Aside stamps;
    stamps.property = [](const ical::Property& property) {
        return std::ranges::find(kStamps, property.name) != kStamps.end();
    };
    stamps.parameters = {"PARTSTAT"};  // what was answered
    std::vector<std::vector<std::string>> events;
    for (const ical::Component* event : object.main()) events.push_back(ical::meaning_of(*event, stamps));
    std::ranges::sort(events);
    return events;
}

// Everybody who is called to some part of it, once.
std::vector<std::string> called(const ical::Object* object) {
    std::vector<std::string> addresses;
    if (object == nullptr) return addresses;
    for (const ical::Component* event : object->main())
        for (const ical::Participant& one : ical::attendees(*event))
            if (std::ranges::find(addresses, one.address) == addresses.end()) addresses.push_back(one.address);
    return addresses;
}

std::string cancelled_copy(const ical::Object& before, const CopyForm& form) {
    ical::Editor editor(before);
    for (const ical::Component* event : before.main()) {
        for (const ical::Property* status : event->all("STATUS")) editor.remove(*status);
        editor.insert_first(*event, ical::ContentLine("STATUS").raw("CANCELLED"));
    }
    const auto cancelled = ical::parse(editor.text());
    return attendee_copy(cancelled ? **cancelled : before, form);
}

}  // namespace

Plan plan(const ical::Object* before, const ical::Object* after, const AddressBook& addresses) {
    Plan plan;
    plan.news = after != nullptr && (before == nullptr || !says_the_same(*before, *after));
    const std::vector<std::string> now = called(after);
    for (const std::string& address : now) {
        const auto found = addresses.find(address);
        if (found == addresses.end() || after == nullptr) continue;  // nobody is called without an object
        const Recipient& recipient = found->second;
        const Method method = after->status() == "CANCELLED" ? Method::cancel : Method::request;
        plan.local.push_back({recipient.principal, method, attendee_copy(*after, recipient.form), after});
        if (plan.news && !recipient.mailbox.empty()) plan.mails.push_back({recipient.mailbox, method});
    }
    if (before == nullptr) return plan;
    for (const std::string& address : called(before)) {
        const auto found = addresses.find(address);
        if (found == addresses.end() || std::ranges::find(now, address) != now.end()) continue;
        const Recipient& recipient = found->second;
        plan.local.push_back({recipient.principal, Method::cancel,
                              after == nullptr ? std::string() : cancelled_copy(*before, recipient.form), before});
        if (after != nullptr && !recipient.mailbox.empty()) plan.mails.push_back({recipient.mailbox, Method::cancel});
    }
    return plan;
}

bool says_the_same(const ical::Object& before, const ical::Object& after) { return said_by(before) == said_by(after); }

}  // namespace stafett::scheduling::itip
