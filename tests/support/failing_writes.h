// The writing aggregates of FailingTransaction: each call is counted, and one fails.
#pragma once

#include <cstddef>
#include <limits>

#include "storage/store.h"

namespace stafett::tests {

// Which writing call fails; they are counted from 0 through all aggregates.
struct Steps {
    std::size_t taken = 0;
    std::size_t failing = std::numeric_limits<std::size_t>::max();
    storage::Fault fault = storage::Fault::unavailable;

    storage::Result<void> take() {
        if (taken++ == failing) return storage::fail(fault, "failing on demand");
        return {};
    }
};

class FailingAssociation final : public storage::AssociationWrites {
  public:
    FailingAssociation(storage::AssociationWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> set_association(const model::Association& association) override {
        TRY(steps_.take());
        return inner_.set_association(association);
    }
    storage::Result<void> put_person(const model::Principal& person, base::Instant now) override {
        TRY(steps_.take());
        return inner_.put_person(person, now);
    }
    storage::Result<void> put_municipality(const model::Municipality& municipality) override {
        TRY(steps_.take());
        return inner_.put_municipality(municipality);
    }
    storage::Result<void> put_network(const model::Network& network, base::Instant now) override {
        TRY(steps_.take());
        return inner_.put_network(network, now);
    }
    storage::Result<void> put_office(const model::Office& office, base::Instant now) override {
        TRY(steps_.take());
        return inner_.put_office(office, now);
    }
    storage::Result<void> set_memberships(const model::NetworkId& network,
                                          const std::vector<model::Membership>& memberships) override {
        TRY(steps_.take());
        return inner_.set_memberships(network, memberships);
    }
    storage::Result<void> set_seats(const model::NetworkId& network,
                                    const std::vector<model::HostSeat>& seats) override {
        TRY(steps_.take());
        return inner_.set_seats(network, seats);
    }

  private:
    storage::AssociationWrites& inner_;
    Steps& steps_;
};

class FailingMandates final : public storage::MandateWrites {
  public:
    FailingMandates(storage::MandateWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> put(const model::Mandate& mandate) override {
        TRY(steps_.take());
        return inner_.put(mandate);
    }
    storage::Result<void> set_imported(std::string_view what, std::string_view state) override {
        TRY(steps_.take());
        return inner_.set_imported(what, state);
    }

  private:
    storage::MandateWrites& inner_;
    Steps& steps_;
};

class FailingAccounts final : public storage::AccountWrites {
  public:
    FailingAccounts(storage::AccountWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> put(const model::Account& account) override {
        TRY(steps_.take());
        return inner_.put(account);
    }
    storage::Result<void> remove(const model::PersonId& person) override {
        TRY(steps_.take());
        return inner_.remove(person);
    }
    storage::Result<void> add(const model::AppPassword& app_password) override {
        TRY(steps_.take());
        return inner_.add(app_password);
    }
    storage::Result<void> revoke_app_password(std::string_view id, base::Instant at) override {
        TRY(steps_.take());
        return inner_.revoke_app_password(id, at);
    }

  private:
    storage::AccountWrites& inner_;
    Steps& steps_;
};

class FailingCalendars final : public storage::CalendarWrites {
  public:
    FailingCalendars(storage::CalendarWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<model::Calendar> create(const model::PrincipalId& owner, const model::CalendarName& name,
                                            model::CollectionKind kind, model::ComponentSet components,
                                            const model::By& by) override {
        TRY(steps_.take());
        return inner_.create(owner, name, kind, components, by);
    }
    storage::Result<void> remove(model::CalendarId id, const model::By& by) override {
        TRY(steps_.take());
        return inner_.remove(id, by);
    }
    storage::Result<void> home_changed(const model::PrincipalId& home, const model::CalendarName& name, bool removed,
                                       const model::By& by) override {
        TRY(steps_.take());
        return inner_.home_changed(home, name, removed, by);
    }

  private:
    storage::CalendarWrites& inner_;
    Steps& steps_;
};

class FailingObjects final : public storage::ObjectWrites {
  public:
    FailingObjects(storage::ObjectWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<model::Written> put(model::CalendarId calendar, const model::NewObject& object,
                                        const model::Expect& expect, const model::By& by) override {
        TRY(steps_.take());
        return inner_.put(calendar, object, expect, by);
    }
    storage::Result<void> remove(model::CalendarId calendar, const model::ObjectName& name, const model::Expect& expect,
                                 const model::By& by) override {
        TRY(steps_.take());
        return inner_.remove(calendar, name, expect, by);
    }
    storage::Result<void> forget_bodies(const storage::ReleasedBodies& released, base::Instant at) override {
        TRY(steps_.take());
        return inner_.forget_bodies(released, at);
    }

  private:
    storage::ObjectWrites& inner_;
    Steps& steps_;
};

class FailingTimeIndex final : public storage::TimeIndexWrites {
  public:
    FailingTimeIndex(storage::TimeIndexWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> set(model::CalendarId calendar, const model::ObjectName& name, const base::Digest& author,
                              const base::TimeSpans& times) override {
        TRY(steps_.take());
        return inner_.set(calendar, name, author, times);
    }

  private:
    storage::TimeIndexWrites& inner_;
    Steps& steps_;
};

class FailingProperties final : public storage::PropertyWrites {
  public:
    FailingProperties(storage::PropertyWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> put(const model::ResourceKey& resource, const model::PersonId& reader,
                              const model::Property& property) override {
        TRY(steps_.take());
        return inner_.put(resource, reader, property);
    }
    storage::Result<void> remove(const model::ResourceKey& resource, const model::PersonId& reader,
                                 std::string_view name_space, std::string_view name) override {
        TRY(steps_.take());
        return inner_.remove(resource, reader, name_space, name);
    }

  private:
    storage::PropertyWrites& inner_;
    Steps& steps_;
};

class FailingMeetings final : public storage::MeetingWrites {
  public:
    FailingMeetings(storage::MeetingWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> put(const model::Meeting& meeting) override {
        TRY(steps_.take());
        return inner_.put(meeting);
    }
    storage::Result<void> remove(const model::NetworkId& network, const model::Uid& uid) override {
        TRY(steps_.take());
        return inner_.remove(network, uid);
    }
    storage::Result<void> set_office_copy(const model::NetworkId& network, const model::Uid& uid,
                                          const model::OfficeCopy& copy) override {
        TRY(steps_.take());
        return inner_.set_office_copy(network, uid, copy);
    }

  private:
    storage::MeetingWrites& inner_;
    Steps& steps_;
};

class FailingHostings final : public storage::HostingWrites {
  public:
    FailingHostings(storage::HostingWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                              const std::vector<model::Hosting>& rows) override {
        TRY(steps_.take());
        return inner_.set(network, uid, rows);
    }
    storage::Result<void> recount(const model::NetworkId& network) override {
        TRY(steps_.take());
        return inner_.recount(network);
    }

  private:
    storage::HostingWrites& inner_;
    Steps& steps_;
};

class FailingProposals final : public storage::ProposalWrites {
  public:
    FailingProposals(storage::ProposalWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                              const std::vector<model::Proposal>& proposals) override {
        TRY(steps_.take());
        return inner_.set(network, uid, proposals);
    }
    storage::Result<void> follow(const model::NetworkId& network, base::Instant due) override {
        TRY(steps_.take());
        return inner_.follow(network, due);
    }
    storage::Result<void> followed(const model::NetworkId& network) override {
        TRY(steps_.take());
        return inner_.followed(network);
    }

  private:
    storage::ProposalWrites& inner_;
    Steps& steps_;
};

class FailingCancellations final : public storage::CancellationWrites {
  public:
    FailingCancellations(storage::CancellationWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                              const std::vector<model::CancelledOccurrence>& occurrences) override {
        TRY(steps_.take());
        return inner_.set(network, uid, occurrences);
    }

  private:
    storage::CancellationWrites& inner_;
    Steps& steps_;
};

class FailingSubmissions final : public storage::SubmissionWrites {
  public:
    FailingSubmissions(storage::SubmissionWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<std::int64_t> add(const model::Submission& submission) override {
        TRY(steps_.take());
        return inner_.add(submission);
    }
    storage::Result<void> update(const model::Submission& submission) override {
        TRY(steps_.take());
        return inner_.update(submission);
    }

  private:
    storage::SubmissionWrites& inner_;
    Steps& steps_;
};

class FailingMessages final : public storage::MessageWrites {
  public:
    FailingMessages(storage::MessageWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<std::int64_t> add(const model::Message& message) override {
        TRY(steps_.take());
        return inner_.add(message);
    }
    storage::Result<void> update(const model::Message& message) override {
        TRY(steps_.take());
        return inner_.update(message);
    }
    storage::Result<void> postpone(std::int64_t id, base::Instant not_before, std::string_view payload) override {
        TRY(steps_.take());
        return inner_.postpone(id, not_before, payload);
    }

  private:
    storage::MessageWrites& inner_;
    Steps& steps_;
};

class FailingFeeds final : public storage::FeedWrites {
  public:
    FailingFeeds(storage::FeedWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> add(const model::Feed& feed) override {
        TRY(steps_.take());
        return inner_.add(feed);
    }
    storage::Result<void> revoke(std::string_view id, base::Instant at) override {
        TRY(steps_.take());
        return inner_.revoke(id, at);
    }

  private:
    storage::FeedWrites& inner_;
    Steps& steps_;
};

class FailingAttachments final : public storage::AttachmentWrites {
  public:
    FailingAttachments(storage::AttachmentWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> stage(const base::Digest& digest, std::uint64_t position, std::string_view octets,
                                base::Instant at) override {
        TRY(steps_.take());
        return inner_.stage(digest, position, octets, at);
    }
    storage::Result<void> put(const model::Attachment& attachment) override {
        TRY(steps_.take());
        return inner_.put(attachment);
    }
    storage::Result<void> set_uses(model::CalendarId calendar, const model::Uid& uid,
                                   const std::vector<model::AttachmentUse>& uses, base::Instant at) override {
        TRY(steps_.take());
        return inner_.set_uses(calendar, uid, uses, at);
    }
    storage::Result<void> turned(const model::ObjectPlace& object) override {
        TRY(steps_.take());
        return inner_.turned(object);
    }
    storage::Result<void> forget(base::Instant before) override {
        TRY(steps_.take());
        return inner_.forget(before);
    }

  private:
    storage::AttachmentWrites& inner_;
    Steps& steps_;
};

class FailingUpkeep final : public storage::UpkeepWrites {
  public:
    FailingUpkeep(storage::UpkeepWrites& inner, Steps& steps) : inner_(inner), steps_(steps) {}
    storage::Result<void> set_composition(std::int64_t version) override {
        TRY(steps_.take());
        return inner_.set_composition(version);
    }
    storage::Result<void> set_looked_through(const model::LookedThrough& looked) override {
        TRY(steps_.take());
        return inner_.set_looked_through(looked);
    }

  private:
    storage::UpkeepWrites& inner_;
    Steps& steps_;
};

}  // namespace stafett::tests
