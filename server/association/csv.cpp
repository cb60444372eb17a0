#include "server/association/csv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace stafett::server::association {
namespace {

constexpr std::size_t kMostFields = 100;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBlanks = " \t\r\n";
// Windows-1252's 0x80 to 0x9F; 0 for those it does not have. All above are as in Unicode.
constexpr std::array<char16_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// How many octets the character at `text` takes in UTF-8 (RFC 3629); 0 if there is none.
std::size_t utf8_length(std::string_view text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = at(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xC0U) != 0x80) return 0;
    const bool overlong = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
    const bool beyond = (first == 0xED && at(1) > 0x9F) || (first == 0xF4 && at(1) > 0x8F);
    return overlong || beyond ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void append_utf8(std::string& out, char16_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

// The letter of Latin-1 that is `base` with the combining mark U+0300 + `mark`; 0 if there is none.
unsigned char composed(char base, unsigned mark) {
    struct Marked {
        unsigned mark;
        std::string_view bases;
        std::string_view letters;
    };
    constexpr std::array marked{Marked{0x00, "aeiou", "\xe0\xe8\xec\xf2\xf9"},
                                Marked{0x01, "aeiouy", "\xe1\xe9\xed\xf3\xfa\xfd"},
                                Marked{0x02, "aeiou", "\xe2\xea\xee\xf4\xfb"},
                                Marked{0x03, "ano", "\xe3\xf1\xf5"},
                                Marked{0x08, "aeiou", "\xe4\xeb\xef\xf6\xfc"},
                                Marked{0x0A, "a", "\xe5"},
                                Marked{0x27, "c", "\xe7"}};
    const bool upper = base >= 'A' && base <= 'Z';
    const auto* const found = std::ranges::find(marked, mark, &Marked::mark);
    const auto at =
        found == marked.end() ? std::string_view::npos : found->bases.find(upper ? static_cast<char>(base + 32) : base);
    if (at == std::string_view::npos) return 0;
    return static_cast<unsigned char>(static_cast<unsigned char>(found->letters[at]) - (upper ? 0x20U : 0U));
}

// What programs leave in cells unseen: a no-break space is a space, soft hyphens, zero width and direction marks and
// byte order marks are nothing. As a Mac may write them, letters with their marks behind them are those letters, and
// line ends of a lone carriage return are line feeds.
std::string tidied(std::string_view text) {
    constexpr std::array<std::string_view, 6> unseen{"\xc2\xad",     "\xe2\x80\x8b", "\xe2\x80\x8e",
                                                     "\xe2\x80\x8f", "\xe2\x81\xa0", "\xef\xbb\xbf"};
    const bool lone_returns = !text.contains('\n');
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto starts = [&](std::string_view one) { return text.starts_with(one); };
        if (const auto found = std::ranges::find_if(unseen, starts); found != unseen.end()) {
            text.remove_prefix(found->size());
            continue;
        }
        if (text.size() > 1 && text[0] == '\xcc' && !out.empty()) {
            const unsigned char letter = composed(out.back(), static_cast<unsigned char>(text[1]) - 0x80U);
            if (letter != 0) {
                out.pop_back();
                append_utf8(out, letter);
                text.remove_prefix(2);
                continue;
            }
        }
        const bool no_break_space = text.starts_with("\xc2\xa0");
        const char c = no_break_space ? ' ' : text.front();
        out += c == '\r' && lone_returns ? '\n' : c;
        text.remove_prefix(no_break_space ? 2 : 1);
    }
    return out;
}

std::size_t line_at(std::string_view text, std::size_t at) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
}

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    base::Result<std::vector<CsvRecord>, FileError> read() {
        std::vector<CsvRecord> records;
        while (at_ < text_.size()) {
            CsvRecord record{line_, {}};
            TRY(read_record(record));
            const bool blank = std::ranges::all_of(record.fields, [](const std::string& one) { return one.empty(); });
            const bool names_separator = records.empty() && record.line == 1 && record.fields.front() == "sep=";
            if (!blank && !names_separator) records.push_back(std::move(record));
        }
        return records;
    }

  private:
    base::Result<void, FileError> read_record(CsvRecord& record) {
        do {
            if (record.fields.size() == kMostFields)
                return std::unexpected(FileError{line_, fmt::format("has more than {} fields", kMostFields)});
            TRY_ASSIGN(std::string field, read_field());
            record.fields.push_back(std::move(field));
        } while (take(';'));
        take('\r');
        if (take('\n')) ++line_;
        return {};
    }

    base::Result<std::string, FileError> read_field() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
        if (take('"')) return read_quoted();
        const std::size_t end = std::min(text_.find_first_of(";\n", at_), text_.size());
        const std::string_view field = text_.substr(at_, end - at_);
        at_ = end;
        return std::string(trimmed(field));
    }

    // Behind its first quote.
    base::Result<std::string, FileError> read_quoted() {
        const std::size_t line = line_;
        std::string field;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
                ++at_;
            }
            if (text_[at_] == '\n') ++line_;
            field += text_[at_];
        }
        if (!take('"'))
            return std::unexpected(FileError{line, "a field begins with a quotation mark and has none at its end"});
        const std::size_t end = std::min(text_.find_first_of(";\n", at_), text_.size());
        if (!trimmed(text_.substr(at_, end - at_)).empty())
            return std::unexpected(
                FileError{line_, "text follows the quotation mark that ends a field; write \"\" for one inside it"});
        at_ = end;
        return std::string(trimmed(field));
    }

    bool take(char c) {
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

}  // namespace

base::Result<std::string, FileError> text_of_csv(std::string_view octets) {
    if (octets.starts_with("\xff\xfe") || octets.starts_with("\xfe\xff"))
        return std::unexpected(FileError{0, "this is UTF-16; save it as \"CSV UTF-8\""});
    // More than one where a program has written its own before a text that had one.
    while (octets.starts_with(kByteOrderMark)) octets.remove_prefix(kByteOrderMark.size());
    const auto is_control = [](char c) {
        return (c >= 0 && c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
    };
    if (const auto found = std::ranges::find_if(octets, is_control); found != octets.end())
        return std::unexpected(FileError{line_at(octets, static_cast<std::size_t>(found - octets.begin())),
                                         "holds a control character; is this a CSV file?"});
    if (is_utf8(octets)) return tidied(octets);
    std::string text;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto octet = static_cast<unsigned char>(octets[i]);
        const char16_t c = octet >= 0x80 && octet < 0xA0 ? kWindows1252.at(octet - 0x80U) : octet;
        if (c == 0)
            return std::unexpected(FileError{
                line_at(octets, i),
                fmt::format("is neither UTF-8 nor Windows-1252 (octet 0x{:02X}); save it as \"CSV UTF-8\"", octet)});
        append_utf8(text, c);
    }
    return tidied(text);
}

base::Result<std::vector<CsvRecord>, FileError> read_csv(std::string_view text) { return Reader(text).read(); }

}  // namespace stafett::server::association
