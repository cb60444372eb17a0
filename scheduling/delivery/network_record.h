// Everything about a network that its meetings' texts and hosts are made from.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "scheduling/ical/zone.h"
#include "scheduling/itip/plan.h"
#include "scheduling/network/facts.h"
#include "scheduling/network/rotation.h"
#include "storage/store.h"

namespace stafett::scheduling::delivery {

struct NetworkRecord {
    model::Association association;
    model::Network network;
    std::vector<model::Municipality> municipalities;
    std::optional<model::Office> office;
    network::Language language = network::Language::swedish;
    ical::ZonePtr zone;  // the association's, never null
    network::Vocabulary vocabulary;
    network::Rotation rotation;
    model::Calendar published;              // traffar
    model::Calendar organizer;              // kallelser
    std::optional<model::Calendar> copies;  // the office's alla-natverk

    base::Date day_of(base::Instant at) const;  // in the association's zone
    // Names a hosting's municipality in the network's texts.
    network::OccurrenceHost host_of(const model::Hosting& row) const;
    // The mail address under which the office is informed; empty without an office.
    std::string office_address() const;
    // Who in an organizer's object of this meeting is reached here; `copy` is what the office has made of its own.
    itip::AddressBook addresses(const model::Meeting& meeting, const model::OfficeCopy& copy) const;
};

using NetworkRecordPtr = std::shared_ptr<const NetworkRecord>;

// Never null; Fault::not_found if there is no such network. Shared by all who ask until something of it changes.
storage::Result<NetworkRecordPtr> load_network(storage::Snapshot& snapshot, const model::NetworkId& network);

}  // namespace stafett::scheduling::delivery
