#include "scheduling/network/compose.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/attachment_lines.h"
#include "scheduling/network/composed_override.h"
#include "scheduling/network/master_instances.h"
#include "scheduling/network/meeting_link.h"
#include "scheduling/network/our_lines.h"

namespace stafett::scheduling::network {
namespace {

// RFC 7986 §5.11, and the services we know.
bool is_digital(const ical::Component& event) {
    if (event.has("CONFERENCE")) return true;
    for (const ical::Property& property : event.properties) {
        if (property.name != "URL" && property.name != "LOCATION" && property.name != "DESCRIPTION") continue;
        if (has_meeting_link(ical::unescape_text(property.value))) return true;
    }
    return false;
}

// RFC 5545 §3.8.4.3: who calls, where somebody is called.
std::string organizer_line(const Facts& facts) {
    ical::ContentLine line("ORGANIZER");
    if (!facts.network_name.empty()) line.parameter("CN", facts.network_name);
    if (!facts.sent_by.empty()) line.parameter("SENT-BY", "mailto:" + facts.sent_by);
    return line.raw("mailto:" + facts.organizer_address);
}

// What stands in `event` if `host` hosts it (null: nobody known). Whole content lines.
std::string our_lines_of(const ical::Component& event, const OccurrenceHost* host, const Facts& facts) {
    std::string lines;
    if (event.has("ATTENDEE") && !facts.organizer_address.empty()) lines += organizer_line(facts);
    if (host != nullptr) {
        if (!host->proposed && !event.has("LOCATION") && !is_digital(event))
            lines += ical::ContentLine("LOCATION").text(host_location(*host, facts.language));
        lines += ical::ContentLine("CONTACT").text(host_contact(*host, facts.language));
    }
    if (!facts.network_name.empty()) lines += ical::ContentLine("CATEGORIES").text(facts.network_name);
    return lines;
}

struct HostedOccurrence {
    ical::DateTime occurrence;  // in the master's form
    const OccurrenceHost* host;
};

// How long the readers' form of a series may become by its composed overrides, each of which repeats the master.
constexpr std::size_t kTimesSource = 4;
constexpr std::size_t kBesideSource = std::size_t{64} << 10;

class Composition {
  public:
    Composition(const ical::Object& author, const Facts& facts, model::Form form)
        : author_(author), facts_(facts), readers_(form == model::Form::readers), editor_(author), ids_(author) {
        for (const OccurrenceHost& host : facts.hosts) {
            if (host.proposed && !readers_) continue;
            if (host.occurrence.value.empty()) {
                if (single_ == nullptr) single_ = &host;
                continue;
            }
            const auto id = ical::parse_date_time(host.occurrence.value, host.occurrence.zone);
            if (id) hosted_.push_back({ids_.in_masters_form(*id), &host});
        }
        for (const AttachedFile& one : facts.attachments) files_[name_of(one.occurrence)].push_back(&one.file);
    }

    std::string text() {
        std::vector<const ical::Component*> events;
        for (const ical::Component* one : author_.main())
            if (one->name == "VEVENT") events.push_back(one);
        if (readers_) leave_out_alarms(events);
        for (const ical::Component* event : events)
            add(*event, event->has("RECURRENCE-ID") ? override_lines(*event) : master_lines(*event));
        if (author_.recurs() && author_.master()->name == "VEVENT") show_hosts_of_series(*author_.master());
        return editor_.text();
    }

  private:
    void leave_out_alarms(const std::vector<const ical::Component*>& events) {
        for (const ical::Component* event : events)
            for (const ical::Component* alarm : event->children("VALARM")) {
                editor_.remove(*alarm);
                source_ -= alarm->raw.end - alarm->raw.begin;
            }
    }

    void add(const ical::Component& event, std::string_view lines) {
        added_ += lines.size();
        if (event.properties.empty())
            editor_.insert_first(event, lines);
        else
            editor_.insert_after(event.properties.back(), lines);
    }

    // One name for each occurrence, in whatever form it is given.
    std::string name_of(const model::OccurrenceId& occurrence) {
        const auto id = ical::parse_date_time(occurrence.value, occurrence.zone);
        if (!id) return occurrence.value;
        const ical::DateTime masters = ids_.in_masters_form(*id);
        return ical::format(masters) + ' ' + masters.tzid;
    }

    std::string attach_lines(const model::OccurrenceId& occurrence) {
        const auto files = files_.find(name_of(occurrence));
        std::string lines;
        if (files == files_.end()) return lines;
        for (const model::Attachment* one : files->second) lines += attach_line(*one, facts_.language);
        return lines;
    }

    std::string master_lines(const ical::Component& event) {
        return our_lines_of(event, author_.recurs() ? nullptr : single_, facts_) + attach_lines({});
    }

    std::string override_lines(const ical::Component& event) {
        const std::optional<ical::DateTime> id = ids_.of(event);
        const std::string attachments = attach_lines(occurrence_of(event));
        if (!id) return our_lines_of(event, nullptr, facts_) + attachments;
        overridden_.push_back(*id);
        const auto row = std::ranges::find(hosted_, *id, &HostedOccurrence::occurrence);
        return our_lines_of(event, row == hosted_.end() ? nullptr : row->host, facts_) + attachments;
    }

    void show_hosts_of_series(const ical::Component& master) {
        if (const auto overrides = readers_ ? composed_overrides(master) : std::nullopt) {
            for (const std::string& one : *overrides) editor_.insert_after(master, one);
            return;
        }
        std::vector<OccurrenceHost> hosts;
        for (const HostedOccurrence& one : hosted_)
            if (!one.host->proposed) hosts.push_back(*one.host);
        if (!hosts.empty()) add(master, ical::ContentLine("CONTACT").text(hosts_contact(hosts, facts_.language)));
    }

    // For the readers' form; nothing where they would make it longer than the source allows (model.md §6).
    std::optional<std::vector<std::string>> composed_overrides(const ical::Component& master) {
        std::size_t octets = source_ + added_;
        std::vector<std::string> overrides;
        std::vector<ical::DateTime> wanted;
        wanted.reserve(hosted_.size());
        for (const HostedOccurrence& one : hosted_) wanted.push_back(one.occurrence);
        const MasterInstances instances(author_, wanted);
        for (const HostedOccurrence& one : hosted_) {
            const ical::Occurrence* instance = instances.find(one.occurrence);
            if (instance == nullptr || std::ranges::find(overridden_, one.occurrence) != overridden_.end()) continue;
            overridden_.push_back(one.occurrence);
            const std::string lines = our_lines_of(master, one.host, facts_) + attach_lines({});
            auto override = composed_override(author_, *instance, lines);
            if (!override) continue;
            octets += override->size();
            if (octets > kTimesSource * source_ + kBesideSource) return std::nullopt;
            overrides.push_back(*std::move(override));
        }
        return overrides;
    }

    const ical::Object& author_;
    const Facts& facts_;
    const bool readers_;
    ical::Editor editor_;
    OccurrenceIds ids_;
    std::size_t source_ = author_.text().size();  // octets of what the form has of the author's text
    std::size_t added_ = 0;                       // of our lines in her events
    const OccurrenceHost* single_ = nullptr;      // of a meeting that does not recur
    std::vector<HostedOccurrence> hosted_;        // by date
    std::vector<ical::DateTime> overridden_;      // have an override, the author's or ours
    std::map<std::string, std::vector<const model::Attachment*>> files_;  // by the occurrence's name
};

}  // namespace

std::string compose(const ical::Object& author, const Facts& facts, model::Form form) {
    return Composition(author, facts, form).text();
}

}  // namespace stafett::scheduling::network
