// Named statements, and how values go into and come out of them.
//
// A Statement is a constant at namespace scope, directly above its only user. It enters itself in a list, and every
// connection prepares the whole list when it opens: a bad statement fails at start and in a test. Its name appears in
// each error.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/base/strong.h"
#include "storage/sqlite/codes.h"

struct sqlite3_stmt;

namespace stafett::storage::sqlite {

class Statement {
  public:
    // `name` outlives the statement: a literal.
    Statement(const char* name, std::string sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    const char* name() const { return name_; }
    const std::string& sql() const { return sql_; }
    std::size_t index() const { return index_; }  // among all(), for the life of the program

    static const std::vector<const Statement*>& all();

  private:
    const char* name_;
    std::string sql_;
    std::size_t index_;
};

// Wraps text that is stored as a BLOB.
struct Octets {
    std::string_view octets;
};

// Wraps an id that refers to another row: an empty one is NULL.
template <class Id>
struct OrNull {
    const Id& id;
};
template <class Id>
OrNull(const Id&) -> OrNull<Id>;

// Binds values in order, the first to ?1. Text is not copied and must live until the statement is reset.
class Binder {
  public:
    explicit Binder(sqlite3_stmt* statement) : statement_(statement) {}

    void add(std::nullptr_t);
    void add(std::int64_t value);
    void add(std::string_view text);
    void add(Octets blob);
    void add(const base::Digest& digest);
    void add(base::Instant instant) { add(std::int64_t{instant.time_since_epoch().count()}); }
    void add(base::Date date);
    template <class Tag>
    void add(const base::Text<Tag>& text) {
        add(std::string_view(text.text()));
    }
    template <class Tag>
    void add(base::Number<Tag> number) {
        add(number.value);
    }
    template <class Id>
    void add(OrNull<Id> reference) {
        reference.id.empty() ? add(nullptr) : add(std::string_view(reference.id.text()));
    }
    template <class T>
    void add(const std::optional<T>& value) {
        value ? add(*value) : add(nullptr);
    }
    template <class T>
        requires std::is_integral_v<T>
    void add(T value) {
        add(static_cast<std::int64_t>(value));
    }
    template <class E>
        requires std::is_enum_v<E>
    void add(E value) {
        add(word_of(value));
    }

  private:
    sqlite3_stmt* statement_;
    int next_ = 1;
};

// One row of an answer; columns count from 0. What does not have the form the schema promises marks the row damaged.
class Row {
  public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    bool null(int column) const;
    std::int64_t integer(int column) const;
    bool flag(int column) const { return integer(column) != 0; }
    std::string text(int column) const { return std::string(view(column)); }  // also of a BLOB; empty for NULL
    base::Instant instant(int column) const { return base::Instant(std::chrono::seconds(integer(column))); }
    std::optional<base::Instant> optional_instant(int column) const;
    base::Date date(int column);
    std::optional<base::Date> optional_date(int column);
    base::Digest digest(int column);
    // Any strong text type; NULL gives the empty one.
    template <class T>
    T as(int column) const {
        return T(text(column));
    }
    template <class E>
    E word(int column) {
        const std::optional<E> value = enumerator_of<E>(view(column));
        if (!value) damaged_ = true;
        return value.value_or(E{});
    }

    bool damaged() const { return damaged_; }

  private:
    // Good until the next column or row is read.
    std::string_view view(int column) const;

    sqlite3_stmt* statement_;
    bool damaged_ = false;
};

}  // namespace stafett::storage::sqlite
