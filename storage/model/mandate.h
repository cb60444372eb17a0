// A network's mandate (uppdragsbeskrivning) as imported, in the mandate's own words.
#pragma once

#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/model/association.h"
#include "storage/model/ids.h"

namespace stafett::model {

struct Goal {
    int number = 0;  // as the association numbers its goals
    std::string title;
    std::vector<std::string> items;
    friend bool operator==(const Goal&, const Goal&) = default;
};

struct Assignment {
    int year = 0;  // the year it is given for
    std::string text;
    friend bool operator==(const Assignment&, const Assignment&) = default;
};

struct Duty {
    Role role = Role::chair;
    std::string sentence;  // verbatim
    friend bool operator==(const Duty&, const Duty&) = default;
};

struct Mandate {
    NetworkId network;
    std::string name;        // the network's name as the mandate has it
    std::string background;  // paragraphs parted by an empty line
    std::string purpose;
    std::vector<Goal> goals;
    std::vector<Assignment> assignments;
    std::vector<Duty> duties;
    std::vector<std::string> remarks;  // what a reader should look at, in Swedish
    std::string text;                  // the file as read
    base::Instant imported;
};

}  // namespace stafett::model
