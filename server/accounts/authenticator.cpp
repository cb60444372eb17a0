#include "server/accounts/authenticator.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "storage/base/digest.h"

namespace stafett::server::accounts {

namespace http = caldav::http;
using caldav::Failure;

// What one request offers, and when.
struct Authenticator::Attempt {
    Credentials credentials;
    std::string login;  // as it is meant
    std::string_view peer;
    Remembered::Key key;
    base::Date today;
    Time now;
};

// A try that ends as if it had never begun, unless it is said how it ended: also when an exception ends it.
class Authenticator::Checking {
  public:
    Checking(SlowDown& slow_down, const SlowDown::Try& begun) : slow_down_(slow_down), begun_(&begun) {}
    Checking(const Checking&) = delete;
    Checking& operator=(const Checking&) = delete;
    ~Checking() {
        if (begun_ != nullptr) slow_down_.undecided(*begun_);
    }
    void ended(bool right, Time now) {
        const SlowDown::Try& begun = *std::exchange(begun_, nullptr);
        right ? slow_down_.succeeded(begun, now) : slow_down_.failed(begun, now);
    }

  private:
    SlowDown& slow_down_;
    const SlowDown::Try* begun_;
};

namespace {

Failure slowed_down(std::chrono::seconds wait) {
    return Failure(429, "too many failed sign-ins")
        .with_field("Retry-After", fmt::to_string(wait.count()))
        .with_message(
            "För många misslyckade inloggningar. Försök igen om en stund. (Too many failed sign-ins, try again "
            "later.)");
}

Failure crowded() {
    return Failure(503, "too many passwords wait to be checked")
        .with_field("Retry-After", "2")
        .with_message("Många loggar in just nu. Försök igen om en stund. (Many sign in just now, try again later.)");
}

}  // namespace

Authenticator::Authenticator(storage::Store& store, Settings settings, std::function<base::Date()> today,
                             std::function<Time()> ticks)
    : store_(store),
      settings_(settings),
      today_(std::move(today)),
      ticks_(std::move(ticks)),
      nobodys_hash_(hash_password(new_app_password(), settings.cost)),
      remembered_(std::make_shared<Remembered>(settings.remember, settings.remembered)),
      slow_down_(settings.slow_down),
      checks_(settings.at_once, settings.waiting) {
    store_.on_commit([kept = remembered_](const storage::CommitNotice& notice) {
        if (notice.accounts || notice.association) kept->forget();
    });
}

Authenticator::~Authenticator() = default;

std::optional<model::Actor> Authenticator::remembered(const http::RequestHead& head) {
    const auto field = head.fields.find("Authorization");
    const auto credentials = field ? parse_basic(*field) : std::nullopt;
    // The day may have to be read from the store, but never while something is remembered: both are forgotten at once.
    if (!credentials || remembered_->empty()) return std::nullopt;
    return remembered_->find(remembered_->key(login_meant(credentials->login), credentials->password), ticks_(),
                             today_());
}

std::optional<std::string> Authenticator::familiar_login(const http::RequestHead& head) {
    const auto field = head.fields.find("Authorization");
    const auto credentials = field ? parse_basic(*field) : std::nullopt;
    if (!credentials) return std::nullopt;
    auto login = login_meant(credentials->login);
    if (!slow_down_.knows(login, head.peer, ticks_())) return std::nullopt;
    return login;
}

std::variant<model::Actor, Failure> Authenticator::authenticate(const http::RequestHead& head) {
    const auto field = head.fields.find("Authorization");
    if (!field) return caldav::access::unauthenticated("no credentials");
    auto credentials = parse_basic(*field);
    if (!credentials) return caldav::access::unauthenticated("no Basic credentials");
    std::string login = login_meant(credentials->login);
    const auto key = remembered_->key(login, credentials->password);
    const Attempt attempt{*std::move(credentials), std::move(login), head.peer, key, today_(), ticks_()};
    if (auto actor = remembered_->find(key, attempt.now, attempt.today)) return *std::move(actor);
    return verify(attempt);
}

// An app password costs one look-up. Everything else, failures of every kind included, costs one argon2 check.
std::variant<model::Actor, Failure> Authenticator::verify(const Attempt& attempt) {
    const auto generation = remembered_->generation();
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return Failure(snapshot.error());
        auto actor = by_app_password(**snapshot, attempt);
        if (!actor) return Failure(actor.error());
        if (*actor) {
            slow_down_.signed_in(attempt.login, attempt.peer, attempt.now);
            remembered_->remember(attempt.key, **actor, attempt.now, attempt.today, generation);
            return **std::move(actor);
        }
    }
    if (auto wait = slow_down_.wait(attempt.login, attempt.peer, attempt.now)) return slowed_down(*wait);
    const bool known = slow_down_.knows(attempt.login, attempt.peer, attempt.now);
    const auto turn = checks_.wait(known ? CheckQueue::Lane::known : CheckQueue::Lane::stranger, attempt.key);
    if (!turn) return crowded();
    return check_password(attempt);
}

std::variant<model::Actor, Failure> Authenticator::check_password(const Attempt& attempt) {
    const Time now = ticks_();
    // A client opens several connections at once: the first one's check answers for the others.
    if (auto actor = remembered_->find(attempt.key, now, attempt.today)) return *std::move(actor);
    const auto begun = slow_down_.begin(attempt.login, attempt.peer, now);
    if (!begun) return slowed_down(begun.error());
    const auto generation = remembered_->generation();
    Checking checking(slow_down_, *begun);
    auto actor = by_password(attempt);
    if (!actor) return Failure(actor.error());
    checking.ended(actor->has_value(), now);
    if (!*actor) return caldav::access::unauthenticated("unknown login or wrong password");
    remembered_->remember(attempt.key, **actor, now, attempt.today, generation);
    return **std::move(actor);
}

storage::Result<bool> Authenticator::leads(storage::Snapshot& snapshot, const model::PersonId& person,
                                           const model::PrincipalId& network, base::Date today) {
    TRY_ASSIGN(const auto memberships, snapshot.memberships().of_person(person));
    return std::ranges::any_of(memberships, [&](const model::Membership& membership) {
        return membership.network.text() == network.text() && membership.period.contains(today) &&
               (membership.role == model::Role::chair || membership.role == model::Role::secretary);
    });
}

// The login decides which pair is meant; an app password of another pair does not sign in.
storage::Result<std::optional<model::Actor>> Authenticator::by_app_password(storage::Snapshot& snapshot,
                                                                            const Attempt& attempt) {
    const auto secret = base::digest(plain_app_password(attempt.credentials.password));
    TRY_ASSIGN(const auto found, snapshot.accounts().app_password(secret));
    if (!found) return std::nullopt;
    if (found->acts_for == model::PrincipalId(found->person)) {
        TRY_ASSIGN(const auto account, snapshot.accounts().by_login(attempt.login));
        if (!account || account->person != found->person) return std::nullopt;
        TRY_ASSIGN(const auto networks, snapshot.association().networks());
        return model::Actor(found->person, found->acts_for, account->admin && networks.empty());
    }
    if (found->acts_for.text() != attempt.login) return std::nullopt;
    TRY_ASSIGN(const auto account, snapshot.accounts().of_person(found->person));
    TRY_ASSIGN(const bool may, leads(snapshot, found->person, found->acts_for, attempt.today));
    if (!account || !may) return std::nullopt;
    return model::Actor(found->person, found->acts_for, false);
}

storage::Result<std::optional<model::Actor>> Authenticator::by_password(const Attempt& attempt) {
    std::optional<model::Account> account;
    bool networks_exist = false;
    {
        TRY_ASSIGN(auto snapshot, store_.snapshot());
        TRY_ASSIGN(account, snapshot->accounts().by_login(attempt.login));
        TRY_ASSIGN(const auto networks, snapshot->association().networks());
        networks_exist = !networks.empty();
    }
    const bool has_password = account && !account->password_hash.empty();
    const bool right =
        matches(has_password ? account->password_hash : nobodys_hash_, attempt.credentials.password) && has_password;
    if (!right) return std::nullopt;
    return model::Actor(account->person, account->person, account->admin && !networks_exist);
}

}  // namespace stafett::server::accounts
