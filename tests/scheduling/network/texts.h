// Texts for the tests of compose and reduce: written by hand, and random ones from a seed.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/network/facts.h"
#include "storage/model/calendar.h"

namespace stafett::scheduling::network {

// Parsed; a text that does not parse fails the test that asked.
ical::ObjectPtr object_of(std::string text);

// VCALENDAR around `components`, CRLF for every "\n" in it.
std::string calendar(std::string_view components);
// VEVENT with UID, DTSTAMP and these property lines.
std::string event(std::string_view lines);

// Two municipalities' names of each kind that is hard: with a comma, with letters of two octets, one inside another.
Vocabulary vocabulary();
OccurrenceHost host_of(std::string_view short_name, std::string_view recurrence_id = {}, std::string_view zone = {});

std::string composed(const std::string& author, const Facts& facts, model::Form form);
std::string reduced(const std::string& sent);

// What clients send: folds anywhere, either line end, alarms, guests, unknown parts, overrides, our lines in it.
class RandomTexts {
  public:
    explicit RandomTexts(unsigned seed) : random_(seed) {}
    std::string text();
    // Hosts of the occurrences that the texts have, and some of none.
    Facts facts();

  private:
    std::size_t below(std::size_t bound);
    bool maybe(unsigned percent);
    std::string one_of(std::initializer_list<std::string_view> all);
    std::string folded(const std::string& line);
    void put(std::string& out, const std::string& line);
    std::vector<std::string> our_lines();
    std::vector<std::string> authors_lines();
    std::vector<std::string> times(bool all_day, int day, bool override);
    std::string an_event(bool all_day, bool recurs, int override_day);

    std::mt19937 random_;
    std::string line_end_ = "\r\n";
    std::vector<std::string> master_lines_;  // so that an override can repeat them
};

// The object as a client would write it that keeps none of the text's form: properties in another order, folded
// elsewhere, X- parameters dropped, CATEGORIES in one list, escapes written otherwise.
std::string rewritten_by_client(const std::string& text, unsigned seed);

// What a text says, without order and form: equal for two texts that differ in these alone.
std::vector<std::string> said_by(const std::string& text);

}  // namespace stafett::scheduling::network
