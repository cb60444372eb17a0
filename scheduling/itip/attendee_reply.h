// What an attendee may change of her copy of a meeting, and what that says (RFC 6638 §3.2.2.1; RFC 5546 §3.2.3). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/object.h"
#include "storage/base/result.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::itip {

using Answers = std::vector<model::CopyAnswer>;

// What `sent`, put in place of `copy`, answers: the PARTSTAT of her own ATTENDEE (`address` as normalised_address gives
// it), TRANSP and the alarms of each part there is. `before` are her answers that `copy` was made with. Else the name
// of a property changed that is not hers; RECURRENCE-ID where a part came or went, VALARM with the reason where the
// alarms of a part are longer than 16 KiB. Stamps, SEQUENCE and X- properties are nobody's: they may differ, and are
// not kept. What some programs lose (CONTACT, CATEGORIES, ...) may be left out. A part that is sent as it was keeps its
// own answer, or follows that to the whole.
base::Result<Answers, std::string> read_reply(const ical::Object& copy, const ical::Object& sent,
                                              std::string_view address, const Answers& before);

// Her answer to `event`, a part of `object`: its own, or that to the whole. A PARTSTAT holds as long as the time does
// that it was given to (RFC 6638 §3.2.8); the rest holds for good.
model::CopyAnswer answer_to(const ical::Object& object, const ical::Component& event,
                            std::span<const model::CopyAnswer> answers);

}  // namespace stafett::scheduling::itip
