#include "scheduling/delivery/homes.h"

#include <algorithm>
#include <set>

namespace stafett::scheduling::delivery {
namespace {

using storage::Result;
using Names = std::set<model::CalendarName>;

constexpr std::string_view kOfNetwork = "natverk-";
const model::CalendarName kOfOffice{"alla-natverk"};
constexpr std::size_t kAll = 1'000'000;

Result<Names> bound_today(storage::Snapshot& snapshot, const model::PersonId& person,
                          const std::optional<model::Office>& office, base::Date today) {
    Names names;
    TRY_ASSIGN(const auto memberships, snapshot.memberships().of_person(person));
    for (const model::Membership& one : memberships)
        if (one.period.contains(today)) names.emplace(std::string(kOfNetwork) + one.network.text());
    if (office && std::ranges::find(office->people, person) != office->people.end()) names.insert(kOfOffice);
    return names;
}

// What the home's history says is there.
Result<Names> bound_before(storage::Snapshot& snapshot, const model::PersonId& person) {
    Names names;
    TRY_ASSIGN(const auto changes, snapshot.changes().home_since(person, model::ChangeNumber{}, kAll));
    for (const model::HomeChange& one : changes)
        if (!one.removed && (one.name == kOfOffice || one.name.text().starts_with(kOfNetwork))) names.insert(one.name);
    return names;
}

}  // namespace

Result<void> refresh_homes(storage::Transaction& transaction, const model::By& by, base::Date today) {
    TRY_ASSIGN(const auto office, transaction.association().office());
    TRY_ASSIGN(const auto people, transaction.association().principals(model::PrincipalKind::person));
    for (const model::Principal& one : people) {
        const model::PersonId person(one.id.text());
        TRY_ASSIGN(const Names now, bound_today(transaction, person, office, today));
        TRY_ASSIGN(const Names before, bound_before(transaction, person));
        for (const model::CalendarName& name : now)
            if (!before.contains(name)) TRY(transaction.write_calendars().home_changed(one.id, name, false, by));
        for (const model::CalendarName& name : before)
            if (!now.contains(name)) TRY(transaction.write_calendars().home_changed(one.id, name, true, by));
    }
    return {};
}

}  // namespace stafett::scheduling::delivery
