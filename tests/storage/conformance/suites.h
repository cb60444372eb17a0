// The storage conformance suite: what every backend must do, written against storage/*.h alone.
//
// A backend runs it with a Backend value and one INSTANTIATE_TEST_SUITE_P line per suite below
// (tests/storage/sqlite/conformance_test.cpp).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "storage/store.h"
#include "tests/support/temporary_folder.h"

namespace stafett::storage::conformance {

struct Backend {
    std::string name;
    // Opens the store kept in `folder`, made when there is none. Throws when it cannot.
    std::function<std::unique_ptr<Store>(const std::filesystem::path& folder)> open;
};

inline base::Instant at(int seconds) { return base::Instant(std::chrono::seconds(1'800'000'000 + seconds)); }

inline model::SharedText text(std::string octets) { return std::make_shared<const std::string>(std::move(octets)); }

// An object whose three texts are one.
inline model::NewObject object(const std::string& name, const std::string& uid, std::string octets) {
    const model::SharedText shared = text(std::move(octets));
    return {.name = model::ObjectName(name),
            .uid = model::Uid(uid),
            .kind = model::ComponentKind::vevent,
            .bounds = {},
            .author = shared,
            .writers = shared,
            .readers = shared};
}

inline model::Account account(const std::string& person, const std::string& login) {
    model::Account account;
    account.person = model::PersonId(person);
    account.login = login;
    account.password_hash = "hash";
    return account;
}

inline model::Submission submission(const std::string& network, const std::string& uid) {
    model::Submission submission;
    submission.network = model::NetworkId(network);
    submission.uid = model::Uid(uid);
    return submission;
}

inline model::Message message(const std::string& coalescing_key, base::Instant not_before) {
    model::Message message;
    message.kind = "itip";
    message.recipient = "anna@example.test";
    message.coalescing_key = coalescing_key;
    message.not_before = not_before;
    return message;
}

template <class T>
std::optional<Fault> fault(const Result<T>& result) {
    if (result) return std::nullopt;
    return result.error().fault;
}

class Conformance : public testing::TestWithParam<Backend> {
  protected:
    void SetUp() override { store_ = GetParam().open(folder_.path()); }

    Store& store() { return *store_; }
    void reopen() {
        store_.reset();
        store_ = GetParam().open(folder_.path());
    }
    SnapshotPtr snapshot() { return store_->snapshot().value(); }

    // Writes that must succeed.
    template <class Body>
    void given(Body body) {
        const Result<void> outcome = store_->write([&](Transaction& t) -> Result<void> { return body(t); });
        ASSERT_TRUE(outcome) << outcome.error().detail;
    }
    void given_person(const std::string& id) {
        given([&](Transaction& t) { return t.write_association().put_person(person(id), at(0)); });
    }
    void given_network(const std::string& id) {
        given([&](Transaction& t) { return t.write_association().put_network(network(id), at(0)); });
    }
    static model::Principal person(const std::string& id) {
        return {.id = model::PrincipalId(id),
                .kind = model::PrincipalKind::person,
                .name = "Person " + id,
                .addresses = {id + "@example.test", id + ".private@example.test"}};
    }
    static model::Network network(const std::string& id) {
        model::Network network;
        network.id = model::NetworkId(id);
        network.name = "Network " + id;
        network.address = id + "@networks.example.test";
        return network;
    }
    // The calendar `name` in the home of `owner`, which must exist.
    model::CalendarId calendar(const std::string& owner, const std::string& name = "calendar") {
        return snapshot()->calendars().find(model::PrincipalId(owner), model::CalendarName(name)).value().value().id;
    }

    static model::By by(const std::string& person, int seconds = 0) {
        return {model::PersonId(person), model::PrincipalId(person), at(seconds)};
    }
    Result<model::Written> put(model::CalendarId calendar, const model::NewObject& object,
                               const model::Expect& expect = model::Expect::any(), int seconds = 0) {
        return store_->write([&](Transaction& t) -> Result<model::Written> {
            return t.write_objects().put(calendar, object, expect, by("anna", seconds));
        });
    }
    Result<void> remove(model::CalendarId calendar, const std::string& name,
                        const model::Expect& expect = model::Expect::any(), int seconds = 0) {
        return store_->write([&](Transaction& t) -> Result<void> {
            return t.write_objects().remove(calendar, model::ObjectName(name), expect, by("anna", seconds));
        });
    }

  private:
    tests::TemporaryFolder folder_;
    std::unique_ptr<Store> store_;
};

class PutObject : public Conformance {};
class ForgetBodies : public Conformance {
  protected:
    bool known(const char* body) { return snapshot()->objects().body(base::digest(body)).value() != nullptr; }
    ReleasedBodies released(int before, std::size_t limit = 100) {
        return snapshot()->objects().released_bodies(at(before), limit).value();
    }
    void forget(const ReleasedBodies& released, int now) {
        given([&](Transaction& t) { return t.write_objects().forget_bodies(released, at(now)); });
    }
    void forget(int before) { forget(released(before), before); }
};
class History : public ForgetBodies {
  protected:
    // Lets go of what is beyond, `together` at a time as the daily job does.
    void bound(std::uint64_t octets, std::size_t together = 100) {
        for (;;) {
            const ReleasedBodies beyond = snapshot()->objects().history_beyond(octets, together).value();
            if (beyond.list.empty()) return;
            EXPECT_LE(beyond.list.size(), together);
            forget(beyond, 1000);
        }
    }
    void put_versions(model::CalendarId calendar, const std::string& name, const std::vector<std::string>& versions) {
        for (const std::string& version : versions)
            ASSERT_TRUE(put(calendar, object(name, name, version), model::Expect::any(), ++now_));
    }

  private:
    int now_ = 0;
};
class HomeUsage : public Conformance {
  protected:
    model::HomeUsage usage(const std::string& owner) {
        return snapshot()->calendars().usage(model::PrincipalId(owner)).value();
    }
    static model::NewObject meeting(const std::string& name, const std::string& author, const std::string& served) {
        model::NewObject meeting = object(name, name, author);
        meeting.writers = text(served);
        meeting.readers = text(served + " for readers");
        return meeting;
    }
};
class ReadObjects : public Conformance {};
class Changes : public Conformance {};
class Writes : public Conformance {};
class Calendars : public Conformance {};
class Properties : public Conformance {};
class Association : public Conformance {};
class Accounts : public Conformance {};
class Meetings : public Conformance {};
class Attachments : public Conformance {};
class TimeIndex : public Conformance {};
class Upkeep : public Conformance {};

inline std::string backend_name(const testing::TestParamInfo<Backend>& info) { return info.param.name; }

}  // namespace stafett::storage::conformance
