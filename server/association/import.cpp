#include "server/association/import.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "server/association/merge.h"
#include "server/association/people_file.h"

namespace stafett::server::association {
namespace {

std::string_view words(storage::Fault fault) {
    switch (fault) {
        case storage::Fault::not_found:
            return "something referred to is not there";
        case storage::Fault::exists:
            return "a name or id is taken already";
        case storage::Fault::stale:
            return "the data changed meanwhile; import again";
        case storage::Fault::uid_in_use:
            return "a UID is in use";
        case storage::Fault::quota:
            return "the disk is full";
        case storage::Fault::busy:
            return "the data is locked by another process";
        case storage::Fault::corrupt:
            return "the data is damaged; see stafett check";
        case storage::Fault::unavailable:
            return "the data cannot be read or written";
    }
    return {};
}

using Hashes = std::map<std::string, std::string>;  // password -> hash

storage::Result<void> write_people(storage::Transaction& transaction, const Merged& merged, base::Instant now) {
    auto& association = transaction.write_association();
    if (merged.association) TRY(association.set_association(*merged.association));
    for (const auto& municipality : merged.municipalities) TRY(association.put_municipality(municipality));
    for (const auto& person : merged.people) TRY(association.put_person(person, now));
    if (merged.office) TRY(association.put_office(*merged.office, now));
    for (const auto& entry : merged.networks) {
        if (entry.write_network) TRY(association.put_network(entry.network, now));
        if (entry.write_members) TRY(association.set_memberships(entry.network.id, entry.members));
        if (entry.write_seats) TRY(association.set_seats(entry.network.id, entry.seats));
    }
    return {};
}

storage::Result<void> write_accounts(storage::Transaction& transaction, const Merged& merged, const Hashes& hashes) {
    for (MergedAccount entry : merged.accounts) {
        if (!entry.new_password.empty()) {
            const auto hash = hashes.find(entry.new_password);
            // Decided on a newer state than the hashes were made for.
            if (hash == hashes.end())
                return storage::fail(storage::Fault::stale, "an account changed during the import");
            entry.account.password_hash = hash->second;
        }
        TRY(transaction.write_accounts().put(entry.account));
    }
    return {};
}

// Names stand in the networks' texts, and memberships decide whose home shows what.
storage::Result<void> carry_out(storage::Transaction& transaction, const Merged& merged, const ImportOptions& options) {
    scheduling::delivery::MeetingBook book(transaction, {model::PersonId(), model::PrincipalId(), options.now},
                                           options.settings);
    const bool everywhere = merged.association || merged.office || !merged.municipalities.empty();
    TRY_ASSIGN(const auto networks, transaction.association().networks());
    for (const auto& network : networks) {
        const bool touched = std::ranges::any_of(merged.networks, [&](const MergedNetwork& entry) {
            return entry.write_network && entry.network.id == network.id;
        });
        if (everywhere || touched) TRY(book.recompose(network.id));
    }
    std::set<model::PersonId> people;
    for (const model::Principal& person : merged.people) people.emplace(person.id.text());
    TRY(book.recompose_acted_on(people));
    return book.daily(options.today);
}

Hashes hash_passwords(const Merged& merged, const ImportOptions& options) {
    Hashes hashes;
    for (const auto& entry : merged.accounts)
        if (!entry.new_password.empty() && !hashes.contains(entry.new_password))
            hashes.emplace(entry.new_password, options.hash_password(entry.new_password));
    return hashes;
}

// What the file means against that state of the store.
using Resolve = std::function<ImportResult<AssociationFile>(storage::Snapshot&)>;

Resolve as_it_is(const AssociationFile& file) {
    return [&file](storage::Snapshot&) -> ImportResult<AssociationFile> { return file; };
}
Resolve resolved(const PeopleFile& file) {
    return [&file](storage::Snapshot& snapshot) { return resolve(snapshot, file); };
}

ImportResult<Merged> merge_with(storage::Snapshot& snapshot, const Resolve& resolve, const ImportOptions& options) {
    TRY_ASSIGN(const AssociationFile file, resolve(snapshot));
    TRY_ASSIGN(Merged merged, merge(snapshot, file, options.theirs));
    if (!file.only_people) return merged;
    // The file names no ids: whoever is new is shown with the one she is given.
    std::map<std::string, const model::Principal*> people;
    for (const model::Principal& person : file.people) people.emplace("person " + person.id.text(), &person);
    for (Difference& difference : merged.differences) {
        const auto person = people.find(difference.what);
        if (difference.kind != Difference::Kind::added || person == people.end()) continue;
        for (const Field& field : fields_of(*person->second))
            difference.fields.push_back({field.name, "", field.value});
    }
    return merged;
}

ImportResult<Merged> merge_now(storage::Store& store, const Resolve& resolve, const ImportOptions& options) {
    TRY_ASSIGN(const auto snapshot, store.snapshot());
    return merge_with(*snapshot, resolve, options);
}

ImportResult<std::vector<Difference>> preview_with(storage::Store& store, const Resolve& resolve,
                                                   const ImportOptions& options) {
    TRY_ASSIGN(auto merged, merge_now(store, resolve, options));
    return std::move(merged.differences);
}

ImportResult<std::vector<Difference>> import_with(storage::Store& store, const Resolve& resolve,
                                                  const ImportOptions& options) {
    TRY_ASSIGN(const Merged first, merge_now(store, resolve, options));
    const Hashes hashes = hash_passwords(first, options);
    return store.write([&](storage::Transaction& transaction) -> ImportResult<std::vector<Difference>> {
        TRY_ASSIGN(Merged merged, merge_with(transaction, resolve, options));
        TRY(write_people(transaction, merged, options.now));
        TRY(write_accounts(transaction, merged, hashes));
        for (const auto& state : merged.to_remember)
            TRY(transaction.write_mandates().set_imported(state.name, state.value));
        TRY(carry_out(transaction, merged, options));
        return std::move(merged.differences);
    });
}

}  // namespace

ImportError::ImportError(const storage::Error& error)
    : errors{{0, error.detail.empty() ? std::string(words(error.fault))
                                      : fmt::format("{} ({})", words(error.fault), error.detail)}} {}

ImportResult<std::vector<Difference>> preview(storage::Store& store, const AssociationFile& file,
                                              const ImportOptions& options) {
    return preview_with(store, as_it_is(file), options);
}

ImportResult<std::vector<Difference>> import(storage::Store& store, const AssociationFile& file,
                                             const ImportOptions& options) {
    return import_with(store, as_it_is(file), options);
}

ImportResult<std::vector<Difference>> preview(storage::Store& store, const PeopleFile& file,
                                              const ImportOptions& options) {
    return preview_with(store, resolved(file), options);
}

ImportResult<std::vector<Difference>> import(storage::Store& store, const PeopleFile& file,
                                             const ImportOptions& options) {
    return import_with(store, resolved(file), options);
}

}  // namespace stafett::server::association
