// What nearly every request asks for and hardly ever changes: the association, its people and their roles, and which
// calendars there are. Remembered as read, for readers and the writer together, and only for the state it was read
// from: the store counts the changes of these facts, and who begins reads that number with her first statement
// (model.md §11).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <typeindex>
#include <utility>
#include <vector>

#include "storage/association.h"
#include "storage/base/mutex.h"
#include "storage/calendars.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

// Values by key, a bounded number. Thread-safe; values are handed out by copy.
template <class Key, class Value>
class Memory {
  public:
    // What is remembered, else what `read()` gives. Two may read the same at the same time.
    template <class Read>
    Result<Value> find(const Key& key, const Read& read) {
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

    explicit Facts(std::int64_t of_version) : version(of_version) {}

    const std::int64_t version;
    Memory<Only, std::optional<model::Association>> association;
    Memory<Only, std::vector<model::Municipality>> municipalities;
    Memory<Only, std::vector<model::Network>> networks;
    Memory<Only, bool> has_networks;
    Memory<Only, std::optional<model::Office>> office;
    Memory<model::PrincipalId, std::optional<model::Principal>> principals;
    Memory<model::NetworkId, std::optional<model::Network>> network;
    Memory<model::NetworkId, std::vector<model::Membership>> members;
    Memory<model::PersonId, std::vector<model::Membership>> roles;
    Memory<model::NetworkId, std::vector<model::HostSeat>> seats;
    Memory<std::pair<model::PrincipalId, model::CalendarName>, std::optional<model::Calendar>> calendars;
    Memory<std::pair<model::NetworkId, std::type_index>, std::shared_ptr<const void>> derived;
};
using FactsPtr = std::shared_ptr<Facts>;

// The newest facts that anybody has asked for. Thread-safe.
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

// Whether a commit makes what is remembered another state's.
inline bool changes_facts(const CommitNotice& touched) { return touched.association || touched.homes; }

// What one snapshot or transaction may use of the facts: those of the state it began in, until it changes any of them.
class Remembering {
  public:
    // `touched` outlives it.
    Remembering(FactsPtr facts, const CommitNotice& touched) : facts_(std::move(facts)), touched_(touched) {}

    void use(FactsPtr facts) { facts_ = std::move(facts); }

    template <class Key, class Value, class Read>
    Result<Value> find(Memory<Key, Value> Facts::* memory, const Key& key, const Read& read) const {
        if (!facts_ || changes_facts(touched_)) return read();
        return ((*facts_).*memory).find(key, read);
    }

  private:
    FactsPtr facts_;  // null: everything is read
    const CommitNotice& touched_;
};

// The reading interfaces over a connection's, with what is remembered before them. All that they refer to outlives
// them.
class RememberedAssociation final : public AssociationReads {
  public:
    RememberedAssociation(AssociationReads& stored, const Remembering& known) : stored_(stored), known_(known) {}

    Result<std::optional<model::Association>> association() override {
        return known_.find(&Facts::association, {}, [&] { return stored_.association(); });
    }
    Result<std::optional<model::Principal>> principal(const model::PrincipalId& id) override {
        return known_.find(&Facts::principals, id, [&] { return stored_.principal(id); });
    }
    Result<std::vector<model::Principal>> principals(model::PrincipalKind kind) override {
        return stored_.principals(kind);
    }
    Result<std::optional<model::Principal>> principal_by_address(std::string_view address) override {
        return stored_.principal_by_address(address);
    }
    Result<std::vector<model::Municipality>> municipalities() override {
        return known_.find(&Facts::municipalities, {}, [&] { return stored_.municipalities(); });
    }
    Result<std::vector<model::Network>> networks() override {
        return known_.find(&Facts::networks, {}, [&] { return stored_.networks(); });
    }
    Result<bool> has_networks() override {
        return known_.find(&Facts::has_networks, {}, [&] { return stored_.has_networks(); });
    }
    Result<std::optional<model::Network>> network(const model::NetworkId& id) override {
        return known_.find(&Facts::network, id, [&] { return stored_.network(id); });
    }
    Result<std::optional<model::Office>> office() override {
        return known_.find(&Facts::office, {}, [&] { return stored_.office(); });
    }

  private:
    AssociationReads& stored_;
    const Remembering& known_;
};

class RememberedMemberships final : public MembershipReads {
  public:
    RememberedMemberships(MembershipReads& stored, const Remembering& known) : stored_(stored), known_(known) {}

    Result<std::vector<model::Membership>> of_network(const model::NetworkId& network) override {
        return known_.find(&Facts::members, network, [&] { return stored_.of_network(network); });
    }
    Result<std::vector<model::Membership>> of_person(const model::PersonId& person) override {
        return known_.find(&Facts::roles, person, [&] { return stored_.of_person(person); });
    }
    Result<std::vector<model::HostSeat>> seats(const model::NetworkId& network) override {
        return known_.find(&Facts::seats, network, [&] { return stored_.seats(network); });
    }

  private:
    MembershipReads& stored_;
    const Remembering& known_;
};

class RememberedCalendars final : public CalendarReads {
  public:
    RememberedCalendars(CalendarReads& stored, const Remembering& known) : stored_(stored), known_(known) {}

    Result<std::optional<model::Calendar>> find(const model::PrincipalId& owner,
                                                const model::CalendarName& name) override {
        return known_.find(&Facts::calendars, {owner, name}, [&] { return stored_.find(owner, name); });
    }
    Result<std::optional<model::Calendar>> get(model::CalendarId id) override { return stored_.get(id); }
    Result<std::vector<model::Calendar>> owned_by(const model::PrincipalId& owner) override {
        return stored_.owned_by(owner);
    }
    Result<model::HomeUsage> usage(const model::PrincipalId& owner) override { return stored_.usage(owner); }

  private:
    CalendarReads& stored_;
    const Remembering& known_;
};

class RememberedDerived final : public DerivedReads {
  public:
    explicit RememberedDerived(const Remembering& known) : known_(known) {}

  private:
    Result<std::shared_ptr<const void>> find(
        const model::NetworkId& network, std::type_index type,
        const std::function<Result<std::shared_ptr<const void>>()>& make) override {
        return known_.find(&Facts::derived, {network, type}, make);
    }

    const Remembering& known_;
};

}  // namespace stafett::storage::sqlite
