#include "storage/sqlite/association.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns = "SELECT network, person, municipality, role, first_day, last_day FROM memberships ";

model::Membership read_membership(Row& row) {
    return {.network = row.as<model::NetworkId>(0),
            .person = row.as<model::PersonId>(1),
            .municipality = row.as<model::MunicipalityId>(2),
            .role = row.word<model::Role>(3),
            .period = {row.optional_date(4), row.optional_date(5)}};
}

struct Block {
    std::int64_t seat;
    model::Period period;
};

}  // namespace

const Statement kOfNetwork{"memberships.of_network", kColumns + "WHERE network = ?1 ORDER BY position"};
Result<std::vector<model::Membership>> Memberships::of_network(const model::NetworkId& network) {
    return connection_.all(kOfNetwork, read_membership, network);
}

const Statement kOfPerson{"memberships.of_person", kColumns + "WHERE person = ?1 ORDER BY network, position"};
Result<std::vector<model::Membership>> Memberships::of_person(const model::PersonId& person) {
    return connection_.all(kOfPerson, read_membership, person);
}

const Statement kSeats{"memberships.seats",
                       "SELECT position, municipality, turn_order, host, deputy, first_day, last_day FROM host_seats"
                       " WHERE network = ?1 ORDER BY turn_order, position"};
const Statement kBlocks{"memberships.seat_blocks",
                        "SELECT seat, first_day, last_day FROM host_seat_blocks WHERE network = ?1"
                        " ORDER BY seat, position"};
Result<std::vector<model::HostSeat>> Memberships::seats(const model::NetworkId& network) {
    std::vector<std::int64_t> positions;
    const auto read = [&](Row& row) {
        positions.push_back(row.integer(0));
        return model::HostSeat{.network = network,
                               .municipality = row.as<model::MunicipalityId>(1),
                               .order = static_cast<int>(row.integer(2)),
                               .host = row.as<model::PersonId>(3),
                               .deputy = row.as<model::PersonId>(4),
                               .period = {row.optional_date(5), row.optional_date(6)},
                               .blocked = {}};
    };
    const auto read_block = [](Row& row) {
        return Block{row.integer(0), {row.optional_date(1), row.optional_date(2)}};
    };
    TRY_ASSIGN(auto seats, connection_.all(kSeats, read, network));
    TRY_ASSIGN(const auto blocks, connection_.all(kBlocks, read_block, network));
    for (const Block& block : blocks)
        for (std::size_t i = 0; i < seats.size(); ++i)
            if (positions[i] == block.seat) seats[i].blocked.push_back(block.period);
    return seats;
}

}  // namespace stafett::storage::sqlite
