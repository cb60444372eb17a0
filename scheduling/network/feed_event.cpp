#include "scheduling/network/feed_event.h"

#include <algorithm>
#include <array>

#include "scheduling/ical/writer.h"
#include "scheduling/network/feed_words.h"
#include "scheduling/network/meeting_link.h"
#include "scheduling/network/our_lines.h"
#include "scheduling/network/submission.h"

namespace stafett::scheduling::network {
namespace {

// Phones refuse more than 64 kB (clients.md, DAVx5).
constexpr std::size_t kLongestDescription = 60'000;
constexpr std::size_t kLongestLine = 2'000;
constexpr std::size_t kMostCategories = 50;
constexpr std::size_t kMostConferences = 10;
constexpr std::string_view kBlank = "***";
// Schemes of URIs by which a meeting is joined.
constexpr std::array<std::string_view, 6> kJoined{"https", "http", "tel", "sip", "sips", "xmpp"};

// RFC 5545 §3.8.1.3; an unknown value is treated as PRIVATE.
bool is_private(const ical::Component& component) {
    const std::string value = ical::upper(component.value("CLASS"));
    return !value.empty() && value != "PUBLIC";
}

std::string scheme_of(std::string_view uri) { return ical::lower(uri.substr(0, std::min(uri.find(':'), uri.size()))); }

// Of a URI that a browser opens; empty for another.
std::string web_address(std::string_view uri) {
    uri = trimmed(uri);
    const std::string scheme = scheme_of(uri);
    const bool opens = scheme == "https" || scheme == "http";
    return opens && uri.size() <= kLongestLine ? std::string(uri) : std::string();
}

// Where a digital meeting is, each once (RFC 7986 §5.11). Few programs show the property, so that its links stand as
// URL or in the text too.
std::vector<std::string> conferences_of(const ical::Component& source) {
    std::vector<std::string> links;
    for (const ical::Property* line : source.all("CONFERENCE")) {
        const std::string_view uri = trimmed(line->value);
        const bool usable = std::ranges::find(kJoined, scheme_of(uri)) != kJoined.end() && uri.size() <= kLongestLine;
        if (usable && links.size() < kMostConferences && std::ranges::find(links, uri) == links.end())
            links.emplace_back(uri);
    }
    return links;
}

class EventWriter {
  public:
    EventWriter(const FeedHead& head, const FeedMeeting& meeting, const ical::Component& source,
                const ical::Component* master)
        : head_(head),
          meeting_(meeting),
          source_(source),
          private_(is_private(source) || (master != nullptr && is_private(*master))) {}

    std::string lines(const Vocabulary& vocabulary) {
        summary();
        if (!private_ && meeting_.detail != FeedDetail::dates) text_and_place();
        if (!private_) contact(vocabulary);
        status();
        categories();
        return std::move(out_);
    }

  private:
    bool cancelled() const { return ical::upper(source_.value("STATUS")) == "CANCELLED"; }

    bool whole() const { return meeting_.detail == FeedDetail::everything; }

    // Free text as the link's holder may read it.
    std::string readable(std::string_view text) const {
        if (whole()) return without_mail_addresses(text, Links::kept);
        // Links to join first: one from which an address was taken would not be known for what it is.
        return without_mail_addresses(without_meeting_links(text, kBlank), Links::searched);
    }
    std::string readable_text(std::string_view property) const { return readable(source_.text(property)); }

    void add(std::string_view name, std::string_view text, std::size_t longest) {
        if (!trimmed(text).empty()) out_ += ical::ContentLine(name).text(shortened(text, longest));
    }

    void summary() {
        const std::string title = private_ ? std::string() : readable_text("SUMMARY");
        std::string text(trimmed(title).empty() ? meeting_.network : title);
        const std::string_view prefix = cancelled_prefix(meeting_.language);
        const bool says_so = text.starts_with(prefix);  // its author has marked it herself
        if (head_.network_in_summary && !text.starts_with(meeting_.network)) text = meeting_.network + ": " + text;
        if (cancelled() && !says_so) text = std::string(prefix) + text;
        add("SUMMARY", text, kLongestLine);
    }

    void text_and_place() {
        std::string text = readable_text("DESCRIPTION");
        const std::string place = readable_text("LOCATION");
        std::string url = whole() ? web_address(source_.value("URL")) : std::string();
        const std::vector<std::string> conferences = whole() ? conferences_of(source_) : std::vector<std::string>();
        for (const std::string& link : conferences) {
            if (url == link || text.contains(link) || place.contains(link)) continue;
            if (without_mail_addresses(link, Links::kept) != link) continue;  // "sip:anna@tibro.se" in the text
            if (url.empty() && !web_address(link).empty())
                url = link;
            else
                text = shortened(text, kLongestDescription - link.size() - 1).append(text.empty() ? "" : "\n") + link;
        }
        add("DESCRIPTION", text, kLongestDescription);
        add("LOCATION", place, kLongestLine);
        if (!url.empty()) out_ += ical::ContentLine("URL").raw(url);
        for (const std::string& link : conferences)
            out_ += ical::ContentLine("CONFERENCE").parameter("VALUE", "URI").raw(link);
    }

    void contact(const Vocabulary& vocabulary) {
        for (const ical::Property* line : source_.all("CONTACT")) {
            const std::string text = ical::unescape_text(line->value);
            if (is_our_contact(text, vocabulary)) return add("CONTACT", trimmed(text), kLongestLine);
        }
    }

    void status() {
        constexpr std::array<std::string_view, 2> known{"TENTATIVE", "CONFIRMED"};
        const std::string value = ical::upper(source_.value("STATUS"));
        if (cancelled())
            out_ += ical::ContentLine("STATUS").raw("CANCELLED");
        else if (std::ranges::find(known, value) != known.end())
            out_ += ical::ContentLine("STATUS").raw(value);
        const bool free = meeting_.free || cancelled() || ical::upper(source_.value("TRANSP")) == "TRANSPARENT";
        out_ += ical::ContentLine("TRANSP").raw(free ? "TRANSPARENT" : "OPAQUE");
    }

    void categories() {
        std::vector<std::string> values{meeting_.network};
        if (!private_ && meeting_.detail != FeedDetail::dates)
            for (const ical::Property* line : source_.all("CATEGORIES"))
                for (const std::string& value : ical::unescape_list(line->value)) {
                    const std::string text = readable(trimmed(value));
                    if (!text.empty() && values.size() < kMostCategories &&
                        std::ranges::find(values, text) == values.end())
                        values.push_back(shortened(text, kLongestLine));
                }
        out_ += ical::ContentLine("CATEGORIES").texts(values);
    }

    const FeedHead& head_;
    const FeedMeeting& meeting_;
    const ical::Component& source_;
    const bool private_;
    std::string out_;
};

}  // namespace

std::string feed_event(const FeedHead& head, const FeedMeeting& meeting, const ical::Component& source,
                       const ical::Component* master, const FeedTimes& times, const Vocabulary& vocabulary,
                       std::set<std::string>& zones) {
    std::string out = ical::begin_line("VEVENT");
    out += ical::ContentLine("UID").text(meeting.id.text());
    out += ical::ContentLine("DTSTAMP").utc(meeting.changed);
    out += ical::ContentLine("CREATED").utc(meeting.created);
    out += ical::ContentLine("LAST-MODIFIED").utc(meeting.changed);
    out += ical::ContentLine("SEQUENCE").raw(std::to_string(meeting.sequence));
    out += feed_time_lines(times, zones);
    out += EventWriter(head, meeting, source, master).lines(vocabulary);
    return out + ical::end_line("VEVENT");
}

}  // namespace stafett::scheduling::network
