// An association with two open networks and a hidden one, some people, and links to follow.
#pragma once

#include <string>
#include <string_view>

#include "caldav/http/message.h"
#include "server/feeds/links.h"
#include "storage/base/clock.h"
#include "tests/support/stores.h"

namespace stafett::server::feeds {

class FeedStore {
  public:
    FeedStore();

    storage::Store& store() { return *test_.store; }
    base::ManualClock clock{*base::parse_instant("2027-03-01T10:00:00Z")};

    // anna is in Elevhälsan, bo in Särskolan, cecilia in the hidden network, the coordinator in the office; david has
    // no role at all. Answers with the path.
    std::string link(std::string_view owner, model::FeedScope scope, std::string_view network = {});

    // A meeting of the network whose text is a VEVENT with these lines.
    void put(std::string_view network, std::string_view uid, std::string_view lines);
    // The same by PUT, with all that follows; it settles at once.
    void send(std::string_view network, std::string_view uid, std::string_view lines);
    // As DELETE leaves it: the object is gone, the meeting lives on as cancelled.
    void remove(std::string_view network, std::string_view uid);
    void put_personal(std::string_view person);
    // She is the mötesvärd of Tibro in the network, on these days.
    void bears_turns(std::string_view network, std::string_view person, model::Period period = {});
    // A turn of Tibro's in that meeting.
    void given_turn(std::string_view network, std::string_view uid, model::HostingState state);
    // From `first` on she has no role there.
    void leaves(std::string_view network, std::string_view person, base::Date first);

  private:
    tests::TestStore test_;
};

caldav::http::RequestHead get(std::string path);
std::string body_of(const caldav::http::Response& response);

}  // namespace stafett::server::feeds
