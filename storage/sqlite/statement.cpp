#include "storage/sqlite/statement.h"

#include <algorithm>

#include <sqlite3.h>

namespace stafett::storage::sqlite {
namespace {

// Filled before main() by the constants of every file, in no particular order.
std::vector<const Statement*>& registry() {
    static std::vector<const Statement*> statements;
    return statements;
}

}  // namespace

Statement::Statement(const char* name, std::string sql) : name_(name), sql_(std::move(sql)), index_(registry().size()) {
    registry().push_back(this);
}

const std::vector<const Statement*>& Statement::all() { return registry(); }

void Binder::add(std::nullptr_t) { sqlite3_bind_null(statement_, next_++); }

void Binder::add(std::int64_t value) { sqlite3_bind_int64(statement_, next_++, value); }

void Binder::add(std::string_view text) {
    // A null pointer would bind NULL.
    const char* data = text.data() ? text.data() : "";
    sqlite3_bind_text64(statement_, next_++, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Binder::add(Octets blob) {
    const char* data = blob.octets.data() ? blob.octets.data() : "";
    sqlite3_bind_blob64(statement_, next_++, data, blob.octets.size(), SQLITE_STATIC);
}

void Binder::add(const base::Digest& digest) {
    sqlite3_bind_blob64(statement_, next_++, digest.bytes.data(), digest.bytes.size(), SQLITE_TRANSIENT);
}

void Binder::add(base::Date date) {
    const std::string text = base::format_date(date);
    sqlite3_bind_text64(statement_, next_++, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

bool Row::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Row::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Row::view(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return data ? std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size)) : std::string_view();
}

std::optional<base::Instant> Row::optional_instant(int column) const {
    if (null(column)) return std::nullopt;
    return instant(column);
}

base::Date Row::date(int column) {
    const std::optional<base::Date> date = base::parse_date(text(column));
    if (!date) damaged_ = true;
    return date.value_or(base::Date{});
}

std::optional<base::Date> Row::optional_date(int column) {
    if (null(column)) return std::nullopt;
    return date(column);
}

base::Digest Row::digest(int column) {
    base::Digest digest;
    const std::string_view octets = view(column);
    if (octets.size() == digest.bytes.size()) {
        std::ranges::copy(octets, reinterpret_cast<char*>(digest.bytes.data()));
    } else {
        damaged_ = true;
    }
    return digest;
}

}  // namespace stafett::storage::sqlite
