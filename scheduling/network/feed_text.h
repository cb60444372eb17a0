// A subscription's text (model.md §10; clients.md, Outlook and Google: subscription). Every event is written anew from
// an allow list, so that what is not named here cannot reach whoever got hold of the link: no ORGANIZER, ATTENDEE,
// author's CONTACT, COMMENT, X- property, VALARM or ATTACH, and no mail address in free text. What leads to a meeting
// (links, CONFERENCE) is there in the feeds of those who may join it, and in no other.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/network/facts.h"
#include "scheduling/network/feed_times.h"
#include "storage/base/clock.h"
#include "storage/model/ids.h"

namespace stafett::scheduling::network {

// How much of a meeting the link's owner may carry out of the house (model.md §8).
enum class FeedDetail {
    dates,           // another network's: name, times, host
    text_and_place,  // the coordinator's: no link to join
    everything,      // of a network she is in, or a meeting she hosts: links as they were written
};

struct FeedMeeting {
    // The readers' form; the organizer's object where something is cancelled (STATUS:CANCELLED says what).
    ical::ObjectPtr text;
    model::MeetingId id;        // V: UID in every feed
    std::int64_t sequence = 0;  // the meeting's own counter
    base::Instant created;
    base::Instant changed;  // last change a reader can see: DTSTAMP
    std::string network;    // its name
    Language language = Language::swedish;
    FeedDetail detail = FeedDetail::dates;
    bool free = false;  // TRANSP:TRANSPARENT, because the reader gets it as an invitation too
};

struct FeedHead {
    std::string name;                 // X-WR-CALNAME
    FeedZone zone;                    // the association's
    bool network_in_summary = false;  // "Elevhälsan: Träff", where networks stand side by side
};

// The feed on `today` (in the head's zone), meetings in the order given. Equal arguments give equal octets: CRLF,
// folded, UTF-8, with one minimal VTIMEZONE for each zone used. Of a series only what Outlook understands stays one
// (feed_series.h); else, and where an object has overrides alone, each occurrence in the window of twelve months back
// and twenty-four ahead is an event with its RECURRENCE-ID. What lies wholly outside the window is left out.
// A meeting whose text would be repeated so often that it takes more than four times its octets and 1 MiB has name,
// dates and host only. `vocabulary` tells our CONTACT from the author's.
std::string feed_text(const FeedHead& head, std::span<const FeedMeeting> meetings, const Vocabulary& vocabulary,
                      base::Date today);

}  // namespace stafett::scheduling::network
