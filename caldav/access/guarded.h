// The store as a handler gets it: every function takes the grant it needs. Writes into a network's calendar go through
// scheduling/delivery, so that no handler can store a meeting without what follows from it.
//
// A GuardedStore is a cheap value: store, actor, instant and settings. Copy it into whatever outlives the handler.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "caldav/access/attachments.h"
#include "caldav/access/gate.h"
#include "caldav/access/guests.h"
#include "caldav/access/home_limits.h"
#include "caldav/access/known_part.h"
#include "caldav/xml/qname.h"
#include "scheduling/ical/busy_times.h"
#include "scheduling/ical/object.h"
#include "scheduling/ical/object_cache.h"
#include "storage/base/work_budget.h"
#include "storage/calendars.h"

namespace stafett::storage {
class Store;
class Transaction;
}  // namespace stafett::storage

namespace stafett::scheduling::delivery {
struct Settings;
}

namespace stafett::caldav::access {

struct Settings {
    std::uint64_t max_resource_size = 10U << 20;                     // octets of one calendar object
    std::shared_ptr<const scheduling::delivery::Settings> delivery;  // none set: the defaults
    AttachmentLimits attachments;
    HomeLimits home;
    // Objects that queries have looked into; never null.
    std::shared_ptr<scheduling::ical::ObjectCache> parsed =
        std::make_shared<scheduling::ical::ObjectCache>(std::size_t{48} << 20);
    // Never null.
    std::shared_ptr<GuestIndex> guests = std::make_shared<GuestIndex>();
};

using storage::Candidates;
using storage::Page;

// Whose a property is (model.md §1). In a network's and the office's calendars `reader` is kept per person; everywhere
// else both are the resource's own.
enum class Scope { resource, reader };

// A stored property as it is to be; `remove`: it is to go, and its value says nothing.
struct PropertyChange {
    model::Property property;
    Scope scope = Scope::resource;
    bool remove = false;
};

// What PUT, COPY and MOVE write: parsed and checked by the caller. `text` is what was sent.
struct Incoming {
    scheduling::ical::ObjectPtr parsed;
    model::SharedText text;
    model::Uid uid;
    model::ComponentKind kind = model::ComponentKind::vevent;
    model::TimeBounds bounds;
    base::TimeSpans times;
};

// An object with its text, and what it says; `parsed` is null for one that cannot be parsed.
struct ParsedObject {
    model::StoredObject object;
    scheduling::ical::ObjectPtr parsed;
    std::optional<scheduling::ical::OneTime> one_time;
};

// How far a client knows the changes of a collection: what its sync token says.
struct SyncPosition {
    model::ChangeNumber number;  // of the last change it knows
    KnownPart known;             // the objects it has, where the reader sees a part of the calendar only
};

// Octets of texts that are read together.
inline constexpr std::uint64_t kTextOfPage = std::uint64_t{1} << 20;

// How many of the first `objects` have no more octets of text than that together; one at least, if there is any.
std::size_t within_text_of_page(std::span<const model::StoredObject> objects);

// A consistent state as one actor may see it. Belongs to one thread. Of a calendar in which she takes part in some
// meetings only, every function gives those and nothing else (Gate::part_of).
class GuardedSnapshot {
  public:
    GuardedSnapshot(const GuardedSnapshot&) = delete;
    GuardedSnapshot& operator=(const GuardedSnapshot&) = delete;
    virtual ~GuardedSnapshot();

    const Gate& gate() const { return gate_; }
    const model::Actor& actor() const { return gate_.actor(); }

    // Members that the actor may see, one level down: principal collections, principals, homes, calendars (bindings
    // included). Objects of a calendar are listed by objects().
    Result<std::vector<ReadGrant>> members(const ReadGrant& parent);

    // Objects of a calendar, by name, in the actor's form. Here and below a page with texts has at most kTextOfPage
    // octets of them: the objects behind come without, and text_of() reads one by itself.
    Result<std::vector<model::StoredObject>> objects(const ReadGrant& calendar, const Page& page);
    // A prefilter: all that can match, and more.
    Result<std::vector<model::StoredObject>> candidates(const ReadGrant& calendar, const Candidates& wanted,
                                                        const Page& page);
    // The objects that can be at the time `wanted` says, by name and without texts; nothing when there are more than
    // `most`, for whom candidates() is better. Costs what it finds.
    Result<std::optional<std::vector<model::StoredObject>>> within(const ReadGrant& calendar, const Candidates& wanted,
                                                                   std::size_t most);
    // Those of these names that are there, in their order, in the actor's form; with or without texts.
    Result<std::vector<model::StoredObject>> named(const Granted<Privilege::read>& calendar,
                                                   std::span<const model::ObjectName> names, bool with_text);
    // Objects of the calendar that this snapshot has given without texts, now with what they say: from
    // Settings::parsed where that is known; only unknown texts are read and parsed. One that is damaged stays
    // without. At most within_text_of_page() of them.
    Result<std::vector<ParsedObject>> parsed(const ReadGrant& calendar, std::vector<model::StoredObject> objects);
    // When the owner of a calendar is busy within `range` (RFC 4791 §7.10), merged and in order: times and nothing
    // else. Floating and all-day times count in `floating`. number-of-matches-within-limits for more than `most`, or
    // when `work` does not suffice to find them all.
    Result<std::vector<scheduling::ical::BusyTime>> busy_times(const Granted<Privilege::read_free_busy>& calendar,
                                                               const base::TimeSpan& range,
                                                               const scheduling::ical::ZonePtr& floating,
                                                               std::size_t most, base::WorkBudget& work);
    // With its text, in the actor's form; 404 when it is gone.
    Result<model::StoredObject> object(const ReadGrant& object);
    // The text of an object that a listing of its calendar has given: the one that came along, else it is read.
    Result<model::SharedText> text_of(const ReadGrant& calendar, const model::StoredObject& object);
    // The grant on an object that a listing of its calendar has given.
    ReadGrant object_grant(const ReadGrant& calendar, const model::ObjectInfo& info) const;
    // The grant on the object of that name; nothing when there is none.
    Result<std::optional<ReadGrant>> object_grant(const ReadGrant& calendar, const model::ObjectName& name);
    // The object of this UID, wherever in the calendar.
    Result<std::optional<model::StoredObject>> find_uid(const ReadGrant& calendar, const model::Uid& uid);
    // Token of a calendar's or home's present state, as this actor sees it: an absolute URI. Also its CTag.
    Result<std::string> sync_token(const ReadGrant& collection);
    // The token of an earlier state, for an answer that was cut short.
    Result<std::string> sync_token(const ReadGrant& collection, const SyncPosition& at);
    // Where a token stands; empty is the beginning. 403 DAV:valid-sync-token for any that is not of this collection,
    // incarnation, epoch and form, is malformed or of the future.
    Result<SyncPosition> position(const ReadGrant& collection, std::string_view token);
    // The last change of each member changed after `position`, in order, at most `limit`: objects of a calendar, or
    // calendars and bindings of a home. `position` moves behind what is given.
    Result<std::vector<model::Change>> changes(const ReadGrant& calendar, SyncPosition& position, std::size_t limit);
    Result<std::vector<model::HomeChange>> home_changes(const ReadGrant& home, SyncPosition& position,
                                                        std::size_t limit);

    // A stored property of a principal, home or calendar: canonical XML text of the element.
    Result<std::optional<model::Property>> property(const ReadGrant& node, xml::QName name, Scope scope);
    // All of them: the reader's own and the resource's.
    Result<std::vector<model::Property>> properties(const ReadGrant& node);

    // What the home holds that this is, or that the calendar lies in, and how much more it may (RFC 4331 §3, §4), in
    // octets. Nothing for what the server alone writes, and for a reader who sees a part of the calendar only.
    struct Quota {
        std::uint64_t used;
        std::uint64_t available;
    };
    Result<std::optional<Quota>> quota(const ReadGrant& collection);

    // A managed attachment that the actor may read, because she may read an object that refers to it; 404 else.
    Result<AttachmentGrant> attachment(const model::ManagedId& id);
    // Its octets from `position` * model::kAttachmentPiece on, up to one piece.
    Result<std::string> attachment_piece(const AttachmentGrant& grant, std::uint64_t position);

    // The person or network the actor acts for; what its principal resource would show.
    Result<model::Principal> self();
    // A principal the actor may see; 404 else.
    Result<model::Principal> principal(const model::PrincipalId& id);
    // The name of the network, person or role that a calendar is of.
    Result<std::string> owner_name(const ReadGrant& calendar);
    // Networks in which this person has a role today (DAV:group-membership).
    Result<std::vector<model::Principal>> networks_of(const ReadGrant& person);
    // The day of the association that `now` lies in, [begin, end): rights by membership hold that long.
    struct Day {
        base::Instant begin;
        base::Instant end;
    };
    Result<Day> day_around(base::Instant now);
    // IANA name of the association's zone; "UTC" before there is an association.
    Result<std::string> zone();
    // Networks the actor may act for today (chair or secretary): theirs stand in her calendar-user-address-set.
    Result<std::vector<model::Principal>> acts_for();
    // The mail address under which the office is called, for its people; empty for everybody else.
    Result<std::string> office_address();

  protected:
    friend class GuardedStore;
    // `guests`: null in a transaction.
    GuardedSnapshot(storage::Snapshot& snapshot, const model::Actor& actor, base::Date today, const Settings& settings,
                    GuestIndex* guests);

    Result<SyncPosition> latest(const Node& collection);
    std::string token_stem(const Node& collection, bool part);
    model::PersonId reader(const Node& node, Scope scope) const;

    storage::Snapshot& snapshot_;
    const Settings& settings_;
    Gate gate_;

  private:
    // Without a grant: for functions that have taken theirs.
    Result<std::vector<model::StoredObject>> read_candidates(const Node& calendar, const Candidates& wanted,
                                                             const Page& page);
    Result<std::optional<std::vector<model::StoredObject>>> read_within(const Node& calendar, const Candidates& wanted,
                                                                        std::size_t most);
    Result<std::vector<model::StoredObject>> read_part(const Node& calendar, std::span<const model::ObjectName> part,
                                                       const Candidates& wanted, const Page& page);
    Result<void> add_gone(const Node& calendar, std::span<const model::ObjectName> part, std::size_t limit,
                          KnownPart& known, std::vector<model::Change>& changes);
    Result<std::vector<model::StoredObject>> read_named(const Node& calendar, std::span<const model::ObjectName> names,
                                                        bool with_text);
    Result<std::vector<model::StoredObject>> read_what_can_be(const Node& calendar,
                                                              std::span<const model::ObjectName> names);
    // `what_can_be`: those whose texts are damaged stay without, else they are the failure of all.
    Result<std::vector<ParsedObject>> parse_all(const Node& calendar, std::vector<model::StoredObject> objects,
                                                bool what_can_be);
};

// One run of a write body.
class GuardedTransaction : public GuardedSnapshot {
  public:
    base::Instant now() const { return now_; }

    // Fault::exists and friends come back as failures: no-uid-conflict names the other object.
    Result<model::Written> create(const Granted<Privilege::bind>& at, const Incoming& object);
    Result<model::Written> replace(const Granted<Privilege::write_content>& object, const Incoming& with,
                                   const model::Expect& expect = model::Expect::present());
    Result<void> remove(const Granted<Privilege::unbind>& object,
                        const model::Expect& expect = model::Expect::present());

    // What COPY and MOVE take along: the author's text without our lines, but with its managed attachments; out of a
    // network with the acting person as ORGANIZER where ATTENDEEs stand (model.md §5).
    Result<std::string> text_to_take_out(const ReadGrant& object);
    // Out of a network into a person's own calendar the files of its meetings come along as her own if she may take
    // meetings out, for no object of the network may be left that gives anybody the right to them: what is then to be
    // stored at `target`. For MOVE, before it lets go of the source, and for PUT, since Thunderbird moves by PUT at the
    // target, then DELETE at the source.
    Result<Incoming> with_files_taken_along(const Node& target, const Incoming& object);

    // A piece of a file that is to come into this object (storage/attachments.h).
    Result<void> stage_attachment(const Granted<Privilege::write_content>& object, const base::Digest& digest,
                                  std::uint64_t position, std::string_view octets);
    // Whether change_attachments() would be refused for what the request says or for want of room (507
    // quota-not-exceeded): asked before anything of the file is staged.
    Result<void> check_attachments(const Granted<Privilege::write_content>& object, AttachmentChange change);
    // A POST of RFC 8607: changes the object as if its changed text had been PUT, by the same rules.
    Result<model::Written> change_attachments(const Granted<Privilege::write_content>& object, AttachmentChange change);

    // As create() and replace() it is refused with 507 quota-not-exceeded where a home would become larger than
    // HomeLimits has it.
    // In a person's own home; 403 calendar-collection-location-ok elsewhere and for names we keep for ourselves.
    Result<Node> create_calendar(const Granted<Privilege::bind>& at, model::ComponentSet components);
    // A personal calendar with all that is in it; a binding, and what belongs to a network, is refused.
    Result<void> remove_calendar(const Granted<Privilege::unbind>& calendar);

    // Whether set_property and remove_property would be allowed; 403 with the privilege that lacks.
    Result<void> can_set(const Granted<Privilege::write_properties>& node, Scope scope) const;
    // Whether there is room for all these changes together; 507 quota-not-exceeded. Removing is never refused.
    Result<void> room_for_properties(const Granted<Privilege::write_properties>& node,
                                     std::span<const PropertyChange> changes);
    // Of a home or calendar. Scope::resource in a network's calendar is for those who write it.
    Result<void> set_property(const Granted<Privilege::write_properties>& node, const model::Property& property,
                              Scope scope);
    Result<void> remove_property(const Granted<Privilege::write_properties>& node, xml::QName name, Scope scope);

  private:
    friend class GuardedStore;
    GuardedTransaction(storage::Transaction& transaction, const model::Actor& actor, base::Instant now,
                       base::Date today, const Settings& settings, std::string origin);
    Result<void> may_set(const Node& node, Scope scope) const;
    Result<model::Written> put(const Node& object, const Incoming& incoming, const model::Expect& expect);
    Result<bool> may_refer_to(const model::Attachment& file, const Node& node);
    Result<bool> may_take_along(const model::Attachment& file);
    Result<std::optional<model::Attachment>> taken_before(const Node& target, const model::Uid& uid,
                                                          const model::Attachment& file);
    // What the object is changed to, `change.file` filled in; the same refusals, and nothing is written.
    Result<scheduling::ical::ObjectPtr> changed_attachments(const Node& node, AttachmentChange& change);
    // `coming`: about to be stored, and known as if it were.
    Result<void> check_references(const Node& node, const scheduling::ical::Object& object,
                                  const std::optional<model::Attachment>& coming = {});
    Result<std::vector<model::AttachmentUse>> own_uses(const Node& node, const scheduling::ical::Object& object,
                                                       const std::optional<model::Attachment>& coming);
    Result<void> keep_uses(const Node& node, const Incoming& incoming);
    Result<Incoming> with_managed_files(const Node& node, const Incoming& incoming);
    // `freed`: what the change lets go of.
    Result<void> room_of(const model::PrincipalId& owner, std::uint64_t size, std::uint64_t freed = 0);
    Result<void> room_in_use(std::uint64_t in_use, std::uint64_t size);
    // For what an object refers to from now on and nothing did.
    Result<void> room_for_uses(const Node& node, const model::Uid& uid, const scheduling::ical::Object& object);
    Result<std::uint64_t> freed_by(const Node& node, const AttachmentChange& change);
    // What a home holds: when the transaction began, and with what it has done.
    struct HomeRoom {
        model::HomeUsage before;
        model::HomeUsage now;
    };
    Result<HomeRoom*> room_of_home(const model::PrincipalId& home);
    Result<void> take_room(const model::PrincipalId& home, const model::HomeUsage& more, const model::HomeUsage& less);
    // Of an object of a person's own calendar, which is to have so many octets.
    Result<void> take_room_for(const Node& node, std::uint64_t octets);
    // After the write of a meeting, of whose home room_of_home() was asked before it.
    Result<void> check_room_taken(const model::PrincipalId& home);
    model::By by() const;

    storage::Transaction& transaction_;
    base::Instant now_;
    const std::string origin_;  // of the URLs of files
    std::map<model::PrincipalId, HomeRoom> homes_;
};

class GuardedStore {
  public:
    // `store` and `settings` outlive it and every copy.
    GuardedStore(storage::Store& store, model::Actor actor, base::Instant now, const Settings& settings);

    const model::Actor& actor() const { return actor_; }
    base::Instant now() const { return now_; }
    const Settings& settings() const { return *settings_; }

    // A copy that knows how the client reached us ("https://host"): what URLs of files begin with, unless it is
    // configured.
    GuardedStore reached_at(std::string_view origin) const;
    // What they begin with.
    const std::string& origin() const {
        return settings_->attachments.origin.empty() ? origin_ : settings_->attachments.origin;
    }

    // A copy whose every write begins with `check`, in the same transaction, and fails with it (the If field).
    GuardedStore with_precondition(std::function<Result<void>(GuardedSnapshot&)> check) const;

    // A fresh snapshot with a gate of its own.
    Result<std::unique_ptr<GuardedSnapshot>> read() const;

    // Runs `body(GuardedTransaction&)`, which returns a caldav::Result, in the store's write transaction: it may run
    // more than once and on another thread, takes its grants inside, and is answered after the commit.
    template <class F>
    auto write(F body) const -> std::invoke_result_t<F&, GuardedTransaction&> {
        using R = std::invoke_result_t<F&, GuardedTransaction&>;
        std::optional<R> answer;
        Result<void> done = run([&](GuardedTransaction& transaction) -> Result<void> {
            answer.reset();
            answer.emplace(body(transaction));
            if (!*answer) return std::unexpected(answer->error());
            return {};
        });
        if (!done) return std::unexpected(std::move(done).error());
        return *std::move(answer);
    }

  private:
    Result<void> run(const std::function<Result<void>(GuardedTransaction&)>& body) const;
    storage::Store* store_;
    model::Actor actor_;
    base::Instant now_;
    const Settings* settings_;
    std::string origin_;
    std::function<Result<void>(GuardedSnapshot&)> precondition_;
};

}  // namespace stafett::caldav::access
