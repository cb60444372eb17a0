// One change of one meeting from beginning to end: its life and counter, its hosts, its texts, what is submitted, and
// the proposals of others that follow from it.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "scheduling/delivery/meeting_writer.h"
#include "scheduling/delivery/submissions.h"
#include "scheduling/network/programme.h"
#include "scheduling/network/schedule.h"
#include "scheduling/network/turns.h"

namespace stafett::scheduling::delivery {

// Lives inside one run of a write body; all arguments must outlive it.
class MeetingChange {
  public:
    MeetingChange(storage::Transaction& transaction, const model::By& by, const Settings& settings,
                  const NetworkRecord& record)
        : transaction_(transaction),
          by_(by),
          settings_(settings),
          record_(record),
          writer_(transaction, by, record),
          submissions_(transaction, by, settings) {}

    // `author` is what a PUT left after reducing, `attachments` the managed ones that it referred to.
    storage::Result<model::Written> put(const model::ObjectName& name, const ical::ObjectPtr& author,
                                        const std::vector<model::AttachmentUse>& attachments,
                                        const model::Expect& expect);

    // Its object has been removed; `author` was its text, null if that cannot be read.
    storage::Result<void> removed(model::Meeting meeting, const ical::ObjectPtr& author);

    // The office has answered: what is derived is made anew. No change of the meeting, so nothing is submitted.
    storage::Result<void> answered(model::Meeting meeting);

    // What the day brings: rows further ahead, turns of municipalities that left, the end of what is cancelled.
    storage::Result<void> tend(model::Meeting meeting);

    // Occurrences are shown as cancelled until 30 days after their end.
    storage::Result<void> forget_cancelled();

    // Composes every meeting of the network anew.
    storage::Result<void> recompose();
    // Those that one of these people last acted on.
    storage::Result<void> recompose_acted_on(const std::set<model::PersonId>& people);

    // Makes everything anew that is derived from the network's meetings: turns counted, hosts, proposals and texts.
    storage::Result<void> rebuild();

    // Makes the proposals of the network's next preliminary meetings anew.
    storage::Result<void> refresh_proposals();

  private:
    struct Texts {
        ical::ObjectPtr before;  // null: there was none
        ical::ObjectPtr after;
        network::Schedules says;
    };
    storage::Result<model::Meeting> new_meeting(const model::Uid& uid);
    // What is derived from a meeting follows from what is stored of it now; nothing if nothing is derived any more, or
    // its text is gone.
    storage::Result<void> compose_anew(model::Meeting& meeting);
    storage::Result<void> host_anew(model::Meeting& meeting, const ical::Object& author,
                                    std::vector<model::Hosting>& rows);
    void live(model::Meeting& meeting, const std::optional<model::Meeting>& old, const Texts& texts);
    // Given back by a change.
    struct GivenBack {
        std::vector<model::OccurrenceId> own;                           // on days when no other meeting takes place
        std::vector<std::pair<model::Uid, model::OccurrenceId>> taken;  // by other series, and this one has the day now
    };
    storage::Result<void> note_given_back(std::span<const model::Hosting> before, std::span<const model::Hosting> after,
                                          const network::Others& others);
    storage::Result<bool> somebody_hosts(base::Date day, const model::Uid& but);
    // The author's text as it last settled; null: nothing of it is to come.
    storage::Result<ical::ObjectPtr> told(const model::Meeting& meeting);
    // What is shown as cancelled follows from what was told, and `present`; null: deleted.
    storage::Result<void> show_lost(const model::Meeting& meeting, const ical::Object* present);
    storage::Result<void> show_rest_cancelled(model::Meeting& meeting);
    // The other half of a series that was split is no cancellation.
    storage::Result<void> show_taken_no_more();
    storage::Result<network::Others> others(const model::Meeting& meeting, std::span<const model::Hosting> own,
                                            const network::Programme& programme);
    storage::Result<std::vector<model::Hosting>> rows_of(const model::Meeting& meeting);
    // Makes `rows`, the meeting's as they are stored, those of `programme`; answers with what the secretary must be
    // told.
    storage::Result<std::string> host(const model::Meeting& meeting, const network::Programme& programme,
                                      bool rule_changed, std::vector<model::Hosting>& rows);
    // Whether it is preliminary, and what is proposed then.
    storage::Result<void> propose(model::Meeting& meeting, const ical::Object& author,
                                  std::span<const model::Hosting> rows);
    // The proposals of others follow when the change settles.
    storage::Result<void> proposals_follow();
    network::Programme programme(const ical::Object& author, std::span<const model::Hosting> rows) const;
    network::SubmissionFacts facts(const ical::Object& author, std::span<const model::Hosting> rows,
                                   model::SubmissionWhat what, std::string remark) const;
    bool settles_at_once(const ical::Object* before, const ical::Object& after) const;
    storage::Result<void> vanish(model::Meeting& meeting);
    storage::Result<void> cancel(model::Meeting& meeting, const ical::ObjectPtr& author);
    base::Date today() const { return record_.day_of(by_.at); }

    storage::Transaction& transaction_;
    const model::By& by_;
    const Settings& settings_;
    const NetworkRecord& record_;
    MeetingWriter writer_;
    Submissions submissions_;
    GivenBack given_back_;
};

}  // namespace stafett::scheduling::delivery
