// What nearly every request asks for and hardly ever changes: the association, its people and their roles, and which
// calendars there are. Remembered as read, for all readers together, and only for the state it was read from: the store
// counts the changes of these facts, and each snapshot reads that number with its first statement (model.md §11).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "storage/association.h"
#include "storage/base/mutex.h"
#include "storage/calendars.h"

namespace stafett::storage::sqlite {

// Values by key, a bounded number. Thread-safe; values are handed out by copy.
template <class Key, class Value>
class Memory {
  public:
    // What is remembered, else what `read()` gives. Two may read the same at the same time.
    template <class Read>
    Result<Value> find(const Key& key, Read read) {
        {
            const base::Lock lock(mutex_);
            if (const auto found = values_.find(key); found != values_.end()) return found->second;
        }
        Result<Value> value = read();
        if (value) {
            const base::Lock lock(mutex_);
            if (values_.size() >= kMost) values_.clear();
            values_.emplace(key, *value);
        }
        return value;
    }

  private:
    static constexpr std::size_t kMost = 4096;

    base::Mutex mutex_;
    std::map<Key, Value> values_ STAFETT_GUARDED_BY(mutex_);
};

// The facts of one state.
struct Facts {
    struct Only {
        friend auto operator<=>(const Only&, const Only&) = default;
    };

    const std::int64_t version;
    Memory<Only, std::optional<model::Association>> association{};
    Memory<Only, std::vector<model::Network>> networks{};
    Memory<Only, std::optional<model::Office>> office{};
    Memory<model::PrincipalId, std::optional<model::Principal>> principals{};
    Memory<model::PersonId, std::vector<model::Membership>> roles{};
    Memory<model::NetworkId, std::vector<model::HostSeat>> seats{};
    Memory<std::pair<model::PrincipalId, model::CalendarName>, std::optional<model::Calendar>> calendars{};
};
using FactsPtr = std::shared_ptr<Facts>;

// The newest facts that a reader has asked for. Thread-safe.
class NewestFacts {
  public:
    // Those of that state; empty ones, kept by the caller alone, of a state that is older than the newest.
    FactsPtr of(std::int64_t version) {
        const base::Lock lock(mutex_);
        if (newest_ && newest_->version == version) return newest_;
        auto facts = std::make_shared<Facts>(version);
        if (!newest_ || newest_->version < version) newest_ = facts;
        return facts;
    }

  private:
    base::Mutex mutex_;
    FactsPtr newest_ STAFETT_GUARDED_BY(mutex_);
};

// The reading interfaces over a connection, with `facts` before it. All that they refer to outlives them.
class RememberedAssociation final : public AssociationReads {
  public:
    RememberedAssociation(AssociationReads& stored, const FactsPtr& facts) : stored_(stored), facts_(facts) {}

    Result<std::optional<model::Association>> association() override {
        return facts_->association.find({}, [&] { return stored_.association(); });
    }
    Result<std::optional<model::Principal>> principal(const model::PrincipalId& id) override {
        return facts_->principals.find(id, [&] { return stored_.principal(id); });
    }
    Result<std::vector<model::Principal>> principals(model::PrincipalKind kind) override {
        return stored_.principals(kind);
    }
    Result<std::optional<model::Principal>> principal_by_address(std::string_view address) override {
        return stored_.principal_by_address(address);
    }
    Result<std::vector<model::Municipality>> municipalities() override { return stored_.municipalities(); }
    Result<std::vector<model::Network>> networks() override {
        return facts_->networks.find({}, [&] { return stored_.networks(); });
    }
    Result<std::optional<model::Network>> network(const model::NetworkId& id) override { return stored_.network(id); }
    Result<std::optional<model::Office>> office() override {
        return facts_->office.find({}, [&] { return stored_.office(); });
    }

  private:
    AssociationReads& stored_;
    const FactsPtr& facts_;
};

class RememberedMemberships final : public MembershipReads {
  public:
    RememberedMemberships(MembershipReads& stored, const FactsPtr& facts) : stored_(stored), facts_(facts) {}

    Result<std::vector<model::Membership>> of_network(const model::NetworkId& network) override {
        return stored_.of_network(network);
    }
    Result<std::vector<model::Membership>> of_person(const model::PersonId& person) override {
        return facts_->roles.find(person, [&] { return stored_.of_person(person); });
    }
    Result<std::vector<model::HostSeat>> seats(const model::NetworkId& network) override {
        return facts_->seats.find(network, [&] { return stored_.seats(network); });
    }

  private:
    MembershipReads& stored_;
    const FactsPtr& facts_;
};

class RememberedCalendars final : public CalendarReads {
  public:
    RememberedCalendars(CalendarReads& stored, const FactsPtr& facts) : stored_(stored), facts_(facts) {}

    Result<std::optional<model::Calendar>> find(const model::PrincipalId& owner,
                                                const model::CalendarName& name) override {
        return facts_->calendars.find({owner, name}, [&] { return stored_.find(owner, name); });
    }
    Result<std::optional<model::Calendar>> get(model::CalendarId id) override { return stored_.get(id); }
    Result<std::vector<model::Calendar>> owned_by(const model::PrincipalId& owner) override {
        return stored_.owned_by(owner);
    }

  private:
    CalendarReads& stored_;
    const FactsPtr& facts_;
};

}  // namespace stafett::storage::sqlite
