// Whole requests through caldav/routing on a temporary store, without a socket:
//
//   DavServer server;
//   server.given_person("anna");
//   server.given_network("elevhalsan", "Elevhälsan");
//   server.given_role("elevhalsan", "anna", model::Role::chair);
//   DavClient anna = server.as("anna");
//   anna.propfind("/dav/calendars/anna/", "1", props("D:displayname")).expect_status(207).expect_hrefs({…});
//
// Every expect_… records a failure with the whole answer and returns the answer itself.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caldav/routing/attachments.h"
#include "caldav/routing/dav.h"
#include "storage/base/clock.h"
#include "tests/support/actors.h"
#include "tests/support/stores.h"

namespace stafett::tests {

using caldav::xml::QName;

// One answer, its body pulled to the end.
class DavAnswer {
  public:
    DavAnswer(std::string request, caldav::http::Response response, bool ready = false);

    unsigned status() const { return status_; }
    const std::string& body() const { return body_; }
    // Octets of the largest piece that a body made in pieces came in; 0 for one that came whole.
    std::size_t largest_piece() const { return largest_piece_; }
    // Whether it lay ready in memory.
    bool was_ready() const { return ready_; }
    // Empty when there is none.
    std::string field(std::string_view name) const;
    std::string etag() const { return field("ETag"); }

    const DavAnswer& expect_status(unsigned status) const;
    const DavAnswer& expect_field(std::string_view name, std::string_view value) const;
    const DavAnswer& expect_no_field(std::string_view name) const;
    const DavAnswer& expect_body(std::string_view body) const;
    const DavAnswer& expect_body_contains(std::string_view part) const;
    // DAV:error holds this condition.
    const DavAnswer& expect_condition(QName condition) const;
    // The hrefs of the responses, in any order.
    const DavAnswer& expect_hrefs(std::vector<std::string> hrefs) const;
    // Status of one response, or of one property in it.
    const DavAnswer& expect_response_status(std::string_view href, unsigned status) const;
    const DavAnswer& expect_property_status(std::string_view href, QName name, unsigned status) const;
    // Trimmed text of a property found (status 200); its hrefs or child elements' names by property().
    const DavAnswer& expect_property(std::string_view href, QName name, std::string_view text) const;

    std::vector<std::string> hrefs() const;
    // Status of the response's own, 0 when it has propstats only or there is no such response.
    unsigned response_status(std::string_view href) const;
    // The property's element when it was found; null otherwise.
    const caldav::xml::Element* property(std::string_view href, QName name) const;
    // Local names of the property's child elements, two levels deep for privileges: {"read", "write", …}.
    std::vector<std::string> names_in(std::string_view href, QName name) const;
    // Of a multistatus.
    std::string sync_token() const;

  private:
    const caldav::xml::Element* response(std::string_view href) const;
    std::string explain() const;

    std::string request_;
    unsigned status_;
    caldav::http::Fields fields_;
    std::size_t largest_piece_ = 0;
    std::string body_;
    bool ready_;
    std::optional<caldav::xml::Element> xml_;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

class DavClient {
  public:
    // `credentials` is what the test authentication understands: "anna", "anna/elevhalsan" acting for a network; empty:
    // none. `attachments` answers for what lies below /attachments/, if given.
    DavClient(caldav::routing::Dav& dav, std::string credentials, caldav::routing::Attachments* attachments = nullptr)
        : dav_(&dav), attachments_(attachments), credentials_(std::move(credentials)) {}

    DavAnswer request(std::string_view method, std::string_view target, std::string body = {},
                      const Headers& headers = {}) const;

    DavAnswer options(std::string_view target) const { return request("OPTIONS", target); }
    DavAnswer get(std::string_view target, const Headers& headers = {}) const {
        return request("GET", target, {}, headers);
    }
    DavAnswer put(std::string_view target, std::string body, const Headers& headers = {}) const;
    DavAnswer remove(std::string_view target, const Headers& headers = {}) const {
        return request("DELETE", target, {}, headers);
    }
    DavAnswer propfind(std::string_view target, std::string depth, std::string body = {}, Headers headers = {}) const;
    DavAnswer proppatch(std::string_view target, std::string body, const Headers& headers = {}) const {
        return request("PROPPATCH", target, std::move(body), headers);
    }
    DavAnswer report(std::string_view target, std::string body, std::string depth = "1", Headers headers = {}) const;
    DavAnswer mkcalendar(std::string_view target, std::string body = {}) const {
        return request("MKCALENDAR", target, std::move(body));
    }
    DavAnswer copy(std::string_view from, std::string to, Headers headers = {}) const;
    DavAnswer move(std::string_view from, std::string to, Headers headers = {}) const;
    // An initial sync without token, or one from `token`.
    DavAnswer sync(std::string_view target, std::string_view token = {}, std::string_view limit = {}) const;

  private:
    caldav::routing::Dav* dav_;
    caldav::routing::Attachments* attachments_;
    std::string credentials_;
};

// "<D:propfind …><D:prop><…/></D:prop></D:propfind>" of prefixed names: D, C, CS, A (Apple's) and X (an unknown one).
std::string props(std::initializer_list<std::string_view> names);
// A PROPPATCH that sets each (prefixed name, content).
std::string set_props(const std::vector<std::pair<std::string, std::string>>& properties);
// A VEVENT of one hour: "DTSTART:20261124T090000Z" unless `start` says else.
std::string event(std::string_view uid, std::string_view summary = "Träff",
                  std::string_view start = "20261124T090000Z");

inline constexpr QName kDisplayname{"DAV:", "displayname"};
inline constexpr QName kGetetag{"DAV:", "getetag"};

class DavServer {
  public:
    // 2026-11-22 12:00:00 UTC; no association, so no networks.
    explicit DavServer(caldav::access::Settings settings = {});
    ~DavServer();

    storage::Store& store() { return *store_; }
    base::ManualClock& clock() { return clock_; }
    caldav::routing::Dav& dav() { return *dav_; }
    // Routing with the same accounts on another store: one that fails or repeats. `store` outlives it.
    std::unique_ptr<caldav::routing::Dav> dav_on(storage::Store& store, caldav::routing::Settings settings = {});

    // A person with the address ID@example.test, her home with `calendar` and `tasks`.
    void given_person(std::string_view id);
    void given_admin(std::string_view id);
    // An association in Europe/Stockholm if there is none yet, and a network with its home.
    void given_network(std::string_view id, std::string_view name);
    void given_role(std::string_view network, std::string_view person, model::Role role, model::Period period = {});
    // A municipality ("Tibro kommun" for "tibro") that hosts in the network, borne by `host`.
    void given_seat(std::string_view network, std::string_view municipality, std::string_view host,
                    std::string_view deputy = {});
    void given_office(std::string_view id, std::vector<std::string> people);

    DavClient as(std::string_view person) const { return {*dav_, std::string(person), attachments_.get()}; }
    DavClient acting(std::string_view person, std::string_view network) const {
        return {*dav_, std::string(person) + '/' + std::string(network), attachments_.get()};
    }
    DavClient anonymous() const { return {*dav_, {}, attachments_.get()}; }

  private:
    class TestAuthentication;
    TestStore store_holder_;
    storage::Store* store_;
    base::ManualClock clock_;
    std::unique_ptr<TestAuthentication> authentication_;
    std::unique_ptr<caldav::routing::Dav> dav_;
    std::unique_ptr<caldav::routing::Attachments> attachments_;
};

}  // namespace stafett::tests
