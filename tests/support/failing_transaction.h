// A transaction whose writing calls are counted, and one of which fails: used by FailingStore.
#pragma once

#include "tests/support/failing_writes.h"

namespace stafett::tests {

// Reading goes straight to the inner transaction.
class FailingTransaction final : public storage::Transaction {
  public:
    FailingTransaction(storage::Transaction& inner, Steps& steps)
        : inner_(inner),
          association_(inner.write_association(), steps),
          mandates_(inner.write_mandates(), steps),
          accounts_(inner.write_accounts(), steps),
          calendars_(inner.write_calendars(), steps),
          objects_(inner.write_objects(), steps),
          time_index_(inner.write_time_index(), steps),
          properties_(inner.write_properties(), steps),
          meetings_(inner.write_meetings(), steps),
          hostings_(inner.write_hostings(), steps),
          proposals_(inner.write_proposals(), steps),
          cancellations_(inner.write_cancellations(), steps),
          submissions_(inner.write_submissions(), steps),
          messages_(inner.write_messages(), steps),
          feeds_(inner.write_feeds(), steps),
          attachments_(inner.write_attachments(), steps),
          upkeep_(inner.write_upkeep(), steps) {}

    const model::Epoch& epoch() override { return inner_.epoch(); }
    storage::AssociationReads& association() override { return inner_.association(); }
    storage::MembershipReads& memberships() override { return inner_.memberships(); }
    storage::MandateReads& mandates() override { return inner_.mandates(); }
    storage::AccountReads& accounts() override { return inner_.accounts(); }
    storage::CalendarReads& calendars() override { return inner_.calendars(); }
    storage::ObjectReads& objects() override { return inner_.objects(); }
    storage::TimeIndexReads& time_index() override { return inner_.time_index(); }
    storage::ChangeReads& changes() override { return inner_.changes(); }
    storage::PropertyReads& properties() override { return inner_.properties(); }
    storage::MeetingReads& meetings() override { return inner_.meetings(); }
    storage::HostingReads& hostings() override { return inner_.hostings(); }
    storage::ProposalReads& proposals() override { return inner_.proposals(); }
    storage::CancellationReads& cancellations() override { return inner_.cancellations(); }
    storage::SubmissionReads& submissions() override { return inner_.submissions(); }
    storage::MessageReads& messages() override { return inner_.messages(); }
    storage::FeedReads& feeds() override { return inner_.feeds(); }
    storage::DerivedReads& derived() override { return inner_.derived(); }
    storage::AttachmentReads& attachments() override { return inner_.attachments(); }
    storage::UpkeepReads& upkeep() override { return inner_.upkeep(); }

    storage::AssociationWrites& write_association() override { return association_; }
    storage::MandateWrites& write_mandates() override { return mandates_; }
    storage::AccountWrites& write_accounts() override { return accounts_; }
    storage::CalendarWrites& write_calendars() override { return calendars_; }
    storage::ObjectWrites& write_objects() override { return objects_; }
    storage::TimeIndexWrites& write_time_index() override { return time_index_; }
    storage::PropertyWrites& write_properties() override { return properties_; }
    storage::MeetingWrites& write_meetings() override { return meetings_; }
    storage::HostingWrites& write_hostings() override { return hostings_; }
    storage::ProposalWrites& write_proposals() override { return proposals_; }
    storage::CancellationWrites& write_cancellations() override { return cancellations_; }
    storage::SubmissionWrites& write_submissions() override { return submissions_; }
    storage::MessageWrites& write_messages() override { return messages_; }
    storage::FeedWrites& write_feeds() override { return feeds_; }
    storage::AttachmentWrites& write_attachments() override { return attachments_; }
    storage::UpkeepWrites& write_upkeep() override { return upkeep_; }

  private:
    storage::Transaction& inner_;
    FailingAssociation association_;
    FailingMandates mandates_;
    FailingAccounts accounts_;
    FailingCalendars calendars_;
    FailingObjects objects_;
    FailingTimeIndex time_index_;
    FailingProperties properties_;
    FailingMeetings meetings_;
    FailingHostings hostings_;
    FailingProposals proposals_;
    FailingCancellations cancellations_;
    FailingSubmissions submissions_;
    FailingMessages messages_;
    FailingFeeds feeds_;
    FailingAttachments attachments_;
    FailingUpkeep upkeep_;
};

}  // namespace stafett::tests
