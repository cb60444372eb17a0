// The store: everything Stafett must not lose, behind one interface without SQL (style: small interfaces per
// aggregate).
//
// Reading goes through a Snapshot: one consistent state, as of its making. Writing goes through write(body): the body
// reads, decides and writes through its Transaction and touches nothing else, for it may run more than once and on
// another thread. What commits together is durable together, and write() returns only when it is (model.md §11).
//
// Store is thread-safe. A Snapshot belongs to one thread and must not outlive its Store. References handed out by a
// Snapshot or Transaction live as long as it does; values returned are the caller's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <typeindex>
#include <vector>

#include "storage/accounts.h"
#include "storage/association.h"
#include "storage/attachments.h"
#include "storage/base/fault.h"
#include "storage/calendars.h"
#include "storage/feeds.h"
#include "storage/meetings.h"
#include "storage/messages.h"
#include "storage/occurrences.h"
#include "storage/time_index.h"
#include "storage/upkeep.h"

namespace stafett::storage {

// What is made of a network's association, memberships and calendars, and of nothing else that is stored: remembered
// with them until any of them changes, for all who read or write.
class DerivedReads {
  public:
    virtual ~DerivedReads() = default;

    // What was remembered for `network`, else what `make()` gives (a Result<T>). One T is remembered for a network.
    template <class T, class Make>
    Result<std::shared_ptr<const T>> find(const model::NetworkId& network, Make make) {
        const auto made = [&]() -> Result<std::shared_ptr<const void>> {
            Result<T> value = make();
            if (!value) return std::unexpected(std::move(value).error());
            return std::make_shared<const T>(*std::move(value));
        };
        TRY_ASSIGN(const auto found, find(network, typeid(T), made));
        return std::static_pointer_cast<const T>(found);
    }

  private:
    virtual Result<std::shared_ptr<const void>> find(
        const model::NetworkId& network, std::type_index type,
        const std::function<Result<std::shared_ptr<const void>>()>& make) = 0;
};

class Snapshot {
  public:
    virtual ~Snapshot() = default;
    virtual const model::Epoch& epoch() = 0;
    virtual AssociationReads& association() = 0;
    virtual MembershipReads& memberships() = 0;
    virtual MandateReads& mandates() = 0;
    virtual AccountReads& accounts() = 0;
    virtual CalendarReads& calendars() = 0;
    virtual ObjectReads& objects() = 0;
    virtual TimeIndexReads& time_index() = 0;
    virtual ChangeReads& changes() = 0;
    virtual PropertyReads& properties() = 0;
    virtual MeetingReads& meetings() = 0;
    virtual HostingReads& hostings() = 0;
    virtual ProposalReads& proposals() = 0;
    virtual CancellationReads& cancellations() = 0;
    virtual SubmissionReads& submissions() = 0;
    virtual MessageReads& messages() = 0;
    virtual FeedReads& feeds() = 0;
    virtual AttachmentReads& attachments() = 0;
    virtual UpkeepReads& upkeep() = 0;
    virtual DerivedReads& derived() = 0;
};
using SnapshotPtr = std::unique_ptr<Snapshot>;

class Transaction : public Snapshot {
  public:
    virtual AssociationWrites& write_association() = 0;
    virtual MandateWrites& write_mandates() = 0;
    virtual AccountWrites& write_accounts() = 0;
    virtual CalendarWrites& write_calendars() = 0;
    virtual ObjectWrites& write_objects() = 0;
    virtual TimeIndexWrites& write_time_index() = 0;
    virtual PropertyWrites& write_properties() = 0;
    virtual MeetingWrites& write_meetings() = 0;
    virtual HostingWrites& write_hostings() = 0;
    virtual ProposalWrites& write_proposals() = 0;
    virtual CancellationWrites& write_cancellations() = 0;
    virtual SubmissionWrites& write_submissions() = 0;
    virtual MessageWrites& write_messages() = 0;
    virtual FeedWrites& write_feeds() = 0;
    virtual AttachmentWrites& write_attachments() = 0;
    virtual UpkeepWrites& write_upkeep() = 0;
};

// What a commit touched; sent for every commit that changed anything, all fields empty for what none of them names
// (properties of a home or principal, files, messages). Sent on the writing thread after the commit and before any of
// its answers leaves, so that a cache emptied by it is never stale for whoever made the change. Listeners must be quick
// and must not write.
struct CommitNotice {
    std::vector<model::CalendarId> calendars;  // objects, or properties of the collection
    bool association = false;                  // people, networks, memberships, seats, office, mandates
    bool accounts = false;                     // logins, passwords, app passwords
    bool feeds = false;                        // links made or revoked
    bool homes = false;                        // calendars or bindings came or went
};

// A copy of the whole store as one file (`stafett backup`).
struct Backup {
    std::filesystem::path file;
    bool overwrite = false;                          // else a file that is there already is Fault::exists
    std::function<void(unsigned percent)> progress;  // on the caller's thread, rising to 100; may be empty
};

class Store {
  public:
    virtual ~Store() = default;

    virtual Result<SnapshotPtr> snapshot() = 0;

    // Runs `body(Transaction&)`, which returns a Result<T, E> whose E can be made from storage::Error. An error leaves
    // no trace of the body. Blocks until the commit that holds it is durable, refusals included.
    template <class F>
    auto write(F body) -> std::invoke_result_t<F&, Transaction&> {
        using R = std::invoke_result_t<F&, Transaction&>;
        std::optional<R> answer;
        Result<void> committed = run([&](Transaction& transaction) {
            answer.reset();
            answer.emplace(body(transaction));
            return answer->has_value();
        });
        if (!committed) return std::unexpected(typename R::error_type(std::move(committed).error()));
        return *std::move(answer);
    }

    // `listener` is called for every commit from now on. Listeners are added while the server starts, never removed.
    virtual void on_commit(std::function<void(const CommitNotice&)> listener) = 0;

    // Whether this store was made for a test clock (`serve --test-clock` runs on such data only).
    virtual bool made_for_test_clock() const = 0;

    // Reads the whole store and answers with what is damaged, a line each; empty is well.
    virtual Result<std::vector<std::string>> check_integrity() = 0;

    // The same in many short reads, so that writing and the log's checkpoints go on meanwhile, and without what must be
    // read at once (the file's own structure). `go_on` is asked between two of them; it ends where that says no.
    virtual Result<std::vector<std::string>> check_in_portions(const std::function<bool()>& go_on) = 0;

    // Copies the state of this moment, with a new epoch, while reading and writing go on. The copy is checked, and
    // durable when this answers; before that nothing has its name. Fault::exists, busy when another backup writes the
    // same file, quota, corrupt when what was copied is damaged, unavailable.
    virtual Result<void> back_up(const Backup& wanted) = 0;

  protected:
    // `body` answers whether to keep what it did. Called one or more times; the last call counts.
    virtual Result<void> run(std::function<bool(Transaction&)> body) = 0;
};

}  // namespace stafett::storage
