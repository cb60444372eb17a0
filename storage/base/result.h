// Errors are values: every function that can fail for a reason the caller must handle returns a Result.
//
// Result<T, E> is std::expected with [[nodiscard]], which libstdc++ 12 leaves out. Each layer names its own E and an
// alias (storage::Result<T>, ical::Result<T>, caldav::Result<T>). Exceptions mean a bug or no memory.
#pragma once

#include <expected>
#include <utility>

namespace stafett::base {

template <class T, class E>
class [[nodiscard]] Result : public std::expected<T, E> {
  public:
    using std::expected<T, E>::expected;
};

}  // namespace stafett::base

#define STAFETT_CONCAT_(a, b) a##b
#define STAFETT_CONCAT(a, b) STAFETT_CONCAT_(a, b)

// TRY_ASSIGN(auto x, f()); returns f()'s error from the enclosing function, or declares x with its value.
#define TRY_ASSIGN(declaration, expression) TRY_ASSIGN_(STAFETT_CONCAT(try_result_, __LINE__), declaration, expression)
#define TRY_ASSIGN_(result, declaration, expression)                \
    auto result = (expression);                                     \
    if (!result) return std::unexpected(std::move(result).error()); \
    declaration = *std::move(result)

// TRY(f()); returns f()'s error from the enclosing function; a value is dropped.
#define TRY(expression)                                                                                            \
    do {                                                                                                           \
        if (auto try_result_ = (expression); !try_result_) return std::unexpected(std::move(try_result_).error()); \
    } while (false)
