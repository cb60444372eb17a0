#include "tests/scheduling/network/texts.h"

#include <algorithm>
#include <chrono>

#include "scheduling/ical/parse.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/compose.h"
#include "scheduling/network/our_lines.h"
#include "scheduling/network/reduce.h"

namespace stafett::scheduling::network {

ical::ObjectPtr object_of(std::string text) {
    const std::string shown = text;
    auto object = ical::parse(std::move(text));
    if (!object) throw std::runtime_error(object.error().detail + " in\n" + shown);
    return *object;
}

std::string calendar(std::string_view components) {
    std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\n";
    text.append(components).append("END:VCALENDAR\n");
    std::string out;
    for (const char c : text) out.append(c == '\n' ? "\r\n" : std::string(1, c));
    return out;
}

std::string event(std::string_view lines) {
    return "BEGIN:VEVENT\nUID:u\nDTSTAMP:20270101T000000Z\n" + std::string(lines) + "END:VEVENT\n";
}

Vocabulary vocabulary() {
    return {{"Tibro kommun", "Tibro", "Skövde kommun", "Skövde", "Gullspång, norra", "Gullspång"},
            {"Elevhälsan", "Särskolan", "Skola, hälsa; tillsammans"}};
}

OccurrenceHost host_of(std::string_view short_name, std::string_view recurrence_id, std::string_view zone) {
    base::Date date{std::chrono::year(2027), std::chrono::month(3), std::chrono::day(12)};
    if (const auto start = ical::parse_date_time(recurrence_id, zone)) date = start->date();
    return {{std::string(recurrence_id), std::string(zone)},
            date,
            std::string(short_name) + " kommun",
            std::string(short_name),
            false};
}

std::string composed(const std::string& author, const Facts& facts, model::Form form) {
    return compose(*object_of(author), facts, form);
}

std::string reduced(const std::string& sent) { return reduce(*object_of(sent), vocabulary()); }

std::size_t RandomTexts::below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
}

bool RandomTexts::maybe(unsigned percent) { return below(100) < percent; }

std::string RandomTexts::one_of(std::initializer_list<std::string_view> all) {
    return std::string(*(all.begin() + below(all.size())));
}

std::string RandomTexts::folded(const std::string& line) {
    if (maybe(50)) return line;
    std::string out;
    const std::size_t every = 2 + below(70);
    for (std::size_t i = 0; i < line.size(); ++i) {
        // Old clients cut inside a character too; it is whole again once unfolded.
        if (i != 0 && i % every == 0) out += line_end_ + one_of({" ", " ", "\t"});
        out += line[i];
    }
    return out;
}

void RandomTexts::put(std::string& out, const std::string& line) {
    out += folded(line) + line_end_;
    if (maybe(3)) out += line_end_;
}

std::vector<std::string> RandomTexts::our_lines() {
    std::vector<std::string> lines;
    const Language language = maybe(50) ? Language::swedish : Language::english;
    std::vector<OccurrenceHost> hosts{host_of("Tibro"), host_of("Skövde"), host_of("Gullspång")};
    hosts[2].municipality = "Gullspång, norra";
    hosts[below(3)].proposed = maybe(50);
    const OccurrenceHost host = hosts[below(3)];
    const std::string parameters =
        one_of({"", "", ";X-EVOLUTION-ENDDATE=1", ";X-A=\"b:c;d\"", ";LANGUAGE=sv", ";ALTREP=\"http://x/\""});
    if (maybe(40)) lines.push_back("CONTACT" + parameters + ":" + ical::escape_text(host_contact(host, language)));
    if (maybe(20)) lines.push_back("contact:" + ical::escape_text(hosts_contact(hosts, language)));
    if (maybe(10)) lines.push_back("CONTACT:" + hosts_contact(hosts, language));
    if (maybe(40)) lines.push_back("LOCATION" + parameters + ":" + ical::escape_text(host_location(host, language)));
    if (maybe(20)) lines.push_back("Location:" + one_of({"", " ", "\\n"}));
    if (maybe(30)) lines.push_back("CATEGORIES" + parameters + ":Elevhälsan");
    if (maybe(20)) lines.push_back("CATEGORIES:Möte,Särskolan,Skola\\, hälsa\\; tillsammans,Egen\\, med komma");
    if (maybe(10)) lines.push_back("CATEGORIES:Elevhälsan,");
    if (maybe(30)) lines.push_back("ORGANIZER;CN=Anna;SENT-BY=\"mailto:a@example.org\":mailto:anna@example.org");
    return lines;
}

std::vector<std::string> RandomTexts::authors_lines() {
    std::vector<std::string> lines;
    lines.push_back("SUMMARY:" + one_of({"Nätverksträff", "Träff\\, del 2", "", "Möte; utan \\\\ escape"}));
    // So long that the readers' form has no composed overrides if it has many hosts.
    if (maybe(10)) lines.push_back("X-ALT-DESC:" + std::string(25'000 + below(20'000), 'y'));
    if (maybe(50)) lines.push_back("DESCRIPTION:Dagordning\\n1. Välkomna\\n" + std::string(below(200), 'x'));
    if (maybe(20)) lines.push_back("DESCRIPTION;ALTREP=\"cid:x\":https://teams.microsoft.com/l/meetup-join/19%3ax");
    if (maybe(20)) lines.push_back("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://example.org/x");
    if (maybe(30))
        lines.push_back("LOCATION:" + one_of({"Stadshuset\\, rum 3", "Tibro", "Tibro (plats meddelas)\\, rum 3"}));
    if (maybe(20)) lines.push_back("CONTACT:" + one_of({"Anna Ek", "Värd: Anna", "Värdar: snart"}));
    if (maybe(30)) lines.push_back("CATEGORIES:" + one_of({"Möte", "Möte,Planering", "", "Elevhälsa"}));
    if (maybe(20)) lines.push_back("ATTENDEE;CN=\"Ek, Anna\";PARTSTAT=NEEDS-ACTION:mailto:anna@example.org");
    if (maybe(20)) lines.push_back("ATTENDEE;ROLE=OPT-PARTICIPANT;X-NUM-GUESTS=0:MAILTO:bo@example.org");
    if (maybe(30)) lines.push_back("STATUS:" + one_of({"CONFIRMED", "TENTATIVE", "CANCELLED", "confirmed"}));
    if (maybe(30))
        lines.push_back(one_of({"CLASS:PUBLIC", "TRANSP:OPAQUE", "TRANSP:TRANSPARENT", "PRIORITY:0", "PRIORITY:5"}));
    if (maybe(30)) lines.push_back("X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC");
    if (maybe(20)) lines.push_back("STRUCTURED-DATA;VALUE=TEXT;FMTTYPE=a/b:\\;okänd\\,");
    if (maybe(20)) lines.push_back("SEQUENCE:" + std::to_string(below(9)));
    if (maybe(20)) lines.push_back("URL;VALUE=URI:https://example.org/a\\,b");
    if (maybe(10))
        lines.push_back("ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:" + std::string(4 * below(60), 'A'));
    return lines;
}

std::vector<std::string> RandomTexts::times(bool all_day, int day, bool override) {
    const std::string date = "202703" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    const std::string next = "202703" + std::string(day < 9 ? "0" : "") + std::to_string(day + 1);
    if (all_day) {
        std::vector<std::string> lines{"DTSTART;VALUE=DATE:" + date};
        if (maybe(50)) lines.push_back(maybe(50) ? "DTEND;VALUE=DATE:" + next : "DURATION:P1D");
        if (override) lines.push_back("RECURRENCE-ID;VALUE=DATE:" + date);
        return lines;
    }
    const std::string hour = override && maybe(20) ? "14" : "13";
    std::vector<std::string> lines{"DTSTART;TZID=Europe/Stockholm:" + date + "T" + hour + "0000"};
    if (maybe(50))
        lines.push_back("DTEND;TZID=Europe/Stockholm:" + date + "T160000");
    else
        lines.push_back(maybe(50) ? "DURATION:PT3H" : "DURATION:PT180M");
    if (override)
        lines.push_back(maybe(70) ? "RECURRENCE-ID;TZID=Europe/Stockholm:" + date + "T130000"
                                  : "RECURRENCE-ID:" + date + (day < 28 ? "T120000Z" : "T110000Z"));
    return lines;
}

std::string RandomTexts::an_event(bool all_day, bool recurs, int override_day) {
    const bool override = override_day != 0;
    std::vector<std::string> lines;
    if (override && maybe(60))
        lines = master_lines_;  // as a client that made the instance an override of its own
    else
        lines = authors_lines();
    if (!override) master_lines_ = lines;
    for (std::string& line : our_lines()) lines.push_back(std::move(line));
    for (std::string& line : times(all_day, override ? override_day : 5, override)) lines.push_back(std::move(line));
    if (!override && recurs) {
        lines.push_back("RRULE:FREQ=WEEKLY;COUNT=" + std::to_string(1 + below(8)));
        if (maybe(20))
            lines.push_back(all_day ? "EXDATE;VALUE=DATE:20270312" : "EXDATE;TZID=Europe/Stockholm:20270312T130000");
    }
    std::ranges::shuffle(lines, random_);
    std::string out;
    put(out, maybe(90) ? "BEGIN:VEVENT" : "begin:vevent");
    put(out, "UID:möte-1@example.org");
    put(out, "DTSTAMP:20270101T00000" + std::to_string(below(9)) + "Z");
    for (const std::string& line : lines) put(out, line);
    for (std::size_t alarms = maybe(30) ? 1 + below(2) : 0; alarms > 0; --alarms)
        for (const char* line : {"BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Värd: Tibro kommun",
                                 "CONTACT:Värd: Tibro kommun", "END:VALARM"})
            put(out, line);
    if (maybe(5)) put(out, "X-LAST;X-P=1:efter larmet");
    put(out, "END:VEVENT");
    return out;
}

std::string RandomTexts::text() {
    line_end_ = maybe(80) ? "\r\n" : "\n";
    const bool all_day = maybe(20);
    const bool recurs = maybe(70);
    std::string out;
    put(out, "BEGIN:VCALENDAR");
    put(out, "VERSION:2.0");
    put(out, "PRODID:-//Apple Inc.//macOS 14//EN");
    if (maybe(30)) put(out, "X-WR-CALNAME:Elevhälsan");
    if (maybe(50))
        for (const char* line :
             {"BEGIN:VTIMEZONE", "TZID:Europe/Stockholm", "BEGIN:STANDARD", "DTSTART:19701025T030000",
              "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
              "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
              "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE"})
            put(out, line);
    std::vector<std::string> events{an_event(all_day, recurs, 0)};
    if (recurs)
        for (const int day : {5, 12, 19, 26})
            if (maybe(30)) events.push_back(an_event(all_day, recurs, day));
    if (maybe(20)) std::ranges::shuffle(events, random_);
    for (const std::string& one : events) out += one;
    out += "END:VCALENDAR";
    if (maybe(80)) out += line_end_;
    return out;
}

Facts RandomTexts::facts() {
    Facts facts;
    facts.network_name = one_of({"Elevhälsan", "Särskolan", "Skola, hälsa; tillsammans"});
    facts.language = maybe(70) ? Language::swedish : Language::english;
    facts.organizer_address = "elevhalsan@natverk.example.org";
    if (maybe(80)) facts.sent_by = one_of({"anna@example.org", "bo@example.org"});
    if (maybe(60)) facts.hosts.push_back(host_of(one_of({"Tibro", "Skövde"})));
    for (const char* day :
         {"20270305", "20270312", "20270313", "20270319", "20270326", "20270402", "20270409", "20270416", "20270423"}) {
        if (maybe(30)) continue;
        const std::string start = maybe(80) ? std::string(day) + "T130000" : day;
        OccurrenceHost host =
            host_of(one_of({"Tibro", "Skövde", "Gullspång"}), start, start.size() > 8 ? "Europe/Stockholm" : "");
        if (host.short_name == "Gullspång") host.municipality = "Gullspång, norra";
        host.proposed = maybe(15);
        facts.hosts.push_back(std::move(host));
    }
    return facts;
}

namespace {

// A property's line without X- parameters, its escapes written in the other way that is allowed.
std::string line_of(const ical::Property& property) {
    std::string line(property.name);
    for (const ical::Parameter& parameter : property.parameters) {
        if (parameter.name.starts_with("X-")) continue;
        line.append(";").append(parameter.name).append("=");
        for (std::size_t i = 0; i < parameter.values.size(); ++i)
            line.append(i == 0 ? "\"" : ",\"").append(parameter.values[i].text).append("\"");
    }
    std::string value(property.value);
    for (std::size_t at = value.find("\\n"); at != std::string::npos; at = value.find("\\n", at + 2))
        if (at == 0 || value[at - 1] != '\\') value[at + 1] = 'N';
    return line + ":" + value;
}

std::vector<std::string> lines_of(const ical::Component& component) {
    std::vector<std::string> lines;
    std::string categories;
    for (const ical::Property& property : component.properties) {
        if (property.name != "CATEGORIES") {
            lines.push_back(line_of(property));
            continue;
        }
        for (const std::string_view value : ical::split_list(property.value))
            if (!value.empty()) categories.append(categories.empty() ? "" : ",").append(value);
    }
    if (!categories.empty()) lines.push_back("CATEGORIES:" + categories);
    return lines;
}

void rewrite(const ical::Component& component, std::mt19937& random, std::string& out) {
    out += ical::begin_line(component.name);
    std::vector<std::string> lines = lines_of(component);
    std::ranges::shuffle(lines, random);
    for (const std::string& line : lines) out += ical::fold(line);
    for (const ical::Component& child : component.components) rewrite(child, random, out);
    out += ical::end_line(component.name);
}

void say(const ical::Component& component, const std::string& path, std::vector<std::string>& said) {
    const std::string here = path + "/" + std::string(component.name) + std::string(component.value("RECURRENCE-ID"));
    said.push_back(here);
    for (const std::string& line : lines_of(component)) {
        if (!line.starts_with("CATEGORIES:")) said.push_back(here + " " + line);
    }
    for (const ical::Property& property : component.properties)
        if (property.name == "CATEGORIES")
            for (const std::string& value : ical::unescape_list(property.value))
                if (!value.empty()) said.push_back(here + " CATEGORIES:" + value);
    for (const ical::Component& child : component.components) say(child, here, said);
}

}  // namespace

std::string rewritten_by_client(const std::string& text, unsigned seed) {
    std::mt19937 random(seed);
    std::string out;
    rewrite(object_of(text)->calendar(), random, out);
    return out;
}

std::vector<std::string> said_by(const std::string& text) {
    std::vector<std::string> said;
    const ical::ObjectPtr object = object_of(text);
    say(object->calendar(), "", said);
    std::ranges::sort(said);
    return said;
}

}  // namespace stafett::scheduling::network
