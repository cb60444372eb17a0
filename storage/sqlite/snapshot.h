// The aggregates bound to one connection: for reading as a Snapshot, for writing as a Transaction.
#pragma once

#include <functional>
#include <memory>

#include "storage/sqlite/accounts.h"
#include "storage/sqlite/association.h"
#include "storage/sqlite/attachments.h"
#include "storage/sqlite/bodies.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/feeds.h"
#include "storage/sqlite/meetings.h"
#include "storage/sqlite/messages.h"
#include "storage/sqlite/occurrences.h"
#include "storage/sqlite/remembered.h"
#include "storage/sqlite/texts.h"
#include "storage/sqlite/time_index.h"
#include "storage/sqlite/upkeep.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

// Every aggregate on one connection; `touched` collects what their writes touch.
struct Aggregates {
    Aggregates(Connection& connection, CommitNotice& touched, Texts& texts)
        : changes(connection, touched),
          bodies(connection, texts),
          calendars(connection, changes, bodies),
          time_index(connection),
          objects(connection, changes, calendars, time_index, bodies),
          properties(connection, changes),
          association(connection, touched, calendars),
          memberships(connection),
          mandates(connection, touched),
          accounts(connection, touched),
          meetings(connection, calendars),
          hostings(connection, calendars),
          proposals(connection),
          cancellations(connection, calendars),
          submissions(connection),
          messages(connection),
          feeds(connection, touched),
          attachments(connection),
          upkeep(connection) {}
    Aggregates(const Aggregates&) = delete;
    Aggregates& operator=(const Aggregates&) = delete;

    Changes changes;
    Bodies bodies;
    Calendars calendars;
    TimeIndex time_index;
    Objects objects;
    Properties properties;
    Association association;
    Memberships memberships;
    Mandates mandates;
    Accounts accounts;
    Meetings meetings;
    Hostings hostings;
    Proposals proposals;
    Cancellations cancellations;
    Submissions submissions;
    Messages messages;
    Feeds feeds;
    Attachments attachments;
    Upkeep upkeep;
};

// The reading face of both; Base is storage::Snapshot or storage::Transaction.
template <class Base>
class Reading : public Base {
  public:
    Reading(Connection& connection, CommitNotice& touched, const model::Epoch& epoch, FactsPtr facts, Texts& texts)
        : aggregates_(connection, touched, texts), known_(std::move(facts), touched), epoch_(epoch) {}

    const model::Epoch& epoch() override { return epoch_; }
    AssociationReads& association() override { return association_; }
    MembershipReads& memberships() override { return memberships_; }
    MandateReads& mandates() override { return aggregates_.mandates; }
    AccountReads& accounts() override { return aggregates_.accounts; }
    CalendarReads& calendars() override { return calendars_; }
    ObjectReads& objects() override { return aggregates_.objects; }
    TimeIndexReads& time_index() override { return aggregates_.time_index; }
    ChangeReads& changes() override { return aggregates_.changes; }
    PropertyReads& properties() override { return aggregates_.properties; }
    MeetingReads& meetings() override { return aggregates_.meetings; }
    HostingReads& hostings() override { return aggregates_.hostings; }
    ProposalReads& proposals() override { return aggregates_.proposals; }
    CancellationReads& cancellations() override { return aggregates_.cancellations; }
    SubmissionReads& submissions() override { return aggregates_.submissions; }
    MessageReads& messages() override { return aggregates_.messages; }
    FeedReads& feeds() override { return aggregates_.feeds; }
    AttachmentReads& attachments() override { return aggregates_.attachments; }
    UpkeepReads& upkeep() override { return aggregates_.upkeep; }
    DerivedReads& derived() override { return derived_; }

  protected:
    Aggregates aggregates_;
    Remembering known_;

  private:
    RememberedAssociation association_{aggregates_.association, known_};
    RememberedMemberships memberships_{aggregates_.memberships, known_};
    RememberedCalendars calendars_{aggregates_.calendars, known_};
    RememberedDerived derived_{known_};
    const model::Epoch& epoch_;
};

class WriteTransaction final : public Reading<Transaction> {
  public:
    using Reading::Reading;

    AssociationWrites& write_association() override { return aggregates_.association; }
    MandateWrites& write_mandates() override { return aggregates_.mandates; }
    AccountWrites& write_accounts() override { return aggregates_.accounts; }
    CalendarWrites& write_calendars() override { return aggregates_.calendars; }
    ObjectWrites& write_objects() override { return aggregates_.objects; }
    TimeIndexWrites& write_time_index() override { return aggregates_.time_index; }
    PropertyWrites& write_properties() override { return aggregates_.properties; }
    MeetingWrites& write_meetings() override { return aggregates_.meetings; }
    HostingWrites& write_hostings() override { return aggregates_.hostings; }
    ProposalWrites& write_proposals() override { return aggregates_.proposals; }
    CancellationWrites& write_cancellations() override { return aggregates_.cancellations; }
    SubmissionWrites& write_submissions() override { return aggregates_.submissions; }
    MessageWrites& write_messages() override { return aggregates_.messages; }
    FeedWrites& write_feeds() override { return aggregates_.feeds; }
    AttachmentWrites& write_attachments() override { return aggregates_.attachments; }
    UpkeepWrites& write_upkeep() override { return aggregates_.upkeep; }
};

}  // namespace stafett::storage::sqlite
