// What follows from a change of an organizer's object (RFC 5546 §3.2; RFC 6638 §3.2.1). Pure: no store, no clock.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/itip/attendee_copy.h"
#include "storage/model/ids.h"

namespace stafett::scheduling::itip {

// RFC 5546 §1.4: the methods that an organizer sends.
enum class Method { request, cancel };

struct Recipient {
    model::PrincipalId principal;
    std::string mailbox;  // gets a mail besides; empty: none
    CopyForm form;
};

// By address as ical::normalised_address gives it. Who is not in it is not called.
using AddressBook = std::map<std::string, Recipient>;

struct Delivery {
    model::PrincipalId recipient;
    Method method = Method::request;
    std::string text;                  // of the copy; empty: it is taken away
    const ical::Object* of = nullptr;  // which of the two given it copies, and whose times it has
};

struct Mail {
    std::string recipient;  // mail address
    Method method = Method::request;
};

struct Plan {
    bool news = false;  // `after` says something that `before` did not
    std::vector<Delivery> local;
    std::vector<Mail> mails;
};

// `before` and `after` are organizer's objects of one meeting, null where there is none. Without `after` copies are
// taken away, and nothing is mailed: the meeting has vanished, is hidden or long gone. Who is no more among the
// ATTENDEEs gets what was, cancelled (RFC 5546 §3.2.5). Mails only for what says something new.
Plan plan(const ical::Object* before, const ical::Object* after, const AddressBook& addresses);

// Whether the two differ in nothing but counter, stamps, who acted, what was answered and how it is written: a client
// that writes a text anew, or counts its own changes in an X- line (X-MOZ-GENERATION), tells nobody anything.
bool says_the_same(const ical::Object& before, const ical::Object& after);

}  // namespace stafett::scheduling::itip
