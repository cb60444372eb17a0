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
        for (const ical::Component* event : author_.main()) {
            if (event->name != "VEVENT") continue;
            add(*event, event->has("RECURRENCE-ID") ? override_lines(*event) : master_lines(*event));
            if (!readers_) continue;
            for (const ical::Component* alarm : event->children("VALARM")) editor_.remove(*alarm);
        }
        if (readers_ && author_.recurs() && author_.master()->name == "VEVENT") add_overrides();
        return editor_.text();
    }

  private:
    void add(const ical::Component& event, std::string_view lines) {
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
        if (!author_.recurs()) return our_lines_of(event, single_, facts_) + attach_lines({});
        std::string lines = our_lines_of(event, nullptr, facts_) + attach_lines({});
        if (readers_ || hosted_.empty()) return lines;
        std::vector<OccurrenceHost> hosts;
        hosts.reserve(hosted_.size());
        for (const HostedOccurrence& one : hosted_) hosts.push_back(*one.host);
        return lines + ical::ContentLine("CONTACT").text(hosts_contact(hosts, facts_.language));
    }

    std::string override_lines(const ical::Component& event) {
        const std::optional<ical::DateTime> id = ids_.of(event);
        const std::string attachments = attach_lines(occurrence_of(event));
        if (!id) return our_lines_of(event, nullptr, facts_) + attachments;
        overridden_.push_back(*id);
        const auto row = std::ranges::find(hosted_, *id, &HostedOccurrence::occurrence);
        return our_lines_of(event, row == hosted_.end() ? nullptr : row->host, facts_) + attachments;
    }

    void add_overrides() {
        std::vector<ical::DateTime> wanted;
        wanted.reserve(hosted_.size());
        for (const HostedOccurrence& one : hosted_) wanted.push_back(one.occurrence);
        const MasterInstances instances(author_, wanted);
        for (const HostedOccurrence& one : hosted_) {
            const ical::Occurrence* instance = instances.find(one.occurrence);
            if (instance == nullptr || std::ranges::find(overridden_, one.occurrence) != overridden_.end()) continue;
            overridden_.push_back(one.occurrence);
            const std::string lines = our_lines_of(*author_.master(), one.host, facts_) + attach_lines({});
            if (const auto override = composed_override(author_, *instance, lines))
                editor_.insert_after(*author_.master(), *override);
        }
    }

    const ical::Object& author_;
    const Facts& facts_;
    const bool readers_;
    ical::Editor editor_;
    OccurrenceIds ids_;
    const OccurrenceHost* single_ = nullptr;                              // of a meeting that does not recur
    std::vector<HostedOccurrence> hosted_;                                // by date
    std::vector<ical::DateTime> overridden_;                              // have an override, the author's or ours
    std::map<std::string, std::vector<const model::Attachment*>> files_;  // by the occurrence's name
};

}  // namespace

std::string compose(const ical::Object& author, const Facts& facts, model::Form form) {
    return Composition(author, facts, form).text();
}

}  // namespace stafett::scheduling::network
