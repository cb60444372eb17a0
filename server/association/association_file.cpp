#include "server/association/association_file.h"

#include <map>

#include <fmt/format.h>

#include "server/accounts/credentials.h"
#include "server/association/mail_address.h"
#include "server/association/toml_table.h"

namespace stafett::server::association {
namespace {

std::vector<std::string> addresses(TomlTable& table, std::string_view key) {
    std::vector<std::string> values = table.texts(key);
    for (std::string& value : values) {
        auto address = mail_address(value);
        if (!address) table.report(key, fmt::format("'{}' is no mail address", value));
        if (address) value = *std::move(address);
    }
    return values;
}

model::Association read_head(TomlTable& table) {
    model::Association head;
    head.name = table.required_text("name");
    head.zone = table.text("zone").value_or("Europe/Stockholm");
    const auto language = table.one_of("language", {"sv", "en"});
    head.language = language == 1 ? "en" : "sv";
    head.domain = table.required_text("domain");
    return head;
}

void read_office(TomlTable& table, AssociationFile& file) {
    model::Office office;
    office.id = model::RoleId(table.required_id("id"));
    office.name = table.required_text("name");
    office.mailbox = table.text("mailbox").value_or("");
    if (!office.mailbox.empty() && !mail_address(office.mailbox)) table.report("mailbox", "is no mail address");
    for (std::string& person : table.texts("people")) {
        office.people.emplace_back(person);
        file.office_people.push_back({model::PersonId(person), table.line_of("people")});
    }
    file.office = std::move(office);
}

model::Municipality read_municipality(TomlTable& table) {
    model::Municipality municipality;
    municipality.id = model::MunicipalityId(table.required_id("id"));
    municipality.name = table.required_text("name");
    municipality.short_name = table.text("short_name").value_or(municipality.name);
    return municipality;
}

model::Principal read_person(TomlTable& table) {
    model::Principal person;
    person.id = model::PrincipalId(table.required_id("id"));
    person.kind = model::PrincipalKind::person;
    person.name = table.required_text("name");
    person.addresses = addresses(table, "addresses");
    return person;
}

void read_member(TomlTable& table, NetworkEntry& entry) {
    model::Membership member;
    member.network = entry.network.id;
    member.person = model::PersonId(table.required_id("person"));
    entry.people.push_back({member.person, table.line_of("person")});
    if (const auto municipality = table.text("municipality")) {
        member.municipality = model::MunicipalityId(*municipality);
        entry.municipalities.push_back({member.municipality, table.line_of("municipality")});
    }
    constexpr std::array roles{model::Role::chair, model::Role::secretary, model::Role::liaison, model::Role::member};
    member.role = roles[table.one_of("role", {"chair", "secretary", "liaison", "member"}).value_or(3)];
    member.period = table.period();
    entry.members.push_back(std::move(member));
}

void read_seat(TomlTable& table, NetworkEntry& entry) {
    model::HostSeat seat;
    seat.network = entry.network.id;
    seat.order = static_cast<int>(entry.seats.size());
    seat.municipality = model::MunicipalityId(table.required_id("municipality"));
    entry.municipalities.push_back({seat.municipality, table.line_of("municipality")});
    const auto person = [&](std::string_view key) {
        const model::PersonId id(table.text(key).value_or(""));
        if (!id.empty()) entry.people.push_back({id, table.line_of(key)});
        return id;
    };
    seat.host = person("host");
    seat.deputy = person("deputy");
    seat.period = table.period();
    table.tables("blocked", [&](TomlTable& blocked) { seat.blocked.push_back(blocked.period()); });
    for (const auto& other : entry.seats)
        if (other.municipality == seat.municipality) table.report("municipality", "has a seat already");
    entry.seats.push_back(std::move(seat));
}

NetworkEntry read_network(TomlTable& table) {
    NetworkEntry entry;
    entry.network.id = model::NetworkId(table.required_id("id"));
    entry.network.name = table.required_text("name");
    entry.network.address = table.required_text("address");
    if (!entry.network.address.empty() && !mail_address(entry.network.address))
        table.report("address", "is no mail address");
    entry.network.description = table.text("description").value_or("");
    if (const auto language = table.one_of("language", {"sv", "en"}))
        entry.network.language = *language == 1 ? "en" : "sv";
    entry.network.hidden = table.flag("hidden").value_or(false);
    entry.call_days_before = table.number("call_days_before", 0, 365);
    entry.minutes_days_after = table.number("minutes_days_after", 0, 365);
    if (const auto hold = table.one_of("hold", {"when-planned", "at-call"}))
        entry.hold = *hold == 0 ? model::Hold::when_planned : model::Hold::at_call;
    table.tables("member", [&](TomlTable& member) { read_member(member, entry); });
    table.tables("seat", [&](TomlTable& seat) { read_seat(seat, entry); });
    return entry;
}

AccountEntry read_account(TomlTable& table) {
    AccountEntry account;
    account.person = model::PersonId(table.required_id("person"));
    account.login = accounts::normal_login(table.required_text("login"));
    if (!account.login.empty() && !accounts::valid_login(account.login))
        table.report("login", "must not hold blanks, control characters or any of :/%?#");
    account.password = table.text("password").value_or("");
    account.admin = table.flag("admin").value_or(false);
    account.line = table.line();
    return account;
}

// An id is given once, over all kinds of principal; a login too, and no login is a network's id (model.md §1, §2).
class Names {
  public:
    explicit Names(std::vector<FileError>& errors) : errors_(errors) {}
    void take(const std::string& name, std::size_t line, std::string_view what) {
        const auto [at, fresh] = seen_.try_emplace(name, line);
        if (!fresh && !name.empty())
            errors_.push_back({line, fmt::format("{} '{}' is taken already, on line {}", what, name, at->second)});
    }

  private:
    std::map<std::string, std::size_t, std::less<>> seen_;
    std::vector<FileError>& errors_;
};

AssociationFile read_all(const toml::table& root, std::vector<FileError>& errors) {
    AssociationFile file;
    Names ids(errors), logins(errors);
    TomlTable table(root, "the file", errors);
    table.table("association", [&](TomlTable& head) { file.association = read_head(head); });
    table.table("coordinator", [&](TomlTable& office) {
        read_office(office, file);
        ids.take(file.office->id.text(), office.line(), "id");
    });
    table.tables("municipality", [&](TomlTable& entry) {
        file.municipalities.push_back(read_municipality(entry));
        ids.take(file.municipalities.back().id.text(), entry.line(), "id");
    });
    table.tables("person", [&](TomlTable& entry) {
        file.people.push_back(read_person(entry));
        ids.take(file.people.back().id.text(), entry.line(), "id");
    });
    table.tables("network", [&](TomlTable& entry) {
        file.networks.push_back(read_network(entry));
        ids.take(file.networks.back().network.id.text(), entry.line(), "id");
        logins.take(file.networks.back().network.id.text(), entry.line(), "login");
    });
    table.tables("account", [&](TomlTable& entry) {
        file.accounts.push_back(read_account(entry));
        logins.take(file.accounts.back().login, entry.line(), "login");
        if (file.accounts.back().admin && !file.networks.empty())
            entry.report("admin", "exists only where no networks are");
    });
    return file;
}

}  // namespace

base::Result<AssociationFile, std::vector<FileError>> read_association(std::string_view text) {
    std::vector<FileError> errors;
    try {
        const toml::table root = toml::parse(text);
        AssociationFile file = read_all(root, errors);
        if (errors.empty()) return file;
    } catch (const toml::parse_error& error) {
        errors.push_back({error.source().begin.line, fmt::format("this is not TOML: {}", error.description())});
    }
    return std::unexpected(std::move(errors));
}

}  // namespace stafett::server::association
