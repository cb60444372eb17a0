// The words under which enumerations are stored. A word once released never changes; C++ names and orders may.
#pragma once

#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "storage/model/association.h"
#include "storage/model/attachment.h"
#include "storage/model/calendar.h"
#include "storage/model/feed.h"
#include "storage/model/meeting.h"

namespace stafett::storage::sqlite {

template <class E>
using Word = std::pair<E, std::string_view>;

// words(E{}) is the table of E. word_of and enumerator_of search it, for the tables are short.
constexpr auto words(model::PrincipalKind) {
    using enum model::PrincipalKind;
    return std::array<Word<model::PrincipalKind>, 4>{
        {{person, "person"}, {network, "network"}, {municipality, "municipality"}, {role, "role"}}};
}
constexpr auto words(model::RuleSource) {
    using enum model::RuleSource;
    return std::array<Word<model::RuleSource>, 2>{{{our_default, "default"}, {mandate, "mandate"}}};
}
constexpr auto words(model::CallSender) {
    using enum model::CallSender;
    return std::array<Word<model::CallSender>, 2>{{{chair, "chair"}, {chair_with_host, "chair-with-host"}}};
}
constexpr auto words(model::MinutesWriter) {
    using enum model::MinutesWriter;
    return std::array<Word<model::MinutesWriter>, 3>{{{host, "host"}, {secretary, "secretary"}, {chair, "chair"}}};
}
constexpr auto words(model::MinutesSender) {
    using enum model::MinutesSender;
    return std::array<Word<model::MinutesSender>, 3>{
        {{host_or_secretary, "host-or-secretary"}, {host, "host"}, {secretary, "secretary"}}};
}
constexpr auto words(model::Hold) {
    using enum model::Hold;
    return std::array<Word<model::Hold>, 2>{{{when_planned, "when-planned"}, {at_call, "at-call"}}};
}
constexpr auto words(model::Role) {
    using enum model::Role;
    return std::array<Word<model::Role>, 4>{
        {{chair, "chair"}, {secretary, "secretary"}, {liaison, "liaison"}, {member, "member"}}};
}
constexpr auto words(model::CollectionKind) {
    using enum model::CollectionKind;
    return std::array<Word<model::CollectionKind>, 4>{
        {{personal, "personal"}, {published, "published"}, {organizer, "organizer"}, {all_networks, "all-networks"}}};
}
constexpr auto words(model::ComponentKind) {
    using enum model::ComponentKind;
    return std::array<Word<model::ComponentKind>, 5>{{{vevent, "VEVENT"},
                                                      {vtodo, "VTODO"},
                                                      {vjournal, "VJOURNAL"},
                                                      {vfreebusy, "VFREEBUSY"},
                                                      {vavailability, "VAVAILABILITY"}}};
}
constexpr auto words(model::HostingState) {
    using enum model::HostingState;
    return std::array<Word<model::HostingState>, 3>{{{planned, "planned"}, {fixed, "fixed"}, {released, "released"}}};
}
constexpr auto words(model::HostingReason) {
    using enum model::HostingReason;
    return std::array<Word<model::HostingReason>, 4>{
        {{rotation, "rotation"}, {chair, "chair"}, {swap, "swap"}, {taken_over, "taken-over"}}};
}
constexpr auto words(model::SubmissionWhat) {
    using enum model::SubmissionWhat;
    return std::array<Word<model::SubmissionWhat>, 5>{
        {{planned, "planned"}, {moved, "moved"}, {text, "text"}, {cancelled, "cancelled"}, {revived, "revived"}}};
}
constexpr auto words(model::SubmissionState) {
    using enum model::SubmissionState;
    return std::array<Word<model::SubmissionState>, 6>{{{pending, "pending"},
                                                        {settled, "settled"},
                                                        {not_sent, "not-sent"},
                                                        {delivered, "delivered"},
                                                        {bounced, "bounced"},
                                                        {undone, "undone"}}};
}
constexpr auto words(model::Message::State) {
    using enum model::Message::State;
    return std::array<Word<model::Message::State>, 5>{
        {{waiting, "waiting"}, {not_sent, "not-sent"}, {sent, "sent"}, {failed, "failed"}, {undone, "undone"}}};
}
constexpr auto words(model::AttachmentKind) {
    using enum model::AttachmentKind;
    return std::array<Word<model::AttachmentKind>, 2>{{{agenda, "agenda"}, {minutes, "minutes"}}};
}
constexpr auto words(model::FeedScope) {
    using enum model::FeedScope;
    return std::array<Word<model::FeedScope>, 3>{
        {{network, "network"}, {my_networks, "my-networks"}, {all_networks, "all-networks"}}};
}

template <class E>
constexpr auto kWords = words(E{});

// Throws std::logic_error for a value without a word: an enumerator that was added and not entered above.
template <class E>
constexpr std::string_view word_of(E value) {
    for (const auto& [enumerator, word] : kWords<E>)
        if (enumerator == value) return word;
    throw std::logic_error("an enumerator has no word to be stored under");
}

template <class E>
constexpr std::optional<E> enumerator_of(std::string_view text) {
    for (const auto& [enumerator, word] : kWords<E>)
        if (word == text) return enumerator;
    return std::nullopt;
}

}  // namespace stafett::storage::sqlite
