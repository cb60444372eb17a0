// The association (förbund) as data: who takes part, in what role, and who bears a turn of hosting.
// Days are whole days in the association's zone; `to` is the last day, none = until further notice.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/model/ids.h"

namespace stafett::model {

enum class PrincipalKind { person, network, municipality, role };

// What every principal has. `addresses` are mail addresses without "mailto:", lower-cased domain, preferred first.
struct Principal {
    PrincipalId id;
    PrincipalKind kind = PrincipalKind::person;
    std::string name;
    std::vector<std::string> addresses;
};

struct Period {
    std::optional<base::Date> from;  // none: since ever
    std::optional<base::Date> to;    // the last day; none: until further notice

    bool contains(base::Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
    friend bool operator==(const Period&, const Period&) = default;
};

struct Association {
    std::string name;      // "Skaraborgs kommunalförbund"
    std::string zone;      // IANA name: "Europe/Stockholm"
    std::string language;  // of texts we compose: "sv" or "en"
    std::string domain;    // of the networks' addresses
};

struct Municipality {
    MunicipalityId id;
    std::string name;                     // "Tibro kommun"
    std::string short_name;               // "Tibro"
    std::vector<std::string> past_names;  // every full or short name it ever had: compose's lines stay recognisable
    friend bool operator==(const Municipality&, const Municipality&) = default;
};

// Why a rule holds (model.md §12).
enum class RuleSource { our_default, mandate };

enum class CallSender { chair, chair_with_host };                 // who sends call and agenda
enum class MinutesWriter { host, secretary, chair };              // who writes the minutes
enum class MinutesSender { host_or_secretary, host, secretary };  // who sends them to the coordinator
enum class Hold { when_planned, at_call };                        // when members get the date (product.md §3)

template <class T>
struct Rule {
    T value{};
    RuleSource source = RuleSource::our_default;
    std::string sentence;  // the mandate's words, verbatim; empty for our default
    friend bool operator==(const Rule&, const Rule&) = default;
};

struct NetworkRules {
    Rule<CallSender> call_sender{CallSender::chair, {}, {}};
    Rule<MinutesWriter> minutes_writer{MinutesWriter::host, {}, {}};
    Rule<MinutesSender> minutes_sender{MinutesSender::host_or_secretary, {}, {}};
    Rule<std::string> minutes_to;  // a mail address; empty: the coordinator's mailbox
    Rule<std::string> dates_to;
    Rule<std::string> roster_to;
    Rule<int> call_days_before{14, {}, {}};
    Rule<int> minutes_days_after{14, {}, {}};
    Rule<Hold> hold{Hold::when_planned, {}, {}};
    friend bool operator==(const NetworkRules&, const NetworkRules&) = default;
};

struct Network {
    NetworkId id;
    std::string name;  // "Elevhälsan"
    std::vector<std::string> past_names;
    std::string address;      // its own mail address, in our domain
    std::string description;  // of its calendar
    std::string language;     // empty: the association's
    bool hidden = false;      // from people of other networks
    NetworkRules rules;
    friend bool operator==(const Network&, const Network&) = default;
};

enum class Role { chair, secretary, liaison, member };

struct Membership {
    NetworkId network;
    PersonId person;
    MunicipalityId municipality;  // empty for a role that belongs to none
    Role role = Role::member;
    Period period;
    friend bool operator==(const Membership&, const Membership&) = default;
};

// A municipality's place in a network's rotation, and who bears its turns (model.md §6).
struct HostSeat {
    NetworkId network;
    MunicipalityId municipality;
    int order = 0;                // the network's order (värdordning): breaks the last ties
    PersonId host;                // mötesvärd; empty: none, the municipality is skipped
    PersonId deputy;              // ersättare; may be empty
    Period period;                // takes part in the rotation
    std::vector<Period> blocked;  // cannot host at these times
    // Whether she is its mötesvärd or deputy on that day.
    bool borne_by(const PersonId& person, base::Date day) const {
        return !person.empty() && (host == person || deputy == person) && period.contains(day);
    }
    friend bool operator==(const HostSeat&, const HostSeat&) = default;
};

// The coordinator's office: a functional mailbox and the named people behind it.
struct Office {
    RoleId id;  // "samordnare"
    std::string name;
    std::string mailbox;  // may be empty
    std::vector<PersonId> people;
    // Under which it is called: its mailbox, or one that nothing is sent to.
    std::string address(const Association& association) const {
        return mailbox.empty() ? id.text() + "@" + association.domain : mailbox;
    }
    friend bool operator==(const Office&, const Office&) = default;
};

}  // namespace stafett::model
