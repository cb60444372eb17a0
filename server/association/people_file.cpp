#include "server/association/people_file.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scheduling/network/mandate.h"
#include "server/association/csv.h"
#include "server/association/mail_address.h"
#include "server/association/swedish_date.h"
#include "server/config/nearest.h"

namespace stafett::server::association {
namespace {

using scheduling::network::id_from_name;

constexpr std::size_t kMostRows = 10'000;
constexpr std::size_t kLongestName = 200;

enum Column : std::size_t { network, municipality, name, address, role, from, to };
constexpr std::array<std::string_view, 7> columns{"Nätverk", "Kommun", "Namn", "E-post", "Roll", "Från", "Till"};

struct RoleWord {
    std::string_view word;  // as id_from_name has it
    PeopleRole role;
};
constexpr std::array role_words{
    RoleWord{"ordforande", PeopleRole::chair},
    RoleWord{"chair", PeopleRole::chair},
    RoleWord{"sekreterare", PeopleRole::secretary},
    RoleWord{"secretary", PeopleRole::secretary},
    RoleWord{"kontaktperson", PeopleRole::liaison},
    RoleWord{"skolchef", PeopleRole::liaison},
    RoleWord{"utbildningschef", PeopleRole::liaison},
    RoleWord{"skol-och-utbildningschef", PeopleRole::liaison},
    RoleWord{"liaison", PeopleRole::liaison},
    RoleWord{"", PeopleRole::member},
    RoleWord{"ledamot", PeopleRole::member},
    RoleWord{"medlem", PeopleRole::member},
    RoleWord{"deltagare", PeopleRole::member},
    RoleWord{"member", PeopleRole::member},
    RoleWord{"motesvard", PeopleRole::host},
    RoleWord{"vard", PeopleRole::host},
    RoleWord{"host", PeopleRole::host},
    RoleWord{"ersattare", PeopleRole::deputy},
    RoleWord{"deputy", PeopleRole::deputy},
    RoleWord{"substitute", PeopleRole::deputy},
};

// As a spreadsheet calls its columns: A … Z, AA …
std::string letter_of(std::size_t column) {
    const std::string last(1, static_cast<char>('A' + column % 26));
    return column < 26 ? last : letter_of(column / 26 - 1) + last;
}

class Reader {
  public:
    base::Result<PeopleFile, std::vector<FileError>> read(std::string_view octets) {
        const auto text = text_of_csv(octets);
        if (!text) return std::unexpected(std::vector{text.error()});
        const auto records = read_csv(*text);
        if (!records) return std::unexpected(std::vector{records.error()});
        if (records->empty())
            return std::unexpected(std::vector{FileError{0, "is empty; its first line names the columns"}});
        if (records->size() > kMostRows + 1)
            return std::unexpected(std::vector{FileError{0, fmt::format("has more than {} rows; part it", kMostRows)}});
        if (read_head(records->front()))
            for (std::size_t i = 1; i < records->size(); ++i) read_row((*records)[i]);
        if (!errors_.empty()) return std::unexpected(std::move(errors_));
        return std::move(file_);
    }

  private:
    void report(std::size_t line, std::string problem) { errors_.push_back({line, std::move(problem)}); }
    void report(std::size_t line, Column column, std::string_view problem) {
        report(line, fmt::format("{}: {}", place_of(column), problem));
    }
    std::string place_of(Column column) const {
        const auto place = places_.at(column);
        return place ? fmt::format("column {} ({})", letter_of(*place), columns.at(column))
                     : fmt::format("column {}", columns.at(column));
    }

    bool read_head(const CsvRecord& head) {
        if (head.fields.size() == 1) {
            report(head.line,
                   "the columns must be parted by semicolons (;) and named in the first line: "
                   "Nätverk;Kommun;Namn;E-post;Roll;Från;Till");
            return false;
        }
        for (std::size_t i = 0; i < head.fields.size(); ++i) read_column(head, i);
        for (const Column needed : {network, name, address})
            if (!places_.at(needed)) report(head.line, fmt::format("there is no column {}", columns.at(needed)));
        width_ = head.fields.size();
        file_.network_column = place_of(network);
        file_.municipality_column = place_of(municipality);
        file_.name_column = place_of(name);
        file_.address_column = place_of(address);
        file_.has_to = places_.at(to).has_value();
        return errors_.empty();
    }

    void read_column(const CsvRecord& head, std::size_t place) {
        const std::string& title = head.fields[place];
        if (title.empty()) return;
        const auto known = std::ranges::find(columns, id_from_name(title), id_from_name);
        if (known == columns.end())
            return report(head.line, fmt::format("column {}: there is no '{}'; did you mean {}? The columns are {}",
                                                 letter_of(place), title, config::nearest(title, columns),
                                                 "Nätverk, Kommun, Namn, E-post, Roll, Från and Till"));
        auto& taken = places_.at(static_cast<std::size_t>(known - columns.begin()));
        if (taken)
            report(head.line,
                   fmt::format("column {}: '{}' stands in column {} too", letter_of(place), title, letter_of(*taken)));
        taken = place;
    }

    std::string field(const CsvRecord& record, Column column) const {
        const auto place = places_.at(column);
        return place && *place < record.fields.size() ? record.fields[*place] : std::string();
    }

    void read_row(const CsvRecord& record) {
        for (std::size_t i = 0; i < record.fields.size(); ++i)
            if (!record.fields[i].empty() && (i >= width_ || !is_read(i)))
                report(record.line, fmt::format("column {}: '{}' stands in a column without a name", letter_of(i),
                                                record.fields[i]));
        PeopleRow row;
        row.line = record.line;
        row.network = field(record, network);
        row.municipality = field(record, municipality);
        row.name = name_in(record);
        row.address = address_in(record);
        row.role = role_in(record);
        row.from = date_in(record, from);
        row.to = date_in(record, to);
        if (row.network.empty()) report(record.line, network, "must name the network");
        if (row.name.empty() && row.address.empty()) report(record.line, name, "must name the person");
        if (row.from && row.to && *row.to < *row.from) report(record.line, to, "lies before Från");
        const bool hosts = row.role == PeopleRole::host || row.role == PeopleRole::deputy;
        if (hosts && row.municipality.empty()) report(record.line, municipality, "must name whose turns she bears");
        if (hosts && (row.from || row.to))
            report(record.line, row.from ? from : to, "must be empty: mötesvärd and ersättare are it from now on");
        file_.rows.push_back(std::move(row));
    }

    bool is_read(std::size_t place) const { return std::ranges::find(places_, std::optional(place)) != places_.end(); }

    std::string name_in(const CsvRecord& record) {
        std::string text = field(record, name);
        std::ranges::replace(text, '\n', ' ');
        std::erase(text, '\r');
        if (text.size() > kLongestName)
            report(record.line, name, fmt::format("is longer than {} octets", kLongestName));
        return text;
    }

    std::string address_in(const CsvRecord& record) {
        const std::string text = field(record, address);
        if (text.empty()) return {};
        auto found = mail_address(text);
        if (!found) report(record.line, address, fmt::format("'{}' is no mail address", text));
        return found.value_or("");
    }

    PeopleRole role_in(const CsvRecord& record) {
        const std::string text = field(record, role);
        const auto known = std::ranges::find(role_words, id_from_name(text), &RoleWord::word);
        const bool good = known != role_words.end() && (!known->word.empty() || text.empty());
        if (!good)
            report(record.line, role,
                   fmt::format(
                       "'{}' is none of ordförande, sekreterare, kontaktperson, deltagare, mötesvärd and ersättare",
                       text));
        return good ? known->role : PeopleRole::member;
    }

    std::optional<base::Date> date_in(const CsvRecord& record, Column column) {
        const std::string text = field(record, column);
        // Staff systems write the last of all days for "until further notice".
        if (text.empty() || (column == to && text == "9999-12-31")) return std::nullopt;
        const auto date = parse_swedish_date(text);
        if (!date) report(record.line, column, date.error());
        return date ? std::optional(*date) : std::nullopt;
    }

    PeopleFile file_;
    std::vector<FileError> errors_;
    std::array<std::optional<std::size_t>, columns.size()> places_;
    std::size_t width_ = 0;
};

}  // namespace

base::Result<PeopleFile, std::vector<FileError>> read_people(std::string_view octets) { return Reader().read(octets); }

}  // namespace stafett::server::association
