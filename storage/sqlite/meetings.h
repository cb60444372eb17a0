// Meetings, hostings and submissions.
#pragma once

#include "storage/meetings.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/connection.h"

namespace stafett::storage::sqlite {

// "SELECT ... FROM meetings ", and what reads its rows.
const std::string& meeting_columns();
model::Meeting read_meeting(Row& row);

class Meetings final : public MeetingReads, public MeetingWrites {
  public:
    Meetings(Connection& connection, Calendars& calendars) : connection_(connection), calendars_(calendars) {}

    Result<std::optional<model::Meeting>> find(const model::NetworkId& network, const model::Uid& uid) override;
    Result<std::optional<model::Meeting>> by_id(const model::MeetingId& id) override;
    Result<std::vector<model::Meeting>> of_network(const model::NetworkId& network) override;
    Result<std::vector<model::Meeting>> to_settle(base::Instant now) override;
    Result<std::optional<base::Instant>> next_settling() override;
    Result<bool> copy_is_elsewhere(const model::NetworkId& network, const model::Uid& copy_uid) override;
    Result<model::OfficeCopy> office_copy(const model::NetworkId& network, const model::Uid& uid) override;

    Result<void> put(const model::Meeting& meeting) override;
    Result<void> remove(const model::NetworkId& network, const model::Uid& uid) override;
    Result<void> set_office_copy(const model::NetworkId& network, const model::Uid& uid,
                                 const model::OfficeCopy& copy) override;

  private:
    Connection& connection_;
    Calendars& calendars_;
};

class Hostings final : public HostingReads, public HostingWrites {
  public:
    Hostings(Connection& connection, Calendars& calendars) : connection_(connection), calendars_(calendars) {}

    Result<std::vector<model::Hosting>> of_network(const model::NetworkId& network) override;
    Result<std::vector<model::Uid>> hosted_by(const model::NetworkId& network,
                                              const model::MunicipalityId& municipality) override;
    Result<std::vector<model::Hosting>> of_meeting(const model::NetworkId& network, const model::Uid& uid) override;
    Result<model::Standing> standing(const model::NetworkId& network, const model::Uid& but) override;
    Result<bool> hosts_on(const model::NetworkId& network, const model::MunicipalityId& municipality, base::Date day,
                          const model::Uid& but) override;
    Result<std::vector<model::Hosting>> freed_lately(const model::NetworkId& network, base::Date day,
                                                     const model::Uid& but) override;
    Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                     const std::vector<model::Hosting>& rows) override;
    Result<void> recount(const model::NetworkId& network) override;

  private:
    Connection& connection_;
    Calendars& calendars_;
};

class Submissions final : public SubmissionReads, public SubmissionWrites {
  public:
    explicit Submissions(Connection& connection) : connection_(connection) {}

    Result<std::vector<model::Submission>> of_network(const model::NetworkId& network) override;
    Result<std::vector<model::Submission>> of_meeting(const model::NetworkId& network, const model::Uid& uid) override;
    Result<std::int64_t> add(const model::Submission& submission) override;
    Result<void> update(const model::Submission& submission) override;

  private:
    Connection& connection_;
};

}  // namespace stafett::storage::sqlite
