// What clients ask again and again while nothing has changed, answered from memory: the poll for a CTag or sync token
// (PROPFIND of a calendar or home, sync-collection of a calendar) and the GET of a whole calendar.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "caldav/access/gate.h"
#include "caldav/access/guarded.h"
#include "caldav/access/ready_answers.h"
#include "caldav/http/message.h"
#include "storage/model/actor.h"

namespace stafett::caldav::routing {

// What two requests must share to get the same answer; nothing for a request whose answer is not kept.
std::optional<std::string> ready_key(const http::RequestHead& head, std::string_view body, const model::Actor& actor);

// Whether ready_key() could give one whatever the actor and body, so that nobody need be looked up for a PUT.
bool may_be_ready(const http::RequestHead& head);

// What is needed to keep the answer to a request, taken before its snapshot was opened.
struct ReadyPlace {
    access::ReadyAnswers::Mark mark = 0;
    std::optional<model::CalendarId> calendar;  // none: the answer is made of everything
    base::Instant from;
    base::Instant until;
};

// The answer to this request if it lies ready; null pointers are allowed.
std::optional<http::Response> find_ready(access::ReadyAnswers& ready, const std::string& key,
                                         const http::RequestHead& head, base::Instant now);

// Keeps `response` if it is one to keep, and gives it back to be sent: a body that was pulled for it comes as a whole.
http::Response keep_ready(access::ReadyAnswers& ready, const std::string& key, const ReadyPlace& place,
                          http::Response response);

}  // namespace stafett::caldav::routing
