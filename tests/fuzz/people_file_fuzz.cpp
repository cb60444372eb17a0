// Lists of people as CSV: any octets give text, records and rows, or errors that name a line.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "caldav/http/href.h"
#include "server/association/csv.h"
#include "server/association/people_file.h"
#include "tests/fuzz/claim.h"

namespace association = stafett::server::association;
using stafett::fuzz::claim;

namespace {

bool is_trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    return text.empty() || (!blanks.contains(text.front()) && !blanks.contains(text.back()));
}

std::size_t lines_of(std::string_view text) { return 1 + static_cast<std::size_t>(std::ranges::count(text, '\n')); }

// Behind an empty line, so that none is the first of the file, which may name the separator.
std::string written(const std::vector<association::CsvRecord>& records) {
    std::string text = "\r\n";
    for (const association::CsvRecord& record : records) {
        for (const std::string& field : record.fields) {
            text += '"';
            for (const char c : field) text += c == '"' ? std::string("\"\"") : std::string(1, c);
            text += "\";";
        }
        text.back() = '\r';
        text += '\n';
    }
    return text;
}

void check_records(std::string_view text) {
    const auto records = association::read_csv(text);
    if (!records)
        return claim(records.error().line >= 1 && records.error().line <= lines_of(text), "an error has a line");
    std::size_t line = 0;
    for (const association::CsvRecord& record : *records) {
        claim(record.line > line && record.line <= lines_of(text), "records begin on lines of their own");
        line = record.line;
        claim(!record.fields.empty() && record.fields.size() <= 100, "a record has 1 to 100 fields");
        claim(std::ranges::all_of(record.fields, is_trimmed), "a field has no blanks at its ends");
        claim(std::ranges::any_of(record.fields, [](const std::string& one) { return !one.empty(); }),
              "a record says something");
    }
    const auto again = association::read_csv(written(*records));
    claim(again && std::ranges::equal(*records, *again, {}, &association::CsvRecord::fields,
                                      &association::CsvRecord::fields),
          "records are read back as written");
}

void check_rows(const association::PeopleFile& file) {
    using Role = association::PeopleRole;
    std::size_t line = 1;
    for (const association::PeopleRow& row : file.rows) {
        claim(row.line > line, "rows come behind the head, in order");
        line = row.line;
        claim(!row.network.empty() && !(row.name.empty() && row.address.empty()), "a row says who and where");
        claim(row.name.size() <= 200 && !row.name.contains('\n'), "a name is one short line");
        claim(row.address.empty() || row.address.contains('@'), "an address is one");
        claim(!row.from || !row.to || *row.from <= *row.to, "a membership does not end before it begins");
        const bool hosts = row.role == Role::host || row.role == Role::deputy;
        claim(!hosts || (!row.municipality.empty() && !row.from && !row.to), "who hosts does so for a municipality");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets = stafett::fuzz::text_of(data, size);
    const auto text = association::text_of_csv(octets);
    if (text) {
        claim(stafett::caldav::http::valid_utf8(*text), "the text is UTF-8");
        claim(association::text_of_csv(*text).value_or("") == *text, "what was made UTF-8 stays as it is");
        check_records(*text);
    } else {
        claim(text.error().line <= lines_of(octets), "an error names a line that is there");
    }
    const auto people = association::read_people(octets);
    if (people) return check_rows(*people), 0;
    claim(!people.error().empty(), "a list that is refused has an error");
    const auto lines = lines_of(text ? std::string_view(*text) : octets);
    for (const association::FileError& error : people.error())
        claim(error.line <= lines && !error.problem.empty(), "an error says what and where");
    return 0;
}
