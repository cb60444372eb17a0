#include "tests/support/dav_client.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "caldav/xml/parse.h"
#include "storage/store.h"

namespace stafett::tests {
namespace {

using caldav::xml::Element;
namespace ns = caldav::ns;

constexpr std::string_view kOrigin = "https://stafett.test";
constexpr std::string_view kPrefixes =
    R"( xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/")"
    R"( xmlns:A="http://apple.com/ns/ical/" xmlns:X="urn:example:unknown")";

std::string pulled(caldav::http::Response& response, std::size_t& largest) {
    if (auto* text = std::get_if<std::string>(&response.body)) return std::move(*text);
    if (auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return **shared;
    std::string all;
    if (auto* source = std::get_if<std::unique_ptr<caldav::http::PullSource>>(&response.body)) {
        for (bool more = true; more;) {
            std::string piece;
            more = (*source)->fill(piece, 64UL * 1024) == caldav::http::PullSource::More::yes;
            largest = std::max(largest, piece.size());
            all += piece;
        }
    }
    return all;
}

unsigned status_in(const Element* line) {
    if (line == nullptr) return 0;
    const std::string text = line->trimmed_text();
    return text.size() > 12 ? static_cast<unsigned>(std::stoul(text.substr(9, 3))) : 0;
}

void require(const storage::Result<void>& result) {
    if (!result) throw std::runtime_error("set-up of the test failed: " + result.error().detail);
}

template <class F>
void write(storage::Store& store, F body) {
    require(store.write([&](storage::Transaction& transaction) -> storage::Result<void> { return body(transaction); }));
}

}  // namespace

DavAnswer::DavAnswer(std::string request, caldav::http::Response response, bool ready)
    : request_(std::move(request)),
      status_(response.status),
      fields_(std::move(response.fields)),
      body_(pulled(response, largest_piece_)),
      ready_(ready) {
    if (!field("Content-Type").starts_with("application/xml")) return;
    auto parsed = caldav::xml::parse(body_);
    EXPECT_TRUE(parsed) << explain();
    if (parsed) xml_ = *std::move(parsed);
}

std::string DavAnswer::field(std::string_view name) const { return std::string(fields_.find(name).value_or("")); }

std::string DavAnswer::explain() const { return fmt::format("{}\n{}\n{}", request_, status_, body_.substr(0, 4000)); }

const DavAnswer& DavAnswer::expect_status(unsigned status) const {
    EXPECT_EQ(status_, status) << explain();
    return *this;
}

const DavAnswer& DavAnswer::expect_field(std::string_view name, std::string_view value) const {
    EXPECT_EQ(field(name), value) << name << '\n' << explain();
    return *this;
}

const DavAnswer& DavAnswer::expect_no_field(std::string_view name) const {
    EXPECT_FALSE(fields_.has(name)) << name << '\n' << explain();
    return *this;
}

const DavAnswer& DavAnswer::expect_body(std::string_view body) const {
    EXPECT_EQ(body_, body) << request_;
    return *this;
}

const DavAnswer& DavAnswer::expect_body_contains(std::string_view part) const {
    EXPECT_NE(body_.find(part), std::string::npos) << part << '\n' << explain();
    return *this;
}

const DavAnswer& DavAnswer::expect_condition(QName condition) const {
    const bool holds = xml_ && xml_->is({ns::dav, "error"}) && xml_->child(condition) != nullptr;
    EXPECT_TRUE(holds) << condition.local << '\n' << explain();
    return *this;
}

std::vector<std::string> DavAnswer::hrefs() const {
    std::vector<std::string> found;
    if (!xml_) return found;
    for (const Element& child : xml_->children())
        if (const Element* href = child.child({ns::dav, "href"}); href != nullptr && child.is({ns::dav, "response"}))
            found.push_back(href->trimmed_text());
    return found;
}

const DavAnswer& DavAnswer::expect_hrefs(std::vector<std::string> hrefs) const {
    std::vector<std::string> found = this->hrefs();
    std::ranges::sort(found);
    std::ranges::sort(hrefs);
    EXPECT_EQ(found, hrefs) << explain();
    return *this;
}

const Element* DavAnswer::response(std::string_view href) const {
    if (!xml_) return nullptr;
    for (const Element& child : xml_->children()) {
        const Element* named = child.child({ns::dav, "href"});
        if (child.is({ns::dav, "response"}) && named != nullptr && named->trimmed_text() == href) return &child;
    }
    return nullptr;
}

unsigned DavAnswer::response_status(std::string_view href) const {
    const Element* found = response(href);
    return found == nullptr ? 0 : status_in(found->child({ns::dav, "status"}));
}

const DavAnswer& DavAnswer::expect_response_status(std::string_view href, unsigned status) const {
    EXPECT_EQ(response_status(href), status) << href << '\n' << explain();
    return *this;
}

const DavAnswer& DavAnswer::expect_property_status(std::string_view href, QName name, unsigned status) const {
    unsigned found = 0;
    if (const Element* holder = response(href))
        for (const Element& child : holder->children())
            if (const Element* prop = child.child({ns::dav, "prop"}); prop != nullptr && prop->child(name) != nullptr)
                found = status_in(child.child({ns::dav, "status"}));
    EXPECT_EQ(found, status) << href << ' ' << name.local << '\n' << explain();
    return *this;
}

const Element* DavAnswer::property(std::string_view href, QName name) const {
    const Element* holder = response(href);
    if (holder == nullptr) return nullptr;
    for (const Element& child : holder->children()) {
        const Element* prop = child.child({ns::dav, "prop"});
        if (prop == nullptr || status_in(child.child({ns::dav, "status"})) != 200) continue;
        if (const Element* found = prop->child(name)) return found;
    }
    return nullptr;
}

const DavAnswer& DavAnswer::expect_property(std::string_view href, QName name, std::string_view text) const {
    const Element* found = property(href, name);
    if (found == nullptr) {
        ADD_FAILURE() << href << " has no " << name.local << '\n' << explain();
    } else {
        // The text, or that of an only href in it.
        const Element* linked = found->child({ns::dav, "href"});
        EXPECT_EQ(linked != nullptr ? linked->trimmed_text() : found->trimmed_text(), text) << explain();
    }
    return *this;
}

std::vector<std::string> DavAnswer::names_in(std::string_view href, QName name) const {
    std::vector<std::string> names;
    const Element* found = property(href, name);
    if (found == nullptr) return names;
    for (const Element& child : found->children())
        names.push_back(child.children().empty() ? child.name().local : child.children().front().name().local);
    return names;
}

std::string DavAnswer::sync_token() const {
    const Element* token = xml_ ? xml_->child({ns::dav, "sync-token"}) : nullptr;
    return token != nullptr ? token->trimmed_text() : std::string();
}

DavAnswer DavClient::request(std::string_view method, std::string_view target, std::string body,
                             const Headers& headers) const {
    caldav::http::RequestHead head;
    head.method = method;
    head.target = target;
    head.origin = kOrigin;
    head.id = "test";
    head.has_body = !body.empty();
    head.content_length = body.size();
    head.fields.add("Host", "stafett.test");
    if (!credentials_.empty()) head.fields.add("Authorization", "Test " + credentials_);
    for (const auto& [name, value] : headers) {
        if (name == "Host")
            head.fields.set(name, value);
        else
            head.fields.add(name, value);
    }
    const std::string what = fmt::format("{} {} as '{}'", method, target, credentials_);
    caldav::http::Who who;
    const bool download = attachments_ != nullptr && caldav::routing::is_attachment(head);
    caldav::http::Application& part = download ? static_cast<caldav::http::Application&>(*attachments_) : *dav_;
    if (auto ready = part.probe(head, body, who)) return {what, std::move(*ready), true};
    auto admitted = part.admit(head, body.empty() ? caldav::http::Arrival::here : caldav::http::Arrival::coming, who);
    if (auto* refused = std::get_if<caldav::http::Response>(&admitted)) return {what, std::move(*refused)};
    auto& ticket = std::get<caldav::http::Admitted>(admitted);
    EXPECT_LE(body.size(), ticket.body_limit) << what;
    return {what, part.handle(head, caldav::http::Body(std::move(body)), std::move(ticket))};
}

DavAnswer DavClient::put(std::string_view target, std::string body, const Headers& headers) const {
    Headers all{{"Content-Type", "text/calendar; charset=utf-8"}};
    all.insert(all.end(), headers.begin(), headers.end());
    return request("PUT", target, std::move(body), all);
}

DavAnswer DavClient::propfind(std::string_view target, std::string depth, std::string body, Headers headers) const {
    headers.emplace_back("Depth", std::move(depth));
    return request("PROPFIND", target, std::move(body), headers);
}

DavAnswer DavClient::report(std::string_view target, std::string body, std::string depth, Headers headers) const {
    headers.emplace_back("Depth", std::move(depth));
    return request("REPORT", target, std::move(body), headers);
}

DavAnswer DavClient::copy(std::string_view from, std::string to, Headers headers) const {
    headers.emplace_back("Destination", std::move(to));
    return request("COPY", from, {}, headers);
}

DavAnswer DavClient::move(std::string_view from, std::string to, Headers headers) const {
    headers.emplace_back("Destination", std::move(to));
    return request("MOVE", from, {}, headers);
}

DavAnswer DavClient::sync(std::string_view target, std::string_view token, std::string_view limit) const {
    std::string body = fmt::format("<D:sync-collection{}><D:sync-token>{}</D:sync-token><D:sync-level>1</D:sync-level>",
                                   kPrefixes, token);
    if (!limit.empty()) body += fmt::format("<D:limit><D:nresults>{}</D:nresults></D:limit>", limit);
    return report(target, body + "<D:prop><D:getetag/></D:prop></D:sync-collection>", "0");
}

std::string props(std::initializer_list<std::string_view> names) {
    std::string body = fmt::format("<D:propfind{}><D:prop>", kPrefixes);
    for (const std::string_view name : names) body += fmt::format("<{}/>", name);
    return body + "</D:prop></D:propfind>";
}

std::string set_props(const std::vector<std::pair<std::string, std::string>>& properties) {
    std::string body = fmt::format("<D:propertyupdate{}><D:set><D:prop>", kPrefixes);
    for (const auto& [name, content] : properties) body += fmt::format("<{}>{}</{}>", name, content, name);
    return body + "</D:prop></D:set></D:propertyupdate>";
}

std::string event(std::string_view uid, std::string_view summary, std::string_view start) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Stafett//tests//EN\r\nBEGIN:VEVENT\r\nUID:{}\r\n"
        "DTSTAMP:20261122T120000Z\r\nDTSTART:{}\r\nDURATION:PT1H\r\nSUMMARY:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        uid, start, summary);
}

// Takes "Authorization: Test PERSON[/NETWORK]" at its word, for accounts that were given.
class DavServer::TestAuthentication final : public caldav::access::Authentication {
  public:
    std::variant<model::Actor, caldav::Failure> authenticate(const caldav::http::RequestHead& head) override {
        const auto field = head.fields.find("Authorization");
        if (!field || !field->starts_with("Test ")) return caldav::access::unauthenticated("no credentials");
        const std::string_view who = field->substr(5);
        const auto slash = who.find('/');
        const model::PersonId person(who.substr(0, slash));
        if (slash != std::string_view::npos)
            return model::ActorForTests::acting(person, model::PrincipalId(who.substr(slash + 1)));
        return model::ActorForTests::person(person, std::ranges::find(admins, person) != admins.end());
    }
    std::optional<model::Actor> remembered(const caldav::http::RequestHead& head) override {
        auto known = authenticate(head);
        auto* actor = std::get_if<model::Actor>(&known);
        return actor != nullptr ? std::optional(std::move(*actor)) : std::nullopt;
    }
    std::vector<model::PersonId> admins;
};

DavServer::DavServer(caldav::access::Settings settings)
    : store_holder_(open_test_store({.test_clock = true})),
      store_(store_holder_.store.get()),
      clock_(*base::parse_instant("2026-11-22T12:00:00Z")),
      authentication_(std::make_unique<TestAuthentication>()) {
    caldav::routing::Settings routing;
    routing.access = std::move(settings);
    attachments_ = std::make_unique<caldav::routing::Attachments>(*store_, *authentication_, clock_, routing.access);
    routing.ready = caldav::access::ReadyAnswers::of(*store_, std::size_t{16} << 20);
    dav_ = std::make_unique<caldav::routing::Dav>(*store_, *authentication_, clock_, std::move(routing));
}

DavServer::~DavServer() = default;

std::unique_ptr<caldav::routing::Dav> DavServer::dav_on(storage::Store& store, caldav::routing::Settings settings) {
    return std::make_unique<caldav::routing::Dav>(store, *authentication_, clock_, std::move(settings));
}

void DavServer::given_person(std::string_view id) {
    model::Principal person{model::PrincipalId(id),
                            model::PrincipalKind::person,
                            "Person " + std::string(id),
                            {std::string(id) + "@example.test"}};
    write(*store_, [&](storage::Transaction& transaction) {
        return transaction.write_association().put_person(person, clock_.now());
    });
}

void DavServer::given_admin(std::string_view id) {
    given_person(id);
    authentication_->admins.emplace_back(id);
}

void DavServer::given_network(std::string_view id, std::string_view name) {
    write(*store_, [&](storage::Transaction& transaction) -> storage::Result<void> {
        TRY_ASSIGN(const auto association, transaction.association().association());
        if (!association)
            TRY(transaction.write_association().set_association(
                {"Förbundet", "Europe/Stockholm", "sv", "example.test"}));
        model::Network network;
        network.id = model::NetworkId(id);
        network.name = name;
        network.address = std::string(id) + "@example.test";
        return transaction.write_association().put_network(network, clock_.now());
    });
}

void DavServer::given_role(std::string_view network, std::string_view person, model::Role role, model::Period period) {
    write(*store_, [&](storage::Transaction& transaction) -> storage::Result<void> {
        const model::NetworkId id(network);
        TRY_ASSIGN(auto memberships, transaction.memberships().of_network(id));
        memberships.push_back({id, model::PersonId(person), {}, role, period});
        return transaction.write_association().set_memberships(id, memberships);
    });
}

void DavServer::given_seat(std::string_view network, std::string_view municipality, std::string_view host,
                           std::string_view deputy) {
    write(*store_, [&](storage::Transaction& transaction) -> storage::Result<void> {
        const model::MunicipalityId id(municipality);
        std::string short_name(municipality);
        short_name.front() = static_cast<char>(short_name.front() - 32);
        TRY(transaction.write_association().put_municipality({id, short_name + " kommun", short_name, {}}));
        const model::NetworkId where(network);
        TRY_ASSIGN(auto seats, transaction.memberships().seats(where));
        model::HostSeat seat;
        seat.network = where;
        seat.municipality = id;
        seat.order = static_cast<int>(seats.size());
        seat.host = model::PersonId(host);
        seat.deputy = model::PersonId(deputy);
        seats.push_back(seat);
        return transaction.write_association().set_seats(where, seats);
    });
}

void DavServer::given_office(std::string_view id, std::vector<std::string> people) {
    model::Office office;
    office.id = model::RoleId(id);
    office.name = "Samordnaren";
    office.mailbox = std::string(id) + "@example.test";
    for (std::string& person : people) office.people.emplace_back(std::move(person));
    write(*store_, [&](storage::Transaction& transaction) {
        return transaction.write_association().put_office(office, clock_.now());
    });
}

}  // namespace stafett::tests
