// The record of what was submitted to the coordinator, and the messages that leave when a change has settled
// (model.md §5, §7).
#pragma once

#include "scheduling/delivery/meeting_writer.h"
#include "scheduling/network/submission.h"

namespace stafett::scheduling::delivery {

// Lives inside one run of a write body.
class Submissions {
  public:
    Submissions(storage::Transaction& transaction, const model::By& by, const Settings& settings)
        : transaction_(transaction), by_(by), settings_(settings) {}

    // A change of `meeting`, which is stored with what becomes of it: pending until it settles, at once if `at_once`.
    // One that brings back what was last settled takes back all that is pending; one that says nothing new is none.
    storage::Result<void> add(const NetworkRecord& record, model::Meeting& meeting, const Rewritten& rewritten,
                              const network::SubmissionFacts& facts, bool at_once);

    // Nothing of what is pending will leave.
    storage::Result<void> withdraw(const NetworkRecord& record, model::Meeting& meeting);

    // New rows without a change of the meeting: they become fixed when they settle. Stores the meeting.
    storage::Result<void> settle_later(model::Meeting& meeting, bool at_once);

    // Its time has come: hosts are told, submissions settled. Stores the meeting. No text changes.
    storage::Result<void> settle(model::Meeting& meeting);

    // Messages whose time has come. There is no mail yet: they are kept as not sent, and never sent later.
    storage::Result<void> release_messages();

  private:
    storage::Result<std::vector<model::Submission>> pending(const model::Meeting& meeting);
    storage::Result<bool> brings_back(const NetworkRecord& record, const model::Meeting& meeting,
                                      const model::Submission& first, const ical::Object& after);
    storage::Result<void> fix_hosts(const model::Meeting& meeting);
    storage::Result<void> add_message(const model::Meeting& meeting, const itip::Mail& mail, base::Instant not_before);

    storage::Transaction& transaction_;
    const model::By& by_;
    const Settings& settings_;
};

}  // namespace stafett::scheduling::delivery
