// Comma-separated values (RFC 4180) as a Swedish Excel writes them: parted by semicolons, in UTF-8 or Windows-1252.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/association/association_file.h"

namespace stafett::server::association {

struct CsvRecord {
    std::size_t line = 0;  // where it begins
    std::vector<std::string> fields;
};

// What `octets` say, in UTF-8 without byte order mark: UTF-8 with one or without, else Windows-1252. An error for
// UTF-16, control characters, and octets that Windows-1252 does not have.
base::Result<std::string, FileError> text_of_csv(std::string_view octets);

// The records of a text, blank lines left out. Fields are parted by `;`; one in quotes may hold semicolons, line ends
// and doubled quotes (RFC 4180 §2). LF and CRLF end a line. Excel's own first line `sep=;` is left out.
// Blanks at the ends of a field are left out, those within quotes too. At most 100 fields a record.
base::Result<std::vector<CsvRecord>, FileError> read_csv(std::string_view text);

}  // namespace stafett::server::association
