// What an import would change, field by field, and what it would keep because it was changed here since the last one.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/association/fields.h"
#include "storage/association.h"

namespace stafett::server::association {

struct FieldChange {
    std::string field;
    std::string was;
    std::string becomes;
    friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

struct Difference {
    enum class Kind { added, changed, conflict } kind = Kind::added;
    std::string what;  // "municipality tibro", "network elevhalsan: member elevhalsochef-vara as chair"
    std::vector<FieldChange> fields;
};

// One line a difference, for a terminal: "+ municipality tibro", "~ network x: name 'A' -> 'B'", "! … changed here".
std::string to_line(const Difference& difference);

// Decides for one thing after the other whether the file's state is written. Lives inside one transaction or snapshot.
class Comparison {
  public:
    // With `theirs` the file wins over what was changed here.
    Comparison(storage::MandateReads& remembered, bool theirs) : remembered_(remembered), theirs_(theirs) {}

    // `current`: nothing when the store does not have it. Only the fields that `wanted` names are compared. Answers
    // whether to write `wanted`, and remembers the difference and the state to keep.
    storage::Result<bool> decide(const std::string& what, const std::optional<Fields>& current, const Fields& wanted);

    // Shows a field of what decide() has just found to be new: of most things what they are called says enough.
    void show_field(std::string field, std::string becomes);

    const std::vector<Difference>& differences() const { return differences_; }
    // What to remember as imported, by key, once everything is written.
    const std::vector<Field>& to_remember() const { return to_remember_; }

  private:
    storage::MandateReads& remembered_;
    bool theirs_;
    std::vector<Difference> differences_;
    std::vector<Field> to_remember_;
};

}  // namespace stafett::server::association
